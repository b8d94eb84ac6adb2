"""Open and parked conversations, as the engine keeps them."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, text

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
