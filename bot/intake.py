"""Taking a file in: fetched before the turn, but only where the open question asks for one.

A turn is synchronous and touches nothing but the database, so the bytes are brought to it: who
sends a picture that nobody asked for is told so, and nothing of it is ever fetched. What cannot be
taken in comes to the turn as the reason, which the question tells the person.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import replace

from bot import media
from bot.channels.base import Channel
from bot.talk.files import FETCHED
from bot.talk.message import Document, Incoming, NotTaken, Photo, Voice
from store import chats
from store.engine import Store
from store.files import NewFile

log = logging.getLogger(__name__)

#: Pictures of tens of megapixels are unpacked in memory: two at a time are enough.
AT_ONCE = 2


class Intake:
    """Brings files to the turns that asked for them."""

    def __init__(
        self, store: Store, channels: Mapping[str, Channel], limit: int = media.LARGEST
    ) -> None:
        self._store = store
        self._channels = channels
        self._limit = limit
        self._room = asyncio.Semaphore(AT_ONCE)

    async def bring(self, incoming: Incoming) -> tuple[Incoming, NewFile | None]:
        """The event as the conversation should see it, and a file to keep in its turn.

        Raises StoreError when the database cannot be used.
        """
        content = incoming.content
        if not isinstance(content, Photo | Voice | Document) or incoming.group:
            return incoming, None
        address = incoming.address
        asked = await self._store.run(lambda c: chats.asked(c, address.channel, address.chat))
        if asked not in FETCHED:
            return incoming, None
        async with self._room:
            found = await self._fetch(address.channel, content)
        if isinstance(found, NotTaken):
            facts = {"action": "file.refused", "channel": address.channel, "why": found.why}
            log.info("a file was not taken in", extra=facts)
            return replace(incoming, content=replace(content, file=found)), None
        taken = found.taken
        if isinstance(content, Voice) and not taken.seconds:
            taken = replace(taken, seconds=content.seconds)
        kept = NewFile(found.path, found.kind, found.content, taken.seconds)
        return replace(incoming, content=replace(content, file=taken)), kept

    async def _fetch(
        self, channel: str, content: Photo | Voice | Document
    ) -> media.File | NotTaken:
        if content.size > self._limit:
            return NotTaken("big", self._limit)
        fetched = await self._channels[channel].fetch(content.ref, self._limit)
        if isinstance(fetched, NotTaken):
            return fetched
        name = content.name if isinstance(content, Document) else ""
        found = await asyncio.to_thread(media.inspect, fetched, name)
        return NotTaken("kind") if found is None else found
