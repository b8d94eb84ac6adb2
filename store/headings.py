"""The headings that mean a column, as communes write them: folded, in Vietnamese and English."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heading:
    """A column that is looked for: its field, what it is called, the folded names that mean it."""

    field: str
    title: str
    names: tuple[str, ...]
    required: bool = False


_HAMLET = (
    *("hamlet", "thon", "xom", "ban", "lang", "buon", "ap", "khoi", "khu", "to dan pho", "tdp"),
    *("thon xom", "thon ban", "thon to dan pho", "thon tdp", "thon xom ban", "khoi xom ban"),
    *("ten thon", "ten xom", "ten ban", "ten lang", "ten ap", "ten khoi", "ten to dan pho"),
    *("ten thon xom", "ten thon ban", "ten thon to dan pho", "village"),
)
_HAMLET_CODE = (
    *("hamlet code", "ma thon", "ma xom", "ma ban", "ma lang", "ma ap", "ma khoi", "ma tdp"),
    *("ma to dan pho", "ma thon to dan pho"),
)

PLACES = (
    Heading(
        "commune",
        "xã",
        (
            *("commune", "xa", "phuong", "xa phuong", "xa phuong dac khu", "dac khu", "ward"),
            *("ten xa", "ten phuong", "ten xa phuong"),
        ),
    ),
    Heading("hamlet", "thôn", _HAMLET, required=True),
    Heading("code", "mã", ("code", "ma", "ma so", "ma don vi", *_HAMLET_CODE), required=True),
    Heading(
        "aliases",
        "tên khác",
        ("aliases", "alias", "other names", "ten khac", "ten goi khac", "ten cu", "ten thuong goi"),
    ),
    Heading(
        "valid_from",
        "từ ngày",
        ("valid from", "tu ngay", "hieu luc tu", "co hieu luc tu", "ngay bat dau"),
    ),
    Heading(
        "valid_to",
        "đến ngày",
        (
            *("valid to", "valid until", "den ngay", "den het ngay", "hieu luc den"),
            *("het hieu luc", "ngay ket thuc"),
        ),
    ),
    Heading(
        "merged_into",
        "sáp nhập vào",
        ("merged into", "sap nhap vao", "sat nhap vao", "nhap vao", "gop vao"),
    ),
)

HOUSEHOLDS = (
    Heading("hamlet", "thôn", (*_HAMLET, *_HAMLET_CODE), required=True),
    Heading(
        "code",
        "mã hộ",
        ("code", "ma", "ma ho", "ma so", "ma so ho", "so ho", "household", "household code"),
        required=True,
    ),
    Heading(
        "head",
        "chủ hộ",
        (
            *("head", "head name", "head of household", "head s display name", "display name"),
            *("chu ho", "ten chu ho", "ho ten chu ho", "ho va ten chu ho", "ho va ten", "ho ten"),
        ),
    ),
)
