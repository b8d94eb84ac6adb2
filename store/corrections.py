"""Corrections of guides: what a cadre wants a guide to say, why, and who agreed.

A correction is written by one person and agreed to by another; so is taking it back. What people
read is a new edition of the content after that (``store.editions``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    func,
    or_,
    select,
    text,
    true,
    update,
)

from bot.errors import KheoError, NotAllowed
from bot.locale import _
from store.audit import note as audit
from store.editions import renew
from store.schema import Instant, metadata, upsert

#: "waiting" for a second person; "live"; "rejected"; "dropped" by its author; "withdrawn" again.
State: TypeAlias = Literal["waiting", "live", "rejected", "dropped", "withdrawn"]
WHOLE = "*"
#: As long as a reason or a note may be.
NOTE = 300

corrections = Table(
    "corrections",
    metadata,
    Column("id", Integer, primary_key=True),  # what people call “chỗ sửa số 12”
    Column("guide", String(32), nullable=False),
    Column("language", String(8), nullable=False),
    Column("place", String(40), nullable=False),  # "", "step", "step/way"; "*" the whole file
    Column("base", String(64), nullable=False),  # digest of the words it was written against
    Column("before", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("reason", String(NOTE), nullable=False),
    Column("author_id", ForeignKey("cadres.id"), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("state", String(10), nullable=False),
    Column("judged_by", ForeignKey("cadres.id")),
    Column("judged_at", Instant),
    Column("note", String(NOTE), nullable=False, server_default=""),
    Column("ending_by", ForeignKey("cadres.id")),  # who asks to take it back
    Column("ending_why", String(NOTE), nullable=False, server_default=""),
    Column("ended_by", ForeignKey("cadres.id")),
    Column("ended_at", Instant),
    Index("ix_corrections_state", "state"),
    # Two people may not wait with two texts for one place.
    Index(
        "uq_corrections_waiting",
        "guide",
        "language",
        "place",
        unique=True,
        sqlite_where=text("state = 'waiting'"),
        postgresql_where=text("state = 'waiting'"),
    ),
)


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction as it stands."""

    id: int
    guide: str
    language: str
    place: str
    base: str
    before: str
    text: str
    reason: str
    author_id: int
    created_at: datetime
    state: State
    judged_by: int | None
    judged_at: datetime | None
    note: str
    ending_by: int | None
    ending_why: str
    ended_by: int | None
    ended_at: datetime | None


def propose(
    connection: Connection,
    *,
    guide: str,
    language: str,
    place: str,
    base: str,
    before: str,
    text: str,
    reason: str,
    author: int,
    now: datetime,
) -> int:
    """Write a correction down for a second person; raises KheoError while another one waits."""
    row = {
        "guide": guide,
        "language": language,
        "place": place,
        "base": base,
        "before": before,
        "text": text,
        "reason": reason,
        "author_id": author,
        "created_at": now,
        "state": "waiting",
    }
    statement = upsert(connection)(corrections).values(row).on_conflict_do_nothing()
    made: int | None = connection.execute(statement.returning(corrections.c.id)).scalar()
    if made is None:
        raise KheoError(
            _("A correction of these very words waits for a second person already. Look at it.")
        )
    audit(connection, "correct", f"correction:{made}", by=author, now=now, guide=guide)
    return made


def load(connection: Connection, number: int) -> Correction | None:
    """One correction."""
    row = connection.execute(select(corrections).where(corrections.c.id == number)).first()
    return None if row is None else Correction(**row._mapping)


def standing(connection: Connection) -> Sequence[Correction]:
    """All that are live, in the order in which they were agreed."""
    query = select(corrections).where(corrections.c.state == "live")
    rows = connection.execute(query.order_by(corrections.c.judged_at, corrections.c.id))
    return [Correction(**row._mapping) for row in rows]


def taken_back(connection: Connection) -> Sequence[Correction]:
    """All that people have read for a time, in the order in which they were agreed."""
    query = select(corrections).where(corrections.c.state == "withdrawn")
    rows = connection.execute(query.order_by(corrections.c.judged_at, corrections.c.id))
    return [Correction(**row._mapping) for row in rows]


def waiting(connection: Connection) -> Sequence[Correction]:
    """All that wait for a second person, to be let in or to be taken back."""
    query = select(corrections).where(
        or_(
            corrections.c.state == "waiting",
            (corrections.c.state == "live") & corrections.c.ending_by.is_not(None),
        )
    )
    rows = connection.execute(query.order_by(corrections.c.id))
    return [Correction(**row._mapping) for row in rows]


