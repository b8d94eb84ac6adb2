"""How the doctor looks at the real world: the disk, the clock, the network, the content."""

from __future__ import annotations

import asyncio
import importlib
import shutil
import socket
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

import aiohttp

from bot.doctor import Port, TelegramSeen
from bot.locale import ZONE, _, number
from bot.settings import Settings
from content import check
from content.library import BUILT_IN

#: A technician waits before the screen: what has not answered by then counts as not there.
PATIENCE = timedelta(seconds=10)


class RealProbes:
    """The probes of ``bot.doctor`` on this machine and its network."""

    def __init__(self, patience: timedelta = PATIENCE) -> None:
        self._seconds = patience.total_seconds()
        self._timeout = aiohttp.ClientTimeout(total=self._seconds)

    def now(self) -> datetime:
        """The machine's clock."""
        return datetime.now(UTC)

    def free_bytes(self, folder: Path) -> int:
        """Room on the disk that holds ``folder``."""
        return shutil.disk_usage(folder).free

    async def telegram(self, settings: Settings) -> TelegramSeen:
        """Ask the Bot API who the bot is and how its webhook fares."""
        # Telegram's library takes seconds to load: only who uses Telegram waits for it.
        session = importlib.import_module("bot.channels.telegram.session")
        look = importlib.import_module("bot.channels.telegram.examine")
        line = session.Session(settings.telegram_token, settings.telegram_api)
        try:
            async with asyncio.timeout(self._seconds):
                seen = await look.examine(line)
        except TimeoutError:
            why = _("it was asked and gave no answer in {seconds} seconds")
            return TelegramSeen("unreachable", why.format(seconds=number(self._seconds)))
        return TelegramSeen(
            seen.state.kind,
            seen.state.why,
            seen.username,
            seen.webhook,
            seen.pending,
            seen.last_error,
        )

    async def far_clock(self, url: str) -> datetime | None:
        """The clock of a far server as its ``Date`` header tells it."""
        try:
            async with (
                aiohttp.ClientSession(timeout=self._timeout) as http,
                http.get(url, allow_redirects=False) as answer,
            ):
                return parsedate_to_datetime(answer.headers["Date"]).astimezone(UTC)
        except (aiohttp.ClientError, TimeoutError, KeyError, ValueError):
            return None

    async def port(self, host: str, port: int) -> Port:
        """Free when it can be opened; ours when it answers as Khéo does."""
        if port == 0 or _opens(host, port):
            return "free"
        name = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
        url = f"http://{f'[{name}]' if ':' in name else name}:{port}/healthz"
        try:
            async with (
                aiohttp.ClientSession(timeout=self._timeout) as http,
                http.get(url, allow_redirects=False) as answer,
            ):
                parts = await answer.json()
        except (aiohttp.ClientError, TimeoutError, ValueError):
            return "other"
        return "ours" if isinstance(parts, dict) and "database" in parts else "other"

    def program(self, name: str) -> bool:
        """Whether the machine has that program."""
        return shutil.which(name) is not None

    def content(self, folder: Path | None, now: datetime) -> Sequence[str]:
        """All that is wrong with the content, one line each."""
        folders = (BUILT_IN, folder) if folder is not None else (BUILT_IN,)
        return check.lines(folders, now.astimezone(ZONE).date())


def _opens(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError:
            return False
    return True
