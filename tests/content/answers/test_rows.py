"""Rows of lanes add up as dictionaries do, below zero too, and come back from a file."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.answers.rows import FINE, MANY, Lanes, Packed, Rows, Sparse, from_plain, rows

FOUND = {"a": {0: 1.5, 3: -2.25}, "b": {3: 1.0, 6: -0.5}, "c": {}}


def both(bits: int) -> list[Rows]:
    """The same rows as numbers with lanes and as dictionaries."""
    lanes, scale = Lanes(7, bits), 4
    numbers = {
        feature: lanes.together({topic: round(one * scale) for topic, one in row.items()})
        for feature, row in FOUND.items()
    }
    return [Packed(lanes, scale, numbers), Sparse(7, FOUND)]


@pytest.mark.parametrize("bits", [32, 64])
@given(data=st.data())
def test_what_is_put_together_comes_apart(bits: int, data: st.DataObject) -> None:
    most = 2 ** (bits - 1) - 1
    numbers = data.draw(st.lists(st.integers(-most - 1, most), min_size=1, max_size=60))
    lanes = Lanes(len(numbers), bits)
    assert lanes.apart(lanes.together(dict(enumerate(numbers)))) == numbers


@pytest.mark.parametrize("made", both(32), ids=["packed", "sparse"])
def test_rows_add_up_and_those_that_are_not_there_count_for_nothing(made: Rows) -> None:
    total, known = made.added(("a", "b", "nowhere"))
    assert (total, known) == ([1.5, 0, 0, -1.25, 0, 0, -0.5], 2)
    assert made.row("a") == FOUND["a"]
    assert made.row("nowhere") == {}


@pytest.mark.parametrize("made", both(64), ids=["packed", "sparse"])
def test_rows_are_taken_so_many_times(made: Rows) -> None:
    assert made.weighted([("a", 0.5), ("b", 0.25)]) == [0.75, 0, 0, -0.875, 0, 0, -0.125]


@pytest.mark.parametrize("made", both(32), ids=["packed", "sparse"])
def test_rows_come_back_from_a_file_as_they_were(made: Rows) -> None:
    kept = msgspec.msgpack.decode(msgspec.msgpack.encode(made.plain()), strict=False)
    assert from_plain(kept) == made


def test_what_is_no_rows_is_refused() -> None:
    with pytest.raises(ValueError, match="no rows"):
        from_plain([1])


def test_few_topics_have_lanes_and_many_have_dictionaries() -> None:
    few = rows(FOUND, MANY)
    assert isinstance(few, Packed)
    assert few.row("a") == FOUND["a"]
    assert isinstance(rows(FOUND, MANY + 1), Sparse)


def test_a_lane_of_the_model_holds_what_a_score_may_come_to() -> None:
    lanes = Lanes(3, 64)
    packed = Packed(lanes, FINE * FINE, {"a": lanes.together({1: -400 * FINE * FINE})})
    assert packed.weighted([("a", 1.0)]) == [0, -400, 0]
