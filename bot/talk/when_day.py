"""The days in marked words: what each expression may mean, and what is left of the words."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeAlias

from bot.talk.lunar import to_lunar
from bot.talk.when_clock import TAKEN
from bot.talk.when_lunar import (
    Dated,
    Days,
    Refused,
    both,
    either,
    full_moon,
    lunar_date,
    lunar_day,
    month_of,
    solar,
    solar_day,
)
from bot.talk.when_month import (
    EDGE,
    IN_MONTH,
    MONTHS,
    NO_HOUR,
    NTH_WEEKDAY,
    WHICH,
    Span,
    month_said,
    months_on,
    nth_weekday,
    shifted,
)

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Weekday:
    """A day of the week, 0 = Monday, with nothing beside it that says which week."""

    day: int


Fact: TypeAlias = Days | Refused | Span | Weekday
_Found: TypeAlias = Callable[[re.Match[str], date, int | None], Fact]

_MONTH = rf"(?:MON (?P<n>\d{{1,2}}){NO_HOUR}|/ (?P<s>\d{{1,2}})|LM(?P<l>\d{{1,2}})|(?P<q>M1\?))"
_YEAR = r"(?: / (?P<y>\d{4}|\d{2}))?"
_SIDE = r"(?: (?P<side>LUNAR|SOLAR))?"


def _year_of(match: re.Match[str], year: int | None) -> int | None:
    said = match["y"]
    if said is None:
        return year
    return int(said) if len(said) == 4 else 2000 + int(said)


def _dated(match: re.Match[str], today: date, year: int | None) -> Fact:
    """“25/11”, “mùng 5 tháng 12 dương”, “23 tháng chạp”, “rằm tháng 8 nhuận”."""
    year = _year_of(match, year)
    if year is not None and not 1900 <= year <= 2150:
        return Refused("no-such-day")
    side, full = match["side"], match["d"] == "RAM"
    day = 15 if full else int(match["d"])
    leap = match["leap"] is not None
    if match["q"]:
        # “tháng một” is January, and in old usage the eleventh lunar month.
        return either(lunar_date(day, 11, leap, year, today), solar(day, 1, year, today))
    month = int(match["n"] or match["s"] or match["l"])
    if side == "LUNAR" or leap or match["l"] or (full and side is None):
        return lunar_date(day, month, leap, year, today)
    if side is None and match["lead"] == "MUNG" and match["s"] is None:
        return both(day, month, year, today)
    return solar(day, month, year, today)


def _feast(match: re.Match[str], today: date, year: int | None) -> Fact:
    day, month = int(match["d"]), int(match["m"])
    if match["kind"] == "S":
        return solar(day, month, year, today)
    return lunar_date(day, month, False, year, today)


def _tet(match: re.Match[str], today: date, year: int | None) -> Fact:
    """“mùng 3 Tết”, “28 Tết”, “30 Tết” (29 in a short year)."""
    day = int(match["d"])
    return lunar_date(day, 1 if match["lead"] == "MUNG" else 12, False, year, today)


def _full_moon(match: re.Match[str], today: date, year: int | None) -> Fact:
    """“rằm này” is this month's, “rằm tới” the coming one, “rằm sau” may be either."""
    if year is not None:
        return Refused("vague")
    this, after = full_moon(today, 0), full_moon(today, 1)
    match match["which"]:
        case "LAST":
            return Days((this if this < today else full_moon(today, -1),), later=())
        case "THIS" | "MON THIS":
            return Days((this,), later=(after,))
        case "MON NEXT" | "MON COMING":
            return Days((after,))
        case "NEXT" if this >= today:
            return Days((this, after))
        case _:
            return Days((this if this >= today else after,))


def _numbered(match: re.Match[str], today: date, year: int | None) -> Fact:
    """“ngày 15”, “mùng 1”, “ngày 10 tháng sau”, “mùng 5 âm”."""
    if year is not None:
        return Refused("vague")
    day, which, side = int(match["d"]), match["which"], match["side"]
    if which is None:
        if side == "LUNAR":
            return lunar_day(day, today)
        if side == "SOLAR" or match["lead"] != "MUNG":
            return solar_day(day, today)
        return either(lunar_day(day, today), solar_day(day, today))
    away = MONTHS[which]
    month = shifted(today, away)
    of_sun = solar(day, month.month, month.year, today)
    here = full_moon(today, away) - 14 * _DAY
    of_moon: Dated = Refused("no-such-day")
    if 1 <= day <= month_of(here).length:
        of_moon = Days((here + (day - 1) * _DAY,))
    if side == "LUNAR":
        return of_moon
    if side == "SOLAR" or match["lead"] == "DAY":
        return of_sun
    if match["lead"] == "MUNG":
        return either(of_moon, of_sun)
    if day <= 12 and isinstance(of_sun, Days):
        # “2 tháng sau” may be in two months, or the second of the next one.
        return Days((*of_sun.days, months_on(today, away * day)), "several")
    return of_sun


_WEEK_EDGE = {"FIRST": (0, 1), "MIDDLE": (2, 3), "END": (5, 6)}
_WEEKS = {"NEXT": 1, "COMING": 1, "NEXT2": 2, "LAST": -1, "": 0, "THIS": 0}


def _week(match: re.Match[str], today: date, _year: int | None) -> Fact:
    """“tuần sau”, “đầu tuần tới”, “cuối tuần”; weeks begin on Monday."""
    monday = today - today.weekday() * _DAY + 7 * _WEEKS[match["which"]] * _DAY
    first, last = _WEEK_EDGE.get(match["edge"], (0, 6))
    return Span(monday + first * _DAY, monday + last * _DAY)


