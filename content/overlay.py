"""What cadres have corrected, laid over the guides: patches in the order in which they were agreed.

A patch names the words that it was written against by their digest. Where a new release of the
guide says something else there, the patch is not applied: it is told as lost, for a person to
look at. Only the guides that are touched are read again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Literal, TypeAlias

from bot.locale import DEFAULT, ZONE
from bot.ports import Guide, Step
from bot.ports_corrections import Change
from bot.talk.message import Media
from content import facts, manuscript, recordings
from content.library import Library
from content.manuscript import Manuscript
from content.problem import Problem
from content.rewrite import WHOLE, places, rewrite, words_at

#: "live" is shown to people; "inside": the guide says it already; "passed": a later one of the
#: same place took its turn; "lost": the guide says something else than it was written against.
Standing: TypeAlias = Literal["live", "inside", "passed", "lost"]
Key: TypeAlias = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Patch:
    """New words for one place of a guide (``WHOLE``: the text of its file), agreed on ``at``.

    ``base`` is the digest of the words that they are written against; ``ended``: when it was taken
    back (``content.history``; ``overlay`` lays what it is given).
    """

    id: int
    guide: str
    language: str
    place: str
    base: str
    text: str
    at: datetime
    ended: datetime | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """A person has read the guide again and found it true; ``base`` is the file's digest then."""

    guide: str
    base: str
    on: date


@dataclass(frozen=True, slots=True)
class Reading:
    """A step as somebody reads it out; ``base`` is the digest of the words that are read."""

    guide: str
    language: str
    step: str
    base: str
    voice: Media


@dataclass(frozen=True, slots=True)
class Overlaid:
    """The library with patches over it. ``texts``: the files as they would have to be written;
    ``changes`` by guide and language."""

    library: Library
    standings: Mapping[int, Standing] = field(default_factory=dict)
    texts: Mapping[Key, str] = field(default_factory=dict)
    changes: Mapping[Key, tuple[Change, ...]] = field(default_factory=dict)


def digest(words: str) -> str:
    """The mark by which words are known again."""
    return hashlib.sha256(words.encode()).hexdigest()


def overlay(
    library: Library,
    patches: Sequence[Patch],
    reviews: Iterable[Review] = (),
    readings: Iterable[Reading] = (),
) -> Overlaid:
    """The library with all of that over it."""
    press = _Press(library)
    for patch in sorted(patches, key=lambda patch: (patch.at, patch.id)):
        press.lay(patch)
    press.mark_others()
    press.silence()
    for review in reviews:
        press.renew(review)
    for reading in readings:
        press.voice(reading)
    changes = {key: tuple(found) for key, found in press.changes.items()}
    return Overlaid(press.library, press.standings, press.texts, changes)


def text_of(content: Overlaid, id: str, language: str) -> str:
    """The text of a guide's file as it stands, "" when there is none."""
    written = content.library.manuscripts.get(id, {}).get(language)
    if written is None:
        return ""
    return content.texts.get((id, language)) or Path(written.file).read_text("utf-8-sig")


def read(
    library: Library, id: str, language: str, text: str, problems: list[Problem]
) -> Manuscript:
    """The guide that ``text`` would make in place of the present one."""
    versions = library.manuscripts[id]
    base = None if language == DEFAULT else versions[DEFAULT].guide
    file = versions[language].file
    filled = facts.fill(text, language, library.facts, file, problems)
    written = manuscript.parse(id, language, file, filled, problems, base)
    return recordings.attach(written, library.media)


