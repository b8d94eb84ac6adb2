"""To whom, in people's own words: names and codes of hamlets become an audience, and back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection

from bot.errors import KheoError
from bot.locale import _, number
from bot.talk.fold import fold
from handlers.hamlets import ways_to_write
from store import places
from store.announcements import Audience

EVERYBODY = ("all", "tat ca", "ca xa", "toan xa")


def named(connection: Connection, words: str, today: date) -> Audience:
    """The audience that “all”, or hamlets by code or name with commas between them, mean.

    Raises KheoError for a name that nothing or more than one place bears.
    """
    if fold(words) in EVERYBODY:
        return Audience()
    tree = places.load(connection, today)
    found: list[int] = []
    for word in (part.strip() for part in words.split(",")):
        if not word:
            continue
        meant = tree.named(word) or tuple(
            hamlet for hamlet in tree.hamlets() if fold(word) in ways_to_write(hamlet)
        )
        if not meant:
            raise KheoError(_("There is no place called {name}.").format(name=word))
        if len(meant) > 1:
            names = ", ".join(f"{place.name} ({place.code})" for place in meant)
            raise KheoError(
                _("{name} could be: {names}. Please give the code.").format(name=word, names=names)
            )
        found.append(meant[0].id)
    if not found:
        raise KheoError(_("Please say for whom: all, or the names of hamlets."))
    return Audience(tuple(dict.fromkeys(found)))


def described(connection: Connection, audience: Audience, today: date) -> str:
    """The audience in the language in use."""
    tree = places.load(connection, today)
    names: Sequence[str] = [
        place.name for place in (tree.get(id) for id in audience.places) if place is not None
    ]
    where = ", ".join(names) if names else _("the whole commune")
    parts = [where]
    if audience.missed:
        parts.append(
            _("only households that announcement #{number} did not reach").format(
                number=number(audience.missed)
            )
        )
    if audience.silent:
        parts.append(
            _("only households that have not acknowledged #{number}").format(
                number=number(audience.silent)
            )
        )
    if audience.groups:
        parts.append(_("and the hamlets' group chats") if audience.people else _("group chats"))
    return "; ".join(parts)
