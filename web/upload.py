"""A file from the page: taken from who was asked for one, with a script or without."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from aiohttp import BodyPartReader, web
from aiohttp.http_exceptions import HttpProcessingError

from bot import media
from bot.channels.webchat.mailbox import Letter
from bot.errors import StoreError
from bot.locale import _, use
from bot.talk.message import Document
from web.chat import Chat
from web.desk import Desk, Refusal, busy
from web.front import Front
from web.visitor import Visitor

#: What is longer than a file may be is read to its end and thrown away, so that the browser hears
#: why; what is longer than this is cut off.
_PATIENCE = 3 * media.LARGEST
_FIELD = 1024
_PART = 64 * 1024


@dataclass
class _Form:
    """What a form with a file said. ``big``: the file was longer than may be."""

    fields: dict[str, str] = field(default_factory=dict)
    name: str = ""
    content: bytes = b""
    big: bool = False


class Upload:
    """The handler of ``/chat/file``."""

    def __init__(self, desk: Desk, chat: Chat, front: Front) -> None:
        self._desk = desk
        self._site = desk.site
        self._chat = chat
        self._front = front

    async def take(self, request: web.Request) -> web.Response:
        """Take a file in and answer as ``/chat/say`` does, or, without a script, with the page.

        Nothing is read before it is known that this visitor was asked for a file.
        """
        visitor = self._desk.visitor(request)
        script = request.query.get("by") == "script"
        with use(await self._desk.language(request, visitor)):
            try:
                if visitor is None or not await self._site.asks_file(visitor.id):
                    raise Refusal(409, _("No file is asked for just now."))
                form = await _read(request)
                after, letters = await self._hand_in(visitor, form)
            except Refusal as refusal:
                status, words = refusal.status, str(refusal)
            except StoreError:
                status, words = 503, busy()
            else:
                if script:
                    return self._chat.answer(visitor, letters)
                new = next((letter.seq for letter in letters if letter.seq > after), 0)
                raise web.HTTPSeeOther(f"/chat#l{new}" if new else "/chat#end")
            if script:
                return self._chat.refuse(words, status)
            return await self._front.page(request, visitor, words, "", status)

    async def _hand_in(self, visitor: Visitor, form: _Form) -> tuple[int, list[Letter]]:
        nonce = self._site.signer.nonce(visitor, form.fields.get("ticket", ""))
        if not nonce:
            raise Refusal(409, _("Please press Send once more."))
        if form.big:
            words = _("This file is too big: at most {most} MB. Please send a smaller one.")
            raise Refusal(413, words.format(most=media.LARGEST // (1024 * 1024)))
        if not form.content:
            raise Refusal(400, _("Please choose a file first."))
        # The same file from the same page is the same message, whoever sends it twice.
        mark = hashlib.sha256(form.content).hexdigest()[:16]
        name = form.fields.get("id") or f"{nonce}-{mark}"
        known = await self._site.webchat.letters(visitor.id)
        after = known[-1].seq if known else 0
        shown = form.fields.get("after", "")
        said = Document(name, form.name, size=len(form.content))
        await self._desk.take_file(visitor, name, said, form.content)
        seen = int(shown) if shown.isdecimal() and len(shown) < 16 else after
        letters = await self._site.webchat.news(visitor.id, seen, self._site.reply_wait)
        return after, list(letters)


async def _read(request: web.Request) -> _Form:
    """The form; raises Refusal for what is none."""
    if request.content_type != "multipart/form-data":
        raise Refusal(415, _("This message could not be taken."))
    form = _Form()
    try:
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader) or not part.name:
                continue
            most = media.LARGEST if part.filename is not None else _FIELD
            content, big = await _bytes(part, most)
            if part.filename is None:
                form.fields[part.name] = content.decode("utf-8", "replace")
            elif part.filename and not form.content:  # the other fields of the page are empty
                form.name, form.content, form.big = part.filename, content, big
    except (ValueError, HttpProcessingError):
        raise Refusal(400, _("This message could not be taken.")) from None
    return form


async def _bytes(part: BodyPartReader, most: int) -> tuple[bytes, bool]:
    content = bytearray()
    size = 0
    while chunk := await part.read_chunk(_PART):
        size += len(chunk)
        if size <= most:
            content += chunk
        if size > _PATIENCE:
            raise Refusal(413, _("This is too long. Please send it in shorter parts."))
    return bytes(content), size > most
