"""Invitations to a role: a link that one person may take up once, within a week."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    ForeignKey,
    Integer,
    String,
    Table,
    insert,
    select,
    update,
)

from bot.errors import KheoError, NotAllowed
from bot.locale import _
from bot.ports import Granted, Invitation, Place
from store import cadres
from store.audit import note
from store.places import places
from store.rights import ROLES
from store.schema import Instant, metadata

#: Long enough for a link sent on Friday to be taken up at the meeting of the next week.
LIFETIME = timedelta(days=7)

invitations = Table(
    "invitations",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("digest", String(64), nullable=False, unique=True),  # SHA-256 of the token, never it
    Column("role", String(20), nullable=False),
    Column("place_id", ForeignKey("places.id"), nullable=False),
    Column("cadre_id", ForeignKey("cadres.id")),  # for this cadre alone; none: for a new one
    Column("invited_by", ForeignKey("cadres.id")),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("used_by", ForeignKey("cadres.id")),
    Column("used_at", Instant),
)


@dataclass(frozen=True, slots=True)
class Accepted:
    """What taking up an invitation brought about."""

    cadre: int
    handle: str
    granted: Granted


def invite(
    connection: Connection,
    *,
    role: str,
    place: int,
    token: str,
    by: int | None,
    now: datetime,
    cadre: int | None = None,
) -> int:
    """Keep an invitation to a role; its number. With ``cadre`` it links that cadre's chat.

    ``by`` None is the technician, by command. Raises NotAllowed when ``by`` may not.
    """
    if role not in ROLES:
        raise KheoError(_("There is no role {role}.").format(role=role))
    if by is not None and not cadres.may(connection, by, "invite", place):
        raise NotAllowed(_("You may give roles only at your own place and below it."))
    row = {
        "digest": digest(token),
        "role": role,
        "place_id": place,
        "cadre_id": cadre,
        "invited_by": by,
        "created_at": now,
        "expires_at": now + LIFETIME,
    }
    made = connection.execute(insert(invitations).values(row).returning(invitations.c.id))
    number = int(made.scalar_one())
    note(connection, "invite", f"invitation:{number}", by=by, now=now, role=role, place=place)
    return number


def appoint(
    connection: Connection,
    *,
    handle: str,
    name: str,
    role: str,
    place: int,
    token: str,
    now: datetime,
) -> int:
    """By command: give a role to the cadre of that handle, made if need be; its number.

    ``token`` becomes an invitation that links the cadre's chat, for the link to be printed.
    """
    cadre = cadres.appoint(connection, handle=handle, name=name, now=now)
    cadres.grant(connection, cadre=cadre, role=role, place=place, by=None, now=now)
    invite(connection, role=role, place=place, token=token, by=None, now=now, cadre=cadre)
    return cadre


def look_up(connection: Connection, token: str, now: datetime) -> Invitation | None:
    """The invitation behind a token while it can be taken up, else None, whatever the reason."""
    query = (
        select(
            invitations.c.role,
            invitations.c.expires_at,
            invitations.c.invited_by,
            invitations.c.cadre_id,
            invitations.c.place_id,
            places.c.id,
            places.c.code,
            places.c.name,
            places.c.kind,
            cadres.cadres.c.name.label("cadre_name"),
        )
        .join(places, places.c.id == invitations.c.place_id)
        .outerjoin(cadres.cadres, cadres.cadres.c.id == invitations.c.cadre_id)
        .where(
            invitations.c.digest == digest(token),
            invitations.c.used_at.is_(None),
            invitations.c.expires_at > now,
        )
    )
    row = connection.execute(query).one_or_none()
    if row is None or not _stands(connection, row):
        return None
    place = Place(row.id, row.code, row.name, row.kind)
    return Invitation(row.role, place, row.expires_at, row.cadre_name or "")


def accept(
    connection: Connection, *, token: str, name: str, chat: int, now: datetime
) -> Accepted | None:
    """Take up an invitation for the person in a chat; None when it is not open (any more).

    Of two who try at once, one gets it. A person in the chat who is a cadre already keeps name and
    handle and gains the role.
    """
    claim = (
        update(invitations)
        .where(
            invitations.c.digest == digest(token),
            invitations.c.used_at.is_(None),
            invitations.c.expires_at > now,
        )
        .values(used_at=now)
        .returning(invitations)
    )
    row = connection.execute(claim).one_or_none()
    if row is None or not _stands(connection, row):
        return None
    here = select(cadres.cadres.c.id).where(cadres.cadres.c.chat_id == chat)
    present = connection.execute(here).scalar_one_or_none()
    cadre = row.cadre_id or present or cadres.name_anew(connection, name, now)
    if cadre != present:
        cadres.link(connection, cadre, chat, now)
    granted = cadres.grant(
        connection,
        cadre=cadre,
        role=row.role,
        place=row.place_id,
        by=row.invited_by,
        now=now,
    )
    connection.execute(update(invitations).where(invitations.c.id == row.id).values(used_by=cadre))
    note(connection, "accept", f"invitation:{row.id}", by=cadre, now=now, grant=granted)
    holder = cadres.by_chat(connection, chat)
    assert holder is not None
    return Accepted(
        cadre, holder.handle, next(grant for grant in holder.grants if grant.id == granted)
    )


def digest(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def _stands(connection: Connection, row: Any) -> bool:
    # Who has lost the right to invite leaves no open doors behind; nor does a link of one's own
    # bring back a role that was revoked before it was used.
    if row.cadre_id is not None and not cadres.can(
        connection, row.cadre_id, row.role, row.place_id
    ):
        return False
    return row.invited_by is None or cadres.may(connection, row.invited_by, "invite", row.place_id)
