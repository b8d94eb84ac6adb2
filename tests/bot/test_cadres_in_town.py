"""Announcements through the whole house: written in chat, approved in chat, seen to arrive."""

from __future__ import annotations

from bot.talk.message import Pressed
from bot.talk.press import decode
from store import announcements
from store.engine import Store
from tests.support.hall import CHAIR, FRONT, HEAD, RESIDENT, Hall


async def test_a_cadre_writes_for_two_hamlets_sees_all_of_it_and_sends(store: Store) -> None:
    words = "Mời bà con họp lúc 19 giờ. Gọi 0912 345 678.\nMang theo giấy tờ. Đề phòng cháy nhà!"
    async with Hall(store, 96) as hall:
        await hall.writes(text=words)
        seen = hall.texts(FRONT)
        assert f"🗓 Giấy mời họp\n{words}" in seen
        assert "Bản Đồi Chè (mẫu), Khối Ga (mẫu)" in hall.text(FRONT)
        assert "09:00 thứ Bảy 21/11/2026, tức 13 tháng 10 Bính Ngọ" in hall.text(FRONT)
        assert "16 tin đến 16 nơi nhận" in hall.text(FRONT)
        assert hall.do(lambda c: announcements.load(c, 1)) is None  # nothing is kept before that
        await hall.presses("✅ Gửi", FRONT)
        assert "Đang gửi" in hall.texts(FRONT)
        await hall.rests()
        assert hall.counts(1) == {("sent", ""): 16}
        got = [chat for chat, piece in hall.channel.sent if words in piece.text and chat != FRONT]
        assert len(set(got)) == len(got) == 16
        await hall.presses("Đã rõ", got[0])
        await hall.says("/runs", FRONT)
        await hall.presses("#1", FRONT)
        assert "đã gửi xong" in hall.text(FRONT)
        await hall.presses("Báo cáo", FRONT)
        assert "Bản Đồi Chè (mẫu): 20 hộ\nđã nhận 2 · đã rõ " in hall.text(FRONT)
        assert hall.text(FRONT).count("đã rõ 1 ·") == 2  # the household's hamlet, and all
        assert "\n\nTất cả: " in hall.text(FRONT)


async def test_hamlets_are_named_right_where_it_is_asked_for_whom(store: Store) -> None:
    async with Hall(store, 96) as hall:
        await hall.says("/announce", FRONT)
        for unclear in ("1, 3", "5", "Thôn Không Có", "xóm"):
            await hall.says(unclear, FRONT)
            assert "Một hay nhiều thôn" in hall.labels(FRONT)
        await hall.says("cay da va bo tre", FRONT)
        await hall.says("Mời bà con họp", FRONT)
        await hall.presses("Mời họp", FRONT)
        await hall.presses("Đã rõ", FRONT)
        await hall.presses("Gửi ngay", FRONT)
        assert "Thôn Bờ Tre (mẫu), Thôn Cây Đa (mẫu)" in hall.text(FRONT)
        await hall.presses("Sửa người nhận", FRONT)
        await hall.says("thôn Bờ Tre", FRONT)
        assert "Gửi cho: Thôn Bờ Tre (mẫu)\n" in hall.text(FRONT)


async def test_no_slip_loses_what_was_written(store: Store) -> None:
    async with Hall(store, 96) as hall:
        await hall.writes(text="Mời bà con họp bàn việc làm đường")
        await hall.says("bỏ", FRONT)
        assert "Bỏ hẳn bản nháp này?" in hall.text(FRONT)
        await hall.presses("Không, xem lại", FRONT)
        assert "✅ Gửi" in hall.labels(FRONT)
        await hall.says("thôi", FRONT)
        assert "vẫn được giữ" in hall.text(FRONT)
        hall.channel.sent.clear()
        await hall.says("làm tiếp", FRONT)
        assert "Mời bà con họp bàn việc làm đường" in hall.texts(FRONT)
        await hall.says("bỏ đi", FRONT)
        await hall.presses("Lưu nháp", FRONT)
        assert hall.state(1) == "draft"
        await hall.says("/runs", FRONT)
        await hall.presses("#1", FRONT)
        await hall.presses("✏ Sửa", FRONT)
        await hall.says("bỏ đi", FRONT)  # nothing was changed, so there is nothing to lose
        assert "không lưu và không gửi gì" in hall.text(FRONT)
        assert hall.state(1) == "draft"


