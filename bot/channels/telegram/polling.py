"""Long polling that loses nothing: an update is confirmed only once it has been taken in.

getUpdates confirms by number, so one update that cannot be taken in holds the number back. Until
it passes, Telegram gives the updates after it again and again; those that were taken are known
here and skipped, so other chats go on, and its own chat waits for it. The same holds for one that
takes long (a large file is fetched first): nobody else waits for it.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import msgspec

from bot.channels.base import Receive
from bot.channels.telegram import wire
from bot.talk.message import Incoming

_log = logging.getLogger(__name__)

Decode = Callable[[bytes], Incoming | None]
Fetch = Callable[[int, bool], Awaitable[list[msgspec.Raw]]]

STRIKES = 5


@dataclass(frozen=True, slots=True)
class Pace:
    """Waits, in seconds: the first and the longest after a failure, and between looks at what
    could not be taken in (more than half a second: the server gives one update only to who asks
    for the same again sooner, telegram-bot-api Client.cpp, process_get_updates_query).
    ``patience``: so long all chats wait for the slowest of them."""

    first: float = 0.5
    longest: float = 30.0
    again: float = 1.0
    patience: float = 1.0

    def after(self, failures: int) -> float:
        """How long to wait after so many failures in a row."""
        return float(min(self.longest, self.first * 2 ** min(failures - 1, 16)))


@dataclass(slots=True)
class _Held:
    """An update that could not be taken in. It is struck when others could, meanwhile: then it
    is the update that is at fault and not the database."""

    failures: int = 0
    strikes: int = 0
    taken: int = 0
    due: float = 0.0


class Poller:
    """Fetches updates, hands them on in the order of each chat, and confirms them."""

    def __init__(self, fetch: Fetch, decode: Decode, receive: Receive, pace: Pace) -> None:
        self._fetch = fetch
        self._decode = decode
        self._receive = receive
        self._pace = pace
        self._offset = 0
        self._taken: set[int] = set()  # taken in, though an earlier one is held
        self._held: dict[int, _Held] = {}
        self._count = 0
        self._round: asyncio.Task[None] | None = None
        self._busy: dict[str, asyncio.Task[None]] = {}  # chats with an update under way

    async def run(self) -> None:
        """Poll until cancelled; ``fetch`` keeps trying by itself."""
        while True:
            updates = await self._fetch(self._offset, bool(self._held or self._busy))
            # A round that has begun ends, also when the poller is cancelled: nothing half taken.
            self._round = asyncio.create_task(self._take(updates))
            await asyncio.shield(self._round)
            if self._busy:
                await asyncio.wait(self._busy.values(), timeout=self._pace.again)
            elif self._held:
                await asyncio.sleep(self._pace.again)

    async def settle(self) -> None:
        """Wait for what was under way when the poller was cancelled."""
        if self._round is not None:
            await asyncio.wait([self._round])
        if self._busy:
            await asyncio.wait(self._busy.values())

    async def _take(self, updates: list[msgspec.Raw]) -> None:
        numbers = []
        lines: dict[str, list[tuple[int, Incoming]]] = {}
        for raw in updates:
            update = bytes(raw)
            number = wire.head.decode(update).update_id
            numbers.append(number)
            if number in self._taken:
                continue
            try:
                incoming = self._decode(update)
            except Exception as error:
                # It would be the same next time, and everybody else waits behind it.
                facts = {"action": "telegram.update.unreadable", "update": number}
                _log.error("an update cannot be read: %s", type(error).__name__, extra=facts)
                incoming = None
            if incoming is None:
                self._taken.add(number)
            else:
                lines.setdefault(incoming.address.chat, []).append((number, incoming))
        begun = [self._begin(chat, line) for chat, line in lines.items() if chat not in self._busy]
        if begun:
            await asyncio.wait(begun, timeout=self._pace.patience)
        # What Telegram gives no more (it keeps messages for a day) is not waited for.
        self._held = {
            number: held
            for number, held in self._held.items()
            if numbers and number >= min(numbers)
        }
        if numbers:
            open_numbers = [number for number in numbers if number not in self._taken]
            self._offset = min(open_numbers) if open_numbers else max(numbers) + 1
            self._taken = {number for number in self._taken if number >= self._offset}

    def _begin(self, chat: str, line: list[tuple[int, Incoming]]) -> asyncio.Task[None]:
        task = asyncio.create_task(self._hand_on(line))
        self._busy[chat] = task
        task.add_done_callback(lambda _task: self._busy.pop(chat, None))
        return task

    async def _hand_on(self, line: list[tuple[int, Incoming]]) -> None:
        """One chat's updates in their order, up to the first that cannot be taken in."""
        for number, incoming in line:
            held = self._held.get(number)
            if held is not None and held.due > time.monotonic():
                return
            try:
                await self._receive(incoming)
            except Exception as error:
                if not self._hold(number, held or _Held(taken=self._count), error):
                    return
            else:
                self._count += 1
                self._held.pop(number, None)
            self._taken.add(number)

    def _hold(self, number: int, held: _Held, error: Exception) -> bool:
        """Keep an update for later; True when it has been given up instead."""
        held.failures += 1
        held.strikes += self._count > held.taken
        held.taken = self._count
        held.due = time.monotonic() + self._pace.after(held.failures)
        facts: dict[str, object] = {"update": number, "failures": held.failures}
        why = type(error).__name__
        if held.strikes >= STRIKES:
            facts["action"] = "telegram.update.given-up"
            _log.error("given up: %s", why, extra=facts)
            self._held.pop(number, None)
            return True
        facts["action"] = "telegram.update.held"
        _log.warning("not stored: %s", why, extra=facts)
        self._held[number] = held
        return False
