"""The second pair of eyes: what waits for me, all of it to see; approve, return, turn down."""

from __future__ import annotations

from bot import locale
from bot.deeds import Judge
from bot.locale import _
from bot.ports import Guides, Me, Offices
from bot.ports_announcements import Announcements, Notice
from bot.talk.fields import Option, Text
from bot.talk.message import Begin, Button
from bot.talk.talk import Talk
from handlers import phrases, review
from handlers.announce import work_button
from handlers.audience import first_words
from handlers.spent import spent

#: As much as the store keeps of a note.
LONGEST = 500


def approve(
    talk: Talk, me: Me, offices: Offices, announcements: Announcements, guides: Guides
) -> None:
    """The list, or with a number as argument that one announcement."""
    if not offices.reach("approve"):
        phrases.unknown_errand(talk, guides, me)
        return
    if not talk.argument:
        _list(talk, announcements)
        return
    number = int(talk.argument) if talk.argument.isdecimal() and len(talk.argument) < 10 else 0
    standing = announcements.get(number)
    if standing is None or not announcements.may_approve(number):
        text = _("This announcement does not wait for you (any more).")
        talk.say(text, buttons=(_others(), work_button()))
        return
    version = talk.once("version", lambda: standing.version)
    if version != standing.version:
        text = _("Somebody else has changed this announcement meanwhile. Please look at it again.")
        again = Button(_("Look at it again"), Begin("approve", str(number)))
        talk.say(text, buttons=(again, work_button()))
        return
    _judge(talk, standing, announcements)


def _list(talk: Talk, announcements: Announcements) -> None:
    waiting = announcements.waiting()
    buttons = [
        Button(first_words(one.number, one.draft.texts), Begin("approve", str(one.number)))
        for one in waiting
    ]
    text = _("Please look at each of them in full.") if buttons else _("Nothing waits for you.")
    talk.say(text, title=_("Waiting for approval"), buttons=(*buttons, work_button()))


def _judge(talk: Talk, standing: Notice, announcements: Announcements) -> None:
    review.show(talk, standing.draft, announcements)
    text = _("Written by: {author}").format(author=standing.author)
    if standing.editor and standing.editor != standing.author:
        text += "\n" + _("Changed last by: {name}").format(name=standing.editor)
    options = [
        Option("approve", _("✅ Approve"), "approve"),
        Option("return", _("↩ Return it with a word"), "return"),
        Option("reject", _("✖ Turn it down"), "reject"),
        Option("later", _("Later"), "later"),
    ]
    verdict = talk.choose(
        "verdict",
        options,
        f"{text}\n{review.words(talk, standing.draft, announcements, since=standing.since)}",
        title=_("Announcement #{number}").format(number=standing.number),
    )
    words = ""
    if verdict == "approve" and not _holds(talk, standing):
        verdict = "return"
    match verdict:
        case "later":
            talk.say(_("All right, it goes on waiting."), buttons=(_others(), work_button()))
            return
        case "return":
            words = talk.ask("word", Text(1, LONGEST), _("What should the author change?"))
        case "reject":
            words = (
                talk.ask_optional(
                    "why", Text(1, LONGEST), _("Why not?"), skip=_("Without a reason")
                )
                or ""
            )
    talk.do(Judge(standing.number, standing.version, verdict, words))


def _holds(talk: Talk, standing: Notice) -> bool:
    """Whether it is to go out although a time that its words name has passed while it waited."""
    out_at = max(standing.due_at or talk.now, talk.now)
    named = spent(standing.draft.texts, standing.since or talk.now, out_at)
    if named is None or standing.draft.rule is not None:
        return True
    return talk.confirm(
        "holds",
        _("Its words name a time that is over when it goes out: {time}.").format(
            time=locale.when(named)
        ),
        yes=_("Approve it all the same"),
        no=_("Return it to be changed"),
    )


def _others() -> Button:
    return Button(_("What else waits"), Begin("approve"))
