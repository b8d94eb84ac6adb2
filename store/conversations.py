"""Open and parked conversations, as the engine keeps them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    bindparam,
    delete,
    insert,
    select,
    text,
    update,
)

from store.schema import Instant, Json, metadata

conversations = Table(
    "conversations",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("chat_id", ForeignKey("chats.id"), nullable=False),
    Column("flow", String(20), nullable=False),
    Column("argument", String(40), nullable=False),
    Column("state", Json, nullable=False),  # bot.talk.flow.State
    Column("is_open", Boolean, nullable=False),  # the one on the screen; others are parked
    Column("failures", Integer, nullable=False, server_default="0"),
    Column("updated_at", Instant, nullable=False),
    Index("uq_conversations_chat_flow", "chat_id", "flow", "argument", unique=True),
    Index(
        "uq_conversations_open",
        "chat_id",
        unique=True,
        sqlite_where=text("is_open"),
        postgresql_where=text("is_open"),
    ),
)


_save = (
    update(conversations)
    .where(conversations.c.id == bindparam("row"))
    .values(state=bindparam("state"), updated_at=bindparam("at"), failures=0, is_open=True)
)


def save(connection: Connection, row: int, state: dict[str, Any], now: datetime) -> None:
    """Keep the state of the open conversation after a turn."""
    connection.execute(_save, {"row": row, "state": state, "at": now})


_open = insert(conversations)


def open_new(connection: Connection, chat_id: int, state: dict[str, Any], now: datetime) -> None:
    """Keep the state of a conversation that has just begun; no other may be open."""
    connection.execute(
        _open,
        {
            "chat_id": chat_id,
            "flow": state["flow"],
            "argument": state["argument"],
            "state": state,
            "is_open": True,
            "updated_at": now,
        },
    )


def touched(connection: Connection, row: int) -> datetime:
    """When a conversation was last gone on with."""
    query = select(conversations.c.updated_at).where(conversations.c.id == row)
    moment: datetime = connection.execute(query).scalar_one()
    return moment


_drop = delete(conversations).where(conversations.c.id == bindparam("row"))


def park(connection: Connection, row: int) -> None:
    """Put the open conversation aside, to be gone on with later."""
    connection.execute(update(conversations).where(conversations.c.id == row).values(is_open=False))


def drop(connection: Connection, row: int) -> None:
    """Forget a conversation."""
    connection.execute(_drop, {"row": row})


def drop_parked(connection: Connection, chat_id: int, flow: str) -> None:
    """Forget earlier tries at a conversation that has now come to its end."""
    connection.execute(
        delete(conversations).where(
            conversations.c.chat_id == chat_id,
            conversations.c.flow == flow,
            ~conversations.c.is_open,
        )
    )


def fail(connection: Connection, row: int) -> None:
    """Count a turn in which the conversation broke."""
    connection.execute(
        update(conversations)
        .where(conversations.c.id == row)
        .values(failures=conversations.c.failures + 1)
    )


_parked = select(conversations.c.id, conversations.c.state).where(
    conversations.c.chat_id == bindparam("chat"),
    conversations.c.flow == bindparam("flow"),
    conversations.c.argument == bindparam("argument"),
)


def parked(
    connection: Connection, chat_id: int, flow: str, argument: str
) -> tuple[int, dict[str, Any]] | None:
    """The parked conversation of that name, by row and state."""
    key = {"chat": chat_id, "flow": flow, "argument": argument}
    row = connection.execute(_parked, key).first()
    return None if row is None else (row.id, row.state)


_newest = (
    select(conversations.c.state)
    .where(conversations.c.chat_id == bindparam("chat"), ~conversations.c.is_open)
    .order_by(conversations.c.updated_at.desc(), conversations.c.id.desc())
    .limit(1)
)


def newest_parked(connection: Connection, chat_id: int) -> dict[str, Any] | None:
    """The state of the conversation that was put aside last."""
    state: dict[str, Any] | None = connection.execute(
        _newest, {"chat": chat_id}
    ).scalar_one_or_none()
    return state


def forget_idle(connection: Connection, before: datetime) -> int:
    """Forget conversations that nobody has touched since ``before``; returns how many."""
    return connection.execute(
        delete(conversations).where(conversations.c.updated_at < before)
    ).rowcount
