"""How many: a number alone or among a few words, never two of them."""

from __future__ import annotations

import pytest

from bot.talk.count import Count
from bot.talk.fields import Rejected, Withdrawn
from bot.talk.message import Photo, Words


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("5", 5), ("nhà 5 người", 5), ("5 khẩu", 5), ("năm người", 5), ("năm", 5), ("nam", 5),
        ("không ai", 0), ("khong co ai", 0), ("Không", 0), ("0", 0), ("nobody", 0),
        ("có 2 đứa nhỏ", 2), ("five people", None), ("5 hay 6", None), ("nhiều lắm", None),
        ("31", None), ("3,5", None), ("", None),
        ("-3", None), ("2-3 người", None),
    ],
)  # fmt: skip
def test_a_number_is_found_or_asked_for_again(said, number):
    found = Count(0, 30).read(Words(said))
    assert (isinstance(found, Rejected)) if number is None else found == number


def test_nobody_counts_only_where_none_is_allowed():
    assert isinstance(Count(1, 30).read(Words("không ai")), Rejected)


def test_it_is_kept_as_a_number_while_it_fits():
    field = Count(0, 5)
    assert field.load(field.dump(3)) == 3
    with pytest.raises(Withdrawn):
        field.load(6)
    assert isinstance(field.read(Photo("x")), Rejected)
