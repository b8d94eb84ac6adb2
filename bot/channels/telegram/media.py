"""Pictures, recordings and documents: uploaded once for each bot, then sent by Telegram's own id.

A file id belongs to one bot and stays good (core.telegram.org/bots/faq), so it is kept under the
bot and the content of the file: a picture that is replaced gets a new id. Several processes that
begin with the same new file at the same moment may each upload it, once; from then on all use ids.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from datetime import timedelta
from typing import Protocol

import msgspec

from bot.channels.base import Later, Outcome, Refused
from bot.channels.telegram.encode import Request, Upload
from bot.channels.telegram.outcome import outcome
from bot.channels.telegram.session import Accepted, File, Rejected, Reply, Session
from bot.errors import StoreError

UPLOADING = 90.0  # seconds more than a text gets: a recording over a bad line
#: Who waits for another's upload of the same file waits no longer than this: its own row is leased
#: for 90 s (delivery), and a lease that ends would leave in doubt what was certainly not sent.
PATIENCE = 20.0
AGAIN = timedelta(seconds=5)
#: So many ids are known without a look into the tables: a run of a million asks for the same one.
KNOWN = 500
#: An id that was just given may be forgotten again while this one waits; then it is tried later.
TURNS = 3

_log = logging.getLogger(__name__)


class Files(Protocol):
    """Where pictures, recordings and documents lie: the content library's, and those kept."""

    async def digest(self, path: str) -> str:
        """A name for the content behind a path, the same for the same bytes; raises as ``read``."""
        ...

    async def read(self, path: str) -> bytes:
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
    document: _Size | None = None


_carried = msgspec.json.Decoder(_Carried)


class Media:
    """Sends what carries a file."""

    def __init__(
        self,
        session: Session,
        bot: int,
        files: Files,
        ids: FileIds,
        *,
        patience: float = PATIENCE,
    ) -> None:
        self._session = session
        self._bot = bot
        self._files = files
        self._ids = ids
        self._patience = patience
        self._known: dict[str, str] = {}
        self._uploading: dict[str, asyncio.Lock] = {}

    async def send(self, request: Request, upload: Upload) -> Outcome:
        """Send ``request`` with its file, by id where Telegram has it already."""
        try:
            return await self._send(request, upload)
        except StoreError:  # what was looked for stands before any call that could have delivered
            return Later(AGAIN, "the database cannot be used just now")

    async def _send(self, request: Request, upload: Upload) -> Outcome:
        try:
            digest = await self._files.digest(upload.path)
        except (OSError, LookupError) as error:
            return Refused(f"no file {upload.path}: {type(error).__name__}")
        key = f"{self._bot}:{upload.field}:{digest}"
        if upload.name:  # the id of a document carries the name that people see
            key += ":" + hashlib.blake2b(upload.name.encode(), digest_size=4).hexdigest()
        forgotten: set[str] = set()
        for _turn in range(TURNS):
            known = await self._look(key)
            if known and known not in forgotten:
                reply = await self._by_id(request, upload, known)
                if not _wrong_id(reply):
                    self._remember(key, known)
                    return outcome(reply)
                forgotten.add(known)
                if self._known.get(key) == known:
                    del self._known[key]
            # The first to come uploads; the others wait for its id instead of uploading it too.
            lock = self._uploading.setdefault(key, asyncio.Lock())
            try:
                async with asyncio.timeout(self._patience):
                    await lock.acquire()
            except TimeoutError:
                break
            try:
                newer = await self._look(key)
                if not newer or newer in forgotten:
                    return await self._upload(request, upload, key)
            finally:
                lock.release()
                if key in self._known:  # else those who wait go on one after the other
                    self._uploading.pop(key, None)
        return Later(AGAIN, "the file is still being uploaded")

    async def _look(self, key: str) -> str | None:
        return self._known.get(key) or await self._ids.get(key)

    async def _upload(self, request: Request, upload: Upload, key: str) -> Outcome:
        try:
            content = await self._files.read(upload.path)
        except (OSError, LookupError) as error:
            return Refused(f"no file {upload.path}: {type(error).__name__}")
        file = File(upload.field, upload.name or upload.path.rpartition("/")[2], content)
        reply = await self._session.call(
            request.method, request.fields, file=file, longer=UPLOADING
        )
        if isinstance(reply, Accepted):
            await self._keep(key, upload.field, reply)
        return outcome(reply)

    async def _by_id(self, request: Request, upload: Upload, file_id: str) -> Reply:
        return await self._session.call(request.method, {**request.fields, upload.field: file_id})

    def _remember(self, key: str, file_id: str) -> None:
        if len(self._known) >= KNOWN:
            self._known.clear()
        self._known[key] = file_id

    async def _keep(self, key: str, field: str, reply: Accepted) -> None:
        """Remember the id; the message is out, so a failure here must not say otherwise."""
        try:
            carried = _carried.decode(reply.result)
            # What came back as another kind than it was sent as cannot be sent so by its id.
            sizes = {
                "photo": carried.photo[-1] if carried.photo else None,
                "voice": carried.voice,
                "document": carried.document,
            }
            size = sizes[field]
            if size is not None:
                self._remember(key, size.file_id)
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
