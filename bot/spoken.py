"""A text as it is read over the loudspeaker: no figures, no abbreviations. Pure.

    spoken("Họp 19h30 ngày 23/11/2026")
    “Họp mười chín giờ ba mươi phút ngày hai mươi ba tháng mười một năm hai nghìn không trăm …”

What the writer abbreviates in a way that stands in no table is read as it stands, letter by letter.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping

from bot.spoken_words import digits, number

#: Abbreviations of offices and papers, as the administration uses them.
ABBREVIATIONS: Mapping[str, str] = {
    "UBND": "Uỷ ban nhân dân",
    "HĐND": "Hội đồng nhân dân",
    "MTTQ": "Mặt trận Tổ quốc",
    "UBMTTQ": "Uỷ ban Mặt trận Tổ quốc",
    "BHYT": "bảo hiểm y tế",
    "BHXH": "bảo hiểm xã hội",
    "CCCD": "căn cước công dân",
    "CMND": "chứng minh nhân dân",
    "PCCC": "phòng cháy chữa cháy",
    "PCTT": "phòng chống thiên tai",
    "TKCN": "tìm kiếm cứu nạn",
    "ANTT": "an ninh trật tự",
    "TDP": "tổ dân phố",
    "NVH": "nhà văn hoá",
    "HTX": "hợp tác xã",
    "NTM": "nông thôn mới",
    "GPMB": "giải phóng mặt bằng",
    "THCS": "trung học cơ sở",
    "THPT": "trung học phổ thông",
    "SĐT": "số điện thoại",
    "ĐT": "điện thoại",
    "CN": "chủ nhật",
    "TP": "thành phố",
    "VNeID": "vi en ai đi",
    "QR": "quy a",
    "OTP": "ô tê pê",
    "KT-XH": "kinh tế xã hội",
    "TP.HCM": "Thành phố Hồ Chí Minh",
    "TPHCM": "Thành phố Hồ Chí Minh",
    "LH": "liên hệ",
    "QL": "quốc lộ",
}
#: Kinds of papers, only within their numbers: “12/QĐ-UBND”.
PAPERS: Mapping[str, str] = {
    "QĐ": "quyết định",
    "TB": "thông báo",
    "KH": "kế hoạch",
    "CV": "công văn",
    "NQ": "nghị quyết",
    "CT": "chỉ thị",
    "GM": "giấy mời",
    "NĐ": "nghị định",
    "TT": "thông tư",
    "CP": "Chính phủ",
    "TTg": "Thủ tướng",
    "QH": "Quốc hội",
}
#: Units behind a figure; the longer ones first, so that “km” is not read as “k”.
UNITS: Mapping[str, str] = {
    "km/h": "ki lô mét một giờ",
    "m3/s": "mét khối một giây",
    "kWh": "ki lô oát giờ",
    "km2": "ki lô mét vuông",
    "km": "ki lô mét",
    "kg": "ki lô gam",
    "ha": "héc ta",
    "m2": "mét vuông",
    "m3": "mét khối",
    "mm": "mi li mét",
    "cm": "xăng ti mét",
    "°C": "độ C",
    "%": "phần trăm",
    "VNĐ": "đồng",
    "VND": "đồng",
    "đ": "đồng",
    "₫": "đồng",
    "k": "nghìn đồng",
    "K": "nghìn đồng",
    "tr": "triệu đồng",
    "m": "mét",
    "l": "lít",
    "g": "gam",
}
_WEEKDAYS = {"2": "hai", "3": "ba", "4": "tư", "5": "năm", "6": "sáu", "7": "bảy"}
_END = r"(?![\wÀ-ỹ])"
_UNIT = "|".join(map(re.escape, UNITS))
_AMOUNT = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+,\d+|\d+"
_YEAR = r"\d{4}"


def spoken(text: str) -> str:
    """``text`` without any figure, abbreviations said in full."""
    for pattern, say in _STEPS:
        text = pattern.sub(say, text)
    return re.sub(r"[ \t]+", " ", text).strip()


def _plain(found: re.Match[str]) -> str:
    """Raised and circled figures, and those of other scripts, as plain ones."""
    sign = found[0]
    return str(unicodedata.digit(sign)) if sign.isdigit() else unicodedata.normalize("NFKC", sign)


def _paper(found: re.Match[str]) -> str:
    parts = [PAPERS.get(part) or ABBREVIATIONS.get(part) or part for part in found[3].split("-")]
    year = f" năm {number(int(found[2]))}" if found[2] else ""
    return f"{_amount(found[1])}{year}, {', '.join(parts)}"


def _date(found: re.Match[str]) -> str:
    lead, day, month, year = found[1] or "", int(found[2]), int(found[3]), found[4]
    if not (1 <= day <= 31 and 1 <= month <= 12):
        tail = f" trên {number(int(year))}" if year else ""
        return f"{lead}{number(day)} trên {number(month)}{tail}"
    # “mùng” is part of the name of the day itself.
    lead = "" if lead in ("mùng ", "mồng ") and day <= 10 else "ngày "
    words = f"{lead}{_day(day)} tháng {_month(month)}"
    return f"{words} năm {number(int(year))}" if year else words


def _days(found: re.Match[str]) -> str:
    """“từ 20-25/11”: two days of one month."""
    first, last, month = int(found[1]), int(found[2]), int(found[3])
    if not (1 <= first <= 31 and 1 <= last <= 31 and 1 <= month <= 12):
        return found[0]
    return f"ngày {_day(first)} đến ngày {_day(last)} tháng {_month(month)}"


def _month_of(found: re.Match[str]) -> str:
    month = int(found[2])
    if not 1 <= month <= 12:
        return found[0]
    year = f" năm {number(int(found[3]))}" if found[3] else ""
    return f"{found[1]}{_month(month)}{year}"


def _day(day: int) -> str:
    return f"mùng {number(day)}" if day <= 10 else number(day)


def _month(month: int) -> str:
    return "tư" if month == 4 else number(month)


def _time(found: re.Match[str]) -> str:
    hour, minute = int(found[1]), int(found[2] or 0)
    if hour > 24 or minute > 59:
        return found[0]
    return f"{number(hour)} giờ" + (f" {number(minute)} phút" if minute else "")


def _until(found: re.Match[str]) -> str:
    return f"{found[1]} đến "


def _each(found: re.Match[str]) -> str:
    """“12.000 đồng/kg”, “1.500.000đ/hộ”: so much for one."""
    return f"{found[1]} một {UNITS[found[2]] if found[2] else ''}"


def _phone(found: re.Match[str]) -> str:
    figures = re.sub(r"\D", "", found[0])
    cut = len(figures) % 3 or 3
    groups = [figures[:cut]] + [figures[n : n + 3] for n in range(cut, len(figures), 3)]
    plus = "cộng " if found[0].startswith("+") else ""
    return plus + ", ".join(map(digits, groups))


def _measured(found: re.Match[str]) -> str:
    return f"{_amount(found[1])} {UNITS[found[2]]}"


def _amount(text: str) -> str:
    whole, comma, part = text.partition(",")
    whole = whole.replace(".", "")
    # A figure that begins with 0, or is longer than any amount, is a code.
    said = digits(whole) if (len(whole) > 1 and whole[0] == "0") or len(whole) > 15 else ""
    said = said or number(int(whole))
    return f"{said} phẩy {digits(part)}" if comma else said


def _any(found: re.Match[str]) -> str:
    before = found.string[: found.start()]
    after = found.string[found.end() :]
    left = " " if before[-1:].isalnum() else ""
    right = " " if after[:1].isalnum() else ""
    return f"{left}{_amount(found[0])}{right}"


def _said(table: Mapping[str, str]) -> Callable[[re.Match[str]], str]:
    return lambda found: table[found[0]]


def _word(table: Mapping[str, str]) -> re.Pattern[str]:
    names = "|".join(map(re.escape, sorted(table, key=len, reverse=True)))
    return re.compile(rf"(?<![\wÀ-ỹ])(?:{names}){_END}")


_STEPS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"https?://\S+|www\.\S+|\S+@\S+\.\w+"), lambda _: "địa chỉ ghi trên bảng tin"),
    (re.compile(r"[^\x00-\x7f]"), lambda f: _plain(f) if f[0].isdigit() else f[0]),
    (
        re.compile(rf"(\d+)(?:/({_YEAR}))?/([A-ZĐ]+[a-z]?\d*(?:-[A-ZĐ]+[a-z]?\d*)*){_END}"),
        _paper,
    ),
    (re.compile(r"(?<!\d)(?:\+84|0)(?:[ .-]?\d){8,10}(?!\d)"), _phone),
    # Numbers of services: 1800 or 1900 and four or six more; no amount is written like that.
    (re.compile(r"(?<![\d.,])1[89]00[ .-]?\d{4}(?:\d{2})?(?![.,]?\d)"), _phone),
    (re.compile(rf"(\d/\d{{1,2}}(?:/{_YEAR})?)\s?[-–]\s?(?=\d{{1,2}}/\d)"), _until),
    (re.compile(r"(?<![\d/])(\d{1,2})\s*[-–]\s*(\d{1,2})/(\d{1,2})(?![\d/])"), _days),
    (
        re.compile(
            rf"(ngày |mùng |mồng )?(?<![\d/])(\d{{1,2}})[/](\d{{1,2}})(?:[/]({_YEAR}))?(?![\d/])"
        ),
        _date,
    ),
    (re.compile(rf"()(?<![\d.-])(\d{{1,2}})[.-](\d{{1,2}})[.-]({_YEAR})(?!\d)"), _date),
    (re.compile(r"(?:(?<=\d)|(?<=\d[hgk%]))\s?[-–]\s?(?=\d)"), lambda _: " đến "),
    (re.compile(rf"(tháng )(\d{{1,2}})(?:[/.-]({_YEAR}))?(?!\d)"), _month_of),
    (re.compile(r"(?<!\d)(\d{1,2})\s?(?:h|g|giờ)\s?(\d{2})?(?:\s?(?:phút|p|'))?" + _END), _time),
    (re.compile(r"(?<!\d)(\d{1,2}):(\d{2})(?!\d)"), _time),
    (re.compile(rf"(?<![\d.,])({_AMOUNT})\s?({_UNIT}){_END}"), _measured),
    (re.compile(r"(?<![\wÀ-ỹ])(?:T|[Tt]hứ )([2-7])(?!\d)"), lambda f: f"thứ {_WEEKDAYS[f[1]]}"),
    (re.compile(r"((?<![\wÀ-ỹ])thứ \w+)\s?[-–]\s?(?=thứ )"), _until),
    (re.compile(rf"(đồng|phần trăm|ki lô gam)\s?/\s?(?:({_UNIT}){_END}|(?=[a-zà-ỹ]))"), _each),
    (re.compile(r"(?<![\wÀ-ỹ])QL\s?(?=\d)"), lambda _: "quốc lộ "),
    (re.compile(_AMOUNT), _any),
    (_word(ABBREVIATIONS), _said(ABBREVIATIONS)),
)
