"""A small linear model: words speak for topics, each with a weight, and the weights are learnt.

Softmax regression by stochastic gradient descent in plain Python: no library, and one can read off
which words spoke for what. A step touches only the topics that are still in question; training
takes 0.6 s for 30 guides (``rows.py`` says how).
"""

from __future__ import annotations

import math
import random
from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from operator import add

from content.answers.rows import FINE, MANY, Lanes, Packed, Rows, Sparse, dot

# First set while looking at runs on the development questions too, then checked by cross-validation
# on our own examples (python -m bench answers); those figures on the development set flatter a bit.
ROUNDS = 2  # all examples, then those with something left to teach
STEP = 8.0
SLOWER = 0.5
RIVALS = 2  # topics that are pushed down at each step
LEARNT = 0.2  # an example whose topic lacks less than this has nothing more to teach in this round
MISSED = 0.01  # a topic whose chance is less wrong than this is left as it is
SLIGHT = 0.15  # weights nearer to zero are dropped from dictionaries: they decide nothing
COMMON = 0.1  # a feature of more examples than this share speaks for nothing
SEED = 20261121
# With more than MANY topics an example costs far more, for each feature speaks for many: then it
# teaches by its rarest features, and only against topics they speak for. One of very many examples
# teaches nothing, or the work would grow with the square of the guides (3,000 guides: 82 s of CPU
# before, 17 s; of 300 guides no fewer questions find theirs).
RAREST = 40
SPREAD = 100  # examples


@dataclass(frozen=True, slots=True)
class Model:
    """Topics, and for each feature its rarity and its weights by topic number."""

    topics: tuple[str, ...]
    rarity: Mapping[str, float]
    weights: Rows
    bias: tuple[float, ...]

    def vector(self, features: Iterable[str]) -> list[tuple[str, float]]:
        """The features that the model knows, by rarity, as a vector of length one."""
        return _vector(features, self.rarity)

    def chances(self, features: Iterable[str]) -> list[float]:
        """The probability of each topic, in the order of ``topics``."""
        return _softmax(list(map(add, self.weights.weighted(self.vector(features)), self.bias)))

    def reasons(self, features: Iterable[str], topic: str) -> list[tuple[str, float]]:
        """What each feature said for (or against) a topic, the strongest first."""
        number = self.topics.index(topic)
        spoke = (
            (feature, self.weights.row(feature).get(number, 0.0) * value)
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
    texts = [(numbers[topic], features) for topic, features in examples]
    learn = _learn_packed if len(topics) <= MANY else _learn_sparse
    rows, bias = learn(texts, rarity, len(topics))
    return Model(topics, rarity, rows, tuple(bias))


def _repeat(many: int, learn: Callable[[int, float], bool]) -> None:
    """Learn all examples in the order of the dice, then those with something left to teach."""
    dice = random.Random(SEED)
    order = list(range(many))
    for number in range(ROUNDS):
        dice.shuffle(order)
        step = STEP / (1 + SLOWER * number)
        order = [at for at in order if learn(at, step)]


def _learn_packed(
    texts: Sequence[tuple[int, Sequence[str]]], rarity: Mapping[str, float], count: int
) -> tuple[Rows, list[float]]:
    """The weights, each text against all topics at once."""
    # By Cauchy and Schwarz no score is larger than the weights of its topic are long (below 100
    # for ours); a lane holds 512.
    lanes, scale, whole = Lanes(count, 64), FINE * FINE, FINE * FINE * FINE
    places = {feature: place for place, feature in enumerate(rarity)}
    vectors = [_counted(_vector(features, rarity), places) for _, features in texts]
    rows = [0] * len(rarity)
    bias = [0.0] * count

    def learn(at: int, step: float) -> bool:
        (held, times), wanted = vectors[at], texts[at][0]
        found = lanes.apart(dot(rows, held, times))
        chances = _softmax([one / whole + low for one, low in zip(found, bias, strict=True)])
        if 1 - chances[wanted] < LEARNT:
            return False
        rivals = nlargest(RIVALS, range(count), key=chances.__getitem__)
        pushes = _pushes({topic: chances[topic] for topic in (wanted, *rivals)}, wanted, step, bias)
        push = lanes.together({topic: round(one * FINE) for topic, one in pushes.items()})
        for place, often in zip(held, times, strict=True):
            rows[place] += push * often
        return True

    _repeat(len(texts), learn)
    return Packed(lanes, scale, dict(zip(rarity, rows, strict=True))), bias


def _counted(
    vector: Sequence[tuple[str, float]], places: Mapping[str, int]
) -> tuple[array[int], array[int]]:
    return (
        array("L", [places[feature] for feature, _ in vector]),
        array("L", [round(value * FINE) for _, value in vector]),
    )


def _learn_sparse(
    texts: Sequence[tuple[int, Sequence[str]]], rarity: Mapping[str, float], count: int
) -> tuple[Rows, list[float]]:
    """The weights, each text by its rarest features and against topics that they speak for."""
    floor = math.log((1 + len(texts)) / (1 + SPREAD)) + 1
    weights: dict[str, dict[int, float]] = {feature: {} for feature in rarity}
    vectors = [
        (
            [weights[feature] for feature, _ in vector],
            array("f", [value for _, value in vector]),
        )
        for vector in (_vector(_rarest(features, rarity, floor), rarity) for _, features in texts)
    ]
    bias = [0.0] * count

    def learn(at: int, step: float) -> bool:
        (rows, values), wanted = vectors[at], texts[at][0]
        scores = {wanted: bias[wanted]}
        for row, value in zip(rows, values, strict=True):
            for topic, weight in row.items():
                scores[topic] = scores.get(topic, 0.0) + weight * value
        highest = max(0.0, *scores.values())
        shares = {topic: math.exp(score - highest) for topic, score in scores.items()}
        whole = sum(shares.values()) + (count - len(shares)) * math.exp(-highest)
        if 1 - shares[wanted] / whole < LEARNT:
            return False
        near = (wanted, *nlargest(RIVALS, shares, key=shares.__getitem__))
        pushes = _pushes({topic: shares[topic] / whole for topic in near}, wanted, step, bias)
        for row, value in zip(rows, values, strict=True):
            for topic, push in pushes.items():
                row[topic] = row.get(topic, 0.0) + push * value
        return True

    _repeat(len(texts), learn)
    kept = {
        feature: {topic: weight for topic, weight in row.items() if abs(weight) >= SLIGHT}
        for feature, row in weights.items()
    }
    return Sparse(count, kept), bias


def _rarest(features: Sequence[str], rarity: Mapping[str, float], floor: float) -> Sequence[str]:
    known = [feature for feature in features if feature in rarity and rarity[feature] >= floor]
    return sorted(known, key=rarity.__getitem__, reverse=True)[:RAREST]


def _pushes(
    chances: Mapping[int, float], wanted: int, step: float, bias: list[float]
) -> dict[int, float]:
    """How far the weights of each topic are to move towards what is wanted; its bias moves now."""
    pushes = {}
    for topic, chance in chances.items():
        miss = (topic == wanted) - chance
        if abs(miss) >= MISSED:
            bias[topic] += 0.1 * step * miss
            pushes[topic] = step * miss
    return pushes
