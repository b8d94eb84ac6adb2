"""What cadres' conversations look up about corrections and recordings of guides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.ports import Guide
from bot.talk.message import Media


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction as it stands.

    ``state``: "waiting", "live", "rejected", "dropped", "withdrawn"; ``standing`` of a live one:
    "live", "inside" (the guide says it by now), "passed" (a later one took its turn), "lost" (the
    guide says something else than it was written against). ``place`` as in ``content.rewrite``.
    ``taken_back_by`` asks to take it back. ``mine`` and ``asked_by_me`` are of who looks.
    """

    number: int
    guide: str
    language: str
    place: str
    title: str
    before: str
    after: str
    reason: str
    author: str
    written_at: datetime
    state: str
    standing: str
    judge: str
    judged_at: datetime | None
    taken_back_by: str
    why: str
    mine: bool
    asked_by_me: bool


@dataclass(frozen=True, slots=True)
class Change:
    """Words that people are shown since ``at`` at a place of a guide.

    ``back``: they are the earlier ones again, because a correction was taken back.
    """

    place: str
    at: datetime
    before: str
    after: str
    back: bool = False


class Corrections(Protocol):
    """The guides as they stand, and what is to be changed in them. Port name: ``corrections``."""

    def guides(self) -> Sequence[Guide]:
        """The guides that the person in the chat may correct, in Vietnamese."""
        ...

    def languages(self, id: str) -> Sequence[str]:
        """The languages of a guide, Vietnamese first."""
        ...

    def guide(self, id: str, language: str) -> Guide | None:
        """A guide as people read it now, in one language."""
        ...

    def mark(self, id: str, language: str) -> int:
        """A number that is another one as soon as the guide says anything else."""
        ...

    def faults(self, id: str, language: str, place: str, words: str) -> Sequence[str]:
        """What would be wrong with these words at that place, in plain sentences."""
        ...

    def judges(self) -> bool:
        """Whether the person in the chat may be a second person."""
        ...

    def waiting(self) -> Sequence[Correction]:
        """What waits for the person in the chat as second person."""
        ...

    def listed(self) -> Sequence[Correction]:
        """What waits or is live, the newest first."""
        ...

    def get(self, number: int) -> Correction | None:
        """One correction."""
        ...


@dataclass(frozen=True, slots=True)
class Reading:
    """One recording of a step as it stands; ``words`` are what is read; ``voice`` is None when it
    is not kept any more; ``fits``: the step still says what was read.

    ``aac``: there is a form of it for players that know no OGG.
    """

    number: int
    guide: str
    language: str
    step: str
    title: str
    words: str
    voice: Media | None
    seconds: int
    author: str
    state: str
    fits: bool
    mine: bool
    aac: bool


class Readings(Protocol):
    """Recordings of guides. Port name: ``readings``."""

    def hears(self) -> bool:
        """Whether the person in the chat can hear recordings on this channel."""
        ...

    def waiting(self) -> Sequence[Reading]:
        """What waits for the person in the chat to hear it and agree."""
        ...

    def listed(self) -> Sequence[Reading]:
        """What waits or is live, the newest first."""
        ...

    def get(self, number: int) -> Reading | None:
        """One recording."""
        ...
