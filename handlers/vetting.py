"""The second pair of eyes on answers: what waits for me, as residents would read it."""

from __future__ import annotations

from bot.deeds_questions import JudgeProposal
from bot.locale import _, short_day
from bot.ports import Guides, Me, Offices
from bot.ports_questions import Answered, Questions
from bot.talk.fields import Option, Text
from bot.talk.message import Begin, Button
from bot.talk.talk import Talk
from handlers import answered, phrases
from handlers.announce import work_button

#: As much as the store keeps of a note.
LONGEST = 500


def vetting(talk: Talk, me: Me, offices: Offices, questions: Questions, guides: Guides) -> None:
    """The list, or with a number as argument that one answer."""
    if not offices.reach("approve"):
        phrases.unknown_errand(talk, guides, me)
        return
    waiting = questions.waiting()
    if not talk.argument:
        buttons = [Button(one.title, Begin("vetting", str(one.number))) for one in waiting]
        text = (
            _("Please read each in full before you decide.")
            if buttons
            else _("Nothing waits for you.")
        )
        talk.say(text, title=_("Answers to approve"), buttons=(*buttons, work_button()))
        return
    found = next((one for one in waiting if str(one.number) == talk.argument), None)
    if found is None:
        text = _("This answer does not wait for you (any more).")
        talk.say(text, buttons=(_others(), work_button()))
        return
    _judge(talk, found, guides)


def _judge(talk: Talk, found: Answered, guides: Guides) -> None:
    withdraw = found.kind == "withdraw"
    if not withdraw:
        shown = answered.screen(found, guides)
        talk.say(shown.text, title=shown.title)
    lines = [_("Written by: {author}").format(author=found.author)]
    if withdraw:
        text = _("Khéo is not to give this answer any more: “{title}”.")
        lines.append(text.format(title=found.title))
        lines.append(_("Reason: {why}").format(why=found.text))
    else:
        lines.append(
            _("For: {place}. To be looked at again by {day}.").format(
                place=found.place.name, day=short_day(found.review_by)
            )
        )
        others = found.question.split("\n")[1:]
        if others:
            lines.append(_("Also asked as: {ways}").format(ways=" / ".join(others)))
        if found.replaces:
            lines.append(_("It takes the place of an earlier answer."))
    verdict = talk.choose(
        "verdict",
        (
            Option("approve", _("✅ Approve"), "approve"),
            Option("return", _("↩ Return it with a word"), "return"),
            Option("later", _("Later"), "later"),
        ),
        "\n".join(lines),
        title=_("Is it right, and can everybody understand it?"),
    )
    words = ""
    if verdict == "later":
        talk.say(_("All right, it goes on waiting."), buttons=(_others(), work_button()))
        return
    if verdict == "return":
        words = talk.ask("word", Text(1, LONGEST), _("What should the author change?"))
    talk.do(JudgeProposal(found.number, verdict, words))


def _others() -> Button:
    return Button(_("What else waits"), Begin("vetting"))
