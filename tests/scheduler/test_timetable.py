"""What is due, what was missed, and what waits for the morning."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.talk.when_rule import Daily
from bot.talk.when_said import ZONE
from scheduler.timetable import (
    GRACE,
    Allowed,
    Quiet,
    Rule,
    after_quiet,
    next_after,
    refusal,
    verdict,
)

DUE = datetime(2026, 11, 21, 7, tzinfo=ZONE)
EVERY_MORNING = Rule(Daily(), time(7), date(2026, 11, 20))


@pytest.mark.parametrize(
    ("late", "says"),
    [
        (-timedelta(seconds=1), "later"),
        (timedelta(), "due"),
        (GRACE, "due"),
        (GRACE + timedelta(seconds=1), "missed"),
        (timedelta(days=400), "missed"),
    ],
)
def test_a_firing_is_sent_within_its_grace_and_else_missed(late: timedelta, says: str) -> None:
    assert verdict(DUE, DUE + late) == says


def test_the_grace_is_the_callers_to_set() -> None:
    assert verdict(DUE, DUE + timedelta(minutes=5), timedelta(minutes=4)) == "missed"


def test_a_clock_set_back_an_hour_fires_nothing_twice() -> None:
    fired, due_at = [], DUE
    clock = [DUE + timedelta(minutes=minutes) for minutes in (0, 1, -59, -30, 0, 1, 61)]
    for now in clock:
        while verdict(due_at, now) == "due":
            fired.append(due_at)
            following = next_after(EVERY_MORNING, due_at, len(fired))
            assert following is not None
            due_at = following
    assert fired == [DUE]
    assert due_at == DUE + timedelta(days=1)


def test_after_three_days_down_each_missed_firing_is_known_and_the_last_is_sent() -> None:
    now, due_at, told = DUE + timedelta(days=3, minutes=30), DUE, []
    while (says := verdict(due_at, now)) != "later":
        told.append(says)
        due_at = next_after(EVERY_MORNING, due_at) or now
    assert told == ["missed", "missed", "missed", "due"]


@pytest.mark.parametrize(
    ("at", "goes_at", "moved"),
    [
        ("2026-11-21T20:59", "2026-11-21T20:59", False),
        ("2026-11-21T21:00", "2026-11-22T06:00", True),
        ("2026-11-21T23:30", "2026-11-22T06:00", True),
        ("2026-11-22T00:00", "2026-11-22T06:00", True),
        ("2026-11-22T05:59", "2026-11-22T06:00", True),
        ("2026-11-22T06:00", "2026-11-22T06:00", False),
    ],
)
@pytest.mark.parametrize("kind", ["information", "meeting", "urgent"])
def test_quiet_hours_move_everything_to_the_morning_and_say_so(
    at: str, goes_at: str, moved: bool, kind: str
) -> None:
    moment = datetime.fromisoformat(at).replace(tzinfo=ZONE)
    wanted = datetime.fromisoformat(goes_at).replace(tzinfo=ZONE)
    assert after_quiet(moment, kind) == Allowed(wanted, moved)


def test_a_disaster_waits_for_nobody() -> None:
    midnight = datetime(2026, 11, 22, tzinfo=ZONE)
    assert after_quiet(midnight, "disaster") == Allowed(midnight)


def test_quiet_hours_are_those_of_vietnam_whatever_the_zone_of_the_time() -> None:
    moment = datetime(2026, 11, 21, 15, tzinfo=UTC)  # 22:00 in Vietnam
    assert after_quiet(moment, "meeting").at == datetime(2026, 11, 22, 6, tzinfo=ZONE)


def test_a_commune_may_rest_at_noon_or_never() -> None:
    noon = Quiet(time(11, 30), time(13, 30))
    assert after_quiet(DUE.replace(hour=12), "meeting", noon).at == DUE.replace(hour=13, minute=30)
    assert not after_quiet(DUE.replace(hour=14), "meeting", noon).moved
    assert not after_quiet(DUE.replace(hour=23), "meeting", Quiet(time(0), time(0))).moved


@given(st.integers(0, 60 * 24 * 9))
def test_what_has_waited_does_not_wait_again_nor_longer_than_the_night(minutes: int) -> None:
    moment = DUE + timedelta(minutes=minutes)
    allowed = after_quiet(moment, "information")
    assert not after_quiet(allowed.at, "information").moved
    assert timedelta() <= allowed.at - moment <= timedelta(hours=9)
    assert allowed.moved == (allowed.at != moment)


def test_the_timetable_refuses_what_never_fires() -> None:
    assert refusal(Rule(Daily(), time(7), date(2026, 11, 20), count=0), DUE) == "used-up"
