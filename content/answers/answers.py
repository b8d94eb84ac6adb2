"""Finds the guide for a question in people's own words, or says that there is none.

The model learns from the guides' own example questions, ``data/mouths.tsv`` (more ways people ask)
and ``data/intents.tsv`` (what is no question for a guide). A decision is a value: sure, unsure (up
to three guides), or nothing. To a government office a confident wrong answer is worse than “tôi
chưa rõ”, so being sure needs both: that the question is one for a guide at all, and for this one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.ports import Finding, Guide
from bot.talk.fold import fold
from content.answers import data, emergency
from content.answers.command import COMMANDS
from content.answers.features import concepts, features
from content.answers.kept import learnt
from content.answers.model import Model
from content.answers.normalise import lexicon, normalise
from content.answers.syllable import could_be

# Thresholds, weighed with ``python -m bench.answers --own``. At these, 4-fold cross-validation on
# our own examples (short, and by another writer than the guides') gives 75 % the right guide at
# once and 6 % of our own out-of-scope texts a guide; the development set, by others, 88 % and 2 %.
IN_SCOPE = 0.90  # all guides together, to be sure
LEAD = 0.60  # the best guide's share among the guides, to be sure
MAYBE = 0.30  # all guides together, to offer the nearest
NEAR = 0.06  # one guide's share, to be offered
INTENT = 0.50  # one intent, to be followed
OFFERED = 3
SHARED = 2  # a keyword that so many other guides' questions hold says nothing by itself
LEADING = COMMANDS | {"report"}  # intents that lead to a conversation rather than a short reply
STORY = "story"
SHORT = 20  # letters
TOLD = 3  # one example in so many is also told as a story
FOLLOW_UP_WORDS = 12


@dataclass(frozen=True, slots=True)
class Reason:
    """One feature of the text, and how much it spoke for a topic (below zero: against)."""

    feature: str
    topic: str
    weight: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a text was answered as it was. ``words`` are the standard words that were understood."""

    words: tuple[str, ...]
    finding: Finding
    chances: tuple[tuple[str, float], ...]
    reasons: tuple[Reason, ...]
    signs: tuple[str, ...]


