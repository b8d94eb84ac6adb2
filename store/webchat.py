"""The server's side of the web chat: what was said to each visitor, in order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import (
    Column,
    Connection,
    Index,
    Integer,
    Row,
    String,
    Table,
    Text,
    delete,
    func,
    select,
)

from store.chats import chats
from store.schema import Instant, metadata, upsert

mailbox = Table(
    "mailbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("chat", String(64), nullable=False),  # the visitor's own id, from the signed cookie
    Column("row", Integer, nullable=False, unique=True),  # the outbox row: sent twice is kept once
    Column("payload", Text, nullable=False),  # a bot.channels.base.Piece as JSON
    Column("at", Instant, nullable=False),
    Index("ix_mailbox_chat", "chat", "id"),
    # Pages remember the number of the last letter they have shown, so a number must never come
    # back, not even when the newest letters were erased.
    sqlite_autoincrement=True,
)


def put(connection: Connection, chat: str, row: int, payload: str, at: datetime) -> int:
    """Keep a letter under its outbox row, once, and return its number."""
    values = {"chat": chat, "row": row, "payload": payload, "at": at}
    if connection.dialect.name == "postgresql":
        # Numbers are given before the commit: without a turn per chat, a page that has seen 11
        # would never learn of a 10 that was committed a moment later.
        connection.execute(select(func.pg_advisory_xact_lock(func.hashtext(chat))))
    connection.execute(upsert(connection)(mailbox).values(values).on_conflict_do_nothing())
    seq: int = connection.execute(select(mailbox.c.id).where(mailbox.c.row == row)).scalar_one()
    return seq


def after(
    connection: Connection, chat: str, seq: int, limit: int
) -> Sequence[Row[int, str, datetime]]:
    """(id, payload, at) of the newest ``limit`` letters after number ``seq``, oldest first."""
    newest = (
        select(mailbox.c.id, mailbox.c.payload, mailbox.c.at)
        .where(mailbox.c.chat == chat, mailbox.c.id > seq)
        .order_by(mailbox.c.id.desc())
        .limit(limit)
    )
    return connection.execute(newest).all()[::-1]


def language(connection: Connection, chat: str) -> str:
    """The language that the visitor chose in the conversation; empty before that."""
    chosen = connection.execute(
        select(chats.c.language).where(chats.c.channel == "webchat", chats.c.chat == chat)
    ).scalar()
    return chosen or ""


def erase(connection: Connection, chat: str) -> int:
    """Forget all that was said to one visitor; returns how many letters that were."""
    return connection.execute(delete(mailbox).where(mailbox.c.chat == chat)).rowcount


def forget_before(connection: Connection, moment: datetime) -> int:
    """Forget letters older than ``moment``; returns how many."""
    return connection.execute(delete(mailbox).where(mailbox.c.at < moment)).rowcount
