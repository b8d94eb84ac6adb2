"""The hour in marked words: “7 H EVE” is seven in the evening, “7 H” may be either."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time
from typing import TypeAlias

from bot.talk.when_said import Precision, Why

#: Days after the day that was said (1 for the midnight that ends it), and the hour.
Hour: TypeAlias = tuple[int, time]


@dataclass(frozen=True, slots=True)
class Clock:
    """The hours that words may mean: none were said, one, or several to choose from.

    ``ends``: until when today the part of the day lasts. ``why``: what makes it a question.
    """

    hours: tuple[Hour, ...] = ()
    precision: Precision = "day"
    ends: time | None = None
    why: Why | None = None


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of the day: how its hours shift, its usual hour, and when it is over."""

    hours: dict[int, tuple[tuple[int, int], ...]]
    usual: time | None = None
    ends: time | None = None


def _same(*ranges: tuple[int, int, int]) -> dict[int, tuple[tuple[int, int], ...]]:
    """Each range (first, last, shift): the hours first…last, ``shift`` hours on."""
    return {
        hour: ((0, hour + by),) for first, last, by in ranges for hour in range(first, last + 1)
    }


_MIDNIGHTS = ((0, 0), (1, 0))
# The windows and usual hours are those of the people who use it (facts: phrases, section 5).
_PARTS = {
    "MORN": _Part(_same((1, 11, 0)), time(7, 30), time(11)),
    "NOON": _Part(_same((10, 13, 0), (1, 2, 12)), time(11, 30), time(13)),
    "MIDDAY": _Part(_same((11, 13, 0)), time(12), time(13)),
    "AFT": _Part(_same((1, 6, 12), (12, 18, 0)), time(14), time(18)),
    "EVE": _Part(_same((5, 11, 12), (17, 23, 0)) | {12: _MIDNIGHTS}, time(19, 30), time(22)),
    "NIGHT": _Part(
        _same((8, 11, 12), (20, 23, 0))
        | {hour: ((0, hour), (1, hour)) for hour in range(1, 5)}
        | {0: _MIDNIGHTS, 12: _MIDNIGHTS}
    ),
    "AM": _Part(_same((1, 11, 0), (12, 12, -12))),
    "PM": _Part(_same((1, 11, 12), (12, 12, 0), (13, 23, 0))),
    "DUSK": _Part(_same((5, 7, 12), (17, 19, 0)), time(18, 30), time(19, 30)),
    "DAWN": _Part(_same((4, 6, 0)), time(5, 30), time(6, 30)),
    "COCK": _Part(_same((3, 5, 0))),
    "MIDNIGHT": _Part({0: _MIDNIGHTS, 12: _MIDNIGHTS}),
}
# What to offer when only a part was said that has no usual hour.
_OFFERED: dict[str, tuple[Hour, ...]] = {
    "NIGHT": ((0, time(20)), (0, time(22))),
    "COCK": ((0, time(4, 30)), (0, time(5))),
    "MIDNIGHT": ((0, time()), (1, time())),
}
_PART = r"(?:MORN|NOON|MIDDAY|AFT|EVE|NIGHT|MIDNIGHT|DUSK|DAWN|COCK|AM|PM)"
_NEXT_UNIT = r"(?! (?:MON|DAY|WEEK|H|/|LM|TET|MORE|SHIFT|tiếng|tieng|\d))"
_SPOKEN = tuple(
    re.compile(rf"(?<!\S){pattern}(?!\S)")
    for pattern in (
        r"(?P<h>\d{1,2}) (?:H )?LESS (?P<less>\d{1,2})(?: MIN)?",
        r"LESS (?P<less>\d{1,2})(?: MIN)? (?P<h>\d{1,2}) H",
        r"(?P<h>\d{1,2}) (?:H )?(?P<half>HALF)",
        rf"(?P<h>\d{{1,2}}) (?:H|:) (?P<m>\d{{1,2}}){_NEXT_UNIT}(?: MIN| '|')?(?: H)?",
        r"(?P<h>\d{1,2}) H",
        r"(?P<h>\d{1,2})(?= (?:AM|PM)(?:\s|$))",
        rf"AT (?P<h>\d{{1,2}}){_NEXT_UNIT}",
        rf"(?<!DAY )(?<!MUNG )(?<!AND )(?P<h>\d{{1,2}})(?= {_PART}(?:\s|$))",
    )
)
_PART_ALONE = re.compile(rf"(?<!\S){_PART}(?!\S)")
TAKEN = "·"


def clock(marked: str) -> tuple[Clock, str]:
    """The hour that was said, and the words that are left (what was understood becomes a dot)."""
    spoken: list[dict[str, str | None]] = []
    for pattern in _SPOKEN:
        found = [match.groupdict() for match in pattern.finditer(marked)]
        spoken += [one for one in found if one not in spoken]
        marked = pattern.sub(TAKEN, marked)
    parts = list(dict.fromkeys(_PART_ALONE.findall(marked)))
    marked = _PART_ALONE.sub(TAKEN, marked)
    if len(spoken) > 1 or len(parts) > 1:
        return Clock(why="several"), marked
    part = _PARTS[parts[0]] if parts else None
    if spoken:
        return _told(spoken[0], part), marked
    if part is None:
        return Clock(), marked
    if part.usual is None:
        return Clock(_OFFERED.get(parts[0], ()), "minute", why="hour"), marked
    return Clock(((0, part.usual),), "part", part.ends), marked


def _told(found: dict[str, str | None], part: _Part | None) -> Clock:
    """The hours that a spoken hour may be, in its part of the day."""
    said = found["h"] or ""
    hour, minute = int(said), int(found.get("m") or 0)
    if found.get("half"):
        minute = 30
    before = int(found.get("less") or 0)
    if hour > 24 or minute > 59 or before > 59 or (hour == 24 and minute):
        return Clock(why="no-such-day")
    hours = _hours(hour, len(said) == 2, part)
    if not hours:
        return Clock(why="hour")
    times = tuple(_back(day, at, minute, before) for day, at in hours)
    return Clock(times, "minute", why="hour" if len(times) > 1 else None)


def _hours(hour: int, padded: bool, part: _Part | None) -> tuple[tuple[int, int], ...]:
    if part is not None:
        return part.hours.get(hour, ())
    if hour == 24:
        return ((1, 0),)
    # “07:00” and “19h” are clocks of 24 hours; “7h” is said of the morning and of the evening.
    return (
        ((0, hour),)
        if hour in (0, *range(12, 24)) or (padded and hour < 10)
        else (
            (0, hour),
            (0, hour + 12),
        )
    )


def _back(day: int, hour: int, minute: int, before: int) -> Hour:
    """“8 H LESS 15” is a quarter to eight."""
    whole = (day * 24 + hour) * 60 + minute - before
    return whole // 1440, time(whole % 1440 // 60, whole % 60)
