"""Requests about one's own data, with their legal clocks (Decree 356/2025/NĐ-CP)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Column, Connection, Integer, Row, String, Table, insert, select, update

from bot.locale import ZONE
from store.schema import Instant, metadata

# A request outlives the resident's record, so it names nobody: ``resident_id`` is emptied when the
# record is erased.
requests = Table(
    "requests",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("resident_id", Integer),
    Column("kind", String(20), nullable=False),  # a key of DAYS
    Column("asked_at", Instant, nullable=False),
    Column("acknowledge_by", Instant, nullable=False),
    Column("due_by", Instant, nullable=False),
    Column("done_at", Instant),
)

#: Days within which a request must be met: to see or correct 10, to withdraw, restrict or object
#: 15, to erase 20 (Decree 356/2025, facts/domain.md d). A copy counts as seeing.
DAYS = {
    "see": 10,
    "export": 10,
    "correct": 10,
    "withdraw": 15,
    "restrict": 15,
    "object": 15,
    "erase": 20,
}
#: Working days within which it must be acknowledged (the same decree).
ACKNOWLEDGE_WORKING_DAYS = 2


@dataclass(frozen=True, slots=True)
class Clock:
    """By when a request is to be acknowledged and met: the last second of those days."""

    acknowledge_by: datetime
    due_by: datetime


def clock(kind: str, asked_at: datetime) -> Clock:
    """The legal clock of a request, counted on the calendar of Vietnam from the day after.

    Saturdays and Sundays are no working days. Public holidays are not known here, so a deadline
    is never later than the law's.
    """
    asked_on = asked_at.astimezone(ZONE).date()
    working = asked_on
    for _day in range(ACKNOWLEDGE_WORKING_DAYS):
        working = _next_working_day(working)
    return Clock(_end_of(working), _end_of(asked_on + timedelta(days=DAYS[kind])))


def ask(connection: Connection, resident: int, kind: str, now: datetime) -> Clock:
    """Write a request down; the same one that is still open is not written twice."""
    open_one = connection.execute(
        select(requests.c.acknowledge_by, requests.c.due_by).where(
            requests.c.resident_id == resident,
            requests.c.kind == kind,
            requests.c.done_at.is_(None),
        )
    ).first()
    if open_one is not None:
        return Clock(open_one.acknowledge_by, open_one.due_by)
    return _write(connection, resident, kind, now, None)


def ask_and_meet(connection: Connection, resident: int | None, kind: str, now: datetime) -> None:
    """Write down a request that was met at once."""
    _write(connection, resident, kind, now, now)


def meet(connection: Connection, request: int, now: datetime) -> None:
    """An officer has met a request."""
    connection.execute(
        update(requests)
        .where(requests.c.id == request, requests.c.done_at.is_(None))
        .values(done_at=now)
    )


def waiting(connection: Connection) -> Sequence[Row[Any]]:
    """The requests that nobody has met yet, the most pressing first."""
    return connection.execute(
        select(requests).where(requests.c.done_at.is_(None)).order_by(requests.c.due_by)
    ).all()


def _write(
    connection: Connection,
    resident: int | None,
    kind: str,
    now: datetime,
    done_at: datetime | None,
) -> Clock:
    terms = clock(kind, now)
    connection.execute(
        insert(requests).values(
            resident_id=resident,
            kind=kind,
            asked_at=now,
            acknowledge_by=terms.acknowledge_by,
            due_by=terms.due_by,
            done_at=done_at,
        )
    )
    return terms


def _next_working_day(day: date) -> date:
    day += timedelta(days=1)
    while day.isoweekday() > 5:
        day += timedelta(days=1)
    return day


def _end_of(day: date) -> datetime:
    return datetime.combine(day, time(23, 59, 59), ZONE)
