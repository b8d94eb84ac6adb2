"""The composition root: the only file that names every concrete class."""

from __future__ import annotations

import asyncio
import gc
import importlib
import logging
import os
import secrets
import socket
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.channels.base import Capabilities, Channel
from bot.channels.webchat.channel import WebChat
from bot.dispatch import Dispatch
from bot.intake import Intake
from bot.living import living_library
from bot.locale import ZONE
from bot.lookups import House
from bot.settings import TELEGRAM_API, Settings
from bot.shelf import MediaFiles
from bot.talk.files import FETCHED
from content.answers.answers import Answers
from content.answers.approved import Approved
from content.library import BUILT_IN, Library, Reader, load
from delivery.bulk import Bulk
from delivery.sender import Sender
from handlers import FLOWS
from scheduler.announcements import Announcements
from scheduler.answered import Answered
from scheduler.clock import utc_now
from scheduler.jobs import Jobs
from scheduler.recordings import converter
from scheduler.ticks import Ticks
from store import chats, uploads
from store.engine import Store, open_engine
from store.version import is_current
from web.mailbox import StoredMailbox
from web.server import build
from web.site import Site
from web.visitor import Signer

log = logging.getLogger(__name__)

#: What the finder of guides has learnt, beside the database: to learn it again takes seconds.
LEARNT = "answers.learnt"
#: Young objects die young: with tens of thousands of long-lived ones frozen after the start, a
#: larger first generation means fewer, and no long, collections (facts: 140 ms pauses before).
YOUNG = 20_000


def open_store(settings: Settings) -> Store:
    """The database of the settings, brought to the schema of this code."""
    engine = open_engine(settings.database_url)
    if not is_current(engine):
        # Alembic is heavy, and hardly ever needed.
        importlib.import_module("store.migrate").upgrade(engine)
    return Store(engine)


def open_library(settings: Settings) -> Library:
    """What Khéo knows: what comes with it, and the commune's own folder over it."""
    return load((BUILT_IN, settings.content) if settings.content else (BUILT_IN,))


def open_living(settings: Settings, library: Library | None = None) -> Library:
    """What people read today: the library with what was corrected, if there is a database."""
    library = library or open_library(settings)
    if settings.sqlite_path is not None and not settings.sqlite_path.exists():
        return library
    engine = open_engine(settings.database_url)
    try:
        if not is_current(engine):
            return library
        with engine.connect().execution_options(reads=True) as connection, connection.begin():
            return living_library(connection, library)
    finally:
        engine.dispose()


def open_answers(library: Library, settings: Settings) -> Answers:
    """The finder of guides; the commune's folder may add words and phrases to it."""
    guides = library.taught(utc_now().astimezone(ZONE).date())
    kept = settings.sqlite_path.with_name(LEARNT) if settings.sqlite_path else None
    return Answers(guides, (settings.content,) if settings.content else (), kept=kept)


@dataclass(frozen=True, slots=True)
class StoredIds:
    """Which uploads a platform has, kept in the store."""

    store: Store

    async def get(self, key: str) -> str | None:
        """The platform's id of a file."""
        return await self.store.run(lambda c: uploads.get(c, key))

    async def put(self, key: str, file_id: str) -> None:
        """Remember the platform's id of a file."""
        await self.store.run(lambda c: uploads.put(c, key, file_id))


