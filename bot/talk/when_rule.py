"""A rule says when something happens again and again: what a schedule is made of.

    Rule(Weekly((4,)), time(7, 30), date(2026, 11, 21))              every Friday 07:30
    Rule(LunarMonthly((1, 15)), time(6), date(2026, 11, 21))         mùng 1 và rằm, 06:00
    Rule(LunarMonthly((15,)), time(6), start, before=2)              two days before rằm
    Rule(Monthly((LAST,)), time(17), start, count=5)                 five month ends
    Rule.load(rule.dump()) == rule                                   JSON both ways

Hours are those of Vietnam. ``bot.talk.when_next`` (and ``scheduler.timetable``) say when it fires.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date, time
from typing import Any, Literal, TypeAlias, get_args

from bot.talk.fields import Plain

#: The last day of a month, or the last such weekday.
LAST = -1

#: A day that a month does not have: its last day instead (30 → 29), or no firing that month.
Short: TypeAlias = Literal["last", "skip"]
#: A lunar month that comes twice in a year: the first (regular) one, the leap one, or both.
Leap: TypeAlias = Literal["first", "leap", "both"]


@dataclass(frozen=True, slots=True)
class Once:
    """A single day."""

    on: date


@dataclass(frozen=True, slots=True)
class Daily:
    """Every day, or every ``every``-th from the start."""

    every: int = 1


@dataclass(frozen=True, slots=True)
class Weekly:
    """Days of the week, 0 = Monday; every ``every``-th week from the start's on."""

    days: tuple[int, ...]
    every: int = 1


@dataclass(frozen=True, slots=True)
class Monthly:
    """Days of the month, 1–31 or LAST."""

    days: tuple[int, ...]
    short: Short = "last"


@dataclass(frozen=True, slots=True)
class NthWeekday:
    """The first … fifth (or LAST) such weekday of a month; a missing fifth is left out."""

    nth: int
    weekday: int


@dataclass(frozen=True, slots=True)
class Yearly:
    """A day of the year; 29 February in other years by ``short``."""

    month: int
    day: int
    short: Short = "last"


@dataclass(frozen=True, slots=True)
class LunarMonthly:
    """Days of the lunar month, 1–30 or LAST. A leap month is a month: it has its own rằm."""

    days: tuple[int, ...]
    short: Short = "last"
    leap: Leap = "both"


@dataclass(frozen=True, slots=True)
class LunarYearly:
    """A lunar date of every year, day 1–30 or LAST; in a doubled month the first, regular one."""

    month: int
    day: int
    short: Short = "last"
    leap: Leap = "first"


Pattern: TypeAlias = (
    Once | Daily | Weekly | Monthly | NthWeekday | Yearly | LunarMonthly | LunarYearly
)
_KINDS: dict[str, type[Pattern]] = {
    "once": Once,
    "daily": Daily,
    "weekly": Weekly,
    "monthly": Monthly,
    "nth-weekday": NthWeekday,
    "yearly": Yearly,
    "lunar-monthly": LunarMonthly,
    "lunar-yearly": LunarYearly,
}
_NAMES = {made: name for name, made in _KINDS.items()}


@dataclass(frozen=True, slots=True)
class Rule:
    """When something happens: a pattern of days, an hour (to the minute), and its limits.

    ``starts``: no firing before that day. ``before``: so many days before the pattern's day, or
    after it when negative. ``until``: the last day that may fire. ``count``: so many firings in
    all. ``skips``: days left out; they do not use up the count.
    """

    pattern: Pattern
    at: time
    starts: date
    before: int = 0
    until: date | None = None
    count: int | None = None
    skips: tuple[date, ...] = ()

    def dump(self) -> dict[str, Plain]:
        """The rule as JSON."""
        pattern = {
            one.name: _plain(getattr(self.pattern, one.name)) for one in fields(self.pattern)
        }
        return {
            "pattern": {"kind": _NAMES[type(self.pattern)], **pattern},
            **{one.name: _plain(getattr(self, one.name)) for one in fields(self)[1:]},
        }

    @classmethod
    def load(cls, stored: Plain) -> Rule:
        """The rule from JSON; ValueError when it is none."""
        outer = _object(stored)
        inner = _object(outer.get("pattern"))
        kind = _KINDS.get(str(inner.get("kind")))
        if kind is None:
            raise ValueError(f"no such kind of rule: {inner.get('kind')!r}")
        try:
            return cls(kind(**_values(kind, inner)), **_values(cls, outer))
        except TypeError as error:
            raise ValueError(f"not a rule: {error}") from error


def _plain(value: object) -> Plain:
    match value:
        case tuple():
            return [_plain(one) for one in value]
        case time():
            return value.isoformat("minutes")
        case date():
            return value.isoformat()
        case None | int() | str():
            return value
        case _:
            raise TypeError(f"not part of a rule: {value!r}")


def _object(stored: Plain) -> dict[str, Plain]:
    if not isinstance(stored, dict):
        raise ValueError(f"not a rule: {stored!r}")
    return stored


def _values(kind: type[Rule] | type[Pattern], stored: dict[str, Plain]) -> dict[str, Any]:
    """The fields of ``kind`` read from JSON by their types; a missing one keeps its default."""
    return {
        one.name: _READ[str(one.type)](stored[one.name])
        for one in fields(kind)
        if one.name in stored and one.name != "pattern"
    }


def _whole(stored: Plain) -> int:
    if not isinstance(stored, int) or isinstance(stored, bool):
        raise ValueError(f"not a whole number: {stored!r}")
    return stored


def _text(stored: Plain) -> str:
    if not isinstance(stored, str):
        raise ValueError(f"not a text: {stored!r}")
    return stored


def _list(stored: Plain) -> list[Plain]:
    if not isinstance(stored, list):
        raise ValueError(f"not a list: {stored!r}")
    return stored


def _one_of(*names: str) -> Callable[[Plain], str]:
    def read(stored: Plain) -> str:
        if stored not in names:
            raise ValueError(f"{stored!r} is none of {names}")
        return str(stored)

    return read


def _day(stored: Plain) -> date:
    return date.fromisoformat(_text(stored))


_READ: dict[str, Callable[[Plain], object]] = {
    "int": _whole,
    "int | None": lambda stored: None if stored is None else _whole(stored),
    "date": _day,
    "date | None": lambda stored: None if stored is None else _day(stored),
    "time": lambda stored: time.fromisoformat(_text(stored)),
    "tuple[int, ...]": lambda stored: tuple(_whole(one) for one in _list(stored)),
    "tuple[date, ...]": lambda stored: tuple(_day(one) for one in _list(stored)),
    "Short": _one_of(*get_args(Short)),
    "Leap": _one_of(*get_args(Leap)),
}
