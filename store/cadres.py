"""Cadres and the roles granted to them, each at a place and at all below it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy import (
    Column,
    Connection,
    ForeignKey,
    Index,
    Integer,
    Select,
    String,
    Table,
    exists,
    literal,
    select,
    text,
    update,
)

from bot.errors import KheoError, NotAllowed
from bot.locale import _
from bot.ports import Granted, Place
from bot.talk.fold import fold
from store.audit import note
from store.places import above, places
from store.rights import ROLES, Act, roles_with
from store.schema import Instant, metadata, upsert

#: id, handle, name, chat; grant, role; place's id, code, name, kind
_Held: TypeAlias = Select[int, str, str, int | None, int, str, int, str, str, str]
HANDLE = 40
_HANDLE = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?")

cadres = Table(
    "cadres",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("handle", String(HANDLE), nullable=False, unique=True),  # "demo-chairman"
    Column("name", String(100), nullable=False),
    Column("office", String(100), nullable=False, server_default=""),
    Column("chat_id", ForeignKey("chats.id"), unique=True),
    Column("created_at", Instant, nullable=False),
)

grants = Table(
    "grants",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("cadre_id", ForeignKey("cadres.id"), nullable=False, index=True),
    Column("role", String(20), nullable=False),
    Column("place_id", ForeignKey("places.id"), nullable=False),
    Column("granted_by", ForeignKey("cadres.id")),  # none: the technician, by command
    Column("granted_at", Instant, nullable=False),
    Column("revoked_by", ForeignKey("cadres.id")),
    Column("revoked_at", Instant),
    # Nobody holds the same role twice at one place, not even when two links are taken up at once.
    Index(
        "uq_grants_held",
        "cadre_id",
        "role",
        "place_id",
        unique=True,
        sqlite_where=text("revoked_at IS NULL"),
        postgresql_where=text("revoked_at IS NULL"),
    ),
)


@dataclass(frozen=True, slots=True)
class Holder:
    """A cadre with the roles in force."""

    id: int
    handle: str
    name: str
    chat: int | None
    grants: tuple[Granted, ...]


def by_chat(connection: Connection, chat: int) -> Holder | None:
    """The cadre who is in that chat, or None when nobody there holds a role any more."""
    return next(iter(_holders(connection, _held().where(cadres.c.chat_id == chat))), None)


def by_handle(connection: Connection, handle: str) -> Holder | None:
    """The cadre of that handle who holds a role."""
    query = _held().where(cadres.c.handle == handle.strip().casefold())
    return next(iter(_holders(connection, query)), None)


def among(connection: Connection, scope: Select[int]) -> Sequence[Holder]:
    """The cadres who hold a role at one of the places of ``scope``, with those roles."""
    return _holders(connection, _held().where(grants.c.place_id.in_(scope)))


def name_of(connection: Connection, cadre: int) -> str:
    """The name on screen of one cadre."""
    query = select(cadres.c.name).where(cadres.c.id == cadre)
    return str(connection.execute(query).scalar_one())


def office_of(connection: Connection, cadre: int) -> str:
    """The office that one cadre works for, empty where it is not on record."""
    return str(connection.scalars(select(cadres.c.office).where(cadres.c.id == cadre)).one())


def with_right(connection: Connection, act: Act) -> Sequence[int]:
    """Everybody who may do ``act`` somewhere."""
    query = select(grants.c.cadre_id).where(
        grants.c.role.in_(roles_with(act)), grants.c.revoked_at.is_(None)
    )
    return sorted(set(connection.scalars(query)))


def can(connection: Connection, cadre: int, role: str, place: int) -> bool:
    """Whether the cadre holds the role at the place or above it."""
    return _covers(connection, cadre, (role,), place)


def may(connection: Connection, cadre: int, act: Act, place: int) -> bool:
    """Whether one of the cadre's roles, at the place or above it, covers the act."""
    return _covers(connection, cadre, roles_with(act), place)


def appoint(
    connection: Connection, *, handle: str, name: str, now: datetime, office: str = ""
) -> int:
    """The cadre of that handle, made if there is none yet; raises KheoError for a bad handle."""
    handle = handle.strip().casefold()
    if not _HANDLE.fullmatch(handle) or len(handle) > HANDLE:
        raise KheoError(
            _(
                "The short name {handle} cannot be used: letters a–z, digits and dashes only."
            ).format(handle=handle)
        )
    row = {"handle": handle, "name": name or handle, "office": office, "created_at": now}
    statement = upsert(connection)(cadres).values(row).on_conflict_do_nothing()
    made = connection.execute(statement.returning(cadres.c.id)).scalar_one_or_none()
    if made is None:
        there = select(cadres.c.id).where(cadres.c.handle == handle)
        return int(connection.execute(there).scalar_one())
    note(connection, "appoint", f"cadre:{made}", by=None, now=now)
    return int(made)


