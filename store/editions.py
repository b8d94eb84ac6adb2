"""The edition of the content: one number that grows with every change of what people read.

Each process sees it with every message (``store.chats.meet``) and reads corrections and recordings
again when it has moved.
"""

from __future__ import annotations

from sqlalchemy import Column, Connection, Integer, Table, select

from store.schema import metadata, upsert

editions = Table(
    "editions",
    metadata,
    Column("id", Integer, primary_key=True),  # always 1
    Column("number", Integer, nullable=False),
)


def edition(connection: Connection) -> int:
    """The number of the edition that people should read; 0 before anything was changed."""
    return connection.execute(select(editions.c.number)).scalar_one_or_none() or 0


def renew(connection: Connection) -> None:
    """Begin a new edition; whoever does so next waits until this transaction has ended."""
    statement = upsert(connection)(editions).values(id=1, number=1)
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=[editions.c.id], set_={"number": editions.c.number + 1}
        )
    )
