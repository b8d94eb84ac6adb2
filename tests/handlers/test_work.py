"""The cadre's own menu: each sees what their roles let them do, and nobody else sees it at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from bot.locale import use
from bot.ports import Granted, Me, Place, Shelf
from bot.talk.flow import Flow
from handlers import phrases
from handlers.work import work
from tests.support.conversation import Chat

WORK = Flow("work", work)
COMMUNE = Place(1, "XA", "Xã An", "commune")
ROLES, MENU = "Your roles", "☰ Menu"


@dataclass
class Desk:
    """All ports of the menu in one: what may be done, and how much of it waits."""

    acts: Sequence[str] = ()
    waits: dict[str, int] = field(default_factory=dict)
    edits: bool = False
    judge: bool = False

    def reach(self, act: str) -> frozenset[int]:
        return frozenset({1} if act in self.acts else ())

    def waiting(self) -> Sequence[int]:
        return range(self.waits.get("waiting", 0))

    def pending(self) -> Sequence[int]:
        return range(self.waits.get("pending", 0))

    def guides(self) -> Sequence[str]:
        return ["birth"] if self.edits else []

    def judges(self) -> bool:
        return self.judge

    def shelves(self) -> Sequence[Shelf]:
        return ()

    def get(self, id: str) -> None:
        return None


def opened(me: Me, **ports: Desk) -> Chat:
    names = ("offices", "announcements", "guides", "corrections", "readings", "questions")
    every: dict[str, Any] = {"me": me, **{name: ports.get(name, Desk()) for name in names}}
    chat = Chat(WORK, ports=every)
    chat.opens("work")
    return chat


def cadre(*roles: Any) -> Me:
    return Me(cadre=1, grants=tuple(Granted(100 + n, r, COMMUNE) for n, r in enumerate(roles)))


def test_for_a_resident_there_is_no_such_command() -> None:
    chat = opened(Me())
    with use("en"):
        guides: Any = Desk()
        assert chat.replies == (phrases.unknown_command(phrases.menu_buttons(guides, Me())),)
    chat.hears_nothing_of("Cadre's work", "Your roles")
    chat.ended()


def test_who_only_minds_the_machine_has_nothing_but_their_roles() -> None:
    assert opened(cadre("technician"), offices=Desk(["operate"])).labels == [ROLES, MENU]


@pytest.mark.parametrize(
    ("acts", "labels"),
    [
        (["announce"], ["📢 Write an announcement", "👥 Link a group chat"]),
        (["report"], ["🗂 Announcements and reports"]),
        (["approve"], ["✅ Waiting for approval: 2"]),
        (["answer"], ["❓ Asked and not answered: 1,200"]),
    ],
)
def test_each_right_brings_its_own_buttons_and_no_other(acts: list[str], labels: list[str]) -> None:
    chat = opened(
        cadre("cadre"),
        offices=Desk(acts),
        announcements=Desk(waits={"waiting": 2}),
        questions=Desk(waits={"pending": 1200}),
    )
    assert chat.labels == [*labels, ROLES, MENU]


def test_answers_to_approve_show_only_while_some_wait() -> None:
    chat = opened(cadre("approver"), questions=Desk(waits={"waiting": 3}))
    assert chat.labels == ["✅ Answers to approve: 3", ROLES, MENU]


def test_who_keeps_guides_corrects_reads_and_hears() -> None:
    keeper = Desk(edits=True, waits={"waiting": 4})
    chat = opened(cadre("editor"), corrections=keeper, readings=Desk(waits={"waiting": 2}))
    assert chat.labels == [
        "✍ Correct a guide",
        "🎙 Read a guide out for people",
        "📝 Corrections: 4 for you to look at",
        "👂 Recordings for you to hear: 2",
        ROLES,
        MENU,
    ]


def test_who_only_judges_corrections_sees_those_and_no_recordings_when_none_wait() -> None:
    chat = opened(cadre("approver"), corrections=Desk(judge=True))
    assert chat.labels == ["📝 Corrections: 0 for you to look at", ROLES, MENU]
