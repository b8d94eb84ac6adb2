"""What cadres answered themselves: a light layer beside the matcher, learnt anew within moments.

An approved answer has a handful of examples: the cadre's own wording, and what residents asked. A
question gets it only when it is near to one of them (it says nearly the same words, rare ones
counting more), clearly nearer than to any other answer or guide, and when it names the same
figures and asks the same of them (where, when, how much). Where each of the two names something
that the other does not (“thôn Bờ Tre”, “thôn Cây Đa”), the answer is only offered: a wrong
confident answer is worse than none.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from bot.talk.fold import fold
from content.answers.features import concepts, features
from content.answers.normalise import lexicon, normalise
from content.answers.syllable import bare, spelled

# Of two texts: 0 without a word in common, 1 with the same ones. Measured on the 300 development
# questions: two of different topics never come nearer than 0.52, nor does any to the answers of
# tests/content/answers/test_approved.py, of whose paraphrases half come nearer than 0.68.
NEAR = 0.70
ALIKE = 0.55  # near enough to be offered, and to wait for the same answer
SAME = 0.999  # but for the last digit of a sum
AHEAD = 0.08  # nearer than to any other answer, or to a question of a guide
MOST_KEPT = 20_000  # texts whose words are remembered

_DIGITS = re.compile(r"\d")
_LETTERS = re.compile(r"[^a-z]")  # what marks the diacritics of a syllable's spelling
# Words that name nothing by themselves; what is asked is told by _ASKS.
_NAMELESS = frozenset(
    re.findall(
        r"\w+",
        """
        a ad ai anh ban bao biết bà bác bây bên bị bộ bữa cho chú chút chưa chỉ chị chỗ chớ chủ
        chừ chừng con các cái cán còn có cô cũng cần cậu của cứ dạ em gian giùm giúp giờ gì hay
        hãy hôm hông hả hầy hết hỉ hỏi khi khéo không luôn là làm lên lúc lại lệ lịch mai muốn
        mà mình mô mùa mất mấy mọi mỗi một mới nay nghe ngày người nhiêu nhiều nhà nhé như nhỉ
        những ni nào này nên nói năm nữa phí phải ra răng rất rằng rồi rứa sao sắp sẽ thái tháng
        thì thôi thôn thế thời tiền trong trên tui tuần tôi tại tới từ và vào vâng vì vô vẫn vậy
        về với vừa xem xin xã xóm à á ông đang đi đâu đây đã đó được đấy đến để đồng ơi ạ ấy ở
        """,
    )
)
_NAMELESS_BARE = frozenset(map(fold, _NAMELESS))
_NAMELESS_SPELLED = frozenset(f"m:{spelled(word)}" for word in _NAMELESS if not word.isascii())
# What is asked, in words without diacritics: an answer to “where” is none to “how much”.
_ASKS = (
    (
        "much",
        re.compile(r"\b(?:bao nhieu|may (?:dong|tien|nghin|tram)|het nhieu|le phi|chi phi|gia)\b"),
    ),
    (
        "when",
        re.compile(r"\b(?:bao gio|khi nao|luc nao|(?:ngay|hom|thang|tuan|gio) nao|may gio|lich)\b"),
    ),
    ("long", re.compile(r"\b(?:bao lau|may ngay|mat may|trong may)\b")),
    ("where", re.compile(r"\b(?:o dau|cho nao|den dau|ra dau|hoi ai|gap ai|o cho)\b")),
    ("what", re.compile(r"\b(?:giay to gi|giay gi|mang gi|can gi|ho so gi|gom gi)\b")),
)


class Words(Protocol):
    """The matcher's view of a text: ``content.answers.answers.Answers`` has it."""

    def features(self, text: str) -> Sequence[str]:
        """The features of a text (``content.answers.features``)."""
        ...

    def rarity(self, feature: str) -> float:
        """How much a feature says: near zero for what every guide speaks of."""
        ...

    def questions(self, guide: str) -> Sequence[str]:
        """The ways people ask for a guide."""
        ...


class PlainWords:
    """The words alone, each worth the same: where no matcher has learnt anything."""

    def features(self, text: str) -> Sequence[str]:
        """The features of a text."""
        return features(normalise(text, lexicon()), concepts())

    def rarity(self, feature: str) -> float:
        """One."""
        return 1.0

    def questions(self, guide: str) -> Sequence[str]:
        """None."""
        return ()


@dataclass(frozen=True, slots=True)
class Known:
    """One approved answer: its number, for which place, until when, and its examples.

    ``guide`` ("id" or "id:step") is set when the answer is that a guide says it.
    """

    id: int
    place: int
    until: date
    texts: tuple[str, ...]
    guide: str = ""


@dataclass(frozen=True, slots=True)
class _View:
    """A text as it is compared: what its words are worth, how they were spelled, its figures,
    what it asks, and the words that name something."""

    worth: Mapping[str, float]
    whole: float
    spelled: Mapping[str, frozenset[str]]
    figures: frozenset[str]
    asks: frozenset[str]
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class Match:
    """The approved answer that is meant; not ``sure``: that may be meant."""

    answer: Known
    sure: bool


