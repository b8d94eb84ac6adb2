"""Announcements by command: beside a running Khéo, and refused in plain words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from bot import demo
from bot.cli import main
from scheduler.clock import utc_now
from store.engine import Store, open_engine
from tests.support.office import Office
from tests.support.town import Clock


@pytest.fixture
def commune(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A database with a commune and forty residents; commands find it by the environment."""
    monkeypatch.setenv("KHEO_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("KHEO_SECRET", "a-secret-for-tests-that-is-long-enough")
    store = Store(open_engine(sqlite_url))
    store.call(lambda c: demo.load(c, utc_now()))
    store.call(lambda c: demo.residents(c, 40, "test", 1000, utc_now()))
    store.close()
    return sqlite_url


def kheo(*words: str) -> int:
    return main(words)


def number_in(out: str) -> int:
    first = out.splitlines()[0]
    assert first.startswith("#")
    return int(first[1:])


def told(capsys: pytest.CaptureFixture[str], number: int) -> dict:
    capsys.readouterr()
    assert kheo("report", "announcement", str(number), "--json") == 0
    return dict(json.loads(capsys.readouterr().out))


def test_an_announcement_prints_its_number(commune: str, capsys: pytest.CaptureFixture[str]):
    assert kheo("announce", "--to", "all", "--text", "Mời họp", "--as", "demo-front") == 0
    number = number_in(capsys.readouterr().out)
    found = told(capsys, number)
    assert found["announcement"] == number
    assert found["state"] in ("running", "scheduled")
    assert found["class"] == "information"


def test_for_two_hamlets_at_a_time_with_a_button(
    commune: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
):
    text = tmp_path / "text.txt"
    text.write_text("Mời bà con họp", encoding="utf-8")
    arguments = (
        "--text-file",
        str(text),
        "--at",
        "7h30 sáng 1/3/2031",
        "--ack",
        "--class",
        "meeting",
    )
    assert kheo("announce", "--to", "MAU-01,Xóm Chợ", *arguments, "--as", "demo-front") == 0
    out = capsys.readouterr().out
    assert "2031" in out
    found = told(capsys, number_in(out))
    assert (found["state"], found["class"]) == ("scheduled", "meeting")


def test_an_urgent_one_waits_for_a_second_person(commune: str, capsys: pytest.CaptureFixture[str]):
    urgent = ("announce", "--to", "all", "--text", "Khẩn", "--class", "disaster")
    kheo(*urgent, "--as", "demo-front")
    waits = number_in(out := capsys.readouterr().out)
    assert "chờ duyệt" in out
    assert told(capsys, waits)["state"] == "waiting"
    capsys.readouterr()
    kheo(*urgent, "--as", "demo-front", "--approve-as", "demo-chairman")
    approved = number_in(capsys.readouterr().out)
    assert told(capsys, approved)["state"] == "running"


@pytest.mark.parametrize(
    ("words", "because"),
    [
        (("--to", "all", "--text", "x", "--as", "nobody"), "nobody"),
        (("--to", "Thôn Lạ", "--text", "x", "--as", "demo-front"), "Thôn Lạ"),
        (("--to", "all", "--text", "  ", "--as", "demo-front"), "nội dung"),
        (("--to", "all", "--text", "x", "--as", "demo-head-1"), "phụ trách"),
        (("--to", "all", "--text", "x", "--at", "1/1/2020 8h", "--as", "demo-front"), "qua"),
        (("--to", "all", "--text", "x", "--at", "2020-01-01T08:00", "--as", "demo-front"), "qua"),
        (("--to", "all", "--text", "x", "--at", "khi mô rảnh", "--as", "demo-front"), "khi mô"),
        (("--to", "all", "--text", "x", "--at", "1/3/2031", "--as", "demo-front"), "giờ"),
        (("--to", "all", "--text-file", "/nowhere", "--as", "demo-front"), "/nowhere"),
        (
            (
                "--to", "all", "--text", "x", "--class", "urgent",
                "--as", "demo-chairman", "--approve-as", "demo-chairman",
            ),
            "người khác",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_and_nothing_is_kept(
    commune: str, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], because: str
):
    assert kheo("announce", *words) == 2
    caught = capsys.readouterr()
    assert because in caught.err
    assert caught.out == ""
    assert kheo("report", "announcement", "1", "--json") == 2


def test_every_week_by_rule(commune: str, capsys: pytest.CaptureFixture[str]):
    rule = "7h sáng thứ 2 hằng tuần"
    assert kheo("announce", "--to", "all", "--text", "x", "--at", rule, "--as", "demo-front") == 0
    assert told(capsys, number_in(capsys.readouterr().out))["state"] == "scheduled"


async def test_a_running_process_picks_it_up(commune: str, capsys: pytest.CaptureFixture[str]):
    store = Store(open_engine(commune))
    async with Office(store, people=0, clock=Clock(utc_now())) as office:
        disaster = ("--class", "disaster", "--as", "demo-front", "--approve-as", "demo-chairman")
        kheo("announce", "--to", "all", "--text", "Bão", *disaster)
        number = number_in(capsys.readouterr().out)
        await office.until(lambda: office.state(number) == "finished")
        assert len(office.heard) == 40
        found = told(capsys, number)
        assert found["counts"] == {"sent": 40}
        assert found["started_at"]
        assert found["finished_at"]
    store.close()


async def test_the_report_in_words_and_as_a_spreadsheet(
    commune: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
):
    store = Store(open_engine(commune))
    async with Office(store, people=0) as office:
        number = office.announces()
        await office.rests()
    store.close()
    assert kheo("report", "announcement", str(number)) == 0
    assert "40" in capsys.readouterr().out
    path = tmp_path / "found.xlsx"
    assert kheo("report", "announcement", str(number), "--xlsx", str(path)) == 0
    sheet, visit = load_workbook(path).worksheets
    assert sheet.max_row == 13
    assert visit.max_row > 100
    monkeypatch.chdir(tmp_path)
    assert kheo("report", "announcement", str(number), "--xlsx") == 0
    assert (tmp_path / f"announcement-{number}.xlsx").exists()


def test_with_sqlite_there_is_nothing_to_deliver_beside(
    commune: str, capsys: pytest.CaptureFixture[str]
):
    assert kheo("deliver") == 2
    assert "SQLite" in capsys.readouterr().err
