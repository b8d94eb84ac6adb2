"""Reviews: who read a guide again, and found that it still holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, Connection, ForeignKey, Integer, String, Table, insert, select

from store.audit import note as audit
from store.editions import renew
from store.schema import Instant, metadata

reviews = Table(
    "guide_reviews",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("guide", String(32), nullable=False),
    Column("base", String(64), nullable=False),  # digest of the file that was read
    Column("cadre_id", ForeignKey("cadres.id"), nullable=False),
    Column("at", Instant, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Review:
    """Who read a guide again and found it true."""

    guide: str
    base: str
    cadre_id: int
    at: datetime


def review(connection: Connection, *, guide: str, base: str, by: int, now: datetime) -> None:
    """Put on record that a guide was read again and still holds."""
    renew(connection)
    row = {"guide": guide, "base": base, "cadre_id": by, "at": now}
    connection.execute(insert(reviews).values(row))
    audit(connection, "review", f"guide:{guide}", by=by, now=now)


def reviewed(connection: Connection) -> Sequence[Review]:
    """All reviews, the oldest first."""
    columns = (reviews.c.guide, reviews.c.base, reviews.c.cadre_id, reviews.c.at)
    rows = connection.execute(select(*columns).order_by(reviews.c.id))
    return [Review(**row._mapping) for row in rows]
