"""Vietnamese text as people type it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.talk.fold import fold, tidy


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đã rõ, cảm ơn!", "da ro cam on"),
        (unicodedata.normalize("NFD", "Nguyễn Đường"), "nguyen duong"),
        ("Ðồng Ɖăng", "dong dang"),
        ("ĐƯỜNG số １２", "duong so 12"),
        ("③ m²", "3 m2"),
        ("a_b - c", "a b c"),
        ("tr\u200bường\u00ad học", "truong hoc"),
        ("Straße", "strasse"),
        ("👍", ""),
        ("", ""),
        ("Hà\u00a0Nội\n2", "ha noi 2"),
    ],
)
def test_a_text_is_folded_to_what_is_the_same_however_typed(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a\u2028b", "a\nb"),
        ("\n\n a \n\n b \n", "a\n\nb"),
        ("a\x0bb", "a b"),
        ("\ufeffa\u2066", "a"),
        ("a\ud800", "a"),
        ("\ue000\ufffe", ""),
        ("\U0001fae9 ok", "\U0001fae9 ok"),  # an emoji newer than Python 3.11
    ],
)
def test_what_cannot_be_seen_is_dropped_and_lines_are_kept(text: str, kept: str) -> None:
    assert tidy(text) == kept


@given(st.text())
def test_tidying_twice_changes_nothing_more(text: str) -> None:
    once = tidy(text)
    assert tidy(once) == once
    once.encode()


@given(st.text("aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạ AĐ-.12"))
def test_folding_is_the_same_for_every_way_of_typing(text: str) -> None:
    folded = fold(text)
    assert folded.isascii()
    assert folded == fold(folded) == fold(text.upper())
    assert folded == fold(unicodedata.normalize("NFD", text))
    assert "  " not in folded
