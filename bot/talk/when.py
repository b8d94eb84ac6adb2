"""Dates and times as people write them.

    now = datetime(2026, 11, 21, 9, tzinfo=ZONE)
    read("7h tối mai", now)                  Moment(2026-11-22T19:00+07:00)
    read("chiều chủ nhật", now)              Moment(2026-11-22T14:00, precision="part")
    read("rằm tháng giêng", now)             Moment(2027-02-20, precision="day")
    read("30 Tết", now)                      Moment(2027-02-05, "day", note="short-month")
    read("7h mai", now)                      Ask("hour", (07:00, 19:00))
    read("khi mô rảnh", now)                 Ask("vague")
    read("15/11", now)                       Past(2026-11-15)

``bot.talk.when_repeat.read_schedule`` reads recurrences too; ``bot.talk.when_field`` has the
fields for conversations.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta

from bot.talk.fold import tidy
from bot.talk.when_clock import TAKEN, Clock, clock
from bot.talk.when_day import Fact, Weekday, facts
from bot.talk.when_lunar import Days, Refused
from bot.talk.when_month import Span
from bot.talk.when_said import ZONE, Ask, Moment, Past, Range, Reading, Why
from bot.talk.when_words import marks

_DAY = timedelta(days=1)
_MOST_CANDIDATES = 7
# Where only one reading is still to come, it is meant: “chiều CN” on a Sunday at five. Words that
# contradict each other, or of which the lunar half is over, are asked about all the same.
_LEAVES_ONE = ("week", "hour")
_LATER = re.compile(
    r"(?<!\S)(?:(?P<n>\d{1,3}) )?(?P<unit>H|tiếng|tieng|MIN)(?P<half> HALF)? MORE(?!\S)"
)
# Words that mean “now” only when nothing stands beside them: “ngay” may also be “ngày”.
_AT_ONCE = re.compile(r"ngay(?: đi| di)?|luôn|luon|luôn đi|luon di|lúc này|luc nay|gửi đi|gui di")
# Without diacritics “bây giờ” and “bảy giờ” are the same.
_SEVEN = re.compile(r"(?:gui )?bay gio(?: luon| di| nay)?")
# A figure that nobody understood, or “trước …”, “sau …” something: better ask than guess.
_NUMBER = "hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|bon|bay|tam|chin|muoi"
_LIMITS = "LAST|NEXT|EXCEPT|UNTIL|FROM|TIMES"
_UNREAD = re.compile(
    rf"\d|(?<!\S)(?:{_NUMBER}) {TAKEN}|(?<!\S)(?:{_LIMITS}) ?(?:{TAKEN}|$)|(?<!\S)NOT(?!\S)"
)


def read(text: str, now: datetime) -> Reading:
    """What ``text`` says of one time, seen from ``now`` (aware)."""
    local = now.astimezone(ZONE)
    if _AT_ONCE.fullmatch(tidy(text).casefold()):
        return Moment(local, note="now")
    reading = read_marked(marks(text), local)
    if _SEVEN.fullmatch(text.strip().casefold()) and isinstance(reading, Ask):
        return Ask("hour", (Moment(local, note="now"), *reading.candidates))
    if isinstance(reading, Ask) and reading.why in ("unknown", "unclear") and not text.isascii():
        # A slip in one tone should not spoil the rest: once more without any.
        again = read_marked(marks(plain(text)), local)
        return reading if isinstance(again, Ask) and not again.candidates else again
    return reading


def plain(text: str) -> str:
    """``text`` without diacritics, with its figures and signs."""
    bare = unicodedata.normalize("NFKD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(sign for sign in bare if not unicodedata.combining(sign))


def read_marked(marked: str, now: datetime, *, day: date | None = None) -> Reading:
    """Like ``read``, for marked words; ``day``: the day that is meant when none is said."""
    if "EVERY" in marked or "EACH" in marked:
        return Ask("repeats")
    if re.search(r"(?<!\S)OR(?!\S)", marked):
        return Ask("several")
    stretch = _between(marked, now)
    if isinstance(stretch, Ask) and " - " in marked:
        # “19h30 - thứ sáu - 27/11”: a dash may only set parts of one time apart.
        parts = read_marked(marked.replace(" - ", " "), now, day=day)
        return parts if isinstance(parts, Moment) else stretch
    if stretch is not None:
        return stretch
    soon = _soon(marked, now)
    if soon is not None:
        return soon
    found, rest = facts(marked, now.date())
    hours, rest = clock(rest)
    if hours.why and not hours.hours:
        return Ask(hours.why)
    if _UNREAD.search(rest):
        return Ask("unclear")
    if not found and hours.precision == "day":
        return Ask("vague" if "VAGUE" in rest else "unknown")
    if not found and "VAGUE" in rest:
        return Ask("vague")
    days = _together(found, now.date()) if found or day is None else Days((day,))
    match days:
        case Refused(why):
            return Ask(why)
        case Span():
            return _stretch(days, hours, now)
        case Days():
            return _settle(days, hours, now)
        case _:
            return _today_or_tomorrow(hours, now)


def _soon(marked: str, now: datetime) -> Moment | None:
    """“bây giờ”, “2 tiếng nữa”, “30 phút nữa”."""
    found = _LATER.search(marked)
    if found:
        unit = timedelta(minutes=1) if found["unit"] == "MIN" else timedelta(hours=1)
        length = int(found["n"] or 1) * unit + (unit / 2 if found["half"] else timedelta())
        at = (now + length).replace(second=0, microsecond=0)
        return None if re.search(r"\d", _LATER.sub("", marked)) else Moment(at)
    if re.search(r"(?<!\S)NOW(?!\S)", marked) and not re.search(r"\d", marked):
        return Moment(now, note="now")
    return None


def _together(found: list[Fact], today: date) -> Days | Refused | Span | None:
    """One answer from all that was said of the day: expressions must agree."""
    for one in found:
        if isinstance(one, Refused):
            return one
    weekdays = {one.day for one in found if isinstance(one, Weekday)}
    days = [one for one in found if isinstance(one, Days)]
    spans = [one for one in found if isinstance(one, Span)]
    if len(weekdays) > 1 or len(spans) > 1:
        return Refused("several")
    whole = _common(days) if days else None
    weekday = weekdays.pop() if weekdays else None
    if whole is None and spans:
        return spans[0] if weekday is None else _within(spans[0], weekday)
    if whole is None:
        return None if weekday is None else _coming(weekday, today)
    if not whole.days:
        every = tuple(day for one in days for day in one.days)
        return Days(every, "several")
    if weekday is not None and all(day.weekday() != weekday for day in whole.days):
        return Days((*whole.days, *_coming(weekday, today).days[:1]), "weekday", ())
    if weekday is not None:
        fitting = tuple(day for day in whole.days if day.weekday() == weekday)
        return Days(fitting, whole.why, whole.later, whole.notes)
    if spans and not all(spans[0].start <= day <= spans[0].end for day in whole.days):
        return (
            Days(whole.days, "several", whole.later, whole.notes)
            if len(whole.days) > 1
            else Refused("several")
        )
    return whole


def _common(found: list[Days]) -> Days:
    """The days that all expressions allow: “giỗ tổ mùng 10 tháng 3” leaves the lunar one."""
    first, *others = found
    days = tuple(day for day in first.days if all(day in other.days for other in others))
    notes = tuple(dict.fromkeys(note for one in found for note in one.notes))
    return Days(days, first.why, first.later if not others else (), notes)


def _within(span: Span, weekday: int) -> Days | Refused:
    first = span.start + (weekday - span.start.weekday()) % 7 * _DAY
    days = [first + 7 * n * _DAY for n in range((span.end - first).days // 7 + 1)]
    if not days:
        return Refused("weekday")  # “đầu tháng”, and its first five days have no such weekday
    after = tuple(day + 7 * _DAY for day in days) if len(days) == 1 else ()
    return Days(tuple(days), "several", after)


def _coming(weekday: int, today: date) -> Days:
    """The coming such day; on that very day it may be today or in a week."""
    ahead = (weekday - today.weekday()) % 7
    days = (today + ahead * _DAY,) if ahead else (today, today + 7 * _DAY)
    return Days(days, "week")


def _moments(days: tuple[date, ...], hours: Clock, notes: Days) -> list[Moment]:
    said = hours.hours or ((0, time()),)
    told = dict(notes.notes)
    return [
        Moment(datetime.combine(day + after * _DAY, at, ZONE), hours.precision, told.get(day))
        for day in days
        for after, at in said
    ]


def _settle(days: Days, hours: Clock, now: datetime) -> Reading:
    """The moment that days and hours make, a question when there are several, or the past."""
    moments = _moments(days.days, hours, days)
    ahead = sorted((one for one in moments if _is_ahead(one, now)), key=lambda one: one.at)
    if not ahead:
        today = now.date() in days.days and hours.precision == "part"
        if today and hours.ends is not None and now.time() < hours.ends:
            return Ask("hour", _rest_of(now, hours.ends))
        first = moments[0]
        later = tuple(one for one in _moments(days.later, hours, days) if _is_ahead(one, now))
        return Past(first.at, first.precision, later)
    if len(moments) == 1 and hours.why is None:
        return moments[0]
    why: Why = days.why if len(days.days) > 1 else hours.why or "hour"
    if len(ahead) == 1 and why in _LEAVES_ONE:
        return ahead[0]
    return Ask(why, tuple(ahead[:_MOST_CANDIDATES]))


def _is_ahead(one: Moment, now: datetime) -> bool:
    return one.day >= now.date() if one.precision == "day" else one.at >= now


def _rest_of(now: datetime, ends: time) -> tuple[Moment, ...]:
    """The next full hours until a part of the day is over."""
    hours = range(now.hour + 1, ends.hour + (ends.minute > 0))
    return tuple(Moment(datetime.combine(now.date(), time(hour), ZONE)) for hour in hours)


def _stretch(span: Span, hours: Clock, now: datetime) -> Reading:
    """A stretch of days, from today on; with an hour, the question on which day."""
    today = now.date()
    if span.end < today:
        week_on = (Moment(datetime.combine(span.start + 7 * _DAY, time(), ZONE), "day"),)
        in_a_week = span.end - span.start < 7 * _DAY and span.start + 7 * _DAY >= today
        start = datetime.combine(span.start, time(), ZONE)
        return Past(start, "day", week_on if in_a_week else ())
    days = [span.start + n * _DAY for n in range((span.end - span.start).days + 1)]
    left = tuple(day for day in days if day >= today)
    if hours.precision == "day":
        ends = _moments((left[0], left[-1]), hours, Days(()))
        return Range(ends[0], ends[-1])
    offered = [one for one in _moments(left, hours, Days(())) if _is_ahead(one, now)]
    return Ask("day", tuple(offered[:_MOST_CANDIDATES]) if len(days) <= _MOST_CANDIDATES else ())


def _today_or_tomorrow(hours: Clock, now: datetime) -> Reading:
    """An hour without a day is today's if that is still to come; else it is asked about."""
    days = (now.date(), now.date() + _DAY)
    one, other = (_moments((day,), hours, Days(())) for day in days)
    if len(one) == 1 and hours.why is None:
        return one[0] if _is_ahead(one[0], now) else Ask("day", (other[0],))
    nearest = [a if _is_ahead(a, now) else b for a, b in zip(one, other, strict=True)]
    return Ask("hour", tuple(sorted(dict.fromkeys(nearest), key=lambda moment: moment.at)))


