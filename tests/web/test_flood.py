"""How much one visitor may say."""

from __future__ import annotations

import pytest

from web.flood import _MANY, BURST, PER_SECOND, Flood


class Seconds:
    """A clock in seconds that the test moves."""

    at = 0.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def seconds() -> Seconds:
    """A clock."""
    return Seconds()


def test_a_burst_is_taken_and_then_one_waits(seconds: Seconds) -> None:
    flood = Flood(seconds)
    assert [flood.wait("a") for _number in range(BURST)] == [0] * BURST
    wait = flood.wait("a")
    assert wait == pytest.approx(1 / PER_SECOND)
    seconds.at += wait
    assert flood.wait("a") == 0
    assert flood.wait("a") > 0


def test_waiting_in_vain_costs_nothing(seconds: Seconds) -> None:
    flood = Flood(seconds)
    for _number in range(BURST + 100):
        flood.wait("a")
    seconds.at += 1 / PER_SECOND
    assert flood.wait("a") == 0


def test_one_who_floods_holds_up_nobody_else(seconds: Seconds) -> None:
    flood = Flood(seconds)
    while not flood.wait("a"):
        pass
    assert flood.wait("b") == 0


def test_a_long_rest_gives_one_burst_not_two(seconds: Seconds) -> None:
    flood = Flood(seconds)
    flood.wait("a")
    seconds.at += 3600
    taken = 0
    while not flood.wait("a"):
        taken += 1
    assert taken == BURST


def test_who_left_long_ago_is_forgotten_and_who_floods_is_not(seconds: Seconds) -> None:
    flood = Flood(seconds)
    for number in range(_MANY):
        flood.wait(f"old {number}")
    seconds.at += BURST / PER_SECOND + 1
    while not flood.wait("now"):
        pass
    assert flood.wait("now") > 0
    assert len(flood._buckets) < 10