def _weekday(match: re.Match[str], today: date, _year: int | None) -> Fact:
    day, which = int(match["d"]), match["which"]
    if which is None:
        return Weekday(day)
    here = today - today.weekday() * _DAY + day * _DAY
    coming = today + (day - today.weekday()) % 7 * _DAY
    match which:
        case "THIS":
            return Days((coming,), notes=((coming, "today"),) if coming == today else ())
        case "COMING":
            return Days((coming if coming > today else coming + 7 * _DAY,))
        case "LAST":
            return Days((here if here < today else here - 7 * _DAY,), later=(coming,))
        case _:
            return Days((here + 7 * (2 if which == "NEXT2" else 1) * _DAY,))


def _near(match: re.Match[str], today: date, _year: int | None) -> Fact:
    return Days((today + int(match["d"]) * _DAY,))


def _counted(match: re.Match[str], today: date, _year: int | None) -> Fact:
    """“3 ngày nữa”, “2 tuần nữa”, “1 tháng nữa”, “2 tuần trước”."""
    number = int(match["d"]) * (-1 if match["way"] == "LAST" else 1)
    if match["unit"] == "MON":
        return Days((months_on(today, number),))
    return Days((today + number * (7 if match["unit"] == "WEEK" else 1) * _DAY,))


def _over_there(match: re.Match[str], today: date, _year: int | None) -> Fact:
    """“bữa tê” is two days ago or, for some, in two days; “ngay kia” may be +2 or +3."""
    return Days(
        (today - 2 * _DAY, today + 2 * _DAY)
        if match[0] == "DTE"
        else (today + 2 * _DAY, today + 3 * _DAY),
        "day",
    )


_DAY_OF = r"(?:(?P<lead>DAY|MUNG) )?(?P<d>\d{1,2}|RAM) "
_DATED = _DAY_OF + _MONTH + r"(?P<leap> LEAP)?" + _YEAR + _SIDE
_EXPRESSIONS: tuple[tuple[re.Pattern[str], _Found], ...] = tuple(
    (re.compile(rf"(?<!\S)(?:{pattern})(?!\S)"), found)
    for pattern, found in (
        (_DATED, _dated),
        (r"(?P<d>\d{1,3}) (?P<unit>DAY|WEEK|MON(?= MORE)) (?P<way>MORE|LAST)", _counted),
        (r"(?:DAY )?(?P<kind>[LS]):(?P<d>\d+):(?P<m>\d+)", _feast),
        (r"(?:DAY )?(?:(?P<lead>MUNG) )?(?P<d>\d{1,2}) TET", _tet),
        (NTH_WEEKDAY, nth_weekday),
        (r"RAM(?: (?P<which>(?:MON )?(?:THIS|NEXT|COMING)|LAST))?", _full_moon),
        (rf"(?:(?P<lead>DAY|MUNG) )?(?P<d>\d{{1,2}}) MON {WHICH}{_SIDE}", _numbered),
        (rf"(?P<lead>DAY|MUNG) (?P<d>\d{{1,2}}){_SIDE}(?: (?P<which>THIS))?", _numbered),
        (rf"(?:(?P<edge>{EDGE}) )?{IN_MONTH}{_SIDE}", month_said),
        (rf"(?P<edge>{EDGE}) (?P<n>)(?P<l>)(?P<which>)MON(?P<side>)", month_said),
        (rf"(?:(?P<edge>FIRST|MIDDLE|END) )?WEEK {WHICH}", _week),
        (r"(?P<edge>FIRST|MIDDLE|END) WEEK(?P<which>)", _week),
        (rf"WD(?P<d>\d)(?: {WHICH})?", _weekday),
        (r"D(?P<d>[+-]\d)", _near),
        (r"DTE|DKIA", _over_there),
    )
)
_YEAR_SAID = re.compile(r"(?<!\S)YEAR (?:(?P<y>\d{4})|(?P<which>THIS|NEXT|COMING|LAST))(?!\S)")
_SHIFT = re.compile(r"(?<!\S)SHIFT([+-]\d+)(?!\S)")
_TET = re.compile(r"(?<!\S)(?:DAY )?TET(?!\S)")
_LUNAR_WORDS = re.compile(r"LM\d|RAM|TET|LUNAR|L:|MUNG")
_YEARS = {"THIS": 0, "NEXT": 1, "COMING": 1, "LAST": -1}


def facts(marked: str, today: date) -> tuple[list[Fact], str]:
    """What the marked words say of days, and the words left (a dot for what was understood)."""
    words = marked
    shift = sum(int(one) for one in _SHIFT.findall(marked))
    shifted, marked = bool(_SHIFT.search(marked)), _SHIFT.sub(TAKEN, marked)
    # “trước rằm 2 ngày” means the next rằm that is still more than two days away.
    start = today - shift * _DAY
    said = _YEAR_SAID.search(marked)
    year = None
    if said:
        year = int(said["y"]) if said["y"] else today.year + _YEARS[said["which"]]
        marked = _YEAR_SAID.sub(TAKEN, marked)
    found: list[Fact] = []
    for pattern, fact in _EXPRESSIONS:
        found += [_moved(fact(match, start, year), shift) for match in pattern.finditer(marked)]
        marked = pattern.sub(TAKEN, marked)
    if _TET.search(marked):
        new_year = lunar_date(1, 1, False, year, start)
        found.append(_moved(new_year, shift) if shifted else Refused("vague"))
        marked = _TET.sub(TAKEN, marked)
    before_tet = to_lunar(today).year != today.year
    if said and (not found or (before_tet and said["which"] and _LUNAR_WORDS.search(words))):
        # Between New Year and Tết “năm nay” of a lunar date may be either year.
        found.append(Refused("vague"))
    return found, marked


def _moved(fact: Fact, shift: int) -> Fact:
    return fact.moved(shift * _DAY) if isinstance(fact, Days) else fact
