"""How long a text is as a channel counts it, and how to cut one that is too long."""

from __future__ import annotations

import re
import unicodedata

from bot.channels.base import Unit

_ELLIPSIS = "…"
_JOINER = "\u200d"
# Where a text may be parted, best first: paragraphs, lines, sentences (not after “1.”), words.
_BREAKS = (
    re.compile(r"\n\s*\n"),
    re.compile(r"\n"),
    re.compile(r"(?<=[^\d\s][.!?…;:])\s"),
    re.compile(r"\s"),
)
# A better kind of break is taken only where it leaves a piece at least this full.
_FULL = 1 / 3


def length(text: str, unit: Unit) -> int:
    """How long ``text`` is in the channel's own unit."""
    if unit == "character" or text.isascii():
        return len(text)
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def head(text: str, limit: int, unit: Unit) -> int:
    """The place up to which ``text`` fits into ``limit``, never inside what is read as one sign.

    At least 1 for a text that is not empty, so that cutting always comes to an end.
    """
    if length(text, unit) <= limit:
        return len(text)
    place = used = 0
    while (used := used + length(text[place], unit)) <= limit:
        place += 1
    whole = place
    while whole > 0 and _goes_on(text, whole):
        whole -= 1
    return whole or max(place, 1)


def shorten(text: str, limit: int, unit: Unit) -> str:
    """``text``, or as much of it as fits with “…” in place of the rest; limit 0 is none."""
    if limit == 0 or length(text, unit) <= limit:
        return text
    return text[: head(text, limit - 1, unit)].rstrip() + _ELLIPSIS


def split(text: str, limit: int, unit: Unit) -> list[str]:
    """``text`` in pieces of at most ``limit``, parted where a reader would pause.

    Only white space at the places where it is parted is lost.
    """
    pieces = []
    text = text.strip()
    while text:
        end = head(text, limit, unit)
        if end < len(text):
            end = _pause(text, end)
        pieces.append(text[:end].rstrip())
        text = text[end:].lstrip()
    return pieces


def _goes_on(text: str, place: int) -> bool:
    """Whether the sign at ``place`` belongs to the one before it (marks, joined emoji, flags)."""
    if _belongs(text[place]) or text[place - 1] == _JOINER:
        return True
    flags = 0
    while flags < place and "\U0001f1e6" <= text[place - 1 - flags] <= "\U0001f1ff":
        flags += 1
    return "\U0001f1e6" <= text[place] <= "\U0001f1ff" and flags % 2 == 1


def _belongs(sign: str) -> bool:
    return (
        sign == _JOINER
        or unicodedata.category(sign)[0] == "M"
        or "\U0001f3fb" <= sign <= "\U0001f3ff"
    )


def _pause(text: str, end: int) -> int:
    """The best place to part ``text`` at or before ``end``."""
    window = text[: end + 1]
    for pattern in _BREAKS:
        places = [found.start() for found in pattern.finditer(window)]
        if places and places[-1] >= end * _FULL:
            return places[-1]
    return places[-1] if places else end
