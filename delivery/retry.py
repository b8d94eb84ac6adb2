"""What becomes of a message after an attempt: a pure function of the outcome and the attempts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import assert_never

from bot.channels.base import Gone, Later, Outcome, Refused, Sent, Unknown

#: Waits between attempts when the platform names none: doubling, so that a platform that is down
#: for an hour is asked some dozens of times, not thousands.
FIRST_WAIT = timedelta(seconds=1)
LONGEST_WAIT = timedelta(minutes=1)
#: After so long a reply answers a question that nobody remembers.
REPLY_AGE = timedelta(hours=24)
#: An undecidable reply is sent again once: seen twice is better than not at all, thrice is not.
MOST_DOUBTS = 2


@dataclass(frozen=True, slots=True)
class Done:
    """The row is settled: "sent", "failed" or "unknown"."""

    state: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Wait:
    """The row is tried again at ``until``."""

    until: datetime
    reason: str


Decision = Done | Wait


def backoff(attempts: int) -> timedelta:
    """How long to wait after so many attempts."""
    return min(FIRST_WAIT * (1 << min(attempts - 1, 10)), LONGEST_WAIT)


def decide(
    outcome: Outcome, attempts: int, created_at: datetime, doubt: str, now: datetime
) -> Decision:
    """What becomes of a row after its ``attempts``-th attempt ended in ``outcome``.

    ``doubt`` is the row's own word on undecidable attempts: "again" or "hold".
    """
    match outcome:
        case Sent():
            return Done("sent")
        case Refused(why) | Gone(why, moved_to=""):
            return Done("failed", why)
        case Gone(why):
            return Wait(now, why)
        case Later(after, why):
            if now - created_at > REPLY_AGE:
                return Done("failed", f"too late: {why}")
            return Wait(now + max(after, backoff(attempts)), why)
        case Unknown(why):
            if doubt == "hold" or attempts >= MOST_DOUBTS:
                return Done("unknown", why)
            return Wait(now + backoff(attempts), why)
        case _:
            assert_never(outcome)
