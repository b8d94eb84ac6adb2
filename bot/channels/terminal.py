"""The terminal: one person at the keyboard of the machine itself (``kheo chat``)."""

from __future__ import annotations

import asyncio
import secrets
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from bot.channels.base import Capabilities, Outcome, Piece, Receive, Refused, Sent, Unknown
from bot.errors import StoreError
from bot.locale import _
from bot.talk.message import Address, Content, Document, Incoming, NotTaken, Words

ADDRESS = Address("terminal", "local")

CAPABILITIES = Capabilities(
    channel="terminal",
    buttons=0,
    label_limit=200,
    text_limit=100_000,
    caption_limit=100_000,
    unit="character",
    photo="no",
    voice="no",
    document="no",
    file="path",
    sources=(
        ("buttons", "a line of text has none: things to choose are numbered"),
        ("text_limit", "a terminal scrolls; the limit only keeps the renderer's arithmetic whole"),
    ),
)


class Terminal:
    """The channel over two streams. Lines are taken one after the other, each once it is stored."""

    capabilities: Capabilities = CAPABILITIES

    def __init__(self, read: TextIO, write: TextIO) -> None:
        self._read = read
        self._write = write
        self._lines: asyncio.Queue[str | None] = asyncio.Queue()
        self._reading: asyncio.Task[None] | None = None
        # The same number of a later session must not be taken for a message delivered twice.
        self._session = secrets.token_hex(8)

    async def start(self, receive: Receive) -> None:
        """Begin to read lines."""
        loop = asyncio.get_running_loop()
        # A thread of its own: a read from a keyboard cannot be broken off, and must not hold up
        # the end of the program.
        threading.Thread(target=self._listen, args=(loop,), daemon=True).start()
        self._reading = asyncio.create_task(self._take(receive))

    async def stop(self) -> None:
        """Take no more lines; the one being taken is taken to its end."""
        self._lines.put_nowait(None)
        await self.finished()

    async def finished(self) -> None:
        """Returns when the input has ended and every line of it is stored."""
        if self._reading is not None:
            await self._reading

    async def send(self, chat: str, piece: Piece, row: int) -> Outcome:
        """Print the piece, with an empty line after it."""
        try:
            self._write.write(f"{piece.text}\n\n")
            self._write.flush()
        except (OSError, ValueError) as error:
            return Unknown(f"the terminal is gone: {type(error).__name__}")
        return Sent(str(row))

    async def fetch(self, ref: str, limit: int) -> bytes | NotTaken:
        """A file of this machine, by its path."""
        return await asyncio.to_thread(_read, Path(ref), limit)

    async def edit(self, chat: str, id: str, piece: Piece) -> Outcome:
        """What is printed is printed."""
        return Refused("nothing that was said here can be changed")

    async def delete(self, chat: str, id: str) -> Outcome:
        """What is printed is printed."""
        return Refused("nothing that was said here can be taken away")

    def _listen(self, loop: asyncio.AbstractEventLoop) -> None:
        try:
            for line in self._read:
                loop.call_soon_threadsafe(self._lines.put_nowait, line)
            loop.call_soon_threadsafe(self._lines.put_nowait, None)
        except RuntimeError:
            return  # the loop has been closed under a read that nobody could break off

    async def _take(self, receive: Receive) -> None:
        number = 0
        while (line := await self._lines.get()) is not None:
            words = line.rstrip("\r\n")
            if not words.strip():
                continue
            number += 1
            id_ = f"{self._session}.{number}"
            content: Content = Words(words)
            if (path := await asyncio.to_thread(_named, words)) is not None:
                content = Document(str(path), path.name)
            incoming = Incoming(ADDRESS, id_, datetime.now(UTC), content, sender="local")
            try:
                await receive(incoming)
            except StoreError:
                self._write.write(_("That could not be stored. Please write it again.") + "\n\n")
                self._write.flush()


def _named(words: str) -> Path | None:
    """The file that a line names, with or without quotation marks; None where there is none.

    It has an ending, so that a word is not taken for a file that happens to lie here.
    """
    try:
        path = Path(words.strip().strip("'\"")).expanduser()
        return path.absolute() if path.suffix and path.is_file() else None
    except (OSError, ValueError, RuntimeError):
        return None


def _read(path: Path, limit: int) -> bytes | NotTaken:
    try:
        if path.stat().st_size > limit:
            return NotTaken("big", limit)
        with path.open("rb") as file:
            content = file.read(limit + 1)
    except OSError:
        return NotTaken("lost")
    return NotTaken("big", limit) if len(content) > limit else content
