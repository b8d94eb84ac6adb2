"""Recordings of steps: a cadre reads a step out, another hears it and agrees; then people hear it.

A recording belongs to the words that were read (``base`` is their digest): when the step says
something else, it is silent until somebody reads it again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from sqlalchemy import (
    Column,
    Connection,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    select,
    text,
    update,
)

from bot.errors import KheoError, NotAllowed
from bot.locale import _
from store.audit import note as audit
from store.editions import renew
from store.schema import Instant, metadata, upsert

#: "replaced": another reading of the same step has been agreed since.
State: TypeAlias = Literal["waiting", "live", "rejected", "dropped", "replaced", "withdrawn"]
NOTE = 300
#: The recording itself is not kept once it is not played: the next sweep finds nothing speak of it.
GONE = {"path": "", "aac": ""}

readings = Table(
    "readings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("guide", String(32), nullable=False),
    Column("language", String(8), nullable=False),
    Column("step", String(16), nullable=False),
    Column("base", String(64), nullable=False),  # digest of the words that are read
    Column("words", Text, nullable=False),  # the transcript
    Column("path", String(80), nullable=False),  # of the recording, as store.files keeps it
    Column("aac", String(80), nullable=False, server_default=""),  # the same for other players
    Column("seconds", Integer, nullable=False),
    Column("author_id", ForeignKey("cadres.id"), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("state", String(10), nullable=False),
    Column("judged_by", ForeignKey("cadres.id")),
    Column("judged_at", Instant),
    Column("note", String(NOTE), nullable=False, server_default=""),
    Index("ix_readings_state", "state"),
    Index(
        "uq_readings_waiting",
        "guide",
        "language",
        "step",
        unique=True,
        sqlite_where=text("state = 'waiting'"),
        postgresql_where=text("state = 'waiting'"),
    ),
)


@dataclass(frozen=True, slots=True)
class Reading:
    """One recording of one step as it stands."""

    id: int
    guide: str
    language: str
    step: str
    base: str
    words: str
    path: str
    aac: str
    seconds: int
    author_id: int
    created_at: datetime
    state: State
    judged_by: int | None
    judged_at: datetime | None
    note: str


def propose(
    connection: Connection,
    *,
    guide: str,
    language: str,
    step: str,
    base: str,
    words: str,
    path: str,
    seconds: int,
    author: int,
    now: datetime,
) -> int:
    """Hand a recording in; raises KheoError while another one of the step waits."""
    row = {
        "guide": guide,
        "language": language,
        "step": step,
        "base": base,
        "words": words,
        "path": path,
        "seconds": seconds,
        "author_id": author,
        "created_at": now,
        "state": "waiting",
    }
    statement = upsert(connection)(readings).values(row).on_conflict_do_nothing()
    made: int | None = connection.execute(statement.returning(readings.c.id)).scalar()
    if made is None:
        raise KheoError(_("A recording of this step waits for a second person already."))
    audit(connection, "read", f"reading:{made}", by=author, now=now, guide=guide)
    return made


def load(connection: Connection, number: int) -> Reading | None:
    """One recording."""
    row = connection.execute(select(readings).where(readings.c.id == number)).first()
    return None if row is None else Reading(**row._mapping)


def of_state(connection: Connection, state: State) -> Sequence[Reading]:
    """All that stand so, in the order in which they came."""
    query = select(readings).where(readings.c.state == state).order_by(readings.c.id)
    return [Reading(**row._mapping) for row in connection.execute(query)]


def without_aac(connection: Connection) -> Sequence[Reading]:
    """What people hear, or may soon, in OGG only."""
    query = select(readings).where(
        readings.c.state.in_(("waiting", "live")),
        readings.c.aac == "",
        readings.c.path.like("%.ogg"),
    )
    return [Reading(**row._mapping) for row in connection.execute(query.order_by(readings.c.id))]


def has_aac(connection: Connection, number: int, path: str) -> None:
    """Note where the other form of a recording is kept."""
    connection.execute(update(readings).where(readings.c.id == number).values(aac=path))


def judge(
    connection: Connection, number: int, *, by: int, agreed: bool, note: str, now: datetime
) -> Reading:
    """Answer as second person; what was live for that step is replaced. Raises KheoError."""
    renew(connection)
    found = load(connection, number)
    if found is None or found.state != "waiting":
        raise KheoError(_settled())
    if found.author_id == by:
        raise NotAllowed(_("Somebody other than the author has to approve this."))
    if agreed:
        same = (
            readings.c.guide == found.guide,
            readings.c.language == found.language,
            readings.c.step == found.step,
            readings.c.state == "live",
        )
        connection.execute(update(readings).where(*same).values(state="replaced", **GONE))
    values: dict[str, object] = {"judged_by": by, "judged_at": now, "note": note}
    values |= {"state": "live"} if agreed else {"state": "rejected", **GONE}
    _turn(connection, number, "waiting", **values)
    act = "read.approve" if agreed else "read.reject"
    audit(connection, act, f"reading:{number}", by=by, now=now)
    return found


def take_back(connection: Connection, number: int, *, by: int, now: datetime) -> Reading:
    """Take a recording away: silence says nothing wrong, so one person may do it."""
    found = load(connection, number)
    if found is None:
        raise KheoError(_settled())
    if found.state == "waiting" and found.author_id == by:
        _turn(connection, number, "waiting", state="dropped", **GONE)
    else:
        _turn(connection, number, "live", state="withdrawn", **GONE)
        renew(connection)
    audit(connection, "read.take_back", f"reading:{number}", by=by, now=now)
    return found


def _turn(connection: Connection, number: int, expected: State, **values: object) -> None:
    here = (readings.c.id == number, readings.c.state == expected)
    if not connection.execute(update(readings).where(*here).values(values)).rowcount:
        raise KheoError(_settled())


def _settled() -> str:
    return _("Somebody else has settled this meanwhile.")
