"""The house as it stands today: corrections and recordings over what was loaded at the start.

Each message brings the number of the edition with it (``store.chats.meet``); only when it has
moved are corrections read again. So what a second person has agreed to is said by every process
with its next message, and looking costs nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from threading import Lock

from sqlalchemy import Connection

from bot.locale import DEFAULT, ZONE
from bot.lookups import House
from bot.talk.message import Media
from content import overlay
from content.history import history
from content.library import Library
from content.overlay import Overlaid, Patch, Reading, Review
from store import corrections, readings
from store import reviews as read_again
from store.corrections import Correction
from store.editions import edition

log = logging.getLogger(__name__)


class Living:
    """The house of each edition; any thread may ask."""

    def __init__(self, house: House) -> None:
        self._first = house
        self._stands: tuple[int, House] = (0, house)
        self._lock = Lock()

    def house(self, connection: Connection, edition: int) -> House:
        """The house of that edition, read again where it is another than the last."""
        number, house = self._stands
        if number == edition:
            return house
        with self._lock:
            number, house = self._stands
            if number != edition:
                house = furnish(self._first, overlaid(connection, self._first.library))
                self._stands = (edition, house)
                facts = {"action": "content.renewed", "edition": edition}
                log.info("content read again", extra=facts)
        return house


def furnish(house: House, content: Overlaid) -> House:
    """The house with that content in it."""
    changed = house.library.manuscripts.keys() if content.changes else ()
    answers = house.answers
    if any((id, DEFAULT) in content.changes for id in changed):
        versions = content.library.manuscripts.values()
        answers = answers.renewed(tuple(found[DEFAULT].guide for found in versions))
    return replace(house, library=content.library, answers=answers, content=content)


def overlaid(connection: Connection, library: Library) -> Overlaid:
    """The library with all that has been agreed in the database over it."""
    standing = _patches(corrections.standing(connection))
    ended = _patches(corrections.taken_back(connection))
    reviews = [
        Review(row.guide, row.base, row.at.astimezone(ZONE).date())
        for row in read_again.reviewed(connection)
    ]
    read = [
        Reading(row.guide, row.language, row.step, row.base, Media(row.path, row.words))
        for row in readings.of_state(connection, "live")
    ]
    content = overlay.overlay(library, standing, reviews, read)
    told = history(library, (*standing, *ended)) if ended else {}
    return replace(content, changes={**content.changes, **told})


def _patches(rows: Sequence[Correction]) -> list[Patch]:
    return [
        Patch(
            row.id,
            row.guide,
            row.language,
            row.place,
            row.base,
            row.text,
            row.judged_at,
            row.ended_at,
        )
        for row in rows
        if row.judged_at is not None
    ]


def living_library(connection: Connection, library: Library) -> Library:
    """The library as people read it, for commands that look at it once."""
    return overlaid(connection, library).library if edition(connection) else library
