"""A question in chat gets the words, the step or the guide; a second question is one press away."""

from __future__ import annotations

from sqlalchemy import select

from bot.ports import Finding
from store.chats import chats
from store.engine import Store
from tests.support.town import FixedAnswers, Town

LOAN, WASTE = "policy-loan", "waste-fee"
KNOWN = {
    "words": Finding(LOAN, (LOAN,), 0.9, step="tien", passage="Lãi 6,24 % một năm."),
    "summary": Finding(LOAN, (LOAN,), 0.9, passage="Lãi 6,24 % một năm."),
    "step": Finding(LOAN, (LOAN,), 0.9, step="tien"),
    "guide": Finding(LOAN, (LOAN,), 0.9),
    "two": Finding(LOAN, (LOAN, WASTE), 0.9, also=(WASTE, "gone")),
}


def town(store: Store) -> Town:
    return Town(store, answers=FixedAnswers(KNOWN))


async def test_the_words_with_the_figure_come_with_source_date_and_the_guide(store: Store):
    async with town(store) as t:
        await t.says("words")
        assert "6,24 %" in t.last.text
        assert "Nguồn" in t.last.text
        assert len(t.screen()) == 2
        chat = await store.run(lambda c: c.execute(select(chats)).one())
        assert chat.last_guide == LOAN
        await t.says("1")
        assert "Lãi một năm" in t.last.text


async def test_words_of_the_first_screen_lead_to_the_guide_alone(store: Store):
    async with town(store) as t:
        await t.says("summary")
        assert len(t.screen()) == 1


async def test_a_step_is_opened_where_it_answers(store: Store):
    async with town(store) as t:
        await t.says("step")
        assert "Lãi một năm" in t.last.text


async def test_in_the_middle_of_a_guide_a_further_question_leads_to_its_step(store: Store):
    async with town(store) as t:
        await t.says("guide")
        await t.says("step")
        assert "Lãi một năm" in t.last.text


async def test_the_second_question_is_a_button_under_the_first_answer(store: Store):
    async with town(store) as t:
        await t.says("two")
        assert any("rác" in label for label in t.screen())
        await t.says("2")
        assert "rác" in t.last.text.casefold()


async def test_beside_the_second_question_the_first_answer_still_goes_on(store: Store):
    async with town(store) as t:
        await t.says("two")
        await t.says("1")
        assert "Bác cần việc gì" in t.last.text
