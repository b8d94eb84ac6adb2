"""One channel's bulk: letters wait for their slots, calls are made, and each is held to its end."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Collection
from datetime import datetime, timedelta

from bot.channels.base import Channel
from delivery.limits import Chats, Valve
from store.outbox_bulk import Letter

#: So many calls, their verdicts included, are under way at once: at a crash no more than these can
#: have gone out without our knowing. At 1,000 a second it bears 60 ms for a call and its note.
AT_ONCE = 64
#: A lease that is nearly over is given back: somebody else may take the row at any moment.
SPARE = timedelta(seconds=45)


class Line:
    """The letters of one channel. ``call`` makes the call and sees to the verdict."""

    def __init__(
        self,
        channel: Channel,
        clock: Callable[[], datetime],
        call: Callable[[Letter], Awaitable[None]],
        give_back: Callable[[Letter, datetime | None], None],
    ) -> None:
        self.channel = channel
        self.can = channel.capabilities
        self.chats = Chats(self.can.per_chat, self.can.per_group)
        self.valve = Valve(self.can.per_second)
        self.open: Collection[int] = ()  # the runs that may go on
        self._clock = clock
        self._call = call
        self._give_back = give_back
        self._queue: deque[tuple[datetime, Letter]] = deque()
        self._calls: set[asyncio.Task[None]] = set()
        self._come = asyncio.Event()
        self._room = asyncio.Event()
        self._pouring: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to pour."""
        self._pouring = asyncio.create_task(self._pour())

    async def stop(self, within: timedelta) -> None:
        """Give back what has not begun; let the calls under way end."""
        if self._pouring is not None:
            self._pouring.cancel()
        self.clear()
        if self._calls:
            await asyncio.wait(self._calls, timeout=within.total_seconds())
        for task in self._calls:
            task.cancel()

    @property
    def wants(self) -> int:
        """How many more letters it can take: as many may wait as are under way."""
        return 2 * AT_ONCE - len(self._queue) - len(self._calls)

    @property
    def thirsty(self) -> bool:
        """Whether it is worth a look into the tables before the usual time."""
        return not self.can.per_second and self.wants >= AT_ONCE

    @property
    def busy(self) -> bool:
        """Whether anything is under way."""
        return bool(self._queue or self._calls)

    def put(self, slot: datetime, letter: Letter) -> None:
        """Take a letter for its slot."""
        self._queue.append((slot, letter))
        self._come.set()

    def clear(self) -> None:
        """Give back everything that has not begun."""
        while self._queue:
            self._give_back(self._queue.popleft()[1], None)

    def close(self, runs: Collection[int]) -> None:
        """Only the letters of these runs may go on; the others are given back."""
        self.open = runs
        if any(letter.run not in runs for _slot, letter in self._queue):
            for _turn in range(len(self._queue)):
                slot, letter = self._queue.popleft()
                if letter.run in runs:
                    self._queue.append((slot, letter))
                else:
                    self._give_back(letter, None)

    async def _pour(self) -> None:
        while True:
            if not self._queue:
                self._come.clear()
                await self._come.wait()
                continue
            now = self._clock()
            slot = max(self._queue[0][0], self.valve.free_at(now))
            wait = (slot - now).total_seconds()
            if wait > 0:
                await asyncio.sleep(min(wait, 1.0))
                continue
            if len(self._calls) >= AT_ONCE:
                self._room.clear()
                await self._room.wait()
                continue
            self._begin(self._queue.popleft()[1])

    def _begin(self, letter: Letter) -> None:
        now = self._clock()
        if letter.run not in self.open or letter.leased_until - now < SPARE:
            self._give_back(letter, None)
            return
        free = self.chats.free_at(letter.chat_id, letter.group, now)
        if free > now:
            self._give_back(letter, free)
            return
        self.chats.wrote(letter.chat_id, letter.group, now)
        self.valve.wrote(now)
        task: asyncio.Task[None] = asyncio.ensure_future(self._call(letter))
        self._calls.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._calls.discard(task)
        self._room.set()
