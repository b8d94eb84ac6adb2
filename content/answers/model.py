"""A small linear model: words speak for topics, each with a weight, and the weights are learnt.

Softmax regression by stochastic gradient descent with plain dictionaries: no library, and one can
read off which words spoke for what. A step touches only the topics that are still in question, so
most weights stay zero and training takes one to two seconds for 30 guides.
"""

from __future__ import annotations

import math
import random
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest

# First set while looking at runs on the development questions too, then checked by cross-validation
# on our own examples (python -m bench answers); those figures on the development set flatter a bit.
ROUNDS = 2  # all examples, then those with something left to teach
STEP = 8.0
SLOWER = 0.5
RIVALS = 2  # topics that are pushed down at each step
LEARNT = 0.2  # an example whose topic lacks less than this has nothing more to teach in this round
SLIGHT = 0.15  # weights nearer to zero are dropped: they cost time and decide nothing
COMMON = 0.1  # a feature of more examples than this share speaks for nothing
SEED = 20261121
# With many topics an example costs far more, for each feature speaks for many: then it teaches by
# its rarest features, and only against topics they speak for (300 guides: 17 s of CPU before, 5 s).
MANY = 100
RAREST = 40


@dataclass(frozen=True, slots=True)
class Model:
    """Topics, and for each feature its rarity and its weights by topic number."""

    topics: tuple[str, ...]
    rarity: Mapping[str, float]
    weights: Mapping[str, Mapping[int, float]]
    bias: tuple[float, ...]

    def vector(self, features: Iterable[str]) -> list[tuple[str, float]]:
        """The features that the model knows, by rarity, as a vector of length one."""
        return _vector(features, self.rarity)

    def chances(self, features: Iterable[str]) -> list[float]:
        """The probability of each topic, in the order of ``topics``."""
        scores = list(self.bias)
        for feature, value in self.vector(features):
            for topic, weight in self.weights[feature].items():
                scores[topic] += weight * value
        return _softmax(scores)

    def reasons(self, features: Iterable[str], topic: str) -> list[tuple[str, float]]:
        """What each feature said for (or against) a topic, the strongest first."""
        number = self.topics.index(topic)
        spoke = (
            (feature, self.weights[feature].get(number, 0.0) * value)
            for feature, value in self.vector(features)
        )
        return sorted((one for one in spoke if one[1]), key=lambda one: (-abs(one[1]), one[0]))


def _vector(features: Iterable[str], rarity: Mapping[str, float]) -> list[tuple[str, float]]:
    known = [(feature, rarity[feature]) for feature in features if feature in rarity]
    length = math.sqrt(sum(value * value for _, value in known)) or 1.0
    return [(feature, value / length) for feature, value in known]


def _softmax(scores: Sequence[float]) -> list[float]:
    highest = max(scores)
    shares = [math.exp(score - highest) for score in scores]
    total = sum(shares)
    return [share / total for share in shares]


def train(examples: Sequence[tuple[str, Sequence[str]]]) -> Model:
    """A model of ``examples``, each a topic with the features of one text; the same every time."""
    topics = tuple(sorted({topic for topic, _ in examples}))
    numbers = {topic: number for number, topic in enumerate(topics)}
    seen: dict[str, int] = {}
    for _, features in examples:
        for feature in features:
            seen[feature] = seen.get(feature, 0) + 1
    rarity = {
        feature: math.log((1 + len(examples)) / (1 + count)) + 1
        for feature, count in seen.items()
        if count < COMMON * len(examples)
    }
    telling, learn = (_rarest, _learn_near) if len(topics) > MANY else (_all, _learn)
    weights: dict[str, dict[int, float]] = {feature: {} for feature in rarity}
    vectors = [
        (
            [weights[feature] for feature, _ in vector],
            array("f", [value for _, value in vector]),
        )
        for vector in (_vector(telling(features, rarity), rarity) for _, features in examples)
    ]
    wanted = [numbers[topic] for topic, _ in examples]
    bias = [0.0] * len(topics)
    dice = random.Random(SEED)
    order = list(range(len(examples)))
    for number in range(ROUNDS):
        dice.shuffle(order)
        step = STEP / (1 + SLOWER * number)
        order = [at for at in order if learn(*vectors[at], wanted[at], bias, step)]
    kept = {
        feature: {topic: weight for topic, weight in row.items() if abs(weight) >= SLIGHT}
        for feature, row in weights.items()
    }
    return Model(topics, rarity, kept, tuple(bias))


def _all(features: Sequence[str], rarity: Mapping[str, float]) -> Sequence[str]:
    return features


def _rarest(features: Sequence[str], rarity: Mapping[str, float]) -> Sequence[str]:
    known = [feature for feature in features if feature in rarity]
    return sorted(known, key=rarity.__getitem__, reverse=True)[:RAREST]


def _learn(
    rows: Sequence[dict[int, float]],
    values: Sequence[float],
    wanted: int,
    bias: list[float],
    step: float,
) -> bool:
    """One step for one example; whether there was something to learn."""
    scores = bias.copy()
    for row, value in zip(rows, values, strict=True):
        for topic, weight in row.items():
            scores[topic] += weight * value
    chances = _softmax(scores)
    if 1 - chances[wanted] < LEARNT:
        return False
    rivals = nlargest(RIVALS, range(len(chances)), key=chances.__getitem__)
    _push(rows, values, {topic: chances[topic] for topic in (wanted, *rivals)}, wanted, bias, step)
    return True


def _learn_near(
    rows: Sequence[dict[int, float]],
    values: Sequence[float],
    wanted: int,
    bias: list[float],
    step: float,
) -> bool:
    """As ``_learn``, looking only at topics that the example's features speak for at all."""
    scores = {wanted: bias[wanted]}
    for row, value in zip(rows, values, strict=True):
        for topic, weight in row.items():
            scores[topic] = scores.get(topic, 0.0) + weight * value
    highest = max(0.0, *scores.values())
    shares = {topic: math.exp(score - highest) for topic, score in scores.items()}
    whole = sum(shares.values()) + (len(bias) - len(shares)) * math.exp(-highest)
    if 1 - shares[wanted] / whole < LEARNT:
        return False
    near = (wanted, *nlargest(RIVALS, shares, key=shares.__getitem__))
    _push(rows, values, {topic: shares[topic] / whole for topic in near}, wanted, bias, step)
    return True


def _push(
    rows: Sequence[dict[int, float]],
    values: Sequence[float],
    chances: Mapping[int, float],
    wanted: int,
    bias: list[float],
    step: float,
) -> None:
    """Move the weights of some topics towards what is wanted."""
    for topic in set(chances):
        miss = (topic == wanted) - chances[topic]
        if abs(miss) < 0.01:
            continue
        bias[topic] += 0.1 * step * miss
        push = step * miss
        for row, value in zip(rows, values, strict=True):
            row[topic] = row.get(topic, 0.0) + push * value
