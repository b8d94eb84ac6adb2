"""Days that are over, as people say them; nothing to come is ever taken for one."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.talk.fields import Rejected, Withdrawn
from bot.talk.lunar import to_lunar
from bot.talk.message import Photo, Words
from bot.talk.when_past import Since, read_past
from bot.talk.when_said import ZONE, Ask, Moment

NOW = datetime(2026, 11, 21, 9, tzinfo=ZONE)  # a Saturday, 13 of lunar month 10
TODAY = NOW.date()


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("12/9", date(2026, 9, 12)),
        ("12/9/2026", date(2026, 9, 12)),
        ("12-9-2025", date(2025, 9, 12)),
        ("ngày 12 tháng 9", date(2026, 9, 12)),
        ("sinh ngay 12 thang 9", date(2026, 9, 12)),
        ("25/12", date(2025, 12, 25)),
        ("12 tháng 9 năm ngoái", date(2025, 9, 12)),
        ("ngày 5", date(2026, 11, 5)),
        ("ngày 25", date(2026, 10, 25)),
        ("hôm nay", TODAY),
        ("hôm qua", date(2026, 11, 20)),
        ("hom qua", date(2026, 11, 20)),
        ("hôm kia", date(2026, 11, 19)),
        ("hôm kìa", date(2026, 11, 19)),
        ("20 ngày", date(2026, 11, 1)),
        ("20 ngày trước", date(2026, 11, 1)),
        ("cách đây 20 ngày", date(2026, 11, 1)),
        ("được 2 tuần nay", date(2026, 11, 7)),
        ("gần 1 tháng", date(2026, 10, 21)),
        ("12 tháng", date(2025, 11, 21)),
        ("nộp hồ sơ 20 ngày chưa xong hỏi ai", date(2026, 11, 1)),
        ("thứ 6", date(2026, 11, 20)),
        ("thứ bảy", TODAY),
        ("thứ hai tuần trước", date(2026, 11, 9)),
        ("chủ nhật vừa rồi", date(2026, 11, 15)),
        ("mùng 5 tháng 10 âm", date(2026, 11, 13)),
        ("rằm tháng 9", date(2026, 10, 24)),
        ("rằm vừa rồi", date(2026, 10, 24)),
        ("mùng 1 Tết", date(2026, 2, 17)),
        ("5/3/2019", date(2019, 3, 5)),
    ],
)
def test_a_day_that_is_over(said, day):
    assert read_past(said, NOW) == day


@pytest.mark.parametrize(
    ("said", "days", "why"),
    [
        ("mùng 5", (date(2026, 11, 13), date(2026, 11, 5)), "calendar"),
        ("mung 5 thang truoc", (date(2026, 10, 14), date(2026, 10, 5)), "calendar"),
        ("con sinh mùng 5 còn mấy ngày", (date(2026, 11, 13), date(2026, 11, 5)), "calendar"),
        ("2 tháng trước", (date(2026, 10, 2), date(2026, 9, 21)), "several"),
    ],
)  # fmt: skip
def test_words_with_two_meanings_are_asked_about_and_both_lie_behind(said, days, why):
    found = read_past(said, NOW)
    assert isinstance(found, Ask)
    assert found.why == why
    assert tuple(moment.day for moment in found.candidates) == days


@pytest.mark.parametrize(
    "said",
    [
        "mai", "tuần sau", "3 ngày nữa", "25/12/2026", "ngày mốt", "tuần trước", "tháng trước",
        "đầu tháng", "abc", "mới sinh", "12", "30/2", "nhà 5 người", "12/9 hay 13/9", "tháng 9",
    ],
)  # fmt: skip
def test_what_is_still_to_come_or_no_single_day_is_refused(said):
    assert isinstance(read_past(said, NOW), Rejected)


def test_a_slip_in_one_tone_spoils_nothing():
    assert read_past("hôm quá 12/9", NOW) == date(2026, 9, 12)


@given(st.dates(date(2020, 1, 1), TODAY))
def test_a_full_date_is_read_back_exactly(day):
    assert read_past(f"{day.day}/{day.month}/{day.year}", NOW) == day


@given(st.integers(1, 28), st.integers(1, 12))
def test_a_day_and_month_are_the_last_ones_up_to_today(day, month):
    found = read_past(f"{day}/{month}", NOW)
    assert isinstance(found, date)
    assert (found.day, found.month) == (day, month)
    assert TODAY - timedelta(366) < found <= TODAY


@given(st.integers(1, 29), st.integers(1, 12))
def test_a_lunar_day_is_the_last_one_up_to_today(day, month):
    found = read_past(f"{day} tháng {month} âm lịch", NOW)
    assert isinstance(found, date)
    assert found <= TODAY
    lunar = to_lunar(found)
    assert (lunar.day, lunar.month) == (day, month)
    assert TODAY - found < timedelta(400)


@given(st.integers(0, 400), st.dates(date(2024, 1, 1), date(2030, 12, 31)))
def test_so_many_days_ago_is_just_that(days, today):
    now = datetime(today.year, today.month, today.day, 8, tzinfo=ZONE)
    assert read_past(f"{days} ngày trước", now) == today - timedelta(days)


@given(st.text(max_size=40))
def test_no_words_at_all_lead_into_the_future(said):
    found = Since(NOW).read(Words(said))
    if isinstance(found, date):
        assert found <= TODAY
    elif isinstance(found, Ask):
        assert all(moment.day <= TODAY for moment in found.candidates)


def test_an_answer_is_kept_as_iso_text_and_read_again():
    field = Since(NOW)
    for value in (date(2026, 9, 12), read_past("mùng 5", NOW)):
        assert field.load(field.dump(value)) == value
    assert field.dump(date(2026, 9, 12)) == "2026-09-12"


@pytest.mark.parametrize(
    "stored", [None, 5, "", "2026-13-01", "2030-01-01", "1800-01-01", [], ["why"], ["day", "x"]]
)
def test_what_is_no_such_answer_is_asked_again(stored):
    with pytest.raises(Withdrawn):
        Since(NOW).load(stored)


def test_only_words_are_a_day_and_nobody_is_older_than_papers_are():
    assert isinstance(Since(NOW).read(Photo("x")), Rejected)
    assert isinstance(Since(NOW).read(Words("1/1/1900")), Rejected)
    assert isinstance(read_past("mùng 5", NOW).candidates[0], Moment)
