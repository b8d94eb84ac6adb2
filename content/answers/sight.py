"""How one text looks to the matcher, and how surely the nearest guide is the right one."""

from __future__ import annotations

import math
import operator
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

# How sure a guide is right: a logistic curve over five things seen in a question. Fitted on the
# out-of-fold answers of a 4-fold cross-validation of our own examples, alone and in stories
# (``python -m bench answers`` prints the fit anew), so that a score is a share of right answers.
# Where to begin to be sure was chosen with the fresh own questions and the development ones on the
# table, and some words earlier with the latter in sight: figures on both sets flatter a bit.
CURVE = (
    -4.59,  # where it starts
    0.41,  # log odds of all guides together, as the model has it
    0.11,  # log of the best guide's share over the next one's
    1.76,  # how far the guides' own words put it ahead of the others, from -1 to 1
    0.34,  # how much further the words lean to it than to any other topic
    1.23,  # log of the number of words: a longer message says more of what it is about
)
MOST_TELLING = 30  # words
OWN_WORDS = 1.0  # what a guide's own words add to its score beside the model's
LEANING = 0.5  # what the leaning of the words adds to it
COMPARED = 6  # guides; the share of one beyond them is next to nothing
TINY = 1e-9
FAINT = 1e-4
MOST_LEAD = 12.0


@dataclass(frozen=True, slots=True)
class Sight:
    """How one text looks: each topic's chance, the best guides with their share, the chance that
    any guide is asked for, what the chance that the best one is right is made of, and the likeliest
    danger with its chance."""

    chances: Sequence[float]
    ranked: tuple[tuple[str, float], ...] = ()
    scope: float = 0.0
    signs: tuple[float, ...] = ()
    danger: tuple[str, float] = ("", 0.0)

    @property
    def sure(self) -> float:
        """The chance that the best guide is the right one."""
        height = CURVE[0] + sum(map(operator.mul, CURVE[1:], self.signs))
        return 1 / (1 + math.exp(-height)) if self.signs else 0.0


def sight(
    chances: Sequence[float],
    guides: Mapping[str, int],
    shares: Mapping[str, float],
    leans: Mapping[str, float],
    words: int,
) -> Sight:
    """The sight of a text of so many words.

    ``guides`` are the places of the guides among the chances, ``shares`` what each guide's own
    words hold of the text, ``leans`` how far its words lean to each topic.
    """
    if not guides:
        return Sight(chances)
    scores = {
        id: math.log(chances[place] + TINY)
        + OWN_WORDS * shares.get(id, 0.0)
        + LEANING * leans.get(id, 0.0)
        for id, place in guides.items()
    }
    ranked = sorted(scores, key=lambda id: (-scores[id], id))[:COMPARED]
    best = ranked[0]
    weights = {id: math.exp(scores[id] - scores[best]) for id in ranked}
    whole = sum(weights.values())
    scope = sum(chances[place] for place in guides.values())
    lead = scores[best] - scores[ranked[1]] if len(ranked) > 1 else MOST_LEAD
    signs = (
        math.log(max(scope, FAINT) / max(1 - scope, FAINT)),
        min(lead, MOST_LEAD),
        _ahead(shares, best),
        leans.get(best, 0.0) - max((lean for id, lean in leans.items() if id != best), default=0.0),
        math.log(max(1, min(words, MOST_TELLING))),
    )
    return Sight(chances, tuple((id, weights[id] / whole) for id in ranked), scope, signs)


def _ahead(shares: Mapping[str, float], best: str) -> float:
    """How far ``best`` is ahead of the next by the guides' own words: 1 alone, below 0 behind."""
    share = shares.get(best, 0.0)
    other = max((share for id, share in shares.items() if id != best), default=0.0)
    return (share - other) / max(share, other, FAINT)
