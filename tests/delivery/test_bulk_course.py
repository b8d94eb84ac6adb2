"""A run in its course: paused, called off, held by the night, stopped, handed on."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from bot.channels.base import Later
from delivery import announcement as drafts
from delivery import run as acts
from store.engine import Store
from tests.support.office import Office, SlowChannel
from tests.support.town import RecordingChannel


async def test_paused_within_a_second_and_resumed_without_a_loss(store: Store):
    channel = SlowChannel()
    async with Office(store, people=500, channel=channel) as office:
        number = office.announces()
        author = office.cadre("demo-front")
        await office.until(lambda: channel.under > 10)
        began = datetime.now(UTC)
        office.do(lambda c: acts.pause(c, number, by=author, now=office.clock()))
        channel.gate.set()
        await office.until(
            lambda: not office.bulk.busy and ("leased", "") not in office.counts(number)
        )
        assert datetime.now(UTC) - began < timedelta(seconds=5)
        heard = len(office.heard)
        assert heard <= channel.most + 64
        await asyncio.sleep(0.05)
        assert len(office.heard) == heard
        assert office.state(number) == "paused"
        office.do(lambda c: acts.resume(c, number, by=author, now=office.clock()))
        await office.rests()
        assert sorted(office.heard) == sorted(set(office.heard))
        assert office.counts(number) == {("sent", ""): 500}


async def test_cancelled_in_the_middle(store: Store):
    channel = SlowChannel()
    async with Office(store, people=300, channel=channel) as office:
        number = office.announces()
        author = office.cadre("demo-front")
        await office.until(lambda: channel.under > 10)
        office.do(lambda c: drafts.cancel(c, number, by=author, now=office.clock()))
        channel.gate.set()
        await office.rests()
        counted = office.counts(number)
        assert counted["sent", ""] == len(office.heard) < 200
        assert counted["sent", ""] + counted["skipped", "cancelled"] == 300
        assert office.state(number) == "cancelled"
        assert [run.state for run in office.runs(number)] == ["cancelled"]


async def test_rows_of_a_process_that_died_are_sent_by_another(store: Store):
    channel = SlowChannel()
    office = Office(store, people=120, channel=channel)
    async with office:
        number = office.announces()
        await office.until(lambda: channel.under > 10)
        # It dies: whatever it had leased stays leased to a name that nobody bears any more.
        office.bulk._looking.cancel()
        for line in office.bulk._lines.values():
            line._pouring.cancel()
            for task in list(line._calls):
                task.cancel()
        leased = office.counts(number)["leased", ""]
        office.clock.goes(minutes=2)
        other = RecordingChannel()
        async with Office(
            store, people=0, channel=other, clock=office.clock, owner="second"
        ) as next_:
            await next_.rests()
            assert next_.counts(number) == {("sent", ""): 120}
            assert len(other.sent) == 120
            assert next_.attempts().count("lost") == leased


async def test_nothing_goes_out_in_quiet_hours_but_disasters(store: Store):
    async with Office(store, people=10) as office:
        office.channel.outcomes.extend([Later(timedelta(hours=12), "down", whole=True)] * 10)
        number = office.announces()  # 09:00 in Vietnam
        await office.until(lambda: ("wait", "down") in office.counts(number))
        office.sits()
        office.clock.goes(hours=13, minutes=1)  # 22:01
        office.bulk.wake()
        await office.until(lambda: len(office.town.said("500")) == 1)
        assert "chờ đến sáng" in office.town.said("500")[0].text
        assert "06:00 chủ nhật 22/11/2026" in office.town.said("500")[0].text
        await asyncio.sleep(0.05)
        assert office.heard == ["500"]
        disaster = office.announces("Bão đổ bộ", kind="disaster")
        await office.until(lambda: len(set(office.heard) - {"500"}) == 10)
        assert all("Bão" in p.text for chat, p in office.channel.sent if chat != "500")
        await office.until(lambda: office.state(disaster) == "finished")
        office.clock.goes(hours=8)  # 06:01
        await office.rests()
        assert len([chat for chat in office.heard if chat != "500"]) == 20


async def test_stopping_gives_back_what_has_not_begun(store: Store):
    channel = SlowChannel()
    async with Office(store, people=300, channel=channel) as office:
        number = office.announces()
        await office.until(lambda: channel.under > 10)
        channel.gate.set()
        await office.bulk.stop()
        counted = office.counts(number)
        assert ("leased", "") not in counted
        assert counted["sent", ""] == len(office.heard) < 300
        assert counted["planned", ""] + counted["sent", ""] == 300
