"""Runs: one sending of an announcement, to an audience that was frozen at its start."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, TypeAlias

import msgspec
from sqlalchemy import (
    Column,
    Connection,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    case,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)

from store.announcements import Audience, announcements
from store.outbox import OPEN_STATES, outbox
from store.schema import Instant, Json, metadata, upsert

#: What a run does: say something, say something to those who had it, take it back from them.
Act: TypeAlias = Literal["send", "correct", "retract"]
ACTIVE = ("running", "cancelling")
#: The most urgent first; within a class the oldest.
_URGENCY = ("disaster", "urgent", "meeting", "information")

runs = Table(
    "runs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("announcement_id", ForeignKey("announcements.id"), nullable=False),
    Column("act", String(8), nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("state", String(10), nullable=False, index=True),  # ACTIVE, paused, finished, cancelled
    Column("why", String(200), nullable=False, server_default=""),
    Column("audience", Json, nullable=False),
    Column("wordings", Json, nullable=False),  # {language: Wording}, as they were at the start
    Column("places", Json),  # frozen: the numbers of all places meant; none: every place
    Column("cursor", Integer, nullable=False, server_default="0"),  # where freezing goes on
    Column("rows", Integer, nullable=False, server_default="0"),
    Column("frozen_at", Instant),
    Column("started_at", Instant, nullable=False),
    Column("finished_at", Instant),
    Column("progress_at", Instant),
    Column("progress_row", Integer),  # the outbox row of the message that shows the progress
    # A due time starts one run, whoever notices it and however often.
    Index("uq_runs_due", "announcement_id", "act", "due_at", unique=True),
)

run_parts = Table(
    "run_parts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("run_id", ForeignKey("runs.id"), nullable=False),
    Column("channel", String(20), nullable=False),
    Column("language", String(8), nullable=False),
    Column("part", Integer, nullable=False),
    Column("payload", Text, nullable=False),  # a bot.channels.base.Piece as JSON
    Index("uq_run_parts", "run_id", "channel", "language", "part", unique=True),
)

tallies = Table(
    "tallies",
    metadata,
    Column("run_id", ForeignKey("runs.id"), primary_key=True),
    Column("state", String(10), primary_key=True),
    Column("reason", String(200), primary_key=True),
    Column("rows", Integer, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Run:
    """One run as it stands."""

    id: int
    announcement: int
    act: Act
    state: str
    why: str
    kind: str
    author: int
    ack: str
    audience: Audience
    wordings: Mapping[str, Mapping[str, str]]
    places: tuple[int, ...] | None
    cursor: int
    rows: int
    frozen_at: datetime | None
    started_at: datetime
    finished_at: datetime | None
    progress_row: int | None


_load = select(
    runs.c.id,
    runs.c.announcement_id,
    runs.c.act,
    runs.c.state,
    runs.c.why,
    announcements.c.kind,
    announcements.c.author_id,
    announcements.c.ack,
    runs.c.audience,
    runs.c.wordings,
    runs.c.places,
    runs.c.cursor,
    runs.c.rows,
    runs.c.frozen_at,
    runs.c.started_at,
    runs.c.finished_at,
    runs.c.progress_row,
).select_from(runs.join(announcements))


def source(run: int) -> str:
    """What the outbox rows of a run are filed under."""
    return f"run:{run}"


def start(
    connection: Connection,
    announcement: int,
    act: Act,
    due_at: datetime,
    audience: Audience,
    wordings: Mapping[str, Any],
    now: datetime,
) -> int | None:
    """Start a run, once for each due time; None when it had been started before."""
    made: int | None = connection.execute(
        upsert(connection)(runs)
        .values(
            announcement_id=announcement,
            act=act,
            due_at=due_at,
            state="running",
            audience=msgspec.to_builtins(audience),
            wordings=msgspec.to_builtins(wordings),
            started_at=now,
        )
        .on_conflict_do_nothing()
        .returning(runs.c.id)
    ).scalar_one_or_none()
    return made


def load(connection: Connection, id: int) -> Run | None:
    """The run of that number."""
    row = connection.execute(_load.where(runs.c.id == id)).first()
    return None if row is None else _run(row)


def active(connection: Connection) -> Sequence[Run]:
    """The runs that have something to do, the most urgent first."""
    urgency = case({kind: place for place, kind in enumerate(_URGENCY)}, value=announcements.c.kind)
    query = _load.where(runs.c.state.in_(ACTIVE)).order_by(urgency, runs.c.id)
    return [_run(row) for row in connection.execute(query)]


def of(connection: Connection, announcement: int, act: Act | None = "send") -> Sequence[Run]:
    """The runs of an announcement, oldest first; ``act`` None: of every act."""
    query = _load.where(runs.c.announcement_id == announcement)
    if act is not None:
        query = query.where(runs.c.act == act)
    return [_run(row) for row in connection.execute(query.order_by(runs.c.id))]


def is_preparing(run: Run) -> bool:
    """Whether it is still put together who gets it: nobody can be called unreached so far."""
    return run.frozen_at is None and run.state in ("running", "paused")


def change(connection: Connection, id: int, **values: Any) -> None:
    """Change columns of one run."""
    connection.execute(update(runs).where(runs.c.id == id).values(**values))


def turn(
    connection: Connection, announcement: int, states: Sequence[str], state: str, why: str = ""
) -> int:
    """Move the runs of an announcement that are in one of ``states``; how many those were."""
    where = (runs.c.announcement_id == announcement, runs.c.state.in_(states))
    return connection.execute(update(runs).where(*where).values(state=state, why=why)).rowcount


def hold(connection: Connection, id: int) -> bool:
    """Keep a run to oneself until the end of the transaction; False when somebody else has it."""
    query = select(runs.c.id).where(runs.c.id == id).with_for_update(skip_locked=True)
    return connection.execute(query).first() is not None


def add_parts(
    connection: Connection, id: int, channel: str, language: str, payloads: Sequence[str]
) -> None:
    """Keep what a run says on one channel in one language, once for all its rows."""
    for part, payload in enumerate(payloads):
        row = {"run_id": id, "channel": channel, "language": language, "part": part}
        connection.execute(insert(run_parts).values(**row, payload=payload))


def has_parts(connection: Connection, id: int) -> bool:
    """Whether the words of a run have been rendered."""
    query = select(run_parts.c.id).where(run_parts.c.run_id == id).limit(1)
    return connection.execute(query).first() is not None


def parts(connection: Connection, ids: Iterable[int]) -> dict[int, str]:
    """The stored pieces by number."""
    query = select(run_parts.c.id, run_parts.c.payload).where(run_parts.c.id.in_(tuple(ids)))
    return dict(connection.execute(query).all())


def is_done(connection: Connection, id: int) -> bool:
    """Whether no row of the run is still open."""
    left = exists().where(outbox.c.run_id == id, outbox.c.state.in_(OPEN_STATES))
    return not connection.execute(select(left)).scalar_one()


def show(connection: Connection, id: int, now: datetime, every: timedelta) -> bool:
    """Whether it is this caller's turn to show the progress of a run, at most once in ``every``."""
    stale = or_(runs.c.progress_at.is_(None), runs.c.progress_at <= now - every)
    where = update(runs).where(runs.c.id == id, stale)
    return connection.execute(where.values(progress_at=now)).rowcount == 1