@dataclass
class App:
    """One running process: its channels, its sender, its web server, its timetable.

    ``serve`` False leaves out the web server, its channel, Telegram and the timetable: then only
    ``extra`` channels are there (``kheo chat`` beside a running ``kheo run``). ``deliver``: only
    what is on its way out is sent; nothing is taken in (``kheo deliver``).
    """

    settings: Settings
    store: Store
    library: Library
    answers: Answers
    clock: Callable[[], datetime] = utc_now
    extra: Sequence[Channel] = ()
    serve: bool = True
    deliver: bool = False
    telegram: Any = field(default=None, init=False)
    webchat: WebChat = field(init=False)
    channels: dict[str, Channel] = field(init=False)
    can: Mapping[str, Capabilities] = field(init=False)
    sender: Sender = field(init=False)
    bulk: Bulk | None = field(init=False)
    dispatch: Dispatch = field(init=False)
    address: str = field(default="", init=False)

    def __post_init__(self) -> None:
        settings = self.settings
        self.webchat = WebChat(
            StoredMailbox(self.store, self.clock), recheck=0 if self.store.sqlite else 1
        )
        carries = self.serve or self.deliver
        channels: list[Channel] = [self.webchat, *self.extra] if carries else [*self.extra]
        if settings.telegram_token and carries:
            self.telegram = self._make_telegram()
            channels.append(self.telegram)
        self.channels = {channel.capabilities.channel: channel for channel in channels}
        self.can = {name: channel.capabilities for name, channel in self.channels.items()}
        owner = f"{socket.gethostname()[:16]}:{os.getpid()}:{secrets.token_hex(4)}"
        quiet = self.library.commune.quiet
        self.bulk = (
            Bulk(self.store, self.channels, self.clock, owner=owner, quiet=quiet)
            if carries
            else None
        )
        self.sender = Sender(
            self.store,
            self.channels,
            self.clock,
            owner=owner,
            alone=self.store.sqlite and self.serve,
            replied=self.bulk.replied if self.bulk is not None else None,
        )
        self.dispatch = Dispatch(
            self.store,
            self.sender,
            self.house(),
            FLOWS,
            self.can,
            self.clock,
            Intake(self.store, self.channels),
        )
        self._ticks = Ticks()
        if self.bulk is not None:
            Announcements(self.store, self.clock, self.can, quiet).join(self._ticks)
        if self.serve:
            guides = partial(Reader, self.library)
            Answered(self.store, self.clock, self.can, guides, quiet).join(self._ticks)
            months = self.library.commune.keep_months
            Jobs(self.store, self.clock, months, converter()).join(self._ticks)
        self._runner: web.AppRunner | None = None

    def house(self) -> House:
        """What every turn looks things up in."""
        return House(
            self.library,
            self.answers,
            lambda: secrets.token_urlsafe(12),
            self.link,
            self.can,
            approved=Approved(self.answers),
        )

    def link(self, channel: str, payload: str) -> str:
        """The address that opens a private chat on ``channel`` and begins with ``payload``."""
        if channel == "telegram":
            name = self.telegram.me.username if self.telegram is not None else ""
            return f"https://t.me/{name}?start={payload}" if name else ""
        return f"{self.settings.public_url or self.address}/chat?start={payload}"

    async def start(self) -> None:
        """Start everything; what was left by a process that died is sent first."""
        await asyncio.to_thread(self.store.live, self.sender.owner)
        await self.sender.start()
        if self.serve:
            await self._open_doors()
        if not self.deliver:
            for channel in self.channels.values():
                await channel.start(self.dispatch.receive)
        if self.bulk is not None:
            await self.bulk.start()
        self._ticks.start()
        gc.collect()
        gc.freeze()
        gc.set_threshold(YOUNG, 50, 100)
        gc.enable()
        log.info("started", extra={"action": "app.started", "channels": ",".join(self.channels)})

    async def _open_doors(self) -> None:
        self._runner = web.AppRunner(build(self._site()), access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, self.settings.host, self.settings.port).start()
        host, port = self._runner.addresses[0][:2]
        shown = "127.0.0.1" if host in ("0.0.0.0", "::") else host
        self.address = f"http://[{shown}]:{port}" if ":" in shown else f"http://{shown}:{port}"

    async def stop(self) -> None:
        """Take nothing more in, finish what is under way, let go."""
        self._ticks.stop()
        if self.bulk is not None:
            await self.bulk.stop()
        await self.sender.stop()
        for channel in self.channels.values():
            with suppress(Exception):
                await channel.stop()
        if self._runner is not None:
            await self._runner.cleanup()
        log.info("stopped", extra={"action": "app.stopped"})

    def _site(self) -> Site:
        mailbox = StoredMailbox(self.store, self.clock)
        return Site(
            webchat=self.webchat,
            signer=Signer(self.settings.secret),
            commune=lambda: self.library.commune,
            media=self._media,
            health=self._health,
            language=mailbox.language,
            public=self.settings.public_url,
            telegram=self.telegram.webhook if self.telegram is not None else None,
            now=self.clock,
            kept=self._files().kept,
            asks_file=self._asks_file,
        )

    async def _asks_file(self, visitor: str) -> bool:
        kind = await self.store.run(lambda c: chats.asked(c, "webchat", visitor))
        return kind in FETCHED

    def _files(self) -> MediaFiles:
        return MediaFiles(
            lambda: self.library, self.store, lambda id: self.link("webchat", f"g_{id}")
        )

    def _media(self, path: str) -> Path | None:
        return self.library.media.get(path)

    async def _health(self) -> Mapping[str, bool]:
        try:
            async with asyncio.timeout(5):
                await self.store.run(lambda c: c.exec_driver_sql("SELECT 1").scalar_one())
        except Exception:
            return {"database": False}
        return {"database": True}

    def _make_telegram(self) -> Any:
        # Telegram's library costs seconds and a hundred megabytes: only who uses it pays.
        module = importlib.import_module("bot.channels.telegram.channel")
        settings = self.settings
        return module.Telegram(
            settings.telegram_token,
            files=self._files(),
            file_ids=StoredIds(self.store),
            api="" if settings.telegram_api == TELEGRAM_API else settings.telegram_api,
            public_url=settings.public_url,
            secret=settings.secret,
            clock=self.clock,
            rate=settings.telegram_rate,
        )