class _Press:
    """The library while patches are laid over it."""

    def __init__(self, library: Library) -> None:
        self.first = self.library = library
        self.texts: dict[Key, str] = {}
        self.standings: dict[int, Standing] = {}
        self.changes: dict[Key, list[Change]] = {}
        self._said: dict[tuple[str, str, str], datetime] = {}
        self._chain: dict[tuple[str, str, str], list[int]] = {}

    def lay(self, patch: Patch) -> None:
        """Lay one patch over what stands by now."""
        key = (patch.guide, patch.language)
        standing = self._try(patch)
        self.standings[patch.id] = standing
        chain = self._chain.setdefault((*key, patch.place), [])
        if standing != "lost":
            self._said[(*key, patch.place)] = patch.at
            for earlier in chain:
                if self.standings[earlier] == "lost":
                    self.standings[earlier] = "passed"
        chain.append(patch.id)

    def _try(self, patch: Patch) -> Standing:
        id, language = key = (patch.guide, patch.language)
        written = self.library.manuscripts.get(id, {}).get(language)
        if written is None:
            return "lost"
        raw = text_of(Overlaid(self.library, texts=self.texts), id, language)
        words = raw if patch.place == WHOLE else words_at(written.guide, patch.place)
        if words == patch.text:
            return "inside"
        if words is None or digest(words) != patch.base:
            return "lost"
        text = patch.text
        if patch.place != WHOLE:
            text = rewrite(raw, written, patch.place, patch.text, self.library.facts)
        problems: list[Problem] = []
        fresh = read(self.library, id, language, text, problems)
        if problems or not fresh.guide.steps:
            return "lost"
        self.texts[key] = text
        self._note(key, written.guide, fresh.guide, patch.at)
        self._put(id, language, fresh)
        if language == DEFAULT:  # the other languages take dates, sources and shelf from it
            for other in self.library.manuscripts[id]:
                if other != DEFAULT:
                    whole = text_of(Overlaid(self.library, texts=self.texts), id, other)
                    self._put(id, other, read(self.library, id, other, whole, []))
        return "live"

    def _note(self, key: Key, before: Guide, after: Guide, at: datetime) -> None:
        for place in places(after):
            old, new = words_at(before, place) or "", words_at(after, place) or ""
            if old != new:
                self.changes.setdefault(key, []).append(Change(place, at, old, new))

    def _put(self, id: str, language: str, written: Manuscript) -> None:
        versions = {**self.library.manuscripts[id], language: written}
        manuscripts = {**self.library.manuscripts, id: versions}
        self.library = replace(self.library, manuscripts=manuscripts)

    def _change(self, id: str, language: str, **values: object) -> None:
        written = self.library.manuscripts[id][language]
        guide = replace(written.guide, **values)  # type: ignore[arg-type]
        self._put(id, language, replace(written, guide=guide))

    def mark_others(self) -> None:
        """Mark the places of other languages whose Vietnamese words are newer."""
        for (id, language), found in list(self.changes.items()):
            if language != DEFAULT:
                continue
            for other in self.library.manuscripts[id]:
                newer = {
                    change.place: change.at.astimezone(ZONE).date()
                    for change in found
                    if not self._answered(id, other, change)
                }
                if other != DEFAULT and newer:
                    self._change(id, other, newer=tuple(sorted(newer.items())))

    def _answered(self, id: str, language: str, change: Change) -> bool:
        """Whether the same place was corrected in this language since."""
        said = (self._said.get((id, language, place)) for place in (change.place, WHOLE))
        return any(at is not None and at >= change.at for at in said)

    def silence(self) -> None:
        """Take recordings away that say other words than the step does now."""
        for id, language in self.texts:
            written = self.first.manuscripts[id][language]
            read = {step.key: step.text for step in written.guide.steps}
            now = self.library.manuscripts[id][language].guide.steps
            changed = {step.key for step in now if read.get(step.key) != step.text}
            self._steps(id, language, changed, lambda step: replace(step, voice=None))

    def renew(self, review: Review) -> None:
        """Let the days of the last and of the next review follow a review."""
        versions = self.library.manuscripts.get(review.guide, {})
        base = versions.get(DEFAULT)
        if base is None or digest(text_of(Overlaid(self.first), review.guide, DEFAULT)) != (
            review.base
        ):
            return
        days = (base.guide.reviewed_on, base.guide.review_by)
        if review.on <= days[0]:
            return
        for language, written in versions.items():
            if (written.guide.reviewed_on, written.guide.review_by) == days:
                by = review.on + (days[1] - days[0])
                self._change(review.guide, language, reviewed_on=review.on, review_by=by)

    def voice(self, reading: Reading) -> None:
        """Give a step its reading, if it still says what is read."""
        written = self.library.manuscripts.get(reading.guide, {}).get(reading.language)
        if written is None:
            return
        words = words_at(written.guide, reading.step)
        if words is not None and digest(words) == reading.base:
            self._steps(
                reading.guide,
                reading.language,
                {reading.step},
                lambda step: replace(step, voice=reading.voice),
            )

    def _steps(
        self, id: str, language: str, keys: set[str], change: Callable[[Step], Step]
    ) -> None:
        guide = self.library.manuscripts[id][language].guide
        steps = tuple(change(step) if step.key in keys else step for step in guide.steps)
        if steps != guide.steps:
            self._change(id, language, steps=steps)
