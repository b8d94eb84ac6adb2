"""The timetable: when a rule fires next, what is due now, and what waits for the morning.

    rule = Rule(LunarMonthly((1, 15)), time(6), date(2026, 11, 21))
    refusal(rule, now)                      None, or why it never fires: say so, save nothing
    due_at = next_after(rule, now)          keep this in the table
    verdict(due_at, now, GRACE)             "later" | "due" | "missed"
    next_after(rule, due_at, fired)         the next one, from the due time that was kept
    after_quiet(due_at, "information")      Allowed(at, moved): 23:00 → 06:00, moved

Whether something fires is decided by the due time in the table, and the next one is counted from
there. So a clock that is set back an hour fires nothing twice: the row has moved on already.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, TypeAlias

from bot.talk.when_next import Never, next_after, refusal, upcoming
from bot.talk.when_quiet import Quiet
from bot.talk.when_rule import Rule
from bot.talk.when_said import ZONE

__all__ = [
    "DISASTER",
    "GRACE",
    "QUIET",
    "Allowed",
    "Never",
    "Quiet",
    "Rule",
    "Verdict",
    "after_quiet",
    "next_after",
    "refusal",
    "upcoming",
    "verdict",
]

Verdict: TypeAlias = Literal["later", "due", "missed"]

#: The only class of announcement that quiet hours let through.
DISASTER = "disaster"
#: How late a firing may still be sent when nobody was there to send it in time.
GRACE = timedelta(hours=2)


#: Unless the commune's card says otherwise.
QUIET = Quiet()


@dataclass(frozen=True, slots=True)
class Allowed:
    """When something may be sent; ``moved``: quiet hours put it off, and the author is told."""

    at: datetime
    moved: bool = False


def after_quiet(moment: datetime, kind: str, quiet: Quiet = QUIET) -> Allowed:
    """The time at which an announcement of class ``kind`` may go out if it is due at ``moment``."""
    local = moment.astimezone(ZONE)
    if kind == DISASTER or not quiet.holds(local.time()):
        return Allowed(moment)
    morning = datetime.combine(local.date(), quiet.ends, ZONE)
    return Allowed(morning if morning > local else morning + timedelta(days=1), moved=True)


def verdict(due_at: datetime, now: datetime, grace: timedelta = GRACE) -> Verdict:
    """Whether a due time is still to come, to be sent now, or missed by more than its grace."""
    if now < due_at:
        return "later"
    return "due" if now - due_at <= grace else "missed"
