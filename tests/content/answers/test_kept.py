"""What was learnt is kept in a file, and counts only for what it was learnt from."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

import pytest

from content.answers.kept import Lessons, learnt

EXAMPLES = [("sea", f"boat{n} fish{n // 3}") for n in range(20)] + [
    ("hill", f"tea{n} mist{n // 3}") for n in range(20)
]
TOLD = Lessons(EXAMPLES, [("hill", "good day tea1 thanks")], [("sea", "wave and salt")])
TEXTS = len(EXAMPLES) + 2


class Words:
    """The features are the words; counts how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self, text: str) -> Sequence[str]:
        self.asked += 1
        return tuple(f"w:{word}" for word in text.split())


def test_the_second_time_nothing_is_trained_and_the_model_is_the_same(tmp_path: Path):
    words, kept = Words(), tmp_path / "learnt"
    first = learnt(TOLD, words, (), kept)
    assert words.asked == TEXTS
    second = learnt(TOLD, words, (), kept)
    assert words.asked == TEXTS
    assert second == first
    assert second.model.chances(["w:fish1"]) == first.model.chances(["w:fish1"])
    assert first.model.chances(["w:fish1"]) != first.model.chances([])
    assert second.wording.shares(["w:fish1"]) == first.wording.shares(["w:fish1"])


def test_without_a_file_it_is_trained_each_time():
    words = Words()
    assert learnt(TOLD, words) == learnt(TOLD, words)
    assert words.asked == 2 * TEXTS


def test_other_examples_are_learnt_anew(tmp_path: Path):
    words, kept = Words(), tmp_path / "learnt"
    learnt(TOLD, words, (), kept)
    other = learnt(Lessons([*EXAMPLES, ("town", "shop and street")]), words, (), kept)
    assert other.model.topics == ("hill", "sea", "town")


def test_other_tables_of_a_commune_are_learnt_anew(tmp_path: Path):
    words, kept = Words(), tmp_path / "learnt"
    learnt(TOLD, words, (tmp_path,), kept)
    (tmp_path / "dialect.tsv").write_text("typed\tmeant\nmô\tđâu\n", "utf-8")
    learnt(TOLD, words, (tmp_path,), kept)
    assert words.asked == 2 * TEXTS


@pytest.mark.parametrize("cut", [0, 10, 40, -1])
def test_a_file_that_was_cut_off_counts_for_nothing(tmp_path: Path, cut: int):
    words, kept = Words(), tmp_path / "learnt"
    first = learnt(TOLD, words, (), kept)
    kept.write_bytes(kept.read_bytes()[:cut])
    assert learnt(TOLD, words, (), kept) == first
    assert words.asked == 2 * TEXTS
    assert learnt(TOLD, words, (), kept) == first
    assert words.asked == 2 * TEXTS


def test_where_nothing_can_be_written_it_works_and_the_log_says_so(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    with caplog.at_level(logging.WARNING):
        known = learnt(TOLD, Words(), (), tmp_path / "missing" / "learnt")
    assert known.model.topics == ("hill", "sea")
    (record,) = caplog.records
    assert vars(record)["action"] == "answers.not_kept"


def test_nothing_is_left_beside_the_file(tmp_path: Path):
    learnt(TOLD, Words(), (), tmp_path / "learnt")
    assert [path.name for path in tmp_path.iterdir()] == ["learnt"]
