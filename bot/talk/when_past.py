"""A day that is over, as people say it: “mùng 5 tháng trước”, “12/9”, “hôm kia”, “20 ngày rồi”.

    said = talk.ask("day", Since(talk.now), _("On which day?"))
    if isinstance(said, Ask):              # “mùng 5”: by the moon or by the sun?
        said = talk.choose("which", [Option(keep(one), locale.when(one), one)
                                     for one in said.candidates], _(WHY[said.why]))

What ``bot.talk.when`` reads forward (“mùng 5” is the next one) is read backward here: the last such
day up to today. An answer is kept as ISO text; it stays good, for the past does not go away.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.talk.fields import Plain, Rejected, Withdrawn
from bot.talk.message import Content, Words
from bot.talk.when import plain, read_marked
from bot.talk.when_day import Weekday, facts
from bot.talk.when_field import WHY, keep, recall
from bot.talk.when_lunar import Days, Refused
from bot.talk.when_month import Span
from bot.talk.when_said import ZONE, Ask, Moment, Past
from bot.talk.when_words import marks

_DAY = timedelta(days=1)
#: A lunar year with a leap month has 385 days at most: so far back lies the last such day.
_A_YEAR = 400
#: Nobody's papers are older.
_OLDEST = timedelta(days=366 * 120)
_MONTH = 30
# “20 ngày”, “2 tuần nay”, “cách đây 1 tháng”: so long ago.
_AGO = re.compile(r"(?<!\S)(?P<n>\d{1,3}) (?P<unit>DAY|WEEK|MON)(?: (?:THIS|LAST))?(?! ?\d)(?!\S)")
_AHEAD = re.compile(r"(?<!\S)(?:D\+[1-9]|NEXT2?|COMING|MORE)(?!\S)")


def _(text: str) -> str:
    """Mark for the catalogue; the talk translates when it speaks."""
    return text


_TO_COME = _("That day is still to come. Please write the day on which it happened.")
_ONE_DAY = _("Please write one day, for example: 12/9, the 5th of last month, yesterday.")


def read_past(text: str, now: datetime) -> date | Ask | Rejected:
    """The day in ``text``, what to ask about it, or why it will not do."""
    local = now.astimezone(ZONE)
    found = _read(marks(text), local)
    if isinstance(found, Rejected) and not text.isascii():
        # A slip in one tone should not spoil the rest: once more without any.
        again = _read(marks(plain(text)), local)
        return found if isinstance(again, Rejected) else again
    return found


def _read(marked: str, now: datetime) -> date | Ask | Rejected:
    today = now.date()
    found, rest = facts(marked, today)
    ago = _AGO.search(marked)
    if ago and all(isinstance(fact, Span) for fact in found):  # “2 tuần nay” is no week of now
        found, rest = [Days((_back(today, int(ago["n"]), ago["unit"]),))], _AGO.sub("", marked)
    if _AHEAD.search(marked):
        return Rejected(_TO_COME)
    if re.search(r"\d", rest):
        return Rejected(_ONE_DAY)
    match found:
        case [Days() as days]:
            return _chosen(days, (_behind(marked, days, today, at) for at in range(len(days.days))))
        case [Weekday(day)]:
            return today - (today.weekday() - day) % 7 * _DAY
        case [Refused(why)]:
            return Rejected(WHY[why])
        case [Span(), Weekday()] | [Weekday(), Span()] | []:
            reading = read_marked(marked, now)
            at = reading.at if isinstance(reading, Past | Moment) else None
            seen = at.astimezone(ZONE).date() if at else today
            return seen if seen <= today and (found or seen < today) else Rejected(_ONE_DAY)
        case _:
            return Rejected(_ONE_DAY)


def _back(today: date, count: int, unit: str) -> date:
    if unit != "MON":
        return today - count * (7 if unit == "WEEK" else 1) * _DAY
    months = today.year * 12 + today.month - 1 - count
    year, month = divmod(months, 12)
    first = date(year, month + 1, 1)
    after = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return first + (min(today.day, (after - first).days) - 1) * _DAY


def _behind(marked: str, days: Days, today: date, slot: int) -> date | None:
    """The last day up to today that the words mean, read as the ``slot``-th of their meanings.

    Seen from an earlier day the words mean a day that is not later, so the day from which to look
    is found by halving.
    """
    if days.days[slot] <= today:
        return days.days[slot]
    near, far = 0, _A_YEAR
    while near < far:
        middle = (near + far) // 2
        seen = _seen(marked, today - middle * _DAY, slot)
        near, far = (near, middle) if seen and seen <= today else (middle + 1, far)
    return _seen(marked, today - near * _DAY, slot) if near < _A_YEAR else None


def _seen(marked: str, today: date, slot: int) -> date | None:
    found, _rest = facts(marked, today)
    days = found[0].days if found and isinstance(found[0], Days) else ()
    return days[min(slot, len(days) - 1)] if days else None


def _chosen(said: Days, found: Iterable[date | None]) -> date | Ask | Rejected:
    days = sorted({day for day in found if day is not None}, reverse=True)
    if not days:
        return Rejected(_TO_COME)
    return days[0] if len(days) == 1 else Ask(said.why, tuple(_whole(day) for day in days))


def _whole(day: date) -> Moment:
    return Moment(datetime(day.year, day.month, day.day, tzinfo=ZONE), "day")


@dataclass(frozen=True, slots=True)
class Since:
    """A day up to today: a date, or an Ask with candidates to choose from."""

    now: datetime
    kind: str = "since"

    def read(self, content: Content) -> date | Ask | Rejected:
        """The day that was written, what to ask about it, or why it will not do."""
        if not isinstance(content, Words):
            return Rejected(_("Please write the day in words."))
        found = read_past(content.text, self.now)
        if isinstance(found, date) and not self._holds(found):
            return Rejected(_TO_COME if found > self._today else _ONE_DAY)
        return found

    @property
    def _today(self) -> date:
        return self.now.astimezone(ZONE).date()

    def _holds(self, day: date) -> bool:
        return self._today - _OLDEST <= day <= self._today

    def dump(self, value: date | Ask) -> Plain:
        """ISO text, or the question and its candidates as a list of texts."""
        if isinstance(value, date):
            return value.isoformat()
        return [value.why, *(keep(one) for one in value.candidates)]

    def load(self, stored: Plain) -> date | Ask:
        """The day again."""
        try:
            match stored:
                case str():
                    day = date.fromisoformat(stored)
                    if self._holds(day):
                        return day
                case [str() as why, *texts] if why in WHY and texts:
                    return Ask(why, tuple(recall(str(one)) for one in texts))
        except ValueError as error:
            raise Withdrawn from error
        raise Withdrawn
