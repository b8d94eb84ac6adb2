"""What cadres cause about recordings of guides: hand in, agree, take away; who should know."""

from __future__ import annotations

from collections.abc import Sequence

from bot.deeds import JudgeReading, ReadOut
from bot.errors import KheoError
from bot.locale import _
from bot.perform_corrections import check_judges, check_keeps, kindly
from bot.scene import Carry, Scene
from bot.talk.message import Begin, Button, Outgoing
from content import overlay
from delivery import notices
from store import cadres, editors, files, readings


def _read_out(deed: ReadOut, scene: Scene) -> Sequence[Outgoing]:
    connection, by, now = scene.connection, scene.me.cadre, scene.now
    check_keeps(connection, scene.library, by, deed.guide)
    if files.read(connection, deed.path) is None:
        raise KheoError(_("The recording is not there any more. Please send it once more."))
    made = readings.propose(
        connection,
        guide=deed.guide,
        language=deed.language,
        step=deed.step,
        base=overlay.digest(deed.words),
        words=deed.words,
        path=deed.path,
        seconds=deed.seconds,
        author=by,
        now=now,
    )
    seconds = [one for one in editors.judges(connection) if one != by]
    for cadre in seconds:
        what = f"reading:{made}"
        notices.tell(connection, cadre, what, lambda: _please(made), scene.capabilities, now)
    names = ", ".join(cadres.name_of(connection, cadre) for cadre in seconds)
    text = _("People hear it once one of these has heard it and approved: {names}.")
    if not names:
        text = _(
            "It waits, but nobody else may approve it. Please ask the commune to give somebody "
            "the role of approver."
        )
    title = _("Recording #{number} is handed in").format(number=made)
    others = Button(_("Read another step out"), Begin("reading", deed.guide))
    return (Outgoing(text.format(names=names), title, (others, _work())),)


def _please(number: int) -> Outgoing:
    title = _("Recording #{number} of a guide waits for you").format(number=number)
    return Outgoing(_("Please hear it and decide."), title, (_look(number),))


def _judge(deed: JudgeReading, scene: Scene) -> Sequence[Outgoing]:
    connection, number, by, now = scene.connection, deed.number, scene.me.cadre, scene.now
    if deed.verdict == "remove":
        return (_removed(deed, scene),)
    check_judges(scene)
    agreed = deed.verdict == "approve"
    found = readings.judge(connection, number, by=by, agreed=agreed, note=deed.words, now=now)
    name = cadres.name_of(connection, by)
    told = f"reading:{number}:{deed.verdict}"
    notices.tell(
        connection,
        found.author_id,
        told,
        lambda: _verdict(number, agreed, name, deed.words),
        scene.capabilities,
        now,
    )
    text = _("Approved. People hear it from now on. Who read it has been told.")
    if not agreed:
        text = _("Turned down. Who read it has been told.")
    return (_done(number, text),)


def _verdict(number: int, agreed: bool, name: str, words: str) -> Outgoing:
    if agreed:
        title = _("People hear recording #{number}").format(number=number)
        text = _("Approved by: {name}. Thank you for reading.").format(name=name)
    else:
        title = _("Recording #{number} was turned down").format(number=number)
        text = words
    return Outgoing(text, title, (_look(number),))


def _removed(deed: JudgeReading, scene: Scene) -> Outgoing:
    found = readings.load(scene.connection, deed.number)
    if found is None:
        raise KheoError(_("There is no such recording."))
    if scene.me.cadre not in editors.judges(scene.connection):
        check_keeps(scene.connection, scene.library, scene.me.cadre, found.guide)
    readings.take_back(scene.connection, deed.number, by=scene.me.cadre, now=scene.now)
    return _done(deed.number, _("It is not played any more."))


def _done(number: int, text: str) -> Outgoing:
    title = _("Recording #{number}").format(number=number)
    return Outgoing(text, title, (Button(_("All recordings"), Begin("readings")), _work()))


def _look(number: int) -> Button:
    return Button(_("Hear it"), Begin("readings", str(number)))


def _work() -> Button:
    return Button(_("Cadre's work"), Begin("work"))


CARRIES: dict[type, Carry] = {ReadOut: kindly(_read_out), JudgeReading: kindly(_judge)}
