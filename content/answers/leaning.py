"""Which topic each word leans to: naive Bayes, counted and not fitted.

The linear model weighs words against each other and forgets what it did not need to tell its own
examples apart; this keeps every word, so that a rare one in a roundabout question still counts. The
two err differently: together they are right more often than either (docs/contributor.md).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from content.answers.rows import Rows, rows

# Letter runs are left to the linear model: they cost two thirds of the time and gain nothing here.
KINDS = ("w:", "p:", "c:", "m:")
SMOOTH = 0.3  # sightings that every word is granted with every topic
LEVEL = 50  # … and so many times that in all; small topics would lean too far without it
WIDESPREAD = 300  # a word of more topics than this leans to none, and would cost time


@dataclass(frozen=True, slots=True)
class Leaning:
    """For each feature how far it leans to each topic it was seen with, by the topic's number."""

    topics: tuple[str, ...]
    lean: Rows

    def towards(self, features: Iterable[str]) -> list[float]:
        """How far a text leans to each topic, in the order of ``topics``."""
        found, known = self.lean.added(features)
        scale = 1 / math.sqrt(known or 1)
        return [value * scale for value in found]

    def reasons(self, features: Iterable[str], topic: str) -> list[tuple[str, float]]:
        """How far each feature leans to a topic, the furthest first."""
        number = self.topics.index(topic) if topic in self.topics else -1
        found = ((feature, self.lean.row(feature).get(number, 0.0)) for feature in features)
        return sorted((one for one in found if one[1]), key=lambda one: (-abs(one[1]), one[0]))


def count(examples: Iterable[tuple[str, Sequence[str]]]) -> Leaning:
    """The leaning of examples, each a topic with the features of one text."""
    seen: dict[str, Counter[str]] = {}
    for topic, features in examples:
        seen.setdefault(topic, Counter()).update(
            feature for feature in features if feature.startswith(KINDS)
        )
    topics = tuple(sorted(seen))
    sizes = {topic: words.total() for topic, words in seen.items()}
    everything = sum(sizes.values())
    whole: Counter[str] = Counter()
    holders: Counter[str] = Counter()
    for words in seen.values():
        whole.update(words)
        holders.update(words.keys())
    lean: dict[str, dict[int, float]] = {}
    for number, topic in enumerate(topics):
        inside = sizes[topic] + SMOOTH * LEVEL
        outside = everything - sizes[topic] + SMOOTH * LEVEL
        for feature, times in seen[topic].items():
            if holders[feature] <= WIDESPREAD:
                share = (times + SMOOTH) / inside
                other = (whole[feature] - times + SMOOTH) / outside
                lean.setdefault(feature, {})[number] = math.log(share / other)
    return Leaning(topics, rows(lean, len(topics)))
