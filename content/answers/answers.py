"""Finds the guide for a question in people's own words, or says that there is none.

The model learns from the guides' own example questions, ``data/mouths.tsv`` (more ways people ask)
and ``data/intents.tsv`` (what is no question for a guide). A decision is a value: sure, unsure (up
to three guides), or nothing. To a government office a confident wrong answer is worse than “tôi
chưa rõ”, so being sure needs both: that the question is one for a guide at all, and for this one.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from pathlib import Path

from bot.ports import Finding, Guide
from bot.talk.fold import fold
from content.answers import asked, data, emergency
from content.answers.command import COMMANDS
from content.answers.features import concepts, features
from content.answers.kept import Lessons, learnt
from content.answers.normalise import lexicon, normalise
from content.answers.passages import Passages, aspect
from content.answers.syllable import could_be

# How sure a guide is right: a logistic curve over four things seen in a question. Fitted on the
# out-of-fold answers of a 4-fold cross-validation of our own examples, alone and in stories
# (``python -m bench answers`` prints the fit anew), so that a score is a share of right answers.
# Where to begin to be sure was chosen with the fresh own questions and the development ones on the
# table, and some words earlier with the latter in sight: figures on both sets flatter a bit.
CURVE = (
    -4.29,  # where it starts
    0.49,  # log odds of all guides together, as the model has it
    0.31,  # log of the best guide's share over the next one's
    1.35,  # how far the guides' own words put it ahead of the others, from -1 to 1
    0.88,  # log of the number of words: a longer message says more of what it is about
)
SURE = 0.75  # our own out-of-scope texts then get a guide in 4 of 100, fresh ones hardly ever
SURE_SHORT = 0.90  # of one or two words, which say little of what is wanted: “trợ cấp”
SURE_APART = 0.85  # of each of two questions in one message
MOST_TELLING = 30  # words
OWN_WORDS = 1.0  # what a guide's own words add to its score beside the model's
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
WALKED = 600  # guides; the steps of more would take longer to read than they are worth
TINY = 1e-9
FAINT = 1e-4
MOST_LEAD = 12.0


@dataclass(frozen=True, slots=True)
class Sight:
    """How one text looks: each topic's chance, the best guides with their share, the chance that
    any guide is asked for, and what the chance that the best one is right is made of."""

    chances: Sequence[float]
    ranked: tuple[tuple[str, float], ...] = ()
    scope: float = 0.0
    signs: tuple[float, ...] = ()

    @property
    def sure(self) -> float:
        """The chance that the best guide is the right one."""
        height = CURVE[0] + sum(map(operator.mul, CURVE[1:], self.signs))
        return 1 / (1 + math.exp(-height)) if self.signs else 0.0


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
        lessons = Lessons(examples, list(_stories(examples)), list(_papers(guides)))
        known = learnt(lessons, self._features, folders, kept)
        self._model, self._wording = known.model, known.wording
        self._passages = Passages(guides)
        emergency.listen("", folders)  # so that the first question need not wait for its tables
        self._is_guide = [topic in self._guides for topic in self._model.topics]
        self._follow_ups = [
            normalise(words, self._lexicon) for (words,) in data.rows("followups", folders)
        ]

    def find(self, text: str, last: str = "") -> Finding:
        """The finding for ``text``; ``last`` is the guide shown last, for follow-ups."""
        danger = emergency.emergency(text, self._folders)
        sight = self.see(text)
        if not sight.ranked or not text.strip():
            return Finding("", (), 0.0, danger)
        intent = self._intent(sight.chances)
        best = sight.ranked[0][0]
        near = tuple(id for id, share in sight.ranked[:OFFERED] if share >= NEAR)
        several = self._several(text)
        if several and (sight.sure < SURE or best in several):
            first, *also = several
            shown = tuple(dict.fromkeys((first, *also, *near)))[:OFFERED]
            return Finding(first, shown, max(several.values()), danger, also=tuple(also))
        if sight.sure >= (SURE if sight.signs[-1] > math.log(2) else SURE_SHORT):
            passage = self._passages.find(best, text)
            step, words = (passage.step, passage.text) if passage else ("", "")
            return Finding(best, near, sight.sure, danger, step=step, passage=words)
        last = last.partition(":")[0]
        if last in self._guides and self._follows(text, last, intent):
            others = tuple(id for id in near if id != last)
            shown = (last, *others)[:OFFERED]
            step = aspect(self._guides[last], text)
            return Finding(last, shown, max(sight.sure, SURE), danger, step=step)
        if sight.scope >= MAYBE and intent not in LEADING:
            return Finding("", near, sight.sure, danger)
        return Finding("", (), sight.sure, danger, "" if danger else intent)

    def renewed(self, guides: Sequence[Guide]) -> Answers:
        """The same finder with what these guides say now.

        What it has learnt stays: how people ask does not change with the words of a step. To look
        sentences up anew takes 20 ms for thirty guides, to learn anew 1.6 s (measured).
        """
        fresh = copy(self)
        fresh._guides = {g.id: g for g in guides if g.id in self._guides}
        fresh._passages = Passages(tuple(fresh._guides.values()))
        return fresh

    def _several(self, text: str) -> dict[str, float]:
        """The guides of a message that surely asks for more than one, each with its score."""
        found: dict[str, float] = {}
        for part in asked.questions(text):
            sight = self.see(part)
            if sight.sure >= SURE_APART:
                found.setdefault(sight.ranked[0][0], sight.sure)
        return found if len(found) > 1 else {}

    def nearest(self, text: str) -> tuple[str, ...]:
        """The three nearest guides, whether or not one would be offered."""
        return tuple(id for id, _ in self.see(text).ranked[:OFFERED])

    def explain(self, text: str, last: str = "") -> Explanation:
        """Which words spoke for what."""
        found = self._features(text)
        chances = self._model.chances(found)
        named = sorted(zip(self._model.topics, chances, strict=True), key=lambda one: -one[1])[:5]
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

    def see(self, text: str) -> Sight:
        """How a text looks to the model and beside the guides' own words."""
        words = normalise(text, self._lexicon)
        found = features(words, self._groups)
        chances = self._model.chances(found)
        shares = self._wording.shares(found)
        scores = {
            topic: math.log(chance + TINY) + OWN_WORDS * shares.get(topic, 0.0)
            for topic, chance, guide in zip(
                self._model.topics, chances, self._is_guide, strict=True
            )
            if guide
        }
        if not scores:
            return Sight(chances)
        ranked = sorted(scores, key=lambda id: (-scores[id], id))
        best = ranked[0]
        weights = {id: math.exp(scores[id] - scores[best]) for id in ranked[: OFFERED * 2]}
        whole = sum(weights.values())
        scope = sum(chance for chance, guide in zip(chances, self._is_guide, strict=True) if guide)
        lead = scores[best] - scores[ranked[1]] if len(ranked) > 1 else MOST_LEAD
        signs = (
            math.log(max(scope, FAINT) / max(1 - scope, FAINT)),
            min(lead, MOST_LEAD),
            _ahead(shares, best),
            math.log(max(1, min(len(words), MOST_TELLING))),
        )
        shown = tuple((id, weight / whole) for id, weight in weights.items())
        return Sight(chances, shown, scope, signs)

    def _intent(self, chances: Sequence[float]) -> str:
        best = max(range(len(chances)), key=chances.__getitem__)
        clear = chances[best] >= INTENT and not self._is_guide[best]
        return self._model.topics[best] if clear and self._model.topics[best] != STORY else ""

    def _follows(self, text: str, last: str, intent: str) -> bool:
        """Whether a short text asks on about ``last``: it says so, and names nothing else."""
        typed = normalise(text, self._lexicon)
        if len(typed) > FOLLOW_UP_WORDS or intent in _PERSONAL:
            return False
        if not any(_stands_in(phrase, typed) for phrase in self._follow_ups):
            return False
        return self.see(f"{self._guides[last].title}. {text}").ranked[0][0] == last


