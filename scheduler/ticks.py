"""The ticks of one process: what looks into the tables by itself, and how often."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

#: Something that looks into the tables once; it raises nothing.
Look = Callable[[], Awaitable[None]]


class Ticks:
    """What is due lies in the tables, so several processes may tick: none does a thing twice."""

    def __init__(self) -> None:
        self._scheduler = AsyncIOScheduler(timezone="UTC")

    def every(self, gap: timedelta, look: Look, jitter: timedelta | None = None) -> None:
        """Look so often, never twice at once; ``jitter`` spreads processes over the time."""
        self._scheduler.add_job(
            look,
            "interval",
            seconds=gap.total_seconds(),
            jitter=None if jitter is None else int(jitter.total_seconds()),
            coalesce=True,
            max_instances=1,
        )

    def start(self) -> None:
        """Begin to tick."""
        self._scheduler.start()

    def stop(self) -> None:
        """Tick no more."""
        self._scheduler.shutdown(wait=False)
