"""The second pair of eyes: approve, give back, turn down. Who wrote at it never approves it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from bot.errors import NotAllowed
from bot.locale import _
from delivery import announcement as drafts
from delivery.announcement import Changed, held, soon, turn
from delivery.hands import may, writers
from delivery.states import Act, State, after
from scheduler.timetable import GRACE, QUIET, Quiet
from store import announcements
from store.announcements import Announcement
from store.audit import note as audit


def approve(
    connection: Connection,
    number: int,
    *,
    by: int,
    version: int,
    now: datetime,
    quiet: Quiet = QUIET,
) -> State:
    """Let a version be sent: "scheduled", or "missed" when its time has passed meanwhile.

    What was to go out “now” goes out now, however long it has waited. Raises Changed when the
    approver saw another version, NotAllowed for whoever wrote at it.
    """
    standing = _judged(connection, number, by, version, "approve", "approved", "", now)
    if standing.rule is None:
        soon(connection, standing, now, quiet)
    if standing.next_at is not None and now - standing.next_at > GRACE:
        drafts.due(connection, number, now, quiet)
        after_all = held(connection, number)
        if after_all.state == "waiting":  # the next time of a rule still comes
            turn(connection, after_all, "approve", now)
    else:
        turn(connection, standing, "approve", now)
    announcements.change(connection, number, now, approved_by=by)
    return held(connection, number).state  # type: ignore[return-value]


def give_back(
    connection: Connection, number: int, *, by: int, version: int, words: str, now: datetime
) -> State:
    """Return it to its author with a note of what to change."""
    standing = _judged(connection, number, by, version, "return", "returned", words, now)
    return turn(connection, standing, "return", now)


def reject(
    connection: Connection, number: int, *, by: int, version: int, words: str, now: datetime
) -> State:
    """Turn it down for good."""
    standing = _judged(connection, number, by, version, "reject", "rejected", words, now)
    return turn(connection, standing, "reject", now)


def may_approve(connection: Connection, cadre: int, standing: Announcement) -> bool:
    """Whether this cadre may be the second person."""
    return (
        cadre != standing.author
        and may(connection, cadre, "approve", standing.audience)
        and cadre not in writers(connection, standing.id)
    )


def _judged(
    connection: Connection,
    number: int,
    by: int,
    version: int,
    act: Act,
    verdict: str,
    words: str,
    now: datetime,
) -> Announcement:
    standing = held(connection, number)
    after(standing.state, act)
    if standing.author == by or by in writers(connection, number):
        raise NotAllowed(_("Somebody other than the author has to approve this."))
    if not may(connection, by, "approve", standing.audience):
        raise NotAllowed(_("This is not allowed with your role."))
    if standing.version != version:
        raise Changed(
            _("Somebody else has changed this announcement meanwhile. Please look at it again.")
        )
    announcements.judge(connection, number, version, by, verdict, words, now)
    audit(connection, f"announce.{act}", f"announcement:{number}", by=by, now=now, version=version)
    return standing
