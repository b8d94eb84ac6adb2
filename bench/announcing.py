"""A commune of any size, an announcement to all of it, and what became of the run."""

from __future__ import annotations

import time
from dataclasses import dataclass

from sqlalchemy import Connection

from bench.peers.orders import TEXT
from bot import demo
from delivery import announcement as drafts
from delivery import approval
from scheduler.clock import utc_now
from store import announcements_runs, cadres
from store.announcements import Audience, Wording
from store.announcements_runs import Run
from store.engine import Store

WORDS = {"vi": Wording(TEXT)}
#: The only class that goes out at night, too: a bench is run at any hour.
KIND = "disaster"
#: The chats of the residents have ids from here on.
FIRST = 1
BATCH = 50_000
LOOK = 0.1


@dataclass(frozen=True, slots=True)
class Ended:
    """A run as it is in the tables: ``seconds`` from its start to its last settled row."""

    seconds: float
    started: float  # UNIX time
    counts: dict[str, int]


def fill(store: Store, people: int) -> None:
    """So many residents who agreed to announcements, in households over the hamlets."""
    now = utc_now()
    store.call(lambda c: demo.load(c, now))
    for first in range(0, people, BATCH):
        count = min(BATCH, people - first)

        def work(connection: Connection, first: int = first, count: int = count) -> None:
            demo.residents(connection, count, "telegram", FIRST + first, now)

        store.call(work)


def begin(store: Store) -> int:
    """Announce to everybody, as ``kheo announce`` does; the number of the run."""
    return store.call(_begin)


def _begin(connection: Connection) -> int:
    now = utc_now()
    author, second = (
        cadre.id
        for cadre in (
            cadres.by_handle(connection, "demo-front"),
            cadres.by_handle(connection, "demo-chairman"),
        )
        if cadre is not None
    )
    number = drafts.compose(
        connection,
        author=author,
        kind=KIND,
        audience=Audience(),
        wordings=WORDS,
        ack="",
        now=now,
    )
    drafts.plan(connection, number, by=author, now=now)
    drafts.submit(connection, number, by=author, now=now)
    approval.approve(connection, number, by=second, version=1, now=now)
    run = drafts.due(connection, number, now).run
    if run is None:
        raise RuntimeError("the announcement did not begin")
    return run


def look(store: Store, run: int) -> Run:
    """The run as it stands."""
    found = store.look(lambda c: announcements_runs.load(c, run))
    if found is None:
        raise RuntimeError(f"there is no run {run}")
    return found


def wait(store: Store, run: int, within: float) -> Ended:
    """Wait for the end of a run; RuntimeError when it is not over after ``within`` seconds."""
    until = time.monotonic() + within
    while (found := look(store, run)).finished_at is None:
        if time.monotonic() > until:
            raise RuntimeError(
                f"run {run} is {found.state} after {within:.0f} s: {_counts(store, run)}"
            )
        time.sleep(LOOK)
    seconds = (found.finished_at - found.started_at).total_seconds()
    return Ended(seconds, found.started_at.timestamp(), _counts(store, run))


def _counts(store: Store, run: int) -> dict[str, int]:
    counts: dict[str, int] = {}
    for state, _reason, rows in store.look(lambda c: announcements_runs.count(c, run)):
        counts[state] = counts.get(state, 0) + rows
    return counts
