"""Questions about time for conversations.

    said = talk.ask("when", When(talk.now), _("When?"))
    if isinstance(said, Ask):                          # it could be more than one time
        said = talk.choose("which", [Option(keep(one), locale.when(one), one)
                                     for one in said.candidates], _(WHY[said.why]),
                           also=Instead(talk.now, said.candidates))  # may be an Ask once more
    if said.precision == "day":                        # a day was chosen, its hour is open
        said = talk.ask("hour", When(talk.now, day=said.day), _("At what hour?"))

    plan = talk.ask("plan", Schedule(talk.now), _("When, or how often?"))
    match plan:
        case Repeat(rule, "day"):                      # the hour of a rule is still open
            first = upcoming(rule, talk.now, 1)[0].date()
            said = talk.ask("hour", When(talk.now, day=first), _("At what hour?"))

An answer is kept as ISO text. A time that has passed meanwhile is asked again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import get_args

from bot.talk.fields import Plain, Rejected, Withdrawn
from bot.talk.message import Content, Words
from bot.talk.when import read, read_marked
from bot.talk.when_next import Never, refusal
from bot.talk.when_repeat import read_schedule
from bot.talk.when_rule import Rule
from bot.talk.when_said import (
    ZONE,
    Ask,
    Moment,
    Note,
    Past,
    Precision,
    Range,
    Reading,
    Repeat,
    Why,
)
from bot.talk.when_words import marks

_DAY = timedelta(days=1)
_MOST_CANDIDATES = 7
#: The hours that are offered when a day was said without one.
HOURS = (time(7, 30), time(11, 30), time(14), time(19, 30))


def _(text: str) -> str:
    """Mark for the catalogue; the talk translates when it speaks."""
    return text


#: What to say when words must be asked back about; candidates, if any, follow as buttons.
WHY: dict[Why, str] = {
    "unknown": _("I did not find a day or an hour in that."),
    "vague": _("That has no date yet. Please name a day, for example: 25/11, Friday, 15 lunar."),
    "unclear": _("I did not understand all of that. Please write it more simply."),
    "several": _("That could be more than one time. Which one?"),
    "day": _("On which day?"),
    "hour": _("At what hour, morning or evening?"),
    "calendar": _("By the lunar or the solar calendar?"),
    "weekday": _("That weekday and that date do not go together. Which one is right?"),
    "week": _("This one, or the one a week later?"),
    "past": _("That time is over. Is it this one?"),
    "no-such-day": _("There is no such day or hour. Please look once more."),
    "repeats": _("Please write one time only here."),
}

# A rule cannot be offered on a button, so the words to write are.
_BOTH = _(
    "By the lunar or the solar calendar? Please write it with the word: “mùng 1 âm hằng tháng” or "
    "“mùng 1 dương hằng tháng”."
)
#: What to tell beside a date.
NOTES: dict[Note, str] = {
    "now": _("That is at once."),
    "today": _("That is today."),
    "short-month": _("That lunar month has only 29 days, so its last day is meant."),
    "month-end": _("That is the last day of the month."),
    "regular-month": _("That year has this lunar month twice; the first one is meant."),
    "leap-month": _("That is the leap month."),
}

#: Why a rule is not taken.
NEVER: dict[Never, str] = {
    "past": _("That time is over. Please choose one that is still to come."),
    "used-up": _("With that number of times it would never be sent."),
    "ended": _("It would end before it is sent for the first time."),
    "skipped": _("All its days are left out, so it would never be sent."),
    "no-such-day": _("There is never such a day, so it would never be sent."),
}


def keep(moment: Moment) -> str:
    """A moment as short text: ISO, then its precision and note where they matter."""
    if moment.precision == "day":
        told = [moment.day.isoformat()]
    else:
        told = [moment.at.astimezone(ZONE).strftime("%Y-%m-%dT%H:%M")]
    told += ["part"] if moment.precision == "part" else []
    return " ".join([*told, moment.note] if moment.note else told)


def recall(text: str) -> Moment:
    """The moment behind such text; ValueError when it is none."""
    first, *more = text.split(" ")
    at = datetime.fromisoformat(first).replace(tzinfo=ZONE)
    precision: Precision = "day" if "T" not in first else "part" if "part" in more else "minute"
    notes: tuple[Note, ...] = get_args(Note)
    if any(one != "part" and one not in notes for one in more):
        raise ValueError(f"not a moment: {text!r}")
    return Moment(at, precision, next((note for note in notes if note in more), None))


def is_ahead(moment: Moment, now: datetime) -> bool:
    """Whether a moment is still to come; a day is until it is over, and “now” always is."""
    if moment.note == "now":
        return True
    if moment.precision == "day":
        return moment.day >= now.astimezone(ZONE).date()
    return moment.at >= now


@dataclass(frozen=True, slots=True)
class When:
    """One time still to come, with its hour: a Moment, or an Ask with candidates to choose from.

    ``day``: the day that is meant when only an hour is said. ``whole``: a day alone will do.
    """

    now: datetime
    day: date | None = None
    whole: bool = False
    kind: str = "when"

    def read(self, content: Content) -> Moment | Ask | Rejected:
        """The time that was written, what to ask about it, or why it will not do."""
        if not isinstance(content, Words):
            return Rejected(_("Please write the day and the hour in words."))
        return self.judge(self.reading(content.text))

    def reading(self, text: str) -> Reading:
        """What the words say, of the day that is meant where they name none."""
        if self.day is None:
            return read(text, self.now)
        return read_marked(marks(text), self.now.astimezone(ZONE), day=self.day)

    def judge(self, reading: Reading) -> Moment | Ask | Rejected:
        """The same for words that have been read already."""
        match reading:
            case Moment(precision="day") if not self.whole:
                return self._hours((reading,), "hour")
            case Moment():
                return reading
            case Range(start, end) if start.day == end.day:
                return start
            case Range(start, end):
                return self._hours(_days(start, end), "day")
            case Past(_, _, candidates):
                return self._hours(candidates, "past")
            case _:
                return self._hours(reading.candidates, reading.why)

    def _hours(self, offered: tuple[Moment, ...], why: Why) -> Moment | Ask | Rejected:
        """A question with what can be chosen; a single day is offered at several hours."""
        if not offered:
            return Rejected(NEVER["past"] if why == "past" else WHY[why])
        if len(offered) == 1 and why == "day" and offered[0].precision != "day":
            return offered[0]  # “6h sáng” in the afternoon: nothing is left to ask
        if len(offered) == 1 and offered[0].precision == "day" and not self.whole:
            day, note = offered[0].day, offered[0].note
            hours = (Moment(datetime.combine(day, at, ZONE), "minute", note) for at in HOURS)
            offered = tuple(one for one in hours if is_ahead(one, self.now))
            return Ask(why, offered) if offered else Rejected(NEVER["past"])
        return Ask(why, offered[:_MOST_CANDIDATES])

    def dump(self, value: Moment | Ask) -> Plain:
        """ISO text, or the question and its candidates as a list of texts."""
        if isinstance(value, Moment):
            return keep(value)
        return [value.why, *(keep(one) for one in value.candidates)]

    def load(self, stored: Plain) -> Moment | Ask:
        """The time again, unless it has passed meanwhile."""
        match stored:
            case str():
                return self._still([stored])[0]
            case [str() as why, *texts] if why in WHY and texts:
                return Ask(why, self._still(texts))
        raise Withdrawn

    def _still(self, texts: Iterable[Plain]) -> tuple[Moment, ...]:
        try:
            moments = tuple(recall(str(one)) for one in texts)
        except ValueError as error:
            raise Withdrawn from error
        ahead = tuple(one for one in moments if is_ahead(one, self.now))
        if not ahead:
            raise Withdrawn
        return ahead


@dataclass(frozen=True, slots=True)
class Instead:
    """What is written when one of ``offered`` times is asked for: one of them, or another time."""

    now: datetime
    offered: tuple[Moment, ...]
    kind: str = "instead"

    def read(self, content: Content) -> Moment | Ask | Rejected:
        """The one of them that the words point at, or what they say by themselves."""
        if not isinstance(content, Words):
            return self._when.read(content)
        reading = self._when.reading(content.text)
        return self._meant(reading) or self._when.judge(reading)

    def _meant(self, reading: Reading) -> Moment | None:
        """“Thứ 5”, “tuần sau”: the one on such a day; “tối”: the one nearest to the evening."""
        match reading:
            case Moment(at, precision="part") if reading.day == self._when.day:
                return min(self.offered, key=lambda one: abs(one.at - at))
            case Moment(precision="day"):
                first = last = reading.day
            case Range(start, end):
                first, last = start.day, end.day
            case _:
                return None
        fitting = [one for one in self.offered if first <= one.day <= last]
        return fitting[0] if len(fitting) == 1 else None

    def dump(self, value: Moment | Ask) -> Plain:
        """What ``When`` keeps."""
        return self._when.dump(value)

    def load(self, stored: Plain) -> Moment | Ask:
        """The time again, unless it has passed meanwhile."""
        return self._when.load(stored)

    @property
    def _when(self) -> When:
        days = {one.day for one in self.offered}
        return When(self.now, day=days.pop() if len(days) == 1 else None)


def _days(start: Moment, end: Moment) -> tuple[Moment, ...]:
    days = min((end.day - start.day).days + 1, _MOST_CANDIDATES)
    return tuple(Moment(start.at + n * _DAY, start.precision, start.note) for n in range(days))


@dataclass(frozen=True, slots=True)
class Schedule:
    """One time or a recurrence: a Moment, an Ask with candidates, or a Repeat that does fire."""

    now: datetime
    kind: str = "schedule"

    def read(self, content: Content) -> Moment | Ask | Repeat | Rejected:
        """What was written, what to ask about it, or why it will not do."""
        if not isinstance(content, Words):
            return Rejected(_("Please write the day and the hour in words."))
        reading = read_schedule(content.text, self.now)
        if isinstance(reading, Ask) and reading.why == "calendar" and not reading.candidates:
            return Rejected(_BOTH)
        if not isinstance(reading, Repeat):
            return When(self.now).judge(reading)
        never = refusal(reading.rule, self.now)
        return reading if never is None else Rejected(NEVER[never])

    def dump(self, value: Moment | Ask | Repeat) -> Plain:
        """The rule as JSON, or what ``When`` keeps."""
        if isinstance(value, Repeat):
            return {"rule": value.rule.dump(), "precision": value.precision}
        return When(self.now).dump(value)

    def load(self, stored: Plain) -> Moment | Ask | Repeat:
        """The same again, unless it is over meanwhile."""
        if not isinstance(stored, dict):
            return When(self.now).load(stored)
        try:
            rule = Rule.load(stored.get("rule"))
        except ValueError as error:
            raise Withdrawn from error
        precisions: tuple[Precision, ...] = get_args(Precision)
        kept = next((one for one in precisions if one == stored.get("precision")), None)
        if kept is None or refusal(rule, self.now) is not None:
            raise Withdrawn
        return Repeat(rule, kept)
