"""What an answer may be: read it from a person, keep it as a plain value, accept it again."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, Protocol, TypeAlias, TypeVar

from bot.talk.fold import fold, tidy
from bot.talk.message import Content, Words

Plain: TypeAlias = None | bool | int | str | list["Plain"] | dict[str, "Plain"]
T = TypeVar("T")
V = TypeVar("V")


def _(text: str) -> str:
    """Mark for the catalogue; the talk translates when it speaks."""
    return text


@dataclass(frozen=True, slots=True)
class Rejected:
    """Why an answer cannot be used, as a catalogue text with its values."""

    reason: str
    values: tuple[tuple[str, Plain], ...] = ()


class Withdrawn(ValueError):
    """A stored answer is no longer on offer; ask again."""


class Field(Protocol[T]):
    """One kind of answer.

    ``read`` takes what a person sent; ``dump`` and ``load`` turn the value into JSON and back.
    ``load`` raises Withdrawn when the value is not (or no longer) acceptable.
    """

    @property
    def kind(self) -> str: ...

    def read(self, content: Content) -> T | Rejected: ...

    def dump(self, value: T) -> Plain: ...

    def load(self, stored: Plain) -> T: ...


@dataclass(frozen=True, slots=True)
class Text:
    """Free words, ``least`` to ``most`` characters after tidying."""

    least: int = 1
    most: int = 1000
    kind: str = "text"

    def read(self, content: Content) -> str | Rejected:
        """The tidied words, or why not."""
        if not isinstance(content, Words):
            return Rejected(_("Please answer this one in words."))
        text = tidy(content.text)
        if self.least and not fold(text):
            return Rejected(_("Please answer this one in words."))
        if len(text) < self.least:
            return Rejected(_("Please write a little more."))
        if len(text) > self.most:
            return Rejected(
                _("That is too long: please keep it under {most} letters."), (("most", self.most),)
            )
        return text

    def dump(self, value: str) -> Plain:
        """The words themselves."""
        return value

    def load(self, stored: Plain) -> str:
        """The words, if they still fit."""
        if not isinstance(stored, str) or not self.least <= len(stored) <= self.most:
            raise Withdrawn
        return stored


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number between ``least`` and ``most``: ``12``, ``1.000`` (a thousand), ``hai``."""

    least: int = 0
    most: int = 1_000_000
    kind: str = "number"

    def read(self, content: Content) -> int | Rejected:
        """The number, or why not."""
        if not isinstance(content, Words):
            return Rejected(_("Please write a number."))
        value = _whole(content.text)
        if value is None:
            return Rejected(_("Please write a number."))
        if not self.least <= value <= self.most:
            return Rejected(
                _("Please write a number from {least} to {most}."),
                (("least", self.least), ("most", self.most)),
            )
        return value

    def dump(self, value: int) -> Plain:
        """The number itself."""
        return value

    def load(self, stored: Plain) -> int:
        """The number, if it still fits."""
        if (
            not isinstance(stored, int)
            or isinstance(stored, bool)
            or not self.least <= stored <= self.most
        ):
            raise Withdrawn
        return stored


@dataclass(frozen=True, slots=True)
class Option(Generic[V]):
    """One thing to choose: ``key`` is kept and pressed, ``label`` read, ``value`` returned."""

    key: str
    label: str
    value: V
    aliases: tuple[str, ...] = ()


# Numbers as people say them; "tư" and "bốn" are both four, "bẩy" is seven in the north.
_COUNTING = (
    ("một", "nhất", "đầu", "đầu tiên", "one", "first"),
    ("hai", "nhì", "two", "second"),
    ("ba", "three", "third"),
    ("bốn", "tư", "four", "fourth"),
    ("năm", "five", "fifth"),
    ("sáu", "six", "sixth"),
    ("bảy", "bẩy", "seven", "seventh"),
    ("tám", "eight", "eighth"),
    ("chín", "nine", "ninth"),
    ("mười", "ten", "tenth"),
)
_LAST = ("cuối", "cuối cùng", "last")


def _either(words: str) -> str:
    """A pattern for any one of ``words``, with diacritics or without."""
    return "|".join(sorted({*words.split(), *fold(words).split()}))


# What is said around a number, and around any answer out of politeness (“dạ … ạ”).
_BEFORE = _either("dạ vâng số câu mục ý chọn bấm thứ cái the number option no")
_LEAD = re.compile(rf"^(?:(?:{_BEFORE}) )+")
_TAIL = re.compile(rf" (?:{_either('ạ nhé nha nghe one please')})$")
_POLITE = re.compile(r"^(?:da|vang) ")
_GROUPED = re.compile(r"[1-9]\d{0,2}([. ,])\d{3}(?:\1\d{3})*", re.ASCII)


