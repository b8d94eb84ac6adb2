"""The server's side of the web chat: what was said to each visitor, in order."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, String, Table, Text

from store.schema import Instant, metadata

mailbox = Table(
    "mailbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("chat", String(64), nullable=False),  # the visitor's own id, from the signed cookie
    Column("row", Integer, nullable=False, unique=True),  # the outbox row: sent twice is kept once
    Column("payload", Text, nullable=False),  # a bot.channels.base.Piece as JSON
    Column("at", Instant, nullable=False),
    Index("ix_mailbox_chat", "chat", "id"),
)
