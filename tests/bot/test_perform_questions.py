"""What is refused at the desk of questions, whatever buttons somebody presses."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import Connection, select

from bot import demo
from bot.deeds_questions import (
    JudgeAnswer,
    JudgeProposal,
    KeepQuestion,
    ProposeAnswer,
    SetAside,
)
from bot.errors import NotAllowed
from bot.perform import perform
from bot.ports import Me
from bot.scene import Scene
from store import cadres, places, questions, residents
from store.chats import chats
from store.engine import Store
from tests.support.town import NOW, demo_commune

UNTIL = date(2027, 5, 20)


class Desk:
    """A demonstration commune with one kept question from hamlets 1 and 2 each."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        demo.load(connection, NOW)
        demo.residents(connection, 8, "test", 100, NOW)
        known = connection.execute(select(residents.residents)).all()
        self.hamlets = list(dict.fromkeys(row.place_id for row in known))
        self.chat, self.resident = connection.execute(
            select(chats.c.id, chats.c.resident_id).where(chats.c.resident_id == known[0].id)
        ).one()
        self.commune = connection.execute(
            select(places.places.c.id).where(places.places.c.code == "MAU")
        ).scalar_one()
        for hamlet in self.hamlets:
            person = next(row.id for row in known if row.place_id == hamlet)
            kept = {"like": lambda _text, group: group[0][0] if group else None, "now": NOW}
            questions.keep(
                connection,
                person,
                f"hỏi {hamlet}",
                "",
                tell=False,
                today=NOW.date(),
                **kept,  # type: ignore[arg-type]
            )

    def does(self, deed: object, handle: str = "", *, chat: int = 0, consents: str = "") -> str:
        """What somebody is told who causes this."""
        cadre = cadres.by_handle(self.connection, handle) if handle else None
        me = Me(cadre=cadre.id if cadre else 0, consents=frozenset(consents.split()))
        scene = Scene(
            self.connection, chat or self.chat, me, NOW, demo_commune(), lambda: "t", lambda p: p
        )
        return " ".join(said.text for said in perform(deed, scene))

    def propose(self, place: int = 0, **more: object) -> ProposeAnswer:
        """A proposal for the one group."""
        row: dict[str, object] = {"question": "Hỏi gì?", "text": "Đáp.", "office": "Xã"}
        return ProposeAnswer(1, "words", place or self.commune, UNTIL, **(row | more))  # type: ignore[arg-type]


@pytest.fixture
def desk(sqlite_store: Store) -> Iterator[Desk]:
    with sqlite_store.engine.begin() as connection:
        yield Desk(connection)


def test_who_holds_no_role_answers_decides_and_sets_aside_nothing(desk: Desk) -> None:
    for deed in (desk.propose(), JudgeProposal(1, "approve"), SetAside(1, "x")):
        with pytest.raises(NotAllowed):
            desk.does(deed)


def test_a_hamlet_head_answers_for_the_own_hamlet_only(desk: Desk) -> None:
    with pytest.raises(NotAllowed):
        desk.does(desk.propose(), "demo-head-1")
    with pytest.raises(NotAllowed):
        desk.does(desk.propose(place=10_000), "demo-front")
    with pytest.raises(NotAllowed):
        desk.does(SetAside(1, "không phải"), "demo-head-1")  # others ask it, too


def test_the_author_approves_nothing_of_their_own_nor_does_who_may_not(desk: Desk) -> None:
    assert "Đang chờ duyệt: Công an xã (mẫu)." in desk.does(desk.propose(), "demo-chairman")
    for handle in ("demo-chairman", "demo-front", "demo-head-1"):
        with pytest.raises(NotAllowed):
            desk.does(JudgeProposal(1, "approve"), handle)
    with pytest.raises(NotAllowed):
        desk.does(JudgeProposal(9, "approve"), "demo-police")
    assert "Đã duyệt" in desk.does(JudgeProposal(1, "approve"), "demo-police")
    assert "người khác xử lý" in desk.does(JudgeProposal(1, "return", "x"), "demo-police")


def test_of_two_proposals_the_second_is_told(desk: Desk) -> None:
    desk.does(desk.propose(), "demo-front")
    assert "đã có người trả lời" in desk.does(desk.propose(), "demo-chairman")


def test_where_nobody_else_may_approve_the_author_is_told(desk: Desk) -> None:
    for handle in ("demo-chairman", "demo-police"):
        holder = cadres.by_handle(desk.connection, handle)
        assert holder is not None
        for grant in holder.grants:
            if grant.role == "approver":
                cadres.revoke(desk.connection, grant=grant.id, by=None, now=NOW)
    assert "chưa có ai khác" in desk.does(desk.propose(), "demo-front")


def test_an_answer_of_another_place_is_not_changed(desk: Desk) -> None:
    desk.does(desk.propose(), "demo-front")
    desk.does(JudgeProposal(1, "approve"), "demo-chairman")
    mine = cadres.by_handle(desk.connection, "demo-head-1")
    assert mine is not None
    hamlet = mine.grants[0].place.id
    with pytest.raises(NotAllowed):
        desk.does(desk.propose(place=hamlet, replaces=1), "demo-head-1")
    assert "Đang chờ duyệt" in desk.does(desk.propose(replaces=1), "demo-front")
    assert "trả lại" in desk.does(JudgeProposal(2, "return"), "demo-chairman")


def test_what_is_decided_is_not_set_aside_and_what_is_open_not_taken_up(desk: Desk) -> None:
    assert "trở lại" not in desk.does(SetAside(1, ""), "demo-front")
    assert "Đã gác lại" in desk.does(SetAside(1, "không phải"), "demo-front")
    assert "người khác xử lý" in desk.does(SetAside(1, "không phải"), "demo-front")
    assert "người khác xử lý" in desk.does(SetAside(7, "x"), "demo-front")


def test_without_the_consent_nothing_is_kept_or_fed_to_the_list(desk: Desk) -> None:
    def held() -> int:
        return questions.hold(desk.connection, desk.chat, "chợ họp ngày nào", "answer:1", NOW)

    def kept() -> int:
        return len(desk.connection.execute(select(questions.questions)).all())

    before = kept()
    assert "viết lại" in desk.does(KeepQuestion(held(), tell=True))
    assert "viết lại" in desk.does(KeepQuestion(99, tell=True))
    desk.does(JudgeAnswer(held(), "no"))
    assert kept() == before
    residents.give_consent(desk.connection, desk.resident, "improve", "1", NOW)
    number = held()
    desk.does(JudgeAnswer(number, "no"), consents="serve improve")
    assert kept() == before + 1
    desk.does(JudgeAnswer(number, "no"), consents="serve improve")
    desk.does(JudgeAnswer(99, "no"), consents="serve improve")
    assert kept() == before + 1
