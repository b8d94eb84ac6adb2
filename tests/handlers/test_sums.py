"""The arithmetic of the tools: worked examples with their source, and laws that always hold."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.library import load
from handlers.sums import (
    friday_before,
    is_weekend,
    last_day,
    premiums,
    share,
    whole,
    working_day,
    years_on,
)

SHARES = (70, 60, 50, 40)
DAYS = st.dates(date(1920, 1, 1), date(2150, 12, 31))
AMOUNTS = st.integers(1, 100_000_000)


def test_a_household_pays_what_the_insurance_office_publishes():
    # vss.gov.vn: 4.5 % of the base salary, then 70, 60, 50, 40 %; 2.530.000 since 1/7/2026
    # (Nghị định 161/2026/NĐ-CP): the figures of facts.yaml, which guides quote.
    years = [line.year for line in premiums(2_530_000, 45, SHARES, 6)]
    assert years == [1_366_200, 956_340, 819_720, 683_100, 546_480, 546_480]
    assert premiums(2_530_000, 45, SHARES, 1)[0].month == 113_850
    # The salary before, 2.340.000 (Nghị định 73/2024/NĐ-CP): 1.263.600 for the first.
    assert premiums(2_340_000, 45, SHARES, 1)[0].year == 1_263_600


def test_what_guides_quote_is_what_the_tool_reckons():
    facts = load().facts
    base, rate = facts["base-salary"].value, facts["health-rate"].value
    shares = [facts[f"health-share-{place}"].value for place in range(2, 6)]
    for line in premiums(base, rate, shares, 5):
        quoted = facts[f"health-{line.place}"].words["vi"]
        assert quoted == f"{line.year:,} đồng".replace(",", ".")


@given(AMOUNTS, st.integers(1, 1000), st.integers(1, 40))
def test_no_member_pays_more_than_the_one_before_and_months_make_the_year(base, rate, members):
    lines = premiums(base, rate, SHARES, members)
    assert [line.place for line in lines] == list(range(1, members + 1))
    for before, after in itertools.pairwise(lines):
        assert after.year <= before.year
        assert after.percent <= before.percent
    for line in lines:
        exact = Fraction(base * rate * line.percent, 100_000)
        assert abs(line.month - exact) <= Fraction(1, 2)
        assert abs(line.year - exact * 12) <= Fraction(1, 2)
        assert abs(line.year - 12 * line.month) <= 7


@given(AMOUNTS, st.integers(1, 1000), st.integers(5, 40))
def test_from_the_fifth_on_all_pay_the_same(base, rate, members):
    assert len({line.year for line in premiums(base, rate, SHARES, members)[4:]}) == 1


@given(st.fractions(min_value=0, max_value=10**12))
def test_rounding_moves_by_half_a_dong_at_most_and_a_half_goes_up(exact):
    assert abs(whole(exact) - exact) <= Fraction(1, 2)
    assert whole(Fraction(2 * int(exact) + 1, 2)) == int(exact) + 1


@pytest.mark.parametrize(
    ("percent", "sum"),
    # Standard 500.000 (Nghị định 76/2024/NĐ-CP): 1,5 · 2 · 2,5 times, funeral 20 and 50 times.
    [(150, 750_000), (200, 1_000_000), (250, 1_250_000), (2000, 10_000_000), (5000, 25_000_000)],
)
def test_an_allowance_is_so_many_times_the_standard(percent, sum):
    assert share(500_000, percent) == sum


@given(AMOUNTS, st.integers(1, 10_000))
def test_twice_the_share_is_twice_the_sum_but_for_a_dong(standard, percent):
    assert abs(share(standard, 2 * percent) - 2 * share(standard, percent)) <= 1
    assert share(standard, 100) == standard


def test_the_first_day_is_not_counted():
    # Bộ luật Dân sự 2015, Điều 147: a child of 1 March has until 30 April (31 + 29 days … 60).
    assert last_day(date(2026, 3, 1), 60) == date(2026, 4, 30)
    assert last_day(date(2026, 9, 12), 60) == date(2026, 11, 11)


@given(DAYS, st.integers(1, 1000))
def test_a_term_holds_exactly_its_days(start, days):
    term = {start + timedelta(n + 1) for n in range(days)}
    assert max(term) == last_day(start, days)
    assert start not in term


@given(DAYS, st.integers(0, 20))
def test_years_on_is_the_same_day_of_the_same_month(start, years):
    end = years_on(start, years)
    assert (end.year, end.month) == (start.year + years, start.month)
    assert end.day == start.day or (start.month, start.day, end.day) == (2, 29, 28)


@given(DAYS, st.integers(1, 60))
def test_so_many_working_days_lie_behind_the_start(start, count):
    end = working_day(start, count)
    days = [start + timedelta(n) for n in range(1, (end - start).days + 1)]
    assert sum(not is_weekend(day) for day in days) == count
    assert not is_weekend(end)


def test_ten_working_days_from_a_friday_end_on_a_friday():
    assert working_day(date(2026, 11, 6), 10) == date(2026, 11, 20)
    assert working_day(date(2026, 11, 7), 1) == date(2026, 11, 9)


@given(DAYS)
def test_the_friday_before_is_the_last_working_day(day):
    found = friday_before(day)
    assert not is_weekend(found)
    assert timedelta() <= day - found <= timedelta(2)
    assert is_weekend(day) or found == day
