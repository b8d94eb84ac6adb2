"""Pictures, recordings and documents for the page: the content library's, and those sent in."""

from __future__ import annotations

from pathlib import Path

from aiohttp import web

from bot import media
from web.site import Site

_WEEK = "public, max-age=604800"
#: What somebody sent in is for those who were shown it: no shared cache keeps it.
_OWN = "private, max-age=604800, immutable"
#: Lists of papers (handlers/papers.py) and months (bot/month.py) are drawn when they are asked for.
_DRAWN = ("papers/", "month/")
_TYPES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".ogg": "audio/ogg",
    ".aac": "audio/aac",
    ".m4a": "audio/mp4",
}


class Files:
    """The handler of ``/media/…``."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def show(self, request: web.Request) -> web.StreamResponse:
        """A file by its path, in parts where a player asks for a part."""
        path = request.match_info["path"]
        if media.digest_of(path):
            return await self._kept(request, path)
        if path.startswith(_DRAWN):
            return await self._drawn(path)
        file = self._site.media(path)
        kind = _TYPES.get(file.suffix.lower()) if file else None
        if file is None or kind is None:
            raise web.HTTPNotFound
        return web.FileResponse(file, headers={"Cache-Control": _WEEK, "Content-Type": kind})

    async def _drawn(self, path: str) -> web.Response:
        content = await self._site.kept(path)
        if content is None:
            raise web.HTTPNotFound
        return web.Response(body=content, content_type="image/png", headers={"Cache-Control": _OWN})

    async def _kept(self, request: web.Request, path: str) -> web.Response:
        kind = media.TYPES.get(Path(path).suffix)
        content = await self._site.kept(path) if kind else None
        if kind is None or content is None:
            raise web.HTTPNotFound
        headers = {"Cache-Control": _OWN, "Content-Type": kind, "Accept-Ranges": "bytes"}
        if not kind.startswith(("image/", "audio/")):
            # The link carries the name; whatever is inside, it is not opened as a page of ours.
            headers["Content-Disposition"] = "attachment"
        try:
            wanted = request.http_range
        except ValueError:
            headers["Content-Range"] = f"bytes */{len(content)}"
            return web.Response(status=416, headers=headers)
        if wanted.start is None and wanted.stop is None:
            return web.Response(body=content, headers=headers)
        begin, end, _step = wanted.indices(len(content))
        if begin >= end:
            headers["Content-Range"] = f"bytes */{len(content)}"
            return web.Response(status=416, headers=headers)
        headers["Content-Range"] = f"bytes {begin}-{end - 1}/{len(content)}"
        return web.Response(status=206, body=content[begin:end], headers=headers)
