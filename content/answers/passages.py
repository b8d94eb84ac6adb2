"""What a guide says on a figure that is asked for: how much, how long, how many.

Only for questions that ask for a figure, and only where a sentence with a figure is clearly about
what else the question names: an answer beside the point is worse than the guide's first screen. The
whole text of the step is given, for a figure without its conditions may mislead.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.ports import Guide
from content.answers.syllable import bare

# Folded words that ask for a figure. “Mấy” and “nhiêu” are the South's and the Centre's.
ASKING = re.compile(
    r"\b(?:bao nhieu|bao lau|may (?:dong|tien|ngay|nghin|trieu|tram|thang|nam|phan|phan tram|tuoi"
    r"|lan|mui|nguoi|cong|gio)|may gio|muc (?:nao|may)|het nhieu|lai suat|gia may|nhieu tien"
    r"|trong (?:vong )?may|qua may)\b"
)
_DIGIT = re.compile(r"\d|khong (?:mat|ton) (?:tien|phi|le phi)|mien phi")
_SENTENCE = re.compile(r"(?<=[^\W\d_][.!?…])\s+|(?<=[%)\d][.!?])\s+(?=[^\W\d_])|\n+")
_WORD = re.compile(r"\w+(?:[.,]\d+)*")
# Folded words that name nothing, and those that ask.
_EMPTY = frozenset(
    re.findall(
        r"\w+",
        """
        bao nhieu may lau gi nao sao the vay thi la co khong duoc phai cho cua va voi o tai tu den
        trong ngoai tren duoi mot moi cac nhung nay kia ay do a oi da vang nhe nha hoi xin bac toi
        em chau ong ba minh tui nguoi tien dong hay hoac nua roi het mat muc gia luc khi chi rang mo
        tuoi nhan lam xin can
        """,
    )
)
# What kind of figure is asked for, and what a sentence with such a one holds (folded words).
_UNITS = (
    (
        re.compile(r"\b(?:lai (?:suat|bao|may|la)|tien lai|phan tram)\b"),
        re.compile(r"\d ?%|phan tram"),
    ),
    (re.compile(r"\b(?:may|bao nhieu) tuoi\b"), re.compile(r"\d+ tuoi")),
    (
        re.compile(r"\b(?:bao lau|(?:may|bao nhieu) (?:ngay|thang|nam|gio)|trong may|qua may)\b"),
        re.compile(r"\d+ (?:ngay|thang|nam|gio|tuan)|\d+ gio"),
    ),
    (
        re.compile(r"\b(?:tien|may (?:dong|nghin|trieu|tram)|phi|gia|vay (?:\w+ )?bao nhieu)\b"),
        re.compile(r"\d (?:dong|nghin|trieu|ty)|\d000|khong (?:mat|ton)|mien phi"),
    ),
)
CLEAR = 0.5  # of what the question names, by rarity, must stand in the sentence
AHEAD = 1.15  # times as much as in any sentence of another step


@dataclass(frozen=True, slots=True)
class Passage:
    """A text of a guide with a figure, and the key of the step that holds it."""

    step: str
    text: str


# A passage, the words of one of its sentences with its headings, and that sentence folded.
_Held = tuple[Passage, frozenset[str], str]


class Passages:
    """The sentences of guides that hold a figure, to look one up."""

    def __init__(self, guides: Sequence[Guide]) -> None:
        self._held = {guide.id: tuple(_sentences(guide)) for guide in guides}
        self._titles = {guide.id: frozenset(_words(guide.title)) for guide in guides}
        seen = Counter(
            word for held in self._held.values() for _, words, _ in held for word in words
        )
        many = sum(map(len, self._held.values())) or 1
        self._rarity: Mapping[str, float] = {
            word: math.log(1 + many / count) for word, count in seen.items()
        }
        self._unknown = math.log(1 + many)

    def find(self, guide: str, text: str) -> Passage | None:
        """What ``guide`` says on the figure that ``text`` asks for, if that is clear."""
        plain = _bare(text)
        if not ASKING.search(plain):
            return None
        unit = next((holds for asks, holds in _UNITS if asks.search(plain)), None)
        wanted = _words(text) - self._titles.get(guide, frozenset())
        if not wanted:
            return None
        whole = sum(self._rarity.get(word, self._unknown) for word in wanted)
        ranked = sorted(
            (
                (sum(self._rarity[word] for word in wanted & words), -number, passage)
                for number, (passage, words, sentence) in enumerate(self._held.get(guide, ()))
                if wanted & words and (unit is None or unit.search(sentence))
            ),
            key=lambda one: one[:2],
            reverse=True,
        )
        if not ranked:
            return None
        best, _, passage = ranked[0]
        next_best = max((one[0] for one in ranked if one[2].step != passage.step), default=0.0)
        if best < CLEAR * whole or best < AHEAD * next_best:
            return None
        return passage


def _sentences(guide: Guide) -> Iterator[_Held]:
    """The sentences with a figure, each with the words it and its headings hold."""
    yield from _figures("", "", guide.summary)
    for step in guide.steps:
        yield from _figures(step.key, step.title, step.text)
        for way in step.ways:
            yield from _figures(step.key, f"{step.title} {way.label}", way.text)


def _figures(step: str, heading: str, text: str) -> Iterator[_Held]:
    for sentence in (part.strip(" -•") for part in _SENTENCE.split(text)):
        if _DIGIT.search(_plain(sentence)):
            yield Passage(step, text), _words(f"{heading} {sentence}"), _plain(sentence)


def _bare(text: str) -> str:
    return " ".join(bare(word) for word in _WORD.findall(text.casefold()))


def _plain(sentence: str) -> str:
    """A sentence without diacritics, its figures and signs as they are."""
    return "".join(bare(letter) for letter in sentence.casefold())


def _words(text: str) -> frozenset[str]:
    return frozenset(_bare(text).split()) - _EMPTY


# Folded words that ask on, and the key of the step that guides use for what they ask.
_ASPECTS = (
    ("tien", re.compile(r"\b(?:tien|may dong|phi|het nhieu|ton|chi phi|gia)\b")),
    ("bao-lau", re.compile(r"\b(?:bao lau|may ngay|bao gio|khi nao|lau khong|may bua)\b")),
    ("giay", re.compile(r"\b(?:giay to|giay gi|giay chi|mang gi|mang theo|cam theo|ho so|don)\b")),
    ("hoi", re.compile(r"\b(?:o dau|cho nao|den dau|gap ai|hoi ai|o mo|so may|so dien thoai)\b")),
)


def asks_on_first(text: str) -> bool:
    """Whether the first screen of any guide answers: how long it takes, what it costs, to bring."""
    plain = _bare(text)
    return any(asking.search(plain) for key, asking in _ASPECTS if key != "hoi")


def figure_step(guide: Guide, text: str) -> str:
    """The step of ``guide`` on money or time, when ``text`` asks for that and it holds a figure."""
    key = aspect(guide, text) if ASKING.search(_bare(text)) else ""
    if key not in ("tien", "bao-lau"):
        return ""
    step = next(step for step in guide.steps if step.key == key)
    told = " ".join((step.text, *(way.text for way in step.ways)))
    return key if _DIGIT.search(_plain(told)) else ""


def aspect(guide: Guide, text: str) -> str:
    """The step of ``guide`` that a short further question asks for, or "".

    It is found by the keys that all guides share: giay, tien, bao-lau, hoi. Papers are asked for
    where a step lists them, too. With none of it the first screen answers, which says all three.
    """
    plain = _bare(text)
    keys = {step.key for step in guide.steps}
    for key, asking in _ASPECTS:
        if not asking.search(plain):
            continue
        if key in keys:
            return key
        if key == "giay" and (listed := next((one.key for one in guide.steps if one.papers), "")):
            return listed
    return ""
