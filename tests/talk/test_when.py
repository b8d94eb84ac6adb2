"""Dates and hours as people write them: what is clear is read, what is not is asked.

The first table is the dev part of the facts (phrases, kind ``date``); the second is our own. An
expectation is written as: ``2026-11-22T19:00`` a time, ``…~`` with the usual hour of a part of the
day, ``2026-11-22`` a day, ``a/b`` a stretch, ``why: candidates`` a question, ``past …`` the past.
"""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.talk.when import plain, read
from bot.talk.when_field import is_ahead
from bot.talk.when_said import ZONE, Ask, Moment, Past, Range, Reading

NOW = datetime(2026, 11, 21, 9, tzinfo=ZONE)  # a Saturday, 13 tháng 10 Bính Ngọ


def told(moment: Moment) -> str:
    shape = "%Y-%m-%d" if moment.precision == "day" else "%Y-%m-%dT%H:%M"
    part = "~" if moment.precision == "part" else ""
    return moment.at.strftime(shape) + part + (f" [{moment.note}]" if moment.note else "")


def shown(reading: Reading) -> str:
    match reading:
        case Moment():
            return told(reading)
        case Range(start, end):
            return f"{told(start)}/{told(end)}"
        case Ask(why, candidates):
            return " ".join([f"{why}:", *map(told, candidates)])
        case Past(at, precision, candidates):
            was = told(Moment(at, precision))
            return " ".join([f"past {was}:", *map(told, candidates)])


FACTS = [
    ("7h tối mai", "2026-11-22T19:00"),
    ("19h30 ngày mai", "2026-11-22T19:30"),
    ("sáng mơi 6h", "2026-11-22T06:00"),
    ("8h kém 15 sáng thứ hai", "2026-11-23T07:45"),
    ("chiều chủ nhật", "2026-11-22T14:00~"),
    ("t7 ni", "2026-11-21 [today]"),
    ("ngày kia 5h sáng", "2026-11-23T05:00"),
    ("tuần sau", "2026-11-23/2026-11-29"),
    ("ngày 15", "2026-12-15"),
    ("ngày 25", "2026-11-25"),
    ("25/11 lúc 14h", "2026-11-25T14:00"),
    ("cuối tháng", "2026-11-30 [month-end]"),
    ("mồng 5 tháng 12 dương", "2026-12-05"),
    ("rằm này", "2026-11-23"),
    ("mùng 1 Tết", "2027-02-06"),
    ("30 Tết", "2027-02-05 [short-month]"),
    ("giỗ tổ mùng 10 tháng 3", "2027-04-16"),
    ("khi mô rảnh", "vague:"),
    ("hôm rằm vừa rồi", "past 2026-10-24:"),
]

CLOCKS = [
    ("7 giờ 15 phút sáng mai", "2026-11-22T07:15"),
    ("7h15' sáng thứ 4", "2026-11-25T07:15"),
    ("8h15p tối nay", "2026-11-21T20:15"),
    ("7 rưỡi sáng mai", "2026-11-22T07:30"),
    ("tối mai 7h rưỡi", "2026-11-22T19:30"),
    ("kém 15 8 giờ sáng mai", "2026-11-22T07:45"),
    ("bảy giờ tối nay", "2026-11-21T19:00"),
    ("năm giờ chiều nay", "2026-11-21T17:00"),
    ("bữa mốt 5g chiều", "2026-11-23T17:00"),
    ("mười một giờ trưa mai", "2026-11-22T11:00"),
    ("1h trưa mai", "2026-11-22T13:00"),
    ("giữa trưa mai", "2026-11-22T12:00~"),
    ("12h giữa trưa mai", "2026-11-22T12:00"),
    ("07:00 1/12", "2026-12-01T07:00"),
    ("0h ngày 25", "2026-11-25T00:00"),
    ("24h ngày 25", "2026-11-26T00:00"),
    ("9h đêm mai", "2026-11-22T21:00"),
    ("chập tối mai", "2026-11-22T18:30~"),
    ("tảng sáng thứ hai", "2026-11-23T05:30~"),
    ("túi mai", "2026-11-22T19:30~"),
    ("túi ni", "2026-11-21T19:30~"),
    ("8h tối", "2026-11-21T20:00"),
    ("7 tối mai", "2026-11-22T19:00"),
    ("2 tiếng nữa", "2026-11-21T11:00"),
    ("nửa tiếng nữa", "2026-11-21T09:30"),
    ("một tiếng rưỡi nữa", "2026-11-21T10:30"),
    ("bây giờ", "2026-11-21T09:00 [now]"),
    ("chừ", "2026-11-21T09:00 [now]"),
    ("19h30 - T6 - 27/11/2026", "2026-11-27T19:30"),
    ("14 giờ 00 phút, thứ sáu, ngày 27 tháng 11 năm 2026", "2026-11-27T14:00"),
    ("8h sáng mai, nhà văn hoá thôn 3", "2026-11-22T08:00"),
    ("mời bà con họp lúc 19h30 thứ năm tới", "2026-11-26T19:30"),
    ("7htối mai", "2026-11-22T19:00"),
    ("7 H TỐI  MAI", "2026-11-22T19:00"),
]

