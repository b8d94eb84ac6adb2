"""The audit log: every act of a cadre, and of the technician by command. Never changed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, Connection, ForeignKey, Integer, String, Table, insert

from store.schema import Instant, Json, metadata

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


def note(
    connection: Connection,
    act: str,
    subject: str,
    *,
    by: int | None,
    now: datetime,
    on_behalf_of: int | None = None,
    **detail: int | str | None,
) -> None:
    """Write down who did what, in the transaction of the deed itself.

    ``detail`` holds ids, roles and counts: never names, words or numbers of people.
    """
    row = {"at": now, "cadre_id": by, "on_behalf_of": on_behalf_of, "act": act}
    connection.execute(insert(audit).values(**row, subject=subject, detail=detail))
