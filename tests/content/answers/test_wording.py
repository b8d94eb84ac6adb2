"""What a guide's own words say about a question."""

from __future__ import annotations

import pytest

from content.answers import wording
from content.answers.wording import weigh

TEXTS = [
    ("sea", ("w:boat", "w:fish", "p:boat fish", "g:boat ")),
    ("sea", ("w:salt",)),
    ("hill", ("w:tea", "w:fish")),
]


def test_a_guide_holds_the_words_it_says_and_a_rare_word_counts_more() -> None:
    shares = weigh(TEXTS).shares(["w:boat", "w:fish"])
    assert shares["sea"] > shares["hill"] > 0
    assert weigh(TEXTS).shares(["w:tea"]) == {"hill": pytest.approx(1.0, abs=0.3)}


def test_words_that_no_guide_says_make_every_share_smaller() -> None:
    found = weigh(TEXTS)
    assert found.shares(["w:boat", "w:moon", "w:star"])["sea"] < found.shares(["w:boat"])["sea"]
    assert found.shares(["w:moon"]) == {} == found.shares([])


def test_runs_of_letters_are_not_words() -> None:
    assert weigh(TEXTS).shares(["g:boat "]) == {}


def test_a_word_of_very_many_guides_speaks_for_none() -> None:
    many = [(f"guide{n}", ("w:all", f"w:{n}")) for n in range(wording.WIDESPREAD + 1)]
    assert weigh(many).shares(["w:all"]) == {}
    assert weigh(many[:-1]).shares(["w:all"])


def test_nothing_holds_nothing() -> None:
    assert weigh([]).shares(["w:boat"]) == {}
