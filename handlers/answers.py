"""Answers in force: who said what when, what is due for review; changed or taken back by two."""

from __future__ import annotations

from bot.deeds_questions import ProposeAnswer
from bot.locale import ZONE, _, short_day
from bot.ports import Answers, Commune, Guides, Me, Offices
from bot.ports_questions import Answered, Questions
from bot.talk.fields import Option, Text
from bot.talk.message import Begin, Button
from bot.talk.talk import Talk
from handlers import answered, composing, phrases
from handlers.announce import work_button

PAGE = 8
FROM = "from-"


def answers(
    talk: Talk,
    me: Me,
    offices: Offices,
    questions: Questions,
    guides: Guides,
    answers: Answers,
    commune: Commune,
) -> None:
    """The list, the next to be reviewed first; with a number as argument that answer."""
    if not offices.reach("answer") and not offices.reach("approve"):
        phrases.unknown_errand(talk, guides, me)
        return
    if not talk.argument.isdecimal() or len(talk.argument) > 9:
        _list(talk, questions)
        return
    found = questions.kept(int(talk.argument))
    if found is None:
        text = _("This answer is not given any more.")
        talk.say(text, buttons=(_list_button(), work_button()))
        return
    shown = answered.screen(found, guides)
    talk.say(shown.text, title=shown.title)
    if found.place.id not in offices.reach("answer") or found.changing:
        text = _("A change of it waits for approval.") if found.changing else ""
        lines = (*_facts(talk, found), text) if text else _facts(talk, found)
        talk.say("\n".join(lines), buttons=(_list_button(), work_button()))
        return
    options = [
        Option("change", _("✏ Change it, or say that it still holds"), "change"),
        Option("withdraw", _("✖ Take it back"), "withdraw"),
        Option("leave", _("Leave it"), "leave"),
    ]
    if found.kind == "guide":
        del options[0]
    match talk.choose("act", options, "\n".join(_facts(talk, found))):
        case "change":
            desk = composing.Desk(talk, questions, guides, answers, commune)
            composing.in_words(desk, found.group, found, replaces=found.number)
        case "withdraw":
            why = talk.ask("why", Text(3, 300), _("Why? The second person reads it."))
            talk.do(
                ProposeAnswer(
                    found.group,
                    "withdraw",
                    found.place.id,
                    found.review_by,
                    found.question,
                    why,
                    found.office,
                    found.guide,
                    found.number,
                )
            )
        case _:
            talk.say(_("All right, it stays."), buttons=(_list_button(), work_button()))


def _list(talk: Talk, questions: Questions) -> None:
    found = questions.in_force()
    start = talk.argument.removeprefix(FROM)
    first = int(start) if talk.argument.startswith(FROM) and start.isdecimal() else 0
    buttons = [
        Button(one.title, Begin("answers", str(one.number))) for one in found[first : first + PAGE]
    ]
    if first + PAGE < len(found):
        buttons.append(Button(_("More …"), Begin("answers", f"{FROM}{first + PAGE}")))
    text = _("The next to be looked at again come first.")
    if not found:
        text = _("There are none yet.")
    title = _("Approved answers")
    talk.say(text, title=title, buttons=(*buttons, composing.questions_button(), work_button()))


def _facts(talk: Talk, found: Answered) -> list[str]:
    lines = [
        _("Written by {author}, approved by {approver}.").format(
            author=found.author, approver=found.approver
        ),
        _("For: {place}. To be looked at again by {day}.").format(
            place=found.place.name, day=short_day(found.review_by)
        ),
    ]
    if found.review_by < talk.now.astimezone(ZONE).date():
        lines.append(_("That day has passed: Khéo does not give this answer until it is renewed."))
    return lines


def _list_button() -> Button:
    return Button(_("Approved answers"), Begin("answers"))
