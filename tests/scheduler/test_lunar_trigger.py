"""Triggers made from rules, beside APScheduler's own."""

from __future__ import annotations

import pickle
from datetime import date, datetime, time, timedelta
from itertools import pairwise

import pytest
from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.date import DateTrigger
from hypothesis import given
from hypothesis import strategies as st

from bot.talk.lunar import to_lunar
from bot.talk.when_next import upcoming
from bot.talk.when_rule import (
    LAST,
    Daily,
    LunarMonthly,
    LunarYearly,
    Monthly,
    NthWeekday,
    Once,
    Pattern,
    Rule,
    Weekly,
    Yearly,
)
from bot.talk.when_said import ZONE
from scheduler.lunar import LunarTrigger, trigger

NOW = datetime(2026, 11, 21, 9, tzinfo=ZONE)
TODAY = NOW.date()


def firings(made: BaseTrigger, now: datetime, most: int) -> list[datetime]:
    """The first firings of a trigger, as the scheduler would ask for them."""
    found: list[datetime] = []
    previous = None
    while len(found) < most:
        following = made.get_next_fire_time(previous, now)
        if following is None:
            break
        found.append(following)
        previous = now = following
    return found


weekdays = st.lists(st.integers(0, 6), min_size=1, max_size=4).map(tuple)
plain_days = st.lists(st.one_of(st.integers(1, 28), st.just(LAST)), min_size=1, max_size=4)
any_days = st.lists(st.one_of(st.integers(1, 31), st.just(LAST)), min_size=1, max_size=4)
solar: st.SearchStrategy[Pattern] = st.one_of(
    st.just(Daily()),
    st.builds(Weekly, weekdays),
    st.builds(Monthly, plain_days.map(tuple)),
    st.builds(Monthly, any_days.map(tuple), st.just("skip")),
    st.builds(NthWeekday, st.sampled_from([1, 2, 3, 4, 5, LAST]), st.integers(0, 6)),
    st.builds(Yearly, st.integers(1, 12), st.integers(1, 28)),
    st.just(Yearly(2, 29, "skip")),
)
hours = st.times(time(0), time(23, 59)).map(lambda at: at.replace(second=0, microsecond=0))
starts = st.dates(date(2026, 10, 1), date(2027, 3, 1))
ends = st.none() | st.dates(date(2027, 1, 1), date(2028, 1, 1))


@given(st.builds(Rule, solar, hours, starts, until=ends))
def test_a_solar_rule_fires_when_a_cron_trigger_does(rule: Rule) -> None:
    made = trigger(rule)
    assert isinstance(made, CronTrigger)
    expected = upcoming(rule, NOW - timedelta(microseconds=1), 8)
    assert firings(made, NOW, 8) == expected
    assert firings(LunarTrigger(rule), NOW, 8) == expected


lunar_patterns: st.SearchStrategy[Pattern] = st.one_of(
    st.builds(LunarMonthly, any_days.map(tuple)),
    st.builds(LunarYearly, st.integers(1, 12), st.integers(1, 30)),
    st.builds(Monthly, any_days.map(tuple)),
    st.builds(Weekly, weekdays, st.integers(1, 3)),
)


@given(
    st.builds(
        Rule,
        lunar_patterns,
        hours,
        starts,
        before=st.integers(0, 5),
        until=ends,
        count=st.none() | st.integers(1, 6),
        skips=st.lists(starts, max_size=5).map(tuple),
    )
)
def test_our_own_firings_increase_and_keep_to_the_rule(rule: Rule) -> None:
    found = firings(LunarTrigger(rule), NOW, 8)
    assert all(a < b for a, b in pairwise(found))
    assert all(at >= NOW and at.date() >= rule.starts for at in found)
    assert all(rule.until is None or at.date() <= rule.until for at in found)
    assert not {at.date() for at in found} & set(rule.skips)
    assert rule.count is None or len(found) <= rule.count


def test_a_lunar_rule_fires_on_its_lunar_days() -> None:
    made = trigger(Rule(LunarMonthly((1, 15)), time(6), TODAY))
    assert isinstance(made, LunarTrigger)
    assert {to_lunar(at.date()).day for at in firings(made, NOW, 20)} == {1, 15}
    assert "LunarMonthly" in repr(made)


def test_the_count_runs_from_the_first_day_of_the_rule() -> None:
    rule = Rule(Daily(), time(7), date(2026, 11, 20), count=3)
    made = trigger(rule)
    assert isinstance(made, LunarTrigger)
    assert [at.day for at in firings(made, NOW, 9)] == [22]
    assert made.get_next_fire_time(None, NOW + timedelta(days=9)) is None


def test_a_trigger_of_ours_never_goes_back_with_the_clock() -> None:
    made = LunarTrigger(Rule(Daily(), time(7), TODAY))
    fired = datetime(2026, 11, 22, 7, tzinfo=ZONE)
    assert made.get_next_fire_time(fired, fired - timedelta(hours=1)) == fired + timedelta(days=1)


def test_once_is_a_date_trigger() -> None:
    made = trigger(Rule(Once(date(2026, 11, 25)), time(14), TODAY))
    assert isinstance(made, DateTrigger)
    assert firings(made, NOW, 3)[0] == datetime(2026, 11, 25, 14, tzinfo=ZONE)


@pytest.mark.parametrize(
    "rule",
    [
        Rule(Once(date(2026, 11, 20)), time(14), TODAY),
        Rule(Once(date(2026, 11, 25)), time(14), TODAY, until=date(2026, 11, 24)),
        Rule(Daily(2), time(14), TODAY),
        Rule(Daily(), time(14), TODAY, skips=(date(2026, 11, 25),)),
        Rule(Daily(), time(14), TODAY, before=1),
        Rule(Weekly((0,), 2), time(14), TODAY),
        Rule(Weekly((9,)), time(14), TODAY),
        Rule(Weekly(()), time(14), TODAY),
        Rule(Monthly((31,)), time(14), TODAY),
        Rule(NthWeekday(1, 7), time(14), TODAY),
        Rule(Yearly(2, 29), time(14), TODAY),
        Rule(Yearly(4, 31, "skip"), time(14), TODAY),
    ],
)
def test_what_cron_cannot_say_is_ours(rule: Rule) -> None:
    made = trigger(rule)
    assert isinstance(made, LunarTrigger)
    assert firings(made, NOW, 3) == upcoming(rule, NOW, 3)


def test_a_trigger_can_be_kept_by_a_job_store() -> None:
    made = LunarTrigger(Rule(LunarMonthly((15,)), time(6), TODAY))
    assert pickle.loads(pickle.dumps(made)).rule == made.rule