async def test_before_anything_is_written_stopping_stops(store: Store) -> None:
    async with Hall(store, 96) as hall:
        await hall.says("/announce", FRONT)
        await hall.says("thôi", FRONT)
        assert "vẫn được giữ" not in hall.text(FRONT)
        assert not any("Làm tiếp" in label for label in hall.labels(FRONT))


async def test_what_is_approved_for_later_says_when_in_sentences_of_their_own(store: Store) -> None:
    async with Hall(store, 320) as hall:
        await hall.writes(to="", kind="Khẩn", ack="Không cần", when="7h sáng mai")
        await hall.presses("Gửi đi duyệt", FRONT)
        await hall.presses("Xem và duyệt", CHAIR)
        await hall.presses("✅ Duyệt", CHAIR)
        assert "Bính Ngọ. Người viết đã được báo." in hall.texts(CHAIR)


async def test_what_goes_to_many_is_approved_by_somebody_else(store: Store) -> None:
    async with Hall(store, 320) as hall:
        await hall.writes(to="", kind="Khẩn", ack="Không cần")
        assert "người thứ hai" in hall.text(FRONT)
        await hall.presses("Gửi đi duyệt", FRONT)
        assert "Đang chờ duyệt: Chủ tịch xã (mẫu)" in hall.texts(FRONT)
        assert "chờ bác duyệt" in hall.text(CHAIR)
        await hall.says("/approve", FRONT)
        assert "lệnh" in hall.text(FRONT)
        await hall.presses("Xem và duyệt", CHAIR)
        assert "Mời bà con họp" in hall.texts(CHAIR)
        await hall.presses("✅ Duyệt", CHAIR)
        assert "Đã duyệt và đang gửi. Người viết đã được báo." in hall.texts(CHAIR)
        assert "Người duyệt: Chủ tịch xã (mẫu)" in hall.texts(FRONT)
        await hall.rests()
        assert hall.state(1) == "finished"
        assert hall.counts(1) == {("sent", ""): 320}
        await hall.presses("Xem và duyệt", CHAIR)  # the old button
        assert "không (còn) chờ bác duyệt" in hall.text(CHAIR)


async def test_what_cadres_do_is_found_by_its_name(store: Store) -> None:
    async with Hall(store, 4) as hall:
        await hall.says("việc của cán bộ", FRONT)
        assert "Bác muốn làm gì ạ?" in hall.text(FRONT)
        await hall.says("viet thong bao", FRONT)
        assert "gửi cho ai" in hall.text(FRONT)


async def test_it_is_returned_with_a_word_changed_and_handed_in_anew(store: Store) -> None:
    async with Hall(store, 40) as hall:
        await hall.writes(kind="Thiên tai")
        await hall.presses("Gửi đi duyệt", FRONT)
        await hall.says("/approve", CHAIR)
        await hall.presses("#1 Mời bà con họp", CHAIR)
        await hall.presses("Trả lại", CHAIR)
        await hall.says("Ghi thêm địa điểm", CHAIR)
        assert "Người duyệt ghi: Ghi thêm địa điểm" in hall.texts(FRONT)
        await hall.presses("Xem thông báo #1", FRONT)
        assert "Người duyệt ghi: Ghi thêm địa điểm" in hall.text(FRONT)
        await hall.presses("Sửa hoặc gửi", FRONT)
        await hall.presses("Sửa lời", FRONT)
        await hall.says("Mời bà con họp ở nhà văn hoá", FRONT)
        await hall.presses("Thêm lời bằng tiếng Anh", FRONT)
        await hall.says("Meeting at the culture house", FRONT)
        assert "Meeting at the culture house" in hall.texts(FRONT)
        await hall.presses("Gửi đi duyệt", FRONT)
        found = hall.do(lambda c: announcements.wordings(c, 1))
        assert found["vi"].text == "Mời bà con họp ở nhà văn hoá"
        assert found["en"].text == "Meeting at the culture house"
        await hall.presses("Xem và duyệt", CHAIR)
        await hall.presses("Không duyệt", CHAIR)
        await hall.presses("Không ghi lý do", CHAIR)
        assert hall.state(1) == "rejected"
        assert "không được duyệt" in hall.texts(FRONT)


