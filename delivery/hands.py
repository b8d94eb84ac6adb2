"""Through whose hands an announcement goes: who may write at it, and who has."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.errors import NotAllowed
from bot.locale import _
from store import announcements_recipients as recipients
from store import audit, cadres
from store.announcements import Announcement, Audience
from store.rights import Act as Right

#: The acts that leave a cadre's own words or choices in an announcement.
WRITING = ("announce.compose", "announce.edit")


def may(connection: Connection, cadre: int, right: Right, audience: Audience) -> bool:
    """Whether a cadre may do this at every place of an audience."""
    meant = audience.places or recipients.tops(connection)
    return all(cadres.may(connection, cadre, right, place) for place in meant)


def may_write(connection: Connection, cadre: int, standing: Announcement) -> bool:
    """Whether a cadre may change a draft: its author, or who may announce at all its places."""
    return cadre == standing.author or may(connection, cadre, "announce", standing.audience)


def writers(connection: Connection, number: int) -> tuple[int, ...]:
    """Everybody who has written at it, by the audit log; the newest hand comes last."""
    return audit.hands(connection, f"announcement:{number}", WRITING)


def check_writer(connection: Connection, standing: Announcement, by: int) -> None:
    """Raises NotAllowed for a cadre who may not change it."""
    if not may_write(connection, by, standing):
        raise NotAllowed(_("This is not allowed with your role."))


def check_right(connection: Connection, cadre: int, right: Right, audience: Audience) -> None:
    """Raises NotAllowed outside the cadre's places."""
    if not may(connection, cadre, right, audience):
        raise NotAllowed(_("You may announce only at your own place and below it."))
