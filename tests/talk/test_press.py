"""A press travels inside a button and comes back the same."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.talk.message import Answer, Begin
from bot.talk.press import LIMIT, decode, encode

NAMES = st.text(string.ascii_letters + string.digits + "_.:-", min_size=1, max_size=20)
PRESSES = st.builds(Answer, NAMES, NAMES, NAMES) | st.builds(Begin, NAMES, NAMES | st.just(""))


@given(PRESSES)
def test_every_press_comes_back_the_same_and_fits_a_button(press: Answer | Begin) -> None:
    data = encode(press)
    assert decode(data) == press
    assert len(data.encode()) <= LIMIT == 64


@pytest.mark.parametrize(
    "press",
    [
        Begin("guide", "x" * 60),
        Answer("a" * 30, "b" * 30, "c" * 30),
        Begin("guide", "đường"),
        Begin("guide", "a|b"),
        Answer("a", "b c", "d"),
        Begin("a\n"),
    ],
)
def test_a_press_that_would_not_fit_or_come_back_is_an_error(press: Answer | Begin) -> None:
    with pytest.raises(ValueError, match="a press is"):
        encode(press)


BROKEN = "a a| b| a|f|q a|f|q| a||q|o a|f||o a|f|q|o|x b||x b|f b|f|x|y c|f|q a|f|q|đ null"


@pytest.mark.parametrize("data", [*BROKEN.split(), "", "b|f|" + "x" * 61, "a|f|q|o\n", "0" * 5000])
def test_data_that_is_not_of_our_making_is_no_press(data: str) -> None:
    assert decode(data) is None


@given(st.text())
def test_no_data_at_all_breaks_the_decoder(data: str) -> None:
    press = decode(data)
    assert press is None or encode(press) == data
