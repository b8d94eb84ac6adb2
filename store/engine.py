"""One door to the database: synchronous work on database threads, awaited from asyncio.

On SQLite one thread writes, on PostgreSQL a few do. Turns that wait together share a transaction;
where one of them fails, all are done again, each in its own, so that one failure spoils no other
and the many that do not fail pay for no savepoint. Measured: synchronous turns cost a fifth of
asynchronous ones (``make bench``).
"""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, func, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, InterfaceError, OperationalError

from bot.errors import StoreError

T = TypeVar("T")
Work = Callable[[Connection], Any]

#: At most so many turns share one commit: a commit costs about as much as three turns, so beyond a
#: few dozen there is nothing left to save, and the first of them would wait too long.
TOGETHER = 32
DEADLOCK = "40P01"  # of two PostgreSQL transactions that wait for each other one is ended
THREADS = 4
#: How long a writer waits for another process (an import) to finish with the SQLite file.
BUSY = timedelta(seconds=10)


def open_engine(url: str, busy: timedelta = BUSY) -> Engine:
    """The engine for ``url``: ``sqlite:///path`` or ``postgresql://…``; raises StoreError."""
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise StoreError("The database address cannot be read.") from error
    if parsed.drivername in ("postgresql", "postgres"):
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.get_backend_name() == "postgresql":
        return create_engine(parsed, pool_size=THREADS, max_overflow=2)
    if parsed.get_backend_name() != "sqlite":
        raise StoreError("The database must be SQLite or PostgreSQL.")
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(parsed)

    @event.listens_for(engine, "connect")
    def prepare(dbapi: Any, _record: Any) -> None:
        dbapi.isolation_level = None  # we say BEGIN ourselves, so that savepoints work
        for pragma in (
            "journal_mode=WAL",
            "synchronous=NORMAL",
            "foreign_keys=ON",
            f"busy_timeout={busy // timedelta(milliseconds=1)}",
            "cache_size=-8000",
        ):
            dbapi.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        reads = connection.get_execution_options().get("reads", False)
        connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")

    return engine


@dataclass(eq=False, slots=True)
class _Job:
    """One turn to do: who waits for it (``loop`` None: another thread), and how it ended."""

    work: Work
    future: asyncio.Future[Any] | Future[Any]
    loop: asyncio.AbstractEventLoop | None = None
    result: Any = None
    error: Exception | None = None

    def tell(self) -> None:
        """Wake who waits, unless they have given up."""
        if self.future.done():
            return
        if self.error is None:
            self.future.set_result(self.result)
        else:
            self.future.set_exception(self.error)


class Store:
    """The database and the threads that may touch it."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.sqlite = engine.dialect.name == "sqlite"
        self._together = TOGETHER if self.sqlite else TOGETHER // THREADS
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._threads = [
            threading.Thread(target=self._work, name=f"store-{n}", daemon=True)
            for n in range(1 if self.sqlite else THREADS)
        ]
        self._life: Connection | None = None
        for thread in self._threads:
            thread.start()

    async def run(self, work: Callable[[Connection], T]) -> T:
        """Do ``work`` in a transaction; returns once it is committed.

        ``work`` may be done again after a failure, also of another, so it must cause nothing but
        rows.
        Raises what ``work`` raises, or StoreError when the database cannot be used just now.
        """
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self._jobs.put(_Job(work, future, loop))
        return await future

    def call(self, work: Callable[[Connection], T]) -> T:
        """The same for callers without an event loop."""
        future: Future[T] = Future()
        self._jobs.put(_Job(work, future))
        return future.result()

    def look(self, work: Callable[[Connection], T]) -> T:
        """Only read, on this very thread: on SQLite nobody who writes waits for it (a report)."""
        with self.engine.connect().execution_options(reads=True) as connection, connection.begin():
            return work(connection)

    def live(self, name: str) -> None:
        """Let others see that the process of that name lives, until this store is closed.

        On PostgreSQL a session holds a lock, which the server lets go when the process dies. On
        SQLite there is one process, and nobody asks.
        """
        if self.sqlite:
            return
        self._life = self.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        self._life.execute(select(func.pg_advisory_lock(func.hashtext(name))))

    def close(self) -> None:
        """Finish what was handed in, then let go of the database."""
        for _thread in self._threads:
            self._jobs.put(None)
        for thread in self._threads:
            thread.join()
        if self._life is not None:
            self._life.close()
        self.engine.dispose()

    def _work(self) -> None:
        open_ = True
        while open_:
            job = self._jobs.get()
            if job is None:
                return
            jobs = [job]
            while len(jobs) < self._together:
                try:
                    more = self._jobs.get_nowait()
                except queue.Empty:
                    break
                if more is None:
                    open_ = False
                    break
                jobs.append(more)
            self._commit([job for job in jobs if not job.future.cancelled()])

    def _commit(self, jobs: list[_Job]) -> None:
        """Do turns in one transaction; where one of several fails, each again in its own."""
        try:
            with self.engine.begin() as connection:
                for job in jobs:
                    job.result = job.work(connection)
        except Exception as error:
            if len(jobs) > 1 and not self._is_trouble(error):
                for job in jobs:
                    self._commit([job])
                return
            for job in jobs:
                job.error = self._told(error)
        self._tell(jobs)

    def _is_trouble(self, error: Exception) -> bool:
        """Whether the database itself fails, so that to try again at once would fail again."""
        cause = getattr(error, "orig", error)
        return (
            isinstance(error, OperationalError | InterfaceError)
            and getattr(cause, "sqlstate", "") != DEADLOCK
        )

    @staticmethod
    def _told(error: Exception) -> Exception:
        """What who waits is told: trouble of the database as StoreError."""
        if not isinstance(error, OperationalError | InterfaceError):
            return error
        trouble = StoreError(f"The database cannot be used just now: {error.orig}")
        trouble.__cause__ = error
        return trouble

    @staticmethod
    def _tell(jobs: list[_Job]) -> None:
        """Wake each event loop once for all of its turns: every call wakes it with a write."""
        waiting: dict[asyncio.AbstractEventLoop, list[_Job]] = {}
        for job in jobs:
            if job.loop is None:
                job.tell()
            else:
                waiting.setdefault(job.loop, []).append(job)
        for loop, theirs in waiting.items():
            with suppress(RuntimeError):  # the loop is closed: nobody waits any more
                loop.call_soon_threadsafe(_tell_all, theirs)


def _tell_all(jobs: list[_Job]) -> None:
    for job in jobs:
        job.tell()


def is_alive(connection: Connection, name: str) -> bool:
    """Whether the process of that name lives, as far as the database can tell."""
    if connection.dialect.name == "sqlite":
        return True
    free = select(func.pg_try_advisory_xact_lock(func.hashtext(name)))
    return not connection.execute(free).scalar_one()