def add(connection: Connection, counted: Mapping[tuple[int, str, str], int]) -> None:
    """Add to the tallies: {(run, state, reason): rows}."""
    for (run, state, reason), rows in sorted(counted.items()):
        statement = upsert(connection)(tallies).values(
            run_id=run, state=state, reason=reason, rows=rows
        )
        connection.execute(
            statement.on_conflict_do_update(
                index_elements=[tallies.c.run_id, tallies.c.state, tallies.c.reason],
                set_={"rows": tallies.c.rows + statement.excluded.rows},
            )
        )


def tally(connection: Connection, id: int) -> Sequence[tuple[str, str, int]]:
    """(state, reason, rows) of what is settled, without looking at the rows themselves."""
    query = select(tallies.c.state, tallies.c.reason, tallies.c.rows).where(tallies.c.run_id == id)
    return [(state, reason, rows) for state, reason, rows in connection.execute(query)]


def count(connection: Connection, id: int) -> Sequence[tuple[str, str, int]]:
    """The same counted from the rows, open ones included: for reports, not for the way there."""
    query = (
        select(outbox.c.state, outbox.c.reason, func.count())
        .where(outbox.c.run_id == id)
        .group_by(outbox.c.state, outbox.c.reason)
    )
    return [(state, reason, rows) for state, reason, rows in connection.execute(query)]


def recount(connection: Connection, id: int) -> int:
    """Put the tallies right from the rows; how many rows there are."""
    counted = count(connection, id)
    connection.execute(delete(tallies).where(tallies.c.run_id == id))
    add(connection, {(id, state, reason): rows for state, reason, rows in counted})
    return sum(rows for _state, _reason, rows in counted)


def _run(row: Any) -> Run:
    values = dict(row._mapping)
    values["announcement"] = values.pop("announcement_id")
    values["author"] = values.pop("author_id")
    values["audience"] = msgspec.convert(values["audience"], Audience)
    if values["places"] is not None:
        values["places"] = tuple(values["places"])
    return Run(**values)
