"""An announcement on its way to being sent: written, changed, handed in, timed, called off.

Every function runs inside the caller's transaction, reads the rights again, and leaves an audit
row. ``by`` is the number of a cadre; None is the machine itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from bot.errors import KheoError
from bot.locale import ZONE, _
from bot.talk.when_next import next_after, refusal
from bot.talk.when_rule import Rule
from delivery.hands import check_right, check_writer
from delivery.states import Act, State, after
from scheduler.timetable import GRACE, QUIET, Allowed, Quiet, after_quiet
from store import announcements, announcements_runs
from store import announcements_recipients as recipients
from store.announcements import Ack, Announcement, Audience, Kind, Wording
from store.audit import note

#: A text longer than this is a document, not a message: about ten screens of a phone.
LONGEST = 12_000
#: From so many recipients on, a second person looks at it: as many as two or three hamlets.
SECOND_PAIR_OF_EYES = 300
#: Classes that a second person always looks at: a false alarm costs trust when it is needed.
ALWAYS_APPROVED: frozenset[str] = frozenset(("urgent", "disaster"))
#: “Now”, said a moment ago, is not in the past.
JUST_NOW = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Due:
    """What became of a due time: the run that began, or that it was missed, or nothing yet.

    ``moved_to``: it fell into quiet hours and goes out then.
    """

    run: int | None = None
    missed: bool = False
    moved_to: datetime | None = None


class Changed(KheoError):
    """Somebody else has changed this announcement meanwhile."""


def compose(
    connection: Connection,
    *,
    author: int,
    kind: Kind,
    audience: Audience,
    wordings: Mapping[str, Wording],
    ack: Ack,
    now: datetime,
) -> int:
    """Write a draft; its number. Raises NotAllowed outside the author's places."""
    _check_words(wordings)
    check_right(connection, author, "announce", audience)
    number = announcements.create(connection, author, kind, audience, wordings, ack, now)
    note(connection, "announce.compose", f"announcement:{number}", by=author, now=now, kind=kind)
    return number


def edit(
    connection: Connection,
    number: int,
    *,
    by: int,
    version: int,
    now: datetime,
    wordings: Mapping[str, Wording] | None = None,
    audience: Audience | None = None,
    kind: Kind | None = None,
    ack: Ack | None = None,
) -> int:
    """Change a draft that the editor saw as ``version``; the new version.

    Whoever may announce at all of its places may. Raises Changed when somebody else was quicker.
    An approval that had been given is void: the announcement is a draft again.
    """
    standing = held(connection, number)
    check_writer(connection, standing, by)
    if standing.version != version:
        raise Changed(
            _("Somebody else has changed this announcement meanwhile. Please look at it again.")
        )
    to = audience if audience is not None else standing.audience
    check_right(connection, by, "announce", to)
    if wordings is not None:
        _check_words(wordings)
        announcements.word(connection, number, wordings)
    changes: dict[str, Any] = {"audience": to, "kind": kind or standing.kind}
    changes["ack"] = standing.ack if ack is None else ack
    state = after(standing.state, "edit")
    changes |= {"state": state, "version": version + 1, "approved_by": None, "why": ""}
    announcements.change(connection, number, now, **changes)
    voided = int(standing.approved_by is not None)
    detail = {"version": version + 1, "voided": voided}
    note(connection, "announce.edit", f"announcement:{number}", by=by, now=now, **detail)
    return version + 1


def plan(
    connection: Connection,
    number: int,
    *,
    by: int,
    now: datetime,
    at: datetime | None = None,
    rule: Rule | None = None,
    quiet: Quiet = QUIET,
) -> Allowed:
    """When to send: ``at`` once, by ``rule``, or (neither) now; says whether quiet hours moved it.

    “Now” has no time of its own until nobody has to approve it any more: see ``soon``. Raises
    KheoError for a time that has passed and for a rule that never fires.
    """
    standing = held(connection, number)
    check_writer(connection, standing, by)
    if at is not None and at < now - JUST_NOW:
        raise KheoError(_("That time has passed already. Please give a later one."))
    if rule is not None:
        if refusal(rule, now) is not None:
            raise KheoError(_("By this rule it would never be sent. Please choose another."))
        at = next_after(rule, now)
    allowed = after_quiet(at or now, standing.kind, quiet)
    due_at = None if at is None else allowed.at
    announcements.schedule(connection, number, due_at, rule.dump() if rule else None)
    note(connection, "announce.plan", f"announcement:{number}", by=by, now=now)
    return allowed


def submit(
    connection: Connection, number: int, *, by: int, now: datetime, quiet: Quiet = QUIET
) -> State:
    """Hand a draft in: "waiting" where a second person must approve, else "scheduled".

    Raises KheoError when there is nobody to tell it to.
    """
    standing = held(connection, number)
    check_writer(connection, standing, by)
    check_right(connection, by, "announce", standing.audience)
    count = audience_size(connection, standing.audience, now, SECOND_PAIR_OF_EYES)
    if not count:
        raise KheoError(
            _("Nobody there receives announcements yet, so there is nobody to send this to.")
        )
    act: Act = "ask" if needs_approval(standing.kind, count) else "schedule"
    if act == "schedule":
        soon(connection, standing, now, quiet)
    state = turn(connection, standing, act, now)
    detail = {"version": standing.version}
    note(connection, f"announce.{act}", f"announcement:{number}", by=by, now=now, **detail)
    return state


