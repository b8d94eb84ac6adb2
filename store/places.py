"""The place tree: communes, hamlets and whatever lies between, with what became of them."""

from __future__ import annotations

from sqlalchemy import Column, Date, ForeignKey, Integer, String, Table

from store.schema import Json, metadata

places = Table(
    "places",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("parent_id", ForeignKey("places.id"), index=True),
    Column("kind", String(20), nullable=False),  # "commune", "hamlet", or what lies between
    Column("code", String(32), nullable=False, unique=True),
    Column("name", String(200), nullable=False),
    Column("aliases", Json, nullable=False),
    Column("valid_from", Date),
    Column("valid_to", Date),
    Column("merged_into_id", ForeignKey("places.id")),
)
