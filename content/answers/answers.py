"""Finds the guide for a question in people's own words, or says that there is none.

The model learns from the guides' own example questions, ``data/mouths.tsv`` (more ways people ask)
and ``data/intents.tsv`` (what is no question for a guide). A decision is a value: sure, unsure (up
to three guides), or nothing. To a government office a confident wrong answer is worse than “tôi
chưa rõ”, so being sure needs both: that the question is one for a guide at all, and for this one.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path

from bot.ports import Danger, Finding, Guide
from bot.talk.fold import fold
from content.answers import asked, data, emergency, lessons
from content.answers.command import COMMANDS, command
from content.answers.features import concepts, features
from content.answers.kept import Lessons, learnt
from content.answers.lessons import DANGER, STORY
from content.answers.normalise import LINK, lexicon, normalise
from content.answers.passages import Passages, asks_on_first, aspect, figure_step
from content.answers.sight import Sight, sight
from content.answers.syllable import could_be

SURE = 0.75  # our own out-of-scope texts then get a guide in 4 of 100, fresh ones in 2
SURE_SHORT = 0.90  # of one or two words, which say little of what is wanted: “trợ cấp”
SURE_APART = 0.85  # of each of two questions in one message
MAYBE = 0.30  # all guides together, to offer the nearest
NEAR = 0.02  # one guide's share, to be offered
INTENT = 0.50  # one intent, to be followed
OFFERED = 3
LEADING = COMMANDS | {"report"}  # intents that lead to a conversation rather than a short reply
FOLLOW_UP_WORDS = 12
WHICH = "which"  # asks on, but about what?
UNSEEN = 9.0  # rarity of a word in no example; the rarest of the others have 8 to 9
REMEMBERED = 8  # the last texts; reception and an open conversation may each ask about one message


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

    Of guides with one id, each a language, all teach, and the first says what is said.

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
        examples = [one for one in lessons.examples(guides, folders) if one[1] not in without]
        self._lexicon = lexicon(folders, tuple(text for _, text in examples))
        self._groups = concepts(folders)
        told, papers = list(lessons.stories(examples)), list(lessons.papers(guides))
        known = learnt(Lessons(examples, told, papers), self._features, folders, kept)
        self._model, self._wording, self._leaning = known.model, known.wording, known.leaning
        self._passages = Passages(tuple(self._guides.values()))
        emergency.listen("", folders)  # so that the first question need not wait for its tables
        self._places = {
            topic: place for place, topic in enumerate(self._model.topics) if topic in self._guides
        }
        self._dangers = {
            topic.removeprefix(DANGER): place
            for place, topic in enumerate(self._model.topics)
            if topic.startswith(DANGER)
        }
        self._remembered = lru_cache(maxsize=REMEMBERED)(self._look)
        self._words = lru_cache(maxsize=REMEMBERED)(partial(normalise, lexicon=self._lexicon))
        self._follow_ups = [
            normalise(words, self._lexicon) for (words,) in data.rows("followups", folders)
        ]

    def danger(self, text: str) -> Danger:
        """Whether somebody is in danger now: by the signs, and by what was learnt."""
        return emergency.judge(emergency.listen(text, self._folders), *self.see(text).danger)

    def command(self, text: str) -> str:
        """The conversation that the whole message asks for (“dừng”, “gặp cán bộ”), or ""."""
        return command(text, self._folders)

    def find(self, text: str, last: str = "") -> Finding:
        """The finding for ``text``; ``last`` is the guide shown last, for follow-ups."""
        danger = self.danger(text)
        found = self._found(text, last)
        if danger.kind and not danger.doubtful and found.intent:
            found = replace(found, intent="")
        return replace(found, emergency=danger.kind, doubtful=danger.doubtful)

    def _found(self, text: str, last: str) -> Finding:
        sight = self.see(text)
        if not sight.ranked or not text.strip():
            return Finding("", (), 0.0)
        intent = self._intent(sight.chances)
        best = sight.ranked[0][0]
        nearest = sight.ranked[:OFFERED]
        near = tuple(id for id, share in nearest if share >= NEAR or self._titled(id, text))
        several = self._several(text)
        if several and (sight.sure < SURE or best in several):
            first, *also = several
            shown = tuple(dict.fromkeys((first, *also, *near)))[:OFFERED]
            return Finding(first, shown, max(several.values()), also=tuple(also))
        if LINK.fullmatch(text.strip()):  # nothing is asked: it may be checked, or only passed on
            return Finding("", near, sight.sure)
        if sight.sure >= (SURE if sight.signs[-1] > math.log(2) else SURE_SHORT):
            passage = self._passages.find(best, text)
            step = passage.step if passage else figure_step(self._guides[best], text)
            words = passage.text if passage else ""
            return Finding(best, near, sight.sure, step=step, passage=words)
        last = last.partition(":")[0]
        if last in self._guides and self._follows(text, last, intent):
            others = tuple(id for id in near if id != last)
            shown = (last, *others)[:OFFERED]
            step = aspect(self._guides[last], text)
            first = self._guides[last].summary if not step and asks_on_first(text) else ""
            return Finding(last, shown, max(sight.sure, SURE), step=step, passage=first)
        if not last and self._only_asks_on(text):
            return Finding("", (), sight.sure, intent=WHICH)
        if sight.scope >= MAYBE and intent not in LEADING:
            return Finding("", near, sight.sure)
        return Finding("", (), sight.sure, intent=intent)

    def renewed(self, guides: Sequence[Guide]) -> Answers:
        """The same finder with what these guides say now.

        What it has learnt stays: how people ask does not change with the words of a step. To look
        sentences up anew takes 20 ms for thirty guides, to learn anew 1.6 s (measured).
        """
        fresh = copy(self)
        fresh._guides = {g.id: g for g in guides if g.id in self._guides}
        fresh._passages = Passages(tuple(fresh._guides.values()))
        return fresh

    def _titled(self, id: str, text: str) -> bool:
        """Whether a whole text of a word or two stands in the guide's title: “vneid”."""
        said = fold(text)
        return len(said.split()) <= 2 and f" {said} " in f" {fold(self._guides[id].title)} "

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
        reasons += [
            Reason(f"lean {feature}", topic, weight)
            for topic, _ in named[:OFFERED]
            for feature, weight in self._leaning.reasons(found, topic)[:4]
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

    def features(self, text: str) -> tuple[str, ...]:
        """What is seen in a text: for the answers that cadres approve (``approved.py``)."""
        return self._features(text)

    def rarity(self, feature: str) -> float:
        """How much a feature says: nothing when most examples have it, most when none has."""
        known = self._model.rarity.get(feature)
        if known is not None:
            return known
        return 0.0 if feature in self._wording.rarity else UNSEEN

    def questions(self, guide: str) -> tuple[str, ...]:
        """The ways people ask for a guide, as it says itself."""
        return self._guides[guide].questions if guide in self._guides else ()

    def _features(self, text: str) -> tuple[str, ...]:
        return features(normalise(text, self._lexicon), self._groups)

    def see(self, text: str) -> Sight:
        """How a text looks to the model and beside the guides' own words."""
        return self._remembered(text)

    def _look(self, text: str) -> Sight:
        words = self._words(text)
        found = features(words, self._groups)
        leans = dict(zip(self._leaning.topics, self._leaning.towards(found), strict=True))
        chances = self._model.chances(found)
        shares = self._wording.shares(found)
        return replace(
            sight(chances, self._places, shares, leans, len(words)),
            # Of figures alone (a date, a sum) nothing was learnt.
            danger=self._danger(chances, leans, sum(not word.isdecimal() for word in words)),
        )

    def _danger(
        self, chances: Sequence[float], leans: Mapping[str, float], words: int
    ) -> tuple[str, float]:
        kinds = {kind: chances[place] for kind, place in self._dangers.items()}
        lean = max((leans.get(DANGER + kind, 0.0) for kind in kinds), default=0.0)
        other = max((v for topic, v in leans.items() if not topic.startswith(DANGER)), default=0.0)
        return emergency.likely(kinds, lean - other, words)

    def _intent(self, chances: Sequence[float]) -> str:
        best = max(range(len(chances)), key=chances.__getitem__)
        topic = self._model.topics[best]
        silent = topic in self._places or topic == STORY or topic.startswith(DANGER)
        return topic if chances[best] >= INTENT and not silent else ""

    def _follows(self, text: str, last: str, intent: str) -> bool:
        """Whether a short text asks on about ``last``: it says so, and names nothing else."""
        typed = self._words(text)
        if len(typed) > FOLLOW_UP_WORDS or intent in _PERSONAL:
            return False
        if not any(_covered(phrase, typed) for phrase in self._follow_ups):
            return False
        return self.see(f"{self._guides[last].title}. {text}").ranked[0][0] == last

    def _only_asks_on(self, text: str) -> bool:
        """Whether a text says nothing of what it is about: “thế mất bao nhiêu tiền?”."""
        typed = self._words(text)
        if len(typed) > FOLLOW_UP_WORDS:
            return False
        covered: set[int] = set()
        for phrase in self._follow_ups:
            covered |= _covered(phrase, typed)
        return len(covered) == len(typed) > 1


def _covered(phrase: Sequence[str], typed: Sequence[str]) -> set[int]:
    """The places of ``typed`` where the words of ``phrase`` stand."""
    starts = range(len(typed) - len(phrase) + 1)
    found = (at for at in starts if all(map(could_be, typed[at : at + len(phrase)], phrase)))
    return {place for at in found for place in range(at, at + len(phrase))}


_PERSONAL = LEADING | {"thanks", "abuse", "spam", "greeting"}
