"""What a chat has been sent by runs lately: what somebody may be answering in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, exists, func, select

from store.outbox import REPLY, outbox

#: More announcements than anybody reads before answering one.
LOOKED_AT = 8


@dataclass(frozen=True, slots=True)
class Heard:
    """A run whose message reached a chat. ``newest``: nothing was said there since."""

    run: int
    at: datetime
    newest: bool


def heard(connection: Connection, chat: int, since: datetime) -> Sequence[Heard]:
    """The runs that a chat got something of, the newest first."""
    last, at = func.max(outbox.c.id), func.max(outbox.c.settled_at)
    rows = connection.execute(
        select(outbox.c.run_id, last, at)
        .where(
            outbox.c.chat_id == chat,
            outbox.c.run_id.is_not(None),
            outbox.c.state.in_(("sent", "unknown")),
            outbox.c.settled_at >= since,
        )
        .group_by(outbox.c.run_id)
        .order_by(at.desc(), last.desc())
        .limit(LOOKED_AT)
    ).all()
    return [Heard(run, at, not _said_since(connection, chat, row, at)) for run, row, at in rows]


def _said_since(connection: Connection, chat: int, row: int, at: datetime) -> bool:
    later = exists().where(
        outbox.c.chat_id == chat,
        outbox.c.lane == REPLY,
        outbox.c.id > row,
        outbox.c.created_at >= at,
    )
    return bool(connection.execute(select(later)).scalar_one())
