"""Reading a step out for people: which step, its words, the recording, heard back, handed in."""

from __future__ import annotations

from dataclasses import dataclass

from bot.deeds import ReadOut
from bot.locale import _, number
from bot.ports import Guides, Me
from bot.ports_corrections import Corrections, Readings
from bot.talk.fields import Option, Rejected
from bot.talk.files import File
from bot.talk.message import Begin, Button, Content, Media, Taken
from bot.talk.talk import Talk
from handlers import phrases
from handlers.announce import work_button
from handlers.correct import choose_guide, choose_language
from handlers.places_in import title_of

#: Sixty words are read in half a minute; nobody listens to three.
SECONDS = 90
#: As many seconds at 64 kbit/s, twice what a phone records speech with.
BYTES = 720_000
#: It can be recorded anew so many times.
ROUNDS = 6


@dataclass(frozen=True, slots=True)
class Recording(File):
    """A recording that people on a bad line can still load."""

    def read(self, content: Content) -> Taken | Rejected:
        """The recording, or why not."""
        # Named in full: a dataclass with slots is made twice, and super() would mean the first.
        taken = File.read(self, content)
        if isinstance(taken, Rejected):
            return taken
        if taken.seconds > SECONDS:
            return Rejected(
                _("That is too long: at most {most} seconds. Please read only what stands here."),
                (("most", SECONDS),),
            )
        if taken.size > BYTES:
            return Rejected(
                _("The recording is too big: at most {most} kB. Please record it more simply."),
                (("most", BYTES // 1000),),
            )
        return taken


def reading(
    talk: Talk, me: Me, guides: Guides, corrections: Corrections, readings: Readings
) -> None:
    """Read a step out; with a guide's id as argument that guide."""
    allowed = {guide.id: guide for guide in corrections.guides()}
    if not allowed:
        phrases.unknown_errand(talk, guides, me)
        return
    id = talk.argument or choose_guide(talk, guides, allowed)
    if id not in allowed:
        text = _("This guide is not there, or your office does not keep it.")
        talk.say(text, buttons=(_others(), work_button()))
        return
    language = choose_language(talk, corrections.languages(id))
    guide = corrections.guide(id, language)
    steps = [step for step in guide.steps if step.text] if guide is not None else []
    if guide is None or not steps:
        talk.say(_("This guide is not there (any more)."), buttons=(_others(), work_button()))
        return
    options = [
        Option(step.key, f"🔊 {step.title}" if step.voice else step.title, step) for step in steps
    ]
    text = _("Which step do you read out? 🔊 stands where there is a recording.")
    step = talk.choose("step", options, text, title=guide.title)
    title = title_of(guide, step.key)
    seen = talk.once("mark", lambda: corrections.mark(id, language))
    if seen != corrections.mark(id, language):
        text = _("The guide was changed meanwhile. Please look at it again and begin anew.")
        talk.say(text, buttons=(Button(_("Begin anew"), Begin("reading", id)), work_button()))
        return
    ask = _("Please read this aloud, slowly, and send it as a voice recording:\n\n{words}").format(
        words=step.text
    )
    for turn in range(1, ROUNDS + 1):
        taken = talk.ask(f"voice{turn}", Recording(("voice",)), ask, title=title, ask="file")
        if not readings.hears():
            hear = _("This channel plays no sound, so you cannot hear it here.")
        else:
            hear = _("Please hear it. Is every word right and clear?")
        if taken.seconds:
            length = _("{count} seconds.").format(count=number(taken.seconds))
            hear = f"{length} {hear}"
        again = [Option("again", _("🎙 Record it anew"), "again")] if turn < ROUNDS else []
        go = talk.choose(
            f"go{turn}",
            [
                Option("send", _("✅ Right, hand it in"), "send"),
                *again,
                Option("drop", _("Leave it as it was"), "drop"),
            ],
            hear,
            title=title,
            voice=Media(taken.path, step.text),
        )
        if go == "drop":
            break
        if go == "send":
            deed = ReadOut(id, language, step.key, step.text, taken.path, taken.seconds)
            talk.do(deed)
            return
    talk.say(_("All right, nothing was kept."), buttons=(_others(), work_button()))


def _others() -> Button:
    return Button(_("Read another step out"), Begin("reading"))
