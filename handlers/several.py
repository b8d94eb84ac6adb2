"""Several things of a list in one answer: “Bờ Tre, Cây Đa”, “1, 3 và 5”, “2-4”."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.locale import _
from bot.talk.fields import Plain, Rejected, Withdrawn
from bot.talk.fold import fold
from bot.talk.message import Content, Words

_APART = re.compile(r"[,;\n]+")
_AND = re.compile(r"\s+(?:và|va|and|với|voi)\s+", re.IGNORECASE)
_NUMBER = re.compile(r"(\d{1,3})(?:\s*[-–]\s*(\d{1,3}))?", re.ASCII)
_NUMBERS = re.compile(r"\d{1,3}(?:\s+\d{1,3})+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a list: what is kept of it, how it reads, the folded ways to write it."""

    id: int
    label: str
    ways: frozenset[str]


@dataclass(frozen=True, slots=True)
class Several:
    """Any number of ``entries``, by their numbers on the screen (from 1) or by name.

    ``unlisted``: they do not stand on the screen, so that only names count.
    """

    entries: tuple[Entry, ...]
    unlisted: bool = False
    kind: str = "several"

    def read(self, content: Content) -> tuple[int, ...] | Rejected:
        """The ids of all that was named, in the order of the list."""
        if not isinstance(content, Words):
            return Rejected(_("Please write names or numbers, with commas between them."))
        found: set[int] = set()
        for part in self._parts(content.text):
            meant = self._meant(part)
            if isinstance(meant, Rejected):
                return meant
            found.update(meant)
        if not found:
            return Rejected(_("Please write names or numbers, with commas between them."))
        return tuple(entry.id for entry in self.entries if entry.id in found)

    def dump(self, value: tuple[int, ...]) -> Plain:
        """The ids."""
        return list(value)

    def load(self, stored: Plain) -> tuple[int, ...]:
        """The ids, while all of them are on the list."""
        known = {entry.id for entry in self.entries}
        ids = stored if isinstance(stored, list) else []
        if not ids or any(id not in known for id in ids):
            raise Withdrawn
        return tuple(id for id in ids if isinstance(id, int))

    def _parts(self, text: str) -> list[str]:
        parts: list[str] = []
        for part in (piece.strip() for piece in _APART.split(text)):
            if not part:
                continue
            if self._named(part):  # “Thôn Vạn Và Lộc” is one hamlet
                parts.append(part)
            elif _NUMBERS.fullmatch(part):
                parts += part.split()
            else:
                parts += [piece for piece in _AND.split(part) if piece.strip()]
        return parts

    def _meant(self, part: str) -> Sequence[int] | Rejected:
        values = (("name", part[:40]),)
        numbers = _NUMBER.fullmatch(part.strip().rstrip("."))
        if numbers and self.unlisted:
            return Rejected(_("“{name}” is not on the list. Please look once more."), values)
        if numbers:
            first, last = int(numbers[1]), int(numbers[2] or numbers[1])
            if 1 <= first <= last <= len(self.entries):
                return [entry.id for entry in self.entries[first - 1 : last]]
            return Rejected(_("There is no number {name} on the list."), values)
        named = self._named(part)
        if len(named) == 1:
            return named
        if named:
            return Rejected(_("“{name}” could be more than one. Please write its number."), values)
        return Rejected(_("“{name}” is not on the list. Please look once more."), values)

    def _named(self, part: str) -> list[int]:
        said = fold(part)
        whole = [entry.id for entry in self.entries if said in entry.ways]
        if whole or len(said) < 2:
            return whole
        return [
            entry.id
            for entry in self.entries
            if any(f" {said} " in f" {way} " for way in entry.ways)
        ]


def numbered(entries: Sequence[Entry]) -> str:
    """The list as it stands on the screen."""
    return "\n".join(f"{place}. {entry.label}" for place, entry in enumerate(entries, 1))
