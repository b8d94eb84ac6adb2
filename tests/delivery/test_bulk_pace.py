"""How often the tables are looked at: as often as there is something to gain, and no more."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from sqlalchemy import event

from delivery.bulk import Bulk
from scheduler.clock import utc_now
from scheduler.timetable import Quiet
from store.engine import Store, open_engine
from store.migrate import upgrade
from tests.support.office import Office
from tests.support.town import CAPABILITIES, RecordingChannel
from tests.support.until import until

NEVER_QUIET = Quiet(Quiet().begins, Quiet().begins)


async def test_an_idle_channel_without_a_limit_does_not_make_it_look_after_each_message(
    store: Store,
):
    """At 30 a second it once looked 30 times a second, and each look cost more than the message."""
    paced = RecordingChannel(replace(CAPABILITIES, per_second=20))
    idle = RecordingChannel(replace(CAPABILITIES, channel="idle", per_second=0))
    channels = {channel.capabilities.channel: channel for channel in (paced, idle)}
    done: Counter[str] = Counter()

    @event.listens_for(store.engine, "before_cursor_execute")
    def count(_connection, _cursor, statement, *_rest):
        done["looks"] += statement.startswith("SELECT runs.id")
        done["notes"] += statement.startswith("INSERT INTO attempts")

    async with Office(store, people=40, channel=paced) as office:
        await office.bulk.stop()
        office.bulk = Bulk(store, channels, utc_now, owner="pace", quiet=NEVER_QUIET)
        await office.bulk.start()
        number = office.announces()
        await until(lambda: len(paced.sent) >= 2)  # not the office's, which wakes it
        done.clear()
        await until(lambda: len(paced.sent) >= 38)
        # Notes are made for each message or, where the database is slow, for several at once;
        # then it looks less often, too.
        assert 2 * done["looks"] <= done["notes"] + 2, done
        await office.rests()
        assert office.counts(number) == {("sent", ""): 40}


async def test_freezing_looks_only_at_the_people_of_its_slice(sqlite_url: str):
    """It once went through all chats of the channel for each thousand: a million took an hour."""
    engine = open_engine(sqlite_url)
    upgrade(engine)
    plans: list[str] = []

    @event.listens_for(engine, "before_cursor_execute")
    def explain(_connection, cursor, statement, parameters, *_rest):
        if statement.startswith("INSERT INTO outbox"):
            rows = cursor.connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
            plans.append("\n".join(row[3] for row in rows.fetchall()))

    async with Office(Store(engine), people=4) as office:
        office.announces()
        await office.rests()
    assert "SEARCH chats USING INDEX ix_chats_resident_id" in plans[0]
    assert "uq_chats_channel_chat" not in plans[0]
