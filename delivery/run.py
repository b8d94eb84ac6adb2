"""A run in the hands of a cadre: paused, resumed, corrected, taken back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

import msgspec
from sqlalchemy import Connection

from bot.errors import KheoError, NotAllowed
from bot.locale import _
from delivery.announcement import held, turn
from delivery.hands import may
from delivery.states import State
from store import announcements, announcements_runs
from store.announcements import Announcement, Audience, Wording
from store.announcements_runs import Act, Run
from store.audit import lasted, note


def pause(
    connection: Connection, number: int, *, by: int | None, now: datetime, why: str = ""
) -> State:
    """Send nothing more for now; within a second nothing goes out any more."""
    standing = held(connection, number)
    _check(connection, standing, by)
    announcements_runs.turn(connection, number, ("running",), "paused", why)
    state = turn(connection, standing, "pause", now)
    announcements.change(connection, number, now, why=why)
    note(connection, "announce.pause", f"announcement:{number}", by=by, now=now)
    return state


def resume(connection: Connection, number: int, *, by: int | None, now: datetime) -> State:
    """Go on where it was paused; nothing is lost, nothing goes out twice."""
    standing = held(connection, number)
    _check(connection, standing, by)
    goes_on = announcements_runs.turn(connection, number, ("paused",), "running")
    state = turn(connection, standing, "resume" if goes_on else "await", now)
    note(connection, "announce.resume", f"announcement:{number}", by=by, now=now)
    return state


def worked(connection: Connection, run: Run, until: datetime) -> timedelta:
    """How long a run has been sending: the time during which it was paused is no part of it."""
    ends = ("announce.resume", "announce.cancel", "announce.retract")
    subject = f"announcement:{run.announcement}"
    rested = lasted(connection, subject, "announce.pause", ends, run.started_at, until)
    return max(until - run.started_at - rested, timedelta(0))


def correct(
    connection: Connection,
    number: int,
    *,
    by: int,
    wordings: Mapping[str, Wording],
    now: datetime,
) -> int:
    """Say something more to exactly those who got it; the number of the run."""
    return _follow(connection, number, "correct", by, wordings, now)


def retract(
    connection: Connection,
    number: int,
    *,
    by: int,
    wordings: Mapping[str, Wording],
    now: datetime,
) -> int:
    """Take it back from exactly those who got it: deleted, else changed into ``wordings``, else
    these are sent. What has not gone out never will. Returns the number of the run."""
    standing = held(connection, number)
    _check(connection, standing, by)
    if standing.state not in ("finished", "cancelled", "missed", "rejected"):
        turn(connection, standing, "cancel", now)
        announcements.schedule(connection, number, None, standing.rule, standing.fired)
    announcements_runs.turn(connection, number, ("running", "paused"), "cancelling", "retracted")
    return _follow(connection, number, "retract", by, wordings, now)


def told_last(connection: Connection, number: int) -> tuple[Act, Mapping[str, Wording]]:
    """What its people were told last, and by which act; before it goes out what it will say."""
    for run in reversed(announcements_runs.of(connection, number, None)):
        if run.act == "send":
            break
        if run.state not in ("cancelling", "cancelled"):
            return run.act, msgspec.convert(run.wordings, dict[str, Wording])
    return "send", announcements.wordings(connection, number)


def _follow(
    connection: Connection,
    number: int,
    act: Act,
    by: int,
    wordings: Mapping[str, Wording],
    now: datetime,
) -> int:
    standing = held(connection, number)
    _check(connection, standing, by)
    if not announcements_runs.of(connection, number):
        raise KheoError(_("This announcement has not been sent to anybody."))
    if not wordings or not all(wording.text.strip() for wording in wordings.values()):
        raise KheoError(_("The announcement has no words yet."))
    run = announcements_runs.start(connection, number, act, now, Audience(), wordings, now)
    if run is None:
        raise KheoError(_("This is being done already."))
    note(connection, f"announce.{act}", f"announcement:{number}", by=by, now=now, run=run)
    return run


def _check(connection: Connection, standing: Announcement, by: int | None) -> None:
    """The author, the machine, or a cadre who may announce at all of its places."""
    if by is None or standing.author == by:
        return
    if not may(connection, by, "announce", standing.audience):
        raise NotAllowed(_("This is not allowed with your role."))
