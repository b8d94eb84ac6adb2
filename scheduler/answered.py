"""Who wanted to be told is told that their question has been answered, when nobody sleeps."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from bot import locale
from bot.channels.base import Capabilities
from bot.errors import StoreError
from bot.locale import _
from bot.lookups_questions import StoredQuestions
from bot.ports import Guides, Me
from bot.talk.when_said import ZONE
from delivery.outbox import pack
from handlers.answered import screen
from scheduler.ticks import Ticks
from scheduler.timetable import QUIET, Quiet
from store import outbox, questions_desk
from store.engine import Store

log = logging.getLogger(__name__)

EVERY = timedelta(seconds=30)
#: So many are told in one transaction; replies to others need the line, too.
AT_ONCE = 20

#: (language, today) → the guides in it.
Library = Callable[[str, date], Guides]


def tell(
    connection: Connection,
    now: datetime,
    capabilities: Mapping[str, Capabilities],
    guides: Library,
    quiet: Quiet = QUIET,
) -> int:
    """Tell some of those who wait, unless it is night; how many were told."""
    local = now.astimezone(ZONE)
    if quiet.holds(local.time()):
        return 0
    told = 0
    for one in questions_desk.awaited(connection, capabilities, now, AT_ONCE):
        port = StoredQuestions(connection, one.chat_id, Me(), now)
        found = port.standing(one.answer)
        if found is None:
            continue
        with locale.use(one.language or locale.DEFAULT):
            shown = screen(found, guides(locale.current().code, local.date()))
            text = f"{found.title}\n\n{shown.text}"
            said = replace(shown, title=_("Your question has been answered"), text=text)
            payloads = pack([said], capabilities[one.channel])
        source = f"answered:{one.answer}"
        outbox.post(connection, source, one.chat_id, one.channel, one.chat, payloads, now)
        told += 1
    return told


class Answered:
    """The tick of one process; several processes tell nobody twice."""

    def __init__(
        self,
        store: Store,
        clock: Callable[[], datetime],
        capabilities: Mapping[str, Capabilities],
        guides: Library,
        quiet: Quiet = QUIET,
    ) -> None:
        self._store = store
        self._clock = clock
        self._capabilities = capabilities
        self._guides = guides
        self._quiet = quiet

    def join(self, ticks: Ticks) -> None:
        """Be looked into from now on."""
        ticks.every(EVERY, self.tick)

    async def tick(self) -> None:
        """One look; a database that cannot be used just now is looked into the next time."""
        now = self._clock()
        try:
            told = await self._store.run(
                lambda c: tell(c, now, self._capabilities, self._guides, self._quiet)
            )
        except StoreError as error:
            log.warning("answered: %s", error, extra={"action": "answered.failed"})
            return
        if told:
            log.info("told of answers", extra={"action": "answered.told", "count": told})
