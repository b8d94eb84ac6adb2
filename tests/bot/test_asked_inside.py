"""In the middle of a guide “mất bao lâu?” is answered with what its first screen says."""

from __future__ import annotations

from bot.ports import Finding
from bot.talk.message import Begin, Pressed
from content.library import BUILT_IN, load
from store.engine import Store
from tests.support.town import FixedAnswers, Town

GUIDE = "vneid-activate"
PROMISE = load([BUILT_IN]).manuscripts[GUIDE]["vi"].guide.summary
ASKED = Finding(GUIDE, (GUIDE,), 0.9, passage=PROMISE)


async def test_it_is_answered_and_the_step_stays_on_the_screen(store: Store) -> None:
    async with Town(store, answers=FixedAnswers({"mất bao lâu vậy": ASKED})) as t:
        await t.gets(Pressed(Begin("guide", GUIDE)))
        await t.presses("Xem từng bước")
        step = t.last.text
        await t.says("mất bao lâu vậy")
        answer, again = t.said()[-2:]
        assert PROMISE in answer.text
        assert "Nguồn:" in answer.text
        assert again.text == step
        await t.presses("Xong")
        assert t.last.text != step


async def test_on_the_first_screen_it_is_what_stands_there(store: Store) -> None:
    async with Town(store, answers=FixedAnswers({"mất bao lâu vậy": ASKED})) as t:
        await t.gets(Pressed(Begin("guide", GUIDE)))
        screen = t.last
        await t.says("mất bao lâu vậy")
        assert t.last.text == screen.text
        assert t.last.keys == screen.keys


async def test_a_guide_that_is_gone_on_with_is_the_one_that_is_asked_about(store: Store) -> None:
    asked: list[str] = []

    class Listening(FixedAnswers):
        def find(self, text: str, last: str = "") -> Finding:
            asked.append(last)
            return super().find(text, last)

    async with Town(store, answers=Listening({})) as t:
        for id in (GUIDE, "policy-loan"):
            await t.gets(Pressed(Begin("guide", id)))
            await t.presses("Xem từng bước")
        await t.gets(Pressed(Begin("guide", GUIDE)))
        await t.says("rồi mất bao lâu")
    assert asked[-1].partition(":")[0] == GUIDE
