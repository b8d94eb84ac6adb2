"""Vietnamese text as people type it: without diacritics, in any normal form, with odd spaces."""

from __future__ import annotations

import re
import unicodedata

_SPACE = re.compile(r"\s+")
_LINE = re.compile(r"\r\n?|[\u2028\u2029]")
_NOT_WORD = re.compile(r"[\W_]+")
# Crossed d: ours, and two of other alphabets that old fonts and keyboards put in its place.
_CROSSED = str.maketrans("đðɖ", "ddd")
# Emoji newer than this Python's tables count as unassigned there, but are what the person wrote.
_EMOJI = range(0x1F000, 0x1FB00)


def tidy(text: str) -> str:
    """NFC, without control, zero-width and direction marks, white space made single spaces.

    Line breaks are kept. An answer that is only invisible marks becomes the empty string.
    """
    text = _LINE.sub("\n", unicodedata.normalize("NFC", text))
    lines = (_SPACE.sub(" ", _visible(line)).strip() for line in text.split("\n"))
    return "\n".join(lines).strip()


def _visible(line: str) -> str:
    if line.isprintable():  # as good as always: nothing of category C is in it
        return line
    return "".join(
        sign
        for sign in line
        if sign.isspace()
        or unicodedata.category(sign)[0] != "C"
        or (unicodedata.category(sign) == "Cn" and ord(sign) in _EMOJI)
    )


def fold(text: str) -> str:
    """Lower case, no diacritics, ``đ`` as ``d``, only letters, digits and single spaces.

    Full-width and circled figures become plain ones.

    >>> fold("Đã rõ, cảm ơn!")
    'da ro cam on'
    """
    lower = unicodedata.normalize("NFKD", _visible(text)).casefold()
    bare = unicodedata.normalize("NFKD", lower)
    if not bare.isascii():
        bare = "".join(sign for sign in bare if not unicodedata.combining(sign))
    return _NOT_WORD.sub(" ", bare.translate(_CROSSED)).strip()
