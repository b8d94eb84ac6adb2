"""How announcing grows with the number of people: a thousand, ten, a hundred, and a million.

Two measurements for each size. Alone, in this process: freezing the audience, and what the
database takes for each message at the start, in the middle and at the end of the run. And whole:
``kheo run`` with that many residents, from the moment when the announcement is let go to its first
call at Telegram and to the frozen audience, and what it holds in memory.
"""

from __future__ import annotations

import itertools
import json
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path

from sqlalchemy import Connection, insert, literal, select, update

from bench import announcing
from bench.measure import Table, machine, memory
from bench.process import Process, kheo
from bot.channels.base import Sent
from bot.channels.telegram.capabilities import CAPABILITIES
from delivery.desk import Desk, Noted, Picked
from delivery.line import AT_ONCE
from scheduler.clock import utc_now
from scheduler.timetable import QUIET
from store import announcements_runs as runs
from store.engine import Store, open_engine
from store.migrate import upgrade
from store.outbox import Verdict, attempts, outbox

SIZES = (1_000, 10_000, 100_000, 1_000_000)
SAMPLE = 3_000  # messages at the start, in the middle and at the end
STRETCH = 100_000  # rows a statement, where those between are settled at once
FROZEN_WITHIN = 600.0  # seconds
LOOK = 0.02
AIM = 2  # s to the first message (issue 5)


@dataclass
class Size:
    """What was measured with so many people."""

    people: int
    frozen: float = 0  # seconds to freeze, nothing else being done
    longest: float = 0  # seconds of one slice: nobody waits longer for the one writer
    costs: list[float] = field(default_factory=list)  # µs a message: start, middle, end
    first: float = 0  # seconds to the first call
    whole: float = 0  # seconds to the last frozen row, while messages go out
    held: float = 0  # MB of the process before
    grown: float = 0  # MB more at most
    lost: int = 0

    def row(self) -> tuple[str, ...]:
        """Its line of the table."""
        return (
            f"{self.people:,}",
            f"{self.frozen:.2f}",
            f"{self.people / self.frozen:,.0f}",
            f"{self.longest * 1000:.0f}",
            *(f"{cost:.0f}" for cost in self.costs),
            f"{self.first:.2f}",
            f"{self.whole:.1f}",
            f"{self.held:.0f}",
            f"{self.grown:+.1f}",
            str(self.lost),
        )


def run(*, sizes: Sequence[int] = SIZES, sample: int = SAMPLE) -> list[Table]:
    """One size after the other."""
    rows = []
    for people in sizes:
        size = Size(people)
        with tempfile.TemporaryDirectory(prefix="kheo-bench-") as folder:
            url = f"sqlite:///{Path(folder) / 'kheo.db'}"
            engine = open_engine(url)
            upgrade(engine)
            store = Store(engine)
            try:
                announcing.fill(store, people)
                _whole(size, store, url)
                _alone(size, store, sample)
            finally:
                store.close()
        rows.append(size.row())
    return [_table(rows, sample)]


def _whole(size: Size, store: Store, url: str) -> None:
    with ExitStack() as stack:
        crowd = Process("-m", "bench.crowd", environ={})
        stack.callback(crowd.stop)
        hello = json.loads(crowd.line())
        process, _port = kheo(url, telegram=(hello["url"], hello["tokens"][0]), public=True)
        stack.callback(process.stop)
        process.line()
        people = [announcing.FIRST, size.people]
        crowd.ask({"watch": {"bot": 0, "people": people, "limits": True}})
        size.held = most = memory(process.pid)
        began = time.time()
        number = announcing.begin(store)
        until = time.monotonic() + FROZEN_WITHIN
        while (found := announcing.look(store, number)).frozen_at is None:
            most = max(most, memory(process.pid))
            if time.monotonic() > until:
                raise RuntimeError(f"{found.rows:,} of {size.people:,} were frozen in time")
            time.sleep(LOOK)
        size.grown = max(most, memory(process.pid)) - size.held
        size.whole = found.frozen_at.timestamp() - began
        size.lost = size.people - found.rows
        seen = crowd.ask({"seen": {"bot": 0}})
        size.first = seen["first"] - began
    # What has not gone out never will: the other measurement is of a run of its own.
    store.call(lambda c: runs.change(c, number, state="cancelled"))