def _whole(text: str) -> int | None:
    """The whole number that ``text`` is, in figures or as one of the first ten in letters."""
    figures = unicodedata.normalize("NFKC", tidy(text)).rstrip(". ")
    if _GROUPED.fullmatch(figures) or re.fullmatch(r"\d{1,15}", figures, re.ASCII):
        return int(re.sub(r"\D", "", figures))
    said = _letters(text)
    return next((n for n, names in enumerate(_COUNTING, 1) if _says(said, names[:1])), None)


def _letters(text: str) -> str:
    """Lower case words with their diacritics: “nam” may be five, “năm” is, “nằm” is not."""
    return re.sub(r"[\W_]+", " ", tidy(text).lower()).strip()


def _says(said: str, names: Sequence[str]) -> bool:
    """Whether ``said`` is one of ``names``, written with all its diacritics or with none."""
    return said in names or (said.isascii() and said in map(fold, names))


def place_of(text: str, count: int) -> int | None:
    """The 0-based place that a typed number or ordinal names among ``count`` things, or None.

    Understands ``2``, ``số 2``, ``2.``, ``hai``, ``thứ hai``, ``cái đầu tiên``, ``second``.
    """
    said = _TAIL.sub("", _LEAD.sub("", _letters(unicodedata.normalize("NFKC", text))))
    if re.fullmatch(r"\d{1,3}", said, re.ASCII):
        place = int(said) - 1
    elif _says(said, _LAST):
        place = count - 1
    else:
        place = next((n for n, names in enumerate(_COUNTING) if _says(said, names)), -1)
    return place if 0 <= place < count else None


# Labels and aliases are the same few thousand in every turn; what people write is not kept here.
_folded = lru_cache(maxsize=4096)(fold)


def pick(text: str, labels: Sequence[tuple[str, ...]]) -> int | None:
    """The 0-based place of the one thing that ``text`` names, or None when none or several do.

    ``labels`` holds, for each thing, its label and aliases. A full label (folded) wins; then a bare
    number; then the only label that begins with the words typed, or contains them, or “thứ hai”,
    “số 2”: but nothing where these disagree.
    """
    said = fold(text)
    if not said:
        return None
    folded = [tuple(map(_folded, names)) for names in labels]
    short = _TAIL.sub("", said)
    for words in (said, short, _POLITE.sub("", short)):
        whole = [n for n, names in enumerate(folded) if words in names]
        if len(whole) == 1:
            return whole[0]
    place = place_of(text, len(labels))
    if said.isdigit():
        return place
    found = _beginning(said, folded) | ({place} if place is not None else set())
    return found.pop() if len(found) == 1 else None


def _beginning(said: str, folded: Sequence[tuple[str, ...]]) -> set[int]:
    """The places of what begins with the words ``said``, or else contains them."""
    for fits in (
        lambda name: name.startswith(said + " "),
        lambda name: f" {said} " in f" {name} ",
        lambda name: len(said) >= 3 and name.startswith(said),
    ):
        found = {n for n, names in enumerate(folded) if any(fits(name) for name in names)}
        if found:
            return found
    return set()


#: The key of what was written instead of an option.
ALSO = "also"


@dataclass(frozen=True, slots=True)
class Choice(Generic[V]):
    """One of ``options``. ``shown`` are the keys that were on the screen, for typed numbers.

    What names none of them is read by ``also``, where there is one.
    """

    options: tuple[Option[V], ...]
    shown: tuple[str, ...] = ()
    also: Field[V] | None = None
    kind: str = "choice"

    def read(self, content: Content) -> Option[V] | Rejected:
        """The option that was named, typed or numbered."""
        if not isinstance(content, Words):
            return Rejected(_("Please choose one of these."))
        by_key = {option.key: option for option in self.options}
        seen = self.shown or tuple(by_key)
        names = [(by_key[key].label, *by_key[key].aliases) if key in by_key else () for key in seen]
        place = pick(content.text, names)
        if place is None:
            value = Rejected("") if self.also is None else self.also.read(content)
            if isinstance(value, Rejected):
                return Rejected(_("I did not understand which one you mean."))
            return Option(ALSO, "", value)
        if seen[place] not in by_key:
            return Rejected(_("That one is no longer offered."))
        return by_key[seen[place]]

    def dump(self, value: Option[V]) -> Plain:
        """The key of the chosen option, or what was written instead."""
        if value.key == ALSO and self.also is not None:
            return [ALSO, self.also.dump(value.value)]
        return value.key

    def load(self, stored: Plain) -> Option[V]:
        """The option behind a stored key, or behind what was written instead."""
        if isinstance(stored, list) and self.also is not None:
            return Option(ALSO, "", self.also.load(stored[-1] if stored else None))
        for option in self.options:
            if option.key == stored:
                return option
        raise Withdrawn


def pressed(field: Field[T], option: str) -> T | Rejected:
    """The value behind a pressed option; only a choice has any."""
    if isinstance(field, Choice):
        try:
            return field.load(option)
        except Withdrawn:
            pass
    return Rejected(_("That one is no longer offered."))
