"""Requests about one's data carry the clocks of the law."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.locale import ZONE
from store import requests
from store.engine import Store

SATURDAY = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)  # 9:00 in Vietnam


def day(moment: datetime) -> str:
    return moment.astimezone(ZONE).strftime("%a %d/%m %H:%M:%S")


@pytest.mark.parametrize(
    ("kind", "due"),
    [
        ("see", "Tue 01/12 23:59:59"),
        ("export", "Tue 01/12 23:59:59"),
        ("correct", "Tue 01/12 23:59:59"),
        ("withdraw", "Sun 06/12 23:59:59"),
        ("restrict", "Sun 06/12 23:59:59"),
        ("object", "Sun 06/12 23:59:59"),
        ("erase", "Fri 11/12 23:59:59"),
    ],
)
def test_each_kind_has_its_term(kind: str, due: str) -> None:
    clock = requests.clock(kind, SATURDAY)
    assert day(clock.acknowledge_by) == "Tue 24/11 23:59:59"
    assert day(clock.due_by) == due


@pytest.mark.parametrize(
    ("asked", "acknowledged"),
    [
        (datetime(2026, 11, 16, 3, tzinfo=UTC), "Wed 18/11"),  # Monday
        (datetime(2026, 11, 19, 3, tzinfo=UTC), "Mon 23/11"),  # Thursday
        (datetime(2026, 11, 20, 3, tzinfo=UTC), "Tue 24/11"),  # Friday
        (datetime(2026, 11, 22, 3, tzinfo=UTC), "Tue 24/11"),  # Sunday
        (datetime(2026, 11, 19, 18, tzinfo=UTC), "Tue 24/11"),  # Friday already in Vietnam
    ],
)
def test_weekends_are_no_working_days(asked: datetime, acknowledged: str) -> None:
    assert day(requests.clock("see", asked).acknowledge_by).startswith(acknowledged)


@given(st.integers(0, 4 * 365 * 24), st.sampled_from(list(requests.DAYS)))
def test_no_clock_is_longer_than_the_laws_or_ends_on_a_weekend(hours: int, kind: str) -> None:
    asked = SATURDAY + timedelta(hours=hours)
    clock = requests.clock(kind, asked)
    acknowledged = clock.acknowledge_by.astimezone(ZONE)
    assert acknowledged.isoweekday() <= 5
    assert timedelta(days=2) <= clock.acknowledge_by - asked <= timedelta(days=5)
    assert clock.due_by > clock.acknowledge_by
    assert clock.due_by.astimezone(ZONE).date() - asked.astimezone(ZONE).date() == timedelta(
        days=requests.DAYS[kind]
    )


def test_an_open_request_is_not_written_twice(store: Store) -> None:
    first = store.call(lambda c: requests.ask(c, 7, "correct", SATURDAY))
    later = SATURDAY + timedelta(days=1)
    assert store.call(lambda c: requests.ask(c, 7, "correct", later)) == first
    store.call(lambda c: requests.ask(c, 7, "object", later))
    store.call(lambda c: requests.ask(c, 8, "correct", later))
    waiting = store.call(requests.waiting)
    assert [(row.resident_id, row.kind) for row in waiting] == [
        (7, "correct"),
        (8, "correct"),
        (7, "object"),
    ]


def test_a_request_that_was_met_waits_no_more_and_may_be_asked_again(store: Store) -> None:
    store.call(lambda c: requests.ask(c, 7, "see", SATURDAY))
    (row,) = store.call(requests.waiting)
    later = SATURDAY + timedelta(days=1)
    store.call(lambda c: requests.meet(c, row.id, later))
    store.call(lambda c: requests.meet(c, row.id, later + timedelta(days=1)))
    assert store.call(requests.waiting) == []
    again = store.call(lambda c: requests.ask(c, 7, "see", later))
    assert again.due_by == requests.clock("see", later).due_by
    store.call(lambda c: requests.ask_and_meet(c, None, "erase", later))
    assert len(store.call(requests.waiting)) == 1