_SINCE = re.compile(
    r"(?:SINCE (?P<a>.+?) (?:TO|COMING|-) (?P<b>.+)|(?P<c>.*\S) (?:TO|-) (?P<d>\S.*))$"
)
_CLOCK_ONLY = re.compile(r"^(?:AT )?\d{1,2}(?: (?:H|:)(?: \d{1,2})?(?: MIN| ')?)?$")


def _between(marked: str, now: datetime) -> Range | Ask | Past | None:
    """“từ thứ 2 đến thứ 6 tuần sau”, “20-25/11”, “7h đến 9h sáng mai”: both ends are read."""
    found = _SINCE.search(marked)
    if found is None:
        return None
    first, second = found["a"] or found["c"], found["b"] or found["d"]
    end = read_marked(second, now)
    if isinstance(end, Ask) and end.why == "unknown":
        return None
    if _CLOCK_ONLY.match(first) and " " in first:
        return _hours_between(first, second, now)
    if not isinstance(end, Moment):
        return Ask("unclear") if isinstance(end, Range) else end
    start = _start(first, end, now)
    if not isinstance(start, Moment):
        return start if isinstance(start, Ask | Past) else Ask("unclear")
    return Range(start, end) if start.at < end.at else Ask("unclear")


def _start(first: str, end: Moment, now: datetime) -> Reading:
    """The first of two ends, which leaves out what the second one says."""
    number = re.fullmatch(r"(?:DAY )?(\d{1,2})", first)
    if number:
        try:
            day = end.day.replace(day=int(number[1]))
        except ValueError:
            return Ask("no-such-day")
        return _settle(Days((day,)), Clock(), now)
    weekday = re.fullmatch(r"WD(\d)", first)
    if weekday:
        day = end.day - (end.day.weekday() - int(weekday[1])) % 7 * _DAY
        return _settle(Days((day,)), Clock(), now)
    return read_marked(first, now)


def _hours_between(first: str, second: str, now: datetime) -> Range | Ask | Past:
    """“7h đến 9h sáng mai”: the day and the part of the day stand with the second hour."""
    found = re.search(r"(?<!\S)\d{1,2} (?:H|:)(?: \d{1,2}(?! /))?", second)
    end = read_marked(second, now)
    start = read_marked(second.replace(found[0], first, 1), now) if found else Ask("unclear")
    if isinstance(start, Moment) and isinstance(end, Moment) and start.at < end.at:
        return Range(start, end)
    return Ask("hour") if isinstance(start, Moment | Ask) else Ask("unclear")
