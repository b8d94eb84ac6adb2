"""Hamlet groups through the whole house: linked by a code, announced to, upgraded, lost."""

from __future__ import annotations

from bot.talk.message import Begin, Joined, Left, Moved, Pressed, Words
from store import announcements_acks, groups
from store.chats import chats
from store.engine import Store
from tests.support.hall import FRONT, HEAD, RESIDENT, Hall

GROUP = "-500"
COME = Begin("ack", "1.come")


async def _linked(hall: Hall, who: str = HEAD) -> None:
    await hall.says("/link", who)
    if who == FRONT:
        await hall.presses("Thôn Bờ Tre", who)
    await hall.presses("Tạo mã", who)
    assert "/link token" in hall.text(who)
    await hall.gets(Joined(), GROUP, group=True)
    await hall.gets(Words("/link@kheo_bot token"), GROUP, group=True)


async def test_a_group_is_linked_by_a_code_and_gets_announcements(store: Store) -> None:
    async with Hall(store, 8) as hall:
        await _linked(hall)
        assert "nhóm của Thôn Bờ Tre (mẫu)" in hall.text(GROUP)
        assert "gắn xong" in hall.text(HEAD)
        await hall.says("/announce", HEAD)
        await hall.presses("Chỉ trong các nhóm", HEAD)
        await hall.says("Chiều nay dọn đường", HEAD)
        await hall.presses("Thông tin", HEAD)
        await hall.presses("Không cần", HEAD)
        await hall.presses("Gửi ngay", HEAD)
        assert "1 tin đến 1 nơi nhận" in hall.text(HEAD)
        await hall.presses("✅ Gửi", HEAD)
        await hall.rests()
        assert "Chiều nay dọn đường" in hall.text(GROUP)
        assert hall.counts(1) == {("sent", ""): 1}


async def test_who_answers_under_it_in_the_group_is_counted_and_thanked_in_private(
    store: Store,
) -> None:
    async with Hall(store, 8) as hall:
        await _linked(hall)
        await hall.says("/announce", HEAD)
        await hall.presses("Chỉ trong các nhóm", HEAD)
        await hall.says("Chiều nay họp", HEAD)
        await hall.presses("Mời họp", HEAD)
        await hall.presses("Tôi sẽ đến", HEAD)
        await hall.presses("Gửi ngay", HEAD)
        await hall.presses("✅ Gửi", HEAD)
        await hall.rests()
        in_group = len(hall.town.said(GROUP))
        for _again in range(2):
            await hall.town.gets(Pressed(COME), GROUP, group=True, sender=RESIDENT)
        assert "sẽ đến" in hall.text(RESIDENT)
        assert hall.do(lambda c: announcements_acks.answers(c, 1)) == {"come": 1}
        assert len(hall.town.said(GROUP)) == in_group
        await hall.town.gets(Pressed(COME), GROUP, group=True, sender="77")
        assert "nhắn riêng" in hall.text(GROUP)
        assert hall.do(lambda c: announcements_acks.answers(c, 1)) == {"come": 1}


async def test_only_the_cadre_who_made_a_code_links_a_group_with_it(store: Store) -> None:
    async with Hall(store, 8) as hall:
        await hall.says("/link", HEAD)
        await hall.presses("Tạo mã", HEAD)
        for who in (RESIDENT, "77", FRONT):
            await hall.town.gets(Words("/link token"), GROUP, group=True, sender=who)
            assert "Chỉ cán bộ đã tạo mã này" in hall.text(GROUP)
            assert hall.do(groups.linked) == []
        await hall.town.gets(Words("/link token"), GROUP, group=True, sender=HEAD)
        assert "nhóm của Thôn Bờ Tre (mẫu)" in hall.text(GROUP)
        await hall.town.gets(Words("/link token"), GROUP, group=True, sender="77")
        assert "không (còn) dùng được" in hall.text(GROUP)


async def test_a_group_of_another_channel_is_linked_by_whoever_has_the_code(store: Store) -> None:
    # The cadre of the web chat has no id on Telegram that could be compared.
    async with Hall(store, 8) as hall:
        await hall.says("/link", HEAD)
        await hall.presses("Tạo mã", HEAD)
        hall.do(
            lambda c: c.execute(chats.update().where(chats.c.chat == HEAD).values(channel="web"))
        )
        await hall.town.gets(Words("/link token"), GROUP, group=True, sender="77")
        assert len(hall.do(groups.linked)) == 1


async def test_a_code_is_good_once_and_for_a_day(store: Store) -> None:
    async with Hall(store, 8) as hall:
        await _linked(hall, FRONT)
        await hall.gets(Words("/link token"), "-600", group=True)
        assert "không (còn) dùng được" in hall.text("-600")
        await hall.gets(Words("/link"), "-600", group=True)
        assert "không (còn) dùng được" in hall.text("-600")
        assert len(hall.do(groups.linked)) == 1


async def test_an_old_code_is_refused(store: Store) -> None:
    async with Hall(store, 8) as hall:
        await hall.says("/link", HEAD)
        await hall.presses("Tạo mã", HEAD)
        hall.clock.goes(hours=25)
        await hall.gets(Words("/link token"), GROUP, group=True)
        assert hall.do(groups.linked) == []


async def test_the_link_follows_an_upgrade_and_its_cadre_is_told_of_its_end(store: Store) -> None:
    async with Hall(store, 8) as hall:
        await _linked(hall)
        await hall.gets(Moved("-100500"), GROUP, group=True)
        found = hall.do(groups.linked)
        assert [one.place for one in found] == [hall.place("MAU-01")]
        before = len(hall.town.said(HEAD))
        await hall.gets(Left(), "-100500", group=True)
        await hall.gets(Left(), "-100500", group=True)
        said = hall.town.said(HEAD)[before:]
        assert len(said) == 1
        assert "không vào nhóm nữa" in said[0].text
        assert "Gắn nhóm" in said[0].keys[0][0].label


async def test_leaving_a_group_that_was_never_linked_tells_nobody(store: Store) -> None:
    async with Hall(store, 8) as hall:
        await hall.gets(Joined(), GROUP, group=True)
        before = len(hall.channel.sent)
        await hall.gets(Left(), GROUP, group=True)
        assert len(hall.channel.sent) == before


async def test_nobody_links_anything_by_second_thoughts(store: Store) -> None:
    async with Hall(store, 8) as hall:
        await hall.says("/link", HEAD)
        await hall.presses("Thôi, để sau", HEAD)
        assert "Việc của cán bộ" in hall.labels(HEAD)
        assert hall.do(groups.linked) == []