DAYS = [
    ("bữa ni", "2026-11-21"),
    ("ngày kìa", "2026-11-24"),
    ("3 bữa nữa", "2026-11-24"),
    ("sau năm ngày", "2026-11-26"),
    ("mùng 31 tháng 12", "2026-12-31"),
    ("sau 3 ngày", "2026-11-24"),
    ("năm ngày nữa", "2026-11-26"),
    ("2 tuần nữa", "2026-12-05"),
    ("1 tháng nữa", "2026-12-21"),
    ("thứ 6 tuần sau", "2026-11-27"),
    ("thứ 6 tuần sau nữa", "2026-12-04"),
    ("thứ năm tuần tới", "2026-11-26"),
    ("thứ tư này", "2026-11-25"),
    ("thứ bảy tới", "2026-11-28"),
    ("chủ nhựt", "2026-11-22"),
    ("T2", "2026-11-23"),
    ("thứ6", "2026-11-27"),
    ("ngày15", "2026-12-15"),
    ("ngày 31", "2026-12-31"),
    ("15 tháng sau", "2026-12-15"),
    ("ngày 25 tháng này", "2026-11-25"),
    ("25/11/2026", "2026-11-25"),
    ("25-11-2026", "2026-11-25"),
    ("25.11.26", "2026-11-25"),
    ("2026-11-25", "2026-11-25"),
    ("tháng 12 ngày 5", "2026-12-05"),
    ("hăm lăm tháng mười một", "2026-11-25"),
    ("hai lăm tháng mười một", "2026-11-25"),
    ("thứ tư 25/11", "2026-11-25"),
    ("2/9 sang năm", "2027-09-02"),
    ("hết tháng", "2026-11-30"),
    ("ngày cuối tháng 12", "2026-12-31"),
    ("noel", "2026-12-25"),
    ("29/2/2028", "2028-02-29"),
]

LUNAR = [
    ("rằm tháng giêng", "2027-02-20"),
    ("rằm tháng bảy", "2027-08-16"),
    ("rằm tháng sau", "2026-12-23"),
    ("rằm tháng này", "2026-11-23"),
    ("rằm tới", "2026-11-23"),
    ("7h sáng rằm tháng giêng", "2027-02-20T07:00"),
    ("23 tháng chạp", "2027-01-30"),
    ("hai mươi ba tháng chạp", "2027-01-30"),
    ("23 chạp", "2027-01-30"),
    ("mùng một tháng chạp", "2027-01-08"),
    ("ba mươi tết", "2027-02-05 [short-month]"),
    ("29 tết", "2027-02-05"),
    ("chiều 30 Tết", "2027-02-05T14:00~ [short-month]"),
    ("tối giao thừa", "2027-02-05T19:30~ [short-month]"),
    ("mùng 3 tết", "2027-02-08"),
    ("trước tết 5 ngày", "2027-02-01"),
    ("2 ngày trước rằm", "2026-11-21"),
    ("sau rằm 3 ngày", "2026-11-26"),
    ("trung thu", "2027-09-15"),
    ("15/8 âm lịch", "2027-09-15"),
    ("15 tháng 8 ta", "2027-09-15"),
    ("ngày 15 âm", "2026-11-23"),
    ("mùng 10 tháng sau âm lịch", "2026-12-18"),
    ("mùng 10 tháng sau dương lịch", "2026-12-10"),
    ("ngày 5 dương", "2026-12-05"),
    ("rằm tháng 5 nhuận", "2028-07-07 [leap-month]"),
    ("rằm tháng 5 năm 2028", "2028-06-07 [regular-month]"),
    ("cuối tháng chạp", "2027-02-05 [month-end]"),
    ("hết tháng 10 âm", "2026-12-08"),
    ("cuối tháng này âm lịch", "2026-12-08 [month-end]"),
    ("đầu tháng sau âm lịch", "2026-12-09/2026-12-13"),
    ("mùng 30 tháng 2", "2027-04-06"),
    ("ngày rằm", "2026-11-23"),
]

