"""The commune's quiet hours: as they are written, and what may not be."""

from __future__ import annotations

from datetime import time

import pytest

from bot.talk.when_quiet import Quiet, read_quiet


@pytest.mark.parametrize(
    ("said", "begins", "ends"),
    [
        ("21:00-06:00", time(21), time(6)),
        (" 22h–5h30 ", time(22), time(5, 30)),
        ("20h30 đến 6h", time(20, 30), time(6)),
        ("23-4", time(23), time(4)),
    ],
)
def test_hours_as_people_write_them(said: str, begins: time, ends: time) -> None:
    assert read_quiet(said) == Quiet(begins, ends)


@pytest.mark.parametrize(
    "said", ["off", "không", "", "21:00", "25:00-06:00", "12:00-14:00", "23:30-06:00", "22-3"]
)
def test_the_heart_of_the_night_is_always_quiet(said: str) -> None:
    assert read_quiet(said) is None


def test_the_hours_are_said_in_full() -> None:
    assert str(Quiet()) == "21:00–06:00"
