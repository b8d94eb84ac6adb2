"""The sender: at once, in order, once; and what happens when things go wrong on the way."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, insert, select, update

from bot.channels.base import Gone, Later, Piece, Refused, Sent, Unknown
from bot.errors import StoreError
from bot.talk.message import Outgoing, Words
from delivery.outbox import pack, unpack
from delivery.sender import LEASE, Sender
from store import outbox as table
from store.chats import chats
from store.engine import Store, open_engine
from store.outbox import BULK, HOLD, attempts, outbox
from tests.support.town import CAPABILITIES, NOW, RecordingChannel, Town


async def state_of(store: Store) -> list[tuple[str, int]]:
    return [
        tuple(row)
        for row in await store.run(
            lambda c: c.execute(
                select(outbox.c.state, outbox.c.attempts).order_by(outbox.c.id)
            ).all()
        )
    ]


def chat_row(connection, chat: str = "7") -> int:
    return connection.execute(
        insert(chats)
        .values(channel="test", chat=chat, is_group=False, screen=[], created_at=NOW, seen_at=NOW)
        .returning(chats.c.id)
    ).scalar_one()


async def planned(store: Store, *texts: str, chat: str = "7", **more: object) -> None:
    def work(connection) -> None:
        row = connection.execute(select(chats.c.id).where(chats.c.chat == chat)).scalar()
        table.post(
            connection,
            f"test:{chat}:{texts}",
            row or chat_row(connection, chat),
            "test",
            chat,
            pack([Outgoing(text) for text in texts], CAPABILITIES),
            NOW,
            **more,
        )

    await store.run(work)


def texts(channel: RecordingChannel) -> list[str]:
    return [piece.text for _chat, piece in channel.sent]


def test_a_piece_comes_back_from_its_row_as_it_was():
    (payload,) = pack([Outgoing("Chào bác", title="Tiêu đề")], CAPABILITIES)
    assert unpack(payload) == Piece("Tiêu đề\nChào bác", bold=7)


async def test_a_reply_goes_out_at_once_and_leaves_its_attempt(store: Store):
    async with Town(store) as town:
        await town.says("/help")
        assert await state_of(store) == [("sent", 1)]
        row = await store.run(lambda c: c.execute(select(attempts)).one())
        assert row.outcome == "sent"


async def test_rows_that_others_wrote_are_claimed_and_sent_in_order(store: Store):
    async with Town(store) as town:
        await planned(store, "one", "two", "three")
        await planned(store, "another", chat="8")
        await town.quiet()
        said = texts(town.channel)
        assert [text for text in said if text != "another"] == ["one", "two", "three"]
        assert len(said) == 4


async def test_replies_go_before_bulk(store: Store):
    await planned(store, "bulk", chat="1", lane=BULK)
    await planned(store, "reply", chat="2")

    def claim(connection):
        return table.claim(connection, ("test",), "me", NOW, NOW + LEASE, 1)

    assert "reply" in (await store.run(claim))[0].payload


async def test_a_message_that_has_to_wait_keeps_its_place_before_later_ones(store: Store):
    async with Town(store) as town:
        town.channel.outcomes.append(Later(timedelta(seconds=20), "429"))
        await town.gets(Words("/help"), id="a")
        await town.dispatch.receive(town.event(Words("/menu"), "100"))
        await town.quiet_of_ours()
        assert texts(town.channel) == []
        assert [state for state, _n in await state_of(store)] == ["wait", "planned"]
        town.clock.goes(seconds=21)
        await town.quiet_after_waiting()
        assert len(texts(town.channel)) == 2
        assert [state for state, _n in await state_of(store)] == ["sent", "sent"]
        await town.says("/help")
        assert len(texts(town.channel)) == 3


async def test_a_platform_that_is_down_for_ten_minutes_loses_nothing(store: Store):
    async with Town(store) as town:
        down = [Later(timedelta(0), "no connection")] * 400
        town.channel.outcomes.extend(down)
        for who in ("1", "2", "3"):
            await town.says("/help", who)
        for _minute in range(10):
            town.clock.goes(minutes=1)
            await town.quiet_after_waiting()
        assert texts(town.channel) == []
        town.channel.outcomes.clear()
        town.clock.goes(minutes=1, seconds=1)
        await town.quiet_after_waiting()
        assert sorted(chat for chat, _piece in town.channel.sent) == ["1", "2", "3"]


async def test_an_undecidable_reply_is_sent_once_more_and_then_left_as_unknown(store: Store):
    async with Town(store) as town:
        town.channel.outcomes.extend([Unknown("cut"), Unknown("cut")])
        await town.says("/help")
        town.clock.goes(seconds=5)
        await town.quiet_after_waiting()
        assert await state_of(store) == [("unknown", 2)]
        assert town.channel.attempts == 2


async def test_a_refused_message_is_not_tried_again(store: Store):
    async with Town(store) as town:
        town.channel.outcomes.append(Refused("message is too long"))
        await town.says("/help")
        assert await state_of(store) == [("failed", 1)]


async def test_a_channel_that_raises_loses_no_row(store: Store):
    async with Town(store) as town:
        town.channel.outcomes.append(RuntimeError("a bug of the channel"))
        await town.says("/help")
        assert (await state_of(store))[0][0] == "wait"
        town.clock.goes(seconds=5)
        await town.quiet_after_waiting()
        assert await state_of(store) == [("sent", 2)]


async def test_what_a_dead_process_had_leased_is_sent_by_the_next_one(store: Store):
    await planned(store, "lost", owner="dead", until=NOW + LEASE)
    async with Town(store, alone=True) as town:
        await town.quiet()
        assert texts(town.channel) == ["lost"]


async def test_a_lease_of_a_living_process_is_respected_until_it_ends(store: Store):
    await asyncio.to_thread(store.live, "other")
    await planned(store, "theirs", owner="other", until=NOW + LEASE)
    async with Town(store, alone=False) as town:
        await town.quiet_of_ours()
        assert texts(town.channel) == []
        town.clock.goes(seconds=LEASE.total_seconds() + 1)
        await town.quiet()
        assert texts(town.channel) == ["theirs"]


async def test_replies_of_a_process_that_is_seen_to_be_dead_do_not_wait(postgres_url: str):
    mine, theirs = Store(open_engine(postgres_url)), Store(open_engine(postgres_url))
    theirs.live("other")
    await planned(mine, "theirs", owner="other", until=NOW + LEASE)
    async with Town(mine, alone=False) as town:
        await town.quiet_of_ours()
        assert texts(town.channel) == []
        theirs.close()
        await town.quiet()
        assert texts(town.channel) == ["theirs"]
    mine.close()


async def test_a_row_that_must_not_go_twice_is_held_when_its_sender_died(store: Store):
    await planned(store, "receipt", owner="dead", until=NOW + LEASE)
    await store.run(lambda c: c.execute(update(outbox).values(doubt=HOLD)))
    async with Town(store, alone=True) as town:
        await town.quiet()
        assert texts(town.channel) == []
        assert await state_of(store) == [("unknown", 1)]


async def test_the_verdict_of_a_sender_that_lost_its_lease_does_not_count(store: Store):
    await planned(store, "x", owner="new", until=NOW + LEASE)
    verdict = table.Verdict(1, "later", "wait", NOW, "", "slow", NOW)
    await store.run(lambda c: table.settle(c, "old", [verdict]))
    assert (await state_of(store))[0][0] == "leased"


async def test_stopping_finishes_the_call_in_flight_and_gives_back_the_rest(store: Store):
    town = Town(store)
    await town.sender.start()
    await planned(store, "one", chat="1", owner="town", until=NOW + LEASE)
    await planned(store, "two", chat="1", owner="town", until=NOW + LEASE)
    rows = await store.run(
        lambda c: c.execute(select(outbox.c.id, outbox.c.chat_id, outbox.c.payload)).all()
    )
    town.sender.post(
        [
            table.Parcel(
                row.id, row.chat_id, "test", "1", row.payload, 1, "again", NOW, NOW + LEASE
            )
            for row in rows
        ]
    )
    await asyncio.sleep(0)
    await town.sender.stop()
    assert [state for state, _n in await state_of(store)] == ["sent", "planned"]
    assert town.sender.lease(1, "test", NOW) is None


async def test_a_row_whose_lease_is_nearly_over_is_given_back_unsent(store: Store):
    async with Town(store) as town:
        until = NOW + timedelta(seconds=10)
        await planned(store, "late", owner="town", until=until)
        town.sender.post(
            [table.Parcel(1, 1, "test", "7", '{"text":"late"}', 1, "again", NOW, until)]
        )
        await town.quiet()
        assert texts(town.channel) == ["late"]
        assert (await state_of(store))[0] == ("sent", 1)


async def test_a_verdict_that_cannot_be_written_is_written_later(sqlite_store: Store):
    class Flaky:
        sqlite = True
        fails = 0

        async def run(self, work):
            if self.fails and getattr(work, "func", None):
                self.fails -= 1
                raise StoreError("locked")
            return await sqlite_store.run(work)

    flaky = Flaky()
    channel = RecordingChannel()
    sender = Sender(flaky, {"test": channel}, lambda: NOW, owner="me", alone=True)
    await sender.start()
    await planned(sqlite_store, "a")
    flaky.fails = 1
    sender.wake()
    for _turn in range(500):
        await asyncio.sleep(0.01)
        if (await state_of(sqlite_store))[0][0] == "sent":
            break
    await sender.stop()
    assert await state_of(sqlite_store) == [("sent", 1)]
    assert texts(channel) == ["a"]


async def test_trouble_with_the_database_does_not_end_the_sender(
    sqlite_store: Store, caplog: pytest.LogCaptureFixture
):
    class Refusing:
        refuse = False

        async def run(self, work):
            if self.refuse:
                raise StoreError("gone")
            return await sqlite_store.run(work)

    refusing = Refusing()
    channel = RecordingChannel()
    sender = Sender(refusing, {"test": channel}, lambda: NOW, owner="me", alone=True)
    await sender.start()
    refusing.refuse = True
    sender.wake()
    await asyncio.sleep(0.02)
    refusing.refuse = False
    await planned(sqlite_store, "after")
    sender.wake()
    for _turn in range(500):
        await asyncio.sleep(0.01)
        if texts(channel):
            break
    await sender.stop()
    assert texts(channel) == ["after"]
    assert any(getattr(r, "action", "") == "sender.claim.failed" for r in caplog.records)


async def test_a_gone_chat_is_remembered_a_moved_one_is_followed(store: Store):
    async with Town(store) as town:
        town.channel.outcomes.extend([Gone("user is deactivated"), Gone("upgraded", "-100")])
        await planned(store, "a", chat="1")
        await town.quiet()
        await planned(store, "b", chat="2")
        await town.quiet_after_waiting()
        kept = await store.run(lambda c: {row.chat: row.state for row in c.execute(select(chats))})
        assert kept == {"1": "gone", "-100": "open"}
        assert town.channel.sent[-1][0] == "-100"


async def test_settled_replies_are_forgotten_with_their_attempts(store: Store):
    async with Town(store) as town:
        await town.says("/help")
    gone = await store.run(lambda c: table.forget(c, NOW + timedelta(days=1)))
    left = await store.run(
        lambda c: c.execute(select(func.count()).select_from(attempts)).scalar_one()
    )
    assert (gone, left) == (1, 0)


async def test_sent_rows_carry_the_platform_id(store: Store):
    async with Town(store) as town:
        town.channel.outcomes.append(Sent("4711"))
        await town.says("/help")
        assert (await store.run(lambda c: c.execute(select(outbox)).one())).external_id == "4711"
