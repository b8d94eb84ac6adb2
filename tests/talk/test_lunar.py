"""The Vietnamese lunar calendar, against the tables of the facts and its own laws."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.talk import lunar
from bot.talk.lunar import LunarDay, to_lunar, to_solar

DAY = timedelta(days=1)

# Name, Tết, leap month and its first day, last day and its number (facts: phrases, lunar table).
YEARS = [
    (2026, "Bính Ngọ", "2026-02-17", None, None, "2027-02-05", 29),
    (2027, "Đinh Mùi", "2027-02-06", None, None, "2028-01-25", 29),
    (2028, "Mậu Thân", "2028-01-26", 5, "2028-06-23", "2029-02-12", 29),
    (2029, "Kỷ Dậu", "2029-02-13", None, None, "2030-02-01", 29),
    (2030, "Canh Tuất", "2030-02-02", None, None, "2031-01-22", 29),
    (2031, "Tân Hợi", "2031-01-23", 3, "2031-04-21", "2032-02-10", 29),
    (2032, "Nhâm Tý", "2032-02-11", None, None, "2033-01-30", 30),
    (2033, "Quý Sửu", "2033-01-31", 11, "2033-12-22", "2034-02-18", 30),
    (2034, "Giáp Dần", "2034-02-19", None, None, "2035-02-07", 30),
    (2035, "Ất Mão", "2035-02-08", None, None, "2036-01-27", 30),
    (2036, "Bính Thìn", "2036-01-28", 6, "2036-07-23", "2037-02-14", 30),
]


@pytest.mark.parametrize(("year", "name", "tet", "leap", "leap_begins", "ends", "last"), YEARS)
def test_a_year_is_that_of_the_vietnamese_calendar(
    year: int,
    name: str,
    tet: str,
    leap: int | None,
    leap_begins: str | None,
    ends: str,
    last: int,
) -> None:
    assert lunar.year_name(year) == name
    assert lunar.new_year(year) == date.fromisoformat(tet)
    assert lunar.leap_month(year) == leap
    if leap is not None:
        month = lunar.find(year, leap, leap=True)
        assert month is not None
        assert month.first.isoformat() == leap_begins
    assert lunar.last_of_year(year) == LunarDay(last, 12, year)
    assert to_solar(lunar.last_of_year(year)) == date.fromisoformat(ends)


@pytest.mark.parametrize(
    ("tet", "year"),
    [
        ("1968-01-29", 1968),  # the Chinese new year was a day later
        ("1969-02-16", 1969),
        ("1985-01-21", 1985),  # a whole month before the Chinese one
        ("2007-02-17", 2007),
        ("2024-02-10", 2024),
        ("2025-01-29", 2025),
        ("2030-02-02", 2030),
        ("2053-02-18", 2053),
    ],
)
def test_tet_is_not_the_chinese_new_year(tet: str, year: int) -> None:
    assert to_lunar(date.fromisoformat(tet)) == LunarDay(1, 1, year)


# Months that begin a day before the Chinese ones: first day, and the day after their last.
@pytest.mark.parametrize(
    ("first", "month", "leap", "after"),
    [
        ("2030-02-02", 1, False, "2030-03-04"),
        ("2031-04-21", 3, True, "2031-05-21"),
        ("2032-03-11", 2, False, "2032-04-10"),
        ("2034-09-12", 8, False, "2034-10-12"),
    ],
)
def test_the_four_runs_that_a_chinese_calendar_gets_wrong(
    first: str, month: int, leap: bool, after: str
) -> None:
    start = date.fromisoformat(first)
    assert to_lunar(start) == LunarDay(1, month, start.year, leap)
    assert to_lunar(date.fromisoformat(after)).day == 1
    # A Chinese calendar calls each of these days by the number of the day before.
    days = [start + n * DAY for n in range((date.fromisoformat(after) - start).days)]
    assert [to_lunar(day).day for day in days] == list(range(1, 31))


def test_the_day_of_the_brief_is_the_thirteenth_of_the_tenth_month() -> None:
    assert to_lunar(date(2026, 11, 21)) == LunarDay(13, 10, 2026)


def test_every_day_of_two_centuries_has_one_lunar_date_and_comes_back() -> None:
    day, seen, before = date(1900, 1, 1), set(), None
    while day.year <= 2100:
        of = to_lunar(day)
        assert of not in seen
        seen.add(of)
        assert to_solar(of) == day
        assert of.day == 1 or (before is not None and of.day == before.day + 1) or before is None
        before, day = of, day + DAY


def test_months_have_29_or_30_days_and_a_year_12_or_13_of_them() -> None:
    for year in range(1900, 2101):
        months = lunar.months(year)
        assert {month.length for month in months} <= {29, 30}
        assert len(months) == (12 if lunar.leap_month(year) is None else 13)
        assert [month.month for month in months if not month.leap] == list(range(1, 13))
        assert months[-1].first + months[-1].length * DAY == lunar.new_year(year + 1)


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_tomorrow_is_the_next_day_or_the_first_of_a_month(day: date) -> None:
    today, tomorrow = to_lunar(day), to_lunar(day + DAY)
    assert tomorrow.day in (today.day + 1, 1)
    assert tomorrow.day != 1 or today.day in (29, 30)


@pytest.mark.parametrize(
    "absent",
    [
        LunarDay(30, 12, 2026),  # tháng chạp Bính Ngọ has 29 days
        LunarDay(1, 5, 2026, leap=True),
        LunarDay(0, 1, 2026),
        LunarDay(1, 13, 2026),
    ],
)
def test_a_lunar_date_that_does_not_exist_is_refused(absent: LunarDay) -> None:
    with pytest.raises(ValueError, match="does not exist"):
        to_solar(absent)


def test_years_beyond_the_series_are_refused() -> None:
    with pytest.raises(ValueError, match="1800–2199"):
        lunar.months(2200)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (LunarDay(1, 1, 2027), "mùng 1 tháng giêng Đinh Mùi"),
        (LunarDay(10, 3, 2027), "mùng 10 tháng 3 Đinh Mùi"),
        (LunarDay(15, 10, 2026), "15 tháng 10 Bính Ngọ"),
        (LunarDay(29, 12, 2026), "29 tháng chạp Bính Ngọ"),
        (LunarDay(15, 5, 2028, leap=True), "15 tháng 5 nhuận Mậu Thân"),
    ],
)
def test_a_lunar_date_is_said_as_people_say_it(day: LunarDay, words: str) -> None:
    assert lunar.spoken(day) == words
