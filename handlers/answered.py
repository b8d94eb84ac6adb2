"""An answer that a cadre wrote and another approved, as residents read it."""

from __future__ import annotations

from bot.locale import _, current, short_day
from bot.ports import Guides
from bot.ports_questions import Answered, Questions
from bot.talk.message import Begin, Button, Outgoing
from bot.talk.talk import Talk
from handlers.menu import guide_button

#: What answers are written in; readers of another language are told.
WRITTEN_IN = "vi"


def answered(talk: Talk, questions: Questions, guides: Guides) -> None:
    """The answer whose number is the argument, from a notice or an offer."""
    number = int(talk.argument) if talk.argument.isdecimal() and len(talk.argument) < 10 else 0
    found = questions.answer(number)
    if found is None:
        text = _("This answer is not given any more. Please write your question again.")
        talk.say(text, buttons=(Button(_("☰ Menu"), Begin("menu")),))
        return
    shown = screen(found, guides)
    talk.say(shown.text, title=shown.title, buttons=shown.buttons)


def screen(answer: Answered, guides: Guides) -> Outgoing:
    """The question, the answer, and whose word it is; or the guide that says it."""
    menu = Button(_("☰ Menu"), Begin("menu"))
    if answer.kind == "guide":
        guide = guides.get(answer.guide.partition(":")[0])
        if guide is not None:
            way = Button(guide_button(guide).label, Begin("guide", answer.guide))
            text = _("There is a guide about this: “{title}”.").format(title=guide.title)
            return Outgoing(text, title=answer.title, buttons=(way, menu))
    parts = [answer.text, origin(answer)]
    if current().code != WRITTEN_IN:
        parts.insert(0, _("This answer is there in Vietnamese only."))
    officer = Button(_("☎ Talk to an officer"), Begin("officer"))
    return Outgoing("\n\n".join(parts), title=answer.title, buttons=(officer, menu))


def origin(answer: Answered) -> str:
    """Whose word it is, and of which day."""
    if answer.answered_on is None:
        return _("Source: {office}").format(office=answer.office)
    return _("Source: {office} · Answered on {day}").format(
        office=answer.office, day=short_day(answer.answered_on)
    )
