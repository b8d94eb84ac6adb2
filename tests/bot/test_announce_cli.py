"""Announcements by command: beside a running Khéo, and refused in plain words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import update

from bot import demo
from bot.cli import main
from scheduler.clock import utc_now
from store import announcements, announcements_acks, announcements_reports, chats, files, groups
from store.engine import Store, open_engine
from store.residents import residents
from tests.support.office import Office
from tests.support.papers import photo, recording
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
    kheo(*urgent, "--as", "demo-front", "--at", "7h sáng 1/3/2031")
    assert "Hẹn gửi lúc 07:00 thứ Bảy 01/03/2031" in capsys.readouterr().out
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


def test_a_second_person_who_was_not_needed_is_said_to_be_none(
    commune: str, capsys: pytest.CaptureFixture[str]
):
    to_one = ("announce", "--to", "MAU-01", "--text", "Họp", "--as", "demo-front")
    assert kheo(*to_one, "--approve-as", "demo-chairman") == 0
    assert "không cần ai duyệt" in capsys.readouterr().out
    assert kheo(*to_one) == 0
    assert "không cần ai duyệt" not in capsys.readouterr().out
    assert kheo(*to_one, "--class", "urgent", "--approve-as", "demo-chairman") == 0
    assert "không cần ai duyệt" not in capsys.readouterr().out


def test_every_week_by_rule(commune: str, capsys: pytest.CaptureFixture[str]):
    rule = "7h sáng thứ 2 hằng tuần"
    assert kheo("announce", "--to", "all", "--text", "x", "--at", rule, "--as", "demo-front") == 0
    out = capsys.readouterr().out
    assert "Lặp lại: thứ Hai hằng tuần, 07:00" in out
    number = number_in(out)
    found = told(capsys, number)
    assert found["state"] == "scheduled"
    assert found["rule"]["pattern"]["kind"] == "weekly"
    assert found["next_at"]
    assert kheo("report", "announcement", str(number)) == 0
    assert "Lặp lại: thứ Hai hằng tuần, 07:00" in capsys.readouterr().out


def test_a_time_that_could_be_two_is_refused_with_both(
    commune: str, capsys: pytest.CaptureFixture[str]
):
    unclear = ("--at", "thứ 2 tuần sau 8h")
    assert kheo("announce", "--to", "all", "--text", "x", *unclear, "--as", "demo-front") == 2
    said = capsys.readouterr().err
    assert "có thể là: 08:00 thứ Hai" in said
    assert "; 20:00 thứ Hai" in said
    exact = said.rpartition("(")[2].partition(")")[0]  # as it can be given back
    assert kheo("announce", "--to", "all", "--text", "x", "--at", exact, "--as", "demo-front") == 0


def test_what_was_not_sent_yet_says_so_and_shows_its_plan(
    commune: str, capsys: pytest.CaptureFixture[str]
):
    at = ("--at", "2031-03-01T08:00")
    kheo("announce", "--to", "MAU-01", "--text", "x", *at, "--as", "demo-front")
    number = number_in(capsys.readouterr().out)
    found = told(capsys, number)
    assert not found["sent_yet"]
    assert found["hamlets"] == []
    households = found["plan"]["households"]
    assert 0 < households < 50
    assert found["quiet_hours"] == "21:00–06:00"
    assert kheo("report", "announcement", str(number)) == 0
    out = capsys.readouterr().out
    assert "Chưa gửi. Dự kiến:" in out
    assert f"Số hộ cần báo: {households}" in out
    assert kheo("report", "doors", str(number)) == 2
    assert "chưa gửi" in capsys.readouterr().err


async def test_groups_and_those_not_reached_before_by_command(
    commune: str, capsys: pytest.CaptureFixture[str]
):
    store = Store(open_engine(commune))
    async with Office(store, people=0, clock=Clock(utc_now())) as office:
        place = office.place("MAU-01")
        front = office.cadre("demo-front")

        def link(c) -> None:
            met, _new = chats.meet(c, "test", "-500", True, office.clock())
            groups.invite(c, "code", place, front, office.clock())
            assert groups.link(c, "code", met.id, office.clock()) == place

        office.do(link)
        disaster = ("--class", "disaster", "--as", "demo-front", "--approve-as", "demo-chairman")
        to = ("announce", "--to", "MAU-01", "--text", "Bão", *disaster)
        assert kheo(*to, "--groups", "only") == 0
        first = number_in(capsys.readouterr().out)
        await office.until(lambda: office.state(first) == "finished")
        assert office.heard == ["-500"]
        assert kheo(*to, "--groups", "also", "--come") == 0
        second = number_in(capsys.readouterr().out)
        await office.until(lambda: office.state(second) == "finished")
        people = [chat for chat in office.heard[1:] if chat != "-500"]
        assert len(people) == len(office.heard) - 2 > 0
        found = told(capsys, first)
        assert found["hamlets"] == []  # said to groups alone, it is no household's
        assert kheo(*to, "--missed", str(second)) == 2
        assert "chưa có ai" in capsys.readouterr().err
        assert kheo(*to, "--missed", "99") == 2
        assert "99" in capsys.readouterr().err
        everybody = ("announce", "--to", "all", "--text", "Bão", "--missed", str(second))
        assert kheo(*everybody, *disaster) == 0
        third = number_in(capsys.readouterr().out)
        await office.until(lambda: office.state(third) == "finished")
        assert len([chat for chat in office.heard if chat != "-500"]) == 40
        assert len(set(office.heard)) == 41
        counted = {line["code"]: line["reached"] for line in told(capsys, third)["hamlets"]}
        assert counted["MAU-01"] == 0 < counted["MAU-02"]
    store.close()


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
        front = office.cadre("demo-front")

        def visit_(c) -> None:
            c.execute(update(residents).where(residents.c.id == 1).values(household_id=None))
            (door, *_more) = announcements_reports.doors(c, number)
            announcements_acks.tell(c, number, door.household, front, office.clock())

        office.do(visit_)
    store.close()
    assert kheo("report", "announcement", str(number)) == 0
    assert capsys.readouterr().out.endswith("Thêm 1 người chưa ghi mã hộ: đã gửi 1.\n")
    path = tmp_path / "found.xlsx"
    assert kheo("report", "announcement", str(number), "--xlsx", str(path)) == 0
    sheet, visit, by_hand = load_workbook(path).worksheets
    last = sheet.cell(sheet.max_row, 1).value
    assert (sheet.max_row, last) == (15, "Thêm 1 người chưa ghi mã hộ: đã gửi 1.")
    assert visit.max_row > 100
    assert [cell.value for cell in by_hand[2]][:2] == ["MAU-01-001", "Mặt trận xã (mẫu)"]
    monkeypatch.chdir(tmp_path)
    assert kheo("report", "announcement", str(number), "--xlsx") == 0
    assert (tmp_path / f"announcement-{number}.xlsx").exists()


def test_with_sqlite_there_is_nothing_to_deliver_beside(
    commune: str, capsys: pytest.CaptureFixture[str]
):
    assert kheo("deliver") == 2
    assert "SQLite" in capsys.readouterr().err


def test_a_picture_and_a_recording_go_with_the_words(
    commune: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
):
    picture, voice, said = tmp_path / "anh.jpg", tmp_path / "ghi.ogg", tmp_path / "loi.txt"
    picture.write_bytes(photo(320, 200))
    voice.write_bytes(recording())
    said.write_text("Bà con đến lúc bảy giờ", "utf-8")
    base = ("announce", "--to", "all", "--text", "Mời họp", "--as", "demo-front")
    heard = ("--voice", str(voice), "--transcript", str(said))
    assert kheo(*base, "--photo", str(picture), *heard) == 2
    capsys.readouterr()
    assert kheo(*base, "--photo", str(picture), "--alt", "Nhà văn hóa", *heard) == 0
    number = number_in(capsys.readouterr().out)
    store = Store(open_engine(commune))
    words = store.call(lambda c: announcements.wordings(c, number))["vi"]
    assert (words.photo_words, words.voice_words) == ("Nhà văn hóa", "Bà con đến lúc bảy giờ")
    assert store.call(lambda c: files.read(c, words.voice)) == recording()
    store.close()
    assert kheo("speech", str(number)) == 0
    assert capsys.readouterr().out.count("bảy giờ") == 2
