"""The web chat: what is said goes into a mailbox, and the page that waits for it is woken."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta

import msgspec

from bot.channels.base import Capabilities, Later, Outcome, Piece, Receive, Refused, Sent
from bot.channels.webchat.capabilities import CAPABILITIES
from bot.channels.webchat.mailbox import Letter, Mailbox
from bot.errors import StoreError
from bot.talk.message import Incoming, NotTaken

#: What a page shows of the past, and the most that one answer to it carries.
HISTORY = 50
_AGAIN = timedelta(seconds=5)
#: An answer often comes as two or three letters: on a slow line it is quicker to wait a moment for
#: the others than to fetch them in a round trip of their own.
_TOGETHER = 0.08


def pack(piece: Piece) -> str:
    """The piece as JSON, for the mailbox."""
    return msgspec.json.encode(piece).decode()


def unpack(payload: str) -> Piece:
    """The piece that ``pack`` wrote."""
    return msgspec.json.decode(payload, type=Piece)


class WebChat:
    """The channel of the commune's own page.

    ``recheck``: how often a waiting page looks into the mailbox although nothing woke it; needed
    only where another process may have put the letter there (0: never).
    """

    capabilities: Capabilities = CAPABILITIES

    def __init__(self, mailbox: Mailbox, recheck: float = 0) -> None:
        self._mailbox = mailbox
        self._recheck = recheck
        self._receive: Receive | None = None
        self._waiting: defaultdict[str, set[asyncio.Event]] = defaultdict(set)
        self._open = False
        self._brought: dict[str, bytes] = {}  # files, while the message that brought them is taken

    async def start(self, receive: Receive) -> None:
        """Let visitors in."""
        self._receive = receive
        self._open = True

    async def stop(self) -> None:
        """Let no more in, and answer every waiting page at once."""
        self._open = False
        for events in tuple(self._waiting.values()):
            for event in events:
                event.set()

    async def send(self, chat: str, piece: Piece, row: int) -> Outcome:
        """Put the piece into the visitor's mailbox; a row that is sent again is kept once."""
        try:
            seq = await self._mailbox.put(chat, row, pack(piece))
        except StoreError:
            return Later(_AGAIN, "the mailbox cannot be written just now")
        for event in self._waiting.get(chat, ()):
            event.set()
        return Sent(str(seq))

    async def fetch(self, ref: str, limit: int) -> bytes | NotTaken:
        """What came with the message that is being taken in."""
        content = self._brought.get(ref)
        if content is None:
            return NotTaken("lost")
        return NotTaken("big", limit) if len(content) > limit else content

    async def edit(self, chat: str, id: str, piece: Piece) -> Outcome:
        """A page that has shown a letter does not fetch it again."""
        return Refused("nothing that was said here can be changed")

    async def delete(self, chat: str, id: str) -> Outcome:
        """A page that has shown a letter keeps it."""
        return Refused("nothing that was said here can be taken away")

    async def take(self, incoming: Incoming) -> None:
        """Hand in what a visitor said; raises StoreError when it was not stored."""
        if self._receive is None or not self._open:
            raise StoreError("The chat is just starting or stopping.")
        await self._receive(incoming)

    async def take_file(self, incoming: Incoming, ref: str, content: bytes) -> None:
        """Hand in a message that speaks of a file by ``ref``; it is at hand until that is done."""
        self._brought[ref] = content
        try:
            await self.take(incoming)
        finally:
            self._brought.pop(ref, None)

    async def letters(self, chat: str, after: int = 0) -> Sequence[Letter]:
        """What has come after ``after``: at most the last ``HISTORY``."""
        return await self._mailbox.after(chat, after, HISTORY)

    async def news(self, chat: str, after: int, seconds: float) -> Sequence[Letter]:
        """The same, waiting up to ``seconds`` for a first one."""
        clock = asyncio.get_running_loop().time
        event = asyncio.Event()
        self._waiting[chat].add(event)
        try:
            end = clock() + seconds
            found = await self.letters(chat, after)
            while not found and self._open and await self._woken(event, end - clock()):
                found = await self.letters(chat, after)
                if found and await self._woken(event, _TOGETHER):
                    found = await self.letters(chat, after)
            return found
        finally:
            self._waiting[chat].discard(event)
            if not self._waiting[chat]:
                del self._waiting[chat]

    async def _woken(self, event: asyncio.Event, left: float) -> bool:
        """Wait for the event, or for the next look of our own; False when the time is over."""
        early = 0 < self._recheck < left
        try:
            async with asyncio.timeout(self._recheck if early else max(left, 0)):
                await event.wait()
        except TimeoutError:
            return early
        event.clear()
        return True
