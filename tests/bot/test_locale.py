"""Numbers, money and dates as the reader writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime

from bot import locale
from bot.locale import use

DAY = date(2026, 11, 21)
MOMENT = datetime(2026, 11, 21, 12, 30, tzinfo=UTC)


def test_a_language_is_called_as_the_reader_calls_it() -> None:
    assert locale.language_name("en") == "tiếng Anh"
    assert locale.language_name("hmn") == "hmn"
    with locale.use("en"):
        assert locale.language_name("vi") == "Vietnamese"


def test_vietnamese_and_english_write_alike_each_in_its_way():
    with use("vi"):
        assert locale.number(1234567) == "1.234.567"
        assert locale.money(1500000) == "1.500.000 ₫"
        assert locale.short_day(DAY) == "21/11/2026"
        assert "21 tháng 11, 2026" in locale.day(DAY)
        assert locale.moment(MOMENT).startswith("19:30")
    with use("en"):
        assert locale.number(1234567) == "1,234,567"
        assert locale.money(1500000) == "1,500,000 ₫"
        assert "2026" in locale.short_day(DAY)
        assert locale.day(DAY) == "Saturday, November 21, 2026"


def test_a_language_that_is_not_there_is_vietnamese_and_the_block_ends():
    with use("en"):
        with use("xx"):
            assert locale.current().code == "vi"
        assert locale.current().code == "en"


def test_forms_of_number_follow_the_language():
    with use("en"):
        assert locale.ngettext("one thing", "many things", 2) == "many things"
    assert [language.name for language in locale.languages().values()] == [
        "Tiếng Việt",
        "English",
    ]
