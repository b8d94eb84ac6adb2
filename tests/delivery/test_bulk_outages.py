"""When the platform, the line or the database fails: nothing is lost, nobody gets it twice."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.channels.base import Gone, Later, Refused, Sent, Unknown
from bot.errors import StoreError
from delivery import run as acts
from delivery.bulk import Bulk
from store import cadres
from store.announcements_paces import paces
from store.chats import chats
from store.engine import Store
from tests.support.office import EVERYBODY, Office, SlowChannel
from tests.support.town import CAPABILITIES, RecordingChannel


async def test_a_storm_of_refusals_holds_all_bulk_and_loses_nothing(store: Store):
    channel = RecordingChannel(replace(CAPABILITIES, per_second=30))
    async with Office(store, channel=channel) as office:
        channel.outcomes.extend([Later(timedelta(seconds=7), "429", True, True)] * 3)
        number = office.announces()
        for _look in range(400):
            office.clock.goes(seconds=1)
            office.bulk.wake()
            await asyncio.sleep(0.005)
            if office.state(number) == "finished":
                break
        assert office.counts(number) == {("sent", ""): 40}
        pace = office.do(lambda c: c.execute(select(paces)).one())
        assert pace.rate < 30 * 0.9


async def test_replies_go_out_while_all_bulk_is_held(store: Store):
    async with Office(store) as office:
        office.channel.outcomes.append(Later(timedelta(hours=1), "429", True, True))
        number = office.announces()
        await office.until(lambda: ("wait", "429") in office.counts(number))
        before = len(office.channel.sent)
        await office.town.says("/help", "1005")
        assert [chat for chat, _piece in office.channel.sent[before:]] == ["1005"]


async def test_an_hour_without_the_platform_in_mid_run(store: Store):
    async with Office(store, people=200) as office:
        down = Later(timedelta(seconds=5), "unreachable", whole=True)
        office.channel.outcomes.extend([Sent(str(n)) for n in range(50)] + [down] * 5000)
        number = office.announces()
        await office.until(lambda: office.channel.attempts > 50)
        for _minute in range(60):
            office.clock.goes(minutes=1)
            office.bulk.wake()
            await asyncio.sleep(0.01)
        tried = office.channel.attempts
        assert tried < 50 + 64 + 150  # some dozens of probes, not thousands of calls
        office.channel.outcomes.clear()
        # The last refusal may be noted only now, so the clock has to go on.
        for _look in range(500):
            office.clock.goes(seconds=20)
            office.bulk.wake()
            await asyncio.sleep(0.01)
            if office.state(number) == "finished":
                break
        assert office.counts(number) == {("sent", ""): 200}
        assert len(office.heard) == 200


async def test_cut_before_acceptance_is_sent_again_and_nobody_gets_it_twice(store: Store):
    async with Office(store) as office:
        office.channel.outcomes.extend([Later(timedelta(seconds=1), "refused")] * 5)
        number = office.announces()
        await office.until(lambda: len(office.heard) == 35)
        office.clock.goes(seconds=5)
        await office.rests()
        assert office.counts(number) == {("sent", ""): 40}
        assert sorted(office.heard) == EVERYBODY


async def test_cut_after_acceptance_is_sent_once_more_and_is_on_the_list(store: Store):
    async with Office(store) as office:
        office.channel.outcomes.extend([Unknown("cut"), Unknown("cut")])
        number = office.announces()
        await office.until(lambda: len(office.heard) == 38)
        office.clock.goes(seconds=5)
        await office.rests()
        assert office.counts(number) == {("sent", ""): 40}
        assert office.attempts().count("unknown") == 2


async def test_twice_undecidable_is_left_to_a_person(store: Store):
    async with Office(store, people=1) as office:
        office.channel.outcomes.extend([Unknown("cut"), Unknown("cut")])
        number = office.announces()
        await office.until(lambda: ("wait", "cut") in office.counts(number))
        office.clock.goes(seconds=5)
        await office.rests()
        assert office.counts(number) == {("unknown", "cut"): 1}


async def test_errors_that_pile_up_pause_the_run_and_the_author_is_told(store: Store):
    async with Office(store, people=300) as office:
        author = office.cadre("demo-front")
        office.town.clock.goes(seconds=1)
        await office.town.says("/help", "500")
        chat = office.do(
            lambda c: c.execute(select(chats.c.id).where(chats.c.chat == "500")).scalar_one()
        )
        office.do(lambda c: cadres.link(c, author, chat, office.clock()))
        office.channel.outcomes.extend([Sent("1")] + [Refused("chat_id is wrong")] * 127)
        number = office.announces()
        await office.until(lambda: office.state(number) == "paused")
        await office.until(lambda: not office.bulk.busy)
        counted = office.counts(number)
        assert 20 <= counted["failed", "chat_id is wrong"] <= 127
        office.channel.outcomes.clear()
        await office.until(
            lambda: any("tạm dừng" in piece.text for piece in office.town.said("500"))
        )
        office.do(lambda c: acts.resume(c, number, by=author, now=office.clock()))
        await office.rests()
        assert sum(office.counts(number).values()) == 300
        assert office.state(number) == "finished"


async def test_a_database_that_is_away_for_a_minute_loses_no_verdict(sqlite_store: Store):
    class Away:
        sqlite = True
        away = False

        async def run(self, work):
            if self.away:
                raise StoreError("gone")
            return await sqlite_store.run(work)

    away = Away()
    channel = SlowChannel()
    async with Office(sqlite_store, people=30, channel=channel) as office:
        await office.bulk.stop()
        office.bulk = Bulk(away, {"test": channel}, office.clock, owner="office")
        await office.bulk.start()
        number = office.announces()
        await office.until(lambda: channel.under > 5)
        away.away = True
        channel.gate.set()
        await office.until(lambda: not channel.under)
        office.clock.goes(minutes=1)
        await asyncio.sleep(0.05)
        away.away = False
        await office.rests()
        assert office.counts(number) == {("sent", ""): 30}
        assert len(channel.sent) == 30


async def test_what_a_channel_raises_loses_no_row(store: Store):
    async with Office(store, people=3) as office:
        office.channel.outcomes.append(RuntimeError("a bug"))
        number = office.announces()
        await office.until(lambda: len(office.heard) == 2)
        office.clock.goes(seconds=5)
        await office.rests()
        assert office.counts(number) == {("sent", ""): 3}


async def test_a_verdict_that_cannot_be_written_spoils_no_other(
    sqlite_store: Store, caplog: pytest.LogCaptureFixture
):
    class Refusing:
        sqlite = True
        refuses = True

        async def run(self, work):
            noted = getattr(work, "args", ((),))[0]
            if self.refuses and any(isinstance(one.outcome, Gone) for one in noted):
                raise ValueError("a row that the database does not take")
            return await sqlite_store.run(work)

    refusing = Refusing()
    async with Office(sqlite_store, people=10) as office:
        await office.bulk.stop()
        office.bulk = Bulk(refusing, {"test": office.channel}, office.clock, owner="office")
        await office.bulk.start()
        office.channel.outcomes.append(Gone("blocked"))
        number = office.announces()
        await office.until(lambda: office.counts(number).get(("sent", "")) == 9)
        assert any(getattr(r, "action", "") == "bulk.verdict.lost" for r in caplog.records)
        refusing.refuses = False
        office.clock.goes(minutes=2)
        office.town.sender.wake()
        await office.rests()
        assert office.counts(number) == {("sent", ""): 10}