async def test_an_approver_of_an_older_version_is_told(store: Store) -> None:
    async with Hall(store, 40) as hall:
        await hall.writes(kind="Khẩn", when="7h tối mai")
        await hall.presses("Gửi đi duyệt", FRONT)
        await hall.presses("Xem và duyệt", CHAIR)
        await hall.says("/runs", FRONT)
        await hall.presses("#1", FRONT)
        await hall.presses("Sửa hoặc gửi", FRONT)
        await hall.presses("Sửa giờ gửi", FRONT)
        await hall.says("8h tối mai", FRONT)
        await hall.presses("Gửi đi duyệt", FRONT)
        await hall.presses("✅ Duyệt", CHAIR)
        assert hall.state(1) == "waiting"
        assert "vừa sửa thông báo này" in hall.text(CHAIR)


async def test_a_test_goes_to_the_author_alone(store: Store) -> None:
    async with Hall(store, 40) as hall:
        await hall.writes()
        before = len(hall.channel.sent)
        await hall.presses("Gửi thử cho riêng tôi", FRONT)
        sent = hall.channel.sent[before:]
        assert {chat for chat, _piece in sent} == {FRONT}
        assert sent[0][1].text == "🗓 Giấy mời họp\nMời bà con họp"
        assert hall.state(1) == "draft"
        hall.clock.goes(hours=5)
        await hall.presses("Sửa hoặc gửi", FRONT)
        await hall.presses("✅ Gửi", FRONT)
        await hall.rests()
        assert hall.counts(1)["sent", ""] > 0


async def test_a_rule_is_echoed_with_its_next_times_and_fires(store: Store) -> None:
    async with Hall(store, 40) as hall:
        await hall.writes(when="rằm hằng tháng")
        assert "mấy giờ" in hall.text(FRONT)
        await hall.says("7h sáng", FRONT)
        text = hall.text(FRONT)
        assert "07:00 thứ Hai 23/11/2026, tức 15 tháng 10 Bính Ngọ" in text
        assert text.count("tức 15 tháng") == 3
        await hall.presses("✅ Gửi", FRONT)
        assert hall.state(1) == "scheduled"
        await hall.presses("Xem thông báo #1", FRONT)
        assert "23/11/2026" in hall.text(FRONT)
        await hall.presses("Tạm dừng", FRONT)
        assert hall.state(1) == "paused"
        await hall.presses("Xem thông báo #1", FRONT)
        await hall.presses("Gửi tiếp", FRONT)
        assert hall.state(1) == "scheduled"
        await hall.presses("Xem thông báo #1", FRONT)
        await hall.presses("✖ Huỷ", FRONT)
        await hall.presses("Vâng, huỷ", FRONT)
        assert hall.state(1) == "cancelled"


async def test_at_night_it_waits_for_the_morning_and_says_so(store: Store) -> None:
    async with Hall(store, 40) as hall:
        await hall.writes(when="11h đêm nay")
        assert "06:00 chủ nhật 22/11/2026" in hall.text(FRONT)
        assert "chờ đến sáng" in hall.text(FRONT)


async def test_a_resident_finds_none_of_it(store: Store) -> None:
    async with Hall(store, 8) as hall:
        await hall.says("/xyz", RESIDENT)
        unknown = hall.town.last
        for word in ("/announce", "/approve", "/runs", "/work", "/link"):
            await hall.says(word, RESIDENT)
            assert hall.town.last == unknown, word
        for data in ("b|announce|", "b|announce|1", "b|approve|1", "b|runs|1.cancel", "b|link|"):
            hall.clock.goes(seconds=5)
            await hall.gets(Pressed(decode(data)), RESIDENT)
            assert hall.town.last == unknown, data


async def test_a_hamlet_head_reaches_no_further_than_the_hamlet(store: Store) -> None:
    async with Hall(store, 40) as hall:
        await hall.writes(kind="Khẩn")
        await hall.presses("Gửi đi duyệt", FRONT)
        hall.clock.goes(seconds=5)
        await hall.gets(Pressed(decode("b|runs|1")), HEAD)
        assert "Không có thông báo #1" in hall.text(HEAD)
        await hall.says("/approve", HEAD)
        assert "lệnh" in hall.text(HEAD)
        await hall.gets(Pressed(decode("b|announce|1")), HEAD)
        assert "không có thông báo nào như vậy" in hall.text(HEAD)
