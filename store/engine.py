"""One door to the database: synchronous work on database threads, awaited from asyncio.

On SQLite one thread writes, and turns that wait together share a commit, each in a savepoint of
its own, so that one failure spoils no other. On PostgreSQL a small pool of threads works, one
transaction each. Measured in ``facts``: synchronous turns cost a fifth of asynchronous ones.
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
        connection.exec_driver_sql("BEGIN IMMEDIATE")

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
        driver = engine.dialect.loaded_dbapi
        self._trouble = (
            OperationalError,
            InterfaceError,
            driver.OperationalError,
            driver.InterfaceError,
        )
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

        ``work`` may be done again after a failed commit, so it must cause nothing but rows.
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
            while self.sqlite and len(jobs) < TOGETHER:
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
        try:
            with self.engine.begin() as connection:
                for job in jobs:
                    if len(jobs) > 1:
                        self._share(connection, job)
                    else:
                        job.result = job.work(connection)
        except self._trouble as error:
            cause = getattr(error, "orig", error)
            trouble = StoreError(f"The database cannot be used just now: {cause}")
            trouble.__cause__ = error
            for job in jobs:
                job.error = trouble
        except Exception as error:
            for job in jobs:
                job.error = error
        self._tell(jobs)

    def _share(self, connection: Connection, job: _Job) -> None:
        """Do one turn of several in its savepoint; a database in trouble fails them all."""
        # On the driver itself: a savepoint by way of SQLAlchemy costs six times as much (measured).
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute("SAVEPOINT turn")
        try:
            job.result = job.work(connection)
        except self._trouble:
            raise
        except Exception as error:
            driver.execute("ROLLBACK TO turn")
            job.error = error
        driver.execute("RELEASE turn")

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
