"""Paper and loudspeaker by command."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
import zxingcpp
from openpyxl import load_workbook
from PIL import Image
from sqlalchemy import Connection, insert, update

from bot import cli, demo
from bot.locale import ZONE
from delivery import announcement as drafts
from scheduler.clock import utc_now
from store import announcements_reports, announcements_runs, cadres, places
from store.announcements import Audience, Wording
from store.engine import Store, open_engine
from store.residents import households

Kheo = Callable[..., tuple[int, str, str]]


@pytest.fixture
def kheo(sqlite_url: str, capsys: pytest.CaptureFixture[str]) -> Kheo:
    """Commands on a commune with two announcements: one to a hamlet, one to everybody."""
    store = Store(open_engine(sqlite_url))
    store.call(_prepare)
    store.close()

    def run(*words: str) -> tuple[int, str, str]:
        code = cli.main(words, {"KHEO_DATABASE_URL": sqlite_url})
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def _prepare(connection: Connection) -> None:
    now = utc_now()
    demo.load(connection, now)
    demo.residents(connection, 8, "webchat", 1, now)
    tree = places.load(connection, now.date())
    hamlet = tree.by_code("MAU-01")
    assert hamlet is not None
    author = cadres.by_handle(connection, "demo-front")
    assert author is not None
    for audience, text in (
        (Audience((hamlet.id,)), "Họp 19h30 ngày 25/11/2026 ở NVH"),
        (Audience(), "Dọn đường"),
    ):
        number = drafts.compose(
            connection,
            author=author.id,
            kind="meeting",
            audience=audience,
            wordings={"vi": Wording(text)},
            ack="",
            now=now,
        )
        announcements_runs.start(
            connection, number, "send", now, audience, {"vi": Wording(text)}, now
        )
    for run in (1, 2):
        only = [hamlet.id] if run == 1 else None
        announcements_runs.change(connection, run, places=only, frozen_at=now)
    row = {"place_id": hamlet.id, "code": "MAU-01-999", "head_name": "=Nguyễn Thị Hoà"}
    connection.execute(insert(households).values(row))


def test_a_notice_is_printed_with_the_code_of_its_hamlet(kheo: Kheo, tmp_path: Path) -> None:
    code, out, _err = kheo("notice", "1", "--out", str(tmp_path / "new"))
    assert code == 0
    pdf, png = map(Path, out.splitlines()[-2:])
    assert pdf.read_bytes().startswith(b"%PDF")
    with Image.open(png) as image:
        (found,) = zxingcpp.read_barcodes(image)
    assert found.text.endswith("/h/MAU-01")
    _code, out, _err = kheo("notice", "2", "--out", str(tmp_path))
    with Image.open(out.splitlines()[-1]) as image:
        (found,) = zxingcpp.read_barcodes(image)
    assert found.text.endswith("/chat")


def test_the_script_for_the_loudspeaker_has_no_figure(kheo: Kheo) -> None:
    code, out, _err = kheo("speech", "1")
    assert code == 0
    assert out.startswith("Kính thưa bà con Thôn Bờ Tre (mẫu)!")
    assert out.count("Họp mười chín giờ ba mươi phút ngày hai mươi lăm") == 2
    assert "nhà văn hoá" in out
    assert not any(sign.isdigit() for sign in out)


def _follows(sqlite_url: str, act: announcements_runs.Act, words: Wording) -> None:
    store = Store(open_engine(sqlite_url))
    now = utc_now()
    store.call(lambda c: announcements_runs.start(c, 1, act, now, Audience(), {"vi": words}, now))
    store.close()


def test_what_was_corrected_is_printed_and_read_out_as_it_is_now(
    kheo: Kheo, sqlite_url: str, tmp_path: Path
) -> None:
    before = kheo("notice", "1", "--out", str(tmp_path))[1].splitlines()[-1]
    old = Path(before).read_bytes()
    _follows(sqlite_url, "correct", Wording("Họp lúc 20h", "✏ Đính chính"))
    _code, out, _err = kheo("speech", "1")
    assert out.count("Họp lúc hai mươi giờ") == 2
    assert "Đính chính" in out
    assert "ba mươi phút" not in out
    after = kheo("notice", "1", "--out", str(tmp_path))[1].splitlines()[-1]
    assert Path(after).read_bytes() != old


def test_what_was_taken_back_is_neither_printed_nor_read_out(kheo: Kheo, sqlite_url: str) -> None:
    _follows(sqlite_url, "correct", Wording("Họp lúc 20h", "✏ Đính chính"))
    _follows(sqlite_url, "retract", Wording("Xã rút lại", "↩ Thu hồi"))
    for command in ("speech", "notice"):
        code, _out, err = kheo(command, "1")
        assert code == 2
        assert "Thông báo số 1 đã được thu hồi" in err


def test_the_door_list_in_the_terminal_as_a_spreadsheet_and_to_print(
    kheo: Kheo, tmp_path: Path
) -> None:
    _code, out, _err = kheo("report", "doors", "1")
    assert "Thôn Bờ Tre (mẫu)\tMAU-01-001\n" in out
    assert "Xóm Chợ" not in out
    _code, out, _err = kheo("report", "doors", "1", "--xlsx", str(tmp_path / "a" / "doors.xlsx"))
    sheet = load_workbook(out.strip()).active
    assert sheet is not None
    rows = list(sheet.values)
    assert rows[0][:3] == ("Thôn", "Hộ", "Tên")
    assert rows[-1][:3] == ("Thôn Bờ Tre (mẫu)", "MAU-01-999", "'=Nguyễn Thị Hoà")
    _code, out, _err = kheo("report", "doors", "1", "--pdf", str(tmp_path / "doors.pdf"))
    assert Path(out.strip()).read_bytes().startswith(b"%PDF")


def test_while_it_is_put_together_who_gets_it_no_door_is_named(
    kheo: Kheo, sqlite_url: str, tmp_path: Path
) -> None:
    def turns(**values: object) -> None:
        store = Store(open_engine(sqlite_url))
        store.call(lambda c: announcements_runs.change(c, 1, **values))
        store.close()

    turns(frozen_at=None)
    code, out, err = kheo("report", "doors", "1")
    assert (code, out) == (2, "")
    assert "Đang lập danh sách người nhận" in err
    assert "lập danh sách người nhận" in kheo("report", "announcement", "1")[1]
    book = tmp_path / "report.xlsx"
    kheo("report", "announcement", "1", "--xlsx", str(book))
    assert load_workbook(book)["Cần đến nhà"].max_row == 1
    turns(state="cancelled")  # called off before that: nobody was reached
    assert kheo("report", "doors", "1")[0] == 0


def test_the_report_as_a_spreadsheet_says_in_which_hamlet_each_door_is(
    kheo: Kheo, tmp_path: Path
) -> None:
    book = tmp_path / "report.xlsx"
    kheo("report", "announcement", "1", "--xlsx", str(book))
    rows = list(load_workbook(book)["Cần đến nhà"].values)
    assert rows[0] == ("Thôn", "Hộ", "Tên")
    assert rows[1][:2] == ("Thôn Bờ Tre (mẫu)", "MAU-01-001")


def test_without_a_name_the_file_lies_in_this_folder(
    kheo: Kheo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert kheo("report", "doors", "1", "--pdf")[1] == "kheo-doors-1.pdf\n"
    assert (tmp_path / "kheo-doors-1.pdf").exists()


def test_a_month_in_words_and_as_a_picture(kheo: Kheo, tmp_path: Path) -> None:
    month = f"{utc_now().astimezone(ZONE):%Y-%m}"
    _code, out, _err = kheo("report", "month", month)
    assert "Số thông báo: 2" in out
    assert "Thôn Bờ Tre (mẫu): 0/" in out
    _code, out, _err = kheo("report", "month", month, "--png", str(tmp_path / "month.png"))
    with Image.open(out.strip()) as image:
        assert image.format == "PNG"
        assert image.getextrema()[0] == 0
    assert "Số thông báo: 0" in kheo("report", "month", "2020-01")[1]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("report", "month", "2026-13"), "2026-11"),
        (("report", "month", "nov"), "2026-11"),
        (("report", "doors", "x"), "không phải là số"),
        (("report", "announcement", "1x"), "không phải là số"),
        (("report", "doors", "99"), "Không có thông báo số 99"),
        (("notice", "99"), "Không có thông báo số 99"),
        (("speech", "99"), "Không có thông báo số 99"),
        (("report", "announcement", "1", "--pdf"), "--json, --xlsx"),
        (("report", "doors", "1", "--json"), "--xlsx, --pdf"),
        (("report", "month", "2026-11", "--xlsx"), "--png"),
        (("report", "announcement", "1", "--xlsx", "/dev/null/x.xlsx"), "/dev/null/x.xlsx"),
        (("notice", "1", "--out", "/dev/null/x"), "/dev/null/x"),
    ],
)
def test_what_does_not_exist_is_told(kheo: Kheo, words: tuple[str, ...], said: str) -> None:
    code, _out, err = kheo(*words)
    assert code == 2
    assert said in err


def test_what_went_out_in_a_month_is_counted_by_its_start(store: Store) -> None:
    store.call(_prepare)

    def between(connection: Connection) -> list[int]:
        runs = announcements_runs.runs
        end = datetime(2026, 12, 1, tzinfo=ZONE)
        connection.execute(update(runs).where(runs.c.id == 1).values(started_at=end))
        start = datetime(2026, 11, 1, tzinfo=ZONE)
        connection.execute(update(runs).where(runs.c.id == 2).values(started_at=start))
        return list(announcements_reports.sent_between(connection, start, end))

    assert store.call(between) == [2]
