"""Takes rows out of the outbox to the channels: per chat in order, over chats at once."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import Connection

from bot.channels.base import Channel, Gone, Outcome, Sent, Unknown
from bot.errors import StoreError
from delivery.outbox import unpack
from delivery.retry import Done, Wait, decide
from store import chats, outbox, outbox_lost
from store.engine import Store
from store.outbox import Parcel, Verdict

log = logging.getLogger(__name__)

#: Longer than any channel lets a call take (40 s), so that a lease ends only when its holder is
#: gone or so far behind that it gives the row up itself.
LEASE = timedelta(seconds=90)
SPARE = timedelta(seconds=45)
#: How often the outbox is looked at when nobody calls: another process may have written to it.
LOOK = timedelta(seconds=1)
AT_ONCE = 64
STOP_WITHIN = timedelta(seconds=5)


class Sender:
    """One per process. Replies that it is handed go out at once; all others it claims.

    ``owner`` names this process in leases. ``alone``: no other process sends from this database,
    so at the start every lease that is found belongs to a process that died. ``replied`` hears of
    every reply that goes out on a channel: bulk makes room for it.
    """

    def __init__(
        self,
        store: Store,
        channels: Mapping[str, Channel],
        clock: Callable[[], datetime],
        *,
        owner: str,
        alone: bool,
        replied: Callable[[str], None] | None = None,
    ) -> None:
        self.owner = owner
        self._store = store
        self._channels = channels
        self._clock = clock
        self._alone = alone
        self._replied = replied
        self._queues: dict[int, deque[Parcel]] = {}
        self._held: set[int] = set()
        self._verdicts: list[Verdict] = []
        self._farewells: list[tuple[Parcel, Gone]] = []
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._wake = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._settling: asyncio.Task[None] | None = None
        self._looking: asyncio.Task[None] | None = None
        self._stopping = False

    def lease(self, chat_id: int, channel: str, now: datetime) -> datetime | None:
        """Until when new replies to a chat may be born leased to this sender.

        None when older rows of the chat still wait: then new ones must be claimed in their turn.
        Called from database threads.
        """
        if self._stopping or chat_id in self._held or channel not in self._channels:
            return None
        return now + LEASE

    def post(self, parcels: Sequence[Parcel]) -> None:
        """Send rows that are leased to this sender."""
        for parcel in parcels:
            queue = self._queues.get(parcel.chat_id)
            if queue is None:
                self._queues[parcel.chat_id] = queue = deque()
                self._spawn(self._drain(parcel.chat_id, queue))
            queue.append(parcel)

    @property
    def busy(self) -> bool:
        """Whether a call, or the note of how one ended, is under way."""
        settling = self._settling is not None and not self._settling.done()
        return bool(self._tasks) or settling

    async def idle(self) -> None:
        """Wait until every call under way has ended and is written down."""
        while self.busy:
            waits = [*self._tasks, *([self._settling] if self._settling else [])]
            await asyncio.wait(waits)
            await asyncio.sleep(0)

    def wake(self) -> None:
        """Look into the outbox now."""
        self._wake.set()

    async def start(self) -> None:
        """Take over what a process that died has left, and begin to look into the outbox."""
        now = self._clock()
        lost = await self._store.run(
            lambda c: outbox_lost.recover(c, now, self.owner, alone=self._alone)
        )
        self._held = await self._store.run(outbox.waiting_chats)
        log.info("sender started", extra={"action": "sender.start", "recovered": lost})
        self._looking = asyncio.create_task(self._look())

    async def stop(self) -> None:
        """Finish the calls in flight (within seconds), give back all other rows."""
        self._stopping = True
        if self._looking is not None:
            self._looking.cancel()
        rows = [parcel.id for queue in self._queues.values() for parcel in queue]
        for queue in self._queues.values():
            queue.clear()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=STOP_WITHIN.total_seconds())
        for task in self._tasks:
            task.cancel()
        if self._settling is not None:
            await asyncio.wait([self._settling], timeout=STOP_WITHIN.total_seconds())
        if rows:
            await self._store.run(lambda c: outbox_lost.release(c, rows, self.owner))

    def _spawn(self, work: object) -> None:
        task: asyncio.Task[None] = asyncio.create_task(work)  # type: ignore[arg-type]
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _look(self) -> None:
        while True:
            try:
                more = await self._claim()
            except StoreError as error:
                log.warning("outbox: %s", error, extra={"action": "sender.claim.failed"})
                more = False
            if not more:
                try:
                    async with asyncio.timeout(LOOK.total_seconds()):
                        await self._wake.wait()
                except TimeoutError:
                    pass
            self._wake.clear()

    async def _claim(self) -> bool:
        now = self._clock()

        def work(connection: Connection) -> list[Parcel]:
            outbox_lost.recover(connection, now, self.owner, alone=False)
            return outbox.claim(
                connection, tuple(self._channels), self.owner, now, now + LEASE, AT_ONCE
            )

        parcels = await self._store.run(work)
        self.post(parcels)
        if not parcels and self._held:
            waiting = await self._store.run(outbox.waiting_chats)
            self._held &= waiting
        return len(parcels) == AT_ONCE

    async def _drain(self, chat_id: int, queue: deque[Parcel]) -> None:
        try:
            while queue:
                parcel = queue.popleft()
                if parcel.leased_until - self._clock() < SPARE:
                    self._give_back(chat_id, [parcel, *queue])
                    return
                async with self._slots:
                    outcome = await self._send(parcel)
                if self._judge(parcel, outcome):
                    self._give_back(chat_id, list(queue))
                    return
        finally:
            queue.clear()
            del self._queues[chat_id]
            if chat_id in self._held:
                self.wake()

    async def _send(self, parcel: Parcel) -> Outcome:
        if self._replied is not None:
            self._replied(parcel.channel)
        try:
            piece = unpack(parcel.payload)
            return await self._channels[parcel.channel].send(parcel.chat, piece, parcel.id)
        except Exception as error:
            # A channel promises not to raise; one that does must not lose the row.
            log.exception("send failed", extra={"action": "sender.broken", "row": parcel.id})
            return Unknown(type(error).__name__)

    def _judge(self, parcel: Parcel, outcome: Outcome) -> bool:
        """Note the verdict; true when the row (and so its chat) has to wait."""
        now = self._clock()
        decision = decide(outcome, parcel.attempts, parcel.created_at, parcel.doubt, now)
        kind = type(outcome).__name__.lower()
        match decision:
            case Done(state, reason):
                external = outcome.id if isinstance(outcome, Sent) else ""
                self._note(Verdict(parcel.id, kind, state, now, external, reason))
            case Wait(until, reason):
                self._held.add(parcel.chat_id)
                self._note(Verdict(parcel.id, kind, "wait", now, "", reason, until))
        if not isinstance(outcome, Sent):
            log.info(
                "not sent", extra={"action": "sender.outcome", "row": parcel.id, "outcome": kind}
            )
        if isinstance(outcome, Gone):
            self._farewells.append((parcel, outcome))
        return isinstance(decision, Wait)

    def _give_back(self, chat_id: int, parcels: Sequence[Parcel]) -> None:
        self._held.add(chat_id)
        rows = [parcel.id for parcel in parcels]
        if rows:
            self._spawn(self._release(rows))

    async def _release(self, rows: Sequence[int]) -> None:
        try:
            await self._store.run(lambda c: outbox_lost.release(c, rows, self.owner))
        except StoreError:
            log.warning("rows stay leased until their time is up", extra={"action": "sender.keep"})
        self.wake()

    def _note(self, verdict: Verdict) -> None:
        self._verdicts.append(verdict)
        if self._settling is None or self._settling.done():
            self._settling = asyncio.create_task(self._settle())

    async def _settle(self) -> None:
        while self._verdicts or self._farewells:
            verdicts, self._verdicts = self._verdicts, []
            farewells, self._farewells = self._farewells, []
            try:
                await self._store.run(partial(self._write, verdicts, farewells))
            except StoreError as error:
                # What happened cannot be forgotten: a row that was sent would be sent again.
                log.warning("verdicts: %s", error, extra={"action": "sender.settle.failed"})
                self._verdicts = verdicts + self._verdicts
                self._farewells = farewells + self._farewells
                await asyncio.sleep(LOOK.total_seconds())

    def _write(
        self,
        verdicts: Sequence[Verdict],
        farewells: Sequence[tuple[Parcel, Gone]],
        connection: Connection,
    ) -> None:
        if verdicts:
            outbox.settle(connection, self.owner, verdicts)
        for parcel, gone in farewells:
            if gone.moved_to:
                chats.move(connection, parcel.channel, parcel.chat, gone.moved_to)
            else:
                chats.change(connection, parcel.chat_id, state="gone")
