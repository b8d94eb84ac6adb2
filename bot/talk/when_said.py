"""What words about time may mean: a moment, a stretch of days, a question back, or the past.

match read("7h tối mai", now):
    case Moment(at, precision):     at is aware (Asia/Ho_Chi_Minh)
    case Range(start, end):         "tuần sau": both ends are moments, both belong to it
    case Ask(why, candidates):      ask back; candidates become buttons when there are any
    case Past(at, candidates):      over already; candidates: the next one like it
    case Repeat(rule, precision):   "mùng 1 và rằm hằng tháng"
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeAlias
from zoneinfo import ZoneInfo

from bot.talk.lunar import LunarDay, to_lunar
from bot.talk.when_rule import Rule

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")

#: minute: an hour was said; part: only “sáng”, “tối” … (``at`` holds its default hour); day: none.
Precision: TypeAlias = Literal["minute", "part", "day"]

#: What the person should be told beside the date.
Note: TypeAlias = Literal[
    "now",  # “bây giờ”: at once, whenever that is carried out
    "today",  # “thứ 7 này” on a Saturday: today is meant
    "short-month",  # there is no 30th in that lunar month: its last day, the 29th
    "month-end",  # “cuối tháng” read as its last day
    "regular-month",  # the lunar month comes twice that year: the first is meant
    "leap-month",  # the leap month itself was named
]

#: Why a question goes back to the person.
Why: TypeAlias = Literal[
    "unknown",  # no date and no hour found
    "vague",  # “mùa gặt”, “khi mô rảnh”, “ra giêng”
    "unclear",  # something in the words was not understood
    "several",  # more than one time, or “hoặc”
    "day",  # an hour without a day that is still to come, or a stretch of days
    "hour",  # morning or evening? which hour of the night?
    "calendar",  # lunar or solar?
    "weekday",  # weekday and date disagree
    "week",  # this week's or next week's?
    "past",  # it is over; the next one like it is offered
    "no-such-day",  # 31/11, 25 o'clock, 30 of a month that has 29 days
    "repeats",  # a recurrence where one time is asked for
]


@dataclass(frozen=True, slots=True)
class Moment:
    """One time. ``at`` is aware; with precision “day” it is midnight and the hour is open."""

    at: datetime
    precision: Precision = "minute"
    note: Note | None = None

    @property
    def day(self) -> date:
        """The day in Vietnam."""
        return self.at.astimezone(ZONE).date()

    @property
    def lunar(self) -> LunarDay:
        """The lunar date of that day."""
        return to_lunar(self.day)


@dataclass(frozen=True, slots=True)
class Range:
    """A stretch of days, or of hours within a day; both ends belong to it."""

    start: Moment
    end: Moment


@dataclass(frozen=True, slots=True)
class Ask:
    """What must be asked back, and the readings that are possible."""

    why: Why
    candidates: tuple[Moment, ...] = ()


@dataclass(frozen=True, slots=True)
class Past:
    """A time that is over; never rolled over silently. ``candidates``: the next one like it."""

    at: datetime
    precision: Precision = "minute"
    candidates: tuple[Moment, ...] = ()


@dataclass(frozen=True, slots=True)
class Repeat:
    """A recurrence. With precision “day” no hour was said: ``rule.at`` is to be asked."""

    rule: Rule
    precision: Precision = "minute"


Reading: TypeAlias = Moment | Range | Ask | Past
Schedule: TypeAlias = Moment | Range | Ask | Past | Repeat
