"""Length as channels count it; cutting never breaks what is read as one sign."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.channels.base import Unit
from bot.channels.length import head, length, shorten, split

UNITS: tuple[Unit, ...] = ("utf16", "character")
FAMILY = "👨‍👩‍👧"
# Words as they come: Vietnamese composed and decomposed, emoji, flags, long unbroken ones.
WORDS = st.sampled_from(
    [
        "xã",
        "đường",
        "Nguyễn",
        "nghiêng.",
        "ươ\u0309",
        FAMILY,
        "🇻🇳",
        "👍🏽",
        "1️⃣",
        "a" * 90,
        "https://x.vn/a",
    ]
) | st.text(st.characters(exclude_categories=("Cs", "Cc", "Z")), min_size=1, max_size=12)
GAPS = st.sampled_from([" ", " ", "\n", "\n\n", ". "])
TEXTS = st.lists(st.tuples(WORDS, GAPS), max_size=60).map(
    lambda parts: "".join(word + gap for word, gap in parts)
)


def bare(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize(
    ("text", "utf16", "characters"),
    [("", 0, 0), ("đường", 5, 5), ("👍", 2, 1), ("a👍b", 4, 3), (FAMILY, 8, 5), ("🇻🇳", 4, 2)],
)
def test_a_text_is_as_long_as_the_channel_counts_it(text: str, utf16: int, characters: int) -> None:
    assert length(text, "utf16") == utf16 == len(text.encode("utf-16-le")) // 2
    assert length(text, "character") == characters


@pytest.mark.parametrize(
    ("text", "limit", "kept"),
    [
        ("abc", 3, "abc"),
        ("abcd", 3, "abc"),
        ("ab👍", 3, "ab"),
        ("ab👍", 4, "ab👍"),
        ("ae\u0323\u0302", 2, "a"),
        ("a👍🏽b", 3, "a"),
        (f"a{FAMILY}b", 5, "a"),
        ("🇻🇳🇱🇦", 6, "🇻🇳"),
        ("🇻🇳🇱🇦", 7, "🇻🇳"),
        ("👍", 1, "👍"),
        ("e\u0323\u0302\u0301", 2, "e\u0323"),
    ],
)
def test_a_cut_leaves_what_is_read_as_one_sign_whole(text: str, limit: int, kept: str) -> None:
    assert text[: head(text, limit, "utf16")] == kept


@pytest.mark.parametrize(
    ("label", "limit", "shown"),
    [
        ("Trường học", 0, "Trường học"),
        ("Trường học", 10, "Trường học"),
        ("Trường học", 9, "Trường h…"),
        ("Trường học", 8, "Trường…"),
        ("Xem 👍👍", 6, "Xem…"),
    ],
)
def test_a_label_that_is_too_long_ends_in_three_dots(label: str, limit: int, shown: str) -> None:
    assert shorten(label, limit, "utf16") == shown


@pytest.mark.parametrize(
    ("text", "limit", "pieces"),
    [
        ("", 10, []),
        (" \n ", 10, []),
        ("Một hai", 10, ["Một hai"]),
        ("Một hai.\n\nBa bốn.\nNăm", 17, ["Một hai.", "Ba bốn.\nNăm"]),
        ("Một hai.\nBa bốn. Năm", 17, ["Một hai.", "Ba bốn. Năm"]),
        ("Một hai. Ba bốn năm", 14, ["Một hai.", "Ba bốn năm"]),
        ("Một hai ba bốn năm", 11, ["Một hai ba", "bốn năm"]),
        ("1. Trường học", 6, ["1.", "Trường", "học"]),
        ("abcdefgh", 3, ["abc", "def", "gh"]),
        ("A\n\n" + "b " * 20 + "c", 20, ["A\n\nb b b b b b b b b", "b b b b b b b b b b", "b c"]),
    ],
)
def test_a_long_text_is_parted_where_a_reader_would_pause(
    text: str, limit: int, pieces: list[str]
) -> None:
    assert split(text, limit, "character") == pieces


@given(TEXTS, st.integers(20, 200), st.sampled_from(UNITS))
def test_no_piece_is_too_long_and_nothing_is_lost(text: str, limit: int, unit: Unit) -> None:
    text = unicodedata.normalize("NFC", text)
    pieces = split(text, limit, unit)
    assert all(0 < length(piece, unit) <= limit for piece in pieces)
    assert bare("".join(pieces)) == bare(text)


@given(TEXTS, st.integers(20, 200), st.sampled_from(UNITS))
def test_words_that_fit_stay_whole(text: str, limit: int, unit: Unit) -> None:
    words = iter([word for piece in split(text, limit, unit) for word in piece.split()])
    assert all(word in words for word in text.split() if length(word, unit) <= limit)


@given(TEXTS, st.integers(20, 60))
def test_no_piece_begins_with_a_mark_torn_from_its_letter(text: str, limit: int) -> None:
    heaps = ("".join(sign[0] for sign in map(unicodedata.category, text))).split("M" * 9)
    assume(len(heaps) == 1)  # nine marks on one letter are no word of any language
    torn = {place for place, sign in enumerate(text) if unicodedata.category(sign)[0] == "M"}
    rest = text.strip()
    offset = text.find(rest)
    for piece in split(text, limit, "utf16"):
        offset = text.index(piece, offset)
        assert offset not in torn or text[offset - 1].isspace()
        offset += len(piece)
