"""Chats: where somebody can be reached on a channel, and what is on their screen."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table

from store.schema import Instant, Json, metadata

chats = Table(
    "chats",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("channel", String(20), nullable=False),
    Column("chat", String(64), nullable=False),  # the platform's own id
    Column("is_group", Boolean, nullable=False),
    Column("resident_id", ForeignKey("residents.id"), index=True),
    Column("language", String(8), nullable=False, server_default=""),
    Column("state", String(10), nullable=False, server_default="open"),  # open, blocked, gone
    Column("screen", Json, nullable=False),  # [[press, label], …] of the last menu shown
    Column("last_guide", String(40), nullable=False, server_default=""),
    Column("last_press", String(64), nullable=False, server_default=""),
    Column("pressed_at", Instant),
    Column("stopped_at", Instant),  # announcements stopped by the person
    Column("created_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Index("uq_chats_channel_chat", "channel", "chat", unique=True),
)
