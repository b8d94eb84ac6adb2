"""The mailboxes of the web chat, kept in the database."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from bot.channels.webchat.mailbox import Letter
from store import webchat
from store.engine import Store


def _now() -> datetime:
    return datetime.now(UTC)


class StoredMailbox:
    """``bot.channels.webchat.mailbox.Mailbox`` over the store."""

    def __init__(self, store: Store, now: Callable[[], datetime] = _now) -> None:
        self._store = store
        self._now = now

    async def put(self, chat: str, row: int, payload: str) -> int:
        """Keep a letter and return its number; the same outbox row is kept once."""
        at = self._now()
        return await self._store.run(lambda c: webchat.put(c, chat, row, payload, at))

    async def after(self, chat: str, seq: int, limit: int) -> Sequence[Letter]:
        """The newest ``limit`` letters that came after number ``seq``, oldest first."""
        rows = await self._store.run(lambda c: webchat.after(c, chat, seq, limit))
        return [Letter(row.id, row.payload, row.at) for row in rows]

    async def language(self, chat: str) -> str:
        """The language that the visitor chose in the conversation; empty before that."""
        return await self._store.run(lambda c: webchat.language(c, chat))
