"""Who has been reached and whose door must be knocked on, counted in households by place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    and_,
    case,
    cast,
    exists,
    false,
    func,
    or_,
    select,
    true,
)

from store.announcements_acks import acks
from store.announcements_runs import Run, of, source
from store.announcements_runs import runs as every_run
from store.chats import chats
from store.outbox import attempts, outbox
from store.residents import households, residents


@dataclass(frozen=True, slots=True)
class Tally:
    """The households of one place: each counts once in every column that is true of it."""

    place: int
    households: int
    reached: int
    acknowledged: int
    told: int
    open: int  # neither reached nor told: a door to knock on


@dataclass(frozen=True, slots=True)
class Apart:
    """People of one place who are of no household on record; ``sent``: those it was sent to."""

    place: int
    people: int
    sent: int


@dataclass(frozen=True, slots=True)
class Door:
    """A household that must be visited; ``head`` may be empty."""

    household: int
    place: int
    code: str
    head: str


def by_place(connection: Connection, number: int) -> Sequence[Tally]:
    """The households meant by an announcement, by the place on their record."""
    runs = of(connection, number)
    reached, acknowledged, told = _reached(runs), _said(number, 0), _said(number, 1)
    rows = connection.execute(
        select(
            households.c.place_id,
            func.count(),
            _sum(reached),
            _sum(acknowledged),
            _sum(told),
            _sum(~or_(reached, acknowledged, told)),
        )
        .where(_meant(connection, runs))
        .group_by(households.c.place_id)
        .order_by(households.c.place_id)
    )
    return [Tally(*values) for values in map(tuple, rows)]


def apart(connection: Connection, runs: Sequence[int]) -> Sequence[Apart]:
    """The recipients of some runs who count in no household, by the place on their record."""
    each: Any = (
        select(
            residents.c.place_id,
            func.max(case((outbox.c.state == "sent", 1), else_=0)).label("got"),
        )
        .select_from(
            outbox.join(chats, outbox.c.chat_id == chats.c.id).join(
                residents, chats.c.resident_id == residents.c.id
            )
        )
        .where(outbox.c.run_id.in_(runs), residents.c.household_id.is_(None))
        .group_by(residents.c.id, residents.c.place_id)
        .subquery()
    )
    query = select(each.c.place_id, func.count(), func.sum(each.c.got)).group_by(each.c.place_id)
    return [Apart(*values) for values in map(tuple, connection.execute(query))]


def doors(
    connection: Connection, number: int, places: Sequence[int] | None = None
) -> Sequence[Door]:
    """The households that were neither reached nor told, of these places or of all meant."""
    runs = of(connection, number)
    query = (
        select(
            households.c.id,
            households.c.place_id,
            households.c.code,
            func.coalesce(households.c.head_name, ""),
        )
        .where(_meant(connection, runs), ~or_(_reached(runs), _said(number, 0), _said(number, 1)))
        .order_by(households.c.place_id, households.c.code)
    )
    if places is not None:
        query = query.where(households.c.place_id.in_(places))
    return [Door(*values) for values in map(tuple, connection.execute(query))]


def doubtful(connection: Connection, runs: Sequence[int], most: int) -> Sequence[tuple[int, int]]:
    """(row, chat) of messages that may have come twice, or may not have come at all.

    A call was under way when its process died, or its answer never came back.
    """
    unclear = exists().where(
        attempts.c.outbox_id == outbox.c.id, attempts.c.outcome.in_(("lost", "unknown"))
    )
    query = (
        select(outbox.c.id, outbox.c.chat_id)
        .where(outbox.c.run_id.in_(runs), unclear)
        .order_by(outbox.c.id)
        .limit(most)
    )
    return [(row, chat) for row, chat in connection.execute(query)]


def last_settled(connection: Connection, runs: Sequence[int]) -> datetime | None:
    """When the last message of some runs was sent."""
    query = select(func.max(outbox.c.settled_at)).where(
        outbox.c.run_id.in_(runs), outbox.c.state == "sent"
    )
    last: datetime | None = connection.execute(query).scalar_one()
    return last


def sent_between(connection: Connection, start: datetime, end: datetime) -> Sequence[int]:
    """The announcements that went out (``end`` excluded), by number."""
    query = (
        select(every_run.c.announcement_id)
        .where(
            every_run.c.act == "send", every_run.c.started_at >= start, every_run.c.started_at < end
        )
        .distinct()
        .order_by(every_run.c.announcement_id)
    )
    return connection.execute(query).scalars().all()


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(cast(condition, Integer)), 0)


def _meant(connection: Connection, runs: Sequence[Run]) -> ColumnElement[bool]:
    """The households of the audiences, narrowed as they were when each run began."""
    return or_(false(), *(_of_run(connection, run) for run in runs if run.audience.people))


def _of_run(connection: Connection, run: Run) -> ColumnElement[bool]:
    meant: list[ColumnElement[bool]] = [
        true() if run.places is None else households.c.place_id.in_(run.places)
    ]
    if run.audience.missed:
        earlier = of(connection, run.audience.missed)
        meant.append(~_reached(earlier, run.started_at))
    for number in filter(None, (run.audience.missed, run.audience.silent)):
        said = acks.alias(f"before_{run.id}_{number}")
        meant.append(
            ~exists().where(
                said.c.announcement_id == number,
                said.c.household_id == households.c.id,
                said.c.at < run.started_at,
            )
        )
    return and_(true(), *meant)


def _reached(runs: Sequence[Run], before: datetime | None = None) -> ColumnElement[bool]:
    # Looked up once, not for each household: one by one, SQLite goes through the whole run.
    them: Any = outbox.join(chats, outbox.c.chat_id == chats.c.id).join(
        residents, chats.c.resident_id == residents.c.id
    )
    return households.c.id.in_(
        select(residents.c.household_id)
        .select_from(them)
        .where(
            residents.c.household_id.is_not(None),
            outbox.c.source.in_([source(run.id) for run in runs]),
            outbox.c.state == "sent",
            true() if before is None else outbox.c.settled_at < before,
        )
    )


def _said(number: int, by_hand: int) -> ColumnElement[bool]:
    said = acks.alias(f"said_{by_hand}")
    return exists().where(
        said.c.announcement_id == number,
        said.c.household_id == households.c.id,
        said.c.by_hand == by_hand,
    )
