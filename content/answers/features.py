"""The views of a question that the matcher looks at, as named features.

``w:`` a syllable without diacritics, ``p:`` a pair of them, ``m:`` a syllable with its diacritics
(only when typed), ``c:`` a group of words that mean the same, ``g:`` five letters in a row. Names
are kept readable: they are what an explanation shows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from content.answers import data
from content.answers.normalise import lexicon, normalise
from content.answers.syllable import bare, could_be, spelled

# One length of letter runs: 5 across word borders knew best what it does not know; 3 and 4 beside
# it gained nothing and cost time. Weighed on our own examples and on the development questions.
LETTERS = 5
_SURE_WITHOUT_MARKS = 4  # a shorter syllable without its marks may be too many words

_Group = tuple[str, tuple[str, ...], list[str]]  # its name, its words, and those without marks
Groups = Mapping[str, Sequence[_Group]]


@lru_cache(maxsize=4)
def concepts(folders: tuple[Path, ...] = ()) -> Groups:
    """The groups of words that mean the same, by their first word without diacritics."""
    found: dict[str, list[_Group]] = {}
    for concept, phrases in data.rows("concepts", folders):
        for phrase in phrases.split(","):
            words = normalise(phrase, lexicon(folders))
            group = (concept, words, [bare(word) for word in words])
            if group not in (others := found.setdefault(group[2][0], [])):
                others.append(group)
    return found


def features(words: Sequence[str], groups: Groups) -> tuple[str, ...]:
    """All features of standard words, each once, in a fixed order."""
    plain = [bare(word) for word in words]
    text = f" {' '.join(plain)} "
    found = [f"w:{word}" for word in plain]
    found += [f"p:{one} {two}" for one, two in pairwise(plain)]
    found += [f"m:{spelled(word)}" for word in words if not word.isascii()]
    found += [f"c:{concept}" for concept in _concepts(words, plain, groups)]
    found += [f"g:{text[at : at + LETTERS]}" for at in range(len(text) - LETTERS + 1)]
    return tuple(dict.fromkeys(found))


def _concepts(words: Sequence[str], plain: Sequence[str], groups: Groups) -> Iterator[str]:
    for at, first in enumerate(plain):
        for concept, phrase, letters in groups.get(first, ()):
            end = at + len(phrase)
            if plain[at:end] != letters or not all(map(could_be, words[at:end], phrase)):
                continue
            typed = words[at:end]
            if len(phrase) > 1 or len(first) >= _SURE_WITHOUT_MARKS or typed[0] == phrase[0]:
                yield concept
