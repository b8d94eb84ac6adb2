"""Deed → the function that carries it out, inside the turn's transaction."""

from __future__ import annotations

from collections.abc import Sequence

from bot import (
    perform_announce,
    perform_announcements,
    perform_corrections,
    perform_papers,
    perform_questions,
    perform_readings,
    perform_residents,
    perform_roles,
    perform_runs,
)
from bot.scene import Carry, Scene
from bot.talk.message import Outgoing

__all__ = ["CARRIES", "Carry", "Scene", "perform"]

CARRIES: dict[type, Carry] = {
    **perform_residents.CARRIES,
    **perform_roles.CARRIES,
    **perform_announcements.CARRIES,
    **perform_announce.CARRIES,
    **perform_runs.CARRIES,
    **perform_corrections.CARRIES,
    **perform_readings.CARRIES,
    **perform_questions.CARRIES,
    **perform_papers.CARRIES,
}


def perform(deed: object, scene: Scene) -> Sequence[Outgoing]:
    """Carry out ``deed``; returns what it has to tell the person (an export, a link)."""
    return CARRIES[type(deed)](deed, scene)
