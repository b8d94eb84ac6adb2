"""The person in a chat, as far as they have told us."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from bot.ports import Granted, Me, Place
from store.cadres import cadres, grants
from store.chats import Chat
from store.places import load, places
from store.residents import consents, households, residents


def person(connection: Connection, chat: Chat, language: str, today: date) -> Me:
    """Who sits at the other end of ``chat``; a stranger is only a language and a channel."""
    cadre, handle, granted = _office(connection, chat.id)
    stranger = Me(
        language=language, channel=chat.channel, cadre=cadre, handle=handle, grants=granted
    )
    if chat.resident_id is None:
        return stranger
    row = connection.execute(
        select(
            residents.c.name,
            households.c.code.label("household"),
            places.c.merged_into_id,
            *_PLACE,
        )
        .join(places, places.c.id == residents.c.place_id)
        .outerjoin(households, households.c.id == residents.c.household_id)
        .where(residents.c.id == chat.resident_id)
    ).one()
    agreed = frozenset(
        connection.execute(
            select(consents.c.purpose).where(
                consents.c.resident_id == chat.resident_id, consents.c.withdrawn_at.is_(None)
            )
        ).scalars()
    )
    return Me(
        language=language,
        channel=chat.channel,
        resident=chat.resident_id,
        name=row.name,
        hamlet=_hamlet(connection, row, today),
        household=row.household or "",
        consents=agreed,
        announcements="announce" in agreed and chat.stopped_at is None,
        cadre=cadre,
        handle=handle,
        grants=granted,
    )


def _hamlet(connection: Connection, row: Any, today: date) -> Place:
    """The hamlet of a record, or what it has been merged into since."""
    kept = Place(row.place_id, row.code, row.place_name, row.kind, tuple(row.aliases))
    if row.merged_into_id is None:
        return kept
    return load(connection, today).by_code(row.code) or kept


_PLACE = (
    places.c.id.label("place_id"),
    places.c.code,
    places.c.name.label("place_name"),
    places.c.kind,
    places.c.aliases,
)


def _office(connection: Connection, chat_id: int) -> tuple[int, str, tuple[Granted, ...]]:
    rows = connection.execute(
        select(cadres.c.id, cadres.c.handle, grants.c.id.label("grant"), grants.c.role, *_PLACE)
        .select_from(cadres)
        .outerjoin(grants, (grants.c.cadre_id == cadres.c.id) & grants.c.revoked_at.is_(None))
        .outerjoin(places, places.c.id == grants.c.place_id)
        .where(cadres.c.chat_id == chat_id)
        .order_by(grants.c.id)
    ).all()
    if not rows:
        return 0, "", ()
    granted = tuple(
        Granted(
            row.grant,
            row.role,
            Place(row.place_id, row.code, row.place_name, row.kind, tuple(row.aliases)),
        )
        for row in rows
        if row.grant is not None
    )
    return rows[0].id, rows[0].handle, granted
