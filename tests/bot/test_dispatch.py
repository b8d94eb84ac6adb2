"""One message, one transaction: what is taken, once, and what the platform is told."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import Connection, event, select

from bot.channels.base import Gone
from bot.errors import StoreError
from bot.ports import Finding
from bot.talk.message import (
    Begin,
    Blocked,
    Joined,
    Left,
    Moved,
    Photo,
    Pressed,
    Unblocked,
    Words,
)
from store.chats import chats
from store.conversations import conversations
from store.engine import Store
from store.inbound import inbound
from store.outbox import outbox
from tests.support.errands import rows, town
from tests.support.town import FixedAnswers


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


@pytest.mark.parametrize(
    ("said", "secret", "told"),
    [
        ("vneid: số căn cước của tôi là 001234567890", "001234567890", "số giấy tờ"),
        ("mã otp là 482913, vneid hỏi", "482913", "mã (hay mật khẩu)"),
        ("stk 19036712345678 vneid", "19036712345678", "số tài khoản"),
    ],
)
async def test_who_pastes_a_number_or_a_code_in_a_group_is_warned_and_not_answered(
    store: Store, said: str, secret: str, told: str
) -> None:
    answers = FixedAnswers({said: Finding("vneid-activate", ("vneid-activate",), 0.9)})
    async with town(store, answers=answers) as t:
        await t.gets(Words(said), "-5", group=True)
        (warning,) = t.said("-5")
        assert warning.text.startswith("Bác xoá tin vừa nhắn đi nhé")
        assert told in warning.text
        assert secret not in warning.text
        kept = await store.run(lambda c: [*c.execute(select(outbox)), *c.execute(select(inbound))])
        assert kept
        assert secret not in str(kept)


async def test_a_telephone_number_may_stand_in_a_group(store: Store) -> None:
    said = "vneid, ai cần gọi 0912345678"
    answers = FixedAnswers({said: Finding("vneid-activate", ("vneid-activate",), 0.9)})
    async with town(store, answers=answers) as t:
        await t.gets(Words(said), "-5", group=True)
        assert "VNeID" in t.said("-5")[0].text


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
