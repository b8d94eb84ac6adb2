"""Who never agreed to be kept is forgotten by itself, soon."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, exists, select

from store.cadres import cadres
from store.chats import chats
from store.conversations import conversations
from store.outbox import outbox
from store.papers import paper_ticks
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
    connection.execute(delete(paper_ticks).where(paper_ticks.c.chat_id.in_(ids)))
    connection.execute(delete(mailbox).where(mailbox.c.chat.in_(boxes)))
    connection.execute(delete(outbox).where(outbox.c.chat_id.in_(ids)))
    connection.execute(delete(chats).where(chats.c.id.in_(ids)))
    return len(ids)
