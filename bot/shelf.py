"""The shelf of files: what the content library holds, and what was sent in, opened alike."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from bot import checklist, media, month
from content.library import Library
from store import files
from store.engine import Store


def _nowhere(_guide: str) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class MediaFiles:
    """Pictures, recordings, documents by path: ``guide-id/file.png``, ``kept/<digest>.pdf``.

    A list of papers (``papers/…``) and the figures of a month (``month/…``) are drawn when they are
    asked for; ``address`` opens a guide by its id, for the code on the picture.
    """

    library: Callable[[], Library]
    store: Store
    address: Callable[[str], str] = _nowhere

    async def digest(self, path: str) -> str:
        """A name for the content; LookupError or OSError when there is no such file."""
        if digest := media.digest_of(path) or month.digest_of(path):
            return digest
        if picture := checklist.picture_of(path, self.library()):
            return hashlib.blake2b(await self._drawn(picture), digest_size=16).hexdigest()
        file = self.library().media[path]
        stat = file.stat()
        return _digest(file, stat.st_mtime_ns, stat.st_size)

    async def read(self, path: str) -> bytes:
        """The bytes; LookupError or OSError when there is no such file."""
        content = await self.kept(path)
        if content is None:
            return await asyncio.to_thread(self.library().media[path].read_bytes)
        return content

    async def kept(self, path: str) -> bytes | None:
        """The bytes of a file that was sent in or is drawn; None for any other path."""
        if picture := checklist.picture_of(path, self.library()):
            return await self._drawn(picture)
        if month.digest_of(path):
            figures = await self.store.run(lambda c: files.read(c, path))
            return None if figures is None else await asyncio.to_thread(month.draw, figures)
        if not media.digest_of(path):
            return None
        return await self.store.run(lambda c: files.read(c, path))

    async def _drawn(self, picture: checklist.Picture) -> bytes:
        address = self.address(picture.guide.id)
        return await asyncio.to_thread(checklist.draw, picture, address)


@lru_cache(maxsize=512)
def _digest(file: Path, _changed: int, _size: int) -> str:
    return hashlib.blake2b(file.read_bytes(), digest_size=16).hexdigest()
