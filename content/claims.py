"""Does a text say what must not be said? The claims stand in a guide's front matter (``avoid``)."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache

from bot.talk.fold import fold

_SENTENCE = re.compile(r"[.!?…]+(?=\s|$)|\n+")
_TOKEN = re.compile(r"\w+|[^\w\s]")
_GAP = re.compile(r"\s*(?:…|\.\.\.)\s*")
# Before a claim they deny it: “Bác không làm được mức 2 tại nhà”. With their marks: “dùng” is not
# “đừng”.
_DENIES = frozenset(
    ("không", "đừng", "chớ", "chẳng", "chưa", "not", "never", "cannot", "no", "nobody")
)
_BETWEEN = frozenset(
    (
        *("được", "phải", "nên", "có", "ai", "thể", "bao", "giờ", "làm", "bắt", "buộc"),
        *("a", "an", "the", "be", "get", "to"),
    )
)
# So many of those may stand between the denial and the claim.
_AT_MOST = 3


def says(text: str, claim: str) -> str:
    """The first sentence of ``text`` that makes the claim, or "".

    “|” stands between words of which one is enough, “…” where other words of the sentence may
    come between. Case and diacritics make no difference; a claim that is denied is none.
    """
    search = _pattern(claim)
    sentences = (sentence for sentence in _SENTENCE.split(text) if _claimed(sentence, search))
    return next(sentences, "").strip()


def _claimed(sentence: str, search: re.Pattern[str]) -> bool:
    words = _TOKEN.findall(sentence.casefold())
    line, starts = " ", []
    for word in words:
        starts.append(len(line) - 1)
        line += f"{fold(word)} "
    found = (bisect_right(starts, one.start()) - 1 for one in search.finditer(line))
    return any(not _denied(words, at) for at in found)


def _denied(words: Sequence[str], at: int) -> bool:
    for before in reversed(words[max(0, at - _AT_MOST - 1) : at]):
        if before in _DENIES:
            return True
        if before not in _BETWEEN:
            return False
    return False


@cache
def _pattern(claim: str) -> re.Pattern[str]:
    """Matches nothing of its own at each place where the claim begins, on the blank before it."""
    parts = []
    for part in _GAP.split(claim):
        ways = [" +".join(fold(one).split()) for one in part.split("|")]
        parts.append(f"(?:{'|'.join(rf'{way}(?= )' for way in ways if way)})")
    parts = [part for part in parts if part != "(?:)"]
    return re.compile("(?= +" + ".* ".join(parts) + ")" if parts else r"(?!)")