def approve(connection: Connection, number: int, *, by: int, now: datetime) -> Correction:
    """Let it in. Raises NotAllowed for its author, KheoError when it has been overtaken."""
    renew(connection)  # whoever approves at the same moment waits here
    found = _held(connection, number, by, "waiting")
    since = or_(
        corrections.c.judged_at >= found.created_at, corrections.c.ended_at >= found.created_at
    )
    overtaken = select(func.count()).where(
        corrections.c.guide == found.guide,
        corrections.c.language == found.language,
        corrections.c.state.in_(("live", "withdrawn")),
        _same_words(found.place),
        since,
    )
    if connection.execute(overtaken).scalar_one():
        raise KheoError(
            _("These words have been changed since the correction was written: write it anew.")
        )
    _turn(connection, number, "waiting", state="live", judged_by=by, judged_at=now)
    audit(connection, "correct.approve", f"correction:{number}", by=by, now=now)
    return found


def reject(connection: Connection, number: int, *, by: int, note: str, now: datetime) -> Correction:
    """Turn it down with a word."""
    found = _held(connection, number, by, "waiting")
    values = {"state": "rejected", "judged_by": by, "judged_at": now, "note": note}
    _turn(connection, number, "waiting", **values)
    audit(connection, "correct.reject", f"correction:{number}", by=by, now=now)
    return found


def drop(connection: Connection, number: int, *, by: int, now: datetime) -> None:
    """Its author takes it back while it waits."""
    found = load(connection, number)
    if found is None or found.author_id != by:
        raise NotAllowed(_("This is not allowed with your role."))
    _turn(connection, number, "waiting", state="dropped", ended_by=by, ended_at=now)
    audit(connection, "correct.drop", f"correction:{number}", by=by, now=now)


def ask_back(connection: Connection, number: int, *, by: int, why: str, now: datetime) -> None:
    """Ask a second person to take a live correction back."""
    found = load(connection, number)
    if found is None or found.state != "live" or found.ending_by is not None:
        raise KheoError(_settled())
    later = select(corrections.c.id).where(
        corrections.c.guide == found.guide,
        corrections.c.language == found.language,
        corrections.c.state == "live",
        _same_words(found.place),
        corrections.c.judged_at > found.judged_at,
    )
    above = connection.execute(later.order_by(corrections.c.id.desc()).limit(1)).scalar()
    if above is not None:
        raise KheoError(
            _("Correction #{number} builds on this one: take that one back first.").format(
                number=above
            )
        )
    _turn(connection, number, "live", ending_by=by, ending_why=why)
    audit(connection, "correct.ask_back", f"correction:{number}", by=by, now=now)


def take_back(
    connection: Connection, number: int, *, by: int, agreed: bool, now: datetime
) -> Correction:
    """Answer as second person whether a live correction is taken back."""
    renew(connection)
    found = load(connection, number)
    if found is None or found.state != "live" or found.ending_by is None:
        raise KheoError(_settled())
    if found.ending_by == by:
        raise NotAllowed(_("Somebody other than the author has to approve this."))
    if agreed:
        _turn(connection, number, "live", state="withdrawn", ended_by=by, ended_at=now)
    else:
        _turn(connection, number, "live", ending_by=None, ending_why="")
    act = "correct.take_back" if agreed else "correct.keep"
    audit(connection, act, f"correction:{number}", by=by, now=now)
    return found


def _held(connection: Connection, number: int, by: int, state: State) -> Correction:
    """The correction that somebody else is to judge."""
    found = load(connection, number)
    if found is None or found.state != state:
        raise KheoError(_settled())
    if found.author_id == by:
        raise NotAllowed(_("Somebody other than the author has to approve this."))
    return found


def _turn(connection: Connection, number: int, expected: State, **values: object) -> None:
    """Change it if it still stands so; of two who judge at once only one gets through."""
    here = (corrections.c.id == number, corrections.c.state == expected)
    if not connection.execute(update(corrections).where(*here).values(values)).rowcount:
        raise KheoError(_settled())


def _same_words(place: str) -> ColumnElement[bool]:
    """What speaks of the same words: the same place, or the whole file."""
    if place == WHOLE:
        return true()
    return or_(corrections.c.place == place, corrections.c.place == WHOLE)


def _settled() -> str:
    return _("Somebody else has settled this meanwhile.")
