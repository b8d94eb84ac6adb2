"""What Khéo tells a cadre by itself: an ordinary message in their chat, in the replies' lane."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from bot import locale
from bot.channels.base import Capabilities
from bot.talk.message import Outgoing
from delivery.outbox import pack
from store.cadres import cadres
from store.chats import chats
from store.outbox import outbox, post


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a cadre can be told something."""

    chat_id: int
    channel: str
    chat: str
    language: str


def desk_of(connection: Connection, cadre: int) -> Desk | None:
    """The chat of a cadre, if there is one that can be written to."""
    row = connection.execute(
        select(chats.c.id, chats.c.channel, chats.c.chat, chats.c.language)
        .join(cadres, cadres.c.chat_id == chats.c.id)
        .where(cadres.c.id == cadre, chats.c.state == "open")
    ).first()
    if row is None:
        return None
    return Desk(row.id, row.channel, row.chat, row.language or locale.DEFAULT)


def tell(
    connection: Connection,
    cadre: int,
    what: str,
    say: Callable[[], Outgoing],
    capabilities: Mapping[str, Capabilities],
    now: datetime,
) -> int | None:
    """Say it once under the name ``what``; the outbox row, or None without a chat to say it in."""
    desk = desk_of(connection, cadre)
    if desk is None or desk.channel not in capabilities:
        return None
    known = select(outbox.c.id).where(outbox.c.source == what, outbox.c.chat_id == desk.chat_id)
    there: int | None = connection.execute(known.limit(1)).scalar_one_or_none()
    if there is not None:
        return there
    with locale.use(desk.language):
        payloads = pack([say()], capabilities[desk.channel])
    post(connection, what, desk.chat_id, desk.channel, desk.chat, payloads, now)
    row: int | None = connection.execute(known.limit(1)).scalar_one_or_none()
    return row
