"""Spreadsheets that communes keep, read as rows: CSV and XLSX, Vietnamese or English headings."""

from __future__ import annotations

import csv
import io
import re
import warnings
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from bot.errors import ImportRefused
from bot.locale import _
from bot.talk.fold import fold, tidy
from store.headings import Heading

#: A commune has some 10,000 households at most; anything far beyond is the wrong file.
MOST_ROWS = 50_000
MOST_BYTES = 20_000_000
#: A workbook is a zip: what it unpacks to is checked before it is unpacked.
MOST_UNPACKED = 300_000_000
#: Communes put the name of the office and a title above the headings.
HEADING_WITHIN = 15
BATCH = 500

# Words in a heading (folded) that mean data which Khéo must never hold: Law 91/2025 counts them as
# sensitive or, for identity numbers, as nothing this service needs.
_SENSITIVE = (
    *("cccd", "cmnd", "cmt", "can cuoc", "chung minh", "dinh danh", "ho chieu", "passport"),
    *("id number", "identity", "id card", "citizen id"),
    *("dan toc", "ethnic", "ethnicity", "ton giao", "religion", "dang phai", "chinh tri"),
    *("political", "suc khoe", "health", "benh", "benh tat", "disease", "khuyet tat", "disability"),
)
_NUMBER = re.compile(r"\d{9,}")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number as the spreadsheet shows it, and its tidied cells by field."""

    number: int
    values: Mapping[str, str]

    def get(self, field: str) -> str:
        """The cell, empty where there is none."""
        return self.values.get(field, "")


@dataclass(frozen=True, slots=True)
class Rows:
    """What a file holds: the fields it has a column for, its rows, and what is wrong with cells.

    ``unused`` are the headings that mean nothing to us.
    """

    fields: frozenset[str]
    rows: tuple[Row, ...]
    problems: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """What an import did, or with ``dry_run`` would do."""

    added: int
    changed: int
    unchanged: int
    dry_run: bool
    notes: tuple[str, ...] = ()

    def text(self) -> str:
        """The report in words."""
        counts = _("Added: {added}. Changed: {changed}. Left as they were: {unchanged}.").format(
            added=self.added, changed=self.changed, unchanged=self.unchanged
        )
        first = _("A dry run: nothing was stored.") if self.dry_run else _("The file was taken.")
        return "\n".join((first, counts, *self.notes))


def problem(row: int, what: str) -> str:
    """One problem of one row."""
    return _("Row {row}: {what}").format(row=row, what=what)


def read(path: Path, headings: Sequence[Heading]) -> Rows:
    """The rows of a file by field; raises ImportRefused when it cannot be read as such a table."""
    lines = _lines(path)
    at, columns = _find_headings(lines, headings)
    titles = [str(cell or "") for cell in lines[at]]
    rows, problems = [], []
    for index, cells in enumerate(lines[at + 1 :], at + 2):
        values = {}
        for field, column in columns.items():
            cell = cells[column] if column < len(cells) else None
            if _is_formula(cell):
                text = _("the cell under “{title}” is a formula; please write its value.")
                problems.append(problem(index, text.format(title=titles[column])))
            else:
                values[field] = _plain(cell)
        if any(values.values()):
            rows.append(Row(index, values))
    if not rows and not problems:
        raise ImportRefused([_("The table has headings but no rows.")])
    used = set(columns.values())
    unused = tuple(t.strip() for n, t in enumerate(titles) if t.strip() and n not in used)
    return Rows(frozenset(columns), tuple(rows), tuple(problems), unused)


def notes_on(rows: Rows) -> tuple[str, ...]:
    """What the reader should know about the file besides its rows."""
    if not rows.unused:
        return ()
    names = ", ".join(rows.unused)
    return (_("These columns are not needed and were not read: {names}.").format(names=names),)


def parse_date(text: str) -> date | None:
    """2026-07-01 and 01/07/2026 (also with dots or dashes); ValueError for anything else."""
    if not text:
        return None
    if found := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]00:00(?::00)?)?", text, re.ASCII):
        year, month, day = map(int, found.groups())
    elif found := re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", text, re.ASCII):
        day, month, year = map(int, found.groups())
    else:
        raise ValueError(text)
    if not 1900 <= year <= 2200:
        raise ValueError(text)
    return date(year, month, day)


def looks_like_identity(text: str) -> bool:
    """Whether nine or more figures stand in a row: a phone, an old or a new identity number."""
    return bool(_NUMBER.search(re.sub(r"[ .-]", "", text)))


def batches(rows: Sequence[dict[str, Any]]) -> Iterable[Sequence[dict[str, Any]]]:
    """The rows in portions that every database takes in one statement."""
    return (rows[start : start + BATCH] for start in range(0, len(rows), BATCH))


def _lines(path: Path) -> list[Sequence[Any]]:
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= MOST_BYTES else b""
    except OSError as error:
        raise ImportRefused([_("There is no file {file} to read.").format(file=path)]) from error
    if size > MOST_BYTES:
        raise ImportRefused([_("The file is too big to be such a list.")])
    if data[:4] == b"PK\x03\x04":
        lines = _workbook(data)
    elif data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise ImportRefused([_("This is an old Excel file. Save it as .xlsx and try again.")])
    else:
        lines = _text(data)
    if len(lines) > MOST_ROWS:
        raise ImportRefused([_("The file has too many rows to be such a list.")])
    return lines


def _workbook(data: bytes) -> list[Sequence[Any]]:
    lines: list[Sequence[Any]] = []
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(part.file_size for part in archive.infolist()) > MOST_UNPACKED:
                raise ImportRefused([_("The file is too big to be such a list.")])
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # styles and validations that openpyxl leaves out
            book = load_workbook(io.BytesIO(data), read_only=True)
            sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
            for row in sheets[0].iter_rows() if sheets else ():
                if len(lines) > MOST_ROWS:
                    break
                lines.append(
                    [_Formula() if cell.data_type == "f" else _shown(cell) for cell in row]
                )
            book.close()
    except ImportRefused:
        raise
    except Exception as error:  # a broken workbook fails in a dozen ways inside openpyxl
        text = _("This Excel file cannot be read. Open it, save it again as .xlsx and try again.")
        raise ImportRefused([text]) from error
    return lines


class _Formula:
    """A cell that holds a formula instead of a value."""


def _shown(cell: Any) -> Any:
    # A number in a column formatted “000” is the code 007 to the one who typed it.
    form = getattr(cell, "number_format", "") or ""
    if isinstance(cell.value, int) and re.fullmatch("0{2,}", form):
        return f"{cell.value:0{len(form)}}"
    return cell.value


def _text(data: bytes) -> list[Sequence[Any]]:
    utf16 = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    try:
        text = data.decode("utf-16" if utf16 else "utf-8-sig")
        tables: list[list[Sequence[Any]]]
        tables = [list(csv.reader(io.StringIO(text), delimiter=sign)) for sign in ",;\t"]
    except (UnicodeDecodeError, csv.Error) as error:
        advice = _("The file cannot be read. Save it as “CSV UTF-8” or as .xlsx and try again.")
        raise ImportRefused([advice]) from error
    # The sign that splits the first lines into the most cells is the one between columns.
    return max(tables, key=lambda table: max(map(len, table[:HEADING_WITHIN]), default=0))


def _find_headings(
    lines: Sequence[Sequence[Any]], headings: Sequence[Heading]
) -> tuple[int, dict[str, int]]:
    best, columns, count = 0, dict[str, list[int]](), 0
    for index, cells in enumerate(lines[:HEADING_WITHIN]):
        found: dict[str, list[int]] = {}
        for column, cell in enumerate(cells):
            for heading in headings:
                if _names(cell) & set(heading.names):
                    found.setdefault(heading.field, []).append(column)
        if len(found) > count:
            best, columns, count = index, found, len(found)
    problems = [
        _("There is no column “{name}”.").format(name=heading.title)
        for heading in headings
        if heading.required and heading.field not in columns
    ]
    titles = [str(cell or "") for cell in lines[best]] if lines else []
    for places in columns.values():
        if len(places) > 1:
            names = ", ".join(titles[place] for place in places)
            problems.append(_("Several columns mean the same: {names}.").format(names=names))
    problems += [
        _(
            "The column “{name}” must not be here. Khéo never keeps identity numbers, ethnicity, "
            "religion, politics or health. Please delete the column and try again."
        ).format(name=title.strip())
        for title in titles
        if any(f" {word} " in f" {fold(title)} " for word in _SENSITIVE)
    ]
    if problems:
        raise ImportRefused(problems)
    return best, {field: places[0] for field, places in columns.items()}


def _names(cell: Any) -> set[str]:
    if not isinstance(cell, str):
        return set()
    return {fold(cell), fold(re.split(r"[(\n*:]", cell)[0])} - {""}


def _is_formula(cell: Any) -> bool:
    # A text that begins so runs as a formula when the list is opened in a spreadsheet again.
    return isinstance(cell, _Formula) or (
        isinstance(cell, str) and len(cell.strip()) > 1 and cell.strip()[0] in "=+@"
    )


def _plain(cell: Any) -> str:
    match cell:
        case None:
            return ""
        case datetime():
            return cell.date().isoformat()
        case float() if cell.is_integer():
            return str(int(cell))
    text = " ".join(tidy(str(cell)).split())
    return "" if text in ("-", "–", "—") else text