def name_anew(connection: Connection, name: str, now: datetime) -> int:
    """A new cadre with a handle made from the name: ``Trần Văn Bảy`` → ``tran-van-bay``."""
    stem = re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")[: HANDLE - 4].strip("-") or "can-bo"
    for number in range(1, 1000):
        handle = stem if number == 1 else f"{stem}-{number}"
        row = {"handle": handle, "name": name, "created_at": now}
        statement = upsert(connection)(cadres).values(row).on_conflict_do_nothing()
        made = connection.execute(statement.returning(cadres.c.id)).scalar_one_or_none()
        if made is not None:
            return int(made)
    raise KheoError(_("Too many cadres bear this name; please write it in full."))


def grant(
    connection: Connection, *, cadre: int, role: str, place: int, by: int | None, now: datetime
) -> int:
    """Give a role at a place; the number of the grant, the one in force when it was held already.

    ``by`` None is the technician, by command. Raises NotAllowed when ``by`` may not.
    """
    if role not in ROLES:
        raise KheoError(_("There is no role {role}.").format(role=role))
    if by is not None and not may(connection, by, "invite", place):
        raise NotAllowed(_("You may give roles only at your own place and below it."))
    row = {"cadre_id": cadre, "role": role, "place_id": place, "granted_by": by, "granted_at": now}
    statement = upsert(connection)(grants).values(row).on_conflict_do_nothing()
    made = connection.execute(statement.returning(grants.c.id)).scalar_one_or_none()
    if made is None:
        same = (grants.c.cadre_id == cadre, grants.c.role == role, grants.c.place_id == place)
        held = select(grants.c.id).where(*same, grants.c.revoked_at.is_(None))
        return int(connection.execute(held).scalar_one())
    note(connection, "grant", f"grant:{made}", by=by, now=now, cadre=cadre, role=role, place=place)
    return int(made)


def revoke(connection: Connection, *, grant: int, by: int | None, now: datetime) -> bool:
    """End a grant; False when it had ended before. Raises NotAllowed when ``by`` may not.

    The last cadre of a place at the top stays: nobody would be left who could invite another.
    """
    found = connection.execute(select(grants).where(grants.c.id == grant)).one_or_none()
    if found is None:
        return False
    # All of this role at this place are locked, so that two last cadres cannot revoke each other
    # at once; what ``by`` may is read after that.
    alike = select(grants.c.id, grants.c.cadre_id).where(
        grants.c.role == found.role,
        grants.c.place_id == found.place_id,
        grants.c.revoked_at.is_(None),
    )
    standing = connection.execute(alike.with_for_update()).all()
    if by is not None and not may(connection, by, "revoke", found.place_id):
        raise NotAllowed(_("You may end roles only at your own place and below it."))
    if grant not in {row.id for row in standing}:
        return False
    top = select(places.c.parent_id).where(places.c.id == found.place_id)
    last = found.role == "cadre" and len(standing) == 1
    if by is not None and last and connection.execute(top).scalar_one() is None:
        raise NotAllowed(
            _("This is the last cadre of the commune. Please invite another one first.")
        )
    ended = update(grants).where(grants.c.id == grant, grants.c.revoked_at.is_(None))
    connection.execute(ended.values(revoked_by=by, revoked_at=now))
    detail = {"cadre": found.cadre_id, "role": found.role, "place": found.place_id}
    note(connection, "revoke", f"grant:{grant}", by=by, now=now, **detail)
    return True


def link(connection: Connection, cadre: int, chat: int, now: datetime) -> None:
    """Let the cadre be the one in that chat; whoever was there before has no chat any more."""
    connection.execute(update(cadres).where(cadres.c.chat_id == chat).values(chat_id=None))
    connection.execute(update(cadres).where(cadres.c.id == cadre).values(chat_id=chat))
    note(connection, "link", f"cadre:{cadre}", by=cadre, now=now, chat=chat)


def _covers(connection: Connection, cadre: int, roles: Sequence[str], place: int) -> bool:
    held = exists().where(
        grants.c.cadre_id == cadre,
        grants.c.role.in_(roles),
        grants.c.revoked_at.is_(None),
        grants.c.place_id.in_(above(place)),
    )
    return connection.execute(select(literal(1)).where(held)).first() is not None


def _held() -> _Held:
    joined = cadres.join(grants, grants.c.cadre_id == cadres.c.id).join(
        places, places.c.id == grants.c.place_id
    )
    return (
        select(
            cadres.c.id,
            cadres.c.handle,
            cadres.c.name,
            cadres.c.chat_id,
            grants.c.id.label("grant_id"),
            grants.c.role,
            places.c.id.label("place_id"),
            places.c.code.label("place_code"),
            places.c.name.label("place_name"),
            places.c.kind.label("place_kind"),
        )
        .select_from(joined)
        .where(grants.c.revoked_at.is_(None))
        .order_by(cadres.c.handle, grants.c.id)
    )


def _holders(
    connection: Connection,
    query: _Held,
) -> Sequence[Holder]:
    by_cadre: dict[int, list[Any]] = {}
    for row in connection.execute(query):
        by_cadre.setdefault(row.id, []).append(row)
    return [
        Holder(
            id,
            rows[0].handle,
            rows[0].name,
            rows[0].chat_id,
            tuple(
                Granted(
                    row.grant_id,
                    row.role,
                    Place(row.place_id, row.place_code, row.place_name, row.place_kind),
                )
                for row in rows
            ),
        )
        for id, rows in by_cadre.items()
    ]
