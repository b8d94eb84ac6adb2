"""Group chats of hamlets: linked by a cadre with a one-time code that is written in the group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    ForeignKey,
    Select,
    String,
    Table,
    insert,
    select,
    update,
)

from store.audit import note
from store.cadres import cadres
from store.chats import chats
from store.schema import Instant, metadata, upsert

#: Long enough to be let into the group by whoever keeps it; short enough not to lie about.
CODE_LIVES = timedelta(days=1)

group_links = Table(
    "group_links",
    metadata,
    Column("chat_id", ForeignKey("chats.id"), primary_key=True),
    Column("place_id", ForeignKey("places.id"), nullable=False, index=True),
    Column("cadre_id", ForeignKey("cadres.id"), nullable=False),
    Column("linked_at", Instant, nullable=False),
)

group_codes = Table(
    "group_codes",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("place_id", ForeignKey("places.id"), nullable=False),
    Column("cadre_id", ForeignKey("cadres.id"), nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),
)


@dataclass(frozen=True, slots=True)
class Linked:
    """A group chat and the place it stands for; ``state`` is the chat's own."""

    chat: int
    channel: str
    place: int
    cadre: int
    state: str


def invite(connection: Connection, code: str, place: int, cadre: int, now: datetime) -> None:
    """Keep a one-time code with which a group becomes the group of a place."""
    row = {"digest": _digest(code), "place_id": place, "cadre_id": cadre}
    connection.execute(insert(group_codes).values(**row, expires_at=now + CODE_LIVES))
    note(connection, "group.invite", f"place:{place}", by=cadre, now=now)


def inviter(connection: Connection, code: str, channel: str, now: datetime) -> str:
    """Who made a code that is good, by their id on ``channel``; empty if they are not there."""
    query = (
        select(chats.c.chat)
        .select_from(
            group_codes.join(cadres, cadres.c.id == group_codes.c.cadre_id).join(
                chats, chats.c.id == cadres.c.chat_id
            )
        )
        .where(*_good(code, now), chats.c.channel == channel)
    )
    return str(connection.scalars(query).first() or "")


def link(connection: Connection, code: str, chat: int, now: datetime) -> int | None:
    """Link a group by its code, once; the place, or None when the code is not (any more) good."""
    used = connection.execute(
        update(group_codes)
        .where(*_good(code, now))
        .values(used_at=now)
        .returning(group_codes.c.place_id, group_codes.c.cadre_id)
    ).first()
    if used is None:
        return None
    place, cadre = used
    values = {"place_id": place, "cadre_id": cadre, "linked_at": now}
    connection.execute(
        upsert(connection)(group_links)
        .values(chat_id=chat, **values)
        .on_conflict_do_update(index_elements=[group_links.c.chat_id], set_=values)
    )
    note(connection, "group.link", f"chat:{chat}", by=cadre, now=now, place=place)
    return int(place)


def unlink(connection: Connection, chat: int, cadre: int | None, now: datetime) -> bool:
    """End a link; False when there was none."""
    gone = group_links.delete().where(group_links.c.chat_id == chat)
    if not connection.execute(gone).rowcount:
        return False
    note(connection, "group.unlink", f"chat:{chat}", by=cadre, now=now)
    return True


def linked(connection: Connection, places: Sequence[int] | None = None) -> Sequence[Linked]:
    """The linked groups, of these places or of all."""
    query = _linked()
    if places is not None:
        query = query.where(group_links.c.place_id.in_(places))
    return [Linked(*row) for row in connection.execute(query.order_by(group_links.c.chat_id))]


def of_chat(connection: Connection, chat: int) -> Linked | None:
    """The link of one group; it stays with the chat when the platform gives that a new id."""
    row = connection.execute(_linked().where(group_links.c.chat_id == chat)).first()
    return None if row is None else Linked(*row)


def _linked() -> Select[int, str, int, int, str]:
    return select(
        chats.c.id, chats.c.channel, group_links.c.place_id, group_links.c.cadre_id, chats.c.state
    ).select_from(group_links.join(chats, chats.c.id == group_links.c.chat_id))


def _good(code: str, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        group_codes.c.digest == _digest(code),
        group_codes.c.used_at.is_(None),
        group_codes.c.expires_at > now,
    )


def _digest(code: str) -> str:
    return sha256(code.strip().casefold().encode()).hexdigest()
