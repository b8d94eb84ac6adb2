"""What cadres cause about an announcement before it goes out: write, hand in, judge."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Connection

from bot import locale
from bot.deeds import Announce, Judge
from bot.errors import KheoError, NotAllowed
from bot.locale import _
from bot.lookups_drafts import audience_of, kind_of, wordings_of
from bot.ports_announcements import Draft
from bot.scene import Carry, Scene
from bot.talk.message import Begin, Button, Outgoing
from bot.talk.when_said import Moment
from delivery import announcement as drafts
from delivery import approval, notices, wording
from delivery.states import State
from scheduler.timetable import GRACE, Allowed
from store import announcements, cadres
from store.announcements import Ack


def kindly(carry: Callable[[Any, Scene], Sequence[Outgoing]]) -> Carry:
    """Carry a deed out whole or not at all; what the engine refuses is told in its words."""

    def carried(deed: Any, scene: Scene) -> Sequence[Outgoing]:
        # 0 is nobody; in the store it would be read as a number, never as the machine (None).
        if not scene.me.cadre:
            raise NotAllowed(_("This is not allowed with your role."))
        try:
            with scene.connection.begin_nested():
                return carry(deed, scene)
        except NotAllowed:
            raise
        except KheoError as error:
            number = getattr(deed, "number", 0)
            buttons = (_look(number),) if number else ()
            text = f"{error}{_unsaved(deed)}"
            return (Outgoing(text, buttons=(*buttons, _work())),)

    return carried


def _unsaved(deed: object) -> str:
    """What a cadre has written and the engine did not take: it is theirs to use again."""
    if not isinstance(deed, Announce):
        return ""
    words = "\n\n".join(text for _language, text in deed.draft.texts)
    mine = _("Your words were:")
    return f"\n\n{mine}\n\n{words}"


def _announce(deed: Announce, scene: Scene) -> Sequence[Outgoing]:
    number = _written(deed, scene)
    draft = deed.draft
    if deed.act == "send":
        return (_handed_in(number, draft, scene),)
    # A draft for “now” has no time yet: it gets one when it is handed in.
    if draft.at is None and draft.rule is None:
        announcements.schedule(scene.connection, number, None, None)
    else:
        _planned(number, draft, scene)
    change = Button(_("✏ Change or send it"), Begin("announce", str(number)))
    text = _("Announcement #{number} is kept as a draft; nobody has got it.").format(number=number)
    kept = Outgoing(text, buttons=(change, _work()))
    if deed.act != "test":
        return (kept,)
    tests = []
    for language, words in wordings_of(draft).items():
        with locale.use(language):
            tests.append(wording.outgoing(words, draft.kind, draft.ack, 0))
    return (*tests, kept)


def _written(deed: Announce, scene: Scene) -> int:
    draft = deed.draft
    ack = cast(Ack, draft.ack)
    if deed.number:
        drafts.edit(
            scene.connection,
            deed.number,
            by=scene.me.cadre,
            version=deed.version,
            now=scene.now,
            wordings=wordings_of(draft),
            audience=audience_of(draft.to),
            kind=kind_of(draft),
            ack=ack,
        )
        _tell_author(deed.number, scene)
        return deed.number
    return drafts.compose(
        scene.connection,
        author=scene.me.cadre,
        kind=kind_of(draft),
        audience=audience_of(draft.to),
        wordings=wordings_of(draft),
        ack=ack,
        now=scene.now,
    )


def _tell_author(number: int, scene: Scene) -> None:
    """Whose draft somebody else has changed is told who it was."""
    connection = scene.connection
    standing = drafts.held(connection, number)
    if standing.author == scene.me.cadre:
        return
    name = cadres.name_of(connection, scene.me.cadre)

    def say() -> Outgoing:
        text = _("{name} has changed your announcement #{number}.").format(name=name, number=number)
        return Outgoing(text, buttons=(_look(number), _work()))

    what = f"changed:{number}:{standing.version}"
    notices.tell(connection, standing.author, what, say, scene.capabilities, scene.now)


def _planned(number: int, draft: Draft, scene: Scene) -> Allowed:
    return drafts.plan(
        scene.connection,
        number,
        by=scene.me.cadre,
        at=draft.at,
        rule=draft.rule,
        now=scene.now,
        quiet=scene.commune.quiet,
    )


def _handed_in(number: int, draft: Draft, scene: Scene) -> Outgoing:
    allowed = _planned(number, draft, scene)
    state = drafts.submit(
        scene.connection, number, by=scene.me.cadre, now=scene.now, quiet=scene.commune.quiet
    )
    return handed_in(number, state, allowed.at, scene)


def handed_in(number: int, state: State, at: datetime, scene: Scene) -> Outgoing:
    """What the author reads once it is handed in; the second persons are told, too."""
    connection, now, quiet = scene.connection, scene.now, scene.commune.quiet
    title = _("Announcement #{number}").format(number=number)
    buttons = (_look(number), _work())
    if state == "waiting":
        soon = drafts.held(connection, number).next_at is None
        seconds = seconds_of(connection, number)
        for cadre in seconds:
            notices.tell(
                connection,
                cadre,
                f"approve:{number}:{now.isoformat()}",
                lambda: _please(number, None if soon else at),
                scene.capabilities,
                now,
            )
        names = ", ".join(cadres.name_of(connection, cadre) for cadre in seconds)
        if not names:
            text = _(
                "It waits for approval, but nobody else has the right to approve it. Please ask "
                "the commune to give somebody the role."
            )
        else:
            text = _("It waits for approval by: {names}.").format(names=names)
            if soon:
                last = _("It goes out as soon as one of them has approved it.")
            else:
                last = _("It must be approved by {time}.").format(
                    time=locale.when(Moment(at + GRACE))
                )
            text = f"{text} {last}"
        return Outgoing(text, title, buttons)
    drafts.due(connection, number, now, quiet)
    if at <= now:
        return Outgoing(_("It is going out now. Khéo shows you how far it is."), title, buttons)
    text = _("It goes out: {time}").format(time=locale.when(Moment(at)))
    return Outgoing(text, title, buttons)


def seconds_of(connection: Connection, number: int) -> list[int]:
    """The cadres who may be the second person for it."""
    standing = drafts.held(connection, number)
    return [
        cadre
        for cadre in cadres.with_right(connection, "approve")
        if approval.may_approve(connection, cadre, standing)
    ]


def _please(number: int, at: datetime | None) -> Outgoing:
    time = locale.when(Moment(at)) if at is not None else _("as soon as you have approved it")
    text = _("Please look at it and decide. It is to go out: {time}").format(time=time)
    button = Button(_("Look at it and decide"), Begin("approve", str(number)))
    title = _("Announcement #{number} waits for you").format(number=number)
    return Outgoing(text, title, (button,))


def _judge(deed: Judge, scene: Scene) -> Sequence[Outgoing]:
    connection, number, by, now = scene.connection, deed.number, scene.me.cadre, scene.now
    seen = {"by": by, "version": deed.version, "now": now}
    match deed.verdict:
        case "approve":
            quiet = scene.commune.quiet
            state = approval.approve(connection, number, quiet=quiet, **seen)  # type: ignore[arg-type]
            drafts.due(connection, number, now, quiet)
        case "return":
            state = approval.give_back(
                connection,
                number,
                words=deed.words,
                **seen,  # type: ignore[arg-type]
            )
        case _:
            state = approval.reject(
                connection,
                number,
                words=deed.words,
                **seen,  # type: ignore[arg-type]
            )
    standing = drafts.held(connection, number)
    name = cadres.name_of(connection, by)
    notices.tell(
        connection,
        standing.author,
        f"judged:{number}:{deed.version}:{deed.verdict}",
        lambda: _verdict(number, state, name, deed.words, standing.next_at),
        scene.capabilities,
        now,
    )
    others = Button(_("What else waits"), Begin("approve"))
    said = _said(state, standing.next_at)
    title = _("Announcement #{number}").format(number=number)
    told = _("{what} Its author has been told.").format(what=said)
    return (Outgoing(told, title, (others, _work())),)


def _verdict(number: int, state: State, name: str, words: str, at: datetime | None) -> Outgoing:
    lines = [_said(state, at), _("Decided by: {name}").format(name=name)]
    if words:
        lines.append(_("The second person wrote: {words}").format(words=words))
    title = _("Announcement #{number}").format(number=number)
    return Outgoing("\n".join(lines), title, (_look(number),))


def _said(state: State, at: datetime | None) -> str:
    match state:
        case "returned":
            return _("It was returned to be changed.")
        case "rejected":
            return _("It was turned down.")
        case "missed":
            return _("It is approved, but its time has passed: please choose another time.")
        case _ if at is not None:
            return _("It is approved. It goes out: {time}.").format(time=locale.when(Moment(at)))
        case _:
            return _("It is approved and is going out now.")


def _look(number: int) -> Button:
    label = _("Look at #{number}").format(number=number)
    return Button(label, Begin("runs", str(number)))


def _work() -> Button:
    return Button(_("Cadre's work"), Begin("work"))


CARRIES: dict[type, Carry] = {Announce: kindly(_announce), Judge: kindly(_judge)}
