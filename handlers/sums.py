"""Arithmetic of the small tools, and nothing else: figures in, figures out, each sum exact.

Money is whole đồng. Where the law's shares do not come out even, half a đồng and more counts as
one, once, at the end of a line; a total is the sum of the lines that are shown.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

MONTHS = 12
_DAY = timedelta(days=1)
#: Monday is 0: Saturday and Sunday are no working days.
_WEEKEND = (5, 6)


@dataclass(frozen=True, slots=True)
class Premium:
    """What the member at ``place`` (from 1 on) of a household pays, in đồng."""

    place: int
    percent: int
    month: int
    year: int


def whole(exact: Fraction) -> int:
    """The nearest whole number; a half goes up."""
    return (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)


def premiums(base: int, permille: int, shares: Sequence[int], members: int) -> tuple[Premium, ...]:
    """What each of ``members`` pays: the first ``permille`` of ``base`` a month, the next ones
    ``shares`` (per cent of the first); the last share holds for all further members.

    premiums(2_530_000, 45, (70, 60, 50, 40), 2): 1.366.200 and 956.340 a year.
    """
    percents = (100, *shares)
    lines = []
    for place in range(1, members + 1):
        percent = percents[min(place, len(percents)) - 1]
        month = Fraction(base * permille * percent, 1000 * 100)
        lines.append(Premium(place, percent, whole(month), whole(month * MONTHS)))
    return tuple(lines)


def share(standard: int, percent: int) -> int:
    """So many per cent of a standard sum: share(500_000, 150) is 750.000."""
    return whole(Fraction(standard * percent, 100))


def last_day(start: date, days: int) -> date:
    """The last day of a term of ``days``; the day on which it begins is not counted."""
    return start + days * _DAY


def years_on(start: date, years: int) -> date:
    """The same day so many years later; from 29 February the last day of a shorter February."""
    year = start.year + years
    return date(year, start.month, min(start.day, monthrange(year, start.month)[1]))


def is_weekend(day: date) -> bool:
    """Whether it is a Saturday or a Sunday."""
    return day.weekday() in _WEEKEND


def working_day(start: date, count: int) -> date:
    """The last of ``count`` working days, Saturdays, Sundays and the first day not counted."""
    day = start
    while count:
        day += _DAY
        count -= not is_weekend(day)
    return day


def friday_before(day: date) -> date:
    """The day itself, or the Friday before it where it is a Saturday or a Sunday."""
    return day - max(0, day.weekday() - 4) * _DAY
