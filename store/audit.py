"""The audit log: every act of a cadre, and of the technician by command. Never changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import (
    Column,
    Connection,
    ForeignKey,
    Integer,
    String,
    Table,
    func,
    insert,
    select,
)

from store.schema import Instant, Json, metadata

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("cadre_id", ForeignKey("cadres.id")),  # none: the technician, by command
    Column("on_behalf_of", ForeignKey("cadres.id")),
    Column("act", String(40), nullable=False),  # "grant", "revoke", "invite", …
    Column("subject", String(80), nullable=False, server_default="", index=True),  # "grant:12"
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


def hands(connection: Connection, subject: str, acts: Sequence[str]) -> tuple[int, ...]:
    """The cadres who did one of ``acts`` to a subject, in the order of their newest act."""
    newest = func.max(audit.c.id)
    query = (
        select(audit.c.cadre_id)
        .where(audit.c.subject == subject, audit.c.act.in_(acts), audit.c.cadre_id.is_not(None))
        .group_by(audit.c.cadre_id)
        .order_by(newest)
    )
    return tuple(connection.execute(query).scalars())


def lasted(
    connection: Connection,
    subject: str,
    begins: str,
    ends: Sequence[str],
    start: datetime,
    end: datetime,
) -> timedelta:
    """How much of ``start`` … ``end`` lay between an act ``begins`` on a subject and its end."""
    acts = connection.execute(
        select(audit.c.at, audit.c.act)
        .where(audit.c.subject == subject, audit.c.act.in_((begins, *ends)), audit.c.at < end)
        .order_by(audit.c.id)
    )
    total, since = timedelta(0), None
    for at, act in acts:
        if act == begins:
            since = since or max(at, start)
        elif since is not None:
            total += max(at - since, timedelta(0))
            since = None
    return total if since is None else total + (end - since)
