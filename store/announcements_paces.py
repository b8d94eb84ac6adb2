"""One row for each bot: how fast its bulk goes and until when it is held, for all processes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Column, Connection, Float, Integer, Row, String, Table, select

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


def take(connection: Connection, channel: str) -> Row[Any] | None:
    """The row of a channel, to oneself until the end of the transaction."""
    query = select(paces).where(paces.c.channel == channel).with_for_update()
    return connection.execute(query).first()


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
    values = {
        "rate": rate,
        "rated_at": rated_at,
        "free_at": free_at,
        "held_until": held_until,
        "failures": failures,
    }
    connection.execute(
        upsert(connection)(paces)
        .values(channel=channel, **values)
        .on_conflict_do_update(index_elements=[paces.c.channel], set_=values)
    )
