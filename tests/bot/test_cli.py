"""The commands as the technician types them, each on a database of its own."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot import cli
from bot.locale import DEFAULT, use
from bot.usage import told
from store.cadres import cadres
from store.chats import chats
from store.engine import Store, open_engine
from store.places import places
from store.requests import ask

Kheo = Callable[..., tuple[int, str, str]]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return {"KHEO_DATABASE_URL": f"sqlite:///{tmp_path}/kheo.db"}


@pytest.fixture
def kheo(environment: dict[str, str], capsys: pytest.CaptureFixture[str]) -> Kheo:
    """Run a command: exit code, output, errors."""

    def run(*arguments: str) -> tuple[int, str, str]:
        with use(DEFAULT):
            code = cli.main(arguments, environment)
        output = capsys.readouterr()
        return code, output.out, output.err

    return run


def count(environment: dict[str, str], table) -> int:
    store = Store(open_engine(environment["KHEO_DATABASE_URL"]))
    found = store.call(lambda c: c.execute(select(func.count()).select_from(table)).scalar_one())
    store.close()
    return found


def test_problems_with_the_settings_are_told_all_at_once(kheo: Kheo, environment):
    environment |= {"KHEO_LISTEN": "nowhere", "KHEO_TELEGRAM_TOKEN": "x", "KHEO_LISTN": "1"}
    code, _out, err = kheo("doctor")
    assert code == 2
    for name in ("KHEO_LISTEN", "KHEO_TELEGRAM_TOKEN", "KHEO_LISTN"):
        assert name in err


def test_the_database_is_prepared_and_twice_is_once(kheo: Kheo):
    for _again in range(2):
        assert kheo("migrate")[0] == 0


@pytest.mark.parametrize("command", ["migrate", "run"])
def test_a_file_that_is_no_database_is_told_of_in_words(
    kheo: Kheo, environment, tmp_path: Path, command: str
):
    (tmp_path / "kheo.db").write_text("Danh sách các hộ trong thôn\n" * 200, encoding="utf-8")
    code, _out, err = kheo(command)
    assert code == 2
    assert "Không dùng được cơ sở dữ liệu: file is not a database." in err


def test_a_question_is_answered(kheo: Kheo):
    code, out, _err = kheo("ask", "cai vneid the nao")
    assert code == 0
    assert "VNeID" in out
    assert "Nguồn" in out
    assert "115" in kheo("ask", "ông tôi đau ngực khó thở")[1]
    assert kheo("ask", "thời tiết mai thế nào")[1].strip()
    assert kheo("ask", "")[0] == 2
    assert "Gặp ai ở" in kheo("ask", "gặp cán bộ")[1]
    assert "không có việc nào" in kheo("ask", "huỷ")[1]
    both = kheo("ask", "nhà tôi bị lũ cuốn năm 2024 hỗ trợ sao")[1]
    assert both.index("114") < both.index("Nguồn")
    assert "6,24 %" in kheo("ask", "vay hộ nghèo lãi bao nhiêu")[1]
    explained = kheo("ask", "kích hoạt vneid", "--explain")[1]
    assert "vneid-activate" in explained


def test_whoever_keeps_the_guides_is_told_which_questions_go_astray(kheo: Kheo):
    code, out, _err = kheo("content", "suggest")
    assert code == 0
    assert "vneid-troubleshoot ← vneid-activate" in out


def test_questions_come_in_batches_and_go_out_as_json(kheo: Kheo, tmp_path: Path):
    file = tmp_path / "questions.tsv"
    file.write_text(
        "id\ttext\n1\tkích hoạt vneid ở đâu\n2\tcháy nhà rồi cứu với\n3\tgiá vàng\n", "utf-8"
    )
    code, out, _err = kheo("ask", "--batch", str(file), "--json")
    found = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert [set(one) >= {"text", "guide", "candidates", "score", "emergency"} for one in found]
    assert found[0]["guide"] == "vneid-activate"
    assert found[1]["emergency"] is True
    assert found[2]["guide"] is None
    assert json.loads(kheo("ask", "giá vàng", "--json")[1])["text"] == "giá vàng"


def test_lists_are_imported_after_a_dry_run(kheo: Kheo, environment, tmp_path: Path):
    hamlets = tmp_path / "places.csv"
    hamlets.write_text(
        "xã;thôn;mã\nXã Thật;;XT\nXã Thật;Thôn Thượng;XT-01\nXã Thật;Thôn Hạ;XT-02\n", "utf-8"
    )
    households = tmp_path / "households.csv"
    households.write_text("thôn,mã hộ\nXT-01,H1\nThôn Hạ,H2\n", "utf-8")
    assert kheo("import", "places", str(hamlets), "--dry-run")[0] == 0
    assert count(environment, places) == 0
    code, out, _err = kheo("import", "places", str(hamlets))
    assert (code, count(environment, places)) == (0, 3)
    assert "3" in out
    assert kheo("import", "households", str(households))[0] == 0
    hamlets.write_text("xã;thôn;mã\nXã Thật;Thôn Mới;\n", "utf-8")
    code, _out, err = kheo("import", "places", str(hamlets))
    assert code == 2
    assert "2" in err


def test_a_poster_is_made_for_a_hamlet_that_exists(kheo: Kheo, tmp_path: Path):
    assert kheo("demo", "load")[0] == 0
    code, out, _err = kheo("poster", "mau-01", "--out", str(tmp_path / "posters"))
    assert code == 0
    assert "KHEO_PUBLIC_URL" in out
    assert {path.suffix for path in (tmp_path / "posters").iterdir()} == {".pdf", ".png"}
    assert kheo("poster", "nowhere")[0] == 2


def test_the_first_cadre_gets_a_role_and_a_link(kheo: Kheo, environment):
    kheo("demo", "load")
    before = count(environment, cadres)
    code, out, _err = kheo("grant", "lan", "--role", "cadre", "--place", "MAU", "--name", "Lan")
    assert code == 0
    assert "/chat?start=j_" in out
    assert count(environment, cadres) == before + 1
    assert kheo("grant", "lan", "--role", "king", "--place", "MAU")[0] == 2
    assert kheo("grant", "lan", "--role", "cadre", "--place", "XX")[0] == 2


def test_made_up_residents_can_be_added(kheo: Kheo, environment):
    code, out, _err = kheo("demo", "residents", "7", "--channel", "telegram", "--first-id", "900")
    assert code == 0
    assert "7" in out
    assert count(environment, chats) == 7
    for many in ((), ("0",), ("-3",)):
        code, _out, err = kheo("demo", "residents", *many)
        assert (code, count(environment, chats)) == (2, 7)
        assert "bao nhiêu" in err


def test_requests_that_wait_are_listed_with_their_dates(kheo: Kheo, environment):
    kheo("demo", "residents", "1")
    assert kheo("requests")[1].strip()
    store = Store(open_engine(environment["KHEO_DATABASE_URL"]))
    from_now = store.call(lambda c: c.execute(select(chats.c.created_at)).scalar_one())
    resident = store.call(lambda c: c.execute(select(chats.c.resident_id)).scalar_one())
    store.call(lambda c: ask(c, resident, "correct", from_now))
    store.close()
    assert "#1" in kheo("requests")[1]


def test_the_guides_are_checked_and_those_due_are_listed(kheo: Kheo, environment, tmp_path: Path):
    assert kheo("content", "check")[0] == 0
    assert kheo("content", "stale", "--within", "0")[0] == 0
    code, out, _err = kheo("content", "stale", "--within", "3650")
    assert code == 1
    assert len(out.splitlines()) >= 30
    own = tmp_path / "own"
    (own / "guides" / "broken").mkdir(parents=True)
    (own / "guides" / "broken" / "vi.md").write_text("no front matter", "utf-8")
    environment["KHEO_CONTENT"] = str(own)
    code, out, _err = kheo("content", "check")
    assert code == 1
    assert "broken/vi.md" in out
    assert kheo("ask", "vneid")[0] == 2


def test_the_doctor_says_what_to_do(kheo: Kheo, environment):
    environment["KHEO_LISTEN"] = "127.0.0.1:0"
    code, out, _err = kheo("doctor")
    assert code == 1
    assert "kheo migrate" in out


def test_a_backup_is_a_whole_database(kheo: Kheo, environment, tmp_path: Path):
    kheo("demo", "load")
    copy = tmp_path / "backups" / "copy.db"
    assert kheo("backup", str(copy))[0] == 0
    assert count({"KHEO_DATABASE_URL": f"sqlite:///{copy}"}, places) == count(environment, places)
    assert kheo("backup", str(copy))[0] == 2


def test_with_postgres_the_backup_is_left_to_its_own_tool(kheo: Kheo, environment, postgres_url):
    environment |= {"KHEO_DATABASE_URL": postgres_url, "KHEO_SECRET": "x" * 40}
    code, _out, err = kheo("backup", "copy.db")
    assert code == 2
    assert "pg_dump" in err


def test_an_address_in_use_is_told(kheo: Kheo, environment):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        environment["KHEO_LISTEN"] = f"127.0.0.1:{taken.getsockname()[1]}"
        code, out, err = kheo("run")
    assert code == 1
    assert "KHEO_LISTEN" in err
    assert "mẫu" in out
    asyncio.set_event_loop(None)


def test_a_reader_that_has_gone_is_no_mistake(environment):
    """As with “kheo report doors 5 | head”."""
    asked = subprocess.Popen(
        [sys.executable, "-m", "bot", "ask", "mất điện thoại"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, **environment},
    )
    assert asked.stdout is not None
    assert asked.stderr is not None
    asked.stdout.close()
    said = asked.stderr.read()
    asked.stderr.close()
    assert asked.wait(60) == 0
    assert b"Traceback" not in said
    assert b"BrokenPipe" not in said


def test_an_unknown_command_is_refused(kheo: Kheo, capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit):
        kheo("fly")
    assert "fly" in capsys.readouterr().err


def test_residents_are_made_up_only_for_channels_that_there_are(kheo: Kheo, environment):
    code, _out, err = kheo("demo", "residents", "5", "--channel", "zalo")
    assert code == 2
    assert "Không có kênh “zalo”" in err
    assert "webchat, telegram" in err
    assert kheo("demo", "residents", "5", "--channel", "telegram")[0] == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("hello",), "Không có lệnh “hello”"),
        ((), "Còn thiếu: COMMAND"),
        (("report",), "Còn thiếu: what, number"),
        (("report", "doors"), "Còn thiếu: number"),
        (("report", "nothing", "1"), "what: “nothing” không phải là một trong: "),
        (("notice", "x"), "number: “x” không phải là số nguyên."),
        (("migrate", "--now"), "Không hiểu: --now"),
        (("announce", "--to"), "--to: phía sau phải ghi thêm."),
        (("announce", "--to", "all", "--as", "x"), "Còn thiếu một trong: --text --text-file"),
        (
            ("announce", "--to", "all", "--as", "x", "--text", "a", "--text-file", "b"),
            "--text-file không đi cùng --text được.",
        ),
    ],
)
def test_a_command_typed_wrong_is_told_in_plain_words(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    with use(DEFAULT), pytest.raises(SystemExit) as left:
        cli.main(words, {})
    err = capsys.readouterr().err
    assert left.value.code == 2
    assert err.startswith(said)
    assert "\nCách viết: kheo" in err
    assert "usage" not in err
    assert "argument" not in err


def test_a_complaint_that_is_not_known_stays_as_it_is() -> None:
    assert told("something of another release") == "something of another release"
