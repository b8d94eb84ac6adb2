"""What residents' deeds do to the records, and what they tell the person."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import pytest
from sqlalchemy import Connection, insert, select

from bot.deeds import (
    AskAboutData,
    Enrol,
    EraseMe,
    ExportMe,
    GiveConsent,
    JoinHousehold,
    MoveTo,
    Rename,
    ResumeAnnouncements,
    SetLanguage,
    StopAnnouncements,
    WithdrawConsent,
)
from bot.locale import use
from bot.perform import CARRIES, perform
from bot.ports import Granted, Me
from bot.scene import Scene
from bot.talk.message import Begin, Outgoing
from handlers import FLOWS
from store import chats, residents
from store.engine import Store
from store.places import places
from store.requests import requests
from tests.support import commune as town

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
SERVE = Enrol(11, ("serve",), "3")
T = TypeVar("T")


class Desk:
    """One chat at which deeds are performed, each in its own transaction."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.now = NOW
        self.me = Me()
        self.hint = ""  # what the phone says of its language
        store.call(self._fill)
        self.chat = store.call(lambda c: chats.meet(c, "webchat", "one", False, NOW)[0].id)

    @staticmethod
    def _fill(connection: Connection) -> None:
        for place in (town.TOP, town.DONG_TAM, town.BEN_LOI):
            connection.execute(
                insert(places).values(
                    id=place.id,
                    parent_id=None if place is town.TOP else town.TOP.id,
                    kind=place.kind,
                    code=place.code,
                    name=place.name,
                    aliases=list(place.aliases),
                )
            )
        table = residents.households
        connection.execute(insert(table).values(place_id=11, code="SH-01-005"))

    def performs(self, *deeds: object) -> Sequence[Outgoing]:
        def work(connection: Connection) -> list[Outgoing]:
            scene = Scene(
                connection, self.chat, self.me, self.now, town.COMMUNE, lambda: "x", lambda p: p
            )
            with use(self.hint):
                return [reply for deed in deeds for reply in perform(deed, scene)]

        replies = self.store.call(work)
        self.me = replace(self.me, **self._known())
        return replies

    def _known(self) -> dict[str, Any]:
        person = self.resident()
        if person is None:
            return {"resident": 0, "name": "", "household": "", "hamlet": None}
        place = {11: town.DONG_TAM, 12: town.BEN_LOI}[person.place]
        return {
            "resident": person.id,
            "name": person.name,
            "household": person.household,
            "hamlet": place,
        }

    def says(self, *deeds: object) -> str:
        return "\n".join(reply.text for reply in self.performs(*deeds))

    def resident(self) -> residents.Resident | None:
        def work(connection: Connection) -> residents.Resident | None:
            number = residents.of_chat(connection, self.chat)
            return None if number is None else residents.load(connection, number)

        return self.store.call(work)

    def row(self) -> Any:
        table = chats.chats
        return self.store.call(lambda c: c.execute(select(table)).one())

    def requests(self) -> list[tuple[str, bool, bool]]:
        """(kind, met, named) of every request."""
        rows = self.store.call(lambda c: c.execute(select(requests).order_by(requests.c.id)).all())
        return [(r.kind, r.done_at is not None, r.resident_id is not None) for r in rows]


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(store)


def test_a_language_is_kept_and_answered_in(desk: Desk) -> None:
    assert desk.says(SetLanguage("en")) == "From now on Khéo speaks English with you."
    assert desk.row().language == "en"
    assert "tiếng Việt" in desk.says(SetLanguage("vi"))


def test_enrolling_writes_resident_and_consents(desk: Desk) -> None:
    assert desk.performs(Enrol(11, ("serve", "announce"), "3")) == []
    person = desk.resident()
    assert person is not None
    assert (person.place, person.consents) == (11, {"serve", "announce"})
    desk.performs(Enrol(12, ("serve",), "3"))
    again = desk.resident()
    assert again is not None
    assert (again.id, again.place) == (person.id, 12)


def test_who_agrees_in_the_language_of_the_phone_is_written_to_in_it(desk: Desk) -> None:
    desk.hint = "en"
    desk.performs(SERVE)
    assert desk.row().language == "en"
    desk.says(SetLanguage("vi"))
    desk.performs(SERVE)
    assert desk.row().language == "vi"


def test_enrolling_for_announcements_ends_an_earlier_stop(desk: Desk) -> None:
    desk.performs(StopAnnouncements())
    assert desk.row().stopped_at == NOW
    desk.performs(SERVE)
    assert desk.row().stopped_at == NOW
    desk.performs(Enrol(11, ("serve", "announce"), "3"))
    assert desk.row().stopped_at is None


def test_announcements_are_stopped_and_resumed_again_and_again(desk: Desk) -> None:
    for _again in range(2):
        assert desk.performs(StopAnnouncements()) == []
        assert desk.row().stopped_at == NOW
    for _again in range(2):
        assert desk.performs(ResumeAnnouncements()) == []
        assert desk.row().stopped_at is None


def test_consents_are_given_and_withdrawn(desk: Desk) -> None:
    desk.performs(SERVE)
    for _again in range(2):
        assert desk.performs(GiveConsent("improve", "3")) == []
    assert desk.resident().consents == {"serve", "improve"}  # type: ignore[union-attr]
    for _again in range(2):
        assert desk.performs(WithdrawConsent("improve")) == []
    assert desk.resident().consents == {"serve"}  # type: ignore[union-attr]
    assert desk.requests() == [("withdraw", True, True)]


