"""The door to the database: commits, savepoints, failures that spoil nothing else."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import IntegrityError, OperationalError, StatementError

from bot.errors import StoreError
from store.engine import Store, open_engine
from store.inbound import inbound
from store.migrate import pending, upgrade
from store.tables import metadata

NOW = datetime(2026, 11, 21, 2, 0, 0, 123456, tzinfo=UTC)


def note(id: str):
    def work(connection: Connection) -> str:
        connection.execute(insert(inbound).values(channel="test", id=id, at=NOW))
        return id

    return work


def ids(store: Store) -> set[str]:
    return store.call(lambda c: set(c.execute(select(inbound.c.id)).scalars()))


async def test_work_is_committed_when_it_returns(store: Store):
    assert await store.run(note("a")) == "a"
    assert ids(store) == {"a"}


async def test_one_failing_turn_spoils_no_other(store: Store):
    def fails(connection: Connection) -> None:
        note("half")(connection)
        raise LookupError("no such hamlet")

    results = await asyncio.gather(
        *(store.run(note(str(n))) for n in range(20)),
        store.run(fails),
        *(store.run(note(str(n))) for n in range(20, 40)),
        return_exceptions=True,
    )
    assert sum(isinstance(result, LookupError) for result in results) == 1
    assert ids(store) == {str(n) for n in range(40)}


async def test_a_refused_row_fails_alone(store: Store):
    await store.run(note("twice"))
    results = await asyncio.gather(
        store.run(note("twice")), store.run(note("once")), return_exceptions=True
    )
    assert isinstance(results[0], IntegrityError)
    assert ids(store) == {"twice", "once"}


def test_times_come_back_aware_and_equal_whatever_zone_they_were_in(store: Store):
    saigon = timezone(timedelta(hours=7))
    store.call(
        lambda c: c.execute(
            insert(inbound).values(channel="test", id="a", at=NOW.astimezone(saigon))
        )
    )
    kept = store.call(lambda c: c.execute(select(inbound.c.at)).scalar_one())
    assert kept == NOW
    assert kept.utcoffset() == timedelta(0)


def test_a_naive_time_is_refused(store: Store):
    with pytest.raises(StatementError, match="aware"):
        store.call(
            lambda c: c.execute(
                insert(inbound).values(channel="t", id="a", at=NOW.replace(tzinfo=None))
            )
        )


def test_a_locked_database_is_told_as_such_and_works_again(sqlite_url: str):
    store = Store(open_engine(sqlite_url, busy=timedelta(seconds=0.1)))
    other = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="locked"):
        store.call(note("a"))
    other.execute("ROLLBACK")
    other.close()
    store.call(note("a"))
    assert ids(store) == {"a"}
    store.close()


def test_a_full_disk_is_told_as_such_and_nothing_is_half_kept(sqlite_store: Store):
    def fill(connection: Connection) -> None:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
        for n in range(5000):
            note(f"{n:0100}")(connection)

    with pytest.raises(StoreError, match="full"):
        sqlite_store.call(fill)
    assert ids(sqlite_store) == set()


@pytest.mark.parametrize("url", ["", "mysql://root@localhost/kheo", "nonsense"])
def test_an_address_that_is_no_database_of_ours_is_refused(url: str):
    with pytest.raises(StoreError):
        open_engine(url)


def test_a_new_folder_is_made_for_the_database(tmp_path: Path):
    engine = open_engine(f"sqlite:///{tmp_path}/new/deep/kheo.db")
    assert pending(engine)
    upgrade(engine)
    assert not pending(engine)
    engine.dispose()


def test_the_migrations_make_exactly_the_tables_of_the_code(store: Store):
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


async def test_what_was_handed_in_is_finished_before_closing(sqlite_url: str):
    store = Store(open_engine(sqlite_url))
    waiting = [asyncio.ensure_future(store.run(note(str(n)))) for n in range(50)]
    await asyncio.sleep(0)
    await asyncio.to_thread(store.close)
    assert await asyncio.gather(*waiting) == [str(n) for n in range(50)]


class Held:
    """A turn that keeps the database thread busy, so that what comes meanwhile waits together."""

    def __init__(self, store: Store) -> None:
        self.started, self.go = threading.Event(), threading.Event()
        self.turn = asyncio.ensure_future(store.run(self.work))

    def work(self, connection: Connection) -> None:
        self.started.set()
        self.go.wait(10)

    async def begun(self) -> None:
        assert await asyncio.to_thread(self.started.wait, 10)

    async def lets_go(self) -> None:
        await asyncio.sleep(0.01)  # until the others wait behind it
        self.go.set()


class Deadlock(Exception):
    """What psycopg raises, as far as we look at it."""

    sqlstate = "40P01"


async def test_turns_that_were_ended_for_a_deadlock_are_done_again_each_alone(sqlite_store: Store):
    tries = 0

    def collides(connection: Connection) -> str:
        nonlocal tries
        tries += 1
        if tries == 1:
            raise OperationalError("UPDATE", {}, Deadlock())
        return note("second")(connection)

    held = Held(sqlite_store)
    await held.begun()
    waiting = asyncio.gather(sqlite_store.run(note("first")), sqlite_store.run(collides))
    await held.lets_go()
    assert await waiting == ["first", "second"]
    assert ids(sqlite_store) == {"first", "second"}


async def test_who_has_given_up_waiting_stops_nobody_else(sqlite_store: Store):
    held = Held(sqlite_store)
    await held.begun()
    given_up = asyncio.ensure_future(sqlite_store.run(note("given up")))
    kept = asyncio.ensure_future(sqlite_store.run(note("kept")))
    await asyncio.sleep(0)
    given_up.cancel()
    held.turn.cancel()
    await held.lets_go()
    assert await kept == "kept"
    assert ids(sqlite_store) == {"kept"}
