"""When a rule fires next, and why one never does.

next_after(rule, now)                   the first firing after ``now``, or None: it is over
next_after(rule, due_at, count_so_far)  from the due time kept in the table, never from the
                                        clock: a clock set back fires nothing twice
upcoming(rule, now, 3)                  what to show before a schedule is saved
refusal(rule, now)                      None, or why the rule never fires
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Literal, TypeAlias

from bot.talk import lunar
from bot.talk.when_rule import (
    LAST,
    Daily,
    LunarMonthly,
    LunarYearly,
    Monthly,
    NthWeekday,
    Once,
    Pattern,
    Rule,
    Short,
    Weekly,
    Yearly,
)
from bot.talk.when_said import ZONE

#: Why a rule never fires (again).
Never: TypeAlias = Literal["past", "used-up", "ended", "skipped", "no-such-day"]
_DAY = timedelta(days=1)


def next_after(rule: Rule, moment: datetime, count_so_far: int = 0) -> datetime | None:
    """The first firing strictly after ``moment``, or None when there is none any more."""
    return next(_firings(rule, moment, count_so_far), None)


def upcoming(rule: Rule, moment: datetime, most: int, count_so_far: int = 0) -> list[datetime]:
    """The next firings after ``moment``, at most ``most``."""
    return list(islice(_firings(rule, moment, count_so_far), most))


def refusal(rule: Rule, now: datetime, count_so_far: int = 0) -> Never | None:
    """Why a rule never fires after ``now``; None for one that does."""
    if next_after(rule, now, count_so_far) is not None:
        return None
    if rule.count is not None and rule.count <= count_so_far:
        return "used-up"
    free = replace(rule, until=None, skips=(), count=None)
    if next_after(free, now) is None:
        return "past" if isinstance(rule.pattern, Once) else "no-such-day"
    return "ended" if next_after(replace(rule, skips=()), now) is None else "skipped"


def _firings(rule: Rule, moment: datetime, count_so_far: int) -> Iterator[datetime]:
    left = None if rule.count is None else max(0, rule.count - count_so_far)
    days = _fire_days(rule, max(rule.starts, moment.astimezone(ZONE).date()))
    times = (datetime.combine(day, rule.at, ZONE) for day in days)
    return islice((at for at in times if at > moment), left)


def _fire_days(rule: Rule, first: date) -> Iterator[date]:
    ahead = timedelta(days=rule.before)
    for day in _days(rule.pattern, rule.starts, first + ahead):
        fires_on = day - ahead
        if rule.until is not None and fires_on > rule.until:
            return
        if fires_on not in rule.skips:
            yield fires_on


def _days(pattern: Pattern, starts: date, first: date) -> Iterator[date]:
    """The days of a pattern from ``first`` on, in order, to the end of the lunar calendar."""
    match pattern:
        case Once(on):
            found = iter((on,))
        case Daily(every):
            found = _every(starts, every, first, (0,))
        case Weekly(days, every):
            monday = starts - starts.weekday() * _DAY
            found = _every(monday, 7 * every, first, days)
        case Monthly(days, short):
            found = _monthly(first, lambda month: _of_length(month, _length(month), days, short))
        case NthWeekday(nth, weekday):
            found = _monthly(first, lambda month: _nth(month, nth, weekday))
        case Yearly(month, day, short):
            found = _yearly(first, month, day, short)
        case _:
            found = _lunar(pattern, first)
    return (day for day in found if day >= first)


def _every(anchor: date, step: int, first: date, offsets: tuple[int, ...]) -> Iterator[date]:
    """``anchor`` plus each of ``offsets`` days, again every ``step`` days."""
    wanted = sorted({offset for offset in offsets if 0 <= offset < step})
    day = anchor + max(0, (first - anchor).days // step if step > 0 else 0) * step * _DAY
    while wanted and day.year <= lunar.LAST_YEAR:
        yield from (day + offset * _DAY for offset in wanted)
        day += step * _DAY


def _monthly(first: date, days_of: Callable[[date], list[date]]) -> Iterator[date]:
    month = first.replace(day=1)
    while month.year <= lunar.LAST_YEAR:
        yield from days_of(month)
        month = (month + 31 * _DAY).replace(day=1)


def _yearly(first: date, month: int, day: int, short: Short) -> Iterator[date]:
    exists = 1 <= month <= 12 and day <= monthrange(2000, month)[1]  # 2000 had a 29 February
    for year in range(first.year, lunar.LAST_YEAR + 1) if exists else ():
        start = date(year, month, 1)
        yield from _of_length(start, _length(start), (day,), short)


def _length(month: date) -> int:
    return monthrange(month.year, month.month)[1]


def _of_length(month: date, length: int, days: tuple[int, ...], short: Short) -> list[date]:
    """Those days of a month, given its first day and its length, solar or lunar."""
    wanted = set()
    for day in days:
        if day == LAST or (short == "last" and length < day <= 31):
            wanted.add(length)
        elif 1 <= day <= length:
            wanted.add(day)
    return [month + (day - 1) * _DAY for day in sorted(wanted)]


def _nth(month: date, nth: int, weekday: int) -> list[date]:
    if not 0 <= weekday <= 6:
        return []
    such = [month + n * _DAY for n in range((weekday - month.weekday()) % 7, _length(month), 7)]
    if nth == LAST:
        return such[-1:]
    return such[nth - 1 : nth] if nth >= 1 else []


def _lunar(pattern: LunarMonthly | LunarYearly, first: date) -> Iterator[date]:
    days = pattern.days if isinstance(pattern, LunarMonthly) else (pattern.day,)
    number = None if isinstance(pattern, LunarMonthly) else pattern.month
    for year in range(max(first.year - 1, lunar.FIRST_YEAR), lunar.LAST_YEAR + 1):
        for month in lunar.months(year):
            leaps = pattern.leap == "both" or month.leap == (pattern.leap == "leap")
            if leaps and number in (None, month.month):
                yield from _of_length(month.first, month.length, _lunar_days(days), pattern.short)


def _lunar_days(days: tuple[int, ...]) -> tuple[int, ...]:
    """A lunar month has 30 days at most: a 31st never comes."""
    return tuple(day for day in days if day <= 30)
