"""Every table in one import, for migrations and for tests that start from an empty database."""

from __future__ import annotations

from store import (
    announcements,
    announcements_acks,
    announcements_paces,
    announcements_runs,
    audit,
    cadres,
    chats,
    conversations,
    corrections,
    editions,
    files,
    groups,
    inbound,
    invitations,
    outbox,
    papers,
    places,
    questions,
    questions_answers,
    questions_learned,
    readings,
    requests,
    residents,
    reviews,
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
    announcements,
    announcements_runs,
    announcements_acks,
    announcements_paces,
    groups,
    files,
    editions,
    corrections,
    readings,
    reviews,
    papers,
    questions,
    questions_answers,
    questions_learned,
)
