"""The port ``bot.ports.Offices``: who holds which role where, for the person in the chat."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, select, union

from bot.ports import Granted, Invitation
from store import cadres, invitations
from store.places import under
from store.rights import ACTS, roles_with


class StoredOffices:
    """The port over a connection; ``cadre`` is 0 for somebody who holds no role."""

    def __init__(self, connection: Connection, cadre: int, now: datetime) -> None:
        self._connection = connection
        self._cadre = cadre
        self._now = now

    def can(self, role: str, place: int) -> bool:
        """Whether the person in the chat holds ``role`` at ``place`` or above it."""
        return bool(self._cadre) and cadres.can(self._connection, self._cadre, role, place)

    def reach(self, act: str) -> frozenset[int]:
        """The places where the person in the chat may do ``act``."""
        places = (self._connection.scalars(under(top)) for top in self.tops(act))
        return frozenset(place for found in places for place in found)

    def below(self) -> Sequence[tuple[str, str, Granted]]:
        """(handle, display name, grant) of all grants in the places of the person in the chat."""
        queries = [under(place) for place in self.tops("list")]
        if not queries:
            return ()
        scope = union(*queries).subquery()
        holders = cadres.among(self._connection, select(scope.c.id))
        return tuple(
            (holder.handle, holder.name, grant) for holder in holders for grant in holder.grants
        )

    def invitation(self, token: str) -> Invitation | None:
        """The open invitation behind a token."""
        return invitations.look_up(self._connection, token, self._now)

    def tops(self, act: str) -> Sequence[int]:
        """The places at which they were given a role that covers ``act``, without those below."""
        roles = {role for known in ACTS if known == act for role in roles_with(known)}
        if not self._cadre or not roles:
            return ()
        query = select(cadres.grants.c.place_id).where(
            cadres.grants.c.cadre_id == self._cadre,
            cadres.grants.c.role.in_(roles),
            cadres.grants.c.revoked_at.is_(None),
        )
        return sorted(set(self._connection.scalars(query)))
