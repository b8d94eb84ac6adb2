"""How often the right guide is found, beside other ways, on the same content and questions.

Three sets, none of them the real test, which is by other people and not here:

- ``questions_dev.tsv``: for development. No example in the content is a near copy of it (a test
  holds that), yet words and limits were partly chosen with it in sight: it flatters.
- ``questions_own.tsv``: fresh questions of ours, most of them old people's and long ones, and
  out-of-scope ones over everyday topics. Never learnt from, but by the authors of the content,
  and looked at when it was decided from which score on a guide is shown.
- our own examples by cross-validation: short and terse, each answered by what did not learn it.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np
from sklearn.linear_model import LogisticRegression

from bench import answers_rivals as rivals
from bench.answers_score import (
    FOLDER,
    Answered,
    Question,
    answered,
    calibration,
    compare,
    crossed,
    dangers,
    decided,
    documents,
    examples,
    ours,
    read,
    told,
)
from bench.measure import Table, machine
from bot.ports import Guide
from content import library
from content.answers import data
from content.answers.answers import SURE, Answers
from content.answers.sight import CURVE

SETS = {"development set": "questions_dev.tsv", "fresh own set": "questions_own.tsv"}
GROWTH = (30, 300, 3_000)
PATIENCE = 300.0  # seconds for one size


def run() -> list[Table]:
    """All tables."""
    guides = library.load().taught(datetime.now(UTC).date())
    answers = Answers(guides)
    sets = {name: read(FOLDER / file) for name, file in SETS.items()}
    own = crossed(guides)
    return [
        _peers(guides, answers, sets),
        _decisions(answers, sets, own),
        _calibration(own),
        _growth(),
    ]


def _peers(guides: Sequence[Guide], answers: Answers, sets: dict[str, list[Question]]) -> Table:
    teaching, background = (
        list(examples(guides)),
        [(kind, text) for kind, text in data.rows("intents")],
    )
    papers = documents(guides)
    ways = {
        "Khéo": ours(answers),
        "SQLite FTS5, diacritics removed": rivals.full_text_search(papers),
        "bm25s, folded syllables": rivals.bm25_on_syllables(papers),
        "rapidfuzz token_set_ratio": rivals.token_set_ratio(teaching),
        "letter n-grams, logistic regression": rivals.plain_linear(
            [*teaching, *background], set(papers)
        ),
    }
    rows = [
        compare(f"{way}, {name}", ask, questions)
        for name, questions in sets.items()
        for way, ask in ways.items()
    ]
    return Table(
        "answers",
        "The right guide for a question",
        ("way, questions", "top-1", "top-3", "right at 3 %", "p50 ms", "p99 ms"),
        rows,
        (
            "“right at 3 %”: share answered rightly when the score's limit lets at most 3 % of the",
            "out-of-scope questions of that set through. Aims: 92 %, 98 %, 80 %, p99 3 ms.",
            "The development set flatters: words and limits were partly chosen with it in sight.",
        ),
    )


def _decisions(answers: Answers, sets: dict[str, list[Question]], own: Sequence[Answered]) -> Table:
    rows = []
    for name, questions in sets.items():
        found = answered(answers, questions)
        rows.append(decided(name, found))
        rows.append(decided("  all, in stories", answered(answers, told(questions))))
        inside = [one for one in found if not one.outside]
        for style in sorted({one.question.style for one in inside}):
            part = [one for one in inside if one.question.style == style]
            rows.append(decided(f"  {style}", part))
    rows.append(decided("own examples, 4 folds", [o for o in own if o.question.style == "own"]))
    rows.append(decided("  the same in stories", [o for o in own if o.question.style != "own"]))
    heard = [(danger, bool(answers.danger(text).kind)) for danger, text in dangers()]
    loud = [rang for danger, rang in heard if danger]
    calm = [rang for danger, rang in heard if not danger]
    return Table(
        "answers_decisions",
        "What the bot itself decides",
        ("questions", "n", "top-1", "top-3", "right at once", "wrong guide", "none with a guide"),
        rows,
        (
            f"A guide is shown at a score of {SURE} or more.",
            f"Emergencies of our own list (signs were set on it) heard: {sum(loud)}/{len(loud)}, "
            f"false alarms: {sum(calm)}/{len(calm)}.",
        ),
    )


def _calibration(own: Sequence[Answered]) -> Table:
    fitted = fit(own)
    return Table(
        "answers_calibration",
        "What a score means: own examples and out-of-scope texts, 4 folds",
        ("score", "questions", "mean score", "share right"),
        calibration(own),
        (
            f"The curve fitted anew: {', '.join(f'{value:.2f}' for value in fitted)}",
            f"The curve in use:      {', '.join(f'{value:.2f}' for value in CURVE)}",
        ),
    )


def fit(own: Sequence[Answered]) -> list[float]:
    """The constants of the curve from score signs to “the first guide is right”."""
    table = np.array([one.signs for one in own])
    model = LogisticRegression(C=1.0, max_iter=1_000).fit(table, [one.first for one in own])
    return [float(model.intercept_[0]), *map(float, model.coef_[0])]


def _growth() -> Table:
    rows = []
    for count in GROWTH:
        done = subprocess.run(
            [sys.executable, "-m", "bench.answers_load", str(count)],
            stdout=subprocess.PIPE,
            timeout=PATIENCE,
            check=True,
        )
        load, more, p50, p99 = json.loads(done.stdout)
        rows.append((f"{count:,}", f"{load:.2f}", f"{more:.0f}", f"{p50:.2f}", f"{p99:.2f}"))
    return Table(
        "answers_growth",
        "More guides, nothing kept from an earlier start",
        ("guides", "load, s of CPU", "MB more", "p50 ms", "p99 ms"),
        rows,
        (f"Guides beyond our own are made of them, half of the words replaced; {machine()}.",),
    )


def main() -> None:
    """Print the tables."""
    for table in run():
        print(table.text())


if __name__ == "__main__":
    main()
