"""How many days are left: one day that has passed, the term of the law, and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.locale import _, ngettext
from bot.ports import Guides
from bot.ports_tools import Figure, Figures
from bot.talk.fields import Option
from bot.talk.message import Begin, Button
from bot.talk.talk import Talk
from handlers.basis import basis, kit, way_to, words_of
from handlers.days import in_full, past_day, this_day
from handlers.sums import friday_before, is_weekend, last_day, years_on

NAME = "term"


@dataclass(frozen=True, slots=True)
class Term:
    """One term: its figure, and the steps of the guide that say what to do in time and late."""

    figure: str
    guide: str
    in_time: str
    late: str


TERMS: Mapping[str, Term] = {
    "birth": Term("birth-days", "birth-registration", "giay", "qua-han"),
    "child-residence": Term("child-residence-days", "birth-registration", "cu-tru", "cu-tru"),
    "temporary": Term("temporary-days", "temporary-residence", "giay", "phat"),
    "temporary-end": Term("temporary-years", "temporary-residence", "lam-gia-han", "lam-gia-han"),
    "housing-list": Term("posting-days", "housing-support", "niem-yet", "phan-anh"),
}


def term(talk: Talk, figures: Figures, guides: Guides) -> None:
    """Which term (the argument may say), since when; then the last day and the days left."""
    known = kit(talk, figures, NAME)
    if not known:
        return
    topic = talk.argument
    if topic not in TERMS:
        options = [Option(key, _label(key), key) for key in TERMS]
        topic = talk.choose("which", options, _("Which term do you ask about?"))
    start = past_day(talk, _asks(topic), title=_label(topic))
    figure = known[TERMS[topic].figure]
    rule = figures.get("term-first-day")
    end = _end(figure, start)
    left = (end - this_day(talk)).days
    lines = [
        _("Counted from: {day}.").format(day=in_full(start)),
        _("The term: {term}.").format(term=figure.words),
        _("The last day: {day}.").format(day=in_full(end)),
        _left(left),
    ]
    if left > 0 and is_weekend(end):
        friday = in_full(friday_before(end))
        lines.append(_("That is a weekend. Better go by {day}.").format(day=friday))
    found = TERMS[topic]
    step = found.late if left < 0 else found.in_time
    advice = words_of(guides, found.guide, step)
    counted = [rule] if rule is not None and figure.unit == "days" else []
    if counted:
        lines.append(_("The day from which it is counted is not one of them."))
    talk.say(
        "\n".join((*lines, *(["", advice] if advice else []), "", basis([figure, *counted]))),
        title=_label(topic),
        buttons=[
            *way_to(guides, found.guide, step),
            Button(_("Another day"), Begin(NAME, topic)),
        ],
    )


def _end(figure: Figure, start: date) -> date:
    if figure.unit == "years":
        return years_on(start, figure.value)
    return last_day(start, figure.value)


def _left(days: int) -> str:
    if days > 0:
        return ngettext("{count} day is left.", "{count} days are left.", days).format(count=days)
    if days == 0:
        return _("Today is the last day.")
    late = ngettext("It is {count} day late.", "It is {count} days late.", -days)
    return late.format(count=-days)


def _label(topic: str) -> str:
    match topic:
        case "birth":
            return _("Registering a birth")
        case "child-residence":
            return _("Registering a newborn's residence")
        case "temporary":
            return _("Registering temporary residence")
        case "temporary-end":
            return _("When temporary residence runs out")
        case _:
            return _("Speaking up while a list is posted")


def _asks(topic: str) -> str:
    match topic:
        case "birth":
            asked = _("On which day was the child born?")
        case "child-residence":
            asked = _("On which day did you get the birth certificate?")
        case "temporary":
            asked = _("Since which day have you stayed there?")
        case "temporary-end":
            asked = _("On which day was the temporary residence registered?")
        case _:
            asked = _("On which day was the list posted?")
    return "\n".join((asked, _("For example: 12/9, the 5th of last month, yesterday.")))
