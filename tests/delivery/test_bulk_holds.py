"""A hold holds from the moment it is heard of; a letter that cannot go out is not left lying."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from sqlalchemy import Connection, update

from bot.channels.base import Later
from delivery.bulk import Bulk
from delivery.line import AT_ONCE
from store.announcements_runs import run_parts
from store.engine import Store
from tests.support.office import Office
from tests.support.town import CAPABILITIES, RecordingChannel


class LateTables:
    """A store to whose tables verdicts come only when the gate is open; all else comes at once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.gate = asyncio.Event()

    async def run(self, work: Callable[[Connection], Any]) -> Any:
        if isinstance(work, partial):  # the lane hands its verdicts in so, and nothing else
            await self.gate.wait()
        return await self._store.run(work)


class Breaking(RecordingChannel):
    """A channel that cannot even say what it can carry once it is broken."""

    broken = False

    def __getattribute__(self, name: str) -> Any:
        if name == "capabilities" and object.__getattribute__(self, "broken"):
            raise RuntimeError("no capabilities")
        return object.__getattribute__(self, name)


async def test_nothing_that_is_claimed_before_a_hold_is_written_goes_out_in_the_midst_of_it(
    store: Store,
):
    async with Office(store, people=400) as office:
        await office.bulk.stop()
        tables = LateTables(store)
        name = office.channel.capabilities.channel
        office.bulk = Bulk(
            tables,  # type: ignore[arg-type]
            {name: office.channel},
            office.clock,
            owner="late",
        )
        await office.bulk.start()
        office.channel.outcomes.append(Later(timedelta(hours=1), "429", whole=True))
        number = office.announces()
        await office.until(lambda: office.channel.attempts >= AT_ONCE)
        for _look in range(10):
            office.bulk.wake()
            await asyncio.sleep(0.02)
        tables.gate.set()
        await office.until(lambda: ("wait", "429") in office.counts(number))
        await office.until(
            lambda: not office.bulk.busy and ("leased", "") not in office.counts(number)
        )
        assert office.channel.attempts == AT_ONCE
        office.clock.goes(hours=1, minutes=1)
        await office.rests()
        assert office.counts(number) == {("sent", ""): 400}
        assert len(office.heard) == len(set(office.heard)) == 400


async def test_words_that_cannot_be_read_any_more_fail_with_their_reason(store: Store):
    async with Office(store, people=10) as office:
        later = Later(timedelta(minutes=5), "down", whole=True)
        office.channel.outcomes.extend([later] * 10)
        number = office.announces()
        await office.until(lambda: ("wait", "down") in office.counts(number))
        await office.until(lambda: not office.bulk.busy)
        office.do(lambda c: c.execute(update(run_parts).values(payload="{")))
        # Another process, which has not read the words yet, goes on with it.
        await office.bulk.stop()
        office.channel.outcomes.clear()
        name = office.channel.capabilities.channel
        office.bulk = Bulk(store, {name: office.channel}, office.clock, owner="next")
        office.clock.goes(minutes=6)
        await office.bulk.start()
        other = office.announces("Tin khác")
        await office.until(lambda: office.state(other) == "finished")
        await office.rests()
        assert office.counts(number) == {("failed", "not called: DecodeError"): 10}
        assert office.counts(other) == {("sent", ""): 10}


async def test_what_breaks_before_the_call_is_settled_with_its_reason(store: Store):
    channel = Breaking(CAPABILITIES)
    async with Office(store, people=10, channel=channel) as office:
        number = office.announces()
        channel.broken = True
        await office.rests()
        assert office.counts(number) == {("failed", "not called: RuntimeError"): 10}
        assert office.heard == []
        channel.broken = False