def test_without_consent_to_be_served_nothing_is_kept(desk: Desk) -> None:
    desk.performs(SERVE, Rename("Hoa"))
    assert "đã xoá xong" in desk.says(WithdrawConsent("serve"))
    assert desk.resident() is None


def test_a_move_is_told_with_what_it_takes_away(desk: Desk) -> None:
    desk.performs(SERVE)
    desk.performs(JoinHousehold("SH-01-005"))
    said = desk.says(MoveTo(12))
    assert "nay bác ở Thôn Bến Lội" in said
    assert "Mã hộ cũ" in said
    assert "Mã hộ cũ" not in desk.says(MoveTo(12))
    assert desk.resident().place == 12  # type: ignore[union-attr]
    assert desk.requests() == [("correct", True, True)]


def test_a_name_is_taken_over_and_taken_away(desk: Desk) -> None:
    desk.performs(SERVE)
    assert "gọi bác là Hoa" in desk.says(Rename("Hoa"))
    assert "gọi bác là Hoa" in desk.says(Rename("Hoa"))
    assert "không còn ghi tên" in desk.says(Rename(""))
    assert desk.requests() == [("correct", True, True)] * 2


def test_a_household_is_joined_by_its_code_only(desk: Desk) -> None:
    desk.performs(SERVE)
    (said,) = desk.performs(JoinHousehold("SH-99-999"))
    assert "không có mã hộ SH-99-999" in said.text
    assert said.buttons[0].press == Begin("me", "household")
    assert "mã hộ của bác là SH-01-005" in desk.says(JoinHousehold("SH-01-005"))
    assert desk.resident().household == "SH-01-005"  # type: ignore[union-attr]
    assert "không còn ghi mã hộ" in desk.says(JoinHousehold(""))
    assert desk.resident().household == ""  # type: ignore[union-attr]


def test_a_copy_holds_everything_and_is_a_request_that_was_met(desk: Desk) -> None:
    desk.performs(Enrol(11, ("serve", "announce"), "3"), Rename("Hoà"))
    desk.me = replace(desk.me, grants=(Granted(1, "cadre", town.TOP),))
    copy, told = desk.performs(ExportMe())
    data = json.loads(copy.text)
    assert data["residents"][0]["name"] == "Hoà"
    assert data["roles"] == ["cadre @ Xã Sen Hồng"]
    assert data["kept_by"] == "UBND xã Sen Hồng"
    assert data["at"] == "2026-11-21T09:00:00+07:00"
    assert '"Hoà"' in copy.text
    assert "10 tin mới nhất" in told.text
    assert ("export", True, True) in desk.requests()


def test_a_stranger_can_take_a_copy_too(desk: Desk) -> None:
    copy, _told = desk.performs(ExportMe())
    assert json.loads(copy.text)["residents"] == []
    assert desk.requests() == []


def test_an_erasure_leaves_a_date_without_a_name(desk: Desk) -> None:
    desk.performs(SERVE, Rename("Hoa"))
    desk.performs(AskAboutData("object"))
    assert "đã xoá xong" in desk.says(EraseMe())
    assert desk.resident() is None
    assert desk.requests() == [
        ("correct", True, False),
        ("object", True, False),
        ("erase", True, False),
    ]


def test_a_request_for_an_officer_names_its_dates(desk: Desk) -> None:
    desk.performs(SERVE)
    said = desk.says(AskAboutData("object"))
    assert "UBND xã Sen Hồng xác nhận chậm nhất Thứ Ba, 24 tháng 11, 2026" in said
    assert "giải quyết xong chậm nhất Chủ Nhật, 6 tháng 12, 2026" in said
    desk.now += timedelta(days=3)
    assert desk.says(AskAboutData("object")) == said
    assert desk.requests() == [("object", False, True)]


@pytest.mark.parametrize(
    "deed",
    [
        GiveConsent("improve", "3"),
        MoveTo(12),
        Rename("Hoa"),
        JoinHousehold("SH-01-005"),
        AskAboutData("see"),
    ],
)
def test_nothing_is_changed_for_who_is_not_on_record(desk: Desk, deed: object) -> None:
    (said,) = desk.performs(deed)
    assert "chưa ghi gì về bác" in said.text
    assert said.buttons[0].press == Begin("start")
    assert desk.resident() is None
    assert desk.requests() == []


def test_withdrawing_what_was_never_given_is_harmless(desk: Desk) -> None:
    assert desk.performs(WithdrawConsent("announce")) == []
    assert desk.requests() == []


def test_every_button_leads_to_a_conversation(desk: Desk) -> None:
    known = {flow.name for flow in FLOWS}
    deeds: list[Callable[[], object]] = [
        lambda: SetLanguage("vi"),
        lambda: MoveTo(12),
        lambda: SERVE,
        lambda: MoveTo(12),
        lambda: Rename("Hoa"),
        lambda: JoinHousehold("no"),
        lambda: AskAboutData("see"),
        ExportMe,
        EraseMe,
    ]
    presses = [b.press for deed in deeds for said in desk.performs(deed()) for b in said.buttons]
    assert len(presses) >= 10
    assert all(isinstance(press, Begin) and press.flow in known for press in presses)


def test_every_deed_has_somebody_to_carry_it_out() -> None:
    assert set(CARRIES) >= {Enrol, EraseMe, ExportMe, SetLanguage, StopAnnouncements}
