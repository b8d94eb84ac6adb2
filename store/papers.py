"""Which papers a person has ready: ticks on the lists of guides, by the keys of the papers only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import (
    Column,
    Connection,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    delete,
    func,
    select,
)

from store.chats import chats
from store.schema import Instant, metadata, upsert

paper_ticks = Table(
    "paper_ticks",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("chat_id", ForeignKey("chats.id"), nullable=False),
    Column("list", String(50), nullable=False),  # “guide:step”
    Column("paper", String(16), nullable=False),
    Column("at", Instant, nullable=False),
    Index("uq_paper_ticks_chat_list_paper", "chat_id", "list", "paper", unique=True),
    Index("ix_paper_ticks_at", "at"),
)


def theirs(connection: Connection, chat: int) -> tuple[int, ...]:
    """The chats of the person in a chat: one ticks on the telephone and reads on the computer."""
    resident = connection.execute(
        select(chats.c.resident_id).where(chats.c.id == chat)
    ).scalar_one_or_none()
    if resident is None:
        return (chat,)
    query = select(chats.c.id).where(chats.c.resident_id == resident).order_by(chats.c.id)
    return tuple(connection.execute(query).scalars())


@dataclass(frozen=True, slots=True)
class StoredTicks:
    """The ticks of the person in one chat (the port ``ticks``)."""

    connection: Connection
    chat: int

    def of(self, list: str) -> frozenset[str]:
        """The keys of the papers ticked on one list (“guide:step”)."""
        query = select(paper_ticks.c.paper).where(
            paper_ticks.c.chat_id.in_(theirs(self.connection, self.chat)),
            paper_ticks.c.list == list,
        )
        return frozenset(self.connection.execute(query).scalars())

    def lists(self) -> Sequence[str]:
        """The lists with a tick, the one touched last first."""
        newest = func.max(paper_ticks.c.at)
        query = (
            select(paper_ticks.c.list)
            .where(paper_ticks.c.chat_id.in_(theirs(self.connection, self.chat)))
            .group_by(paper_ticks.c.list)
            .order_by(newest.desc(), paper_ticks.c.list)
        )
        return tuple(self.connection.execute(query).scalars())


def tick(connection: Connection, chat: int, list: str, paper: str, now: datetime) -> None:
    """Keep that a paper is ready; twice is as good as once."""
    values = {"chat_id": chat, "list": list, "paper": paper, "at": now}
    statement = upsert(connection)(paper_ticks).values(**values)
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=["chat_id", "list", "paper"], set_={"at": statement.excluded.at}
        )
    )


def untick(connection: Connection, chat: int, list: str, paper: str = "") -> None:
    """Forget one tick, or with no paper named all of a list, in every chat of the person."""
    rows = (
        paper_ticks.c.chat_id.in_(theirs(connection, chat)),
        paper_ticks.c.list == list,
        *((paper_ticks.c.paper == paper,) if paper else ()),
    )
    connection.execute(delete(paper_ticks).where(*rows))


def forget_before(connection: Connection, before: datetime) -> int:
    """Forget ticks older than ``before``; returns how many."""
    return connection.execute(delete(paper_ticks).where(paper_ticks.c.at < before)).rowcount


class Owner(Protocol):
    """Whose ticks they are: all chats of one person."""

    @property
    def chats(self) -> tuple[int, ...]: ...


def shown(connection: Connection, who: Owner) -> list[dict[str, Any]]:
    """A person's ticks, for their copy."""
    query = (
        select(paper_ticks.c.list, paper_ticks.c.paper, paper_ticks.c.at)
        .where(paper_ticks.c.chat_id.in_(who.chats))
        .order_by(paper_ticks.c.id)
    )
    return [
        {"list": row.list, "paper": row.paper, "at": row.at.isoformat()}
        for row in connection.execute(query)
    ]


def erased(connection: Connection, who: Owner, _now: datetime) -> None:
    """Erase a person's ticks."""
    connection.execute(delete(paper_ticks).where(paper_ticks.c.chat_id.in_(who.chats)))
