"""The conversation on the screen: pressed, put aside, gone on with, broken, outdated."""

from __future__ import annotations

import asyncio

import pytest

from bot.talk.flow import Flow
from bot.talk.message import (
    Answer,
    Begin,
    Pressed,
)
from handlers import FLOWS
from store.conversations import conversations
from store.engine import Store
from tests.support.errands import errand, rows, town
from tests.support.town import Town


async def test_a_button_that_is_pressed_twice_at_once_acts_once(store: Store):
    async with town(store) as t:
        await t.gets(Pressed(Begin("errand")))
        await t.says("fix the gate")
        yes = Pressed(Answer("errand", "sure", "yes"))
        await asyncio.gather(*(t.dispatch.receive(t.event(yes)) for _ in range(2)))
        await t.quiet()
        assert [piece.text for piece in t.said()].count("Done: fix the gate") == 1
        assert t.last.text == "Done: fix the gate"


async def test_a_button_from_an_old_keyboard_is_answered_with_what_is_current(store: Store):
    async with town(store) as t:
        await t.gets(Pressed(Begin("pick")))
        await t.gets(Pressed(Begin("errand")))
        await t.gets(Pressed(Answer("pick", "pick", "a")))
        assert "What is it?" in t.last.text
        assert "apple" not in [piece.text for piece in t.said()]


async def test_a_button_of_a_conversation_that_is_over_offers_the_menu(store: Store):
    async with town(store) as t:
        await t.gets(Pressed(Answer("pick", "pick", "a")))
        assert t.screen()
        assert await rows(store, conversations) == 0


async def test_button_data_that_is_not_ours_is_answered_kindly(store: Store):
    async with town(store) as t:
        await t.gets(Pressed(None))
        await t.gets(Pressed(Begin("no-such-flow")))
        assert len(t.channel.sent) == 2


async def test_a_begin_button_works_in_the_middle_of_another_conversation(store: Store):
    async with town(store) as t:
        await t.gets(Pressed(Begin("errand")))
        await t.says("paint the fence")
        await t.gets(Pressed(Begin("pick")))
        await t.says("2")
        assert "pear" in t.last.text
        await t.presses("the errand")
        assert "paint the fence, sure?" in t.last.text
        await t.says("yes")
        assert t.last.text == "Done: paint the fence"


async def test_what_was_put_aside_can_be_begun_anew(store: Store):
    async with town(store) as t:
        await t.gets(Pressed(Begin("errand")))
        await t.says("paint the fence")
        await t.gets(Pressed(Begin("pick")))
        await t.gets(Pressed(Begin("errand")))
        assert "paint the fence" in t.last.text
        await t.gets(Pressed(Begin("again")))
        assert "What is it?" in t.last.text


async def test_a_conversation_survives_a_restart_and_some_days(store: Store):
    async with town(store) as t:
        await t.gets(Pressed(Begin("errand")))
        await t.says("sweep the yard")
        clock = t.clock
    clock.goes(days=20)
    async with town(store, clock=clock) as t:
        await t.says("yes")
        assert t.last.text == "Done: sweep the yard"


async def test_back_takes_the_newest_answer_back_and_cancel_all(store: Store):
    async with town(store) as t:
        await t.gets(Pressed(Begin("errand")))
        await t.says("one thing")
        await t.says("quay lại")
        assert "What is it?" in t.last.text
        await t.says("quay lai")
        assert "What is it?" in t.last.text
        await t.says("huỷ")
        assert await rows(store, conversations) == 0
        for word in ("back", "cancel", "continue", "again"):
            await t.gets(Pressed(Begin(word)))
            t.clock.goes(seconds=5)
        assert await rows(store, conversations) == 0


async def test_a_conversation_that_breaks_keeps_its_state_and_ends_after_three_times(
    store: Store, caplog: pytest.LogCaptureFixture
):
    async with town(store) as t:
        await t.gets(Pressed(Begin("broken")))
        for n in range(3):
            await t.says(f"try {n}")
            assert await rows(store, conversations) == (1 if n < 2 else 0)
        record = next(r for r in caplog.records if getattr(r, "action", "") == "talk.broken")
        assert (record.flow, record.asked) == ("broken", "what")
        assert "secret words" not in record.getMessage()


async def test_a_conversation_of_another_version_ends_with_a_word(store: Store):
    async with town(store) as t:
        await t.gets(Pressed(Begin("errand")))
    newer = Flow("errand", errand, "the errand", version=2)
    async with Town(store, flows=(*FLOWS, newer), clock=t.clock) as t:
        await t.says("x")
        assert t.screen()
        assert await rows(store, conversations) == 0
    async with Town(store, clock=t.clock) as t:
        await t.says("hello")
        assert t.screen()
