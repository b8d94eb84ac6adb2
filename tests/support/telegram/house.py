"""A house around the Telegram channel: it keeps what it is told and fails when it is asked to."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from typing import Any

from bot.channels.telegram.channel import Telegram
from bot.channels.telegram.media import KeptIds
from bot.channels.telegram.polling import Pace
from bot.talk.message import Content, Incoming, Words
from tests.support.telegram.server import Server
from tests.support.telegram.world import Bot

QUICK = Pace(first=0.005, longest=0.02, again=0.01)
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 200
OGG = b"OggS" + b"0" * 200


class Files:
    """Pictures and recordings in memory."""

    def __init__(self) -> None:
        self.content = {"g/a.png": PNG, "g/a.ogg": OGG}

    async def digest(self, path: str) -> str:
        """A name for the content."""
        return hashlib.blake2b(self.content[path], digest_size=16).hexdigest()

    async def read(self, path: str) -> bytes:
        """The bytes."""
        return self.content[path]


class House:
    """``taken`` is what was stored. ``broken`` says of an event whether storing it fails."""

    def __init__(self, server: Server, account: Bot, **more: Any) -> None:
        self.server = server
        self.files = Files()
        self.file_ids = KeptIds()
        self.asked: list[Incoming] = []
        self.taken: list[Incoming] = []
        self.failed: list[Incoming] = []
        self.broken: Callable[[Incoming], bool] = lambda incoming: False
        self.gate = asyncio.Event()
        self.gate.set()
        more = {"api": server.url, "pace": QUICK, **more}
        self.channel = Telegram(account.token, files=self.files, file_ids=self.file_ids, **more)

    async def receive(self, incoming: Incoming) -> None:
        """What the dispatcher does: store, or raise."""
        self.asked.append(incoming)
        self.server.change()
        await self.gate.wait()
        try:
            if self.broken(incoming):
                self.failed.append(incoming)
                raise ConnectionError("the database is away")
            self.taken.append(incoming)
        finally:
            self.server.change()

    async def until(self, kind: str) -> None:
        """Wait for the channel to be in this state."""
        async with asyncio.timeout(10):
            while self.channel.state.kind != kind:  # noqa: ASYNC110 - it has no event to wait for
                await asyncio.sleep(0.002)

    @property
    def contents(self) -> list[Content]:
        """What was taken."""
        return [incoming.content for incoming in self.taken]

    @property
    def texts(self) -> list[str]:
        """The texts that were taken."""
        return [content.text for content in self.contents if isinstance(content, Words)]
