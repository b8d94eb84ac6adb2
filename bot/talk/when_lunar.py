"""The next day by the lunar or the solar calendar that fits what was said of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeAlias

from bot.talk import lunar
from bot.talk.when_said import Note, Why

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Days:
    """The days that an expression may mean; ``why`` says what is open when there are several.

    ``later``: the next such days, to offer when the first are over. ``notes``: by day.
    """

    days: tuple[date, ...]
    why: Why = "several"
    later: tuple[date, ...] = ()
    notes: tuple[tuple[date, Note], ...] = ()

    def moved(self, by: timedelta) -> Days:
        """The days that lie so long after these (or before)."""
        return Days(
            tuple(day + by for day in self.days),
            self.why,
            tuple(day + by for day in self.later),
            tuple((day + by, note) for day, note in self.notes),
        )


@dataclass(frozen=True, slots=True)
class Refused:
    """An expression that is no date, and why."""

    why: Why


Dated: TypeAlias = Days | Refused


def solar(day: int, month: int, year: int | None, today: date) -> Dated:
    """A day of a month; without a year, this year's, and ``later`` holds next year's."""
    try:
        found = date(year or today.year, month, day)
    except ValueError:
        return Refused("no-such-day")
    if year or found >= today or (day, month) == (29, 2):
        return Days((found,))
    return Days((found,), later=(date(today.year + 1, month, day),))


def solar_day(day: int, today: date) -> Dated:
    """The next day of the month with that number, from today on."""
    if not 1 <= day <= 31:
        return Refused("no-such-day")
    found = today
    while found.day != day:
        found += _DAY
    return Days((found,))


def lunar_day(day: int, today: date) -> Dated:
    """The next day of the lunar month with that number, from today on."""
    if not 1 <= day <= 30:
        return Refused("no-such-day")
    found = today
    while lunar.to_lunar(found).day != day:
        found += _DAY
    return Days((found,))


def lunar_date(day: int, month: int, leap: bool, year: int | None, today: date) -> Dated:
    """The next such lunar date from today on, or that of a given lunar year.

    In a year that has the month twice the first, regular one is meant (and a note says so) unless
    ``leap``; day 30 of a month of 29 days is its last day (and a note says so).
    """
    if not (1 <= day <= 30 and 1 <= month <= 12):
        return Refused("no-such-day")
    start = lunar.to_lunar(today).year
    for candidate in (year,) if year else range(start, start + 60):
        found = _in_year(day, month, leap, candidate)
        if found is None:
            continue
        again = None if leap or year else _in_year(day, month, True, candidate)
        if again and found.days[0] < today <= again.days[0]:
            return Days((*again.days, *_regular(day, month, candidate + 1)), notes=again.notes)
        if year or found.days[0] >= today:
            return found
    return Refused("no-such-day")


def _regular(day: int, month: int, year: int) -> tuple[date, ...]:
    found = _in_year(day, month, False, year)
    return found.days if found else ()


def _in_year(day: int, month: int, leap: bool, year: int) -> Days | None:
    one = lunar.find(year, month, leap)
    if one is None:
        return None
    found = one.first + (min(day, one.length) - 1) * _DAY
    note: Note | None = None
    if day > one.length:
        note = "short-month"
    elif leap:
        note = "leap-month"
    elif lunar.leap_month(year) == month:
        note = "regular-month"
    return Days((found,), notes=((found, note),) if note else ())


def month_of(today: date) -> lunar.LunarMonth:
    """The lunar month that holds a day."""
    of = lunar.to_lunar(today)
    found = lunar.find(of.year, of.month, of.leap)
    assert found is not None
    return found


def full_moon(today: date, months_on: int) -> date:
    """Rằm of the lunar month that holds ``today``, or of one so many months later (or before)."""
    month = month_of(today)
    for _ in range(abs(months_on)):
        beyond = month.first + month.length * _DAY if months_on > 0 else month.first - _DAY
        month = month_of(beyond)
    return month.first + 14 * _DAY


def both(day: int, month: int, year: int | None, today: date) -> Dated:
    """A day of a month that may be lunar or solar: the next of each."""
    of_sun = solar(day, month, year, today)
    of_moon = lunar_date(day, month, False, year, today)
    return either(of_moon, of_sun)


def either(first: Dated, second: Dated) -> Dated:
    """Both readings, to be asked about; one alone where the other does not exist."""
    if not isinstance(first, Days):
        return second
    if not isinstance(second, Days):
        return first
    days = (*first.days, *(second.later or second.days))
    return Days(tuple(dict.fromkeys(days)), "calendar", notes=first.notes)
