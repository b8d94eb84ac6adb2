"""One row for each bot: how fast its bulk goes and until when it is held, for all processes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Column, Connection, Float, Integer, Row, String, Table, select, update

from store.schema import Instant, metadata, upsert

paces = Table(
    "paces",
    metadata,
    Column("channel", String(20), primary_key=True),
    Column("rate", Float, nullable=False),  # messages a second
    Column("rated_at", Instant, nullable=False),  # when that rate held; it recovers from there
    Column("free_at", Instant, nullable=False),  # the first slot that nobody has
    Column("held_until", Instant, nullable=False),
    Column("failures", Integer, nullable=False),  # holds in a row
)


def take(connection: Connection, channel: str, rate: float, now: datetime) -> Row[Any]:
    """The row of a channel, to oneself until the end of the transaction.

    The first to ask makes it, with ``rate``; two that ask at once get one row, one after the other.
    """
    query = select(paces).where(paces.c.channel == channel).with_for_update()
    row = connection.execute(query).first()
    if row is not None:
        return row
    times = {"rated_at": now, "free_at": now, "held_until": now}
    made = upsert(connection)(paces).values(channel=channel, rate=rate, failures=0, **times)
    connection.execute(made.on_conflict_do_nothing())
    return connection.execute(query).one()


def put(
    connection: Connection,
    channel: str,
    *,
    rate: float,
    rated_at: datetime,
    free_at: datetime,
    held_until: datetime,
    failures: int,
) -> None:
    """Write the row of a channel."""
    connection.execute(
        update(paces)
        .where(paces.c.channel == channel)
        .values(
            rate=rate,
            rated_at=rated_at,
            free_at=free_at,
            held_until=held_until,
            failures=failures,
        )
    )
