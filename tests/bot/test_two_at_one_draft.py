"""Two cadres at one draft, approvals that come late: no words are lost, none are sent blindly."""

from __future__ import annotations

from bot.deeds import Announce
from bot.errors import NotAllowed
from bot.ports_announcements import Draft
from store import announcements
from store.engine import Store
from tests.bot.test_perform_announcing import _does
from tests.support.hall import CHAIR, FRONT, HEAD, Hall

EDIT = "Sửa hoặc gửi"


async def _opens(hall: Hall, who: str) -> None:
    await hall.says("/runs", who)
    await hall.presses("#1", who)
    await hall.presses(EDIT, who)


async def _drafted(hall: Hall, **more: str) -> None:
    await hall.writes(**more)
    await hall.presses("Lưu nháp", FRONT)


def _words(hall: Hall) -> str:
    return str(hall.do(lambda c: announcements.wordings(c, 1))["vi"].text)


async def test_another_cadre_of_the_commune_opens_and_changes_it(store: Store) -> None:
    async with Hall(store, 40) as hall:
        await _drafted(hall)
        await hall.says("/runs", HEAD)
        assert "#1" not in hall.labels(HEAD)
        await _opens(hall, CHAIR)
        await hall.presses("Sửa lời", CHAIR)
        await hall.says("Lời của chủ tịch", CHAIR)
        await hall.presses("Lưu nháp", CHAIR)
        assert _words(hall) == "Lời của chủ tịch"
        assert "Chủ tịch xã (mẫu) vừa sửa thông báo số 1 của bác" in hall.text(FRONT)
        await hall.presses("Xem thông báo #1", FRONT)
        assert "Người sửa gần nhất: Chủ tịch xã (mẫu)" in hall.text(FRONT)


async def test_the_second_to_save_is_told_what_changed_and_keeps_both(store: Store) -> None:
    async with Hall(store, 40) as hall:
        await _drafted(hall)
        await _opens(hall, FRONT)
        await hall.presses("Sửa lời", FRONT)
        await hall.says("Lời mới của Mặt trận", FRONT)
        await _opens(hall, CHAIR)
        await hall.presses("Sửa giờ gửi", CHAIR)
        await hall.says("8h tối mai", CHAIR)
        await hall.presses("Lưu nháp", CHAIR)
        await hall.presses("Lưu nháp", FRONT)
        assert "Chủ tịch xã (mẫu) vừa sửa thông báo này: giờ gửi." in hall.text(FRONT)
        assert _words(hall) == "Mời bà con họp"
        await hall.presses("xem lại toàn bộ", FRONT)
        seen = hall.texts(FRONT)
        assert seen.rindex("Lời mới của Mặt trận") > seen.rindex("vừa sửa thông báo này")
        assert "20:00 chủ nhật 22/11/2026" in hall.text(FRONT)
        await hall.presses("Lưu nháp", FRONT)
        assert _words(hall) == "Lời mới của Mặt trận"
        found = hall.do(lambda c: announcements.load(c, 1))
        assert found.version == 3
        assert found.next_at is not None


async def test_who_gives_way_gets_the_own_words_back(store: Store) -> None:
    async with Hall(store, 40) as hall:
        await _drafted(hall)
        await _opens(hall, FRONT)
        await hall.presses("Sửa lời", FRONT)
        await hall.says("Lời mới của Mặt trận", FRONT)
        await _opens(hall, CHAIR)
        await hall.presses("Sửa lời", CHAIR)
        await hall.says("Lời của chủ tịch", CHAIR)
        await hall.presses("Lưu nháp", CHAIR)
        await hall.presses("Lưu nháp", FRONT)
        assert "vừa sửa thông báo này: lời." in hall.text(FRONT)
        await hall.presses("Để theo bản của Chủ tịch xã (mẫu)", FRONT)
        assert _words(hall) == "Lời của chủ tịch"
        assert "Lời bác đã viết:\n\nLời mới của Mặt trận" in hall.text(FRONT)
        await _opens(hall, FRONT)
        assert "vừa sửa" not in hall.text(FRONT)


async def test_both_at_the_words_and_the_second_is_saved_on_top(store: Store) -> None:
    async with Hall(store, 40) as hall:
        await _drafted(hall)
        for who in (FRONT, CHAIR):
            await _opens(hall, who)
            await hall.presses("Sửa lời", who)
            await hall.says(f"Lời của {who}", who)
        await hall.presses("Lưu nháp", CHAIR)
        await hall.presses("Lưu nháp", FRONT)
        await hall.presses("Giữ cả phần tôi sửa", FRONT)
        assert _words(hall) == f"Lời của {FRONT}"


