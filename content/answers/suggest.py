"""What whoever keeps the guides should look at: examples that are not understood, guides that
attract each other's questions.

Every example is asked of a matcher that did not learn from it, so what comes out wrong here is what
a resident with just that question would meet if nobody had thought of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.ports import Guide
from content.answers import data
from content.answers.answers import Answers

FOLDS = 4


@dataclass(frozen=True, slots=True)
class Mistaken:
    """An example of ``guide`` for which ``found`` came first; ``sure`` when it would be shown."""

    text: str
    guide: str
    found: str
    sure: bool


def mistaken(
    guides: Sequence[Guide], folders: tuple[Path, ...] = (), folds: int = FOLDS
) -> list[Mistaken]:
    """The examples that the matcher gets wrong when it has not learnt them; the sure ones first."""
    known = {guide.id for guide in guides}
    examples = [(guide.id, text) for guide in guides for text in guide.questions]
    examples += [(id, text) for id, text in data.rows("mouths", folders) if id in known]
    wrong: list[Mistaken] = []
    for fold in range(folds):
        held = examples[fold::folds]
        answers = Answers(guides, folders, without=frozenset(text for _, text in held))
        for guide, text in held:
            found = answers.nearest(text)[0]
            if found != guide:
                wrong.append(Mistaken(text, guide, found, answers.find(text).guide == found))
    return sorted(wrong, key=lambda one: (not one.sure, one.guide, one.text))


def attracted(wrong: Sequence[Mistaken]) -> list[tuple[str, str, int]]:
    """(guide, the guide that took its questions, how many), the most first."""
    pairs = Counter((one.guide, one.found) for one in wrong)
    return [(guide, found, count) for (guide, found), count in pairs.most_common()]
