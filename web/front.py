"""The front of the house: the chat's page, its plain form, and the short address on a poster."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import parse_qsl

from aiohttp import web

from bot.errors import StoreError
from bot.locale import _, use
from web.desk import Desk, Refusal, busy, content
from web.page import View, page
from web.visitor import Visitor, newcomer

#: What a link may ask to begin with: the form of Telegram's deep links, so that one code serves
#: both (core.telegram.org/bots/features#deep-linking).
_START = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)


class Front:
    """The handlers of ``/``, ``/chat``, ``/chat/form`` and ``/h/<code>``."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._site = desk.site

    async def open(self, request: web.Request) -> web.Response:
        """The page with the last letters; nothing is stored about who only looks."""
        visitor = self._desk.visitor(request)
        with use(await self._desk.language(request, visitor)):
            return await self.page(request, visitor)

    async def short(self, request: web.Request) -> web.Response:
        """The chat, opened for the hamlet whose code is on the poster."""
        start = f"h_{request.match_info['code']}"
        raise web.HTTPFound(f"/chat?start={start}" if _START.fullmatch(start) else "/chat")

    async def form(self, request: web.Request) -> web.Response:
        """Take in what the plain form says, wait a little for the reply, show the page again."""
        visitor = self._desk.visitor(request)
        fields = await _fields(request)
        text, press, ticket = (fields.get(name, "") for name in ("text", "press", "ticket"))
        language = await self._desk.language(request, visitor)
        with use(language):
            nonce = self._site.signer.nonce(visitor, ticket) if visitor else ""
            if visitor is None or not nonce:
                # Not a form of ours, or the cookie is gone: a page with a new ticket, words kept.
                notice = _("Please press Send once more.")
                return await self.page(request, visitor, notice, text, 409)
            if press or text.strip():
                # One ticket serves every button of the page, so what was said is part of its name.
                mark = hashlib.sha256(f"{press}\n{text}".encode()).hexdigest()[:16]
                try:
                    known = await self._site.webchat.letters(visitor.id)
                    said = content(text, press)
                    await self._desk.take(visitor, f"{nonce}-{mark}", said, language)
                    last = known[-1].seq if known else 0
                    new = await self._site.webchat.news(visitor.id, last, self._site.reply_wait)
                except Refusal as refusal:
                    return await self.page(request, visitor, str(refusal), text, refusal.status)
                except StoreError:
                    return await self.page(request, visitor, busy(), text, 503)
                else:
                    # A page without a script cannot scroll by itself: the address does it.
                    raise web.HTTPSeeOther(f"/chat#l{new[0].seq}" if new else "/chat#end")
        raise web.HTTPSeeOther("/chat#end")

    async def page(
        self,
        request: web.Request,
        known: Visitor | None,
        notice: str = "",
        draft: str = "",
        status: int = 200,
    ) -> web.Response:
        """The page with the last letters, and what has to be said about what was handed in."""
        visitor = known or newcomer()
        start = request.query.get("start", "")
        try:
            letters = await self._site.webchat.letters(visitor.id) if known else ()
        except StoreError:
            letters, notice = (), notice or busy()
        view = View(
            self._site.commune(),
            letters,
            self._site.now(),
            visitor.tag,
            self._site.signer.ticket(visitor),
            start if _START.fullmatch(start) else "",
            notice,
            draft,
            known is not None,
        )
        response = web.Response(text=page(view), content_type="text/html", status=status)
        response.enable_compression()
        self._desk.sign(request, response, visitor)
        self._desk.remember_language(request, response, request.query.get("lang", ""))
        return response


async def _fields(request: web.Request) -> dict[str, str]:
    """What a plain form says; browsers send it in this form and no other, unless told to."""
    if request.content_type != "application/x-www-form-urlencoded":
        raise web.HTTPUnsupportedMediaType
    body = (await request.read()).decode("utf-8", "replace")
    try:
        pairs = parse_qsl(body, max_num_fields=20)
    except ValueError:
        raise web.HTTPBadRequest from None
    # A form ends its lines with CR LF, whatever the keyboard did (HTML, section 4.10.21.8).
    return {name: value.replace("\r\n", "\n") for name, value in pairs}
