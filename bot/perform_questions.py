"""What people cause about unanswered questions: keep one, judge an answer, answer and approve."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import cast

from sqlalchemy import Connection

from bot.deeds_questions import (
    JudgeAnswer,
    JudgeProposal,
    KeepQuestion,
    ProposeAnswer,
    SetAside,
)
from bot.errors import NotAllowed
from bot.locale import ZONE, _
from bot.perform_announce import kindly
from bot.scene import Carry, Scene
from bot.talk.message import Begin, Button, Outgoing
from content.answers.unnamed import unnamed
from delivery import notices
from store import cadres, places, questions, questions_answers, questions_desk, residents
from store.audit import note
from store.questions_answers import Kind, Wanted
from store.rights import Act

#: Words are as much as the store keeps of them, however they came.
_LONGEST = questions_answers.LETTERS


def _keep(deed: KeepQuestion, scene: Scene) -> Sequence[Outgoing]:
    held = questions.held(scene.connection, scene.chat, deed.asked, scene.now)
    if held is None or not _kept(scene, held, tell=deed.tell):
        return (Outgoing(_("That question is not here any more. Please write it again.")),)
    return ()


def _kept(scene: Scene, held: questions.Asked, *, tell: bool) -> bool:
    return keep(
        scene.connection,
        scene.chat,
        held.text,
        held.shown if held.verdict == "no" else "",
        tell=tell,
        like=scene.like,
        now=scene.now,
    )


def keep(
    connection: Connection,
    chat: int,
    text: str,
    shown: str,
    *,
    tell: bool,
    like: questions.Likeness,
    now: datetime,
) -> bool:
    """Keep a question of a chat's resident, without names; only with their consent."""
    resident = residents.of_chat(connection, chat)
    known = residents.load(connection, resident) if resident is not None else None
    words = unnamed(text)
    if known is None or not {"serve", "improve"} <= known.consents or not words:
        return False
    today = now.astimezone(ZONE).date()
    questions.keep(connection, known.id, words, shown, tell=tell, like=like, today=today, now=now)
    return True


def _judge_answer(deed: JudgeAnswer, scene: Scene) -> Sequence[Outgoing]:
    verdict = "yes" if deed.verdict == "yes" else "no"
    first = questions.judge(scene.connection, scene.chat, deed.asked, verdict, scene.now)
    if first and verdict == "no" and "improve" in scene.me.consents:
        held = questions.held(scene.connection, scene.chat, deed.asked, scene.now)
        if held is not None:
            _kept(scene, held, tell=False)
    return ()


def _propose(deed: ProposeAnswer, scene: Scene) -> Sequence[Outgoing]:
    connection, by = scene.connection, scene.me.cadre
    _check(connection, by, "answer", deed.place)
    standing = questions_answers.load(connection, deed.replaces) if deed.replaces else None
    if standing is not None:
        _check(connection, by, "answer", standing.wanted.place)
    wanted = Wanted(
        deed.group if standing is None else standing.wanted.group,
        deed.place,
        cast(Kind, deed.kind),
        deed.question[:_LONGEST],
        deed.text[:_LONGEST],
        deed.office[:100],
        deed.guide[:60],
        deed.review_by,
        deed.replaces or None,
    )
    number = questions_answers.propose(connection, wanted, by, scene.now)
    if number is None:
        text = _("Somebody else is answering this already, or it has been decided.")
        return (Outgoing(text, buttons=(_questions(), _work())),)
    note(connection, "question.propose", f"answer:{number}", by=by, now=scene.now, kind=deed.kind)
    seconds = [
        cadre
        for cadre in cadres.with_right(connection, "approve")
        if cadre != by and cadres.may(connection, cadre, "approve", deed.place)
    ]
    for cadre in seconds:
        notices.tell(
            connection, cadre, f"answer:{number}", _please(number), scene.capabilities, scene.now
        )
    names = ", ".join(cadres.name_of(connection, cadre) for cadre in seconds)
    text = _("It waits for approval by: {names}. Residents see it after that.").format(names=names)
    if not names:
        text = _(
            "It waits for approval, but nobody else has the right to approve it. Please ask the "
            "commune to give somebody the role."
        )
    return (Outgoing(text, buttons=(_questions(), _work())),)


