"""One message, one transaction: what is taken, in which order it is read, what comes back."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import Connection, event, func, select

from bot import demo
from bot.channels.base import Gone
from bot.errors import StoreError
from bot.ports import Finding
from bot.talk.fields import Number, Option, Text
from bot.talk.flow import Flow
from bot.talk.message import (
    Answer,
    Begin,
    Blocked,
    Joined,
    Left,
    Location,
    Moved,
    Photo,
    Pressed,
    Unblocked,
    Unsupported,
    Voice,
    Words,
)
from bot.talk.talk import Talk
from handlers import FLOWS
from store.chats import chats
from store.conversations import conversations
from store.engine import Store
from store.inbound import inbound
from store.outbox import outbox
from tests.support.town import NOW, FixedAnswers, Town


def errand(talk: Talk) -> None:
    """Two questions, then a word."""
    name = talk.ask("what", Text(most=50), "What is it?")
    if talk.confirm("sure", f"{name}, sure?", yes="Yes", no="No"):
        talk.say(f"Done: {name}")
    else:
        talk.say("Left")


def count(talk: Talk) -> None:
    talk.say(f"Counted {talk.ask('n', Number(), 'How many?')}")


def pick_one(talk: Talk) -> None:
    talk.say(talk.choose("pick", [Option("a", "Apple", "apple"), Option("b", "Pear", "pear")], "?"))


def broken(talk: Talk) -> None:
    if talk.ask("what", Text(), "What breaks?"):
        raise LookupError("secret words of a person")


EXTRA = (
    Flow("errand", errand, "the errand"),
    Flow("count", count, "the count"),
    Flow("pick", pick_one, "the pick", open_ended=True),
    Flow("broken", broken, "the broken one"),
)


async def rows(store: Store, table) -> int:
    return await store.run(
        lambda c: c.execute(select(func.count()).select_from(table)).scalar_one()
    )


def town(store: Store, **more) -> Town:
    return Town(store, flows=(*FLOWS, *EXTRA), **more)


async def test_an_event_that_is_delivered_twice_is_answered_once(store: Store):
    async with town(store) as t:
        for _again in range(3):
            await t.gets(Words("/help"), id="same")
        assert len(t.channel.sent) == 1


async def test_the_same_id_on_another_chat_of_another_bot_is_another_event(store: Store):
    async with town(store) as t:
        await t.gets(Words("/help"), "1", id="a")
        await t.gets(Words("/help"), "2", id="b")
        assert len(t.channel.sent) == 2


async def test_two_messages_at_the_same_instant_are_answered_one_after_the_other(store: Store):
    async with town(store) as t:
        await t.gets(Pressed(Begin("errand")))
        await asyncio.gather(
            t.dispatch.receive(t.event(Words("mow the lawn"))),
            t.dispatch.receive(t.event(Words("yes"))),
        )
        await t.quiet()
        assert t.last.text == "Done: mow the lawn" or "sure?" in t.last.text
        assert await rows(store, inbound) == 3


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
        assert "115" in t.last.text
        await t.says("/continue")
        assert "What is it?" in t.last.text


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


async def test_a_turn_that_breaks_is_taken_once_and_apologised_for(store: Store):
    class Explosive(FixedAnswers):
        def find(self, text: str, last: str = "") -> Finding:
            raise ZeroDivisionError

    async with town(store, answers=Explosive()) as t:
        for _again in range(2):
            await t.gets(Words("a question"), id="x")
        assert len(t.channel.sent) == 1
        assert await rows(store, inbound) == 1


async def test_when_the_database_refuses_nothing_is_taken_and_the_channel_is_told(
    sqlite_store: Store,
):
    refuse = True

    async with town(sqlite_store) as t:

        @event.listens_for(sqlite_store.engine, "before_cursor_execute", retval=True)
        def break_it(conn: Connection, _cursor, statement, parameters, _context, _many):
            if refuse and statement.startswith("INSERT INTO outbox"):
                statement = "INSERT INTO nowhere VALUES (1)"
            return statement, parameters

        with pytest.raises(StoreError):
            await t.dispatch.receive(t.event(Words("/help"), id="x"))
        assert await rows(sqlite_store, inbound) == 0
        refuse = False
        await t.gets(Words("/help"), id="x")
        assert len(t.channel.sent) == 1


async def test_blocking_is_noted_and_writing_again_opens_the_chat(store: Store):
    async with town(store) as t:

        async def state() -> str:
            return await store.run(lambda c: c.execute(select(chats.c.state)).scalar_one())

        await t.says("/help")
        await t.gets(Blocked())
        assert await state() == "blocked"
        await t.gets(Unblocked())
        assert await state() == "open"
        await t.gets(Blocked())
        await t.says("/help")
        assert await state() == "open"
        assert len(t.channel.sent) == 2


async def test_somebody_who_blocks_in_the_middle_is_marked_when_the_reply_bounces(store: Store):
    async with town(store) as t:
        t.channel.outcomes.append(Gone("blocked"))
        await t.says("/help")
        row = await store.run(lambda c: c.execute(select(outbox)).one())
        chat = await store.run(lambda c: c.execute(select(chats)).one())
        assert (row.state, row.reason, chat.state) == ("failed", "blocked", "gone")


async def test_a_group_gets_only_what_everybody_may_read(store: Store):
    answers = FixedAnswers({"vneid": Finding("vneid-activate", ("vneid-activate",), 0.9)})
    async with town(store, answers=answers) as t:
        await t.gets(Joined(), "-5", group=True)
        await t.gets(Words("vneid"), "-5", group=True)
        await t.gets(Words("/me"), "-5", group=True)
        await t.gets(Pressed(Begin("me")), "-5", group=True)
        await t.gets(Photo("x"), "-5", group=True)
        await t.gets(Words("/roll"), "-5", group=True)
        assert len(t.said("-5")) == 4
        for piece in t.said("-5"):
            assert not [key for row in piece.keys for key in row if key.data]
        assert await rows(store, conversations) == 0


async def test_a_group_that_moves_or_ends_is_followed(store: Store):
    async with town(store) as t:
        await t.gets(Joined(), "-5", group=True)
        for _twice in range(2):
            await t.gets(Moved("-1005"), "-5", group=True)
        known = await store.run(lambda c: set(c.execute(select(chats.c.chat)).scalars()))
        assert known == {"-1005"}
        await t.gets(Left(), "-1005", group=True)
        states = await store.run(
            lambda c: dict(c.execute(select(chats.c.chat, chats.c.state)).all())
        )
        assert states["-1005"] == "gone"


async def test_a_group_that_moved_while_we_wrote_to_it_gets_the_message_at_its_new_id(store: Store):
    async with town(store) as t:
        t.channel.outcomes.append(Gone("group chat was upgraded", "-1009"))
        await t.gets(Joined(), "-9", group=True)
        t.clock.goes(seconds=2)
        await t.quiet_after_waiting()
        assert [chat for chat, _piece in t.channel.sent] == ["-1009"]


async def test_the_language_of_the_platform_is_spoken_until_another_is_chosen(store: Store):
    async with town(store) as t:
        english = t.event(Words("/help"))
        await t.dispatch.receive(
            type(english)(english.address, "en1", english.at, english.content, language="en-GB")
        )
        await t.quiet()
        first = t.last.text
        await t.says("/help")
        assert t.last.text != first


async def test_last_seen_is_not_written_at_every_message(store: Store):
    async with town(store) as t:

        async def seen():
            return await store.run(lambda c: c.execute(select(chats.c.seen_at)).scalar_one())

        await t.says("/help")
        at = await seen()
        t.clock.goes(minutes=10)
        await t.says("/help")
        assert await seen() == at
        t.clock.goes(hours=2)
        await t.says("/help")
        assert await seen() == at + timedelta(hours=2, minutes=10)
