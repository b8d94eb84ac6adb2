"""A rule is echoed as a sentence, and what leap and short months do to it is said."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from bot import locale
from bot.talk.when_repeat import read_schedule
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
from bot.talk.when_said import ZONE, Repeat
from handlers.recurrence import sentence

NOW = datetime(2026, 11, 21, 9, tzinfo=ZONE)
START = NOW.date()

PATTERNS: tuple[tuple[Pattern, str], ...] = (
    (Once(date(2026, 12, 1)), "01/12/2026, 06:00"),
    (Daily(), "hằng ngày, 06:00"),
    (Daily(3), "3 ngày một lần, 06:00"),
    (Weekly((0, 3)), "thứ Hai và thứ Năm hằng tuần, 06:00"),
    (Weekly((6,), 2), "chủ nhật, 2 tuần một lần, 06:00"),
    (Monthly((1, 15, LAST)), "ngày 1, ngày 15 và ngày cuối tháng hằng tháng, 06:00"),
    (NthWeekday(1, 5), "thứ Bảy đầu tiên hằng tháng, 06:00"),
    (NthWeekday(LAST, 5), "thứ Bảy cuối cùng hằng tháng, 06:00"),
    (NthWeekday(3, 5), "thứ Bảy thứ 3 hằng tháng, 06:00"),
    (Yearly(9, 2), "ngày 2/9 hằng năm, 06:00"),
    (
        LunarMonthly((1, 15)),
        "mùng 1 và rằm hằng tháng (âm lịch), 06:00; tháng nhuận cũng gửi",
    ),
    (
        LunarMonthly((20, 30), leap="first"),
        "ngày 20 và ngày 30 hằng tháng (âm lịch), 06:00; tháng nhuận không gửi; tháng thiếu thì "
        "gửi ngày 29",
    ),
    (
        LunarMonthly((30,), "skip", "leap"),
        "ngày 30 hằng tháng (âm lịch), 06:00; chỉ gửi vào tháng nhuận; tháng thiếu thì không gửi",
    ),
    (
        LunarMonthly((LAST,)),
        "ngày cuối tháng hằng tháng (âm lịch), 06:00; tháng nhuận cũng gửi",
    ),
    (
        LunarYearly(1, 15),
        "rằm tháng giêng hằng năm (âm lịch), 06:00; năm nhuận tháng ấy thì gửi vào tháng trước",
    ),
    (
        LunarYearly(12, 23, leap="both"),
        "ngày 23 tháng chạp hằng năm (âm lịch), 06:00; năm nhuận tháng ấy thì gửi cả hai tháng",
    ),
    (
        LunarYearly(6, 1, leap="leap"),
        "mùng 1 tháng 6 hằng năm (âm lịch), 06:00; chỉ gửi năm nhuận tháng ấy, vào tháng sau",
    ),
)


@pytest.mark.parametrize(("pattern", "words"), PATTERNS, ids=lambda one: str(one)[:40])
def test_every_pattern_has_its_sentence(pattern: Pattern, words: str) -> None:
    assert sentence(Rule(pattern, time(6), START)) == words


def test_its_limits_are_said() -> None:
    rule = Rule(
        Daily(), time(7, 30), START, before=2, until=date(2026, 12, 31), count=5,
        skips=(date(2026, 12, 1), date(2026, 12, 2)),
    )  # fmt: skip
    assert sentence(rule) == (
        "trước 2 ngày so với hằng ngày, 07:30; 5 lần tất cả; đến hết ngày 31/12/2026; trừ "
        "01/12/2026 và 02/12/2026"
    )
    assert sentence(Rule(LunarMonthly((15,)), time(7), START, before=-1)).startswith("sau 1 ngày")


def test_in_english_too() -> None:
    with locale.use("en"):
        assert sentence(Rule(Weekly((0, 3)), time(6), START)) == (
            "every week on Monday and Thursday, 06:00"
        )


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("mùng 1 và rằm âm hằng tháng 6h sáng", "mùng 1 và rằm hằng tháng (âm lịch), 06:00"),
        ("23 tháng chạp hằng năm 7h sáng", "ngày 23 tháng chạp hằng năm (âm lịch), 07:00"),
        ("thứ 2 hằng tuần 7h sáng đến hết năm", "thứ Hai hằng tuần, 07:00; đến hết ngày"),
        ("hằng ngày 7h sáng 5 lần", "hằng ngày, 07:00; 5 lần tất cả"),
    ],
)
def test_what_people_write_comes_back_as_it_was_meant(said: str, heard: str) -> None:
    found = read_schedule(said, NOW)
    assert isinstance(found, Repeat), found
    assert sentence(found.rule).startswith(heard)
