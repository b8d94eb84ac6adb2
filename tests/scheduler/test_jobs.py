"""What is forgotten when its purpose has passed, and by whom nobody has to ask."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, insert, select, update

from bot import demo
from bot.errors import StoreError
from bot.talk.message import Begin, Pressed
from scheduler.clock import utc_now
from scheduler.jobs import Jobs, sweep
from store.cadres import cadres
from store.chats import chats
from store.conversations import conversations
from store.engine import Store
from store.files import NewFile, files, keep
from store.inbound import inbound
from store.outbox import attempts, outbox
from store.residents import residents
from store.webchat import mailbox, put
from tests.support.town import NOW, Town


async def count(store: Store, table) -> int:
    return await store.run(
        lambda c: c.execute(select(func.count()).select_from(table)).scalar_one()
    )


async def sweep_at(store: Store, after: timedelta, months: int = 24):
    return await store.run(lambda c: sweep(c, NOW + after, months))


async def enrolled(store: Store, who: str) -> None:
    await store.run(lambda c: demo.load(c, NOW))
    async with Town(store) as town:
        await town.says("/start", who)
        await town.says("1", who)
        await town.says("1", who)


async def test_a_stranger_is_forgotten_after_a_day_a_resident_is_not(store: Store):
    await enrolled(store, "1")
    async with Town(store) as town:
        await town.gets(Pressed(Begin("guide", "scam-alert")), "2")
    await store.run(lambda c: put(c, "2", 999, "{}", NOW))
    assert (await sweep_at(store, timedelta(hours=23))).strangers == 0
    swept = await sweep_at(store, timedelta(days=1, minutes=1))
    assert swept.strangers == 1
    left = await store.run(lambda c: c.execute(select(chats.c.chat)).scalars().all())
    assert left == ["1"]
    assert await count(store, mailbox) == 0
    assert await count(store, conversations) == 0


async def test_cadres_and_groups_are_not_strangers(store: Store):
    async with Town(store) as town:
        await town.says("/help", "5")
        await town.gets(Pressed(None), "-6", group=True)
    await store.run(
        lambda c: c.execute(
            insert(cadres).values(
                handle="lan",
                name="Lan",
                created_at=NOW,
                chat_id=select(chats.c.id).where(chats.c.chat == "5").scalar_subquery(),
            )
        )
    )
    assert (await sweep_at(store, timedelta(days=9))).strangers == 0
    assert await count(store, chats) == 2


async def test_events_replies_and_idle_conversations_have_their_time(store: Store):
    await enrolled(store, "1")
    async with Town(store) as town:
        await town.gets(Pressed(Begin("guide", "scam-alert")), "1")
    events = await count(store, inbound)
    assert (await sweep_at(store, timedelta(days=2))).events == 0
    assert (await sweep_at(store, timedelta(days=4))).events == events
    assert (await sweep_at(store, timedelta(days=8))).replies > 0
    assert await count(store, outbox) == await count(store, attempts) == 0
    assert await count(store, conversations) == 1
    await store.run(lambda c: c.execute(update(chats).values(seen_at=NOW + timedelta(days=90))))
    assert (await sweep_at(store, timedelta(days=91))).conversations == 1


async def test_a_resident_is_erased_after_the_months_that_the_notice_promises(store: Store):
    await enrolled(store, "1")
    assert (await sweep_at(store, timedelta(days=29), months=1)).residents == 0
    assert (await sweep_at(store, timedelta(days=31), months=1)).residents == 1
    assert await count(store, residents) == 0


async def test_the_timetable_sweeps_and_outlives_a_database_in_trouble(
    sqlite_store: Store, caplog: pytest.LogCaptureFixture
):
    class Refusing:
        async def run(self, _work: object) -> object:
            raise StoreError("locked")

    caplog.set_level("INFO")
    await Jobs(Refusing(), utc_now, 24).sweep()
    await Jobs(sqlite_store, utc_now, 24).sweep()
    actions = [getattr(record, "action", "") for record in caplog.records]
    assert "sweep.failed" in actions
    assert "sweep.done" in actions


async def test_a_file_that_nothing_speaks_of_goes_after_three_days(store: Store):
    sent = NewFile(f"kept/{'a' * 32}.jpg", "photo", b"bytes")
    await store.run(lambda c: keep(c, sent, None, NOW))
    assert (await sweep_at(store, timedelta(days=2, hours=23))).files == 0
    assert (await sweep_at(store, timedelta(days=3, minutes=1))).files == 1
    assert await count(store, files) == 0
