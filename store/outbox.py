"""What goes out: one row is one API call; attempts are rows, the verdict is a column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    Column,
    Connection,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    and_,
    bindparam,
    delete,
    exists,
    insert,
    or_,
    select,
    text,
    update,
)

from store.chats import chats
from store.schema import Instant, metadata

REPLY, BULK = 0, 1  # lanes: replies go first
AGAIN, HOLD = "again", "hold"  # which side to err on when nobody knows whether it arrived
OPEN_STATES = ("planned", "leased", "wait")

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source", String(160), nullable=False),  # "in:<inbound id>", "run:<number>", …
    Column("chat_id", ForeignKey("chats.id"), nullable=False),
    Column("part", Integer, nullable=False),
    Column("lane", Integer, nullable=False),
    Column("channel", String(20), nullable=False),
    # A bot.channels.base.Piece as JSON; rows of a run have none of their own: run_parts keeps it.
    Column("payload", Text, nullable=False),
    Column("doubt", String(6), nullable=False, server_default=AGAIN),
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
    # Only rows of a run. No foreign keys: a million rows of one run would check the same key.
    Column("run_id", Integer),
    Column("run_part_id", Integer),
    Column("target", String(64)),  # the platform's id of the message to take back
    Index("uq_outbox_source_chat_part", "source", "chat_id", "part", unique=True),
    Index("ix_outbox_due", "state", "lane", "next_at"),
    Index("ix_outbox_chat", "chat_id"),
    Index(
        "ix_outbox_run",
        "run_id",
        "state",
        "channel",
        "id",
        sqlite_where=text("run_id IS NOT NULL"),
        postgresql_where=text("run_id IS NOT NULL"),
    ),
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


@dataclass(frozen=True, slots=True)
class Parcel:
    """One row on its way: what the sender needs to know to make the call."""

    id: int
    chat_id: int
    channel: str
    chat: str
    payload: str
    attempts: int
    doubt: str
    created_at: datetime
    leased_until: datetime


_insert = insert(outbox).returning(outbox.c.id)


def post(
    connection: Connection,
    source: str,
    chat_id: int,
    channel: str,
    chat: str,
    payloads: Sequence[str],
    now: datetime,
    *,
    lane: int = REPLY,
    owner: str = "",
    until: datetime | None = None,
) -> list[Parcel]:
    """Write one row for each payload, in order.

    With an ``owner`` the rows are born leased to it ``until`` then, and returned to be sent at
    once: the lease is on disk before the call is made, without a second write.
    """
    parcels = []
    for part, payload in enumerate(payloads):
        id = connection.execute(
            _insert,
            {
                "source": source,
                "chat_id": chat_id,
                "part": part,
                "lane": lane,
                "channel": channel,
                "payload": payload,
                "state": "leased" if owner else "planned",
                "leased_by": owner,
                "leased_until": until,
                "attempts": 1 if owner else 0,
                "created_at": now,
            },
        ).scalar_one()
        if until is not None:
            parcels.append(Parcel(id, chat_id, channel, chat, payload, 1, AGAIN, now, until))
    return parcels


_earlier = outbox.alias("earlier")


def claim(
    connection: Connection,
    channels: Sequence[str],
    owner: str,
    now: datetime,
    until: datetime,
    most: int,
) -> list[Parcel]:
    """Lease replies that are due, of each chat only the oldest that is open."""
    due = (
        select(outbox.c.id)
        .where(
            outbox.c.channel.in_(channels),
            outbox.c.lane == REPLY,
            or_(
                outbox.c.state == "planned",
                and_(outbox.c.state == "wait", outbox.c.next_at <= now),
            ),
            ~exists().where(
                _earlier.c.chat_id == outbox.c.chat_id,
                _earlier.c.lane == REPLY,
                _earlier.c.id < outbox.c.id,
                _earlier.c.state.in_(OPEN_STATES),
            ),
        )
        .order_by(outbox.c.id)
        .limit(most)
        .with_for_update(skip_locked=True, of=outbox)
    )
    ids = connection.execute(due).scalars().all()
    if not ids:
        return []
    connection.execute(
        update(outbox)
        .where(outbox.c.id.in_(ids))
        .values(state="leased", leased_by=owner, leased_until=until, attempts=outbox.c.attempts + 1)
    )
    rows = connection.execute(
        select(
            outbox.c.id,
            outbox.c.chat_id,
            outbox.c.channel,
            chats.c.chat,
            outbox.c.payload,
            outbox.c.attempts,
            outbox.c.doubt,
            outbox.c.created_at,
            outbox.c.leased_until,
        )
        .join(chats, chats.c.id == outbox.c.chat_id)
        .where(outbox.c.id.in_(ids))
        .order_by(outbox.c.id)
    )
    return [Parcel(*row) for row in rows]


_settle = (
    update(outbox)
    .where(outbox.c.id == bindparam("row"), outbox.c.leased_by == bindparam("owner"))
    .values(
        state=bindparam("new_state"),
        next_at=bindparam("next"),
        reason=bindparam("why"),
        external_id=bindparam("external"),
        settled_at=bindparam("settled"),
        leased_by="",
        leased_until=None,
    )
)
_attempt = insert(attempts)


@dataclass(frozen=True, slots=True)
class Verdict:
    """How one attempt ended, and what becomes of its row."""

    row: int
    outcome: str
    state: str
    at: datetime
    external_id: str = ""
    reason: str = ""
    next_at: datetime | None = None


def settle(connection: Connection, owner: str, verdicts: Sequence[Verdict]) -> None:
    """Write down attempts and verdicts; a row that another sender has taken over is left alone."""
    connection.execute(
        _settle,
        [
            {
                "row": verdict.row,
                "owner": owner,
                "new_state": verdict.state,
                "next": verdict.next_at,
                "why": verdict.reason[:200],
                "external": verdict.external_id[:64],
                "settled": None if verdict.state == "wait" else verdict.at,
            }
            for verdict in verdicts
        ],
    )
    connection.execute(
        _attempt,
        [
            {
                "outbox_id": verdict.row,
                "at": verdict.at,
                "outcome": verdict.outcome,
                "detail": verdict.reason[:200],
            }
            for verdict in verdicts
        ],
    )


def waiting_chats(connection: Connection) -> set[int]:
    """The chats with replies that have not gone out."""
    return set(
        connection.execute(
            select(outbox.c.chat_id)
            .where(outbox.c.state.in_(OPEN_STATES), outbox.c.lane == REPLY)
            .distinct()
        ).scalars()
    )


def forget(connection: Connection, before: datetime) -> int:
    """Forget replies settled before ``before``, with their attempts."""
    return connection.execute(
        delete(outbox).where(outbox.c.lane == REPLY, outbox.c.settled_at < before)
    ).rowcount
