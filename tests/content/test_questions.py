"""The ways to ask are our own: none is copied from the questions that development rests on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from bot.talk.fold import fold
from content.library import load

KEPT = Path(__file__).with_name("development_questions.txt").read_text("utf-8").splitlines()
MARKS = frozenset(line for line in KEPT if not line.startswith("#"))


def mark(question: str) -> str:
    return hashlib.sha256(fold(question).encode()).hexdigest()[:16]


def of_words(question: str) -> str:
    """The mark of the words alone, however they are put; a question of two words has none."""
    words = fold(question).split()
    return f"~{mark(' '.join(sorted(set(words))))}" if len(words) > 2 else ""


def copied(questions: Iterable[str], marks: frozenset[str]) -> list[str]:
    return [one for one in questions if marks & {mark(one), of_words(one)}]


def test_no_way_to_ask_is_a_development_question():
    assert len([one for one in MARKS if one.startswith("~")]) > 250
    assert len([one for one in MARKS if not one.startswith("~")]) > 250
    guides = [written.guide for one in load().manuscripts.values() for written in one.values()]
    assert copied((question for guide in guides for question in guide.questions), MARKS) == []


def test_a_copy_is_known_with_and_without_diacritics():
    marks = frozenset((mark("Cháu tôi mất thẻ thì làm sao?"),))
    assert copied(["chau toi mat the thi lam sao"], marks) == ["chau toi mat the thi lam sao"]
    assert copied(["Cháu tôi đổi thẻ thì làm sao?"], marks) == []


def test_a_copy_with_its_words_moved_about_is_known():
    marks = frozenset((of_words("Cháu tôi mất thẻ thì làm sao?"),))
    assert copied(["mất thẻ thì cháu tôi làm sao"], marks)
    assert copied(["mất thẻ thì cháu tôi làm gì"], marks) == []
    assert of_words("mất thẻ") == ""
