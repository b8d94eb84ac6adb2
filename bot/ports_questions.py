"""What conversations look up about unanswered questions and answers that cadres approved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from bot.ports import Place


@dataclass(frozen=True, slots=True)
class Held:
    """The latest question of the person in the chat. ``kept``: it is on the cadres' list."""

    text: str
    shown: str
    kept: bool


@dataclass(frozen=True, slots=True)
class Wondered:
    """Questions that ask the same, as cadres see them. ``texts``: the newest few of them.

    ``askers`` and ``hamlets`` count only the places of the cadre who looks. ``shown``: what had
    been shown and was not meant ("guide:ID", "answer:12").
    """

    number: int
    state: str
    askers: int
    texts: tuple[str, ...]
    hamlets: tuple[str, ...]
    shown: tuple[str, ...]
    why: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer in force, or one that waits for a second person (``state`` "waiting").

    ``question``: one way to ask a line. ``place`` is for whom it holds. ``answered_on``: the day it
    was approved. ``changing``: a change of it waits.
    """

    number: int
    group: int
    kind: str
    question: str
    text: str
    office: str
    guide: str
    place: Place
    review_by: date
    state: str
    author: str
    approver: str = ""
    answered_on: date | None = None
    changing: bool = False
    note: str = ""
    replaces: int = 0

    @property
    def title(self) -> str:
        """The question as residents read it."""
        return self.question.partition("\n")[0]


class Questions(Protocol):
    """Unanswered questions and their answers; what is for cadres answers nobody else."""

    def held(self, number: int) -> Held | None:
        """The question of that number, while it is the latest of this chat."""
        ...

    def answer(self, number: int) -> Answered | None:
        """The answer in force of that number that holds for the person in the chat."""
        ...

    def pending(self, *, aside: bool = False) -> Sequence[Wondered]:
        """The groups that wait for an answer, the most askers first; or those set aside."""
        ...

    def group(self, number: int) -> Wondered | None:
        """One group, while the person in the chat may answer it."""
        ...

    def places(self, number: int) -> Sequence[Place]:
        """For whom an answer to the group may hold: the cadre's own place, then the one hamlet
        that asks, if it is only one."""
        ...

    def office(self) -> str:
        """The office of the cadre in the chat, where it is on record."""
        ...

    def returned(self, group: int) -> Answered | None:
        """What was last proposed for a group and given back with a word."""
        ...

    def waiting(self) -> Sequence[Answered]:
        """The proposals that the person in the chat may decide on, oldest first."""
        ...

    def in_force(self) -> Sequence[Answered]:
        """The approved answers of the cadre's places, the next to be reviewed first."""
        ...

    def kept(self, number: int) -> Answered | None:
        """One approved answer of the cadre's places."""
        ...
