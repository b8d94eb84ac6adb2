"""Every table in one import, for migrations and for tests that start from an empty database."""

from __future__ import annotations

from store import cadres, chats, conversations, inbound, outbox, places, residents, webchat
from store.schema import metadata

__all__ = ["MODULES", "metadata"]

MODULES = (places, residents, chats, conversations, inbound, outbox, cadres, webchat)
