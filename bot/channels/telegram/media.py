"""Pictures and recordings: uploaded once for each bot, then sent by the id Telegram gave them.

A file id belongs to one bot and stays good (core.telegram.org/bots/faq), so it is kept under the
bot and the content of the file: a picture that is replaced gets a new id.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from typing import Protocol

import msgspec

from bot.channels.base import Outcome, Refused
from bot.channels.telegram.encode import Request, Upload
from bot.channels.telegram.outcome import outcome
from bot.channels.telegram.session import Accepted, File, Rejected, Reply, Session

UPLOADING = 90.0  # seconds more than a text gets: a recording over a bad line

_log = logging.getLogger(__name__)


class Files(Protocol):
    """Where pictures and recordings lie."""

    def read(self, path: str) -> bytes:
        """The bytes of ``guide-id/file.png``; raises OSError or LookupError where there is none."""
        ...


class FileIds(Protocol):
    """Remembers under which id Telegram keeps a file; ``key`` is short opaque ASCII."""

    async def get(self, key: str) -> str | None:
        """The id kept under ``key``."""
        ...

    async def put(self, key: str, file_id: str) -> None:
        """Keep an id, in place of an older one."""
        ...


class KeptIds:
    """File ids for the life of the process: after a start each file is uploaded once more."""

    def __init__(self) -> None:
        self._ids: dict[str, str] = {}

    async def get(self, key: str) -> str | None:
        """The id kept under ``key``."""
        return self._ids.get(key)

    async def put(self, key: str, file_id: str) -> None:
        """Keep an id, in place of an older one."""
        self._ids[key] = file_id


class _Size(msgspec.Struct):
    file_id: str


class _Carried(msgspec.Struct):
    photo: list[_Size] = []
    voice: _Size | None = None


_carried = msgspec.json.Decoder(_Carried)


class Media:
    """Sends what carries a file."""

    def __init__(self, session: Session, bot: int, files: Files, ids: FileIds) -> None:
        self._session = session
        self._bot = bot
        self._files = files
        self._ids = ids
        self._uploading: dict[str, asyncio.Lock] = {}

    async def send(self, request: Request, upload: Upload) -> Outcome:
        """Send ``request`` with its file, by id where Telegram has it already."""
        try:
            content = self._files.read(upload.path)
        except (OSError, LookupError) as error:
            return Refused(f"no file {upload.path}: {type(error).__name__}")
        digest = hashlib.blake2b(content, digest_size=16).hexdigest()
        key = f"{self._bot}:{upload.field}:{digest}"
        if known := await self._ids.get(key):
            reply = await self._by_id(request, upload, known)
            if not _wrong_id(reply):
                return outcome(reply)
        # The first to come uploads; the others wait for its id instead of uploading it too.
        lock = self._uploading.setdefault(key, asyncio.Lock())
        async with lock:
            newer = await self._ids.get(key)
            if newer and newer != known:
                return outcome(await self._by_id(request, upload, newer))
            file = File(upload.field, upload.path.rpartition("/")[2], content)
            reply = await self._session.call(
                request.method, request.fields, file=file, longer=UPLOADING
            )
            if isinstance(reply, Accepted):
                await self._keep(key, reply)
        self._uploading.pop(key, None)
        return outcome(reply)

    async def _by_id(self, request: Request, upload: Upload, file_id: str) -> Reply:
        return await self._session.call(request.method, {**request.fields, upload.field: file_id})

    async def _keep(self, key: str, reply: Accepted) -> None:
        """Remember the id; the message is out, so a failure here must not say otherwise."""
        try:
            carried = _carried.decode(reply.result)
            size = carried.photo[-1] if carried.photo else carried.voice
            if size is not None:
                await self._ids.put(key, size.file_id)
        except Exception as error:
            facts = {"action": "telegram.file-id", "key": key}
            _log.warning("file id not kept: %s", type(error).__name__, extra=facts)


def _wrong_id(reply: Reply) -> bool:
    """Telegram does not know the id (any more): “wrong file identifier/HTTP URL specified”, …"""
    return (
        isinstance(reply, Rejected)
        and reply.code == 400
        and ("file identifier" in reply.description or "file_id" in reply.description)
    )
