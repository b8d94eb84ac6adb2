"""How fast bulk may go: per bot, per chat, per group. Pure: whoever asks says what time it is.

Telegram's numbers and where they come from stand in its capabilities (30 a second over all, 1 a
second in a chat, 20 a minute in a group; core.telegram.org/bots/faq). They are “about” and may
change (tdlib/td#1236), so the pace adapts: a refusal holds all bulk of the bot for as long as the
platform says, the pace drops, and comes back slowly. Slots are paced, never a burst: 600 messages
against 30 a second took 600 calls with paced slots and 1,111–1,516 without (facts: measured).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from delivery.retry import backoff

#: Of the limit: the rest is room for what a network bunches together.
SHARE = 0.985
#: After a refusal: so much of the pace is left, never less than the least share of the limit.
SLOWER = 0.8
LEAST = 0.1
#: From the least back to the whole limit.
RECOVERY = timedelta(minutes=5)
#: Slots are given out so far ahead: what is leased at a crash is a second's worth.
AHEAD = timedelta(seconds=1)
#: So many may leave at once, where a process stood still and its slots lie in the past: a quarter
#: of a second's worth. All of them at once would fill what the platform lets through to the brim
#: (measured: on a machine with five times the load it can bear, 17 refusals in 10,000 messages).
BUNCH = 8
#: After an outage one message goes ahead; the others wait until it has arrived, or this long.
PROBE = timedelta(seconds=2)
MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)
#: So many chats are remembered before those of long ago are dropped.
MANY = 5000


@dataclass(frozen=True, slots=True)
class Pace:
    """How one bot's bulk stands, for all processes together.

    ``rate`` (messages a second) held at ``rated_at`` and recovers from there; ``free_at`` is the
    first slot that nobody has; ``failures`` counts holds since something last arrived.
    """

    rate: float
    rated_at: datetime
    free_at: datetime
    held_until: datetime
    failures: int = 0


def fresh(limit: float, now: datetime) -> Pace:
    """The pace of a bot that has sent nothing yet."""
    return Pace(limit * SHARE, now, now, now)


def speed(pace: Pace, limit: float, now: datetime) -> float:
    """Messages a second at this moment."""
    regained = limit * SHARE * ((now - pace.rated_at) / RECOVERY)
    return min(limit * SHARE, pace.rate + max(regained, 0.0))


def room(pace: Pace, limit: float, replies: int, now: datetime) -> int:
    """How many slots may be given out now; ``replies`` went out since this was last asked.

    Replies never wait for a slot; bulk makes room for them. A limit of 0 is none.
    """
    if now < pace.held_until:
        return 0
    if not limit:
        return 1 if pace.failures else 1 << 16
    step = timedelta(seconds=1 / speed(pace, limit, now))
    start = max(pace.free_at, now) + replies * step
    if pace.failures:
        return int(pace.free_at <= now)
    return max(0, -((start - now - AHEAD) // step))


def reserve(
    pace: Pace, limit: float, count: int, replies: int, now: datetime
) -> tuple[Pace, Sequence[datetime]]:
    """Take ``count`` slots: the pace after that, and when each of them is."""
    if not limit:
        return pace, [now] * count
    step = timedelta(seconds=1 / speed(pace, limit, now))
    start = max(pace.free_at, now) + replies * step
    slots = [start + number * step for number in range(count)]
    free = start + count * step
    if pace.failures and count:
        free = max(free, now + PROBE)
    return replace(pace, free_at=free), slots


def hold(pace: Pace, limit: float, after: timedelta, flood: bool, now: datetime) -> Pace:
    """Everything of this bot waits: the platform said for how long, or cannot be reached.

    Calls that were on their way when it began say the same again and count as one. ``flood``: it
    was too fast, so it goes slower from here.
    """
    if now < pace.held_until:
        return replace(pace, held_until=max(pace.held_until, now + after))
    failures = pace.failures + 1
    if not flood:
        return replace(pace, held_until=now + max(after, backoff(failures)), failures=failures)
    rate = max(speed(pace, limit, now) * SLOWER, limit * SHARE * LEAST)
    until = now + max(after, SECOND)
    # Telegram counts what came before, too: recovery begins when the hold is over.
    return Pace(rate, until, until, until, failures)


def arrived(pace: Pace, now: datetime) -> Pace:
    """Something got through: the way is open again."""
    if not pace.failures:
        return pace
    return replace(pace, failures=0, free_at=min(pace.free_at, now + SECOND))


class Valve:
    """What one process has sent to a bot's chats of late, so that a stall does not end in a burst.

    ``per_second`` messages leave it at most, and ``BUNCH`` of them at once; 0 is no limit.
    """

    def __init__(self, per_second: float) -> None:
        self._step = timedelta(seconds=1 / per_second) if per_second else timedelta(0)
        self._empty_at: datetime | None = None  # when all that was sent will have run off

    def free_at(self, now: datetime) -> datetime:
        """The moment from which the next message may go."""
        if self._empty_at is None:
            return now
        return max(now, self._empty_at - (BUNCH - 1) * self._step)

    def wrote(self, now: datetime) -> None:
        """A message went out."""
        self._empty_at = max(self._empty_at or now, now) + self._step


class Chats:
    """When each chat was written to lately, so that nobody's is flooded.

    ``per_chat`` messages a second in a private chat, ``per_group`` in any minute in a group; 0 is
    no limit. One process knows only of its own messages; the platform's refusal tells the rest.
    """

    def __init__(self, per_chat: float, per_group: float) -> None:
        self._gap = timedelta(seconds=1 / per_chat) if per_chat else timedelta(0)
        self._most = int(per_group)
        self._last: dict[int, datetime] = {}
        self._groups: dict[int, deque[datetime]] = {}

    def free_at(self, chat: int, group: bool, now: datetime) -> datetime:
        """The moment from which the chat may be written to."""
        if not group:
            last = self._last.get(chat)
            return now if last is None else max(now, last + self._gap)
        times = self._groups.get(chat)
        if not self._most or times is None or len(times) < self._most:
            return now
        return max(now, times[0] + MINUTE)

    def wrote(self, chat: int, group: bool, now: datetime) -> None:
        """A message went to the chat."""
        if group:
            self._groups.setdefault(chat, deque(maxlen=self._most or 1)).append(now)
        elif self._gap:
            self._last[chat] = now
            if len(self._last) > MANY:
                self._last = {one: at for one, at in self._last.items() if now - at < self._gap}
