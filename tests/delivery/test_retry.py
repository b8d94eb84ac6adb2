"""What becomes of a row after an attempt."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.base import Gone, Later, Refused, Sent, Unknown
from delivery.retry import LONGEST_WAIT, REPLY_AGE, Done, Wait, backoff, decide

NOW = datetime(2026, 11, 21, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("outcome", "attempts", "doubt", "decision"),
    [
        (Sent("5"), 1, "again", Done("sent")),
        (Refused("text is empty"), 1, "again", Done("failed", "text is empty")),
        (Gone("blocked"), 1, "again", Done("failed", "blocked")),
        (Gone("upgraded", "-100"), 1, "again", Wait(NOW, "upgraded")),
        (Later(30 * SECOND, "429"), 1, "again", Wait(NOW + 30 * SECOND, "429")),
        (Later(2 * SECOND, "429", flood=True), 7, "again", Wait(NOW + 2 * SECOND, "429")),
        (Later(0 * SECOND, "429", flood=True), 3, "again", Wait(NOW + 4 * SECOND, "429")),
        (Later(0 * SECOND, "down"), 3, "hold", Wait(NOW + 4 * SECOND, "down")),
        (Unknown("cut"), 1, "again", Wait(NOW + SECOND, "cut")),
        (Unknown("cut"), 2, "again", Done("unknown", "cut")),
        (Unknown("cut"), 1, "hold", Done("unknown", "cut")),
    ],
)
def test_every_outcome_has_its_decision(outcome, attempts, doubt, decision):
    assert decide(outcome, attempts, NOW, doubt, NOW) == decision


def test_a_reply_that_nobody_remembers_the_question_of_is_given_up():
    created = NOW - REPLY_AGE - SECOND
    assert decide(Later(SECOND, "down"), 9, created, "again", NOW) == Done(
        "failed", "too late: down"
    )


@given(st.integers(1, 10_000))
def test_waits_grow_and_are_bounded(attempts: int):
    assert SECOND <= backoff(attempts) <= backoff(attempts + 1) <= LONGEST_WAIT
