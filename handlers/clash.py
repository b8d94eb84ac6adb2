"""Two at one draft: who saves second is told what the first has changed, and loses nothing."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from typing import Literal, cast

from bot.locale import _
from bot.ports_announcements import Draft, Notice
from bot.talk.fields import Option, Plain
from bot.talk.message import Begin, Button
from bot.talk.talk import Talk

Verdict = Literal["mine", "theirs", "again"]


def seen(talk: Talk, standing: Notice) -> Mapping[str, int]:
    """What the draft was when it was opened here, as numbers only: a print of each part."""
    return cast(Mapping[str, int], talk.once("base", lambda: dict(_prints(standing))))


def changed(base: Mapping[str, int], standing: Notice) -> bool:
    """Whether somebody has saved another version since."""
    return base["version"] != standing.version


def told(base: Mapping[str, int], standing: Notice) -> str:
    """Who has changed what since."""
    parts = [name for key, name in _names(standing) if base.get(key) != _print_of(key, standing)]
    text = _("{name} has changed this announcement meanwhile: {parts}. What you changed is kept.")
    return text.format(name=standing.editor or standing.author, parts=", ".join(parts) or "–")


def settle(talk: Talk, base: Mapping[str, int], standing: Notice) -> Verdict:
    """What is to count: mine on top of theirs, theirs alone, or another look first."""
    options: list[Option[Verdict]] = [
        Option("again", _("Let me look at all of it first"), "again"),
        Option("mine", _("Save mine on top of it"), "mine"),
        Option("theirs", _("Leave it as {name} has it").format(name=standing.editor), "theirs"),
    ]
    return talk.choose(f"clash{standing.version}", options, told(base, standing))


def give_back(talk: Talk, draft: Draft, standing: Notice, why: str) -> None:
    """Nothing was saved: their words stand on the screen once more, to be used elsewhere."""
    words = "\n\n".join(text for _language, text in draft.texts)
    again = Button(_("Look at it again"), Begin("runs", str(standing.number)))
    mine = _("Your words were:")
    talk.say(
        f"{why}\n\n{mine}\n\n{words}", buttons=(again, Button(_("Cadre's work"), Begin("work")))
    )


def _prints(standing: Notice) -> Iterator[tuple[str, Plain]]:
    yield "version", standing.version
    for key, _name in _names(standing):
        yield key, _print_of(key, standing)


def _names(standing: Notice) -> Iterator[tuple[str, str]]:
    yield "texts", _("the words")
    yield "to", _("for whom")
    yield "time", _("the time")
    yield "kind", _("the class")
    yield "ack", _("what households answer")
    yield "files", _("what goes with it")


def _print_of(key: str, standing: Notice) -> int:
    draft = standing.draft
    part: object
    match key:
        case "texts":
            part = draft.texts
        case "to":
            part = draft.to
        case "time":
            part = draft.at, draft.rule
        case "kind":
            part = draft.kind
        case "ack":
            part = draft.ack
        case _:
            part = draft.photo, draft.voice, draft.document
    return zlib.crc32(repr(part).encode())
