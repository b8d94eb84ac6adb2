"""One incoming message = one transaction: the event's id, what it changes, what goes out."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import Connection

from bot import commands, grouping, locale
from bot.channels.base import Capabilities
from bot.errors import StoreError
from bot.intake import Intake
from bot.living import Living
from bot.lookups import House, Lookups
from bot.reception import Reception, language_of
from bot.talk.flow import Flow
from bot.talk.message import (
    Begin,
    Blocked,
    Content,
    Incoming,
    Left,
    Moved,
    Outgoing,
    Unblocked,
    Words,
)
from content.answers.scrub import scrub
from delivery import outbox as packing
from delivery.sender import Sender
from handlers import phrases
from store import chats, files, inbound, outbox
from store.chats import Chat
from store.engine import Store
from store.files import NewFile
from store.outbox import Parcel

log = logging.getLogger(__name__)

#: How stale “last seen” may get before it is worth a write.
SEEN = timedelta(hours=1)


class Dispatch:
    """Takes events from every channel; each is answered once, however often it is delivered."""

    def __init__(
        self,
        store: Store,
        sender: Sender,
        house: House,
        flows: Sequence[Flow],
        capabilities: Mapping[str, Capabilities],
        clock: Callable[[], datetime],
        intake: Intake | None = None,
    ) -> None:
        self._intake = intake
        self._store = store
        self._sender = sender
        self._living = Living(house)
        self._flows = {flow.name: flow for flow in flows}
        self._capabilities = capabilities
        self._clock = clock

    def renew(self, house: House) -> None:
        """Answer from another house from the next message on (content was changed)."""
        self._living = Living(house)

    async def receive(self, incoming: Incoming) -> None:
        """Take one event; returns once everything it causes is committed.

        Raises StoreError when the database cannot be used: the channel must deliver it again.
        """
        file: NewFile | None = None
        if self._intake is not None:
            incoming, file = await self._intake.bring(incoming)
        try:
            parcels = await self._store.run(lambda c: self._turn(c, incoming, file))
        except StoreError:
            raise
        except Exception as error:
            # The event must not come back for ever: it is taken, and the person is told.
            log.error(
                "a turn broke: %s",
                type(error).__name__,
                exc_info=error,
                extra={"action": "turn.broken", "channel": incoming.address.channel},
            )
            parcels = await self._store.run(lambda c: self._apologise(c, incoming))
        self._sender.post(parcels)

    def _turn(
        self, connection: Connection, incoming: Incoming, file: NewFile | None
    ) -> Sequence[Parcel]:
        now = self._clock()
        address = incoming.address
        if not inbound.take(connection, address.channel, incoming.id, now):
            return ()
        if isinstance(incoming.content, Moved):
            chats.move(connection, address.channel, address.chat, incoming.content.chat)
            return ()
        own = grouping.answered_by(connection, incoming)
        if own is not None:
            address = replace(address, chat=own.chat)
            incoming = replace(incoming, address=address, group=False)
        chat, _new = chats.meet(connection, address.channel, address.chat, incoming.group, now)
        if file is not None:
            files.keep(connection, file, chat.id, now)
        if self._silently(connection, chat, incoming.content):
            return ()
        if chat.state != "open" or now - chat.seen_at > SEEN:
            chats.change(connection, chat.id, state="open", seen_at=now)
        language = language_of(chat, incoming.language)
        house = self._living.house(connection, chat.edition or 0)
        with locale.use(language):
            if incoming.group:
                replies = self._in_group(connection, house, chat, incoming, now)
            else:
                reception = Reception(house, self._flows, connection, chat, now)
                replies = reception.answer(incoming)
                language = reception.language or language
        with locale.use(language):
            return self._post(connection, chat, incoming, replies, now)

    def _in_group(
        self, connection: Connection, house: House, chat: Chat, incoming: Incoming, now: datetime
    ) -> Sequence[Outgoing]:
        content = incoming.content
        linked = grouping.link(connection, chat, incoming, self._capabilities, now)
        if linked is not None:
            return linked
        return phrases.in_group(
            content,
            house.answers,
            Lookups(house, connection, chat, now).guides,
            house.commune,
            partial(house.link, chat.channel),
            scrub(content.text).kinds if isinstance(content, Words) else (),
        )

    def _silently(self, connection: Connection, chat: Chat, content: Content) -> bool:
        """Events that are noted, not answered."""
        match content:
            case Blocked():
                chats.change(connection, chat.id, state="blocked")
            case Unblocked():
                chats.change(connection, chat.id, state="open")
            case Left():
                if chat.state != "gone":
                    grouping.lost(connection, chat, self._capabilities, self._clock())
                chats.change(connection, chat.id, state="gone")
            case Words(text) if chat.is_group and commands.find(text) == Begin(""):
                pass  # in a group a command that is not ours is another bot's
            case _:
                return False
        return True

    def _post(
        self,
        connection: Connection,
        chat: Chat,
        incoming: Incoming,
        replies: Sequence[Outgoing],
        now: datetime,
    ) -> Sequence[Parcel]:
        if not replies:
            return ()
        payloads = packing.pack(replies, self._capabilities[chat.channel])
        until = self._sender.lease(chat.id, chat.channel, now)
        parcels = outbox.post(
            connection,
            f"in:{incoming.id}",
            chat.id,
            chat.channel,
            chat.chat,
            payloads,
            now,
            owner=self._sender.owner if until else "",
            until=until,
        )
        return parcels

    def _apologise(self, connection: Connection, incoming: Incoming) -> Sequence[Parcel]:
        now = self._clock()
        address = incoming.address
        if not inbound.take(connection, address.channel, incoming.id, now):
            return ()
        chat, _new = chats.meet(connection, address.channel, address.chat, incoming.group, now)
        with locale.use(language_of(chat, incoming.language)):
            return self._post(connection, chat, incoming, [phrases.trouble()], now)
