"""What becomes of a message after an attempt: a pure function of the outcome and the attempts."""

from __future__ import annotations

from collections.abc import Mapping
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
#: A run of a million takes nine hours at 30 a second, and a platform may be down for a day.
BULK_AGE = timedelta(days=3)
#: Which side an announcement errs on when nobody knows whether it arrived. All four say “again”
#: (once, see MOST_DOUBTS): an announcement read twice is a small harm, a household that was never
#: told of the meeting or of the flood is a great one. Every such row is listed in the report.
#: “hold” is for what must not come twice (receipts): a person decides.
DOUBT: Mapping[str, str] = {
    "information": "again",
    "meeting": "again",
    "urgent": "again",
    "disaster": "again",
}


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
    outcome: Outcome,
    attempts: int,
    created_at: datetime,
    doubt: str,
    now: datetime,
    age: timedelta = REPLY_AGE,
) -> Decision:
    """What becomes of a row after its ``attempts``-th attempt ended in ``outcome``.

    ``doubt`` is the row's own word on undecidable attempts: "again" or "hold". After ``age`` it is
    too late to try again.
    """
    match outcome:
        case Sent():
            return Done("sent")
        case Refused(why) | Gone(why, moved_to=""):
            return Done("failed", why)
        case Gone(why):
            return Wait(now, why)
        case Later(after, why, flood=flood):
            if now - created_at > age:
                return Done("failed", f"too late: {why}")
            # After a storm of 429 a reply would wait minutes longer than the platform asked for.
            named = flood and after > timedelta(0)
            return Wait(now + (after if named else max(after, backoff(attempts))), why)
        case Unknown(why):
            if doubt == "hold" or attempts >= MOST_DOUBTS:
                return Done("unknown", why)
            return Wait(now + backoff(attempts), why)
        case _:
            assert_never(outcome)
