"""The bulk lane: runs are frozen, claimed, sent at the pace of each bot, and settled in batches."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import Connection

from bot.channels.base import Channel, Later, Outcome, Piece, Refused, Sent, Unknown
from bot.errors import StoreError
from delivery import desk
from delivery.desk import Noted, Picked
from delivery.line import Line
from delivery.progress import Change
from delivery.retry import BULK_AGE, Done, Wait, decide
from scheduler.timetable import QUIET, Quiet
from store import outbox_bulk, outbox_lost
from store.engine import Store
from store.outbox import Verdict
from store.outbox_bulk import Letter

log = logging.getLogger(__name__)

#: How often the tables are looked at while runs are under way, and while there are none: a pause
#: holds within a second, and a run that another process started is picked up within a second.
LOOK = timedelta(milliseconds=250)
REST = timedelta(milliseconds=500)
STOP_WITHIN = timedelta(seconds=5)
#: Verdicts wait so long for others: one commit for a dozen costs little more than one for one.
GATHER = 0.005


@dataclass(frozen=True, slots=True)
class _Ended:
    noted: Noted
    written: asyncio.Future[None]


class Bulk:
    """One per process that sends announcements; several processes share the work by the tables."""

    def __init__(
        self,
        store: Store,
        channels: Mapping[str, Channel],
        clock: Callable[[], datetime],
        *,
        owner: str,
        quiet: Quiet = QUIET,
    ) -> None:
        self._store = store
        self._channels = channels
        self._clock = clock
        self._owner = owner
        self._desk = desk.Desk(
            {name: channel.capabilities for name, channel in channels.items()}, owner, quiet
        )
        self._lines = {
            name: Line(channel, clock, self._call, self._give_back)
            for name, channel in channels.items()
        }
        self._replies: Counter[str] = Counter()
        self._holds: Counter[str] = Counter()  # how often a channel was held, all told
        self._unwritten: Counter[str] = Counter()  # holds that the tables do not know of yet
        self._ended: list[_Ended] = []
        self._returned: list[tuple[int, datetime | None]] = []
        self._stopping = False
        self._wake = asyncio.Event()
        self._looking: asyncio.Task[None] | None = None
        self._writing: asyncio.Task[None] | None = None
        self._changes: set[asyncio.Task[None]] = set()

    def replied(self, channel: str) -> None:
        """A reply went out: bulk makes room for it."""
        self._replies[channel] += 1
        if channel in self._lines:
            self._lines[channel].valve.wrote(self._clock())

    def wake(self) -> None:
        """Look into the tables now."""
        self._wake.set()

    @property
    def busy(self) -> bool:
        """Whether calls, or notes of how they ended, are under way."""
        writing = self._writing is not None and not self._writing.done()
        return writing or any(line.busy for line in self._lines.values())

    @property
    def ending(self) -> bool:
        """Whether the author of a run that is over still waits for its last figures."""
        return self._desk.ending

    async def start(self) -> None:
        """Begin to look for runs."""
        for line in self._lines.values():
            line.start()
        self._looking = asyncio.create_task(self._look())

    async def stop(self) -> None:
        """Let the calls under way end (within seconds), give back all other rows."""
        self._stopping = True
        self._wake.set()
        if self._looking is not None:
            # A look is not broken off: what it claims has to be given back.
            await asyncio.wait([self._looking], timeout=STOP_WITHIN.total_seconds())
            self._looking.cancel()
        for line in self._lines.values():
            await line.stop(STOP_WITHIN)
        if self._writing is not None:
            await asyncio.wait([self._writing], timeout=STOP_WITHIN.total_seconds())
        for task in self._changes:
            task.cancel()

    async def _look(self) -> None:
        while not self._stopping:
            nap = LOOK
            try:
                picked = await self._turn()
                nap = timedelta(0) if picked.more else LOOK if picked.open else REST
            except StoreError as error:
                log.warning("bulk: %s", error, extra={"action": "bulk.look.failed"})
            except Exception:
                # One run that cannot be handled must not end the sending of all others.
                log.exception("bulk broke", extra={"action": "bulk.broken"})
            if nap:
                try:
                    async with asyncio.timeout(nap.total_seconds()):
                        await self._wake.wait()
                except TimeoutError:
                    pass
            else:
                await asyncio.sleep(0)
            if not self._stopping:
                self._wake.clear()

    async def _turn(self) -> Picked:
        # What is claimed while a hold is not yet written would go out in the middle of it.
        wants = {
            name: 0 if self._unwritten[name] else line.wants for name, line in self._lines.items()
        }
        held = self._holds.copy()
        replies, self._replies = self._replies, Counter()
        now = self._clock()
        picked = await self._store.run(lambda c: self._desk.pick(c, wants, replies, now))
        self._desk.picked(picked)
        for name, line in self._lines.items():
            line.close(picked.open)
            for slot, letter in picked.letters.get(name, ()):
                if self._holds[name] == held[name]:
                    line.put(slot, letter)
                else:
                    self._give_back(letter, None)
        for change in picked.changes:
            task = asyncio.create_task(self._show(change))
            self._changes.add(task)
            task.add_done_callback(self._changes.discard)
        return picked

    async def _show(self, change: Change) -> None:
        """Progress is a courtesy: when it cannot be shown now, it is shown the next time."""
        try:
            await self._channels[change.channel].edit(change.chat, change.id, change.piece)
        except Exception as error:
            why = type(error).__name__
            log.warning("progress not shown: %s", why, extra={"action": "bulk.progress"})

    async def _call(self, letter: Letter) -> None:
        called = False
        try:
            channel = self._channels[letter.channel]
            piece = self._desk.piece(letter)
            if piece is None:
                self._give_back(letter, None)
                return
            if channel.capabilities.free_per_second:
                piece = replace(piece, hurried=True)
            back = self._desk.takes_back(letter.run)
            called = True
            if back:
                outcome = await take_back(channel, letter, piece)
            else:
                outcome = await channel.send(letter.chat, piece, letter.id)
        except Exception as error:
            # A channel promises not to raise; one that does must not lose the row.
            log.exception("send failed", extra={"action": "bulk.send.broken", "row": letter.id})
            why = type(error).__name__
            outcome = Unknown(why) if called else Refused(f"not called: {why}")
        await self._note(letter, outcome)

    def _note(self, letter: Letter, outcome: Outcome) -> asyncio.Future[None]:
        now = self._clock()
        kind = type(outcome).__name__.lower()
        decision = decide(outcome, letter.attempts, letter.created_at, letter.doubt, now, BULK_AGE)
        match decision:
            case Done(state, reason):
                external = outcome.id if isinstance(outcome, Sent) else ""
                verdict = Verdict(letter.id, kind, state, now, external, reason)
            case Wait(until, reason):
                verdict = Verdict(letter.id, kind, "wait", now, "", reason, until)
        if _holds(outcome):
            self._lines[letter.channel].clear()
            self._holds[letter.channel] += 1
            self._unwritten[letter.channel] += 1
        written: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._ended.append(_Ended(Noted(letter, outcome, verdict), written))
        self._write_soon()
        return written

    def _give_back(self, letter: Letter, at: datetime | None) -> None:
        self._returned.append((letter.id, at))
        self._write_soon()

    def _write_soon(self) -> None:
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write())

    async def _write(self) -> None:
        while self._ended or self._returned:
            await asyncio.sleep(GATHER)
            ended, self._ended = self._ended, []
            returned, self._returned = self._returned, []
            noted = [one.noted for one in ended]
            try:
                await self._store.run(partial(self._settle, noted, returned))
            except StoreError as error:
                # What happened cannot be forgotten: a row that was sent would be sent again.
                log.warning("verdicts: %s", error, extra={"action": "bulk.settle.failed"})
                self._ended = ended + self._ended
                self._returned = returned + self._returned
                await asyncio.sleep(1)
                continue
            except Exception:
                log.exception("verdicts broke", extra={"action": "bulk.settle.broken"})
                await self._one_by_one(noted, returned)
            for one in ended:
                if _holds(one.noted.outcome):
                    self._unwritten[one.noted.letter.channel] -= 1
                if not one.written.done():
                    one.written.set_result(None)
            # Only lines that have just sent: an idle one without a limit could always take more.
            if any(self._lines[one.noted.letter.channel].thirsty for one in ended):
                self._wake.set()

    async def _one_by_one(
        self, noted: Sequence[Noted], returned: Sequence[tuple[int, datetime | None]]
    ) -> None:
        """One verdict that cannot be written spoils no other; its row is taken up again later."""
        for one in noted:
            try:
                await self._store.run(partial(self._settle, [one], ()))
            except Exception:
                facts = {"action": "bulk.verdict.lost", "row": one.letter.id}
                log.exception("a verdict was not written", extra=facts)
        with suppress(Exception):
            await self._store.run(partial(self._settle, (), returned))

    def _settle(
        self,
        noted: Sequence[Noted],
        returned: Sequence[tuple[int, datetime | None]],
        connection: Connection,
    ) -> None:
        if noted:
            self._desk.settle(connection, noted, self._clock())
        rows = [row for row, at in returned if at is None]
        later = [(row, at) for row, at in returned if at is not None]
        if rows:
            outbox_lost.release(connection, rows, self._owner)
        if later:
            outbox_bulk.defer(connection, self._owner, later)


def _holds(outcome: Outcome) -> bool:
    """Whether it concerns all bulk of the bot: nothing more goes out for a while."""
    return isinstance(outcome, Later) and outcome.whole


async def take_back(channel: Channel, letter: Letter, piece: Piece) -> Outcome:
    """Take a message away; where that cannot be, let it say ``piece``; else send ``piece``."""
    can = channel.capabilities
    outcome: Outcome = Refused("cannot be taken back")
    if can.delete and letter.target:
        outcome = await channel.delete(letter.chat, letter.target)
    if can.edit and letter.target and isinstance(outcome, Refused):
        outcome = await channel.edit(letter.chat, letter.target, piece)
    if isinstance(outcome, Refused):
        outcome = await channel.send(letter.chat, piece, letter.id)
    return outcome
