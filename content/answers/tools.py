"""Words that ask for a small tool: “nhà 5 người đóng bhyt bao nhiêu”, “giấy tờ còn thiếu”.

Each row of ``data/tools.tsv`` is a few groups of words that must all stand in the message. That is
narrow on purpose: what no row fits is a question for the guides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

from content.answers import data
from content.answers.normalise import lexicon, normalise
from content.answers.syllable import bare

#: No message that asks for a tool is longer; what tells a whole story is for the guides.
LETTERS = 200
NUMBER = "#"
Phrase: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wish:
    """A tool that the words ask for, what about, and the numbers among them."""

    tool: str
    topic: str
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Row:
    tool: str
    topic: str
    most: int
    groups: tuple[tuple[Phrase, ...], ...]

    def fits(self, words: Sequence[str]) -> bool:
        """Whether each group has a phrase that stands in ``words``."""
        return len(words) <= self.most and all(
            any(_stands(phrase, words) for phrase in group) for group in self.groups
        )


def wish(text: str, folders: tuple[Path, ...] = ()) -> Wish | None:
    """The tool that the whole message asks for, or None.

    >>> wish("nha 5 nguoi dong bhyt bao nhieu")
    Wish(tool='household-insurance', topic='', numbers=(5,))
    """
    if len(text) > LETTERS:
        return None
    words = [bare(word) for word in normalise(text, lexicon(folders))]
    row = next((row for row in _rows(folders) if row.fits(words)), None)
    if row is None:
        return None
    return Wish(row.tool, row.topic, tuple(int(word) for word in words if _is_number(word)))


@lru_cache(maxsize=4)
def _rows(folders: tuple[Path, ...]) -> tuple[_Row, ...]:
    return tuple(
        _Row(tool, topic, int(most), tuple(_group(group) for group in words.split()))
        for tool, topic, most, words in data.rows("tools", folders)
    )


def _group(text: str) -> tuple[Phrase, ...]:
    return tuple(tuple(bare(word) for word in one.split("_")) for one in text.split("|"))


def _stands(phrase: Phrase, words: Sequence[str]) -> bool:
    return any(
        all(_same(typed, meant) for typed, meant in zip(words[at:], phrase, strict=False))
        for at in range(len(words) - len(phrase) + 1)
    )


def _same(typed: str, meant: str) -> bool:
    return _is_number(typed) if meant == NUMBER else typed == meant


def _is_number(word: str) -> bool:
    return word.isdecimal() and len(word) <= 3
