"""What the web server needs to know: everything it serves is handed in, nothing is looked up."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.channels.webchat.channel import WebChat
from bot.ports import Commune
from web.visitor import Signer

#: Takes the body of a webhook call and its secret; answers with an HTTP status.
Hook = Callable[[bytes, str], Awaitable[int]]


def _now() -> datetime:
    return datetime.now(UTC)


async def _nothing(_path: str) -> bytes | None:
    return None


async def _nobody(_visitor: str) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Site:
    """One commune's site.

    ``media`` finds a file of the content library by its path there, ``kept`` the bytes of one that
    was sent in. ``asks_file``: whether a visitor's open question asks for a file. ``health`` names
    each part and whether it works. ``language`` is what a visitor chose in the conversation, or
    empty. ``public`` is the address that people use (``https://…``), empty on a local network.
    ``reply_wait`` and ``news_wait`` are seconds that an answer is held back for something to say.
    """

    webchat: WebChat
    signer: Signer
    commune: Callable[[], Commune]
    media: Callable[[str], Path | None]
    health: Callable[[], Awaitable[Mapping[str, bool]]]
    language: Callable[[str], Awaitable[str]]
    public: str = ""
    telegram: Hook | None = None
    kept: Callable[[str], Awaitable[bytes | None]] = _nothing
    asks_file: Callable[[str], Awaitable[bool]] = _nobody
    now: Callable[[], datetime] = _now
    reply_wait: float = 5
    #: Middle boxes of mobile networks forget a silent connection after 30 s or more (RFC 6202,
    #: section 5.5, reports 30 s as safe for long polling).
    news_wait: float = 25
