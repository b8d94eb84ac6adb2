"""How freezing an audience and claiming from it grow with the number of people.

    python -m bench.growth [PEOPLE …]        default: 1,000 10,000 100,000 (a million takes minutes)

One line each: time to freeze, the longest slice (nobody waits longer for the one writer of
SQLite), the first slice (how soon the first message can go), memory, and a claim of 64 rows.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from bot import demo
from bot.channels.telegram.capabilities import CAPABILITIES
from delivery import announcement as drafts
from delivery.freeze import freeze
from scheduler.clock import utc_now
from store import announcements_runs, cadres, outbox_bulk
from store.announcements import Audience, Wording
from store.engine import Store, open_engine
from store.migrate import upgrade

WORDS = {"vi": Wording("Mời bà con họp")}
CLAIMS = 20
BATCH = 50_000


def memory() -> float:
    """The most memory this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def fill(store: Store, people: int) -> int:
    """The residents, and a draft to all of them."""
    now = utc_now()
    store.call(lambda c: demo.load(c, now))
    for first in range(0, people, BATCH):
        count = min(BATCH, people - first)
        store.call(
            lambda c, first=first, count=count: demo.residents(c, count, "telegram", first + 1, now)
        )
    front = store.call(lambda c: cadres.by_handle(c, "demo-front"))
    return store.call(
        lambda c: drafts.compose(
            c,
            author=front.id,
            kind="information",
            audience=Audience(),
            wordings=WORDS,
            ack="",
            now=now,
        )
    )


def measure(people: int) -> str:
    """One line of the table."""
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{Path(folder) / 'kheo.db'}")
        upgrade(engine)
        store = Store(engine)
        number = fill(store, people)
        now = utc_now()
        run = store.call(
            lambda c: announcements_runs.start(c, number, "send", now, Audience(), WORDS, now)
        )
        before, began, slices = memory(), time.perf_counter(), []
        more = True
        while more:
            at = time.perf_counter()
            more = store.call(lambda c: freeze(c, run, {"telegram": CAPABILITIES}, now))
            slices.append(time.perf_counter() - at)
        took, grown = time.perf_counter() - began, memory() - before
        began, until = time.perf_counter(), now + timedelta(seconds=90)
        for _claim in range(CLAIMS):
            store.call(lambda c: outbox_bulk.claim(c, run, "telegram", "bench", now, until, 64))
        claim = (time.perf_counter() - began) / CLAIMS
        store.close()
    return (
        f"{people:>9,}  {took:8.2f} s  {people / took:>8,.0f}/s  {slices[0] * 1000:6.0f} ms"
        f"  {max(slices) * 1000:6.0f} ms  {grown:6.1f} MB  {claim * 1000:6.1f} ms"
    )


def main() -> None:
    """Print the table."""
    sizes = [int(word) for word in sys.argv[1:]] or [1_000, 10_000, 100_000]
    print("   people      frozen  a second  first slice  longest   memory  claim of 64")
    for people in sizes:
        print(measure(people), flush=True)


if __name__ == "__main__":
    main()
