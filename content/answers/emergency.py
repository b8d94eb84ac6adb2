"""Whether a message says that somebody is in danger now. A missed one may cost a life, so recall
comes first; what asks to know (“số cấp cứu là số mấy”) or tells of last year is held back by words
that say so. The signs are in ``data/emergency.tsv``, and each has a weight. Beside them the model
has learnt from ``data/dangers.tsv`` how people write in danger: it hears what no sign was made
for, and where the two disagree the alarm is doubtful, and the question is answered too.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from bot.ports import Danger
from content.answers import data
from content.answers.normalise import lexicon, normalise, sentences
from content.answers.syllable import bare, could_be, is_syllable, slips, spelled

# sign + now - calm. The signs and this limit were set on our own sentences (tests/content/answers,
# bench/data/emergencies.tsv), so how many are heard there says little about other people's words.
ENOUGH = 2.0
KINDS = ("medical", "fire", "water", "violence", "child")
# A cry that does not say what happened: only when it is the whole message.
HELP = "help"
# How likely danger is by what was learnt: a logistic curve over the log odds of the model and how
# much further the words lean to danger than to anything else. With a sign, below UNLIKELY it is
# doubtful; without one it is heard from LIKELY on, and sure from SURELY on. Fitted and chosen on
# our own sentences, each judged by a matcher that had not learnt it: of 204 in danger the signs
# alone hear 113, both 183; of 2,367 others 33 and 87, nearly all of them doubtful.
CURVE = (1.77, 0.78, 0.51)
UNLIKELY = 0.10
LIKELY = 0.30
SURELY = 0.80
FEWEST = 3  # words; of less nothing is learnt
SUREST = 1 - 1e-9
_GAP = "…"
_MOST_GAP = 4


@dataclass(frozen=True, slots=True)
class Sign:
    """Words that count for (or against) a kind."""

    kind: str
    words: tuple[str, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Alarm:
    """What was heard: the kind ("" when nobody is in danger), its score, and the signs found."""

    kind: str
    score: float
    signs: tuple[Sign, ...]


@dataclass(frozen=True, slots=True)
class _Signs:
    begin: Mapping[tuple[str, str], tuple[Sign, ...]]  # by their first two words
    letters: frozenset[str]
    alone: frozenset[tuple[str, ...]]


@lru_cache(maxsize=4)
def _signs(folders: tuple[Path, ...]) -> _Signs:
    begin: dict[str, list[Sign]] = {}
    letters: set[str] = set()
    alone: set[tuple[str, ...]] = set()
    for kind, phrase, weight in data.rows("emergency", folders):
        if kind == "alone":
            alone.add(tuple(normalise(phrase, lexicon(folders))))
            continue
        plain = tuple(phrase.replace(_GAP, f" {_GAP} ").split())
        meant: list[str] = []
        for part in phrase.split(_GAP):
            meant += [_GAP] * bool(meant) + list(normalise(part, lexicon(folders)))
        for parts in {plain, tuple(meant)}:
            sign = Sign(kind, parts, float(weight))
            begin.setdefault(bare(parts[0]), []).append(sign)
            letters.update(bare(word) for word in parts)
    return _Signs(_by_two(begin), frozenset(letters), frozenset(alone))


def _by_two(begin: Mapping[str, Sequence[Sign]]) -> dict[tuple[str, str], tuple[Sign, ...]]:
    """For each first and second word the signs that fit; with "" those that fit any second."""
    found: dict[tuple[str, str], tuple[Sign, ...]] = {}
    for first, signs in begin.items():
        for second in {"", *map(_second, signs)}:
            fit = (sign for sign in signs if _second(sign) in ("", second))
            found[first, second] = tuple(fit)
    return found


def _second(sign: Sign) -> str:
    """The second word of a sign, or "" where it has none or anything may come."""
    second = sign.words[1] if len(sign.words) > 1 else _GAP
    return "" if second == _GAP else bare(second)


@lru_cache(maxsize=5_000)
def _mended(word: str, letters: frozenset[str]) -> str:
    """A word with one slip of the finger as the sign's word, if it can only be that."""
    typed = bare(word)
    if typed in letters or len(typed) < 3 or not typed.isalpha() or is_syllable(typed):
        return word
    found = sorted(slips(typed) & letters, key=lambda one: (-len(one), one))
    return found[0] if found else word


def _ends(sign: Sequence[str], typed: Sequence[str], at: int) -> int:
    """Where the sign ends when it begins at ``at``, or -1."""
    if not sign:
        return at
    if sign[0] == _GAP:
        for skipped in range(_MOST_GAP + 1):
            end = _ends(sign[1:], typed, at + skipped)
            if end >= 0:
                return end
        return -1
    if at < len(typed) and _is(typed[at], sign[0]):
        return _ends(sign[1:], typed, at + 1)
    return -1


