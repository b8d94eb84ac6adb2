"""The desk where visitors are received: who they are, in which language, how much they may say."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from urllib.parse import urlsplit

from aiohttp import web

from bot.errors import KheoError, StoreError
from bot.locale import DEFAULT, _, languages
from bot.talk.message import Address, Content, Document, Incoming, Pressed, Words
from bot.talk.press import decode
from web.flood import Flood
from web.site import Site
from web.visitor import LIFE, Visitor

COOKIE, LANGUAGE = "kheo", "kheo_language"
#: The longest text that is taken in: more than anybody types, less than what fills a disk.
LONGEST = 8_000
_NAME = re.compile(r"[A-Za-z0-9_-]{8,64}", re.ASCII)


class Refusal(KheoError):
    """What a visitor handed in was not taken: why, in their language, and when to try again."""

    def __init__(self, status: int, message: str, wait: int = 0) -> None:
        super().__init__(message)
        self.status = status
        self.wait = wait


def busy() -> str:
    """What to say while the database cannot be used."""
    return _("Khéo cannot take messages just now. Please send it again in a moment.")


def content(text: str, press: str) -> Content:
    """What a visitor said, as conversations know it."""
    return Pressed(decode(press)) if press else Words(text)


class Desk:
    """Receives visitors for the JSON routes and for the plain form alike."""

    def __init__(self, site: Site, clock: Callable[[], float] = time.monotonic) -> None:
        self.site = site
        self._flood = Flood(clock)

    def visitor(self, request: web.Request) -> Visitor | None:
        """Who holds the request's cookie; None when it is missing, forged or too old."""
        return self.site.signer.visitor(request.cookies.get(COOKIE, ""), self.site.now())

    async def language(self, request: web.Request, visitor: Visitor | None) -> str:
        """What the address asks for, else what was chosen in the conversation, else what was
        chosen on the page, else what the browser prefers, else Vietnamese."""
        known = languages()
        asked = request.query.get("lang", "")
        if asked in known:
            return asked
        try:
            chosen = await self.site.language(visitor.id) if visitor else ""
        except StoreError:
            chosen = ""
        for code in (chosen, request.cookies.get(LANGUAGE, "")):
            if code in known:
                return code
        return preferred(request.headers.get("Accept-Language", ""))

    async def take(self, visitor: Visitor, name: str, said: Content, language: str) -> None:
        """Hand in what was said, under the visitor's own ``name`` of it: the same name counts once.

        Raises Refusal when it cannot be taken at all, StoreError when it should be sent again.
        """
        await self.site.webchat.take(self._incoming(visitor, name, said, language))

    def _incoming(self, visitor: Visitor, name: str, said: Content, language: str) -> Incoming:
        if not _NAME.fullmatch(name) or (isinstance(said, Words) and not said.text.strip()):
            raise Refusal(400, _("This message could not be taken."))
        if isinstance(said, Words) and len(said.text) > LONGEST:
            raise Refusal(413, _("This is too long. Please send it in shorter parts."))
        wait = self._flood.wait(visitor.id)
        if wait:
            words = _("That was a lot at once. Khéo takes the rest in a moment.")
            raise Refusal(429, words, int(wait) + 1)
        return Incoming(
            Address("webchat", visitor.id),
            f"{visitor.id}.{name}",
            self.site.now(),
            said,
            sender=visitor.id,
            language=language,
        )

    async def take_file(self, visitor: Visitor, name: str, said: Document, content: bytes) -> None:
        """Hand in a file; raises as ``take``."""
        incoming = self._incoming(visitor, name, said, "")
        await self.site.webchat.take_file(incoming, said.ref, content)

    def sign(self, request: web.Request, response: web.Response, visitor: Visitor) -> None:
        """Give the visitor their cookie, where they have none or an old one."""
        if visitor.stale:
            value = self.site.signer.cookie(visitor, self.site.now())
            self._set(request, response, COOKIE, value)

    def remember_language(self, request: web.Request, response: web.Response, code: str) -> None:
        """Keep the language that the page's address asked for."""
        if request.query.get("lang") == code:
            self._set(request, response, LANGUAGE, code)

    def _set(self, request: web.Request, response: web.Response, name: str, value: str) -> None:
        public = urlsplit(self.site.public)
        https = request.secure or (public.scheme == "https" and request.host == public.netloc)
        response.set_cookie(
            name,
            value,
            max_age=int(LIFE.total_seconds()),
            path="/",
            httponly=True,
            samesite="Lax",
            secure=https,
        )


def preferred(header: str) -> str:
    """The first language of an Accept-Language header that we speak (RFC 9110, section 12.5.4)."""
    wishes = []
    for place, part in enumerate(header.split(",")[:20]):
        tag, _semicolon, weight = part.strip().partition(";q=")
        try:
            wishes.append((-float(weight or 1), place, tag.split("-")[0].lower()))
        except ValueError:
            continue
    for _weight, _place, code in sorted(wishes):
        if code in languages():
            return code
    return DEFAULT
