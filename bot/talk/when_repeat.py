"""Recurrences as people write them.

read_schedule("mùng 1 và rằm hằng tháng 6h sáng", now)   Repeat(Rule(LunarMonthly((1, 15)), …))
read_schedule("trước rằm 2 ngày hằng tháng", now)        Repeat(Rule(…, before=2), "day")
read_schedule("mỗi tuần thứ 2 lúc 19h đến hết năm", now) Repeat(Rule(Weekly((0,)), until=…))
read_schedule("7h tối mai", now)                         Moment: said once, meant once
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time

from bot.talk.when import plain, read
from bot.talk.when_clock import TAKEN, Clock, clock
from bot.talk.when_day import facts
from bot.talk.when_lunar import Days
from bot.talk.when_month import Span
from bot.talk.when_rule import (
    LAST,
    Daily,
    LunarMonthly,
    LunarYearly,
    Monthly,
    NthWeekday,
    Pattern,
    Rule,
    Weekly,
    Yearly,
)
from bot.talk.when_said import ZONE, Ask, Precision, Repeat, Schedule, Why
from bot.talk.when_words import marks

#: The hour of a rule for which none was said, until it has been asked for.
MORNING = time(7, 30)
_AGAIN = re.compile(r"(?<!\S)(?:EVERY|EACH|TIMES)(?!\S)")
# “mỗi chủ nhật cuối tháng” is once a month, not every Sunday.
_NTH_IN_MONTH = (
    r"WD\d (?:WEEK )?(?:FIRST|END|LASTDAY|thứ nhất|thu nhat|WD[0-3])(?: (?:của|cua|of|trong))? MON"
)
_UNIT = re.compile(
    r"(?<!\S)(?:EVERY (?:(?P<n>\d{1,2}) )?(?P<unit>DAY|WEEK|MON|YEAR)(?: EACH)?"
    r"|(?:(?P<m>\d{1,2}) )?(?P<each>DAY|WEEK|MON|YEAR) EACH)(?!\S)"
)
_BARE = (
    (re.compile(rf"EVERY (?={_NTH_IN_MONTH})"), "MON"),
    (re.compile(r"EVERY (?=WD\d)"), "WEEK"),
    (re.compile(r"EVERY (?=RAM|MUNG|END MON|LASTDAY|FIRST WD)"), "MON"),
    (re.compile(r"EVERY (?=MORN|NOON|AFT|EVE|NIGHT|DAWN|DUSK)"), "DAY"),
    (re.compile(r"EVERY (?=[LS]:|\d{1,2} (?:TET|/|MON|LM)|TET)"), "YEAR"),
)
_CLAUSE_ENDS = r"(?=(?:UNTIL|TO|FROM|SINCE|EXCEPT|EVERY|EACH|\d+ TIMES)(?:\s|$)|$)"
_PART = r"(?:MORN|NOON|AFT|EVE|NIGHT|AM|PM|H|HALF|LESS|:|/)"
_WEEKDAYS = re.compile(
    rf"WD(?P<a>\d) TO WD(?P<b>\d)|WD(?P<c>\d)(?P<more>(?: (?:AND )?[2-7](?!\S)(?! {_PART}))*)"
)
_NTH = re.compile(
    r"FIRST WD(?P<f>\d)|WD(?P<d>\d) (?:WEEK )?(?:(?P<n>FIRST|END|LASTDAY)|(?P<w>thứ nhất|thu nhat)"
    r"|WD(?P<o>[0-3]))(?: (?:của|cua|of|trong))?(?: MON)?"
)
_MONTH_END = re.compile(r"(?<!\S)(?:LASTDAY|END)(?: (?:của|cua))?(?: MON)?(?!\S)")
_SIDE = r"(?: (?P<side>LUNAR|SOLAR))?"
_DAYS = re.compile(rf"(?<!\S)(?:(?P<lead>DAY|MUNG) )?(?P<d>\d{{1,2}}|RAM)(?!\S)(?! {_PART}){_SIDE}")
_DATE = re.compile(
    r"(?<!\S)(?:(?P<lead>DAY|MUNG) )?(?P<d>\d{1,2}|RAM) "
    r"(?:MON (?P<n>\d{1,2})|/ (?P<s>\d{1,2})|LM(?P<l>\d{1,2})|(?P<tet>TET))" + _SIDE
)
_FEAST = re.compile(r"(?P<kind>[LS]):(?P<d>\d+):(?P<m>\d+)")
_SHIFT = re.compile(r"(?<!\S)SHIFT([+-]\d+)(?!\S)")
_CALENDAR = re.compile(r"(?<!\S)(LUNAR|SOLAR)(?!\S)")


@dataclass(frozen=True, slots=True)
class _Limits:
    """When a recurrence begins and ends, as far as it was said."""

    starts: date
    until: date | None
    count: int | None
    skips: tuple[date, ...]


def read_schedule(text: str, now: datetime) -> Schedule:
    """What ``text`` says of one time or of a recurrence, seen from ``now`` (aware)."""
    marked = marks(text)
    if not _AGAIN.search(marked):
        return read(text, now)
    local = now.astimezone(ZONE)
    reading = _repeat(marked, local)
    if isinstance(reading, Ask) and not text.isascii():
        again = _repeat(marks(plain(text)), local)
        return again if isinstance(again, Repeat) else reading
    return reading


def _repeat(marked: str, now: datetime) -> Repeat | Ask:
    if re.search(r"(?<!\S)(?:OR|NOT)(?!\S)", marked):
        return Ask("several")
    before = -sum(int(one) for one in _SHIFT.findall(marked))
    unit, every, rest = _unit(_SHIFT.sub(TAKEN, marked))
    limits, rest = _limits(rest, now.date())
    if isinstance(limits, Ask):
        return limits
    hours, rest = clock(rest)
    if hours.why in ("several", "no-such-day"):
        return Ask(hours.why)
    match unit:
        case "DAY":
            pattern: Pattern | Why = Daily(every)
        case "WEEK":
            pattern, rest = _weekly(rest, every)
        case "MON":
            pattern, rest = _monthly(rest)
        case "YEAR":
            pattern, rest = _yearly(rest)
        case _:
            return Ask("unclear")
    if isinstance(pattern, str):
        return Ask(pattern)
    if _UNREAD.search(rest) or every < 1:
        return Ask("unclear")
    if unit in ("MON", "YEAR") and every != 1:
        return Ask("unclear")
    at, precision = _hour(hours)
    rule = Rule(pattern, at, limits.starts, before, limits.until, limits.count, limits.skips)
    return Repeat(rule, precision)


def _hour(hours: Clock) -> tuple[time, Precision]:
    """The hour of a rule; open (“day”) when none was said, or one that may be two."""
    if len(hours.hours) == 1 and hours.why is None and hours.hours[0][0] == 0:
        return hours.hours[0][1], hours.precision
    return MORNING, "day"


def _unit(marked: str) -> tuple[str, int, str]:
    """What repeats (day, week, month, year), every how many, and the words left."""
    found = _UNIT.search(marked)
    if found:
        number = int(found["n"] or found["m"] or 1)
        rest = marked[: found.start()] + TAKEN + marked[found.end() :]
        # “mỗi tháng một lần”, “EVERY MON … EACH”: said twice, meant once
        return found["unit"] or found["each"], number, _EACH.sub(TAKEN, rest)
    for pattern, unit in _BARE:
        if pattern.search(marked):
            return unit, 1, pattern.sub("", marked)
    return "", 1, marked


# What nobody understood may change the meaning: better ask than guess.
_UNREAD = re.compile(
    r"\d|EVERY|(?<!\S)(?:EXCEPT|UNTIL|NEXT|(?:FIRST|MIDDLE|END|LASTDAY)(?: (?:của|cua))? MON)(?!\S)"
)
_EACH = re.compile(r"(?<!\S)EACH(?!\S)")


def _limits(marked: str, today: date) -> tuple[_Limits | Ask, str]:
    """“5 lần”, “đến hết năm”, “từ 1/12”, “trừ 2/9”."""
    counted = re.search(r"(?<!\S)(\d{1,3}) TIMES(?!\S)", marked)
    count = int(counted[1]) if counted else None
    marked = re.sub(r"(?<!\S)\d{1,3} TIMES(?!\S)", TAKEN, marked)
    until: date | None = None
    starts = today
    skips: tuple[date, ...] = ()
    weekdays = re.compile(r"(?:SINCE )?(WD\d) TO (WD\d)")
    marked = weekdays.sub(r"\1 ~ \2", marked)
    for words in ("UNTIL|TO", "FROM|SINCE", "EXCEPT"):
        found = re.search(rf"(?<!\S)(?:{words}) (.+?)\s*{_CLAUSE_ENDS}", marked)
        if found is None:
            continue
        days, rest = _clause(found[1], today)
        if not days:
            return Ask("unclear"), marked
        marked = f"{marked[: found.start()]}{rest} {marked[found.end() :]}"
        if words == "EXCEPT":
            skips = days
        elif words == "UNTIL|TO":
            until = days[-1]
        else:
            starts = max(starts, days[0])
    return _Limits(starts, until, count, skips), marked.replace(" ~ ", " TO ")


def _clause(words: str, today: date) -> tuple[tuple[date, ...], str]:
    """The days that a limit names (a stretch by both its ends), and the words left."""
    year = re.match(r"(?:(?:LASTDAY|END) )?YEAR(?: THIS)?(?!\S)(?! \d)", words)
    if year:
        return (date(today.year, 12, 31),), TAKEN + words[year.end() :]
    words = re.sub(r"^MON(?= |$)", "LASTDAY MON", words)
    words = re.sub(r"^(?:DAY )?TET", "MUNG 1 TET", words)
    found, rest = facts(words, today)
    days: list[date] = []
    for one in found:
        match one:
            case Span(start, end):
                days += [start, end]
            case Days((day,), _, later):
                days.append(day if day >= today or not later else later[0])
            case _:
                return (), words
    return tuple(days), rest


def _weekly(marked: str, every: int) -> tuple[Pattern | Why, str]:
    """“thứ 2”, “thứ 2, 4, 6”, “thứ 2 và thứ 5”, “thứ 2 đến thứ 6”."""
    days: set[int] = set()
    for found in _WEEKDAYS.finditer(marked):
        if found["a"]:
            first, last = int(found["a"]), int(found["b"])
            days |= {day % 7 for day in range(first, last + (7 if last < first else 0) + 1)}
        else:
            days.add(int(found["c"]))
            days |= {int(one) - 2 for one in re.findall(r"\d", found["more"])}
    if not days:
        return "day", marked
    return Weekly(tuple(sorted(days)), every), _WEEKDAYS.sub(TAKEN, marked)


def _monthly(marked: str) -> tuple[Pattern | Why, str]:
    """“ngày 15”, “ngày cuối tháng”, “thứ bảy đầu tiên”, “mùng 1 và rằm”, “ngày 10 âm”."""
    nth = _NTH.search(marked)
    if nth:
        return _nth(nth), _NTH.sub(TAKEN, marked)
    found = list(_DAYS.finditer(marked))
    ends = _MONTH_END.search(marked) is not None
    days = [15 if one["d"] == "RAM" else int(one["d"]) for one in found] + [LAST] * ends
    rest = _CALENDAR.sub(TAKEN, _MONTH_END.sub(TAKEN, _DAYS.sub(TAKEN, marked)))
    sides = set(_CALENDAR.findall(marked))
    if not days:
        return "day", rest
    if len(sides) > 1:
        return "calendar", rest
    if "LUNAR" in sides or (not sides and any(one["d"] == "RAM" for one in found)):
        return _exists(LunarMonthly(tuple(sorted(set(days)))), days, 30), rest
    if not sides and any(one["lead"] == "MUNG" for one in found):
        return "calendar", rest
    return _exists(Monthly(tuple(sorted(set(days)))), days, 31), rest


def _exists(pattern: Pattern, days: list[int], longest: int) -> Pattern | Why:
    return pattern if all(day == LAST or 1 <= day <= longest for day in days) else "no-such-day"


def _nth(found: re.Match[str]) -> Pattern:
    weekday = int(found["f"] or found["d"])
    if found["n"] in ("END", "LASTDAY"):
        return NthWeekday(LAST, weekday)
    return NthWeekday(int(found["o"]) + 2 if found["o"] else 1, weekday)


def _yearly(marked: str) -> tuple[Pattern | Why, str]:
    """“2/9”, “rằm tháng giêng”, “mùng 5 tháng 5 âm”, “giỗ tổ”, “30 Tết”."""
    found = _DATE.search(marked)
    feast = _FEAST.search(marked)
    rest = _CALENDAR.sub(TAKEN, _FEAST.sub(TAKEN, _DATE.sub(TAKEN, marked)))
    if found is None and feast is None:
        tet = re.search(r"(?<!\S)TET(?!\S)", marked) is not None
        return (LunarYearly(1, 1), marked.replace("TET", TAKEN)) if tet else ("day", marked)
    if feast is not None:
        day, month, lunar = int(feast["d"]), int(feast["m"]), feast["kind"] == "L"
        return LunarYearly(month, day) if lunar else Yearly(month, day), rest
    assert found is not None
    day = 15 if found["d"] == "RAM" else int(found["d"])
    if found["tet"]:
        return LunarYearly(1 if found["lead"] == "MUNG" else 12, day), rest
    month = int(found["n"] or found["s"] or found["l"])
    side = found["side"]
    if side == "LUNAR" or found["l"] or (found["d"] == "RAM" and side is None):
        return LunarYearly(month, day), rest
    if side is None and found["lead"] == "MUNG" and found["s"] is None:
        return "calendar", rest
    return Yearly(month, day), rest
