"""The development questions measure something only while the content does not repeat them."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.talk.fold import fold
from content import library
from content.answers import data

QUESTIONS = Path(__file__).resolve().parents[3] / "bench" / "data"
ALIKE = 0.6  # share of folded words in common, from which one text repeats another


def _taught() -> Iterator[str]:
    for guide in library.load().guides("vi", date(2026, 11, 22)):
        yield from guide.questions
    for table in ("mouths", "intents"):
        yield from (text for _, text in data.rows(table))


@pytest.mark.parametrize("name", ["questions_dev.tsv", "questions_own.tsv"])
def test_no_example_nearly_repeats_a_question_we_measure_with(name: str) -> None:
    with (QUESTIONS / name).open(encoding="utf-8") as file:
        asked = [
            frozenset(fold(row["text"]).split())
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        ]
    copies = [
        text
        for text in _taught()
        if (words := frozenset(fold(text).split()))
        and any(len(words & other) >= ALIKE * len(words | other) for other in asked)
    ]
    assert not copies
