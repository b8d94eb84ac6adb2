"""What came in: ids only, so that an event that is delivered twice is handled once."""

from __future__ import annotations

from sqlalchemy import Column, Index, String, Table

from store.schema import Instant, metadata

inbound = Table(
    "inbound",
    metadata,
    Column("channel", String(20), primary_key=True),
    Column("id", String(128), primary_key=True),  # the platform's id of the event
    Column("at", Instant, nullable=False),
    Index("ix_inbound_at", "at"),
)
