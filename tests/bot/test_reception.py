"""The order in which a message is read, and what comes back."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot import demo
from bot.ports import Danger, Finding
from bot.talk.message import (
    Begin,
    Location,
    Photo,
    Pressed,
    Unsupported,
    Voice,
    Words,
)
from store.chats import chats
from store.conversations import conversations
from store.engine import Store
from store.outbox import outbox
from tests.support.errands import town
from tests.support.town import NOW, FixedAnswers


async def test_stop_words_win_even_in_the_middle_of_a_question(store: Store):
    async with town(store) as t:
        await t.gets(Pressed(Begin("errand")))
        await t.says("Dừng nhận tin")
        chat = await store.run(lambda c: c.execute(select(chats)).one())
        assert chat.stopped_at is not None
        await t.says("tiep tuc")
        assert "What is it?" in t.last.text


async def test_an_emergency_comes_before_everything_and_leaves_the_conversation_open(store: Store):
    async with town(store) as t:
        await t.gets(Pressed(Begin("errand")))
        await t.says("cuu voi ong toi dau nguc kho tho")
        assert "115" in t.said()[-2].text
        assert "kho tho, sure?" in t.last.text
        await t.says("/continue")
        assert "kho tho, sure?" in t.last.text


class Doubting(FixedAnswers):
    """Hears danger in everything, and is not sure of it."""

    def danger(self, text: str) -> Danger:
        return Danger("water", doubtful=True)


async def test_a_doubtful_alarm_puts_the_number_before_the_answer(store: Store):
    async with town(store, answers=Doubting()) as t:
        await t.says("nhà bị lũ cuốn hỗ trợ sao")
        first, answer = t.said()[-2:]
        assert "114" in first.text
        assert "114" not in answer.text


async def test_a_pasted_identity_number_is_kept_nowhere_and_the_person_is_told(store: Store):
    async with town(store) as t:
        await t.gets(Pressed(Begin("errand")))
        await t.says("số của tôi là 040088001234 nhé")
        kept = await store.run(
            lambda c: (
                str(c.execute(select(conversations)).all()) + str(c.execute(select(outbox)).all())
            )
        )
        assert "040088001234" not in kept
        assert len(t.said()) == 3
        await t.gets(Pressed(Begin("again")))
        await t.says("040088001234")
        assert "What is it?" in t.last.text


@pytest.mark.parametrize("text", ["", "   ", "\u200b\u200f", "\u2066\u2069"])
async def test_a_message_without_letters_is_answered_and_asks_again(store: Store, text: str):
    async with town(store) as t:
        await t.gets(Pressed(Begin("errand")))
        await t.says(text)
        assert "What is it?" in t.last.text


@pytest.mark.parametrize(
    "text", ["😀" * 300, "a " * 2500, "\u202eمرحبا", "Thôn Đồi".encode().decode()]
)
async def test_odd_texts_are_answered(store: Store, text: str):
    async with town(store) as t:
        await t.says(text)
        assert t.screen()


async def test_an_edited_message_changes_nothing(store: Store):
    async with town(store) as t:
        await t.gets(Pressed(Begin("count")))
        await t.gets(Words("5", edited=True))
        assert "Counted" not in t.last.text
        await t.says("7")
        assert t.last.text == "Counted 7"


@pytest.mark.parametrize(
    "content", [Photo("ref"), Voice("ref", 3), Location(), Unsupported("sticker")]
)
async def test_what_is_out_of_place_gets_a_kind_reply_and_the_question_again(store, content):
    async with town(store) as t:
        await t.gets(content)
        assert t.screen()
        await t.gets(Pressed(Begin("count")))
        await t.gets(content)
        assert "How many?" in t.last.text


async def test_an_unknown_command_offers_the_menu(store: Store):
    async with town(store) as t:
        await t.says("/nosuchthing")
        assert t.screen()


async def test_typed_numbers_and_labels_answer_a_menu_outside_conversations(store: Store):
    async with town(store) as t:
        await t.says("/menu")
        first = t.screen()[0]
        await t.says("1")
        by_number = t.last.text
        await t.says("/menu")
        await t.says(first)
        assert t.last.text == by_number


async def test_the_short_code_of_a_poster_begins_with_its_hamlet(store: Store):
    await store.run(lambda c: demo.load(c, NOW))
    async with town(store) as t:
        for code in ("MAU-01", "mau01"):
            await t.says(code)
            assert "Thôn Bờ Tre" in t.last.text
            await t.says("huỷ")
        await t.says("covid19")
        assert "Thôn" not in t.last.text


async def test_a_sure_answer_opens_the_guide_an_unsure_one_offers_titles(store: Store):
    answers = FixedAnswers(
        {
            "sure": Finding("vneid-activate", ("vneid-activate",), 0.9),
            "unsure": Finding("", ("vneid-activate", "scam-alert"), 0.4),
            "officer": Finding("", (), 0.9, intent="officer"),
            "thanks": Finding("", (), 0.9, intent="thanks"),
        }
    )
    async with town(store, answers=answers) as t:
        await t.says("unsure")
        assert any("VNeID" in label for label in t.screen())
        await t.says("sure")
        assert "VNeID" in t.last.text
        chat = await store.run(lambda c: c.execute(select(chats)).one())
        assert chat.last_guide == "vneid-activate"
        await t.says("officer")
        await t.says("thanks")
        await t.says("nothing at all")
        assert len(t.channel.sent) == 6  # thanks in the middle of a guide leave its screen standing


async def test_a_question_in_the_middle_of_an_open_ended_conversation_is_answered(store: Store):
    answers = FixedAnswers({"lừa đảo là gì": Finding("scam-alert", ("scam-alert",), 0.9)})
    async with town(store, answers=answers) as t:
        await t.gets(Pressed(Begin("pick")))
        await t.says("lừa đảo là gì")
        assert "Apple" not in t.last.text
        await t.gets(Pressed(Begin("pick")))
        await t.says("what?")
        assert "Apple" in t.screen()


async def test_a_number_after_an_answer_in_between_means_the_list_on_the_screen(store: Store):
    answers = FixedAnswers({"giúp tôi": Finding("", (), 0.9, intent="menu")})
    async with town(store, answers=answers) as t:
        await t.gets(Pressed(Begin("pick")))
        await t.says("giúp tôi")
        first = t.screen()[0]
        await t.says("1")
        assert first.split(" ", 1)[1] in t.last.text


async def test_who_pastes_a_one_time_code_is_warned_and_nothing_else_is_answered(store: Store):
    answers = FixedAnswers({"mã otp là •••": Finding("scam-alert", ("scam-alert",), 0.9)})
    async with town(store, answers=answers) as t:
        await t.says("mã otp là 482913")
        assert len(t.said()) == 1