def soon(connection: Connection, standing: Announcement, now: datetime, quiet: Quiet) -> None:
    """Give what is to go out “now” its time: this moment, or the end of the quiet hours."""
    if standing.next_at is None:
        at = after_quiet(now, standing.kind, quiet).at
        announcements.schedule(connection, standing.id, at, standing.rule, standing.fired)


def needs_approval(kind: str, count: int) -> bool:
    """Whether a second person has to look at it."""
    return kind in ALWAYS_APPROVED or count >= SECOND_PAIR_OF_EYES


def cancel(connection: Connection, number: int, *, by: int, now: datetime) -> State:
    """Call it off: what has not gone out never will; later times of a schedule neither."""
    standing = held(connection, number)
    check_writer(connection, standing, by)
    state = turn(connection, standing, "cancel", now)
    announcements.schedule(connection, number, None, standing.rule, standing.fired)
    announcements_runs.turn(connection, number, ("running", "paused"), "cancelling", "cancelled")
    note(connection, "announce.cancel", f"announcement:{number}", by=by, now=now)
    return state


def due(connection: Connection, number: int, now: datetime, quiet: Quiet = QUIET) -> Due:
    """Fire what is due. The next time of a rule is counted from the due time, not from the clock.

    A time that has passed by more than its grace is missed; the caller tells the author.
    """
    standing = held(connection, number)
    at = standing.next_at
    if at is None or at > now or standing.state not in ("waiting", "scheduled", "running"):
        return Due()
    if standing.state == "waiting" and now - at <= GRACE:
        return Due()
    moved = after_quiet(now, standing.kind, quiet)
    if standing.state != "waiting" and moved.moved and now - at <= GRACE:
        announcements.schedule(connection, number, moved.at, standing.rule, standing.fired)
        return Due(moved_to=moved.at)
    fired = standing.fired + 1
    later = _next(standing, at, fired, quiet)
    announcements.schedule(connection, number, later, standing.rule, fired)
    if now - at > GRACE:
        _miss(connection, standing, at, later, now)
        return Due(missed=True)
    run = announcements_runs.start(
        connection,
        number,
        "send",
        at,
        standing.audience,
        announcements.wordings(connection, number),
        now,
    )
    if run is not None:
        # What is asked about it before the first row is written is asked about these places.
        scope = recipients.resolve(connection, standing.audience, now.astimezone(ZONE).date())
        places = None if scope.places is None else list(scope.places)
        announcements_runs.change(connection, run, places=places)
    turn(connection, standing, "start", now)
    note(connection, "announce.start", f"announcement:{number}", by=None, now=now, run=run)
    return Due(run)


def audience_size(
    connection: Connection, audience: Audience, now: datetime, most: int | None = None
) -> int:
    """How many would get it, by consent alone: people (counted up to ``most``), linked groups."""
    scope = recipients.resolve(connection, audience, now.astimezone(ZONE).date())
    return recipients.size(connection, audience, scope, most)


def turn(connection: Connection, standing: Announcement, act: Act, now: datetime) -> State:
    """Move an announcement by the table of states."""
    state = after(standing.state, act)
    announcements.change(connection, standing.id, now, state=state, why="")
    return state


def held(connection: Connection, number: int) -> Announcement:
    """The announcement, to oneself until the end; raises KheoError when there is none."""
    standing = announcements.load(connection, number, hold=True)
    if standing is None:
        raise KheoError(_("There is no announcement #{number}.").format(number=number))
    return standing


def _next(standing: Announcement, at: datetime, fired: int, quiet: Quiet) -> datetime | None:
    if standing.rule is None:
        return None
    later = next_after(Rule.load(dict(standing.rule)), at, fired)
    return None if later is None else after_quiet(later, standing.kind, quiet).at


def _miss(
    connection: Connection,
    standing: Announcement,
    at: datetime,
    later: datetime | None,
    now: datetime,
) -> None:
    if later is None:  # the next time of a rule still comes
        turn(connection, standing, "miss", now)
    announcements.change(connection, standing.id, now, why=f"missed {at.isoformat()}")
    note(connection, "announce.miss", f"announcement:{standing.id}", by=None, now=now)


def _check_words(wordings: Mapping[str, Wording]) -> None:
    if not wordings or not all(wording.text.strip() for wording in wordings.values()):
        raise KheoError(_("The announcement has no words yet."))
    if any(len(wording.text) > LONGEST for wording in wordings.values()):
        raise KheoError(_("The announcement is too long to be read on a phone. Please shorten it."))
    for wording in wordings.values():
        if (wording.photo and not wording.photo_words.strip()) or (
            wording.voice and not wording.voice_words.strip()
        ):
            raise KheoError(
                _("A picture needs a description, and a recording its words: some only read.")
            )
