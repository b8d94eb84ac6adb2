"""A hamlet's group chat in its course: linked by a one-time code, followed, lost and told."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection

from bot.channels.base import Capabilities
from bot.locale import _
from bot.talk.message import Begin, Button, Incoming, Outgoing, Pressed, Words
from delivery.notices import tell
from store import chats, groups, places
from store.chats import Chat

#: “/link CODE”, as it arrives from any channel; some put the bot's own name behind the command.
_LINK = re.compile(r"/link(?:@\w+)?(?:\s+(\S{1,64}))?\s*", re.IGNORECASE)


def link(
    connection: Connection,
    chat: Chat,
    incoming: Incoming,
    capabilities: Mapping[str, Capabilities],
    now: datetime,
) -> Sequence[Outgoing] | None:
    """Link the group when that is what was written in it; None for anything else.

    Whoever overhears or is handed a code could bring a hamlet's announcements into a group of
    their own: only the cadre who made it may use it, or an admin who writes as the group itself.
    """
    content = incoming.content
    meant = _LINK.fullmatch(content.text.strip()) if isinstance(content, Words) else None
    if meant is None:
        return None
    code = meant[1] or ""
    inviter = groups.inviter(connection, code, chat.channel, now)
    if inviter and incoming.sender not in (inviter, incoming.address.chat):
        text = _(
            "Only the cadre who made this code can link the group with it: please let them write "
            "it here themselves. The code is still good."
        )
        return (Outgoing(text),)
    found = groups.link(connection, code, chat.id, now)
    place = places.get(connection, found) if found is not None else None
    if place is None:
        text = _("This code cannot be used (any more). A cadre can make a new one.")
        return (Outgoing(text),)
    held = groups.of_chat(connection, chat.id)
    assert held is not None
    name = place.name

    def linked() -> Outgoing:
        text = _("The group chat of {place} is linked: announcements can go there now.")
        return Outgoing(text.format(place=name), buttons=(_work(),))

    tell(connection, held.cadre, f"linked:{chat.id}:{now.isoformat()}", linked, capabilities, now)
    text = _("This is now the group chat of {place}: the commune's announcements come here.")
    return (Outgoing(text.format(place=name)),)


def answered_by(connection: Connection, incoming: Incoming) -> Chat | None:
    """The private chat of whoever answers an announcement under it in a group; None: nobody's.

    Their household is counted and they are thanked there: a word to everybody for each household
    would drown the group, and Telegram takes 20 messages a minute in one.
    """
    match incoming.content:
        case Pressed(Begin("ack")) if incoming.group and incoming.sender:
            own = chats.find(connection, incoming.address.channel, incoming.sender)
            known = own is not None and own.resident_id is not None and own.state == "open"
            return own if known else None
        case _:
            return None


def lost(
    connection: Connection, chat: Chat, capabilities: Mapping[str, Capabilities], now: datetime
) -> None:
    """Khéo was removed from a group: who linked it is told."""
    held = groups.of_chat(connection, chat.id)
    place = places.get(connection, held.place) if held is not None else None
    if held is None or place is None:
        return
    name = place.name

    def gone() -> Outgoing:
        text = _(
            "Khéo was removed from the group chat of {place}: announcements no longer reach it. "
            "Add Khéo again and link it with a new code if that was not meant."
        )
        again = Button(_("👥 Link a group chat"), Begin("link"))
        return Outgoing(text.format(place=name), buttons=(again, _work()))

    tell(connection, held.cadre, f"lost:{chat.id}:{now.isoformat()}", gone, capabilities, now)


def _work() -> Button:
    return Button(_("Cadre's work"), Begin("work"))
