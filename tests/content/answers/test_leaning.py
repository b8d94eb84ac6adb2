"""Naive Bayes: what a word was said with, and what it was not."""

from __future__ import annotations

from content.answers.leaning import WIDESPREAD, count

EXAMPLES = [
    ("raft", ("w:giay", "w:be", "g:giay ")),
    ("raft", ("w:lam", "w:be")),
    ("harvest", ("w:giay", "w:gat")),
]


def test_words_lean_to_the_topic_they_were_said_for() -> None:
    leaning = count(EXAMPLES)
    assert leaning.topics == ("harvest", "raft")
    harvest, raft = leaning.towards(["w:be", "w:lam"])
    assert raft > 0 == harvest
    harvest, raft = leaning.towards(["w:gat"])
    assert harvest > 0 == raft


def test_what_was_never_said_and_runs_of_letters_lean_nowhere() -> None:
    leaning = count(EXAMPLES)
    assert leaning.towards(["w:xe", "g:giay "]) == [0.0, 0.0]
    assert leaning.towards([]) == [0.0, 0.0]


def test_a_long_text_does_not_lean_further_only_by_its_length() -> None:
    leaning = count(EXAMPLES)
    once, twice = leaning.towards(["w:be"])[1], leaning.towards(["w:be", "w:be"])[1]
    assert once < twice < 2 * once


def test_a_word_of_very_many_topics_leans_to_none() -> None:
    leaning = count((f"t{n}", ("w:giay", f"w:x{n}")) for n in range(WIDESPREAD + 1))
    assert leaning.lean.row("w:giay") == {}
    assert max(leaning.towards(["w:x7"])) > 0
