"""Recordings of guides: to hear as second person, to take away again."""

from __future__ import annotations

from bot.deeds import JudgeReading
from bot.locale import _
from bot.ports import Guides, Me
from bot.ports_corrections import Corrections, Reading, Readings
from bot.talk.fields import Option, Text
from bot.talk.message import Begin, Button
from bot.talk.talk import Talk
from handlers import phrases
from handlers.announce import work_button
from handlers.places_in import title_of

#: As much as the store keeps of a note.
LONGEST = 300


def readings(
    talk: Talk, me: Me, guides: Guides, corrections: Corrections, readings: Readings
) -> None:
    """The list, or with a number as argument that one recording."""
    if not (corrections.judges() or corrections.guides()):
        phrases.unknown_errand(talk, guides, me)
        return
    if not talk.argument:
        _list(talk, readings)
        return
    number = int(talk.argument) if talk.argument.isdecimal() and len(talk.argument) < 10 else 0
    one = readings.get(number)
    if one is None:
        talk.say(_("There is no such recording."), buttons=(_others(), work_button()))
        return
    _one(talk, one, corrections, readings)


def state_words(one: Reading) -> str:
    """How a recording stands, in a few words."""
    match one.state:
        case "waiting" if one.fits:
            return _("waits for a second person")
        case "live" if one.fits:
            return _("people hear it")
        case "waiting" | "live":
            return _("the words have changed, to be read anew")
        case "replaced":
            return _("read anew since")
    return _("not played")


def _list(talk: Talk, readings: Readings) -> None:
    waiting = {one.number for one in readings.waiting()}
    buttons = []
    for one in readings.listed():
        label = _("#{number} {state}: {title}").format(
            number=one.number, title=one.title, state=state_words(one)
        )
        label = f"👂 {label}" if one.number in waiting else label
        buttons.append(Button(label, Begin("readings", str(one.number))))
    text = _("👂 waits for you: please hear it and decide.") if waiting else ""
    if not waiting:
        text = _("Nothing waits for you.") if buttons else _("Nothing has been read out yet.")
    talk.say(text, title=_("Recordings"), buttons=(*buttons, work_button()))


def _one(talk: Talk, one: Reading, corrections: Corrections, readings: Readings) -> None:
    guide = corrections.guide(one.guide, one.language)
    where = title_of(guide, one.step) if guide is not None else one.title
    parts = [where, _("Read by: {author}").format(author=one.author)]
    waits = one.number in {waiting.number for waiting in readings.waiting()}
    options = []
    if waits and not readings.hears():
        parts.append(_("This channel plays no sound: please open it in the web chat or Telegram."))
    elif waits and one.fits:
        parts.append(_("Please hear all of it. Is it, word for word, what stands here?"))
        options.append(Option("approve", _("✅ Approve"), "approve"))
    if waits:
        options.append(Option("reject", _("✖ Turn it down"), "reject"))
    if not one.fits:
        parts.append(_("The words have changed since: please read it anew."))
    keeps = {guide.id for guide in corrections.guides()}
    mine = one.mine and one.state == "waiting"
    if mine or (one.state == "live" and (one.guide in keeps or corrections.judges())):
        options.append(Option("remove", _("Do not play it any more"), "remove"))
    if one.state == "live" and not one.aac:
        parts.append(_("There is no AAC form yet: older iPhones do not play it in the web chat."))
    text = "\n\n".join((*parts, one.words))
    title = _("Recording #{number}: {state}").format(number=one.number, state=state_words(one))
    if not options:
        talk.say(text, title=title, voice=one.voice, buttons=(_others(), work_button()))
        return
    options.append(Option("later", _("Later"), "later"))
    verdict = talk.choose("verdict", options, text, title=title, voice=one.voice)
    if verdict == "later":
        talk.say(_("All right, it stays as it is."), buttons=(_others(), work_button()))
        return
    words = ""
    if verdict == "reject":
        words = talk.ask("word", Text(1, LONGEST), _("Why not? The author will read it."))
    talk.do(JudgeReading(one.number, verdict, words))


def _others() -> Button:
    return Button(_("All recordings"), Begin("readings"))
