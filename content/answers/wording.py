"""How much a question's words stand in what a guide says: its questions, summary and steps.

BM25 over the features that are words (``w:``, ``p:``, ``c:``). The linear model knows how people
ask; this knows what the guide itself tells, so that a word nobody asked with before still counts.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from content.answers.rows import Rows, rows

# The usual constants of BM25 (Robertson and Zaragoza 2009, section 3.5).
REPEAT = 1.2
LENGTH = 0.75
KINDS = ("w:", "p:", "c:")
WIDESPREAD = 300  # a word of more guides than this speaks for none, and would cost time


@dataclass(frozen=True, slots=True)
class Wording:
    """For each feature its worth in each guide, by the guide's number; and how rare it is."""

    guides: tuple[str, ...]
    worth: Rows
    rarity: Mapping[str, float]
    unknown: float  # the rarity of a word in no guide

    def shares(self, features: Sequence[str]) -> dict[str, float]:
        """What each guide holds of the question's words, rare words counting more."""
        words = [feature for feature in features if feature.startswith("w:")]
        whole = sum(self.rarity.get(word, self.unknown) for word in words)
        held, _known = self.worth.added(features)
        return {g: one / whole for g, one in zip(self.guides, held, strict=True) if one and whole}


def weigh(texts: Iterable[tuple[str, Sequence[str]]]) -> Wording:
    """The wording of guides from (guide, features of one of its texts)."""
    papers: dict[str, Counter[str]] = {}
    for guide, features in texts:
        papers.setdefault(guide, Counter()).update(
            feature for feature in features if feature.startswith(KINDS)
        )
    holders = Counter(feature for paper in papers.values() for feature in paper)
    many = len(papers)
    rarity = {
        feature: math.log(1 + (many - holding + 0.5) / (holding + 0.5))
        for feature, holding in holders.items()
    }
    lengths = {guide: paper.total() for guide, paper in papers.items()}
    usual = max(1, sum(lengths.values())) / max(1, many)
    worth: dict[str, dict[int, float]] = {}
    for number, (guide, paper) in enumerate(papers.items()):
        slow = REPEAT * (1 - LENGTH + LENGTH * lengths[guide] / usual)
        for feature, count in paper.items():
            if holders[feature] <= WIDESPREAD:
                row = worth.setdefault(feature, {})
                row[number] = rarity[feature] * count * (REPEAT + 1) / (count + slow)
    return Wording(tuple(papers), rows(worth, many), rarity, math.log(1 + (many + 0.5) / 0.5))
