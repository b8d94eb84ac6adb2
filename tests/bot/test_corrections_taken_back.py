"""Whoever reads a guide is told when words are taken back, as when they were corrected."""

from __future__ import annotations

from bot.talk.message import Begin, Pressed
from content.library import BUILT_IN, load
from handlers.difference import sentences
from store import corrections
from store.engine import Store
from tests.support.hall import CHAIR
from tests.support.keepers import POLICE, Keepers

OLD = "Tìm tin báo hồ sơ định danh đã được phê duyệt."
NEW = "Tìm tin của Bộ Công an báo hồ sơ đã được duyệt."
GUIDE = Pressed(Begin("guide", "vneid-activate"))
BEFORE = "nói lại như trước"


async def corrected(hall: Keepers, old: str = OLD, new: str = NEW, **where: str) -> None:
    await hall.corrects(old, new, **where)
    await hall.hands_in()
    number = hall.do(corrections.waiting)[-1].id
    await hall.gets(Pressed(Begin("corrections", str(number))), CHAIR)
    await hall.chooses("✅ Duyệt", CHAIR)


async def taken_back(hall: Keepers, number: int = 1) -> None:
    await hall.gets(Pressed(Begin("corrections", str(number))), POLICE)
    await hall.presses("Rút lại", POLICE)
    await hall.says("Viết nhầm", POLICE)
    hall.clock.goes(seconds=1)
    await hall.presses("Xem chỗ sửa", CHAIR)
    await hall.presses("Đồng ý rút lại", CHAIR)
    assert "Bà con đọc lời không có chỗ sửa này" in hall.text(CHAIR)
    hall.clock.goes(seconds=1)


async def test_who_has_read_the_corrected_words_is_told_once_that_they_are_gone(
    store: Store,
) -> None:
    async with Keepers(store) as hall:
        await corrected(hall)
        hall.clock.goes(seconds=1)
        await hall.walks("1000")
        await hall.walks("1001")
        await hall.presses("✅ Xong", "1001")
        assert NEW in hall.texts("1000")
        await taken_back(hall)
        for who, step in (
            ("1000", "bước này"),
            ("1001", "bước “Xem tin nhắn báo duyệt” bác đã xem"),
        ):
            await hall.says("tiếp", who)
            told = [piece.text for piece in hall.town.said(who) if BEFORE in piece.text]
            assert told == [f"Từ ngày 21/11/2026, {step} {BEFORE}: {OLD}"]
            await hall.says("tiếp", who)
            assert sum(BEFORE in piece.text for piece in hall.town.said(who)) == 1


async def test_who_never_read_the_corrected_words_hears_nothing_of_them(store: Store) -> None:
    async with Keepers(store) as hall:
        await hall.walks("1000")
        hall.clock.goes(seconds=1)
        await corrected(hall)
        hall.clock.goes(seconds=1)
        await taken_back(hall)
        await hall.walks("1001")
        for who in ("1000", "1001"):
            await hall.says("tiếp", who)
            assert BEFORE not in hall.texts(who)
            assert "vừa được sửa" not in hall.texts(who)
        assert OLD in hall.texts("1001")


async def test_who_was_told_of_the_correction_is_told_of_its_end_too(store: Store) -> None:
    async with Keepers(store) as hall:
        await hall.walks("1000")
        hall.clock.goes(seconds=1)
        await corrected(hall)
        hall.clock.goes(seconds=1)
        await hall.says("tiếp", "1000")
        assert "vừa được sửa" in hall.texts("1000")
        await taken_back(hall)
        await hall.says("tiếp", "1000")
        assert f"{BEFORE}: {OLD}" in hall.texts("1000")


async def test_words_that_came_under_those_taken_back_are_new_to_who_was_away(
    store: Store,
) -> None:
    third = "Bác xem tin của Bộ Công an."
    async with Keepers(store) as hall:
        await hall.walks("1000")
        hall.clock.goes(seconds=1)
        await corrected(hall)
        hall.clock.goes(seconds=1)
        await corrected(hall, NEW, third)
        hall.clock.goes(seconds=1)
        await hall.walks("1001")
        assert third in hall.text("1001")
        await taken_back(hall, 2)
        for who, said in (("1000", "vừa được sửa"), ("1001", BEFORE)):
            await hall.says("tiếp", who)
            told = [one.text for one in hall.town.said(who) if f": {NEW}" in one.text]
            assert len(told) == 1
            assert said in told[0]


async def test_the_first_screen_goes_back_too(store: Store) -> None:
    old = sentences(load([BUILT_IN]).manuscripts["vneid-activate"]["vi"].guide.summary)[-1]
    async with Keepers(store) as hall:
        await corrected(hall, old, "Bác cứ thong thả.", step="Trang đầu", advice="")
        hall.clock.goes(seconds=1)
        await hall.gets(GUIDE, "1000")
        assert "Bác cứ thong thả." in hall.texts("1000")
        await taken_back(hall)
        await hall.presses("Xem từng bước", "1000")
        told = f"Từ ngày 21/11/2026, trang đầu của bài nói lại như trước: {old}"
        assert told in hall.texts("1000")
