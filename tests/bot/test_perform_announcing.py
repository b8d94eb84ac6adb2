"""What cadres cause about announcements: rights are read again, the engine's “no” is told."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from bot.deeds import Announce, Follow, InviteGroup, Judge, Remind, ShowMonth, Steer, TellInPerson
from bot.errors import NotAllowed
from bot.lookups_announcements import StoredAnnouncements
from bot.perform import perform
from bot.ports import Me
from bot.ports_announcements import Draft, To
from bot.scene import Scene
from bot.talk.message import Begin, Outgoing
from content.library import load
from store import announcements, announcements_reports, cadres, chats
from store.engine import Store
from tests.support.hall import CHAIR, FRONT, HEAD, Hall


def _does(hall: Hall, deed: object, who: str = "demo-front") -> list[Outgoing]:
    number = hall.cadre(who) if who else 0

    def work(connection) -> list[Outgoing]:  # type: ignore[no-untyped-def]
        scene = Scene(
            connection,
            1,
            Me(cadre=number),
            hall.clock(),
            load().commune,
            lambda: "token",
            lambda payload: payload,
            hall.can,
        )
        return list(perform(deed, scene))

    return list(hall.do(work))


DEEDS = (
    Announce(Draft(texts=(("vi", "x"),)), "send"),
    Judge(1, 1, "approve"),
    Steer(1, "pause"),
    Follow(1, "retract", (("vi", "x"),)),
    Remind(1),
    ShowMonth("2026-11"),
    TellInPerson(1, (1,)),
    InviteGroup(1),
)


@pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: type(deed).__name__)
async def test_who_holds_no_role_causes_nothing(sqlite_store: Store, deed: object) -> None:
    async with Hall(sqlite_store, 8) as hall:
        hall.composes()
        with pytest.raises(NotAllowed):
            _does(hall, deed, "")


async def test_what_the_engine_refuses_is_told_and_nothing_of_it_stays(store: Store) -> None:
    async with Hall(store, 8) as hall:
        number = hall.composes()
        (said,) = _does(hall, Steer(number, "pause"))
        assert "đang soạn" in said.text
        assert said.buttons[0].press == Begin("runs", str(number))
        late = Draft(texts=(("vi", "Họp"),), at=hall.clock().replace(year=2025))
        (said,) = _does(hall, Announce(late, "send"))
        assert "đã qua" in said.text
        assert hall.do(lambda c: announcements.load(c, 2)) is None
        (said,) = _does(hall, Announce(Draft(texts=(("vi", " "),)), "save", number, 1))
        assert hall.do(lambda c: announcements.load(c, number)).version == 1
        (said,) = _does(hall, Announce(Draft(texts=(("vi", "Họp"),)), "save", number, 7))
        assert "vừa sửa" in said.text
        (said,) = _does(hall, Remind(number))
        assert "không hỏi trả lời" in said.text


async def test_the_doors_of_another_hamlet_are_not_for_this_head(store: Store) -> None:
    async with Hall(store, 8) as hall:
        number = hall.announces()
        await hall.rests()
        doors = hall.do(lambda c: announcements_reports.doors(c, number))
        home = hall.place("MAU-01")
        theirs = next(door.household for door in doors if door.place == home)
        others = next(door.household for door in doors if door.place != home)
        (said,) = _does(hall, TellInPerson(number, (theirs,)), "demo-head-1")
        assert "1 hộ" in said.text
        (said,) = _does(hall, TellInPerson(number, (theirs,)), "demo-head-1")
        assert "0 hộ" in said.text
        for household in (others, 10**6):
            with pytest.raises(NotAllowed):
                _does(hall, TellInPerson(number, (household,)), "demo-head-1")
        with pytest.raises(NotAllowed):
            _does(hall, InviteGroup(hall.place("MAU-02")), "demo-head-1")
        with pytest.raises(NotAllowed):
            _does(hall, InviteGroup(10**6), "demo-front")


async def test_without_a_second_person_the_author_is_told_so(store: Store) -> None:
    async with Hall(store, 40) as hall:

        def revoke(connection) -> None:  # type: ignore[no-untyped-def]
            table = cadres.grants
            gone = update(table).where(table.c.role == "approver")
            connection.execute(gone.values(revoked_at=hall.clock()))

        hall.do(revoke)
        (said,) = _does(hall, Announce(Draft(kind="urgent", texts=(("vi", "Lũ về"),)), "send"))
        assert "chưa có ai khác" in said.text
        assert hall.state(1) == "waiting"


async def test_an_approval_after_its_time_says_that_it_was_missed(store: Store) -> None:
    async with Hall(store, 40) as hall:
        await hall.writes(kind="Khẩn", when="11h sáng nay")
        await hall.presses("Gửi đi duyệt", FRONT)
        hall.clock.goes(hours=9)
        await hall.presses("Xem và duyệt", CHAIR)
        await hall.presses("✅ Duyệt", CHAIR)
        assert hall.state(1) == "missed"
        assert "giờ gửi đã qua" in hall.texts(FRONT)


async def test_the_port_answers_cadres_only_and_by_their_places(store: Store) -> None:
    async with Hall(store, 8) as hall:
        number = hall.composes()

        numbers = {who: hall.cadre(who) for who in ("demo-front", "demo-head-1")}

        def port(connection, who: str) -> StoredAnnouncements:  # type: ignore[no-untyped-def]
            return StoredAnnouncements(connection, numbers.get(who, 0), hall.can, hall.clock())

        def look(connection) -> None:  # type: ignore[no-untyped-def]
            nobody = port(connection, "")
            assert (nobody.listed(), nobody.waiting(), nobody.get(number)) == ((), (), None)
            assert not nobody.may_approve(number)
            author = port(connection, "demo-front")
            assert [one.number for one in author.listed()] == [number]
            assert author.get(99) is None
            head = port(connection, "demo-head-1")
            assert head.listed() == []  # a draft is the author's own affair
            assert author.described(To()) == "cả xã"
            draft = Draft(kind="no such class", texts=(("vi", "x"),))
            assert author.shown(draft, "vi").text == "x"

        hall.do(look)


async def test_an_editor_of_guides_has_nothing_to_do_with_announcements(store: Store) -> None:
    async with Hall(store, 8) as hall:

        def appoint(connection) -> None:  # type: ignore[no-untyped-def]
            now = hall.clock()
            met, _new = chats.meet(connection, "test", "9", False, now)
            cadre = cadres.appoint(connection, handle="editor", name="Biên tập", office="", now=now)
            cadres.grant(connection, cadre=cadre, role="editor", place=place, by=None, now=now)
            cadres.link(connection, cadre, met.id, now)

        place = hall.place("MAU")

        hall.do(appoint)
        await hall.says("/xyz", "9")
        unknown = hall.town.last
        for word in ("/announce", "/approve", "/runs", "/link"):
            await hall.says(word, "9")
            assert hall.town.last == unknown, word
        await hall.says("/work", "9")
        for word in ("thông báo", "duyệt", "Gắn nhóm"):
            assert not any(word in label for label in hall.labels("9")), word


async def test_the_menu_leads_a_cadre_to_the_cadres_work(store: Store) -> None:
    async with Hall(store, 40) as hall:
        await hall.says("/help", CHAIR)
        await hall.presses("Việc của cán bộ", CHAIR)
        assert any("Chờ duyệt: 0" in label for label in hall.labels(CHAIR))
        await hall.presses("Chờ duyệt", CHAIR)
        assert "Không có gì chờ" in hall.text(CHAIR)
        await hall.says("/work", HEAD)
        assert not any("Chờ duyệt" in label for label in hall.labels(HEAD))
        await hall.presses("Thông báo và báo cáo", HEAD)
        assert "Chưa có thông báo" in hall.text(HEAD)


async def test_everything_can_be_changed_before_it_is_kept(store: Store) -> None:
    async with Hall(store, 96) as hall:
        await hall.writes()
        await hall.presses("Sửa loại", FRONT)
        await hall.presses("Thiên tai", FRONT)
        await hall.presses("Sửa phần trả lời", FRONT)
        await hall.presses("Tôi sẽ đến", FRONT)
        await hall.presses("Sửa người nhận", FRONT)
        await hall.presses("Cả xã", FRONT)
        await hall.presses("Sửa giờ gửi", FRONT)
        await hall.says("8h tối mai", FRONT)
        text = hall.text(FRONT)
        assert "cả xã" in text
        assert "Thiên tai" in text
        assert "“Tôi sẽ đến” hoặc" in text
        assert "20:00 chủ nhật 22/11/2026" in text
        for _round in range(3):
            await hall.presses("Sửa loại", FRONT)
            await hall.presses("Thông tin", FRONT)
        assert not any("Sửa" in label for label in hall.labels(FRONT))
        await hall.presses("✅ Gửi", FRONT)
        found = hall.do(lambda c: announcements.load(c, 1))
        assert (found.kind, found.ack, found.audience.places) == ("information", "come", ())
        await hall.says("/runs", FRONT)
        await hall.presses("#1", FRONT)
        await hall.presses("Sửa hoặc gửi", FRONT)
        await hall.presses("Lưu nháp", FRONT)
        assert hall.state(1) == "draft"


async def test_a_time_that_passes_while_one_thinks_is_asked_again(store: Store) -> None:
    async with Hall(store, 40) as hall:
        await hall.writes(when="10h sáng nay")
        hall.clock.goes(hours=3)
        await hall.presses("✅ Gửi", FRONT)
        assert hall.do(lambda c: announcements.load(c, 1)) is None
        assert "Gửi lúc nào" in hall.text(FRONT)