class Answers:
    """Fulfils ``bot.ports.Answers`` for the guides it was made from; it never changes.

    ``folders`` may hold a commune's own tables (``dialect.tsv``, ``mouths.tsv``, …); examples in
    ``without`` are not learnt from (to measure, to check content). ``kept``: a file that spares the
    training at the next start.
    """

    def __init__(
        self,
        guides: Sequence[Guide],
        folders: tuple[Path, ...] = (),
        without: frozenset[str] = frozenset(),
        kept: Path | None = None,
    ) -> None:
        self._folders = folders
        self._guides = {guide.id: guide for guide in reversed(guides)}
        examples = [one for one in _examples(guides, folders) if one[1] not in without]
        self._lexicon = lexicon(folders, tuple(text for _, text in examples))
        self._groups = concepts(folders)
        told = [*examples, *_stories(examples)]
        self._model: Model = learnt(told, self._features, folders, kept)
        self._is_guide = [topic in self._guides for topic in self._model.topics]
        self._follow_ups = [
            normalise(words, self._lexicon) for (words,) in data.rows("followups", folders)
        ]

    def find(self, text: str, last: str = "") -> Finding:
        """The finding for ``text``; ``last`` is the guide shown last, for follow-ups."""
        danger = emergency.emergency(text, self._folders)
        chances = self._chances(text)
        ranked = self._ranked(chances)
        scope = sum(chance for _, chance in ranked)
        intent = self._intent(chances)
        near = tuple(id for id, chance in ranked[:OFFERED] if chance >= NEAR * scope)
        if not ranked or not text.strip():
            return Finding("", (), 0.0, danger)
        best, chance = ranked[0]
        if scope >= IN_SCOPE and chance >= LEAD * scope:
            return Finding(best, near, scope, danger)
        if last in self._guides and self._follows(text, last, scope, intent):
            others = tuple(id for id in near if id != last)
            return Finding(last, (last, *others)[:OFFERED], max(scope, IN_SCOPE), danger)
        if scope >= MAYBE and intent not in LEADING:
            return Finding("", near, scope, danger)
        return Finding("", (), scope, danger, "" if danger else intent)

    def nearest(self, text: str) -> tuple[str, ...]:
        """The three nearest guides, whether or not one would be offered."""
        return tuple(id for id, _ in self._ranked(self._chances(text))[:OFFERED])

    def explain(self, text: str, last: str = "") -> Explanation:
        """Which words spoke for what."""
        chances = self._chances(text)
        named = sorted(zip(self._model.topics, chances, strict=True), key=lambda one: -one[1])[:5]
        found = self._features(text)
        reasons = [
            Reason(feature, topic, weight)
            for topic, _ in named[:OFFERED]
            for feature, weight in self._model.reasons(found, topic)[:8]
        ]
        return Explanation(
            normalise(text, self._lexicon),
            self.find(text, last),
            tuple(named),
            tuple(reasons),
            tuple(
                f"{sign.kind}: {' '.join(sign.words)} ({sign.weight:g})"
                for sign in emergency.listen(text, self._folders).signs
            ),
        )

    def _features(self, text: str) -> tuple[str, ...]:
        return features(normalise(text, self._lexicon), self._groups)

    def _chances(self, text: str) -> list[float]:
        """The chances of all topics."""
        return self._model.chances(self._features(text))

    def _ranked(self, chances: Sequence[float]) -> list[tuple[str, float]]:
        guides = (
            (topic, chance)
            for topic, chance, guide in zip(
                self._model.topics, chances, self._is_guide, strict=True
            )
            if guide
        )
        return sorted(guides, key=lambda one: (-one[1], one[0]))

    def _intent(self, chances: Sequence[float]) -> str:
        best = max(range(len(chances)), key=chances.__getitem__)
        clear = chances[best] >= INTENT and not self._is_guide[best]
        return self._model.topics[best] if clear and self._model.topics[best] != STORY else ""

    def _follows(self, text: str, last: str, scope: float, intent: str) -> bool:
        """Whether a short text asks on about ``last``: it says so, and names nothing else."""
        typed = normalise(text, self._lexicon)
        if len(typed) > FOLLOW_UP_WORDS or intent in _PERSONAL:
            return False
        if not any(_stands_in(phrase, typed) for phrase in self._follow_ups):
            return False
        title = normalise(self._guides[last].title, self._lexicon)
        chances = self._model.chances(features((*title, *typed), self._groups))
        ranked = self._ranked(chances)
        return ranked[0][0] == last


_PERSONAL = LEADING | {"thanks", "abuse", "spam", "greeting"}


def _stories(examples: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Some examples told as stories, so that what stands round a question speaks for no topic."""
    around = [text for topic, text in examples if topic == STORY]
    told = [one for one in examples if one[0] != STORY and len(one[1]) > SHORT][::TOLD]
    for number, (topic, text) in enumerate(told if around else ()):
        before, after = (around[(number * 3 + at * 7) % len(around)] for at in range(2))
        yield topic, f"{before} {text} {after}"


def _stands_in(phrase: Sequence[str], typed: Sequence[str]) -> bool:
    return any(
        all(map(could_be, typed[at : at + len(phrase)], phrase))
        for at in range(len(typed) - len(phrase) + 1)
    )


def _examples(guides: Sequence[Guide], folders: tuple[Path, ...]) -> Iterable[tuple[str, str]]:
    """(topic, text) of everything that teaches: guides first, then the tables."""
    asked = {guide.id: f" {fold(' '.join((guide.title, *guide.questions)))} " for guide in guides}
    for guide in guides:
        yield guide.id, guide.title
        yield from ((guide.id, text) for text in guide.questions)
        for keyword in guide.keywords:
            others = sum(
                f" {fold(keyword)} " in text for id, text in asked.items() if id != guide.id
            )
            if others < SHARED:
                yield guide.id, keyword
    known = {guide.id for guide in guides}
    yield from ((id, text) for id, text in data.rows("mouths", folders) if id in known)
    yield from ((intent, text) for intent, text in data.rows("intents", folders))