class Approved:
    """The approved answers of one process. ``version`` says which state of them it knows."""

    def __init__(self, words: Words | None = None, most: int = MOST_KEPT) -> None:
        self._words = words or PlainWords()
        self._most = most
        self._views: dict[str, _View] = {}
        self._known: tuple[tuple[Known, tuple[_View, ...]], ...] = ()
        self.version = 0

    def learn(self, known: Iterable[Known], version: int) -> None:
        """Know these and no others from now on."""
        self._known = tuple((one, tuple(map(self._view, one.texts))) for one in known)
        self.version = version

    def find(
        self, text: str, guides: Sequence[str], holds: Callable[[int], bool], today: date
    ) -> Match | None:
        """The approved answer to ``text``, if one is clearly meant or may be.

        ``guides`` are the nearest guides, for comparison; ``holds`` tells whether what is said for
        a place is said for the person who asks.
        """
        view = self._view_of(text)
        near = sorted(
            (
                (score, -one.id, one)
                for one, views in self._known
                if one.until >= today
                and (score := max((_nearness(view, other) for other in views), default=0.0))
                >= ALIKE
                and holds(one.place)
            ),
            key=lambda entry: entry[:2],
            reverse=True,
        )
        if not near:
            return None
        best, _, found = near[0]
        views = next(views for one, views in self._known if one is found)
        alike = max(views, key=lambda other: _nearness(view, other))
        others = [score for score, _, one in near[1:] if one.guide != found.guide or not one.guide]
        other = max(others, default=0.0)
        behind = found.guide.partition(":")[0]
        known = max(
            (
                _nearness(view, self._view(asked))
                for guide in guides
                if guide != behind
                for asked in self._words.questions(guide)
            ),
            default=0.0,
        )
        # What was approved for these very words is meant, whatever else comes near; a guide that
        # has the same words was shown before, and was not what people meant.
        ahead = (best >= other + AHEAD or best >= SAME > other) and (
            best >= known + AHEAD or best > 1 - AHEAD
        )
        return Match(found, best >= NEAR and ahead and not _swapped(view, alike))

    def like(self, text: str, kept: Sequence[tuple[int, str]]) -> int | None:
        """The group among ``kept``, each (group, text), that asks the same as ``text``."""
        view = self._view(text)
        ranked = [(_nearness(view, self._view(other)), group) for group, other in kept]
        best = max(ranked, default=(0.0, 0), key=lambda one: one[0])
        return best[1] if best[0] >= ALIKE else None

    @property
    def remembered(self) -> int:
        """How many texts it has looked at and not forgotten."""
        return len(self._views)

    def _view(self, text: str) -> _View:
        """How a kept text looks; remembered, for the same ones come back."""
        view = self._views.get(text)
        if view is None:
            if len(self._views) >= self._most:
                self._views.clear()
            view = self._views[text] = self._view_of(text)
        return view

    def _view_of(self, text: str) -> _View:
        worth: dict[str, float] = {}
        ways: dict[str, set[str]] = {}
        plain = fold(text)
        for feature in self._words.features(text):
            if feature.startswith(("w:", "c:")):
                worth[feature] = self._words.rarity(feature) ** 2
            elif feature.startswith("m:"):
                letters = _LETTERS.sub("", bare(feature[2:]))
                ways.setdefault(f"w:{letters}", set()).add(feature)
        return _View(
            worth,
            sum(worth.values()),
            {word: frozenset(typed) for word, typed in ways.items()},
            frozenset(word for word in worth if _DIGITS.search(word)),
            frozenset(what for what, asking in _ASKS if asking.search(plain)),
            frozenset(
                word for word in worth if word.startswith("w:") and _names(word[2:], ways.get(word))
            ),
        )


def _nearness(one: _View, other: _View) -> float:
    """From 0 (no word in common) to 1 (the same words): what is shared over what either says."""
    if not one.whole or not other.whole or one.figures != other.figures:
        return 0.0
    if one.asks and other.asks and not one.asks & other.asks:
        return 0.0
    shared = sum(
        worth
        for word, worth in one.worth.items()
        if word in other.worth and not _differ(one.spelled.get(word), other.spelled.get(word))
    )
    return shared / math.sqrt(one.whole * other.whole)


def _differ(one: frozenset[str] | None, other: frozenset[str] | None) -> bool:
    """Whether both were typed with diacritics, and not the same ones: “bố” is no “bò”."""
    return one is not None and other is not None and not one & other


def _names(word: str, typed: Iterable[str] | None) -> bool:
    """Whether a word (without diacritics; ``typed``: as it was spelled) names anything."""
    if typed:
        return not all(way in _NAMELESS_SPELLED for way in typed)
    return word not in _NAMELESS_BARE


def _swapped(one: _View, other: _View) -> bool:
    """Whether each names something that the other does not."""
    shared = {
        word
        for word in one.names | other.names
        if word in one.worth
        and word in other.worth
        and not _differ(one.spelled.get(word), other.spelled.get(word))
    }
    return bool(one.names - shared) and bool(other.names - shared)