STRETCHES = [
    ("tháng sau", "2026-12-01/2026-12-31"),
    ("sang tháng", "2026-12-01/2026-12-31"),
    ("tháng năm", "2027-05-01/2027-05-31"),
    ("tháng 12 năm 2027", "2027-12-01/2027-12-31"),
    ("tháng chạp", "2027-01-08/2027-02-05"),
    ("đầu tháng sau", "2026-12-01/2026-12-05"),
    ("giữa tháng 12", "2026-12-13/2026-12-17"),
    ("cuối tuần", "2026-11-21/2026-11-22"),
    ("đầu tuần sau", "2026-11-23/2026-11-24"),
    ("giữa tuần sau", "2026-11-25/2026-11-26"),
    ("tuần này", "2026-11-21/2026-11-22"),
    ("tuần đến", "2026-11-23/2026-11-29"),
    ("từ 25/11 đến 30/11", "2026-11-25/2026-11-30"),
    ("22-25/11", "2026-11-22/2026-11-25"),
    ("từ thứ 2 đến thứ 6 tuần sau", "2026-11-23/2026-11-27"),
    ("từ 7h đến 9h sáng mai", "2026-11-22T07:00/2026-11-22T09:00"),
    ("từ nay đến cuối tháng", "2026-11-21/2026-11-30 [month-end]"),
]

BARE = [
    ("ngay mai luc 19 gio 30 phut", "2026-11-22T19:30"),
    ("7h toi mai", "2026-11-22T19:00"),
    ("toi mai", "2026-11-22T19:30~"),
    ("thu 6 toi", "2026-11-27"),
    ("tuan toi", "2026-11-23/2026-11-29"),
    ("chieu chu nhat", "2026-11-22T14:00~"),
    ("ram thang gieng", "2027-02-20"),
    ("23 thang chap", "2027-01-30"),
    ("thu sau", "2026-11-27"),
    ("nam ngay nua", "2026-11-26"),
    ("ngay kia", "day: 2026-11-23 2026-11-24"),
    ("thú 6 tuần sau", "2026-11-27"),  # a slip in a tone
    ("7h tôi mai", "hour: 2026-11-22T07:00 2026-11-22T19:00"),
]

ENGLISH = [
    ("tonight", "2026-11-21T19:30~"),
    ("tomorrow 7:30 pm", "2026-11-22T19:30"),
    ("noon tomorrow", "2026-11-22T12:00~"),
    ("next friday 7pm", "2026-11-27T19:00"),
    ("on Monday at 9am", "2026-11-23T09:00"),
    ("in 3 days", "2026-11-24"),
    ("Nov 25 at 2pm", "2026-11-25T14:00"),
    ("December 1st 2026", "2026-12-01"),
    ("12 am tomorrow", "2026-11-22T00:00"),
    ("next week", "2026-11-23/2026-11-29"),
    ("yesterday", "past 2026-11-20:"),
    ("right now", "2026-11-21T09:00 [now]"),
]