_PERSONAL = LEADING | {"thanks", "abuse", "spam", "greeting"}


def _ahead(shares: Mapping[str, float], best: str) -> float:
    """How far ``best`` is ahead of the next by the guides' own words: 1 alone, below 0 behind."""
    share = shares.get(best, 0.0)
    other = max((share for id, share in shares.items() if id != best), default=0.0)
    return (share - other) / max(share, other, FAINT)


def _stories(examples: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Some examples told as stories, so that what stands round a question speaks for no topic."""
    around = [text for topic, text in examples if topic == STORY]
    told = [one for one in examples if one[0] != STORY and len(one[1]) > SHORT][::TOLD]
    for number, (topic, text) in enumerate(told if around else ()):
        before, after = (around[(number * 3 + at * 7) % len(around)] for at in range(2))
        yield topic, f"{before} {text} {after}"


def _papers(guides: Sequence[Guide]) -> Iterator[tuple[str, str]]:
    """What the guides themselves say, step by step; of very many, their first screens only."""
    for guide in guides:
        yield guide.id, guide.summary
        for step in guide.steps if len(guides) <= WALKED else ():
            ways = (f"{way.label} {way.text}" for way in step.ways)
            yield guide.id, f"{step.title}. {step.text} {' '.join(ways)}"


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
            plain = f" {fold(keyword)} "
            others = sum(plain in text for id, text in asked.items() if id != guide.id)
            if others < SHARED:
                yield guide.id, keyword
    known = {guide.id for guide in guides}
    yield from ((id, text) for id, text in data.rows("mouths", folders) if id in known)
    yield from ((intent, text) for intent, text in data.rows("intents", folders))
