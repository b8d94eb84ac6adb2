"""Every table in one import, for migrations and for tests that start from an empty database."""

from __future__ import annotations

from store import (
    audit,
    cadres,
    chats,
    conversations,
    inbound,
    invitations,
    outbox,
    places,
    requests,
    residents,
    uploads,
    webchat,
)
from store.schema import metadata

__all__ = ["MODULES", "metadata"]

MODULES = (
    places,
    residents,
    requests,
    chats,
    conversations,
    inbound,
    outbox,
    cadres,
    invitations,
    audit,
    uploads,
    webchat,
)
