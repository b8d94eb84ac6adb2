"""The port ``bot.ports_questions.Questions`` over the kept questions and answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Connection

from bot.locale import ZONE
from bot.ports import Me, Place
from bot.ports_questions import Answered, Held, Wondered
from store import cadres, places, questions, questions_answers, questions_desk
from store.offices import StoredOffices
from store.questions_answers import Kept
from store.questions_desk import Group


class StoredQuestions:
    """The port for the person in the chat."""

    def __init__(self, connection: Connection, chat: int, me: Me, now: datetime) -> None:
        self._connection = connection
        self._chat = chat
        self._me = me
        self._now = now
        self._offices = StoredOffices(connection, me.cadre, now)

    @property
    def _today(self) -> date:
        return self._now.astimezone(ZONE).date()

    def held(self, number: int) -> Held | None:
        """The question of that number, while it is the latest of this chat."""
        found = questions.held(self._connection, self._chat, number, self._now)
        if found is None:
            return None
        kept = questions.is_kept(self._connection, self._me.resident, found.text)
        return Held(found.text, found.shown, kept)

    def answer(self, number: int) -> Answered | None:
        """The answer in force of that number that holds for the person in the chat."""
        found = questions_answers.load(self._connection, number)
        if found is None or found.state != "approved" or found.wanted.review_by < self._today:
            return None
        if not holds_for(self._connection, found.wanted.place, self._me, self._today):
            return None
        return self._answered(found)

    def standing(self, number: int) -> Answered | None:
        """The answer in force of that number, for whomever it holds."""
        found = questions_answers.load(self._connection, number)
        return self._answered(found) if found is not None and found.state == "approved" else None

    def pending(self, *, aside: bool = False) -> Sequence[Wondered]:
        """The groups that wait for an answer, the most askers first; or those set aside."""
        scope = self._offices.reach("answer")
        states = ("aside",) if aside else ("open",)
        return [_wondered(one) for one in questions_desk.gather(self._connection, states, scope)]

    def group(self, number: int) -> Wondered | None:
        """One group, while the person in the chat may answer it."""
        return next(map(_wondered, self._groups(number)), None)

    def places(self, number: int) -> Sequence[Place]:
        """For whom an answer to the group may hold."""
        tops = self._offices.tops("answer")
        found = [place for id in tops if (place := places.get(self._connection, id))]
        for group in self._groups(number):
            if len(group.places) == 1 and group.places[0] not in tops:
                hamlet = places.get(self._connection, group.places[0])
                found += [hamlet] if hamlet is not None else []
        return found

    def office(self) -> str:
        """The office of the cadre in the chat, where it is on record."""
        return cadres.office_of(self._connection, self._me.cadre) if self._me.cadre else ""

    def returned(self, group: int) -> Answered | None:
        """What was last proposed for a group and given back with a word."""
        found = questions_answers.returned(self._connection, group)
        return self._answered(found) if found is not None and self.group(group) else None

    def waiting(self) -> Sequence[Answered]:
        """The proposals that the person in the chat may decide on, oldest first."""
        scope = self._offices.reach("approve")
        return [
            self._answered(one)
            for one in questions_answers.in_state(self._connection, "waiting")
            if one.author != self._me.cadre and one.wanted.place in scope
        ]

    def in_force(self) -> Sequence[Answered]:
        """The approved answers of the cadre's places, the next to be reviewed first."""
        scope = self._offices.reach("answer") | self._offices.reach("approve")
        found = [
            self._answered(one)
            for one in questions_answers.in_state(self._connection, "approved")
            if one.wanted.place in scope
        ]
        return sorted(found, key=lambda one: (one.review_by, one.number))

    def kept(self, number: int) -> Answered | None:
        """One approved answer of the cadre's places."""
        return next((one for one in self.in_force() if one.number == number), None)

    def _groups(self, number: int) -> Sequence[Group]:
        states = ("open", "aside", "answered", "waiting")
        scope = self._offices.reach("answer")
        return questions_desk.gather(self._connection, states, scope, only=number)

    def _answered(self, kept: Kept) -> Answered:
        wanted = kept.wanted
        place = places.get(self._connection, wanted.place)
        assert place is not None
        by = kept.decided_by
        return Answered(
            kept.id,
            wanted.group,
            wanted.kind,
            wanted.question,
            wanted.text,
            wanted.office,
            wanted.guide,
            place,
            wanted.review_by,
            kept.state,
            cadres.name_of(self._connection, kept.author),
            cadres.name_of(self._connection, by) if by is not None else "",
            kept.decided_at.astimezone(ZONE).date() if kept.decided_at else None,
            questions_answers.changing(self._connection, kept.id),
            kept.note,
            wanted.replaces or 0,
        )


def holds_for(connection: Connection, place: int, me: Me, today: date) -> bool:
    """Whether what is said for a place is said for this person; strangers live in the commune."""
    if me.hamlet is not None:
        return place in places.ancestors(connection, me.hamlet.id)
    commune = places.load(connection, today).commune()
    return commune is not None and place == commune.id


def _wondered(group: Group) -> Wondered:
    return Wondered(
        group.id, group.state, group.askers, group.texts, group.hamlets, group.shown, group.why
    )
