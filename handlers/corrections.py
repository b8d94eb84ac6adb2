"""What has been corrected in the guides: to look at as second person, to take back again."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import unified_diff

from bot.deeds import JudgeCorrection
from bot.locale import _, moment
from bot.ports import Guides, Me
from bot.ports_corrections import Correction, Corrections
from bot.talk.fields import Option, Text
from bot.talk.message import Begin, Button
from bot.talk.talk import Talk
from handlers import difference, phrases
from handlers.announce import work_button
from handlers.places_in import title_of

#: As much as the store keeps of a note.
LONGEST = 300
WHOLE = "*"


def corrections(talk: Talk, me: Me, guides: Guides, corrections: Corrections) -> None:
    """The list, or with a number as argument that one correction."""
    if not (corrections.judges() or corrections.guides()):
        phrases.unknown_errand(talk, guides, me)
        return
    if not talk.argument:
        _list(talk, corrections)
        return
    number = int(talk.argument) if talk.argument.isdecimal() and len(talk.argument) < 10 else 0
    one = corrections.get(number)
    if one is None:
        talk.say(_("There is no such correction."), buttons=(_others(), work_button()))
        return
    _one(talk, one, corrections)


def state_words(one: Correction) -> str:
    """How a correction stands, in one or two words."""
    match one.state, one.standing:
        case "waiting", "lost":
            return _("waits, but does not fit any more")
        case "waiting", _standing:
            return _("waits for a second person")
        case "live", _standing if one.taken_back_by:
            return _("in force; to be taken back")
        case "live", "lost":
            return _("does not fit any more")
        case "live", "inside":
            return _("the guide itself says it by now")
        case "live", "passed":
            return _("corrected again since")
        case "live", _standing:
            return _("in force")
        case "rejected", _standing:
            return _("turned down")
        case "dropped", _standing:
            return _("taken back by its author")
    return _("withdrawn")


def _list(talk: Talk, corrections: Corrections) -> None:
    waiting = {one.number for one in corrections.waiting()}
    buttons = []
    for one in corrections.listed():
        label = _("#{number} {state}: {title}").format(
            number=one.number, title=one.title, state=state_words(one)
        )
        if one.number in waiting:
            label = f"👀 {label}"
        buttons.append(Button(label, Begin("corrections", str(one.number))))
    text = _("👀 waits for you. Please look at it and decide.") if waiting else ""
    if not waiting:
        text = _("Nothing waits for you.") if buttons else _("Nothing has been corrected yet.")
    talk.say(text, title=_("Corrections"), buttons=(*buttons, work_button()))


def _one(talk: Talk, one: Correction, corrections: Corrections) -> None:
    mine = one.number in {waiting.number for waiting in corrections.waiting()}
    options = [*_acts(one, mine, corrections), Option("later", _("Later"), "later")]
    text = "\n\n".join(_told(one, corrections))
    title = _("Correction #{number}: {state}").format(number=one.number, state=state_words(one))
    if len(options) == 1:
        talk.say(text, title=title, buttons=(_others(), work_button()))
        return
    verdict = talk.choose("verdict", options, text, title=title)
    words = ""
    match verdict:
        case "later":
            talk.say(_("All right, it stays as it is."), buttons=(_others(), work_button()))
            return
        case "reject":
            words = talk.ask("word", Text(1, LONGEST), _("Why not? The author will read it."))
        case "withdraw":
            words = talk.ask("word", Text(3, LONGEST), _("Why is it to be taken back?"))
    talk.do(JudgeCorrection(one.number, verdict, words))


def _acts(one: Correction, mine: bool, corrections: Corrections) -> Iterator[Option[str]]:
    if mine and one.state == "waiting":
        if one.standing != "lost":
            yield Option("approve", _("✅ Approve"), "approve")
        yield Option("reject", _("✖ Turn it down"), "reject")
    elif mine:
        yield Option("agree", _("✅ Yes, take it back"), "agree")
        yield Option("keep", _("✖ No, it stays"), "keep")
    elif one.state == "waiting" and one.mine:
        yield Option("drop", _("Take it back"), "drop")
    elif one.state == "live" and not one.taken_back_by:
        keeps = {guide.id for guide in corrections.guides()}
        if one.guide in keeps or corrections.judges():
            yield Option("withdraw", _("Take it back"), "withdraw")


def _told(one: Correction, corrections: Corrections) -> Iterator[str]:
    guide = corrections.guide(one.guide, one.language)
    if guide is not None:
        yield title_of(guide, one.place)
    if one.place == WHOLE:
        yield whole_difference(one.before, one.after)
    else:
        gone, come = difference.changed(one.before, one.after)
        left, right = difference.marked(" ".join(gone), " ".join(come))
        yield _("Old: {old}").format(old=left or _("(nothing yet)"))
        yield _("New: {new}").format(new=right or _("(nothing)"))
        yield _("What is different stands in « ».")
    yield _("Written by {author}, {time}. Reason: {reason}").format(
        author=one.author, time=moment(one.written_at), reason=one.reason
    )
    if one.judge and one.judged_at is not None:
        yield _("Decided by {judge}, {time}.").format(judge=one.judge, time=moment(one.judged_at))
    if one.taken_back_by:
        yield _("{cadre} asks to take it back: {why}").format(cadre=one.taken_back_by, why=one.why)
    if one.standing == "lost":
        yield _(
            "The guide says something else there by now, so this is not shown to people. Please "
            "look at the guide and correct it anew if that is needed."
        )


def whole_difference(old: str, new: str) -> str:
    """The lines of a file that differ, with “−” and “+” before them."""
    lines = unified_diff(old.split("\n"), new.split("\n"), lineterm="", n=0)
    shown = [line for line in lines if line[:2] not in ("--", "++", "@@")]
    return "\n".join(f"{'−' if line[0] == '-' else '+'} {line[1:]}" for line in shown)


def _others() -> Button:
    return Button(_("All corrections"), Begin("corrections"))
