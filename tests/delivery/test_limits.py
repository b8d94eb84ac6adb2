"""The pace of bulk, on a clock that the tests move."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from delivery import limits
from delivery.limits import BUNCH, LEAST, RECOVERY, SHARE, SLOWER, Chats, Pace, Valve
from tests.support.telegram.limits import Limits
from tests.support.town import NOW

LIMIT = 30.0


def seconds(value: float) -> timedelta:
    return timedelta(seconds=value)


def poured(pace: Pace, now: datetime, want: int, replies: int = 0) -> tuple[Pace, list[datetime]]:
    """As the desk does it: as many slots as there is room for."""
    count = min(want, limits.room(pace, LIMIT, replies, now))
    pace, slots = limits.reserve(pace, LIMIT, count, replies, now)
    return pace, list(slots)


def test_slots_are_even_and_never_above_the_limit():
    pace, now, slots = limits.fresh(LIMIT, NOW), NOW, []
    for _look in range(40):
        pace, more = poured(pace, now, 64)
        slots += more
        now += seconds(0.25)
    gaps = {round((b - a).total_seconds(), 4) for a, b in pairwise(slots)}
    assert gaps == {round(1 / (LIMIT * SHARE), 4)}
    for start in range(0, len(slots) - 30):
        assert slots[start + 30] - slots[start] >= seconds(1)


def test_the_pace_is_at_least_ninety_seven_hundredths_of_the_limit():
    pace, now, count = limits.fresh(LIMIT, NOW), NOW, 0
    for _look in range(400):
        pace, more = poured(pace, now, 64)
        count += len(more)
        now += seconds(0.25)
    assert count / 100 >= 0.97 * LIMIT


def test_a_platform_that_counts_strictly_refuses_nothing():
    clock = [0.0]
    strict = Limits(on=True, burst=2, clock=lambda: clock[0])
    pace, now, sent = limits.fresh(LIMIT, NOW), NOW, 0
    while sent < 600:
        pace, slots = poured(pace, now, 64)
        for slot in slots:
            clock[0] = (slot - NOW).total_seconds()
            strict.check(1000 + sent)
            sent += 1
        now += seconds(0.25)
    assert strict.refused == 0


def test_bulk_makes_room_for_replies():
    alone, _ = poured(limits.fresh(LIMIT, NOW), NOW, 10)
    shared, slots = poured(limits.fresh(LIMIT, NOW), NOW, 10, replies=5)
    step = seconds(1 / (LIMIT * SHARE))
    assert slots[0] - NOW == pytest.approx(5 * step, abs=seconds(0.001))
    assert shared.free_at - alone.free_at == pytest.approx(5 * step, abs=seconds(0.001))


def test_slots_are_given_out_only_a_second_ahead():
    pace = limits.fresh(LIMIT, NOW)
    assert limits.room(pace, LIMIT, 0, NOW) == 30
    pace, _slots = poured(pace, NOW, 1000)
    assert limits.room(pace, LIMIT, 0, NOW) == 0
    assert limits.room(pace, LIMIT, 0, NOW + seconds(0.5)) in (14, 15)


def test_without_a_limit_there_is_room_for_all():
    pace = limits.fresh(0, NOW)
    assert limits.room(pace, 0, 100, NOW) > 10_000
    assert limits.reserve(pace, 0, 3, 100, NOW) == (pace, [NOW] * 3)


def test_a_refusal_holds_everything_for_as_long_as_it_says_and_slows_down():
    pace = limits.hold(limits.fresh(LIMIT, NOW), LIMIT, seconds(17), True, NOW)
    assert limits.room(pace, LIMIT, 0, NOW + seconds(16.9)) == 0
    after = NOW + seconds(17)
    assert limits.speed(pace, LIMIT, after) == pytest.approx(LIMIT * SHARE * SLOWER)
    assert limits.room(pace, LIMIT, 0, after) == 1  # one goes ahead


def test_refusals_of_calls_that_were_on_their_way_count_as_one():
    once = limits.hold(limits.fresh(LIMIT, NOW), LIMIT, seconds(5), True, NOW)
    storm = once
    for _call in range(50):
        storm = limits.hold(storm, LIMIT, seconds(5), True, NOW)
    assert storm == once
    longer = limits.hold(once, LIMIT, seconds(60), True, NOW + seconds(1))
    assert (longer.held_until, longer.failures) == (NOW + seconds(61), 1)


def test_the_pace_comes_back_slowly():
    pace = limits.hold(limits.fresh(LIMIT, NOW), LIMIT, seconds(1), True, NOW)
    soon = pace.held_until + RECOVERY / 20
    assert limits.speed(pace, LIMIT, soon) < LIMIT * SHARE * 0.9
    late = pace.held_until + RECOVERY
    assert limits.speed(pace, LIMIT, late) == LIMIT * SHARE


def test_storm_after_storm_never_ends_below_the_least_pace():
    pace, now = limits.fresh(LIMIT, NOW), NOW
    for _storm in range(50):
        pace = limits.hold(pace, LIMIT, seconds(1), True, now)
        now = pace.held_until
    assert limits.speed(pace, LIMIT, now) == pytest.approx(LIMIT * SHARE * LEAST)


def test_an_outage_does_not_slow_down_what_comes_after_it():
    pace, now = limits.fresh(LIMIT, NOW), NOW
    for _probe in range(60):
        pace = limits.hold(pace, LIMIT, seconds(5), False, now)
        now = pace.held_until
    assert now - NOW > timedelta(minutes=50)  # it asks some dozens of times an hour
    assert limits.room(pace, LIMIT, 0, now) == 1
    pace, slots = poured(pace, now, 64)
    assert slots == [now]
    assert limits.room(pace, LIMIT, 0, now + seconds(1)) == 0
    assert limits.room(pace, LIMIT, 0, now + seconds(2)) == 1
    pace = limits.arrived(pace, now + seconds(0.1))
    assert pace.failures == 0
    pace, slots = poured(pace, now + seconds(1.1), 64)
    assert len(slots) == 30


def test_what_arrives_in_good_times_changes_nothing():
    pace = limits.fresh(LIMIT, NOW)
    assert limits.arrived(pace, NOW) is pace


def test_after_an_outage_one_goes_ahead_without_a_limit_too():
    pace = limits.hold(limits.fresh(0, NOW), 0, seconds(5), False, NOW)
    assert limits.room(pace, 0, 0, NOW) == 0
    assert limits.room(pace, 0, 0, pace.held_until) == 1


def test_a_private_chat_gets_one_message_a_second():
    chats = Chats(1, 20)
    assert chats.free_at(7, False, NOW) == NOW
    chats.wrote(7, False, NOW)
    assert chats.free_at(7, False, NOW + seconds(0.3)) == NOW + seconds(1)
    assert chats.free_at(7, False, NOW + seconds(2)) == NOW + seconds(2)
    assert chats.free_at(8, False, NOW) == NOW


def test_a_group_gets_twenty_in_any_minute():
    chats = Chats(1, 20)
    for number in range(20):
        at = NOW + seconds(number)
        assert chats.free_at(-7, True, at) == at
        chats.wrote(-7, True, at)
    assert chats.free_at(-7, True, NOW + seconds(30)) == NOW + seconds(60)
    chats.wrote(-7, True, NOW + seconds(60))
    assert chats.free_at(-7, True, NOW + seconds(60)) == NOW + seconds(61)


def test_no_limits_for_chats_where_a_channel_has_none():
    chats = Chats(0, 0)
    for _message in range(50):
        chats.wrote(7, False, NOW)
        chats.wrote(-7, True, NOW)
    assert chats.free_at(7, False, NOW) == chats.free_at(-7, True, NOW) == NOW


def test_chats_of_long_ago_are_forgotten():
    chats = Chats(1, 20)
    for number in range(limits.MANY + 1):
        chats.wrote(number, False, NOW + seconds(number))
    assert len(chats._last) < 10


def test_after_a_stall_a_few_leave_at_once_and_the_others_evenly():
    valve, now, times = Valve(LIMIT), NOW, []
    for _message in range(60):
        now = valve.free_at(now)
        valve.wrote(now)
        times.append((now - NOW).total_seconds())
    assert times[BUNCH - 1] == 0
    assert times[BUNCH] == pytest.approx(1 / LIMIT, abs=1e-5)
    assert times[-1] == pytest.approx((60 - BUNCH) / LIMIT, abs=1e-3)


def test_a_process_that_stands_still_again_and_again_is_refused_nothing():
    clock = [0.0]
    strict = Limits(on=True, burst=12, clock=lambda: clock[0])
    valve, chat = Valve(LIMIT), 1000
    for stall in range(20):
        now = NOW + seconds(1.5 * stall)  # what was due meanwhile is there at once
        for _message in range(30):
            now = valve.free_at(now)
            valve.wrote(now)
            clock[0] = (now - NOW).total_seconds()
            strict.check(chat)
            chat += 1


def test_without_a_limit_nothing_waits():
    valve = Valve(0)
    for _message in range(100):
        valve.wrote(NOW)
    assert valve.free_at(NOW) == NOW
