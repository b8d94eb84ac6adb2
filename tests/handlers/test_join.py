"""Taking up an invitation: what it is, under which name, and an explicit yes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.deeds import AcceptInvitation
from bot.ports import Granted, Invitation, Me, Place
from bot.talk.flow import Flow
from handlers.join import join
from tests.support.conversation import Chat

JOIN = Flow("join", join)
HAMLET = Place(11, "T1", "Thôn 1", "hamlet")
UNTIL = datetime(2026, 11, 28, 2, 0, tzinfo=UTC)
OPEN = Invitation("hamlet_head", HAMLET, UNTIL)


@dataclass
class FakeOffices:
    open: Invitation | None

    def can(self, role: str, place: int) -> bool:
        return False

    def reach(self, act: str) -> frozenset[int]:
        return frozenset()

    def below(self) -> Sequence[tuple[str, str, Granted]]:
        return ()

    def invitation(self, token: str) -> Invitation | None:
        return self.open if token == "secret" else None


def _chat(invitation: Invitation | None = OPEN, me: Me | None = None) -> Chat:
    return Chat(JOIN, ports={"me": me or Me(), "offices": FakeOffices(invitation)})


def test_who_is_new_gives_a_name_and_says_yes() -> None:
    chat = _chat()
    chat.opens("join", "secret")
    chat.hears(
        "Invitation: Hamlet head",
        "You are invited to be Hamlet head at Thôn 1.",
        "Announce to the hamlet",
        "written down",
        "holds until 09:00, Saturday, November 28, 2026",
        "Under which name",
    )
    chat.says("  Trần Văn   Bảy ")
    chat.hears("Hamlet head at Thôn 1, under the name Trần Văn Bảy")
    chat.presses("Yes, I accept")
    chat.does(AcceptInvitation("secret", "Trần Văn Bảy"))


def test_a_phone_number_is_not_a_name() -> None:
    chat = _chat()
    chat.opens("join", "secret")
    chat.says("0912345678")
    chat.outcome("rejected")
    chat.asks("name")


def test_a_no_leaves_the_invitation_open() -> None:
    chat = _chat()
    chat.opens("join", "secret")
    chat.says("Bảy")
    chat.presses("No, thank you")
    chat.hears("stays open", options=["Menu"])
    chat.does()


def test_who_is_a_cadre_already_is_not_asked_for_a_name() -> None:
    chat = _chat(me=Me(cadre=7, handle="bay"))
    chat.opens("join", "secret")
    chat.asks("accept")
    chat.hears_nothing_of("this chat speaks as")
    chat.presses("Yes, I accept")
    chat.does(AcceptInvitation("secret", ""))


def test_the_link_of_one_cadre_needs_no_name() -> None:
    chat = _chat(Invitation("cadre", HAMLET, UNTIL, "Công an xã"))
    chat.opens("join", "secret")
    chat.asks("accept")
    chat.says("đồng ý")
    chat.does(AcceptInvitation("secret", "Công an xã"))


def test_a_chat_that_becomes_another_cadre_is_told_so() -> None:
    chat = _chat(Invitation("cadre", HAMLET, UNTIL, "Công an xã"), Me(cadre=7, handle="bay"))
    chat.opens("join", "secret")
    chat.hears("From then on this chat speaks as Công an xã.")


def test_a_link_that_is_used_up_unknown_or_empty_says_the_same() -> None:
    said = set()
    for argument, invitation in (("secret", None), ("other", OPEN), ("", OPEN)):
        chat = _chat(invitation)
        chat.opens("join", argument)
        chat.hears("cannot be used", "ask whoever sent it", options=["Menu"])
        chat.does()
        said.add(chat.text)
    assert len(said) == 1


def test_an_invitation_that_ends_in_mid_conversation_is_told() -> None:
    chat = _chat()
    chat.opens("join", "secret")
    chat.ports["offices"] = FakeOffices(None)
    chat.says("Bảy")
    chat.hears("cannot be used")
    chat.does()
