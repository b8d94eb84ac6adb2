"""How much one visitor may say: more than anybody types, less than a script sends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

#: Somebody who walks through a guide presses a button every few seconds and now and then three at
#: once; a queue kept while offline comes in one go. Our own figures, nobody else's.
BURST = 20
PER_SECOND = 0.7
_MANY = 10_000


@dataclass(slots=True)
class _Bucket:
    left: float
    at: float


class Flood:
    """A bucket of messages for each visitor, refilled with time. ``clock`` gives seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._buckets: dict[str, _Bucket] = {}

    def wait(self, visitor: str) -> float:
        """0 when the visitor may speak (it counts), else the seconds until then."""
        now = self._clock()
        if len(self._buckets) > _MANY:
            self._forget(now)
        bucket = self._buckets.setdefault(visitor, _Bucket(BURST, now))
        bucket.left = min(BURST, bucket.left + (now - bucket.at) * PER_SECOND)
        bucket.at = now
        if bucket.left < 1:
            return (1 - bucket.left) / PER_SECOND
        bucket.left -= 1
        return 0

    def _forget(self, now: float) -> None:
        full = BURST / PER_SECOND
        self._buckets = {k: b for k, b in self._buckets.items() if now - b.at < full}
