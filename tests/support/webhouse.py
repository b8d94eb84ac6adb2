"""A small house behind the web chat: the real server and mailbox, and a dispatcher that echoes."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from pathlib import Path

from aiohttp import web

from bot.channels.base import Key, Piece
from bot.channels.webchat.channel import WebChat
from bot.errors import StoreError
from bot.ports import Commune
from bot.talk.message import Incoming, Pressed, Words
from bot.talk.press import encode
from store.engine import Store
from tests.support.until import until
from web.mailbox import StoredMailbox
from web.server import build
from web.site import Site
from web.visitor import Signer

COMMUNE = Commune("Xã Sen Hồng (xã mẫu)", "Tỉnh mẫu", "Ủy ban nhân dân xã", (), demo=True)
NAV = (Key("Quay lại", "b|back|"), Key("Dừng lại", "b|cancel|"), Key("Xem hết", "b|menu|"))


def echo(incoming: Incoming) -> Sequence[Piece]:
    """Says again what was said, with two things to press and three ways out."""
    match incoming.content:
        case Words(text):
            words = f"Bác vừa viết: {text}"
        case Pressed(press):
            words = f"Bác vừa bấm: {encode(press) if press else '?'}"
        case other:
            words = f"Nhận được: {type(other).__name__}"
    keys = ((Key("Làm được rồi", "a|walk|one|done"),), (Key("Chưa được", "a|walk|one|no"),), NAV)
    return [Piece(words, keys=keys)]


class House:
    """Everything that the page needs; ``port`` stays the same over ``close`` and ``open``."""

    def __init__(
        self,
        store: Store,
        reply: Callable[[Incoming], Sequence[Piece]] = echo,
        media: Callable[[str], Path | None] = lambda _path: None,
    ) -> None:
        self.reply = reply
        self.heard: list[Incoming] = []
        self.calls = 0
        self.broken = False
        self.port = 0
        self.mailbox = StoredMailbox(store)
        self.media = media
        self._rows = itertools.count(1)
        self._runner: web.AppRunner | None = None
        self.webchat = WebChat(self.mailbox)

    @property
    def address(self) -> str:
        """Where it is open."""
        return f"http://127.0.0.1:{self.port}"

    async def receive(self, incoming: Incoming) -> None:
        """Take an event in as the dispatcher does: each id once, the reply a moment later."""
        self.calls += 1
        if self.broken:
            raise StoreError("The disk is full.")
        if any(incoming.id == known.id for known in self.heard):
            return
        self.heard.append(incoming)
        for piece in self.reply(incoming):
            await self.tell(incoming.address.chat, piece)

    async def tell(self, chat: str, piece: Piece) -> None:
        """Say something to a visitor, asked or not."""
        await self.webchat.send(chat, piece, next(self._rows))

    def site(self, **changes: object) -> Site:
        """The site of this house."""

        async def health() -> dict[str, bool]:
            return {"database": not self.broken}

        values: dict[str, object] = {
            "webchat": self.webchat,
            "signer": Signer("a secret of the tests"),
            "commune": lambda: COMMUNE,
            "media": self.media,
            "health": health,
            "language": self.mailbox.language,
            "reply_wait": 2,
            "news_wait": 20,
        }
        return Site(**(values | changes))  # type: ignore[arg-type]

    async def open(self) -> str:
        """Serve on a free port, or on the one it had before; returns the address."""
        self.webchat = WebChat(self.mailbox)
        await self.webchat.start(self.receive)
        self._runner = web.AppRunner(build(self.site()), access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port, reuse_address=True)
        await site.start()
        self.port = self._runner.addresses[0][1]
        return self.address

    async def close(self) -> None:
        """Stop serving, as a machine that is switched off does."""
        if self._runner is not None:
            await self.webchat.stop()
            await self._runner.cleanup()
            self._runner = None

    async def hears(self, count: int) -> None:
        """Wait until so many messages have been taken in."""
        await until(lambda: len(self.heard) >= count)
