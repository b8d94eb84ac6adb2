"""Recordings in the form that older iPhones play: AAC beside the OGG that Telegram makes.

Where the machine has no ffmpeg nothing is lost: all other players take OGG, and the list of
recordings says what is missing.
"""

from __future__ import annotations

import asyncio
import logging
import shutil
import tempfile
from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TypeAlias

from sqlalchemy import Connection

from store import files, readings
from store.engine import Store
from store.files import NewFile

log = logging.getLogger(__name__)

#: The bytes of an OGG recording → those of the same in M4A, None when it cannot be done.
Convert: TypeAlias = Callable[[bytes], Awaitable[bytes | None]]
#: A minute and a half of speech takes a second or two on the smallest machine.
PATIENCE = 60.0


async def fill(store: Store, convert: Convert, clock: Callable[[], datetime]) -> int:
    """Give every recording that people may hear its other form; returns how many got it."""
    made = 0
    for one in await store.run(readings.without_aac):
        ogg = await store.run(partial(files.read, path=one.path))
        content = await convert(ogg) if ogg is not None else None
        if content is None:
            continue
        # Under the digest of the OGG, so that a player finds the one beside the other.
        aac = NewFile(f"{one.path.removesuffix('.ogg')}.m4a", "voice", content, one.seconds)
        await store.run(partial(_keep, aac=aac, number=one.id, now=clock()))
        made += 1
    return made


def _keep(connection: Connection, *, aac: NewFile, number: int, now: datetime) -> None:
    files.keep(connection, aac, None, now)
    readings.has_aac(connection, number, aac.path)


def converter(program: str | None = None) -> Convert | None:
    """The machine's ffmpeg, or None where there is none."""
    found = program or shutil.which("ffmpeg")
    if found is None:
        return None

    async def convert(ogg: bytes) -> bytes | None:
        with tempfile.TemporaryDirectory(prefix="kheo-voice-") as folder:
            return await _convert(found, Path(folder), ogg)

    return convert


async def _convert(program: str, folder: Path, ogg: bytes) -> bytes | None:
    given, made = folder / "in.ogg", folder / "out.m4a"
    given.write_bytes(ogg)
    process = await asyncio.create_subprocess_exec(
        program, "-nostdin", "-v", "error", "-i", str(given), "-vn", "-ac", "1",
        "-c:a", "aac", "-b:a", "48k", "-movflags", "+faststart", "-y", str(made),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        async with asyncio.timeout(PATIENCE):
            code = await process.wait()
    except TimeoutError:
        process.kill()
        code = await process.wait()
    if code or not made.exists():
        log.warning("a recording was not converted", extra={"action": "voice.failed", "code": code})
        return None
    return made.read_bytes()