def _is(typed: str, meant: str) -> bool:
    """Whether a typed word is a sign's: whoever marks a word marks its tone (“Tư sát vách”)."""
    return could_be(typed, meant) and (typed.isascii() or spelled(typed) == spelled(meant))


def _heard(typed: Sequence[str], signs: _Signs) -> Iterator[tuple[int, int, Sign]]:
    plain = [*map(bare, typed), ""]
    for at, word in enumerate(typed):
        first = plain[at]
        for sign in signs.begin.get((first, plain[at + 1])) or signs.begin.get((first, ""), ()):
            if (
                len(sign.words) == 1
                and sign.kind in KINDS
                and spelled(word) != spelled(*sign.words)
            ):
                continue  # one word alone must be written out: “hoc” is “học” before it is “hóc”
            end = _ends(sign.words, typed, at)
            if end >= 0:
                yield at, end, sign


def listen(text: str, folders: tuple[Path, ...] = ()) -> Alarm:
    """What ``text`` says of danger, with the signs that spoke for and against."""
    signs = _signs(folders)
    parts = [
        [_mended(word, signs.letters) for word in normalise(part, lexicon(folders))]
        for part in sentences(text)
    ]
    best = Alarm("", 0.0, ())
    if _is_cry([word for part in parts for word in part], signs):
        return Alarm(HELP, ENOUGH, ())
    if not any(sign.kind in KINDS for part in parts for _, _, sign in _heard(part, signs)):
        return best
    for typed in (*parts, *(one + two for one, two in pairwise(parts))):
        alarm = _weigh(typed.copy(), signs)
        if alarm.score > best.score:
            best = alarm
    return best if best.score >= ENOUGH else Alarm("", best.score, best.signs)


def _is_cry(typed: Sequence[str], signs: _Signs) -> bool:
    """Whether the whole message is a cry for help that does not say what happened."""
    return any(len(cry) == len(typed) and all(map(could_be, typed, cry)) for cry in signs.alone)


def _weigh(typed: list[str], signs: _Signs) -> Alarm:
    for at, end, sign in _heard(typed, signs):
        if sign.kind == "not":
            typed[at:end] = [""] * (end - at)
    spans = [heard for heard in _heard(typed, signs) if heard[2].kind != "not"]
    danger = [(at, end) for at, end, sign in spans if sign.kind in KINDS]
    found = [
        sign
        for at, end, sign in spans
        if sign.kind == "calm"
        or not any(a <= at and end <= b and b - a > end - at for a, b in danger)
    ]
    now = max((sign.weight for sign in found if sign.kind == "now"), default=0.0)
    calm = sum(sorted({s.words: s.weight for s in found if s.kind == "calm"}.values())[-2:])
    kind, score = "", 0.0
    for one in KINDS:
        weights = sorted({s.words: s.weight for s in found if s.kind == one}.values(), reverse=True)
        if weights:
            total = weights[0] + 0.5 * len(weights[1:3]) + now - calm
            if total > score:
                kind, score = one, total
    return Alarm(kind, score, tuple(found))


def emergency(text: str, folders: tuple[Path, ...] = ()) -> str:
    """The kind of danger a message tells of, or "".

    >>> emergency("cuu voi nha toi dang chay"), emergency("số cấp cứu là số mấy")
    ('fire', '')
    """
    return listen(text, folders).kind


def likely(chances: Mapping[str, float], lead: float, words: int) -> tuple[str, float]:
    """The likeliest kind of danger and how likely danger is, by what was learnt.

    ``chances`` are those of each kind, ``lead`` how much further the words lean to one of them than
    to any other topic. Of a text too short to tell, neither likely nor unlikely.
    """
    chance = min(sum(chances.values()), SUREST)
    if words < FEWEST or not chance:
        return "", UNLIKELY
    height = CURVE[0] + CURVE[1] * math.log(chance / (1 - chance)) + CURVE[2] * lead
    return max(chances, key=chances.__getitem__), 1 / (1 + math.exp(-height))


def judge(alarm: Alarm, kind: str, chance: float) -> Danger:
    """What the signs, and what was learnt (``likely``), say together."""
    if alarm.kind:
        return Danger(alarm.kind, doubtful=alarm.kind != HELP and chance < UNLIKELY)
    return Danger(kind, chance < SURELY, learnt=True) if chance >= LIKELY else Danger()
