"""Residents, their households, and what they agreed to: the least that serves them."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, String, Table

from store.schema import Instant, metadata

households = Table(
    "households",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("place_id", ForeignKey("places.id"), nullable=False, index=True),
    Column("code", String(32), nullable=False, unique=True),
    Column("head_name", String(200)),
)

residents = Table(
    "residents",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("place_id", ForeignKey("places.id"), nullable=False, index=True),
    Column("household_id", ForeignKey("households.id"), index=True),
    Column("name", String(100), nullable=False, server_default=""),
    Column("created_at", Instant, nullable=False),
)

consents = Table(
    "consents",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("resident_id", ForeignKey("residents.id"), nullable=False, index=True),
    Column("purpose", String(20), nullable=False),  # "serve", "announce", "improve"
    Column("notice_version", String(20), nullable=False),
    Column("given_at", Instant, nullable=False),
    Column("withdrawn_at", Instant),
)

# A request about one's data, with its legal clock (Decree 356/2025). It outlives the resident's
# record, so it names nobody: ``resident_id`` is emptied when the record is erased.
requests = Table(
    "requests",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("resident_id", Integer),
    Column("kind", String(20), nullable=False),  # "see", "export", "correct", "erase", "withdraw"
    Column("asked_at", Instant, nullable=False),
    Column("acknowledge_by", Instant, nullable=False),
    Column("due_by", Instant, nullable=False),
    Column("done_at", Instant),
)
