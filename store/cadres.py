"""Cadres, the roles granted to them, invitations, and the audit log of what they did."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, text

from store.schema import Instant, Json, metadata

cadres = Table(
    "cadres",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("handle", String(40), nullable=False, unique=True),  # "demo-chairman"
    Column("name", String(100), nullable=False),
    Column("office", String(100), nullable=False, server_default=""),
    Column("chat_id", ForeignKey("chats.id"), unique=True),
    Column("created_at", Instant, nullable=False),
)

grants = Table(
    "grants",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("cadre_id", ForeignKey("cadres.id"), nullable=False, index=True),
    Column("role", String(20), nullable=False),
    Column("place_id", ForeignKey("places.id"), nullable=False),
    Column("granted_by", ForeignKey("cadres.id")),  # none: the technician, by command
    Column("granted_at", Instant, nullable=False),
    Column("revoked_by", ForeignKey("cadres.id")),
    Column("revoked_at", Instant),
    # Nobody holds the same role twice at one place, not even when two links are taken up at once.
    Index(
        "uq_grants_held",
        "cadre_id",
        "role",
        "place_id",
        unique=True,
        sqlite_where=text("revoked_at IS NULL"),
        postgresql_where=text("revoked_at IS NULL"),
    ),
)

invitations = Table(
    "invitations",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("digest", String(64), nullable=False, unique=True),  # SHA-256 of the token, never it
    Column("role", String(20), nullable=False),
    Column("place_id", ForeignKey("places.id"), nullable=False),
    Column("cadre_id", ForeignKey("cadres.id")),  # for this cadre alone; none: for a new one
    Column("invited_by", ForeignKey("cadres.id")),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("used_by", ForeignKey("cadres.id")),
    Column("used_at", Instant),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("cadre_id", ForeignKey("cadres.id")),  # none: the technician, by command
    Column("on_behalf_of", ForeignKey("cadres.id")),
    Column("act", String(40), nullable=False),  # "grant", "revoke", "invite", …
    Column("subject", String(80), nullable=False, server_default=""),  # "grant:12"
    Column("detail", Json, nullable=False),
)
