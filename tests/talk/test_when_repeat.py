"""Recurrences in people's words become rules; what is open is asked."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.talk.when import plain
from bot.talk.when_next import upcoming
from bot.talk.when_repeat import MORNING, read_schedule
from bot.talk.when_rule import (
    LAST,
    Daily,
    LunarMonthly,
    LunarYearly,
    Monthly,
    NthWeekday,
    Pattern,
    Rule,
    Weekly,
    Yearly,
)
from bot.talk.when_said import ZONE, Ask, Moment, Past, Range, Repeat

NOW = datetime(2026, 11, 21, 9, tzinfo=ZONE)  # a Saturday
TODAY = NOW.date()
OPEN = MORNING  # with precision “day”: the hour is still to be asked

RULES: list[tuple[str, Pattern, time, str]] = [
    ("hằng ngày 7h sáng", Daily(), time(7), "minute"),
    ("mỗi ngày lúc 15h", Daily(), time(15), "minute"),
    ("ngày nào cũng 7 rưỡi tối", Daily(), time(19, 30), "minute"),
    ("mỗi sáng", Daily(), time(7, 30), "part"),
    ("tối nào cũng", Daily(), time(19, 30), "part"),
    ("3 ngày một lần 7h sáng", Daily(3), time(7), "minute"),
    ("mỗi 3 ngày 7h sáng", Daily(3), time(7), "minute"),
    ("cách ngày 17h", Daily(2), time(17), "minute"),
    ("hằng ngày", Daily(), OPEN, "day"),
    ("hằng ngày 7h", Daily(), OPEN, "day"),
    ("hằng ngày 24h", Daily(), OPEN, "day"),
    ("mỗi tuần thứ 2", Weekly((0,)), OPEN, "day"),
    ("thứ sáu hằng tuần 19h", Weekly((4,)), time(19), "minute"),
    ("thứ 2, 4, 6 hằng tuần 17h30", Weekly((0, 2, 4)), time(17, 30), "minute"),
    ("thứ 2 và thứ 5 hằng tuần", Weekly((0, 3)), OPEN, "day"),
    ("từ thứ 2 đến thứ 6 hằng tuần 6h sáng", Weekly((0, 1, 2, 3, 4)), time(6), "minute"),
    ("thứ 7 đến thứ 2 hằng tuần 6h sáng", Weekly((0, 5, 6)), time(6), "minute"),
    ("chiều chủ nhật hằng tuần", Weekly((6,)), time(14), "part"),
    ("2 tuần một lần thứ 4 19h", Weekly((2,), 2), time(19), "minute"),
    ("hàng tuần vào tối thứ năm", Weekly((3,)), time(19, 30), "part"),
    ("mỗi thứ bảy lúc 6 giờ sáng", Weekly((5,)), time(6), "minute"),
    ("moi tuan thu 2 19h", Weekly((0,)), time(19), "minute"),
    ("every Monday 7pm", Weekly((0,)), time(19), "minute"),
    ("weekly on Friday 8am", Weekly((4,)), time(8), "minute"),
    ("hằng tháng ngày 15", Monthly((15,)), OPEN, "day"),
    ("hằng tháng ngày 1 và 15 lúc 19h30", Monthly((1, 15)), time(19, 30), "minute"),
    ("hang thang ngay 15 7h sang", Monthly((15,)), time(7), "minute"),
    ("tháng một lần ngày 20 14h", Monthly((20,)), time(14), "minute"),
    ("hằng tháng ngày cuối tháng", Monthly((LAST,)), OPEN, "day"),
    ("ngày cuối mỗi tháng 17h", Monthly((LAST,)), time(17), "minute"),
    ("mỗi cuối tháng 17h", Monthly((LAST,)), time(17), "minute"),
    ("mùng 5 dương hằng tháng", Monthly((5,)), OPEN, "day"),
    ("monthly on the last day 17:00", Monthly((LAST,)), time(17), "minute"),
    ("thứ bảy đầu tiên hằng tháng", NthWeekday(1, 5), OPEN, "day"),
    ("thứ bảy thứ hai hằng tháng", NthWeekday(2, 5), OPEN, "day"),
    ("thứ hai thứ nhất hằng tháng", NthWeekday(1, 0), OPEN, "day"),
    ("thứ bảy cuối cùng hằng tháng 8h sáng", NthWeekday(LAST, 5), time(8), "minute"),
    ("chủ nhật tuần đầu hằng tháng", NthWeekday(1, 6), OPEN, "day"),
    ("7h sáng mỗi chủ nhật cuối tháng", NthWeekday(LAST, 6), time(7), "minute"),
    ("mỗi thứ hai đầu tiên của tháng 8h sáng", NthWeekday(1, 0), time(8), "minute"),
    ("first Saturday every month 8am", NthWeekday(1, 5), time(8), "minute"),
    ("mùng 1 và rằm hằng tháng", LunarMonthly((1, 15)), OPEN, "day"),
    ("mùng 1 và rằm hằng tháng 6h sáng", LunarMonthly((1, 15)), time(6), "minute"),
    ("mỗi rằm 5h chiều", LunarMonthly((15,)), time(17), "minute"),
    ("mùng 1 âm hằng tháng", LunarMonthly((1,)), OPEN, "day"),
    ("ngày 10 âm lịch hằng tháng 19h", LunarMonthly((10,)), time(19), "minute"),
    ("hằng năm 2/9 lúc 7 giờ sáng", Yearly(9, 2), time(7), "minute"),
    ("hằng năm ngày 2/9", Yearly(9, 2), OPEN, "day"),
    ("quốc khánh hằng năm", Yearly(9, 2), OPEN, "day"),
    ("rằm tháng giêng hằng năm", LunarYearly(1, 15), OPEN, "day"),
    ("rằm tháng 7 hằng năm 6h sáng", LunarYearly(7, 15), time(6), "minute"),
    ("giỗ tổ hằng năm", LunarYearly(3, 10), OPEN, "day"),
    ("30 Tết hằng năm", LunarYearly(12, 30), OPEN, "day"),
    ("mùng 3 Tết hằng năm", LunarYearly(1, 3), OPEN, "day"),
    ("mùng 5 tháng 5 âm lịch hằng năm", LunarYearly(5, 5), OPEN, "day"),
    ("mỗi năm 23 tháng chạp", LunarYearly(12, 23), OPEN, "day"),
    ("hằng năm tết", LunarYearly(1, 1), OPEN, "day"),
]


@pytest.mark.parametrize(("words", "pattern", "at", "precision"), RULES)
def test_a_recurrence_becomes_a_rule(
    words: str, pattern: Pattern, at: time, precision: str
) -> None:
    assert read_schedule(words, NOW) == Repeat(Rule(pattern, at, TODAY), precision)  # type: ignore[arg-type]


@pytest.mark.parametrize(("words", "pattern", "at", "precision"), RULES)
def test_without_diacritics_it_is_the_same_rule_or_a_question(
    words: str, pattern: Pattern, at: time, precision: str
) -> None:
    bare = read_schedule(plain(words), NOW)
    same = bare == Repeat(Rule(pattern, at, TODAY), precision)  # type: ignore[arg-type]
    assert same or isinstance(bare, Ask), bare


BASE = Rule(Weekly((4,)), time(19), TODAY)


@pytest.mark.parametrize(
    ("words", "limits"),
    [
        ("thứ sáu hằng tuần 19h 5 lần", {"count": 5}),
        ("thứ sáu hằng tuần 19h đến hết năm", {"until": date(2026, 12, 31)}),
        ("mỗi thứ 6 19h đến 31/12", {"until": date(2026, 12, 31)}),
        ("mỗi thứ 6 19h cho đến hết tháng 2", {"until": date(2027, 2, 28)}),
        ("mỗi thứ 6 19h đến hết tháng", {"until": date(2026, 11, 30)}),
        ("mỗi thứ 6 19h đến Tết", {"until": date(2027, 2, 6)}),
        ("mỗi thứ 6 19h đến 15/11", {"until": date(2027, 11, 15)}),
        ("mỗi thứ 6 19h đến hết tuần sau", {"until": date(2026, 11, 29)}),
        ("mỗi thứ 6 19h từ 1/12", {"starts": date(2026, 12, 1)}),
        ("mỗi thứ 6 19h trừ 25/12", {"skips": (date(2026, 12, 25),)}),
        (
            "mỗi thứ 6 19h từ 1/12 đến hết tháng 2 trừ 25/12",
            {
                "starts": date(2026, 12, 1),
                "until": date(2027, 2, 28),
                "skips": (date(2026, 12, 25),),
            },
        ),
        ("every Friday 7pm until 31/12", {"until": date(2026, 12, 31)}),
    ],
)
def test_limits_in_words(words: str, limits: dict[str, object]) -> None:
    reading = read_schedule(words, NOW)
    assert isinstance(reading, Repeat)
    expected = {"pattern": BASE.pattern, "at": BASE.at, "starts": TODAY, **limits}
    assert reading.rule == Rule(**expected)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("trước rằm 2 ngày hằng tháng 8h sáng", "2026-12-21T08:00"),
        ("rằm hằng tháng trước 2 ngày 8h sáng", "2026-12-21T08:00"),
        ("mỗi tháng 2 ngày trước rằm 18h", "2026-11-21T18:00"),
        ("trước Tết 3 ngày hằng năm 8h sáng", "2027-02-03T08:00"),
    ],
)
def test_days_before_in_words(words: str, first: str) -> None:
    reading = read_schedule(words, NOW)
    assert isinstance(reading, Repeat)
    assert upcoming(reading.rule, NOW, 1)[0].strftime("%Y-%m-%dT%H:%M") == first


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("hằng tuần", "day"),
        ("hằng tháng", "day"),
        ("hằng năm", "day"),
        ("mùng 1 hằng tháng", "calendar"),
        ("mùng 5 tháng 5 hằng năm", "calendar"),
        ("mùng 5 âm và ngày 10 dương hằng tháng", "calendar"),
        ("hằng tháng ngày 32", "no-such-day"),
        ("hằng tháng ngày 31 âm", "no-such-day"),
        ("hằng ngày 25h", "no-such-day"),
        ("hằng ngày 7h sáng 8h tối", "several"),
        ("mỗi thứ 2 hoặc thứ 3", "several"),
        ("5 lần", "unclear"),
        ("hằng ngày 7h sáng đến khi xong", "unclear"),
        ("hằng ngày 7h sáng đến thứ 8", "unclear"),
        ("hằng ngày 7h sáng trừ chủ nhật", "unclear"),
        ("mỗi 2 tháng ngày 15", "unclear"),
        ("mỗi 0 ngày 7h sáng", "unclear"),
        ("hằng ngày 7h sáng 99", "unclear"),
    ],
)
def test_what_is_open_is_asked(words: str, why: str) -> None:
    assert read_schedule(words, NOW) == Ask(why)  # type: ignore[arg-type]


def test_what_is_said_once_is_meant_once() -> None:
    assert read_schedule("7h tối mai", NOW) == Moment(datetime(2026, 11, 22, 19, tzinfo=ZONE))


WORDS = (
    "hằng mỗi ngày tuần tháng năm thứ 2 6 chủ nhật mùng 1 15 rằm giêng tết âm dương cuối đầu tiên "
    "7h 19h30 sáng tối đến hết trừ từ 25/12 5 lần một trước sau và hoặc"
)


@given(st.lists(st.sampled_from(WORDS.split(" ")), max_size=8).map(" ".join))
def test_whatever_is_written_is_a_rule_a_time_or_a_question(words: str) -> None:
    reading = read_schedule(words, NOW)
    assert isinstance(reading, Repeat | Moment | Range | Ask | Past)
    if isinstance(reading, Repeat):
        assert Rule.load(reading.rule.dump()) == reading.rule
        assert reading.rule.starts >= TODAY


def test_a_week_of_the_month_beside_every_week_is_asked_about_never_left_out() -> None:
    assert read_schedule("7h sáng thứ hai hằng tuần, đầu tháng", NOW) == Ask("unclear")
