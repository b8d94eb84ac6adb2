"""The tick of announcements: what is due lies in the tables, this only looks, again and again."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.channels.base import Capabilities
from bot.errors import StoreError
from delivery import troubles
from delivery.announcement import due
from scheduler.ticks import Ticks
from scheduler.timetable import GRACE, QUIET, Quiet
from store import announcements
from store.engine import Store

log = logging.getLogger(__name__)

EVERY = timedelta(seconds=1)
#: So many due announcements are begun in one transaction.
AT_ONCE = 20


def fire(
    connection: Connection,
    now: datetime,
    capabilities: Mapping[str, Capabilities],
    quiet: Quiet = QUIET,
) -> int:
    """Begin what is due, tell the authors of what was missed; how many were looked at."""
    numbers = announcements.due(connection, now, now - GRACE, AT_ONCE)
    for number in numbers:
        found = due(connection, number, now, quiet)
        if found.moved_to is not None:
            troubles.moved(connection, number, found.moved_to, capabilities, now)
        if found.missed:
            log.warning("missed", extra={"action": "announce.missed", "announcement": number})
            troubles.missed(connection, number, capabilities, now)
    return len(numbers)


class Announcements:
    """The timetable of announcements in one process; several processes fire nothing twice."""

    def __init__(
        self,
        store: Store,
        clock: Callable[[], datetime],
        capabilities: Mapping[str, Capabilities],
        quiet: Quiet = QUIET,
    ) -> None:
        self._store = store
        self._clock = clock
        self._capabilities = capabilities
        self._quiet = quiet

    def join(self, ticks: Ticks) -> None:
        """Be looked into from now on."""
        ticks.every(EVERY, self.tick)

    async def tick(self) -> None:
        """One look; a database that cannot be used just now is looked into the next time."""
        now = self._clock()
        try:
            await self._store.run(lambda c: fire(c, now, self._capabilities, self._quiet))
        except StoreError as error:
            log.warning("due: %s", error, extra={"action": "announce.tick.failed"})
