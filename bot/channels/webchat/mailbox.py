"""Where what was said to a visitor waits until the page fetches it: a port, kept by the store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Letter:
    """One piece in a mailbox. ``seq`` grows in the order of arrival; ``payload`` is a Piece."""

    seq: int
    payload: str
    at: datetime


class Mailbox(Protocol):
    """The letters of every visitor."""

    async def put(self, chat: str, row: int, payload: str) -> int:
        """Keep a letter and return its number; the same outbox row is kept once."""
        ...

    async def after(self, chat: str, seq: int, limit: int) -> Sequence[Letter]:
        """The newest ``limit`` letters that came after number ``seq``, oldest first."""
        ...
