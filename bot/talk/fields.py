"""What an answer may be: read it from a person, keep it as a plain value, accept it again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
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
    """A whole number between ``least`` and ``most``, in digits (``1.000`` is a thousand)."""

    least: int = 0
    most: int = 1_000_000
    kind: str = "number"

    def read(self, content: Content) -> int | Rejected:
        """The number, or why not."""
        if not isinstance(content, Words):
            return Rejected(_("Please write a number."))
        text = tidy(content.text)
        if not re.fullmatch(r"\d{1,3}([. ,]\d{3})+|\d{1,15}", text, re.ASCII):
            return Rejected(_("Please write a number."))
        value = int(re.sub(r"\D", "", text))
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


# Ordinals as people type them, folded; "tư" and "bốn" are both four, "nhất" is first.
_ORDINALS = (
    ("mot", "nhat", "dau", "dau tien", "one", "first"),
    ("hai", "nhi", "two", "second"),
    ("ba", "three", "third"),
    ("bon", "tu", "four", "fourth"),
    ("nam", "five", "fifth"),
    ("sau", "six", "sixth"),
    ("bay", "seven", "seventh"),
    ("tam", "eight", "eighth"),
    ("chin", "nine", "ninth"),
    ("muoi", "ten", "tenth"),
)
_LEAD = re.compile(r"^(?:so|cau|muc|y|chon|bam|thu|cai|the|number|option|no|the)\s+")


def place_of(text: str, count: int) -> int | None:
    """The 0-based place that a typed number or ordinal names among ``count`` things, or None.

    Understands ``2``, ``số 2``, ``2.``, ``hai``, ``thứ hai``, ``cái đầu tiên``, ``second``.
    """
    said = fold(text)
    while (bare := _LEAD.sub("", said)) != said:
        said = bare
    place: int | None = None
    if re.fullmatch(r"\d{1,3}", said, re.ASCII):
        place = int(said) - 1
    else:
        place = next((n for n, words in enumerate(_ORDINALS) if said in words), None)
    return place if place is not None and 0 <= place < count else None


def pick(text: str, labels: Sequence[tuple[str, ...]]) -> int | None:
    """The 0-based place of the one thing that ``text`` names, or None when none or several do.

    ``labels`` holds, for each thing, its label and aliases. A full label (folded) wins; then a
    number or ordinal; then the only label that begins with, then that contains, the words typed.
    """
    said = fold(text)
    if not said:
        return None
    folded = [tuple(fold(name) for name in names) for names in labels]
    whole = [n for n, names in enumerate(folded) if said in names]
    if len(whole) == 1:
        return whole[0]
    place = place_of(text, len(labels))
    if place is not None:
        return place
    for fits in (
        lambda name: name.startswith(said + " "),
        lambda name: f" {said} " in f" {name} ",
        lambda name: len(said) >= 3 and name.startswith(said),
    ):
        found = [n for n, names in enumerate(folded) if any(fits(name) for name in names)]
        if found:
            return found[0] if len(found) == 1 else None
    return None


@dataclass(frozen=True, slots=True)
class Choice(Generic[V]):
    """One of ``options``. ``shown`` are the keys that were on the screen, for typed numbers."""

    options: tuple[Option[V], ...]
    shown: tuple[str, ...] = ()
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
            return Rejected(_("I did not understand which one you mean."))
        if seen[place] not in by_key:
            return Rejected(_("That one is no longer offered."))
        return by_key[seen[place]]

    def dump(self, value: Option[V]) -> Plain:
        """The key of the chosen option."""
        return value.key

    def load(self, stored: Plain) -> Option[V]:
        """The option behind a stored key."""
        for option in self.options:
            if option.key == stored:
                return option
        raise Withdrawn
