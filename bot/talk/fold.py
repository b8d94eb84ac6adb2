"""Vietnamese text as people type it: without diacritics, in any normal form, with odd spaces."""

from __future__ import annotations

import re
import unicodedata

_SPACE = re.compile(r"\s+")
_NOT_WORD = re.compile(r"[^\w]+")


def tidy(text: str) -> str:
    """NFC, without control, zero-width and direction marks, white space made single spaces.

    Line breaks are kept. An answer that is only invisible marks becomes the empty string.
    """
    text = unicodedata.normalize("NFC", text)
    kept = "".join(
        letter
        for letter in text
        if letter in "\n\t" or unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Co", "Cn")
    )
    lines = (_SPACE.sub(" ", line).strip() for line in kept.split("\n"))
    return "\n".join(lines).strip()


def fold(text: str) -> str:
    """Lower case, no diacritics, ``đ`` as ``d``, only letters, digits and single spaces.

    >>> fold("Đã rõ, cảm ơn!")
    'da ro cam on'
    """
    text = unicodedata.normalize("NFD", text.casefold()).replace("đ", "d")
    bare = "".join(letter for letter in text if not unicodedata.combining(letter))
    return _NOT_WORD.sub(" ", bare).replace("_", " ").strip()