def _please(number: int) -> Callable[[], Outgoing]:
    def say() -> Outgoing:
        button = Button(_("Look at it and decide"), Begin("vetting", str(number)))
        text = _("A colleague has answered what residents asked. Please look whether it is right.")
        return Outgoing(text, _("An answer waits for you"), (button,))

    return say


def _judge_proposal(deed: JudgeProposal, scene: Scene) -> Sequence[Outgoing]:
    connection, by, number = scene.connection, scene.me.cadre, deed.number
    found = questions_answers.load(connection, number)
    if found is None:
        raise NotAllowed(_("This is not allowed with your role."))
    if found.author == by:
        raise NotAllowed(_("Somebody other than the author has to approve this."))
    _check(connection, by, "approve", found.wanted.place)
    approve = deed.verdict == "approve"
    if approve:
        done = questions_answers.approve(connection, number, by, scene.now)
    else:
        done = questions_answers.give_back(connection, number, by, deed.words, scene.now)
    others = Button(_("What else waits"), Begin("vetting"))
    if not done:
        text = _("Somebody else has decided this meanwhile.")
        return (Outgoing(text, buttons=(others, _work())),)
    act = "question.approve" if approve else "question.return"
    note(connection, act, f"answer:{number}", by=by, now=scene.now)
    name = cadres.name_of(connection, by)
    notices.tell(
        connection,
        found.author,
        f"answer:{number}:{deed.verdict}",
        lambda: _verdict(found, approve, name, deed.words),
        scene.capabilities,
        scene.now,
    )
    if approve:
        text = _("Approved: Khéo answers with it from now on. Its author has been told.")
    else:
        text = _("It has gone back to its author, with your word.")
    return (Outgoing(text, buttons=(others, _work())),)


def _verdict(found: questions_answers.Kept, approved: bool, name: str, words: str) -> Outgoing:
    title = found.wanted.question.partition("\n")[0]
    if approved:
        text = _("Your answer was approved by {name}. Khéo answers with it from now on.")
        button = Button(_("Approved answers"), Begin("answers"))
        return Outgoing(text.format(name=name), title, (button,))
    text = _("Your answer was returned by {name}: {words}").format(name=name, words=words or "–")
    again = Button(_("Look at the questions again"), Begin("questions", str(found.wanted.group)))
    if found.wanted.replaces:
        again = Button(_("Approved answers"), Begin("answers", str(found.wanted.replaces)))
    return Outgoing(text, title, (again,))


def _set_aside(deed: SetAside, scene: Scene) -> Sequence[Outgoing]:
    connection, by = scene.connection, scene.me.cadre
    found = questions_desk.gather(connection, ("open", "aside"), None, only=deed.group)
    reach = {place for group in found for place in group.places}
    if not reach:
        return (Outgoing(_("Somebody else has decided this meanwhile."), buttons=(_questions(),)),)
    for place in reach:
        _check(connection, by, "answer", place)
    act, subject = "question.aside" if deed.why else "question.reopen", f"group:{deed.group}"
    if deed.why:
        done = questions_answers.set_aside(connection, deed.group, deed.why, scene.now)
        text = _("It has been set aside. You find it under “Set aside”.")
    else:
        done = questions_answers.take_up(connection, deed.group, scene.now)
        text = _("It is on the list again.")
    if not done:
        text = _("Somebody else has decided this meanwhile.")
    else:
        note(connection, act, subject, by=by, now=scene.now)
    return (Outgoing(text, buttons=(_questions(), _work())),)


def _check(connection: Connection, by: int, act: Act, place: int) -> None:
    if places.get(connection, place) is None or not cadres.may(connection, by, act, place):
        raise NotAllowed(_("This is not allowed with your role."))


def _questions() -> Button:
    return Button(_("Other questions"), Begin("questions"))


def _work() -> Button:
    return Button(_("Cadre's work"), Begin("work"))


CARRIES: dict[type, Carry] = {
    KeepQuestion: _keep,
    JudgeAnswer: _judge_answer,
    ProposeAnswer: kindly(_propose),
    JudgeProposal: kindly(_judge_proposal),
    SetAside: kindly(_set_aside),
}
