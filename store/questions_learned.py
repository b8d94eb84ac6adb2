"""The number of what has been learned: it grows with every change, so that a process that answers
sees with one small look whether it has to read the approved answers again."""

from __future__ import annotations

from sqlalchemy import Column, Connection, Integer, Table, select

from store.schema import metadata, upsert

learned = Table(
    "learned",
    metadata,
    Column("id", Integer, primary_key=True),  # always 1
    Column("version", Integer, nullable=False),
)

_version = select(learned.c.version)


def version(connection: Connection) -> int:
    """The number as it stands; 0 before anything was learned."""
    return connection.execute(_version).scalar_one_or_none() or 0


def bump(connection: Connection) -> None:
    """Something has changed in what was learned."""
    statement = upsert(connection)(learned).values(id=1, version=1)
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=[learned.c.id], set_={"version": learned.c.version + 1}
        )
    )
