"""Rows whose sender is gone, and rows that a sender gives back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, and_, insert, literal, or_, select, update

from store.engine import is_alive
from store.outbox import HOLD, attempts, outbox


def recover(connection: Connection, now: datetime, owner: str, alone: bool) -> int:
    """Take back rows whose sender is gone: expired leases, or (``alone``) all of other senders.

    Rows of a sender that is known to be dead do not wait for their lease to end. Whether the call
    was made cannot be known: each row says which side to err on, and keeps an attempt “lost”, so
    that whatever may have gone out twice is on a list.
    """
    lost = and_(
        outbox.c.state == "leased",
        outbox.c.leased_by != owner
        if alone
        else or_(
            outbox.c.leased_until < now,
            outbox.c.leased_by.in_(_dead(connection, owner)),
        ),
    )
    connection.execute(
        insert(attempts).from_select(
            ("outbox_id", "at", "outcome", "detail"),
            select(
                outbox.c.id,
                literal(now, type_=attempts.c.at.type),
                literal("lost"),
                outbox.c.leased_by,
            ).where(lost),
        )
    )
    held = connection.execute(
        update(outbox)
        .where(lost, outbox.c.doubt == HOLD)
        .values(state="unknown", reason="sender lost", settled_at=now, leased_by="")
    ).rowcount
    again = connection.execute(
        update(outbox).where(lost).values(state="planned", leased_by="", leased_until=None)
    ).rowcount
    return held + again


def _dead(connection: Connection, owner: str) -> list[str]:
    """The other senders with leased rows that no longer live (see ``Store.live``)."""
    others = connection.execute(
        select(outbox.c.leased_by)
        .where(outbox.c.state == "leased", outbox.c.leased_by != owner)
        .distinct()
    ).scalars()
    return [other for other in others.all() if not is_alive(connection, other)]


def release(connection: Connection, rows: Sequence[int], owner: str) -> None:
    """Give back rows that were leased but not sent."""
    connection.execute(
        update(outbox)
        .where(outbox.c.id.in_(rows), outbox.c.leased_by == owner)
        .values(state="planned", leased_by="", leased_until=None, attempts=outbox.c.attempts - 1)
    )
