"""Vietnamese syllables: which letters can be one, what marks they carry, what a keyboard left over.

A syllable is an onset and a rime; both lists are closed (about 25 and 160, without diacritics),
so a word that is none is a typing slip, an abbreviation, a foreign word, or two words glued.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from string import ascii_lowercase

_ONSETS = re.findall(r"\w+", "ngh ng nh ch gh gi kh ph qu th tr b c d g h k l m n p r s t v x")
_RIMES = frozenset(
    re.findall(
        r"\w+",
        """
    a ac ach ai am an ang anh ao ap at au ay e ec ech em en eng enh eo ep et eu
    i ia ich iec iem ien ieng iep iet ieu im in inh ip it iu
    o oa oac oach oai oam oan oang oanh oao oap oat oay oc oe oen oeo oet oi om on ong op ot
    u ua uan uang uanh uat uau uay uc ue uech uenh ui um un ung uo uoc uoi uom uon uong uop uot uou
    up ut uu uy uya uych uyen uyet uynh uyt uyu
    y yem yen yet yeu
    """,
    )
)
_TONES = {"\u0301": "1", "\u0300": "2", "\u0309": "3", "\u0303": "3", "\u0323": "5"}
_SHAPES = {"\u0302": "^", "\u0306": "(", "\u031b": "'"}
_TELEX = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_VNI = {"1": "\u0301", "2": "\u0300", "3": "\u0309", "4": "\u0303", "5": "\u0323"}
_PAIRS = (
    ("dd", "đ"), ("aa", "â"), ("ee", "ê"), ("oo", "ô"), ("uow", "ươ"), ("uwow", "ươ"),
    ("uwo", "ươ"), ("aw", "ă"), ("ow", "ơ"), ("uw", "ư"), ("w", "ư"),
)  # fmt: skip
_VNI_PAIRS = (
    ("d9", "đ"), ("a6", "â"), ("e6", "ê"), ("o6", "ô"), ("a8", "ă"), ("uo7", "ươ"), ("u7", "ư"),
    ("o7", "ơ"),
)  # fmt: skip
_VOWEL = re.compile(r"[aăâeêioôơuưy]+")
_IE = re.compile(r"([iy])e(?=[cmnptu])")  # never without its hat
_LATE_LETTER = re.compile(r"^(d)(.*)d$|^([^aeo]*)([aeo])(.*)\4(.*)$")


@lru_cache(maxsize=20_000)
def bare(word: str) -> str:
    """The letters of a word without any diacritics, ``đ`` as ``d``."""
    if word.isascii():
        return word
    apart = unicodedata.normalize("NFD", word).replace("đ", "d").replace("Đ", "D")
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


@lru_cache(maxsize=20_000)
def is_syllable(letters: str) -> bool:
    """Whether letters without diacritics can be one Vietnamese syllable.

    >>> is_syllable("nghieng"), is_syllable("dinhdanh"), is_syllable("gi"), is_syllable("q")
    (True, False, True, False)
    """
    if letters in _RIMES or letters == "gi":
        return True
    return any(letters.startswith(on) and letters[len(on) :] in _RIMES for on in _ONSETS)


@lru_cache(maxsize=20_000)
def marks(word: str) -> tuple[tuple[str, ...], str]:
    """The letters with their shapes (``ơ`` as ``o'``), and the tone, wherever it was put.

    Hỏi and ngã are one tone here: most of the Centre says and writes them alike.
    """
    letters: list[str] = []
    tone = ""
    for letter in unicodedata.normalize("NFD", word):
        if letter in _TONES:
            tone = _TONES[letter]
        elif letter in _SHAPES and letters:
            letters[-1] += _SHAPES[letter]
        elif letter == "đ":
            letters.append("d-")
        else:
            letters.append(letter)
    return tuple(letters), tone


@lru_cache(maxsize=20_000)
def spelled(word: str) -> str:
    """One spelling for one syllable: ``hoà`` and ``hòa`` meet, and ``hõa`` and ``hỏa``."""
    letters, tone = marks(word)
    return "".join(letters) + tone


@lru_cache(maxsize=50_000)
def could_be(typed: str, meant: str) -> bool:
    """Whether ``typed`` is ``meant`` with all, some or none of its diacritics, and no others.

    >>> could_be("chay", "cháy"), could_be("chạy", "cháy"), could_be("đuôi", "đuối")
    (True, False, True)
    """
    if typed == meant:
        return True
    if bare(typed) != bare(meant):
        return False
    letters, tone = marks(typed)
    wanted, wanted_tone = marks(meant)
    if tone not in ("", wanted_tone) or len(letters) != len(wanted):
        return False
    if not typed.isascii() and letters.count("d-") != wanted.count("d-"):
        return False  # whoever types diacritics types đ
    return all(one in (other[0], other) for one, other in zip(letters, wanted, strict=True))


def _toned(letters: str, tone: str) -> str:
    """``letters`` with a combining tone on their vowel, in NFC."""
    found = _VOWEL.search(letters)
    assert found is not None  # a syllable has a vowel
    group, start = found.group(), found.start()
    if letters.startswith(("gi", "qu")) and len(group) > 1:
        group, start = group[1:], start + 1
    place = len(group) - 1 if len(letters) > start + len(group) or len(group) == 1 else 0
    for index, letter in enumerate(group):
        if letter in "ăâêôơư":
            place = index
    at = start + place + 1
    return unicodedata.normalize("NFC", letters[:at] + tone + letters[at:])


@lru_cache(maxsize=20_000)
def untyped(word: str) -> str:
    """The word that Telex or VNI keystrokes stand for, or "" when they stand for none.

    >>> untyped("dduwowcj"), untyped("khoong"), untyped("nuo7c1"), untyped("hello")
    ('được', 'không', 'nước', '')
    """
    if not word.isascii() or len(word) < 3 or not word[0].isalpha():
        return ""
    tones, pairs = (_VNI, _VNI_PAIRS) if word[-1].isdigit() or "9" in word else (_TELEX, _PAIRS)
    body, tone = word, ""
    for place in range(len(word) - 1, 0, -1):
        if word[place] in tones and _VOWEL.search(word[:place]):
            body, tone = word[:place] + word[place + 1 :], tones[word[place]]
            break
    for kept, mark in ((body, tone), (word, "")):
        shaped = kept
        late = _LATE_LETTER.match(kept) if tones is _TELEX else None
        for typed, letter in pairs:
            shaped = shaped.replace(typed, letter)
        choices = [shaped]
        if late is not None and late.group(1):
            choices.append("đ" + late.group(2))
        elif late is not None and late.group(5):
            hat = {"a": "â", "e": "ê", "o": "ô"}[late.group(4)]
            choices.append(late.group(3) + hat + late.group(5) + late.group(6))
        for choice in [_IE.sub("\\1ê", one) for one in choices]:
            if choice != word and is_syllable(bare(choice)):
                stopped = choice.endswith(("c", "ch", "p", "t"))  # these end with sắc or nặng only
                if stopped and mark not in ("", "\u0301", "\u0323"):
                    continue
                return _toned(choice, mark) if mark else choice
    return ""


@lru_cache(maxsize=5_000)
def splits(letters: str) -> tuple[tuple[str, ...], ...]:
    """All ways to read glued letters as two to four syllables, the fewest syllables first.

    >>> splits("hotro"), splits("facebook"), splits("bao")
    ((('hot', 'ro'), ('ho', 'tro')), (), ())
    """
    if not 4 <= len(letters) <= 24 or is_syllable(bare(letters)):
        return ()
    found = list(_cuts(letters, 4))
    return tuple(sorted(found, key=lambda parts: (len(parts), -len(parts[0]))))


def _cuts(letters: str, most: int) -> Iterator[tuple[str, ...]]:
    for cut in range(min(7, len(letters) - 1), 0, -1):
        head, tail = letters[:cut], letters[cut:]
        if (cut > 1 or head == "y" or not head.isascii()) and is_syllable(bare(head)):
            if is_syllable(bare(tail)):
                yield head, tail
            if most > 2:
                yield from ((head, *rest) for rest in _cuts(tail, most - 1))


def slips(letters: str) -> set[str]:
    """All letters that one slip (a letter too many, missing, wrong or swapped) leads to."""
    cuts = [(letters[:place], letters[place:]) for place in range(len(letters) + 1)]
    near = {head + tail[1:] for head, tail in cuts if tail}
    near |= {head + tail[1] + tail[0] + tail[2:] for head, tail in cuts if len(tail) > 1}
    near |= {head + new + tail[1:] for head, tail in cuts if tail for new in ascii_lowercase}
    near |= {head + new + tail for head, tail in cuts for new in ascii_lowercase}
    return near
