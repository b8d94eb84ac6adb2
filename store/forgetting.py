"""Whom Khéo forgets by itself: strangers soon, residents after a long silence."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, exists, func, select

from store import personal
from store.cadres import cadres
from store.chats import chats
from store.conversations import conversations
from store.outbox import outbox
from store.webchat import mailbox

#: One sweep takes so many, so that nobody waits for the database meanwhile; the rest has time.
AT_ONCE = 1000


def strangers(connection: Connection, before: datetime) -> int:
    """Forget private chats that never agreed to be kept and have been silent since ``before``."""
    rows = connection.execute(
        select(chats.c.id, chats.c.chat)
        .where(
            chats.c.resident_id.is_(None),
            ~chats.c.is_group,
            chats.c.seen_at < before,
            ~exists().where(cadres.c.chat_id == chats.c.id),
        )
        .limit(AT_ONCE)
    ).all()
    ids = [row.id for row in rows]
    boxes = [row.chat for row in rows]
    connection.execute(delete(conversations).where(conversations.c.chat_id.in_(ids)))
    connection.execute(delete(mailbox).where(mailbox.c.chat.in_(boxes)))
    connection.execute(delete(outbox).where(outbox.c.chat_id.in_(ids)))
    connection.execute(delete(chats).where(chats.c.id.in_(ids)))
    return len(ids)


def silent(connection: Connection, before: datetime, now: datetime) -> int:
    """Erase residents none of whose chats has said a word since ``before``."""
    last_seen = func.max(chats.c.seen_at)
    rows = connection.execute(
        select(func.min(chats.c.id))
        .where(chats.c.resident_id.is_not(None))
        .group_by(chats.c.resident_id)
        .having(last_seen < before)
        .limit(AT_ONCE)
    ).scalars()
    ids = list(rows)
    for chat in ids:
        personal.erase(connection, personal.person(connection, chat), now)
    return len(ids)