ASKED = [
    ("7h mai", "hour: 2026-11-22T07:00 2026-11-22T19:00"),
    ("7h", "hour: 2026-11-21T19:00 2026-11-22T07:00"),
    ("7h 25/11", "hour: 2026-11-25T07:00 2026-11-25T19:00"),
    ("8h 15 tháng 12", "hour: 2026-12-15T08:00 2026-12-15T20:00"),
    ("lúc 7 ngày mai", "hour: 2026-11-22T07:00 2026-11-22T19:00"),
    ("đêm mai", "hour: 2026-11-22T20:00 2026-11-22T22:00"),
    ("12h đêm mai", "hour: 2026-11-22T00:00 2026-11-23T00:00"),
    ("2h đêm mai", "hour: 2026-11-22T02:00 2026-11-23T02:00"),
    ("nửa đêm", "hour: 2026-11-22T00:00"),
    ("gà gáy mai", "hour: 2026-11-22T04:30 2026-11-22T05:00"),
    ("sáng nay", "hour: 2026-11-21T10:00"),
    ("3h tối mai", "hour:"),
    ("7h sáng", "day: 2026-11-22T07:00"),
    ("bữa tê", "day: 2026-11-23"),
    ("cuối tuần này 8h sáng", "day: 2026-11-22T08:00"),
    ("8h sáng tháng sau", "day:"),
    ("thứ 7", "week: 2026-11-21 2026-11-28"),
    ("7h tối thứ 7", "week: 2026-11-21T19:00 2026-11-28T19:00"),
    ("mùng 1", "calendar: 2026-12-01 2026-12-09"),
    ("mùng 5 tháng 12", "calendar: 2026-12-05 2027-01-12"),
    ("mùng 5 tháng sau", "calendar: 2026-12-05 2026-12-13"),
    ("15 tháng một", "calendar: 2026-12-23 2027-01-15"),
    ("rằm sau", "several: 2026-11-23 2026-12-23"),
    ("thứ hai 25/11", "weekday: 2026-11-23 2026-11-25"),
    ("thứ ba tháng 12", "several: 2026-12-01 2026-12-08 2026-12-15 2026-12-22 2026-12-29"),
    ("mai hoặc mốt", "several:"),
    ("thứ 2 và thứ 5", "several:"),
    ("sáng tối mai", "several:"),
    ("7h tối 8h tối mai", "several:"),
    ("tuần sau tháng sau", "several:"),
    ("25/11 tuần sau nữa", "several:"),
    ("25/11 26/11", "several: 2026-11-25 2026-11-26"),
    ("31/11", "no-such-day:"),
    ("mùng 31 tháng chạp", "no-such-day:"),
    ("ngày 30 tháng 2", "no-such-day:"),
    ("tháng 13", "no-such-day:"),
    ("tháng 13 âm", "no-such-day:"),
    ("tháng 0 âm", "no-such-day:"),
    ("rằm tháng chạp nhuận", "no-such-day:"),
    ("ngày 32", "no-such-day:"),
    ("ngày 31 âm", "no-such-day:"),
    ("31 tháng sau âm", "no-such-day:"),
    ("2 tháng sau", "several: 2026-12-02 2027-01-21"),
    ("1/1/1700", "no-such-day:"),
    ("25h mai", "no-such-day:"),
    ("7h75 mai", "no-such-day:"),
    ("trước thứ 6", "unclear:"),
    ("không phải mai", "unclear:"),
    ("mai 7", "unclear:"),
    ("0912345678", "unclear:"),
    ("thứ 8", "unclear:"),
    ("từ mai đến hôm qua", "past 2026-11-20:"),
    ("từ 30 đến 25/11", "unclear:"),
    ("từ 31 đến 25/11", "no-such-day:"),
    ("từ tuần sau đến 30/11", "unclear:"),
    ("từ mai đến tuần sau", "unclear:"),
    ("từ 7h đến mai", "hour:"),
    ("từ 9h đến 7h sáng mai", "hour:"),
    ("mai mốt", "vague:"),
    ("mùa gặt", "vague:"),
    ("ra giêng", "vague:"),
    ("Tết", "vague:"),
    ("sang năm", "vague:"),
    ("rằm năm sau", "vague:"),
    ("ngày 5 năm sau", "vague:"),
    ("lúc nào cũng được, 8h sáng", "vague:"),
    ("mỗi thứ 2", "repeats:"),
    ("xin chào", "unknown:"),
    ("họp đến khuya khoắt", "hour: 2026-11-21T20:00 2026-11-21T22:00"),
    ("từ đầu đến cuối", "unknown:"),
    ("😀", "unknown:"),
    ("", "unknown:"),
]

OVER = [
    ("15/11", "past 2026-11-15: 2027-11-15"),
    ("7h tối 15/11", "past 2026-11-15T19:00: 2027-11-15T19:00"),
    ("25/12/2025", "past 2025-12-25:"),
    ("29/2", "no-such-day:"),
    ("thứ 4 tuần này", "past 2026-11-18: 2026-11-25"),
    ("thứ 4 vừa rồi", "past 2026-11-18: 2026-11-25"),
    ("chủ nhật vừa rồi", "past 2026-11-15: 2026-11-22"),
    ("hôm qua", "past 2026-11-20:"),
    ("hôm kia", "past 2026-11-19:"),
    ("khi hôm", "past 2026-11-20T19:30~:"),
    ("tuần trước", "past 2026-11-09:"),
    ("đầu tuần", "past 2026-11-16: 2026-11-23"),
    ("2 tuần trước", "past 2026-11-07:"),
    ("mùng 1 Tết năm nay", "past 2026-02-17:"),
    ("ngày 15 này", "past 2026-11-15:"),
    ("ngày 15 tháng trước", "past 2026-10-15:"),
    ("mùng 5 tháng trước âm lịch", "past 2026-10-14:"),
    ("20-25/11", "past 2026-11-20:"),
    ("quốc khánh", "past 2026-09-02: 2027-09-02"),
    ("8h sáng nay", "past 2026-11-21T08:00:"),
]

EVERYTHING = [
    *FACTS, *CLOCKS, *DAYS, *LUNAR, *STRETCHES, *BARE, *ENGLISH, *ASKED, *OVER,
]  # fmt: skip


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
