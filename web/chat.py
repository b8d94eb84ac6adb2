"""The web chat for the page's script: what a visitor says, and what is new for them, as JSON."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Annotated

import msgspec
from aiohttp import web

from bot.channels.webchat.mailbox import Letter
from bot.errors import StoreError
from bot.locale import _, current, use
from web.desk import Desk, Refusal, busy, content
from web.letters import letter_html
from web.visitor import Visitor, newcomer

#: A text of 8,000 letters is at most 32 kB, or 48 kB with every letter escaped as JSON.
_BODY = 64 * 1024


#: The number of a letter as a script and both databases can count it (ECMA-262: up to 2^53).
_Seq = Annotated[int, msgspec.Meta(ge=0, lt=2**53)]


class Said(msgspec.Struct, frozen=True):
    """What the page hands in: words or a press, under a name of its own making."""

    id: str
    text: str = ""
    press: str = ""
    after: _Seq = 0


class Chat:
    """The handlers of ``/chat/say`` and ``/chat/news``."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._site = desk.site

    async def say(self, request: web.Request) -> web.Response:
        """Take in what was said, wait a little for the reply, answer with what is new.

        Nothing is acknowledged that is not stored: 503 tells the page to keep it and try again.
        """
        known = self._desk.visitor(request)
        visitor = known or newcomer()
        language = await self._desk.language(request, known)
        with use(language):
            try:
                said = await _read(request)
                await self._desk.take(visitor, said.id, content(said.text, said.press), language)
                site = self._site
                letters = await site.webchat.news(visitor.id, said.after, site.reply_wait)
                # It may just have been changed, by a button or by words.
                language = await self._desk.language(request, visitor)
            except Refusal as refusal:
                return _json({"error": str(refusal), "wait": refusal.wait}, refusal.status)
            except StoreError:
                return _json({"error": busy()}, 503)
        with use(language):
            response = self.answer(visitor, letters)
        self._desk.sign(request, response, visitor)
        return response

    async def news(self, request: web.Request) -> web.Response:
        """What came after ``?after=``, waiting for a first letter; 403 without a good cookie."""
        visitor = self._desk.visitor(request)
        if visitor is None:
            return _json({}, 403)
        after = request.query.get("after", "")
        seq = int(after) if re.fullmatch(r"\d{1,15}", after, re.ASCII) else 0
        language = await self._desk.language(request, visitor)
        try:
            letters = await self._site.webchat.news(visitor.id, seq, self._site.news_wait)
        except StoreError:
            return _json({}, 503)
        with use(language):
            return self.answer(visitor, letters)

    def refuse(self, words: str, status: int) -> web.Response:
        """Why something was not taken, for the script."""
        return _json({"error": words}, status)

    def answer(self, visitor: Visitor, letters: Sequence[Letter]) -> web.Response:
        """What is new, for the script, in the language in use."""
        now = self._site.now()
        shown = [{"seq": one.seq, "html": letter_html(one, now)} for one in letters]
        response = _json({"tag": visitor.tag, "language": current().code, "letters": shown})
        response.enable_compression()
        return response


def _json(data: object, status: int = 200) -> web.Response:
    return web.Response(
        body=msgspec.json.encode(data), status=status, content_type="application/json"
    )


async def _read(request: web.Request) -> Said:
    if request.content_type != "application/json":
        # A form of another site can send text and forms here, but never JSON.
        raise Refusal(415, _("This message could not be taken."))
    try:
        body = await request.clone(client_max_size=_BODY).read()
        return msgspec.json.decode(body, type=Said)
    except web.HTTPRequestEntityTooLarge:
        raise Refusal(413, _("This is too long. Please send it in shorter parts.")) from None
    except msgspec.MsgspecError:
        raise Refusal(400, _("This message could not be taken.")) from None
