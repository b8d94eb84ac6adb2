"""When it goes out: now, at a time as people write it, or again and again; echoed in full."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot import locale
from bot.locale import ZONE, _
from bot.ports_announcements import Announcements, Draft
from bot.talk.fields import Option
from bot.talk.talk import Talk
from bot.talk.when_field import NOTES, WHY, Instead, Schedule, When, keep
from bot.talk.when_next import upcoming
from bot.talk.when_rule import Rule
from bot.talk.when_said import Ask, Moment, Repeat
from handlers.recurrence import sentence

#: So many coming times of a rule are shown before it is saved: enough to see what it means.
ECHOED = 3
#: So many times words that may mean several times are answered by such words again.
MOST_TRIES = 3


@dataclass(frozen=True, slots=True)
class Time:
    """Once at ``at``, again and again by ``rule``, or (neither) now."""

    at: datetime | None = None
    rule: Rule | None = None


def ask_time(talk: Talk, turn: str) -> Time:
    """The time, every doubt about it asked back."""
    said = talk.ask_optional(
        f"when{turn}",
        Schedule(talk.now),
        _(
            "Write it as you would say it, for example: 7h tối mai; sáng thứ 6 tuần sau; rằm "
            "tháng giêng; 6h sáng thứ hai hằng tuần; mùng 1 âm hằng "
            "tháng."
        ),
        title=_("When should it go out?"),
        skip=_("Now"),
    )
    match said:
        case None:
            return Time()
        case Repeat(rule, precision):
            if precision == "minute":
                return Time(rule=rule)
            first = upcoming(rule, talk.now, 1)[0]
            hour = _hour(talk, turn, replace_hour(first, talk.now))
            return Time(rule=replace(rule, at=hour.at.astimezone(ZONE).time()))
        case Ask():
            said = _which(talk, f"which{turn}", said)
    if said.precision == "day":
        said = _hour(talk, turn, said)
    if said.note == "now":
        return Time()
    if said.note is not None:
        talk.say(_(NOTES[said.note]))
    return Time(said.at)


def replace_hour(first: datetime, now: datetime) -> Moment:
    """The day of a first firing, for the question at what hour."""
    local = first.astimezone(ZONE)
    return Moment(max(local, now.astimezone(ZONE)).replace(hour=0, minute=0), "day")


def time_words(
    draft: Draft, announcements: Announcements, now: datetime, *, waits: bool = False
) -> Sequence[str]:
    """When it goes out, in full, with weekday and lunar date; and whether quiet hours move it.

    ``waits``: it waits for approval, so “now” is when that is given.
    """
    if waits and draft.rule is None and draft.at is None:
        return [_("as soon as you have approved it")]
    if draft.rule is not None:
        coming = upcoming(draft.rule, now, ECHOED + 1)
        times = [announcements.allowed(at, draft.kind) for at in coming]
        lines = [_("{rule}. The next times:").format(rule=sentence(draft.rule))]
        lines += [f"• {locale.when(Moment(at))}" for at in times[:ECHOED]]
        if len(times) <= ECHOED:
            lines.append(_("After that it ends."))
        moved = times != coming
    else:
        at = draft.at or now
        sent = announcements.allowed(at, draft.kind)
        moved = sent != at
        words = locale.when(Moment(sent))
        lines = [words if draft.at is not None or moved else _("Now, {time}").format(time=words)]
    if moved:
        night = announcements.quiet()
        text = _("(From {begins} to {ends} people sleep: it waits for the morning.)")
        lines.append(text.format(begins=f"{night.begins:%H:%M}", ends=f"{night.ends:%H:%M}"))
    return lines


def _which(talk: Talk, key: str, said: Ask, tries: int = MOST_TRIES) -> Moment:
    """One of the times that words may mean; another time that is written there counts as well."""
    options: list[Option[Moment | Ask]] = [
        Option(_key(one), locale.when(one), one) for one in said.candidates
    ]
    written = Instead(talk.now, said.candidates) if tries else None
    chosen = talk.choose(key, options, _(WHY[said.why]), also=written)
    return chosen if isinstance(chosen, Moment) else _which(talk, f"{key}x", chosen, tries - 1)


def _hour(talk: Talk, turn: str, day: Moment) -> Moment:
    said = talk.ask(
        f"hour{turn}",
        When(talk.now, day=day.day),
        _("At what hour?"),
        title=locale.when(replace(day, precision="day")),
    )
    return _which(talk, f"hours{turn}", said) if isinstance(said, Ask) else said


def _key(moment: Moment) -> str:
    """A moment as the key of a button: letters, digits and a few signs."""
    return keep(moment).replace(" ", ".")
