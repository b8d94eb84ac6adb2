"""What cadres see, enter and take back once an announcement is out: reports, doors, months."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import Connection, update

from bot.channels.base import Later
from bot.shelf import MediaFiles
from bot.talk.message import Pressed
from bot.talk.press import decode
from content.library import load
from delivery import announcement as drafts
from delivery.month import month
from store import announcements, announcements_acks, announcements_reports, cadres
from store.announcements import Audience, Wording
from store.chats import chats
from store.engine import Store
from tests.support.hall import FRONT, HEAD, Hall


async def test_before_it_goes_out_the_report_is_its_plan(store: Store) -> None:
    async with Hall(store, 96) as hall:
        await hall.writes(when="7h tối mai")
        await hall.presses("✅ Gửi", FRONT)
        await hall.presses("Xem thông báo #1", FRONT)
        assert "Hộ cần đến tận nhà" not in " ".join(hall.labels(FRONT))
        await hall.presses("Báo cáo", FRONT)
        assert hall.text(FRONT).startswith("Thông báo số 1: đã hẹn giờ gửi\nChưa gửi. Dự kiến:")
        assert "16 tin đến 16 nơi nhận" in hall.text(FRONT)


async def test_on_its_way_the_report_and_the_doors_say_so(store: Store) -> None:
    async with Hall(store, 96) as hall:
        hall.channel.outcomes.extend([Later(timedelta(hours=20), "down", whole=True)] * 99)
        number = hall.announces(audience=Audience((hall.place("MAU-01"),)))
        run = hall.runs(number)[0]
        assert run.places == (hall.place("MAU-01"),)  # known before anything is frozen
        await hall.until(lambda: ("wait", "down") in hall.counts(number))
        hall.channel.outcomes.clear()
        hall.clock.goes(hours=13)  # 22:00
        await hall.until(lambda: "chờ đến sáng" in hall.texts(FRONT))
        await hall.says("/runs", FRONT)
        await hall.presses("#1", FRONT)
        await hall.presses("Báo cáo", FRONT)
        assert "Còn đang gửi: 8" in hall.text(FRONT)
        assert "Đang giờ nghỉ đêm: gửi tiếp lúc 06:00 chủ nhật 22/11/2026" in hall.text(FRONT)
        await hall.presses("Về thông báo #1", FRONT)
        await hall.presses("Hộ cần đến tận nhà", FRONT)
        assert "danh sách này sẽ ngắn lại" in hall.text(FRONT)


async def test_the_report_of_a_reminder_counts_only_those_it_was_for(store: Store) -> None:
    async with Hall(store, 96) as hall:
        await hall.writes(HEAD, to="")
        await hall.presses("✅ Gửi", HEAD)
        await hall.rests()
        got = next(chat for chat in hall.heard if chat != HEAD)
        await hall.presses("Đã rõ", got)
        hall.clock.goes(minutes=1)
        await hall.says("/runs", HEAD)
        await hall.presses("#1", HEAD)
        await hall.presses("Nhắc hộ chưa trả lời", HEAD)
        await hall.presses("Vâng, nhắc lại", HEAD)
        await hall.rests()
        lines = [hall.do(lambda c, n=n: announcements_reports.by_place(c, n)) for n in (1, 2)]
        first, second = (sum(one.households for one in found) for found in lines)
        assert second == first - 1
        said = {d.household for d in hall.do(lambda c: announcements_reports.doors(c, 2))}
        (answer,) = hall.do(lambda c: announcements_acks.of(c, 1))
        assert answer.household_id not in said


async def test_a_hamlet_head_enters_doors_and_reminds(store: Store) -> None:
    async with Hall(store, 96) as hall:
        await hall.writes(HEAD, to="")
        assert "Thôn Bờ Tre (mẫu)" in hall.text(HEAD)
        await hall.presses("✅ Gửi", HEAD)
        await hall.rests()
        await hall.says("/runs", HEAD)
        await hall.presses("#1", HEAD)
        await hall.presses("Hộ cần đến tận nhà", HEAD)
        assert "MAU-01-001" in hall.text(HEAD)
        await hall.presses("Về thông báo #1", HEAD)
        await hall.presses("Đã báo tận nhà", HEAD)
        await hall.says("1, 3", HEAD)
        assert "2 hộ" in hall.texts(HEAD)
        told = hall.do(lambda c: announcements_acks.of(c, 1))
        assert [row.answer for row in told] == ["told", "told"]
        assert {row.cadre_id for row in told} == {hall.cadre("demo-head-1")}
        await hall.presses("Xem thông báo #1", HEAD)
        await hall.presses("Báo cáo", HEAD)
        assert "báo tận nhà 2" in hall.text(HEAD)
        who = hall.channel.sent[-1][0]
        assert who == HEAD
        got = next(
            chat
            for chat, piece in hall.channel.sent
            if "Mời bà con họp" in piece.text and chat not in (HEAD,)
        )
        await hall.presses("Đã rõ", got)
        await hall.presses("Về thông báo #1", HEAD)
        await hall.presses("Nhắc hộ chưa trả lời", HEAD)
        await hall.presses("Vâng, nhắc lại", HEAD)
        await hall.rests()
        assert "Nhắc lại: Mời bà con họp" in "".join(
            hall.texts(chat) for chat in set(hall.heard) - {HEAD}
        )
        assert "Nhắc lại" not in hall.texts(got)
        other = next(
            chat for chat, piece in hall.channel.sent if "Nhắc lại" in piece.text and chat != HEAD
        )
        await hall.presses("Đã rõ", other)
        assert len(hall.do(lambda c: announcements_acks.of(c, 1))) == 4


async def test_corrected_and_taken_back_from_exactly_those_who_got_it(store: Store) -> None:
    async with Hall(store, 96) as hall:
        await hall.writes()
        await hall.presses("✅ Gửi", FRONT)
        await hall.rests()
        await hall.says("/runs", FRONT)
        await hall.presses("#1", FRONT)
        await hall.presses("Gửi đính chính", FRONT)
        await hall.says("Họp lúc 20 giờ ạ", FRONT)
        await hall.presses("Vâng, gửi", FRONT)
        await hall.rests()
        told = {chat for chat, piece in hall.channel.sent if "20 giờ" in piece.text} - {FRONT}
        assert len(told) == 16
        await hall.says("/runs", FRONT)
        await hall.presses("#1", FRONT)
        assert "\n✏ Đính chính\nHọp lúc 20 giờ ạ\n" in hall.text(FRONT)
        await hall.presses("Thu hồi", FRONT)
        await hall.presses("Dùng lời này", FRONT)
        await hall.presses("Vâng, thu hồi", FRONT)
        await hall.rests()
        told = {chat for chat, piece in hall.channel.sent if "thu hồi" in piece.text} - {FRONT}
        assert len(told) == 16


async def test_who_takes_an_announcement_back_is_told_of_its_reminder(store: Store) -> None:
    async with Hall(store, 96) as hall:

        async def takes_back(number: int) -> str:
            hall.clock.goes(minutes=1)
            await hall.says(f"#{number}", HEAD)
            await hall.presses("Thu hồi", HEAD)
            await hall.presses("Dùng lời này", HEAD)
            before = len(hall.texts(HEAD))
            await hall.presses("Vâng, thu hồi", HEAD)
            await hall.rests()
            return hall.texts(HEAD)[before:]

        await hall.writes(HEAD, to="")
        await hall.presses("✅ Gửi", HEAD)
        await hall.rests()
        for _time in range(2):
            hall.clock.goes(minutes=1)
            await hall.says("#1", HEAD)
            await hall.presses("Nhắc hộ chưa trả lời", HEAD)
            await hall.presses("Vâng, nhắc lại", HEAD)
            await hall.rests()
        assert "Tin nhắc" not in await takes_back(2)

        places = (hall.place("MAU-01"),)

        def another(c: Connection) -> None:  # called off before anybody got it
            author = cadres.by_handle(c, "demo-head-1")
            assert author is not None
            made = drafts.compose(
                c,
                author=author.id,
                kind="meeting",
                audience=Audience(places, silent=1),
                wordings={"vi": Wording("Họp")},
                ack="seen",
                now=hall.clock(),
            )
            drafts.cancel(c, made, by=author.id, now=hall.clock())

        hall.do(another)
        said = await takes_back(1)
        assert "⚠ Tin nhắc #3 vẫn còn" in said
        assert "#2" not in said
        assert "#4" not in said
        await hall.presses("Xem thông báo #3", HEAD)
        assert hall.text(HEAD).startswith("Thông báo #3")


async def test_everybody_hears_of_it_in_their_own_language(store: Store) -> None:
    async with Hall(store, 96) as hall:
        got = await _in_two_languages(hall)
        await hall.presses("Gửi đính chính", FRONT)
        await hall.says("Họp lúc 20 giờ ạ", FRONT)
        await hall.says("It is at 8 pm", FRONT)
        assert "Họp lúc 20 giờ ạ\n\nIt is at 8 pm" in hall.text(FRONT)
        await hall.presses("Vâng, gửi", FRONT)
        await hall.rests()
        assert hall.text(got[0]) == "✏ Correction\nIt is at 8 pm"
        assert hall.text(got[1]) == "✏ Đính chính\nHọp lúc 20 giờ ạ"
        await hall.says("/runs", FRONT)
        await hall.presses("#1", FRONT)
        await hall.presses("Gửi đính chính", FRONT)
        await hall.says("Họp ở trường", FRONT)
        await hall.presses("Chỗ ấy để tiếng Việt", FRONT)
        await hall.presses("Vâng, gửi", FRONT)
        await hall.rests()
        assert "Họp ở trường" in hall.text(got[0])
        await hall.says("/runs", FRONT)
        await hall.presses("#1", FRONT)
        await hall.presses("Thu hồi", FRONT)
        await hall.says("Xã thu hồi, họp hôm khác", FRONT)
        await hall.presses("Dùng lời có sẵn", FRONT)
        await hall.presses("Vâng, thu hồi", FRONT)
        await hall.rests()
        assert "The commune takes back this announcement" in hall.text(got[0])
        assert "họp hôm khác" in hall.text(got[1])


async def test_a_reminder_speaks_each_language(store: Store) -> None:
    async with Hall(store, 96) as hall:
        got = await _in_two_languages(hall)
        await hall.presses("Nhắc hộ chưa trả lời", FRONT)
        await hall.presses("Vâng, nhắc lại", FRONT)
        await hall.rests()
        assert "Reminder: Meeting at 7 pm" in hall.texts(got[0])
        assert "Nhắc lại: Mời bà con họp" in hall.texts(got[1])


async def _in_two_languages(hall: Hall) -> list[str]:
    """Said in Vietnamese and English; who got it, the first of them reads English from now on."""
    await hall.writes()
    await hall.presses("Thêm lời bằng tiếng Anh", FRONT)
    await hall.says("Meeting at 7 pm", FRONT)
    await hall.presses("✅ Gửi", FRONT)
    await hall.rests()
    got = sorted({chat for chat in hall.heard if chat != FRONT})
    reads = update(chats).where(chats.c.chat == got[0]).values(language="en")
    hall.do(lambda c: c.execute(reads))
    await hall.says("/runs", FRONT)
    await hall.presses("#1", FRONT)
    return got


async def test_only_those_not_reached_before_are_meant(store: Store) -> None:
    async with Hall(store, 96) as hall:
        await hall.writes(to="1")
        await hall.presses("✅ Gửi", FRONT)
        await hall.rests()
        await hall.says("/announce", FRONT)
        await hall.presses("Chỉ hộ chưa nhận", FRONT)
        await hall.presses("#1", FRONT)
        await hall.says("Nhắn thêm", FRONT)
        await hall.presses("Thông tin", FRONT)
        await hall.presses("Không cần", FRONT)
        await hall.presses("Gửi ngay", FRONT)
        assert "chỉ các hộ mà thông báo số 1 chưa tới" in hall.text(FRONT)
        assert "chưa có ai nhận thông báo" in hall.text(FRONT)
        assert "✅ Gửi" not in hall.labels(FRONT)
        await hall.presses("Bỏ đi", FRONT)
        assert "Bỏ hẳn bản nháp này?" in hall.text(FRONT)
        await hall.presses("Có, bỏ hẳn", FRONT)
        assert hall.do(lambda c: announcements.load(c, 2)) is None


async def test_a_month_is_shown_as_a_picture_of_ones_own_places(store: Store) -> None:
    async with Hall(store, 96) as hall:
        await hall.writes()
        await hall.presses("✅ Gửi", FRONT)
        await hall.rests()
        await hall.says("/runs", FRONT)
        await hall.presses("Tháng này", FRONT)
        (piece,) = [one for one in hall.town.said(FRONT) if one.photo]
        assert "Tháng 11/2026" in piece.text
        assert "Số thông báo: 1" in piece.text
        drawn = await MediaFiles(load, store).read(piece.photo)
        assert drawn.startswith(b"\x89PNG")
        whole = hall.do(lambda c: month(c, "2026-11", date(2026, 11, 21)))
        own = hall.do(lambda c: month(c, "2026-11", date(2026, 11, 21), {"MAU-01"}))
        assert whole.count == own.count == 1
        assert len(own.bars) < len(whole.bars)
        await hall.says("/runs", HEAD)
        await hall.presses("Tháng trước", HEAD)
        assert "Số thông báo: 0" in hall.text(HEAD)
        hall.clock.goes(seconds=5)
        await hall.gets(Pressed(decode("b|runs|month.2026-13")), HEAD)
        assert "2026-11" in hall.text(HEAD)
