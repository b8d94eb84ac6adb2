"""A question without what could name somebody: numbers, codes, addresses on the net, names.

``scrub`` masks numbers in everything that is read; this goes further, for words that are kept and
that cadres will read. A name is masked where it is plain that it is one; not every one is found.
"""

from __future__ import annotations

import re

from bot.talk.fold import fold, tidy
from content.answers.scrub import MASK, scrub

#: The commonest family names, folded; a rarer one is not found.
_FAMILIES = frozenset(
    re.findall(
        r"\w+",
        """
        nguyen tran le pham huynh hoang phan vu vo dang bui do ho ngo duong ly dinh doan trinh
        truong lam mai dao luong cao ha chu ta quach luu to phung thai vi lo lu moong kha lau
        """,
    )
)
#: Also a lake, a road, a colour, a height …: a name only behind a title or with a middle name.
_ALSO_WORDS = frozenset(
    re.findall(r"\w+", "ho duong cao ha chu la to dao do luong mai vi lo lu ta ly thai truong lam")
)
_TITLES = frozenset(re.findall(r"\w+", "ong ba anh chi em co chu bac chau con cu di cau mo thim"))
_SPELLED_MIDDLES = frozenset(("văn", "thị"))
_SPELLED_FAMILIES = frozenset(
    re.findall(r"\w+", "lê vũ võ đặng bùi đỗ ngô lý đinh đoàn lương đào mai hồ dương cao lưu")
)
# Rarely anything but a family name even without its capital letter and diacritics.
_PLAIN_FAMILIES = frozenset(("nguyen", "tran", "pham", "huynh", "hoang", "phan", "trinh", "quach"))
_MIDDLES = frozenset(("van", "thi", "huu", "duc", "dinh", "xuan", "minh", "ngoc", "quang", "thanh"))
#: Streets and schools bear names of people too, and say where something is.
_PLACES = frozenset(
    ("duong", "pho", "truong", "thcs", "thpt", "tieu", "cau", "cho", "quoc", "ngo", "xom", "thon")
)
_NET = re.compile(r"\S+@\S+|(?:https?://|www\.)\S+|@\w{3,}", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
# “tôi tên là Hoa”, “con tôi là cháu Minh”: what follows is a name whatever it is.
_CALLED = re.compile(
    r"\b(?:t[êe]n|h[ọo] t[êe]n)(?:\s+(?:t[ôo]i|em|m[ìi]nh|con|ch[áa]u))?\s*(?:l[àa]\b|:)\s*"
    r"(?!(?:ai|g[ìi]|j|chi)\b)((?:[^\W\d_]+\s?){1,4})",
    re.IGNORECASE,
)
LONGEST = 4  # words of a name


def unnamed(text: str) -> str:
    """The words that may be kept.

    >>> unnamed("Ông Nguyễn Văn Ba số 0912345678 xin giấy gì, hỏi trường Lê Lợi")
    'Ông ••• số ••• xin giấy gì, hỏi trường Lê Lợi'
    """
    text = _NET.sub(MASK, scrub(tidy(text)).text)
    for called in reversed(list(_CALLED.finditer(text))):
        text = (
            text[: called.start(1)] + MASK + " " * called[1].endswith(" ") + text[called.end(1) :]
        )
    words = list(_WORD.finditer(text))
    spans: list[tuple[int, int]] = []
    at = 0
    while at < len(words):
        count = _named(text, words, at)
        if count:
            spans.append((words[at].start(), words[at + count - 1].end()))
        at += count or 1
    for start, end in reversed(spans):
        text = text[:start] + MASK + text[end:]
    return text


def _named(text: str, words: list[re.Match[str]], at: int) -> int:
    """How many words from ``at`` on are somebody's name; 0 when none."""
    first = fold(words[at].group())
    if first not in _FAMILIES or (at and fold(words[at - 1].group()) in _PLACES):
        return 0
    run = [words[at]]
    for word in words[at + 1 : at + LONGEST]:
        if text[run[-1].end() : word.start()] != " ":
            break
        run.append(word)
    capitals = 0
    while capitals < len(run) and run[capitals].group()[0].isupper():
        capitals += 1
    second = fold(run[1].group()) if len(run) > 1 else ""
    titled = at > 0 and fold(words[at - 1].group()) in _TITLES
    if capitals >= 2 and (first not in _ALSO_WORDS or titled or second in _MIDDLES):
        return capitals
    if len(run) < 3 or second not in _MIDDLES:
        return 0
    spelled = run[0].group().lower() in _SPELLED_FAMILIES
    whole = spelled and run[1].group().lower() in _SPELLED_MIDDLES
    return 3 if whole or first in _PLAIN_FAMILIES else 0  # “nguyen van an”, written in a hurry
