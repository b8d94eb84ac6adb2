"""Roles in chat: what a cadre can do with them, and that nobody else learns of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from bot.deeds import Invite, Revoke
from bot.locale import use
from bot.ports import Granted, Invitation, Me, Place, Shelf
from bot.talk.flow import Flow
from bot.talk.message import Begin
from handlers import phrases
from handlers.roles import LISTED, roles
from tests.support.conversation import Chat

ROLES = Flow("roles", roles)
COMMUNE = Place(1, "XA", "Xã An", "commune")
CLUSTER = Place(2, "CUM", "Cụm Trên", "cluster")
HAMLETS = tuple(Place(10 + n, f"T{n}", f"Thôn {n}", "hamlet") for n in range(1, 4))
EVERYWHERE = frozenset({1, 2, 11, 12, 13})
CHAIR = Granted(100, "cadre", COMMUNE)
POLICE = ("police", "Công an xã", Granted(101, "cadre", COMMUNE))
HEAD = ("head", "Bác Bảy", Granted(102, "hamlet_head", HAMLETS[0]))


@dataclass
class FakePlaces:
    found: Sequence[Place] = HAMLETS

    def commune(self) -> Place | None:
        return COMMUNE

    def hamlets(self) -> Sequence[Place]:
        return self.found

    def by_code(self, code: str) -> Place | None:
        return next((place for place in self.found if place.code == code), None)


@dataclass
class FakeOffices:
    reaches: dict[str, frozenset[int]] = field(default_factory=dict)
    held: Sequence[tuple[str, str, Granted]] = ()
    invitations: dict[str, Invitation] = field(default_factory=dict)

    def can(self, role: str, place: int) -> bool:
        return place in self.reaches.get("list", frozenset())

    def reach(self, act: str) -> frozenset[int]:
        return self.reaches.get(act, frozenset())

    def below(self) -> Sequence[tuple[str, str, Granted]]:
        return self.held

    def invitation(self, token: str) -> Invitation | None:
        return self.invitations.get(token)


class NoGuides:
    def get(self, id: str) -> None:
        return None

    def shelves(self) -> Sequence[Shelf]:
        return ()


def _chat(
    *held: tuple[str, str, Granted],
    me: Me | None = None,
    reach: frozenset[int] = EVERYWHERE,
    places: Any = None,
) -> Chat:
    own = ("chair", "Chủ tịch", CHAIR)
    ports = {
        "me": me or Me(cadre=7, handle="chair", grants=(CHAIR,)),
        "places": places or FakePlaces(),
        "offices": FakeOffices(dict.fromkeys(("list", "invite", "revoke"), reach), (own, *held)),
        "guides": NoGuides(),
    }
    return Chat(ROLES, ports=ports)


@pytest.mark.parametrize("resident", [0, 5])
def test_for_a_resident_there_is_no_such_command(resident: int) -> None:
    me = Me(resident=resident)
    chat = _chat(me=me)
    chat.opens("roles")
    with use("en"):
        assert chat.replies == (phrases.unknown_command(phrases.menu_buttons(NoGuides(), me)),)
    chat.does()


def test_a_hamlet_head_sees_the_own_roles_and_nothing_more() -> None:
    grant = HEAD[2]
    chat = _chat(HEAD, me=Me(cadre=8, grants=(grant,)), reach=frozenset())
    chat.opens("roles")
    chat.ended()
    chat.hears("Your roles", "• Hamlet head, Thôn 1", options=["Menu"])
    chat.hears_nothing_of("Invite", "Chủ tịch")


def test_a_cadre_sees_who_holds_what_place_by_place() -> None:
    chat = _chat(POLICE, HEAD)
    chat.opens("roles")
    chat.hears(
        "Your roles",
        "• Commune cadre, Xã An",
        options=["Who holds which role", "Invite somebody", "End a role"],
    )
    chat.presses("Who holds which role")
    chat.hears(
        "Who holds which role",
        "Xã An\n• Commune cadre: Chủ tịch (chair)\n• Commune cadre: Công an xã (police)",
        "Thôn 1\n• Hamlet head: Bác Bảy (head)",
        options=["Back to roles", "Menu"],
    )
    chat.does()


def test_only_the_acts_that_the_role_covers_are_offered() -> None:
    chat = _chat()
    chat.ports["offices"] = FakeOffices({"list": EVERYWHERE})
    chat.opens("roles")
    chat.hears(options=["Who holds which role"])


def test_a_hamlet_head_is_invited_to_a_hamlet_only() -> None:
    chat = _chat()
    chat.opens("roles")
    chat.presses("Invite somebody")
    chat.hears(
        "Which role?",
        "Hamlet head: Announce to the hamlet",
        options=["Commune cadre", "Hamlet head", "Approver", "Editor of guides", "Technician"],
    )
    chat.says("hamlet head")
    chat.hears("For which hamlet?", options=["Thôn 1", "Thôn 2", "Thôn 3", "No, leave it"])
    chat.says("thon 2")
    chat.hears("Invite one person to be Hamlet head at Thôn 2? The link can be used once")
    chat.presses("Make the link")
    chat.does(Invite("hamlet_head", 12))


def test_other_roles_may_be_for_the_whole_commune() -> None:
    chat = _chat()
    chat.opens("roles")
    chat.presses("Invite somebody")
    chat.presses("Approver")
    chat.hears("For which place?", options=["Xã An", "One hamlet"])
    chat.presses("Xã An")
    chat.hears("Approver at Xã An")
    chat.presses("Make the link")
    chat.does(Invite("approver", 1))


def test_or_for_one_hamlet() -> None:
    chat = _chat()
    chat.opens("roles")
    chat.presses("Invite somebody")
    chat.presses("Commune cadre")
    chat.presses("One hamlet")
    chat.presses("Thôn 3")
    chat.presses("Make the link")
    chat.does(Invite("cadre", 13))


def test_a_place_between_commune_and_hamlet_is_offered_to_who_holds_it() -> None:
    me = Me(cadre=9, grants=(Granted(103, "cadre", CLUSTER),))
    chat = _chat(me=me, reach=frozenset({2, 11, 12}))
    chat.opens("roles")
    chat.presses("Invite somebody")
    chat.presses("Editor of guides")
    chat.hears(options=["Cụm Trên", "One hamlet"])
    chat.presses("One hamlet")
    chat.hears(options=["Thôn 1", "Thôn 2", "No, leave it"])


def test_in_one_hamlet_there_is_no_wider_place_to_choose() -> None:
    me = Me(cadre=9, grants=(Granted(103, "cadre", HAMLETS[1]),))
    chat = _chat(me=me, reach=frozenset({12}))
    chat.opens("roles")
    chat.presses("Invite somebody")
    chat.presses("Commune cadre")
    chat.hears("For which hamlet?", options=["Thôn 2", "No, leave it"])
    chat.presses("No, leave it")
    chat.hears("nothing was changed")
    chat.does()


def test_without_a_yes_nobody_is_invited() -> None:
    chat = _chat()
    chat.opens("roles")
    chat.presses("Invite somebody")
    chat.presses("Technician")
    chat.presses("Xã An")
    chat.presses("No, leave it")
    chat.hears("nothing was changed", options=["Back to roles", "Menu"])
    chat.does()


def test_a_role_ends_after_a_yes() -> None:
    chat = _chat(POLICE, HEAD)
    chat.opens("roles")
    chat.presses("End a role")
    chat.hears(
        "Which role should end?",
        options=[
            "Chủ tịch: Commune cadre, Xã An",
            "Công an xã: Commune cadre, Xã An",
            "Bác Bảy: Hamlet head, Thôn 1",
        ],
    )
    chat.presses("Bác Bảy: Hamlet head, Thôn 1")
    chat.hears("Bác Bảy (head) will no longer be Hamlet head at Thôn 1")
    chat.hears_nothing_of("your own role")
    chat.presses("Yes, end it")
    chat.does(Revoke(102))


def test_ones_own_role_is_pointed_out_and_a_no_changes_nothing() -> None:
    chat = _chat(POLICE)
    chat.opens("roles")
    chat.presses("End a role")
    chat.presses("Chủ tịch: Commune cadre, Xã An")
    chat.hears("This is your own role.", "Chủ tịch (chair)")
    chat.presses("No, leave it")
    chat.does()


def test_two_who_look_alike_are_told_apart_by_handle() -> None:
    other = ("bay-2", "Bác Bảy", replace(HEAD[2], id=104))
    chat = _chat(HEAD, other)
    chat.opens("roles")
    chat.presses("End a role")
    chat.presses("Bác Bảy: Hamlet head, Thôn 1 (bay-2)")
    chat.presses("Yes, end it")
    chat.does(Revoke(104))


def test_many_roles_are_asked_for_by_place_first() -> None:
    many = [(f"c{n}", f"Cán bộ {n}", Granted(200 + n, "editor", HAMLETS[1])) for n in range(LISTED)]
    chat = _chat(HEAD, *many)
    chat.opens("roles")
    chat.presses("End a role")
    chat.hears("At which place?", options=["Xã An", "Thôn 1", "Thôn 2"])
    chat.presses("Thôn 1")
    chat.hears("Which role should end?", options=["Bác Bảy: Hamlet head, Thôn 1"])


def test_a_role_that_ended_meanwhile_is_no_longer_offered() -> None:
    chat = _chat(POLICE, HEAD)
    chat.opens("roles")
    chat.presses("End a role")
    chat.presses("Công an xã: Commune cadre, Xã An")
    chat.ports["offices"].held = (("chair", "Chủ tịch", CHAIR), HEAD)
    chat.says("có")
    chat.hears(
        "Which role should end?",
        options=[
            "Chủ tịch: Commune cadre, Xã An",
            "Bác Bảy: Hamlet head, Thôn 1",
        ],
    )


def test_who_loses_the_roles_in_the_middle_is_told_nothing_more() -> None:
    chat = _chat(POLICE)
    chat.opens("roles")
    chat.presses("End a role")
    chat.ports["me"] = Me()
    chat.says("1")
    chat.hears("I do not know that command")
    chat.does()


def test_the_buttons_at_the_end_lead_on() -> None:
    chat = _chat()
    chat.opens("roles")
    chat.presses("Who holds which role")
    (reply,) = chat.replies
    assert [button.press for button in reply.buttons] == [Begin("roles"), Begin("menu")]
