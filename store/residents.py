"""Residents, their households, and what they agreed to: the least that serves them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    Column,
    Connection,
    ForeignKey,
    Integer,
    String,
    Table,
    func,
    insert,
    select,
    update,
)

from store import places
from store.chats import chats
from store.schema import Instant, metadata

households = Table(
    "households",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("place_id", ForeignKey("places.id"), nullable=False, index=True),
    Column("code", String(32), nullable=False, unique=True),
    Column("head_name", String(200)),
)

residents = Table(
    "residents",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("place_id", ForeignKey("places.id"), nullable=False, index=True),
    Column("household_id", ForeignKey("households.id"), index=True),
    Column("name", String(100), nullable=False, server_default=""),
    Column("created_at", Instant, nullable=False),
)

consents = Table(
    "consents",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("resident_id", ForeignKey("residents.id"), nullable=False, index=True),
    Column("purpose", String(20), nullable=False),  # "serve", "announce", "improve"
    Column("notice_version", String(20), nullable=False),
    Column("given_at", Instant, nullable=False),
    Column("withdrawn_at", Instant),
)


@dataclass(frozen=True, slots=True)
class Resident:
    """A resident as the records have them today."""

    id: int
    place: int
    name: str
    household: str
    consents: frozenset[str]


_load = select(
    residents.c.id,
    residents.c.place_id,
    residents.c.name,
    func.coalesce(households.c.code, "").label("household"),
).select_from(residents.outerjoin(households, households.c.id == residents.c.household_id))


def load(connection: Connection, resident: int) -> Resident | None:
    """The resident of that number, or None after an erasure."""
    row = connection.execute(_load.where(residents.c.id == resident)).first()
    if row is None:
        return None
    purposes = connection.execute(
        select(consents.c.purpose).where(
            consents.c.resident_id == resident, consents.c.withdrawn_at.is_(None)
        )
    ).scalars()
    return Resident(row.id, row.place_id, row.name, row.household, frozenset(purposes))


def of_chat(connection: Connection, chat: int) -> int | None:
    """The number of the resident who uses this chat."""
    return connection.execute(
        select(chats.c.resident_id).where(chats.c.id == chat)
    ).scalar_one_or_none()


def enrol(
    connection: Connection,
    chat: int,
    place: int,
    purposes: Iterable[str],
    notice_version: str,
    now: datetime,
) -> int:
    """Put the person of a chat on record, or bring the record up to date; returns its number."""
    resident = of_chat(connection, chat)
    if resident is None:
        resident = connection.execute(
            insert(residents).values(place_id=place, created_at=now).returning(residents.c.id)
        ).scalar_one()
        connection.execute(update(chats).where(chats.c.id == chat).values(resident_id=resident))
    else:
        move(connection, resident, place)
    for purpose in purposes:
        give_consent(connection, resident, purpose, notice_version, now)
    return resident


def give_consent(
    connection: Connection, resident: int, purpose: str, notice_version: str, now: datetime
) -> bool:
    """Write a consent down, once for each version of the notice; False when it stands already."""
    standing = connection.execute(
        select(consents.c.id).where(
            consents.c.resident_id == resident,
            consents.c.purpose == purpose,
            consents.c.notice_version == notice_version,
            consents.c.withdrawn_at.is_(None),
        )
    ).first()
    if standing is not None:
        return False
    connection.execute(
        insert(consents).values(
            resident_id=resident, purpose=purpose, notice_version=notice_version, given_at=now
        )
    )
    return True


def withdraw_consent(connection: Connection, resident: int, purpose: str, now: datetime) -> bool:
    """End a consent; the row stays as proof of both. False when none stood."""
    ended = connection.execute(
        update(consents)
        .where(
            consents.c.resident_id == resident,
            consents.c.purpose == purpose,
            consents.c.withdrawn_at.is_(None),
        )
        .values(withdrawn_at=now)
    )
    return ended.rowcount > 0


def move(connection: Connection, resident: int, place: int) -> bool:
    """Change the hamlet; a household of another hamlet is left. False when it stands already."""
    moved = connection.execute(
        update(residents)
        .where(residents.c.id == resident, residents.c.place_id != place)
        .values(place_id=place)
    )
    theirs = select(households.c.id).where(households.c.place_id.in_(places.under(place)))
    connection.execute(
        update(residents)
        .where(residents.c.id == resident, residents.c.household_id.not_in(theirs))
        .values(household_id=None)
    )
    return moved.rowcount > 0


def rename(connection: Connection, resident: int, name: str) -> None:
    """Change what the resident is called; empty for no name."""
    connection.execute(update(residents).where(residents.c.id == resident).values(name=name))


def join_household(connection: Connection, resident: int, code: str) -> bool:
    """Make the resident a member of that household; False when their hamlet has no such code.

    A code of another hamlet is not taken, and is not told from one that does not exist.
    """
    place = connection.execute(
        select(residents.c.place_id).where(residents.c.id == resident)
    ).scalar_one()
    household = connection.execute(
        select(households.c.id).where(
            func.upper(households.c.code) == code.upper(),
            households.c.place_id.in_(places.under(place)),
        )
    ).scalar_one_or_none()
    if household is None:
        return False
    connection.execute(
        update(residents).where(residents.c.id == resident).values(household_id=household)
    )
    return True


def leave_household(connection: Connection, resident: int) -> None:
    """The resident is a member of no household."""
    connection.execute(
        update(residents).where(residents.c.id == resident).values(household_id=None)
    )


def place_of_household(connection: Connection, household: int) -> int | None:
    """The place on record of a household; None for one that is unknown."""
    query = select(households.c.place_id).where(households.c.id == household)
    place: int | None = connection.execute(query).scalar_one_or_none()
    return place
