"""What Khéo does by itself while nobody watches: forget what it has no reason to keep."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.errors import StoreError
from scheduler import recordings
from scheduler.ticks import Ticks
from store import (
    conversations,
    files,
    forgetting,
    inbound,
    outbox,
    papers,
    personal,
    questions,
    webchat,
)
from store.engine import Store

log = logging.getLogger(__name__)

#: Telegram repeats an event for a day at most (facts: an update's lifetime is 24 h).
EVENTS = timedelta(days=3)
#: A reply that has arrived is needed only to look into a complaint.
REPLIES = timedelta(days=7)
#: The page shows what was said lately; older words are nobody's business any more.
LETTERS = timedelta(days=90)
#: A guide may be gone on with for a season; after that its steps have changed.
CONVERSATIONS = timedelta(days=90)
#: A list of papers serves one errand.
PAPERS = timedelta(days=180)
#: Who has not agreed to be kept is forgotten after a day without a word.
STRANGERS = timedelta(days=1)
#: A file that nothing speaks of (any more) is kept so long, for a conversation gone back to.
FILES = timedelta(days=3)
EVERY = timedelta(hours=1)
JITTER = timedelta(minutes=10)
#: A recording waits for a second person for longer than this anyway.
VOICES = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How much one sweep has forgotten."""

    events: int
    replies: int
    letters: int
    conversations: int
    papers: int
    strangers: int
    residents: int
    files: int
    questions: int


def sweep(connection: Connection, now: datetime, keep_months: int) -> Forgotten:
    """Forget whatever has outlived its purpose; residents after ``keep_months`` of silence."""
    return Forgotten(
        events=inbound.forget(connection, now - EVENTS),
        replies=outbox.forget(connection, now - REPLIES),
        letters=webchat.forget_before(connection, now - LETTERS),
        conversations=conversations.forget_idle(connection, now - CONVERSATIONS),
        papers=papers.forget_before(connection, now - PAPERS),
        strangers=forgetting.strangers(connection, now - STRANGERS),
        residents=personal.forget_lapsed(connection, now - timedelta(days=30 * keep_months), now),
        files=files.sweep(connection, now - FILES, now),
        questions=questions.forget(connection, now),
    )


class Jobs:
    """The timetable of the process; what is due lies in the tables, this is only the tick."""

    def __init__(
        self,
        store: Store,
        clock: Callable[[], datetime],
        keep_months: int,
        convert: recordings.Convert | None = None,
    ) -> None:
        self._convert = convert
        self._store = store
        self._clock = clock
        self._keep_months = keep_months

    def join(self, ticks: Ticks) -> None:
        """Be looked into from now on."""
        ticks.every(EVERY, self.sweep, JITTER)
        if self._convert is not None:
            ticks.every(VOICES, self.voices)

    async def voices(self) -> None:
        """Give new recordings the form that older iPhones play."""
        if self._convert is None:
            return
        try:
            await recordings.fill(self._store, self._convert, self._clock)
        except StoreError as error:
            log.warning("voices: %s", error, extra={"action": "voice.failed"})

    async def sweep(self) -> None:
        """One sweep; a database that cannot be used just now is swept the next time."""
        now = self._clock()
        try:
            forgotten = await self._store.run(lambda c: sweep(c, now, self._keep_months))
        except StoreError as error:
            log.warning("sweep: %s", error, extra={"action": "sweep.failed"})
            return
        log.info(
            "swept",
            extra={
                "action": "sweep.done",
                "events": forgotten.events,
                "replies": forgotten.replies,
                "strangers": forgotten.strangers,
                "residents": forgotten.residents,
                "files": forgotten.files,
                "papers": forgotten.papers,
                "questions": forgotten.questions,
            },
        )
