"""Rules: JSON both ways, when they fire, and those that never do."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.talk.fields import Plain
from bot.talk.lunar import to_lunar
from bot.talk.when_next import next_after, refusal, upcoming
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

NOW = datetime(2026, 11, 21, 9, tzinfo=ZONE)  # a Saturday, 13 tháng 10 Bính Ngọ
TODAY = NOW.date()
SEVEN = time(7)

days_of_month = st.one_of(st.integers(1, 28), st.just(LAST))
short = st.sampled_from(["last", "skip"])
patterns: st.SearchStrategy[Pattern] = st.one_of(
    st.builds(Once, st.dates(TODAY, date(2030, 1, 1))),
    st.builds(Daily, st.integers(1, 9)),
    st.builds(Weekly, st.lists(st.integers(0, 6), min_size=1).map(tuple), st.integers(1, 4)),
    st.builds(Monthly, st.lists(st.integers(1, 31), min_size=1).map(tuple), short),
    st.builds(Monthly, st.lists(days_of_month, min_size=1).map(tuple)),
    st.builds(NthWeekday, st.sampled_from([1, 2, 3, 4, 5, LAST]), st.integers(0, 6)),
    st.builds(Yearly, st.integers(1, 12), st.integers(1, 29), short),
    st.builds(
        LunarMonthly,
        st.lists(st.one_of(st.integers(1, 30), st.just(LAST)), min_size=1).map(tuple),
        short,
        st.sampled_from(["first", "both"]),
    ),
    st.builds(
        LunarYearly,
        st.integers(1, 12),
        st.integers(1, 29),
        short,
        st.sampled_from(["first", "both"]),
    ),
)
rules = st.builds(
    Rule,
    patterns,
    st.times(time(0), time(23, 59)).map(lambda at: at.replace(second=0, microsecond=0)),
    st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    before=st.integers(-3, 9),
    until=st.none() | st.dates(date(2026, 6, 1), date(2031, 1, 1)),
    count=st.none() | st.integers(1, 9),
    skips=st.lists(st.dates(date(2026, 11, 1), date(2027, 3, 1)), max_size=9).map(tuple),
)


@given(rules)
def test_a_rule_comes_back_from_json_as_it_was(rule: Rule) -> None:
    assert Rule.load(rule.dump()) == rule


@given(rules)
def test_firings_strictly_increase_and_keep_to_their_limits(rule: Rule) -> None:
    found = upcoming(rule, NOW, 12)
    assert all(a < b for a, b in pairwise(found))
    assert all(at > NOW and at.tzinfo is not None for at in found)
    for at in found:
        day = at.astimezone(ZONE).date()
        assert day >= rule.starts
        assert rule.until is None or day <= rule.until
        assert day not in rule.skips
        assert at.time() == rule.at
    assert rule.count is None or len(found) <= rule.count
    assert bool(found) == (refusal(rule, NOW) is None)


@given(rules)
def test_counting_from_each_due_time_gives_the_same_firings(rule: Rule) -> None:
    at, walked = NOW, []
    while len(walked) < 6 and (following := next_after(rule, at, len(walked))) is not None:
        at = following
        walked.append(at)
    assert walked == upcoming(rule, NOW, 6)


def days(pattern: Pattern, most: int = 4, **more: int) -> list[str]:
    rule = Rule(pattern, SEVEN, TODAY, **more)
    return [at.date().isoformat() for at in upcoming(rule, NOW, most)]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (Once(date(2026, 11, 22)), ["2026-11-22"]),
        (Daily(), ["2026-11-22", "2026-11-23", "2026-11-24"]),
        (Daily(3), ["2026-11-24", "2026-11-27", "2026-11-30"]),
        (Weekly((0, 4)), ["2026-11-23", "2026-11-27", "2026-11-30"]),
        (Weekly((5,), 2), ["2026-12-05", "2026-12-19", "2027-01-02"]),
        (Monthly((15, LAST)), ["2026-11-30", "2026-12-15", "2026-12-31"]),
        (Monthly((31,)), ["2026-11-30", "2026-12-31", "2027-01-31"]),
        (Monthly((31,), "skip"), ["2026-12-31", "2027-01-31", "2027-03-31"]),
        (NthWeekday(1, 5), ["2026-12-05", "2027-01-02", "2027-02-06"]),
        (NthWeekday(5, 0), ["2026-11-30", "2027-03-29", "2027-05-31"]),
        (NthWeekday(LAST, 6), ["2026-11-29", "2026-12-27", "2027-01-31"]),
        (Yearly(9, 2), ["2027-09-02", "2028-09-02", "2029-09-02"]),
        (Yearly(2, 29), ["2027-02-28", "2028-02-29", "2029-02-28"]),
        (Yearly(2, 29, "skip"), ["2028-02-29", "2032-02-29", "2036-02-29"]),
        (LunarMonthly((1, 15)), ["2026-11-23", "2026-12-09", "2026-12-23"]),
        (LunarMonthly((30,)), ["2026-12-08", "2027-01-07", "2027-02-05"]),
        (LunarMonthly((30,), "skip"), ["2026-12-08", "2027-01-07", "2027-03-07"]),
        (LunarYearly(12, 30), ["2027-02-05", "2028-01-25", "2029-02-12"]),
        (LunarYearly(12, 30, "skip"), ["2033-01-30", "2034-02-18", "2035-02-07"]),
        (LunarYearly(1, 15), ["2027-02-20", "2028-02-09", "2029-02-27"]),
        (LunarYearly(5, 15, leap="leap"), ["2028-07-07"]),
    ],
)
def test_a_pattern_falls_on_its_days(pattern: Pattern, expected: list[str]) -> None:
    assert days(pattern, len(expected)) == expected


def test_a_leap_month_has_its_own_full_moon_but_a_yearly_feast_comes_once() -> None:
    june = datetime(2028, 5, 1, tzinfo=ZONE)
    monthly = Rule(LunarMonthly((15,)), SEVEN, TODAY)
    assert [to_lunar(at.date()).leap for at in upcoming(monthly, june, 4)] == [0, 0, 1, 0]
    regular = Rule(LunarMonthly((15,), leap="first"), SEVEN, TODAY)
    assert not any(to_lunar(at.date()).leap for at in upcoming(regular, june, 20))
    yearly = Rule(LunarYearly(5, 5), SEVEN, TODAY)
    assert [at.year for at in upcoming(yearly, june, 3)] == [2028, 2029, 2030]
    twice = Rule(LunarYearly(5, 5, leap="both"), SEVEN, TODAY)
    assert [at.year for at in upcoming(twice, june, 3)] == [2028, 2028, 2029]


def test_days_before_reach_back_over_the_month() -> None:
    assert days(LunarMonthly((1,)), 2, before=2) == ["2026-12-07", "2027-01-06"]
    assert days(LunarYearly(1, 1), 1, before=3) == ["2027-02-03"]


def test_days_before_do_not_fire_before_the_start() -> None:
    rule = Rule(LunarMonthly((15,)), SEVEN, date(2026, 11, 22), before=2)
    assert upcoming(rule, NOW, 1)[0].date() == date(2026, 12, 21)


def test_a_skipped_day_does_not_use_up_the_count() -> None:
    rule = Rule(Daily(), SEVEN, TODAY, count=2, skips=(date(2026, 11, 22),))
    assert [at.day for at in upcoming(rule, NOW, 9)] == [23, 24]
    assert next_after(rule, NOW, count_so_far=2) is None


def test_the_same_day_still_counts_before_its_hour() -> None:
    assert next_after(Rule(Once(TODAY), time(9, 1), TODAY), NOW) == NOW + timedelta(minutes=1)
    assert next_after(Rule(Once(TODAY), time(9), TODAY), NOW) is None


OFF = Rule(Daily(), SEVEN, TODAY)


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        (Rule(Once(TODAY), SEVEN, TODAY), "past"),
        (replace(OFF, count=0), "used-up"),
        (replace(OFF, until=date(2026, 11, 21)), "ended"),
        (replace(OFF, until=date(2026, 11, 22), skips=(date(2026, 11, 22),)), "skipped"),
        (replace(OFF, pattern=Once(date(2027, 1, 1)), skips=(date(2027, 1, 1),)), "skipped"),
        (replace(OFF, pattern=Weekly(())), "no-such-day"),
        (replace(OFF, pattern=Weekly((7,))), "no-such-day"),
        (replace(OFF, pattern=Daily(0)), "no-such-day"),
        (replace(OFF, pattern=Monthly((32,))), "no-such-day"),
        (replace(OFF, pattern=Monthly((0,))), "no-such-day"),
        (replace(OFF, pattern=NthWeekday(6, 0)), "no-such-day"),
        (replace(OFF, pattern=NthWeekday(0, 0)), "no-such-day"),
        (replace(OFF, pattern=NthWeekday(1, 7)), "no-such-day"),
        (replace(OFF, pattern=Yearly(4, 31)), "no-such-day"),
        (replace(OFF, pattern=Yearly(2, 30)), "no-such-day"),
        (replace(OFF, pattern=Yearly(13, 1)), "no-such-day"),
        (replace(OFF, pattern=LunarMonthly((31,))), "no-such-day"),
        (replace(OFF, pattern=LunarYearly(13, 1)), "no-such-day"),
        (replace(OFF, pattern=LunarYearly(12, 1, leap="leap")), "no-such-day"),
    ],
)
def test_a_rule_that_never_fires_is_found_out(rule: Rule, why: str) -> None:
    assert refusal(rule, NOW) == why
    assert next_after(rule, NOW) is None or why == "used-up"


def test_a_rule_that_has_run_its_count_is_used_up() -> None:
    assert refusal(replace(OFF, count=3), NOW, count_so_far=2) is None
    assert refusal(replace(OFF, count=3), NOW, count_so_far=3) == "used-up"


GOOD = Rule(Weekly((0,)), SEVEN, TODAY).dump()


@pytest.mark.parametrize(
    "stored",
    [
        None,
        [],
        {},
        {**GOOD, "pattern": {"kind": "hourly"}},
        {**GOOD, "pattern": {"kind": "weekly"}},
        {**GOOD, "pattern": {"kind": "weekly", "days": "mon"}},
        {**GOOD, "pattern": {"kind": "weekly", "days": [True]}},
        {**GOOD, "pattern": {"kind": "lunar-monthly", "days": [1], "leap": "never"}},
        {**GOOD, "at": 7},
        {**GOOD, "at": "seven"},
        {**GOOD, "starts": "tomorrow"},
        {key: value for key, value in GOOD.items() if key != "starts"},
    ],
)
def test_what_is_no_rule_is_refused(stored: Plain) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        Rule.load(stored)


def test_a_rule_without_its_optional_parts_is_a_rule() -> None:
    least: Plain = {"pattern": {"kind": "daily"}, "at": "07:00", "starts": TODAY.isoformat()}
    assert Rule.load(least) == OFF


def test_what_has_no_place_in_a_rule_is_not_written() -> None:
    with pytest.raises(TypeError):
        replace(OFF, before=1.5).dump()  # type: ignore[arg-type]
