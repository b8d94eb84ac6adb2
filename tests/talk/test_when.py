"""Dates and hours as people write them: what is clear is read, what is not is asked."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.talk.when import plain, read
from bot.talk.when_field import is_ahead
from bot.talk.when_said import ZONE, Ask, Moment, Past, Range
from tests.talk.when_phrases import CLOCKS, DAYS, EVERYTHING, FACTS, LUNAR, STRETCHES, shown

NOW = datetime(2026, 11, 21, 9, tzinfo=ZONE)  # a Saturday, 13 tháng 10 Bính Ngọ


@pytest.mark.parametrize(("words", "expected"), EVERYTHING)
def test_words_are_read_as_they_are_meant(words: str, expected: str) -> None:
    assert shown(read(words, NOW)) == expected


@pytest.mark.parametrize(("words", "expected"), [*FACTS, *CLOCKS, *LUNAR])
def test_decomposed_letters_change_nothing(words: str, expected: str) -> None:
    assert shown(read(unicodedata.normalize("NFD", words), NOW)) == expected


@pytest.mark.parametrize(("words", "expected"), [*FACTS, *CLOCKS, *DAYS, *LUNAR, *STRETCHES])
def test_without_diacritics_it_is_the_same_or_a_question_never_another_time(
    words: str, expected: str
) -> None:
    bare = shown(read(plain(words), NOW))
    questions = ("hour:", "day:", "calendar:", "unclear:", "unknown:", "several:", "vague:")
    assert bare == expected or bare.startswith(questions), bare


def test_the_zone_of_now_does_not_matter() -> None:
    assert read("7h tối mai", NOW.astimezone(UTC)) == read("7h tối mai", NOW)


def test_between_a_month_and_its_leap_twin_both_are_offered() -> None:
    now = datetime(2028, 7, 1, 9, tzinfo=ZONE)  # 9 tháng 5 nhuận
    assert shown(read("rằm tháng 5", now)) == "several: 2028-07-07 [leap-month] 2029-06-26"


def test_in_the_night_before_tet_the_year_to_come_is_meant() -> None:
    now = datetime(2027, 2, 5, 23, tzinfo=ZONE)
    assert shown(read("mùng 1 Tết", now)) == "2027-02-06"
    assert shown(read("30 Tết", now)) == "2027-02-05 [short-month]"


def test_between_new_year_and_tet_this_year_is_two_years() -> None:
    now = datetime(2027, 1, 15, 9, tzinfo=ZONE)
    assert shown(read("23 tháng chạp năm nay", now)) == "vague:"
    assert shown(read("23 tháng chạp", now)) == "2027-01-30"
    assert shown(read("2/9 năm nay", now)) == "2027-09-02"


def test_the_last_hours_of_a_day_are_no_longer_offered() -> None:
    evening = NOW.replace(hour=21, minute=30)
    assert shown(read("tối nay", evening)) == "hour:"
    assert shown(read("tối nay", NOW.replace(hour=23))) == "past 2026-11-21T19:30~:"


WORDS = " ".join(
    (
        "7h 19h30 8 15 25/11 31/11 2026 30 sáng tối túi chiều đêm mai mơi mốt kia ngày thứ 2",
        "6 chủ nhật tuần tháng năm sau tới này ni trước rồi rằm mùng 1 tết giêng chạp âm",
        "dương nhuận cuối đầu hết từ đến - / : hằng mỗi nữa và hoặc không kém rưỡi phút giờ",
        "lúc qua một lần trừ toi nua",
    )
)


@given(
    st.lists(st.sampled_from(WORDS.split(" ")), max_size=7).map(" ".join), st.integers(0, 800_000)
)
def test_whatever_is_written_what_is_taken_lies_ahead(words: str, minutes: int) -> None:
    now = datetime.fromtimestamp(NOW.timestamp() + 60 * minutes, ZONE)
    reading = read(words, now)
    match reading:
        case Moment():
            assert is_ahead(reading, now)
        case Range(start, end):
            assert is_ahead(start, now)
            assert start.at < end.at or start == end
        case Ask(_, candidates):
            assert all(is_ahead(one, now) for one in candidates)
            assert len(set(candidates)) == len(candidates) <= 7
        case Past(at, _, candidates):
            assert at < now
            assert all(is_ahead(one, now) for one in candidates)


@given(st.text(max_size=60))
def test_any_text_at_all_is_read_or_asked_about(words: str) -> None:
    assert isinstance(read(words, NOW), Moment | Range | Ask | Past)
