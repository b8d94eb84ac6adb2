"""Who may correct a guide, and who may be the second person."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, select

from bot.talk.fold import fold
from store.cadres import cadres, grants
from store.places import places
from store.rights import roles_with


def may_edit(connection: Connection, cadre: int, owner: str) -> bool:
    """Whether the cadre keeps all guides, or is of the office that owns this one."""
    if not cadre:
        return False
    if cadre in _with(connection, roles_with("edit")):
        return True
    return bool(owner) and cadre in owners(connection, owner)


def owners(connection: Connection, owner: str) -> Sequence[int]:
    """The cadres of the office that owns a guide, as long as they hold a role."""
    query = (
        select(cadres.c.id, cadres.c.office)
        .join(grants, grants.c.cadre_id == cadres.c.id)
        .where(grants.c.revoked_at.is_(None))
        .order_by(cadres.c.id)
    )
    rows = connection.execute(query).all()
    return list(dict.fromkeys(row.id for row in rows if fold(row.office) == fold(owner)))


def judges(connection: Connection) -> Sequence[int]:
    """Everybody who may be a second person: approvers of the commune, and keepers of guides."""
    return _with(connection, (*roles_with("approve"), *roles_with("edit")))


def _with(connection: Connection, roles: Sequence[str]) -> Sequence[int]:
    """Who holds one of the roles at the top: guides are the whole commune's."""
    query = (
        select(grants.c.cadre_id)
        .join(places, places.c.id == grants.c.place_id)
        .where(
            grants.c.role.in_(roles), grants.c.revoked_at.is_(None), places.c.parent_id.is_(None)
        )
        .order_by(grants.c.cadre_id)
        .distinct()
    )
    return list(connection.scalars(query))
