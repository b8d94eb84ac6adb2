"""Reading lists: any sign between columns, any headings, and what must never be in them."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from bot.errors import ImportRefused
from store import imports
from store.headings import HOUSEHOLDS, PLACES
from store.imports import Report, Rows, notes_on, parse_date, read

PLAIN = "xã,thôn,mã\nXã An,Thôn Bờ Tre,T01\n"


def _csv(folder: Path, text: str | bytes, encoding: str = "utf-8") -> Path:
    path = folder / "list.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    return path


def _xlsx(folder: Path, *rows: list[Any], hidden: bool = False) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    if hidden:
        sheet.sheet_state = "hidden"
        sheet = book.create_sheet("seen")
    for row in rows:
        sheet.append(row)
    path = folder / "list.xlsx"
    book.save(path)
    return path


def _refused(path: Path) -> tuple[str, ...]:
    with pytest.raises(ImportRefused) as caught:
        read(path, PLACES)
    return caught.value.problems


def _only(rows: Rows) -> dict[str, str]:
    (row,) = rows.rows
    return dict(row.values)


@pytest.mark.parametrize("sign", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_every_sign_between_columns_and_every_unicode_form_is_read(
    tmp_path: Path, sign: str, encoding: str
) -> None:
    rows = read(_csv(tmp_path, PLAIN.replace(",", sign), encoding), PLACES)
    assert _only(rows) == {"commune": "Xã An", "hamlet": "Thôn Bờ Tre", "code": "T01"}
    assert rows.rows[0].number == 2
    assert rows.fields == {"commune", "hamlet", "code"}


@pytest.mark.parametrize(
    "headings",
    [
        "Xã,Thôn,Mã",
        "commune,hamlet,code",
        "COMMUNE , Hamlet,CODE",
        "ten xa,ten thon,ma thon",
        "Phường,Tổ dân phố,Mã số",
        "Xã/Phường/Đặc khu,Thôn (xóm, bản),Mã *",
        "Xa\u0303,Tho\u0302n,Ma\u0303",
    ],
)
def test_headings_are_read_in_every_spelling(tmp_path: Path, headings: str) -> None:
    quoted = headings.replace("Thôn (xóm, bản)", '"Thôn (xóm, bản)"')
    rows = read(_csv(tmp_path, f"{quoted}\nXã An,Thôn Bờ Tre,T01\n"), PLACES)
    assert _only(rows) == {"commune": "Xã An", "hamlet": "Thôn Bờ Tre", "code": "T01"}


def test_columns_stand_in_any_order_and_the_unknown_ones_are_named(tmp_path: Path) -> None:
    rows = read(_csv(tmp_path, "STT,mã,điện thoại,thôn,\n1,T01,09,Thôn 1,\n"), PLACES)
    assert _only(rows) == {"code": "T01", "hamlet": "Thôn 1"}
    assert rows.unused == ("STT", "điện thoại")
    assert notes_on(rows) == ("Các cột này không cần nên không đọc: STT, điện thoại.",)
    assert notes_on(Rows(frozenset(), ())) == ()


def test_titles_above_the_headings_and_empty_rows_between_are_passed_over(tmp_path: Path) -> None:
    path = _xlsx(
        tmp_path,
        ["ỦY BAN NHÂN DÂN XÃ AN"],
        [],
        ["DANH SÁCH THÔN", None, "năm 2026"],
        ["Thôn", "Mã"],
        ["Thôn 1", "T01"],
        [None, "  "],
        ["Thôn 2", "T02"],
    )
    rows = read(path, PLACES)
    assert [(row.number, row.get("code")) for row in rows.rows] == [(5, "T01"), (7, "T02")]
    assert rows.rows[0].get("aliases") == ""


def test_cells_are_tidied(tmp_path: Path) -> None:
    rows = read(_csv(tmp_path, "thôn,mã,tên khác\n Tho\u0302n \u200b 1 ,T01,-\n"), PLACES)
    assert _only(rows) == {"hamlet": "Thôn 1", "code": "T01", "aliases": ""}


def test_a_row_shorter_than_the_headings_is_read(tmp_path: Path) -> None:
    assert _only(read(_csv(tmp_path, "thôn,mã,tên khác\nThôn 1,T01\n"), PLACES))["code"] == "T01"


def test_numbers_and_dates_of_a_workbook_become_what_the_eye_sees(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Thôn", "Mã", "Từ ngày", "Đến ngày", "Tên khác"])
    sheet.append([7, 7, datetime.fromisoformat("2026-07-01"), date(2026, 8, 1), 2.0])
    sheet.append(["Thôn 8", 8.0, "01/07/2026", None, 2.5])
    sheet["B2"].number_format = "000"
    path = tmp_path / "list.xlsx"
    book.save(path)
    first, second = read(path, PLACES).rows
    assert dict(first.values) == {
        "hamlet": "7",
        "code": "007",
        "valid_from": "2026-07-01",
        "valid_to": "2026-08-01",
        "aliases": "2",
    }
    assert (second.get("code"), second.get("aliases")) == ("8", "2.5")


def test_the_first_sheet_that_can_be_seen_is_read(tmp_path: Path) -> None:
    path = _xlsx(tmp_path, ["thôn", "mã"], ["Thôn 1", "T01"], hidden=True)
    assert _only(read(path, PLACES)) == {"hamlet": "Thôn 1", "code": "T01"}


@pytest.mark.parametrize("cell", ["=1+1", "@SUM(A1)", "+84", " =A1"])
def test_a_formula_is_told_by_row_and_column(tmp_path: Path, cell: str) -> None:
    rows = read(_csv(tmp_path, f"thôn,mã\nThôn 1,{cell}\n"), PLACES)
    assert rows.problems == ("Dòng 2: ô ở cột “mã” là công thức; hãy ghi giá trị của nó.",)


def test_a_formula_of_a_workbook_is_told_too_but_not_in_a_column_that_is_not_read(
    tmp_path: Path,
) -> None:
    path = _xlsx(tmp_path, ["thôn", "mã", "tổng"], ["Thôn 1", '="T"&"1"', "=SUM(A1:A2)"])
    (problem,) = read(path, PLACES).problems
    assert problem.startswith("Dòng 2")


@pytest.mark.parametrize(
    "heading",
    [
        *("Số CCCD", "CMND", "Căn cước công dân", "Số định danh cá nhân", "ID number", "Hộ chiếu"),
        *("Dân tộc", "ethnicity", "Tôn giáo", "Religion", "Tình trạng sức khỏe", "health"),
        *("Khuyết tật", "Bệnh nền"),
    ],
)
def test_what_khéo_must_not_hold_is_refused_with_the_reason(tmp_path: Path, heading: str) -> None:
    (problem,) = _refused(_csv(tmp_path, f"thôn,mã,{heading}\nThôn 1,T01,x\n"))
    assert f"“{heading}”" in problem
    assert "xoá cột" in problem


def test_harmless_headings_are_not_mistaken_for_it(tmp_path: Path) -> None:
    text = "thôn,mã,Ghi chú,Bệnh viện gần nhất?,Danh sách\nThôn 1,T01,x,y,z\n"
    with pytest.raises(ImportRefused):
        read(_csv(tmp_path, text), PLACES)
    assert read(_csv(tmp_path, text.replace("Bệnh viện", "Trạm xá")), PLACES).rows


def test_all_that_is_wrong_with_the_headings_is_told_at_once(tmp_path: Path) -> None:
    problems = _refused(_csv(tmp_path, "thôn,xóm,dân tộc\nA,B,C\n"))
    assert problems[0] == "Không có cột “mã”."
    assert "thôn, xóm" in problems[1]
    assert "dân tộc" in problems[2]


@pytest.mark.parametrize("text", ["", "\n\n", "một,hai\n1,2\n"])
def test_a_file_without_headings_is_refused(tmp_path: Path, text: str) -> None:
    assert "Không có cột “thôn”." in _refused(_csv(tmp_path, text))


def test_headings_without_rows_are_refused(tmp_path: Path) -> None:
    assert _refused(_csv(tmp_path, "thôn,mã\n,\n")) == ("Bảng có tiêu đề mà không có dòng nào.",)


@pytest.mark.parametrize(
    "data",
    [
        "thôn,mã\nThôn 1,T01".encode("cp1258", "replace") + b"\xe2\x28",
        b"\xff\xfea",
        b'th\x00n,"',
        b"PK\x03\x04 and then nothing",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old",
        b"th\xc3\xb4n,m\xc3\xa3\n" + b'"' + b"x" * 200_000 + b'",T01\n',
    ],
)
def test_a_file_that_is_no_such_table_is_refused_in_words(tmp_path: Path, data: bytes) -> None:
    problems = _refused(_csv(tmp_path, data))
    assert problems
    assert all(problem for problem in problems)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    (problem,) = _refused(tmp_path / "none.csv")
    assert "none.csv" in problem


def test_files_that_are_too_big_are_refused_before_they_fill_the_memory(tmp_path: Path) -> None:
    big = tmp_path / "big.csv"
    with big.open("wb") as file:
        file.truncate(imports.MOST_BYTES + 1)
    assert "quá lớn" in _refused(big)[0]
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(4):
            with archive.open(f"{number}", "w", force_zip64=True) as part:
                for _n in range(80):
                    part.write(bytes(1_000_000))
    assert "quá lớn" in _refused(_csv(tmp_path, bomb.getvalue()))[0]
    long = "thôn,mã\n" + "A,1\n" * (imports.MOST_ROWS + 1)
    assert "quá nhiều dòng" in _refused(_csv(tmp_path, long))[0]


@pytest.mark.parametrize(
    "text",
    ["2026-07-01", "01/07/2026", "1/7/2026", "1.7.2026", "01-07-2026", "2026-07-01 00:00:00"],
)
def test_dates_as_people_and_spreadsheets_write_them(text: str) -> None:
    assert parse_date(text) == date(2026, 7, 1)


@pytest.mark.parametrize(
    "text", ["31/02/2026", "07/13/2026", "2026", "1/7/26", "1/7/0026", "mai", "١/٧/٢٠٢٦"]
)
def test_what_is_no_date_is_not_guessed(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_date(text)


@given(st.dates(date(1900, 1, 1), date(2200, 12, 31)))
def test_every_date_is_read_in_both_forms(day: date) -> None:
    assert parse_date(day.isoformat()) == day == parse_date(f"{day.day}/{day.month}/{day.year}")


@given(st.text())
def test_no_text_whatever_breaks_the_reading_of_dates(text: str) -> None:
    with suppress(ValueError):
        assert (parse_date(text) is None) == (text == "")


@given(st.binary(max_size=400))
def test_no_bytes_whatever_break_the_reader(tmp_path_factory: Any, data: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "bytes.csv"
    path.write_bytes(data)
    with suppress(ImportRefused):
        assert read(path, PLACES).fields >= {"hamlet", "code"}


def test_a_report_is_told_in_words() -> None:
    done = Report(2, 1, 3, dry_run=False, notes=("Ghi chú.",)).text()
    assert done == "Đã nhận danh sách.\nThêm: 2. Sửa: 1. Giữ nguyên: 3.\nGhi chú."
    assert "chưa lưu gì" in Report(0, 0, 0, dry_run=True).text()


def test_every_heading_has_a_field_of_its_own_and_no_name_means_two() -> None:
    for table in (PLACES, HOUSEHOLDS):
        names = [name for heading in table for name in heading.names]
        assert len(names) == len(set(names))
