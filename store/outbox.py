"""What goes out: one row is one API call; attempts are rows, the verdict is a column."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text

from store.schema import Instant, metadata

REPLY, BULK = 0, 1  # lanes: replies go first

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source", String(160), nullable=False),  # "in:<inbound id>", "run:<number>", …
    Column("chat_id", ForeignKey("chats.id"), nullable=False),
    Column("part", Integer, nullable=False),
    Column("lane", Integer, nullable=False),
    Column("channel", String(20), nullable=False),
    Column("payload", Text, nullable=False),  # a bot.channels.base.Piece as JSON
    # planned, leased, wait, sent, failed, skipped, unknown
    Column("state", String(10), nullable=False),
    Column("leased_by", String(40), nullable=False, server_default=""),
    Column("leased_until", Instant),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("next_at", Instant),
    Column("reason", String(200), nullable=False, server_default=""),
    Column("external_id", String(64), nullable=False, server_default=""),
    Column("created_at", Instant, nullable=False),
    Column("settled_at", Instant),
    Index("uq_outbox_source_chat_part", "source", "chat_id", "part", unique=True),
    Index("ix_outbox_due", "state", "lane", "next_at"),
    Index("ix_outbox_chat", "chat_id"),
)

attempts = Table(
    "attempts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("outbox_id", ForeignKey("outbox.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("at", Instant, nullable=False),
    Column("outcome", String(10), nullable=False),
    Column("detail", String(200), nullable=False, server_default=""),
)
