"""A message as standard Vietnamese words, whatever hand, keyboard or region it came from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from bot.talk.fold import tidy
from content.answers import data, syllable

SHORTEST_SLIP = 4  # a shorter word with a slip could be too many words
MOST_WORDS = 400  # a message is at most 5,000 letters; what follows is not a question any more

_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:\d+[^\W\d_]*)*")
#: An address on the net; it is read as “đường link”, whatever it spells.
LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_SENTENCE = re.compile(r"[.!?\n;…]+")
_MANY = re.compile(r"([^\W\d_])\1{2,}")
_TWICE_AT_END = re.compile(r"([^\W\d_])\1+$")
_UNITS = {"k": "nghìn", "h": "giờ", "g": "giờ", "tr": "triệu", "m": "mét", "t": "tuổi"}
_KEEP_GLUED = frozenset({"gas", "facebook", "zalo", "telegram", "youtube", "iphone", "samsung"})


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Phrases and what they stand for, by their first word, the longest first.

    ``known`` counts how often two syllables (without diacritics) stand together in what Khéo
    knows; it decides how glued words are cut. ``common`` counts single ones; it decides what a
    word with a typing slip was meant to be.
    """

    phrases: Mapping[str, tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]]
    known: Mapping[str, int]
    common: Mapping[str, int]


def words(text: str) -> list[str]:
    """The words and numbers of a text in lower case, one spelling of tone marks."""
    plain = LINK.sub(" đường link ", tidy(text))
    return _WORD.findall(_MANY.sub(r"\1", plain.casefold()))


def sentences(text: str) -> list[str]:
    """The parts of a message between full stops, question marks and line breaks."""
    return [part for part in (piece.strip() for piece in _SENTENCE.split(text)) if part]


@lru_cache(maxsize=4)
def lexicon(folders: tuple[Path, ...] = (), texts: tuple[str, ...] = ()) -> Lexicon:
    """The tables of shorthand, dialect and English; ``texts`` teach which syllables go together."""
    phrases: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
    for table in ("english", "dialect", "shorthand"):
        for typed, meant in data.rows(table, folders):
            heard = tuple(words(typed))
            said = tuple(words(meant))
            # A phrase that stands for itself (“giấy khai tử”) is not read as a shorter one in it.
            if heard != said or len(heard) > 1:
                phrases.setdefault(heard[0], []).append((heard, said))
    known: dict[str, int] = {}
    common: dict[str, int] = {}
    for text in texts:
        syllables = [syllable.bare(word) for word in words(text)]
        for one in syllables:
            common[one] = common.get(one, 0) + 1
        for pair in pairwise(syllables):
            known[" ".join(pair)] = known.get(" ".join(pair), 0) + 1
    ordered = {
        first: tuple(sorted(choices, key=lambda choice: -len(choice[0])))
        for first, choices in phrases.items()
    }
    return Lexicon(ordered, known, common)


def _repair(word: str, known: Mapping[str, int], common: Mapping[str, int]) -> Iterable[str]:
    """A word that is no syllable, as the syllables it stands for (or itself)."""
    letters = syllable.bare(word)
    if syllable.is_syllable(letters) or word in _KEEP_GLUED:
        return (word,)
    if not letters.isalpha() and not any(letter.isdigit() for letter in letters):
        return (word,)
    best: tuple[str, ...] = ()
    most = -1 if not word.isascii() else 0  # with diacritics, glued words are hardly anything else
    for parts in syllable.splits(word):
        pieces = [syllable.bare(part) for part in parts]
        seen = min(known.get(f"{one} {two}", 0) for one, two in pairwise(pieces))
        if seen > most:
            best, most = parts, seen
    if best:
        return best
    typed = syllable.untyped(word)
    if typed:
        return (typed,)
    shorter = _TWICE_AT_END.sub(r"\1", word)
    if syllable.is_syllable(syllable.bare(shorter)):
        return (shorter,)
    if len(letters) < SHORTEST_SLIP or letters in common or not letters.isalpha():
        return (word,)
    meant = [near for near in syllable.slips(letters) if near in common]
    return (max(meant, key=lambda near: (common[near], near)),) if meant else (word,)


def normalise(text: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The standard words of ``text``: shorthand written out, dialect and English replaced, typing
    residue repaired; diacritics are kept where they were typed.

    >>> normalise("đk tạm trú ở mô rứa", lexicon())
    ('đăng', 'ký', 'tạm', 'trú', 'ở', 'đâu', 'thế')
    """
    typed = words(text)
    if len(typed) > MOST_WORDS:
        typed = typed[: MOST_WORDS // 2] + typed[-MOST_WORDS // 2 :]
    result: list[str] = []
    at = 0
    while at < len(typed):
        if at and typed[at] in _UNITS and typed[at - 1][0].isdigit():
            result.append(_UNITS[typed[at]])
            at += 1
            continue
        for heard, said in lexicon.phrases.get(typed[at], ()):
            if tuple(typed[at : at + len(heard)]) == heard:
                result.extend(said)
                at += len(heard)
                break
        else:
            result.extend(_repair(typed[at], lexicon.known, lexicon.common))
            at += 1
    return tuple(result)
