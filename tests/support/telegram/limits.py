"""Telegram's flood limits, as far as they are known (core.telegram.org/bots/faq)."""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.support.telegram.refusals import flood


@dataclass
class Limits:
    """Refuses what comes too fast. Off until ``on`` is set; one instance serves one bot.

    A bucket of ``burst`` messages refills at ``per_second``; going over it holds the whole bot for
    ``penalty`` seconds. A private chat may burst ``chat_burst`` messages and then one a second; a
    group takes ``group_per_minute`` in any 60 seconds.
    """

    on: bool = False
    per_second: float = 30
    burst: int = 30
    chat_per_second: float = 1
    chat_burst: int = 3
    group_per_minute: int = 20
    penalty: int = 3
    clock: Callable[[], float] = time.monotonic
    refused: int = 0
    _level: float = 0
    _seen: float = 0
    _held_until: float = 0
    _chats: dict[int, tuple[float, float]] = field(default_factory=dict)
    _groups: dict[int, deque[float]] = field(default_factory=dict)

    def check(self, chat: int) -> None:
        """Count a message to ``chat``, or raise 429."""
        if not self.on:
            return
        now = self.clock()
        if now < self._held_until:
            self._refuse(self._held_until - now)
        if chat < 0:
            self._check_group(chat, now)
        else:
            self._check_private(chat, now)
        self._level = max(0.0, self._level - (now - self._seen) * self.per_second)
        self._seen = now
        if self._level + 1 > self.burst:
            self._held_until = now + self.penalty
            self._refuse(self.penalty)
        self._level += 1

    def _check_private(self, chat: int, now: float) -> None:
        level, seen = self._chats.get(chat, (0.0, now))
        level = max(0.0, level - (now - seen) * self.chat_per_second)
        if level + 1 > self.chat_burst + 1e-9:
            self._refuse((level + 1 - self.chat_burst) / self.chat_per_second)
        self._chats[chat] = (level + 1, now)

    def _check_group(self, chat: int, now: float) -> None:
        times = self._groups.setdefault(chat, deque())
        while times and times[0] <= now - 60:
            times.popleft()
        if len(times) >= self.group_per_minute:
            self._refuse(times[0] + 60 - now)
        times.append(now)

    def _refuse(self, seconds: float) -> None:
        self.refused += 1
        raise flood(max(1, math.ceil(seconds)))
