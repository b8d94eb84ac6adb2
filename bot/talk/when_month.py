"""What a month holds: its ends, its parts, and “the first Monday” of it."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from bot.talk.when_lunar import Days, Refused, full_moon, lunar_date, month_of

_DAY = timedelta(days=1)
WHICH = "(?P<which>THIS|NEXT2|NEXT|COMING|LAST)"
EDGE = "LASTDAY|END|FIRST|MIDDLE"
# “tháng 7h sáng” is no July.
NO_HOUR = r"(?! (?:H|:|HALF|LESS)(?!\S))"
IN_MONTH = rf"(?:MON {WHICH}|MON (?P<n>\d{{1,2}}){NO_HOUR}|LM(?P<l>\d+))"
MONTHS = {"THIS": 0, "LAST": -1, "NEXT": 1, "COMING": 1, "NEXT2": 2}
#: “thứ hai đầu tiên của tháng 12”, “chủ nhật cuối tháng này”, “thứ bảy tuần thứ hai của tháng”
NTH_WEEKDAY = (
    r"WD(?P<d>\d) (?:WEEK )?(?:(?P<nth>FIRST|END|LASTDAY)|WD(?P<o>[0-3])(?= (?:của|cua|of|trong)))"
    rf"(?: (?:của|cua|of|trong))? MON(?: (?:{WHICH}|(?P<n>\d{{1,2}}){NO_HOUR}))?"
)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of days: a week, a month, a part of one."""

    start: date
    end: date


def months_on(today: date, months: int) -> date:
    """The same day so many months on, or the last of a shorter month."""
    first = shifted(today, months)
    return first + (min(today.day, monthrange(first.year, first.month)[1]) - 1) * _DAY


def shifted(today: date, months: int) -> date:
    """The first day of the month so many months on."""
    whole = today.year * 12 + today.month - 1 + months
    return date(whole // 12, whole % 12 + 1, 1)


def _first_of(match: re.Match[str], today: date, year: int | None) -> date | None:
    """The first day of the month that was named, counted or meant."""
    number = int(match["l"] or match["n"] or 0)
    away = MONTHS.get(match["which"], 0)
    if match["l"] or match["side"] == "LUNAR":
        if not number and not match["n"]:
            return full_moon(today, away) - 14 * _DAY
        found = lunar_date(1, number, False, year, today - 29 * _DAY)
        return found.days[0] if isinstance(found, Days) else None
    return _of_sun(match, today, year)


def month_said(match: re.Match[str], today: date, year: int | None) -> Days | Refused | Span:
    """“cuối tháng”, “đầu tháng sau”, “hết tháng 12”, “tháng chạp”: a day or a stretch."""
    first = _first_of(match, today, year)
    if first is None:
        return Refused("no-such-day")
    lunar_one = match["l"] or match["side"] == "LUNAR"
    length = month_of(first).length if lunar_one else monthrange(first.year, first.month)[1]
    last = first + (length - 1) * _DAY
    match match["edge"]:
        case "END":
            return Days((last,), notes=((last, "month-end"),))
        case "LASTDAY":
            return Days((last,))
        case "FIRST":
            return Span(first, first + 4 * _DAY)
        case "MIDDLE":
            return Span(first + 12 * _DAY, first + 16 * _DAY)
        case _:
            return Span(first, last)


def nth_weekday(match: re.Match[str], today: date, year: int | None) -> Days | Refused:
    """The day of the month that was named; of no month in particular, the next that is to come."""
    first = _of_sun(match, today, year)
    if first is None:
        return Refused("no-such-day")
    day = _nth_of(first, match)
    if day is None:
        return Refused("no-such-day")
    if match["n"] or match["which"]:
        return Days((day,))
    after = _nth_of(shifted(first, 1), match)
    return Days((day,)) if day >= today or after is None else Days((after,))


def _of_sun(match: re.Match[str], today: date, year: int | None) -> date | None:
    if not match["n"]:
        return shifted(today, MONTHS.get(match["which"], 0))
    number = int(match["n"])
    if not 1 <= number <= 12:
        return None
    return date(year or today.year + (number < today.month), number, 1)


def _nth_of(first: date, match: re.Match[str]) -> date | None:
    ahead = (int(match["d"]) - first.weekday()) % 7
    length = monthrange(first.year, first.month)[1]
    count = (length - 1 - ahead) // 7 if match["nth"] in ("END", "LASTDAY") else 0
    if match["o"]:
        count = int(match["o"]) + 1
    day = ahead + 7 * count
    return first + day * _DAY if day < length else None
