"""What cadres cause about the guides: corrections, reviews; the second person, the owner told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot.channels.base import Capabilities
from bot.deeds import Correct, JudgeCorrection, ReviewGuide
from bot.errors import KheoError, NotAllowed
from bot.locale import DEFAULT, _
from bot.ports import Guide
from bot.scene import Carry, Scene
from bot.talk.message import Begin, Button, Outgoing
from content import overlay
from content.library import Library
from content.overlay import Overlaid
from delivery import notices
from store import cadres, corrections, editors, readings, reviews
from store.corrections import Correction


def _correct(deed: Correct, scene: Scene) -> Sequence[Outgoing]:
    who = scene.me.cadre
    args = (scene.connection, _library(scene), deed, who, scene.capabilities, scene.now)
    return (proposed(*args),)


def proposed(
    connection: Connection,
    library: Library,
    deed: Correct,
    author: int,
    capabilities: Mapping[str, Capabilities],
    now: datetime,
) -> Outgoing:
    """Write a correction down and tell the second persons; returns what its author reads.

    Raises NotAllowed for somebody who does not keep the guide.
    """
    check_keeps(connection, library, author, deed.guide)
    number = corrections.propose(
        connection,
        guide=deed.guide,
        language=deed.language,
        place=deed.place,
        base=overlay.digest(deed.before),
        before=deed.before,
        text=deed.after,
        reason=deed.reason,
        author=author,
        now=now,
    )
    seconds = [one for one in editors.judges(connection) if one != author]
    for one in seconds:
        name = f"correction:{number}"
        notices.tell(connection, one, name, lambda: _please(number), capabilities, now)
    title = _("Correction #{number} is handed in").format(number=number)
    names = ", ".join(cadres.name_of(connection, cadre) for cadre in seconds)
    text = _("People read the old words until it is approved by one of: {names}.")
    if not names:
        text = _(
            "It waits, but nobody else may approve it. Please ask the commune to give somebody "
            "the role of approver."
        )
    return Outgoing(text.format(names=names), title, (_look(number), _work()))


def _please(number: int) -> Outgoing:
    title = _("Correction #{number} of a guide waits for you").format(number=number)
    text = _("Please compare the old and the new words, and decide.")
    return Outgoing(text, title, (_look(number),))


def _judge(deed: JudgeCorrection, scene: Scene) -> Sequence[Outgoing]:
    connection, number, by, now = scene.connection, deed.number, scene.me.cadre, scene.now
    told = f"correction:{number}:{deed.verdict}"
    match deed.verdict:
        case "approve":
            check_judges(scene)
            found = corrections.approve(connection, number, by=by, now=now)
            name = cadres.name_of(connection, by)
            _tell(scene, [found.author_id], told, lambda: _approved(number, name))
            _hush(scene, found)
            text = _("Approved. From now on people read the new words. Its author has been told.")
        case "reject":
            check_judges(scene)
            found = corrections.reject(connection, number, by=by, note=deed.words, now=now)
            _tell(scene, [found.author_id], told, lambda: _rejected(number, deed.words))
            text = _("Turned down. Its author has been told.")
        case "drop":
            corrections.drop(connection, number, by=by, now=now)
            text = _("Taken back. Nobody has read it.")
        case "withdraw":
            text = _withdraw(deed, scene)
        case _:
            check_judges(scene)
            agreed = deed.verdict == "agree"
            found = corrections.take_back(connection, number, by=by, agreed=agreed, now=now)
            asked = found.ending_by
            told = f"{told}:{now.isoformat()}"
            if asked is not None:
                _tell(scene, [asked], told, lambda: _taken_back(number, agreed))
            if agreed:
                _hush(scene, found)
            text = (
                _("Taken back. People read the words without it.")
                if agreed
                else _("It stays in force.")
            )
    title = _("Correction #{number}").format(number=number)
    others = Button(_("All corrections"), Begin("corrections"))
    return (Outgoing(text, title, (others, _work())),)


def _withdraw(deed: JudgeCorrection, scene: Scene) -> str:
    found = corrections.load(scene.connection, deed.number)
    if found is None:
        raise KheoError(_("There is no such correction."))
    if scene.me.cadre not in editors.judges(scene.connection):
        check_keeps(scene.connection, _library(scene), scene.me.cadre, found.guide)
    corrections.ask_back(
        scene.connection, deed.number, by=scene.me.cadre, why=deed.words, now=scene.now
    )
    seconds = [one for one in editors.judges(scene.connection) if one != scene.me.cadre]
    # The same correction may be asked back again after a refusal: each asking is told.
    told = f"correction:{deed.number}:withdraw:{scene.now.isoformat()}"
    _tell(scene, seconds, told, lambda: _please_take_back(deed.number))
    return _("Somebody else has to agree; until then people read the corrected words.")


def _approved(number: int, name: str) -> Outgoing:
    title = _("Correction #{number} is in force").format(number=number)
    text = _("Approved by: {name}. People read the new words now.").format(name=name)
    return Outgoing(text, title, (_look(number),))


def _rejected(number: int, words: str) -> Outgoing:
    title = _("Correction #{number} was turned down").format(number=number)
    return Outgoing(words, title, (_look(number),))


def _please_take_back(number: int) -> Outgoing:
    title = _("Correction #{number} is to be taken back").format(number=number)
    text = _("Please look at it and say whether people shall read the earlier words again.")
    return Outgoing(text, title, (_look(number),))


def _taken_back(number: int, agreed: bool) -> Outgoing:
    title = _("Correction #{number}").format(number=number)
    text = _("It was taken back.") if agreed else _("It stays in force.")
    return Outgoing(text, title, (_look(number),))


def _hush(scene: Scene, found: Correction) -> None:
    """Tell those who keep a guide that a step is not read out any more, and who read it."""
    library = _library(scene)
    written = library.manuscripts.get(found.guide, {}).get(found.language)
    if written is None:
        return
    silent = {step.key for step in written.guide.steps if step.voice is not None}
    if found.place == corrections.WHOLE:
        fresh = overlay.read(library, found.guide, found.language, found.text, [])
        silent -= {step.key for step in fresh.guide.steps if step.text in _texts(written.guide)}
    else:
        silent &= {found.place}
    if not silent:
        return
    read = [
        one.author_id
        for one in readings.of_state(scene.connection, "live")
        if (one.guide, one.language) == (found.guide, found.language) and one.step in silent
    ]
    keepers = (*read, *editors.owners(scene.connection, written.guide.owner))
    told = f"hushed:{found.id}:{scene.now.isoformat()}"
    title = written.guide.title
    _tell(scene, dict.fromkeys(keepers), told, lambda: _read_again(found.guide, title))


def _texts(guide: Guide) -> set[str]:
    return {step.text for step in guide.steps}


def _read_again(guide: str, title: str) -> Outgoing:
    text = _(
        "The words of a step have changed, so its recording is not played any more. Please read "
        "the step out anew."
    )
    return Outgoing(text, title, (Button(_("🎙 Read it out"), Begin("reading", guide)),))


def _review(deed: ReviewGuide, scene: Scene) -> Sequence[Outgoing]:
    check_keeps(scene.connection, _library(scene), scene.me.cadre, deed.guide)
    file = overlay.text_of(Overlaid(_library(scene)), deed.guide, DEFAULT)
    base = overlay.digest(file)
    reviews.review(scene.connection, guide=deed.guide, base=base, by=scene.me.cadre, now=scene.now)
    text = _("Noted: read again today, and it holds. People see today's date with it.")
    again = Button(_("Correct another guide"), Begin("correct"))
    return (Outgoing(text, buttons=(again, _work())),)


def _library(scene: Scene) -> Library:
    assert scene.library is not None
    return scene.library


def check_keeps(connection: Connection, library: Library | None, cadre: int, guide: str) -> None:
    """Raises NotAllowed for somebody who does not keep the guide."""
    assert library is not None
    versions = library.manuscripts.get(guide, {})
    owner = next(iter(versions.values())).guide.owner if versions else ""
    if not versions or not editors.may_edit(connection, cadre, owner):
        raise NotAllowed(_("This is not allowed with your role."))


def check_judges(scene: Scene) -> None:
    """Raises NotAllowed for somebody who may not be a second person."""
    if scene.me.cadre not in editors.judges(scene.connection):
        raise NotAllowed(_("This is not allowed with your role."))


def _tell(scene: Scene, whom: Iterable[int], what: str, say: Callable[[], Outgoing]) -> None:
    for cadre in whom:
        notices.tell(scene.connection, cadre, what, say, scene.capabilities, scene.now)


def _look(number: int) -> Button:
    return Button(_("Look at it"), Begin("corrections", str(number)))


def _work() -> Button:
    return Button(_("Cadre's work"), Begin("work"))


def kindly(carry: Callable[[Any, Scene], Sequence[Outgoing]]) -> Carry:
    """Carry a deed out whole or not at all; what cannot be done is told in plain words."""

    def carried(deed: Any, scene: Scene) -> Sequence[Outgoing]:
        if not scene.me.cadre:  # 0 is nobody; in the store it would be read as a number
            raise NotAllowed(_("This is not allowed with your role."))
        try:
            with scene.connection.begin_nested():
                return carry(deed, scene)
        except NotAllowed:
            raise
        except KheoError as error:
            others = Button(_("All corrections"), Begin("corrections"))
            return (Outgoing(str(error), buttons=(others, _work())),)

    return carried


CARRIES: dict[type, Carry] = {
    Correct: kindly(_correct),
    JudgeCorrection: kindly(_judge),
    ReviewGuide: kindly(_review),
}
