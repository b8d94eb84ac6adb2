"""Who has understood: “Đã rõ” counts once for a household, and so does a visit at the door."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeAlias

from sqlalchemy import (
    Column,
    Connection,
    ForeignKey,
    Index,
    Integer,
    Row,
    String,
    Table,
    func,
    select,
)

from store.cadres import cadres
from store.residents import households, residents
from store.schema import Instant, metadata, upsert

Said: TypeAlias = Literal["seen", "come", "away"]  # “Đã rõ”, “tôi sẽ đến”, “tôi không đến được”

acks = Table(
    "acks",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("announcement_id", ForeignKey("announcements.id"), nullable=False),
    # "h12": household 12; "r34": resident 34, who has told no household
    Column("key", String(24), nullable=False),
    Column("answer", String(8), nullable=False),  # Said, or "told": told in person by a cadre
    Column("household_id", ForeignKey("households.id"), index=True),
    Column("resident_id", ForeignKey("residents.id"), index=True),
    Column("cadre_id", ForeignKey("cadres.id")),
    Column("at", Instant, nullable=False),
    Column("by_hand", Integer, nullable=False),  # 0: pressed by the household, 1: told in person
    Index("uq_acks_once", "announcement_id", "key", "by_hand", unique=True),
)


def acknowledge(
    connection: Connection, announcement: int, resident: int, answer: Said, now: datetime
) -> bool:
    """Count the resident's household; its newest answer holds. False when it was known before."""
    household: int | None = connection.execute(
        select(residents.c.household_id).where(residents.c.id == resident)
    ).scalar_one_or_none()
    key = f"h{household}" if household is not None else f"r{resident}"
    known = connection.execute(
        select(acks.c.answer).where(
            acks.c.announcement_id == announcement, acks.c.key == key, acks.c.by_hand == 0
        )
    ).scalar_one_or_none()
    if known == answer:
        return False
    values = {"answer": answer, "resident_id": resident, "household_id": household, "at": now}
    statement = upsert(connection)(acks).values(
        announcement_id=announcement, key=key, by_hand=0, **values
    )
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=[acks.c.announcement_id, acks.c.key, acks.c.by_hand], set_=values
        )
    )
    return known is None


def tell(
    connection: Connection, announcement: int, household: int, cadre: int, now: datetime
) -> bool:
    """Put on record that a cadre told the household in person; False when that was known."""
    row = {"announcement_id": announcement, "key": f"h{household}", "household_id": household}
    statement = upsert(connection)(acks).values(
        **row, answer="told", cadre_id=cadre, by_hand=1, at=now
    )
    made = connection.execute(statement.on_conflict_do_nothing().returning(acks.c.id))
    return made.first() is not None


@dataclass(frozen=True, slots=True)
class Told:
    """A household that was told at its door: by whom, and when."""

    code: str
    by: str
    at: datetime


def told(connection: Connection, announcement: int) -> Sequence[Told]:
    """The households that were told in person, in the order in which that was entered."""
    query = (
        select(households.c.code, cadres.c.name, acks.c.at)
        .select_from(
            acks.join(households, households.c.id == acks.c.household_id).join(
                cadres, cadres.c.id == acks.c.cadre_id
            )
        )
        .where(acks.c.announcement_id == announcement, acks.c.by_hand == 1)
        .order_by(acks.c.id)
    )
    return [Told(*values) for values in map(tuple, connection.execute(query))]


def answers(connection: Connection, announcement: int) -> dict[str, int]:
    """How many households gave which answer."""
    query = select(acks.c.answer, func.count()).where(acks.c.announcement_id == announcement)
    return dict(connection.execute(query.group_by(acks.c.answer)).all())


def of(connection: Connection, announcement: int) -> Sequence[Row[Any]]:
    """Every answer with its household, who told it, and when."""
    query = select(acks).where(acks.c.announcement_id == announcement)
    return connection.execute(query.order_by(acks.c.id)).all()