def _alone(size: Size, store: Store, sample: int) -> None:
    number = announcing.begin(store)
    can = {"telegram": replace(CAPABILITIES, per_second=0)}
    desk = Desk(can, "bench", QUIET)
    began, more = time.perf_counter(), True
    while more:
        at = time.perf_counter()
        more = _pick(desk, store, 0).more
        size.longest = max(size.longest, time.perf_counter() - at)
    size.frozen = time.perf_counter() - began
    few = min(sample, size.people // 4)
    for skipped in (0, (size.people - 3 * few) // 2, (size.people - 3 * few) // 2):
        _settle_many(store, number, skipped)
        size.costs.append(_deliver(desk, store, few))


def _pick(desk: Desk, store: Store, want: int) -> Picked:
    return store.call(lambda c: desk.pick(c, {"telegram": want}, {}, utc_now()))


def _deliver(desk: Desk, store: Store, count: int) -> float:
    """Claim and settle so many as the process does, but for the call; µs of CPU for each."""
    done, began = 0, time.process_time()
    while done < count:
        picked = _pick(desk, store, min(AT_ONCE, count - done))
        letters = [letter for _slot, letter in picked.letters["telegram"]]
        if not letters:
            raise RuntimeError(f"only {done} of {count} were there to send")
        now = utc_now()
        noted = [
            Noted(letter, Sent("1"), Verdict(letter.id, "sent", "sent", now, "1"))
            for letter in letters
        ]

        def settle(connection: Connection, noted: Sequence[Noted] = noted) -> None:
            desk.settle(connection, noted, utc_now())

        store.call(settle)
        done += len(letters)
    return (time.process_time() - began) / done * 1e6


def _settle_many(store: Store, number: int, count: int) -> None:
    """Let the next ``count`` rows be as if they had been sent, with an attempt each."""
    for left in itertools.count(count, -STRETCH):
        if left <= 0:
            return

        def work(connection: Connection, most: int = min(left, STRETCH)) -> None:
            now = utc_now()
            open_ = (outbox.c.run_id == number, outbox.c.state == "planned")
            ids = select(outbox.c.id).where(*open_).order_by(outbox.c.id).limit(most)
            last = connection.execute(ids.offset(most - 1).limit(1)).scalar_one()
            noted = select(outbox.c.id, literal(now, attempts.c.at.type), literal("sent"))
            columns = ("outbox_id", "at", "outcome")
            these = (*open_, outbox.c.id <= last)
            connection.execute(insert(attempts).from_select(columns, noted.where(*these)))
            sent = update(outbox).where(*these)
            connection.execute(sent.values(state="sent", settled_at=now, external_id="1"))

        store.call(work)


def _table(rows: Sequence[Sequence[str]], sample: int) -> Table:
    return Table(
        "growth",
        "How announcing grows with the number of people, on SQLite",
        (
            "people",
            "frozen s",
            "a second",
            "longest ms",
            "µs first",
            "middle",
            "last",
            "first out s",
            "frozen, whole s",
            "MB",
            "more",
            "lost",
        ),
        rows,
        (
            "Alone: “frozen”, its rate, its longest slice; “µs”: the CPU that the database takes "
            f"to claim and settle a message, over {sample:,} (at most a quarter of all) first, "
            "in the middle and last; those between are settled by one statement.",
            "Whole, with kheo run at 30 a second: “first out”: from letting it go to the first "
            "call at Telegram; “frozen, whole”: while messages go out; “MB” of the process before "
            f"and how many more at most until all are frozen; {machine()}.",
            f"Aims: flat costs and memory, the first message within {AIM} s.",
        ),
    )