async def test_what_was_sent_meanwhile_is_not_changed_and_the_words_come_back(store: Store) -> None:
    async with Hall(store, 40) as hall:
        await _drafted(hall)
        await _opens(hall, CHAIR)
        await hall.presses("Sửa lời", CHAIR)
        await hall.says("Lời của chủ tịch", CHAIR)
        await _opens(hall, FRONT)
        await hall.presses("✅ Gửi", FRONT)
        await hall.rests()
        await hall.presses("Lưu nháp", CHAIR)
        assert "đã gửi xong" in hall.text(CHAIR)
        assert "Lời bác đã viết:\n\nLời của chủ tịch" in hall.text(CHAIR)
        assert _words(hall) == "Mời bà con họp"
        await hall.says("/runs", CHAIR)
        await hall.presses("#1", CHAIR)
        assert not any(EDIT in label for label in hall.labels(CHAIR))


async def test_who_is_beaten_within_one_moment_gets_the_words_back_too(store: Store) -> None:
    async with Hall(store, 8) as hall:
        hall.composes()
        late = Announce(Draft(texts=(("vi", "Lời muộn"),)), "save", 1, 7)
        (said,) = _does(hall, late)
        assert "vừa sửa" in said.text
        assert said.text.endswith("Lời muộn")
        try:
            _does(hall, late, "demo-head-1")
        except NotAllowed:
            return
        raise AssertionError("a hamlet head changed what the commune says")


async def test_now_goes_out_as_soon_as_it_is_approved_however_late(store: Store) -> None:
    async with Hall(store, 40) as hall:
        await hall.writes(kind="Khẩn")
        await hall.presses("Gửi đi duyệt", FRONT)
        assert "Có người duyệt là gửi đi ngay" in hall.texts(FRONT)
        assert "ngay khi bác duyệt" in hall.text(CHAIR)
        hall.clock.goes(hours=7)
        await hall.presses("Xem và duyệt", CHAIR)
        assert "ngay khi bác duyệt" in hall.text(CHAIR)
        await hall.presses("✅ Duyệt", CHAIR)
        await hall.rests()
        assert hall.state(1) == "finished"


async def test_an_approver_is_asked_when_a_time_in_the_words_has_passed(store: Store) -> None:
    words = "Xã Sen Hồng báo.\nMời bà con họp lúc 14 giờ chiều nay. Mang theo giấy tờ."
    async with Hall(store, 40) as hall:
        await hall.writes(kind="Khẩn", text=words)
        assert "lúc gửi đi thì đã qua" not in hall.text(FRONT)
        await hall.presses("Gửi đi duyệt", FRONT)
        hall.clock.goes(hours=7)
        await hall.presses("Xem và duyệt", CHAIR)
        assert "⚠ Trong lời có nhắc giờ này" in hall.text(CHAIR)
        await hall.presses("✅ Duyệt", CHAIR)
        assert "14:00 thứ Bảy 21/11/2026" in hall.text(CHAIR)
        assert hall.state(1) == "waiting"
        await hall.presses("Trả lại để sửa", CHAIR)
        await hall.says("Đổi giờ họp", CHAIR)
        assert hall.state(1) == "returned"
        await hall.presses("Xem thông báo #1", FRONT)
        await hall.presses(EDIT, FRONT)
        await hall.presses("Gửi đi duyệt", FRONT)
        await hall.presses("Xem và duyệt", CHAIR)
        await hall.presses("✅ Duyệt", CHAIR)
        await hall.rests()  # said anew by its author, it names no time that was still to come
        assert hall.state(1) == "finished"


async def test_all_the_same_it_may_go_out(store: Store) -> None:
    async with Hall(store, 40) as hall:
        await hall.writes(kind="Khẩn", text="Họp từ 13 giờ đến 14 giờ chiều nay")
        await hall.presses("Gửi đi duyệt", FRONT)
        hall.clock.goes(hours=6)
        await hall.presses("Xem và duyệt", CHAIR)
        await hall.presses("✅ Duyệt", CHAIR)
        await hall.presses("Vẫn duyệt", CHAIR)
        await hall.rests()
        assert hall.state(1) == "finished"
