"""Who wanted to be told is told once, by day, in their language, and not after a change of mind."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from bot.errors import StoreError
from content.library import Reader, load
from scheduler.answered import Answered, tell
from store.engine import Store
from store.outbox import outbox
from tests.support.hall import CHAIR, FRONT, RESIDENT, Hall

ASKED, ANSWER = "Chợ Sen họp ngày nào?", "Chợ Sen họp ngày rằm."
NEIGHBOUR = "1004"


def guides(language: str, today: date) -> Reader:
    return Reader(load(), language, today)


def ticks(hall: Hall) -> Answered:
    return Answered(hall.store, hall.clock, hall.can, guides)


async def answered(hall: Hall, *, approve: bool = True) -> None:
    """Somebody asks and wants to be told, a neighbour asks and does not; cadres answer."""
    for who, wish in ((RESIDENT, "1"), (NEIGHBOUR, "2")):
        await hall.says(ASKED, who)
        await hall.presses("Nhờ cán bộ trả lời", who)
        await hall.says(wish, who)
    await hall.says("/work", FRONT)
    await hall.presses("❓", FRONT)
    for words in ("1", "1", ASKED, ANSWER, "1", "1", "1"):
        await hall.says(words, FRONT)
    if approve:
        await hall.presses("Xem và duyệt", CHAIR)
        await hall.says("1", CHAIR)


async def test_who_asked_to_be_told_is_told_once_and_nobody_else(store: Store) -> None:
    async with Hall(store, 40) as hall:
        await answered(hall, approve=False)
        await ticks(hall).tick()
        await hall.presses("Xem và duyệt", CHAIR)
        await hall.says("1", CHAIR)
        before = len(hall.town.said(NEIGHBOUR))
        await ticks(hall).tick()
        await ticks(hall).tick()
        await hall.town.quiet()
        text = hall.text(RESIDENT)
        assert text.startswith(f"Câu bác hỏi đã có trả lời\n{ASKED}\n\n{ANSWER}")
        assert "Nguồn:" in text
        assert [piece.text for piece in hall.town.said(RESIDENT)].count(text) == 1
        assert len(hall.town.said(NEIGHBOUR)) == before


async def test_at_night_nobody_is_woken(store: Store) -> None:
    async with Hall(store, 40) as hall:
        await answered(hall)
        hall.clock.goes(hours=13)  # 22:00 in Vietnam
        await ticks(hall).tick()
        await hall.town.quiet()
        assert ANSWER not in hall.text(RESIDENT)
        hall.clock.goes(hours=8)
        await ticks(hall).tick()
        await hall.town.quiet()
        assert ANSWER in hall.text(RESIDENT)


async def test_who_takes_the_consent_back_before_is_told_nothing(sqlite_store: Store) -> None:
    async with Hall(sqlite_store, 40) as hall:
        await answered(hall)
        await hall.says("/me", RESIDENT)
        await hall.says("đồng ý", RESIDENT)
        await hall.presses("Đừng giữ câu hỏi", RESIDENT)
        await ticks(hall).tick()
        await hall.town.quiet()
        assert ANSWER not in hall.texts(RESIDENT)


async def test_in_english_the_notice_says_that_the_answer_is_vietnamese(
    sqlite_store: Store,
) -> None:
    async with Hall(sqlite_store, 40) as hall:
        await answered(hall)
        await hall.says("/language", RESIDENT)
        await hall.says("English", RESIDENT)
        await ticks(hall).tick()
        await hall.town.quiet()
        assert "Your question has been answered" in hall.text(RESIDENT)
        assert "Vietnamese only" in hall.text(RESIDENT)


async def test_a_channel_that_is_not_open_leaves_nobody_waiting(sqlite_store: Store) -> None:
    async with Hall(sqlite_store, 40) as hall:
        await answered(hall)
        assert hall.do(lambda c: tell(c, hall.clock(), {}, guides)) == 0
        assert hall.do(lambda c: tell(c, hall.clock(), hall.can, guides)) == 0
        sources = hall.do(lambda c: c.execute(select(outbox.c.source)).scalars().all())
        assert not any(source.startswith("answered:") for source in sources)


class Down:
    """A store whose database cannot be used just now."""

    async def run(self, _work: object) -> None:
        raise StoreError("locked")


async def test_a_database_that_is_down_is_looked_into_again(
    caplog: pytest.LogCaptureFixture, sqlite_store: Store
) -> None:
    async with Hall(sqlite_store, 4) as hall:
        tick = Answered(Down(), hall.clock, hall.can, guides)  # type: ignore[arg-type]
        await tick.tick()
        assert "locked" in caplog.text
