"""A day in the past, asked for in people's own words, and days said in full."""

from __future__ import annotations

from datetime import date, datetime

from bot.locale import ZONE, _, when
from bot.talk.fields import Option
from bot.talk.talk import Talk
from bot.talk.when_field import WHY, keep
from bot.talk.when_past import Since
from bot.talk.when_said import Ask, Moment

DAY = "day"


def this_day(talk: Talk) -> date:
    """The date on the clock of Vietnam."""
    return talk.now.astimezone(ZONE).date()


def past_day(talk: Talk, text: str, title: str = "") -> date:
    """The day on which something happened; where the words mean two, the person chooses."""
    said = talk.ask(DAY, Since(talk.now), text, title=title)
    if isinstance(said, date):
        return said
    return _which(talk, said).day


def _which(talk: Talk, said: Ask) -> Moment:
    options = [Option(_key(one), when(one), one) for one in said.candidates]
    return talk.choose("which-day", options, _(WHY[said.why]))


def _key(moment: Moment) -> str:
    return keep(moment).partition(" ")[0]


def in_full(day: date) -> str:
    """A day with its weekday, and by the moon."""
    return when(Moment(datetime(day.year, day.month, day.day, tzinfo=ZONE), "day"))
