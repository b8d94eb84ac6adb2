"""What came in: ids only, so that an event that is delivered twice is handled once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, Connection, Index, String, Table, bindparam, delete, text

from store.schema import Instant, metadata

inbound = Table(
    "inbound",
    metadata,
    Column("channel", String(20), primary_key=True),
    Column("id", String(128), primary_key=True),  # the platform's id of the event
    Column("at", Instant, nullable=False),
    Index("ix_inbound_at", "at"),
)

_take = text(
    "INSERT INTO inbound (channel, id, at) VALUES (:channel, :id, :at) ON CONFLICT DO NOTHING"
).bindparams(bindparam("at", type_=Instant()))


def take(connection: Connection, channel: str, id: str, now: datetime) -> bool:
    """Note an event; False when it was taken before."""
    return connection.execute(_take, {"channel": channel, "id": id, "at": now}).rowcount == 1


def forget(connection: Connection, before: datetime) -> int:
    """Forget events taken before ``before``: platforms do not repeat them any more."""
    return connection.execute(delete(inbound).where(inbound.c.at < before)).rowcount
