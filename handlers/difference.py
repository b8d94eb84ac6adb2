"""What is different between two texts, marked so that it can be seen in plain letters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

_SENTENCE = re.compile(r"(?<=[.!?…])\s+|\n+")
_OPEN, _CLOSE = "«", "»"


def sentences(text: str) -> list[str]:
    """The sentences of a text, as they stand in it."""
    return [part.strip() for part in _SENTENCE.split(text) if part.strip()]


def instead(text: str, old: str, new: str) -> str:
    """``text`` with one of its sentences changed; without ``new`` it is taken out, with its gap."""
    at = text.index(old)
    before, after = text[:at], text[at + len(old) :]
    if new:
        return f"{before}{new}{after}"
    return (before.rstrip(" ") + after).strip() if after else before.strip()


def changed(old: str, new: str) -> tuple[list[str], list[str]]:
    """The sentences that only the old and only the new text has, and beside what one was added."""
    was, now = sentences(old), sentences(new)
    gone: list[str] = []
    come: list[str] = []
    for tag, a, b, c, d in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if tag == "insert" and a:
            # Where a sentence is only added, the one before it says where.
            gone.append(was[a - 1])
            come.append(now[c - 1])
        if tag != "equal":
            gone += was[a:b]
            come += now[c:d]
    return gone, come


def marked(old: str, new: str) -> tuple[str, str]:
    """Both texts with « » around what the other does not have, word by word."""
    was, now = old.split(), new.split()
    left: list[str] = []
    right: list[str] = []
    for tag, a, b, c, d in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        left += was[a:b] if tag == "equal" else _mark(was[a:b])
        right += now[c:d] if tag == "equal" else _mark(now[c:d])
    return " ".join(left), " ".join(right)


def _mark(words: Sequence[str]) -> list[str]:
    return [f"{_OPEN}{' '.join(words)}{_CLOSE}"] if words else []
