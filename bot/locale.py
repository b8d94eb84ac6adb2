"""The reader's language: catalogue texts, numbers, money, dates.

Catalogues are folders ``content/locales/<language>/messages.po``. They are read at start, so there
is no compiled file that could be older than its source. ``use`` sets the language of one turn.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from gettext import GNUTranslations
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError, dates, numbers
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from bot.errors import ContentError
from bot.talk import lunar
from bot.talk.lunar import LunarDay
from bot.talk.when_said import Moment

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
DEFAULT = "vi"
_SUNDAY = 6
FOLDER = Path(__file__).resolve().parent.parent / "content" / "locales"


@dataclass(frozen=True, slots=True)
class Language:
    """One language of the catalogue: its code, its own name, and its texts."""

    code: str
    name: str
    texts: GNUTranslations
    locale: Locale


def load(folder: Path = FOLDER) -> dict[str, Language]:
    """All languages in ``folder``, Vietnamese first; raises ContentError for broken ones."""
    languages: dict[str, Language] = {}
    problems = []
    for path in sorted(folder.glob("*/messages.po"), key=lambda p: (p.parent.name != DEFAULT, p)):
        code = path.parent.name
        try:
            catalogue = read_po(io.BytesIO(path.read_bytes()), locale=code, abort_invalid=True)
            buffer = io.BytesIO()
            write_mo(buffer, catalogue)
            buffer.seek(0)
            locale = Locale.parse(code)
            name = locale.get_language_name(code) or code
            name = name[:1].upper() + name[1:]
            languages[code] = Language(code, name, GNUTranslations(buffer), locale)
        except Exception as error:
            problems.append(f"{path}: {error}")
    if DEFAULT not in languages and not problems:
        problems.append(f"{folder}: there is no Vietnamese catalogue (vi/messages.po)")
    if problems:
        raise ContentError(problems)
    return languages


def language_name(code: str) -> str:
    """The name of a language as it stands in a sentence of the language in use."""
    try:
        name = Locale.parse(code).get_language_name(current().locale) or code
    except (UnknownLocaleError, ValueError):
        name = code
    return name[:1].lower() + name[1:] if current().code == DEFAULT else name


@lru_cache(maxsize=1)
def languages() -> dict[str, Language]:
    """The languages that come with Khéo."""
    return load()


_current: ContextVar[str] = ContextVar("language", default=DEFAULT)


@contextmanager
def use(code: str) -> Iterator[None]:
    """Speak ``code`` (or Vietnamese, where it is unknown) inside the block."""
    token = _current.set(code if code in languages() else DEFAULT)
    try:
        yield
    finally:
        _current.reset(token)


def current() -> Language:
    """The language in use."""
    return languages()[_current.get()]


def _(text: str) -> str:
    """``text`` in the language in use."""
    return current().texts.gettext(text)


def ngettext(one: str, many: str, count: int) -> str:
    """The form for ``count`` in the language in use."""
    return current().texts.ngettext(one, many, count)


def number(value: int | float) -> str:
    """1.234.567 in Vietnamese, 1,234,567 in English."""
    return numbers.format_decimal(value, locale=current().locale)


def money(dong: int) -> str:
    """An amount of integer đồng, without decimals."""
    return numbers.format_currency(
        dong, "VND", locale=current().locale, format="#,##0 ¤", currency_digits=False
    )


def day(value: date) -> str:
    """A date with its weekday, in full."""
    return dates.format_date(value, "full", locale=current().locale)


def short_day(value: date) -> str:
    """A date in figures, day first in Vietnamese."""
    pattern = "dd/MM/yyyy" if current().code == DEFAULT else "medium"
    return dates.format_date(value, pattern, locale=current().locale)


def weekday(value: int) -> str:
    """The name of a day of the week, 0 = Monday, as it stands in a sentence."""
    name = str(dates.get_day_names("wide", locale=current().locale)[value])
    if current().code != DEFAULT:
        return name
    # The CLDR writes “Thứ Hai”, “Chủ Nhật”; in a sentence it is “thứ Hai”, “chủ nhật”.
    return name.lower() if value == _SUNDAY else name[:1].lower() + name[1:]


def moment(value: datetime) -> str:
    """A date and time on the clock of Vietnam."""
    local = value.astimezone(ZONE)
    return f"{local:%H:%M}, {day(local.date())}"


def lunar_day(value: LunarDay) -> str:
    """A lunar date: “15 tháng 10 Bính Ngọ”, “day 15 of lunar month 10, Bính Ngọ”."""
    if current().code == DEFAULT:
        return lunar.spoken(value)
    text = _("day {day} of lunar month {month}, {year}")
    if value.leap:
        text = _("day {day} of the leap lunar month {month}, {year}")
    return text.format(day=value.day, month=value.month, year=lunar.year_name(value.year))


def when(value: Moment) -> str:
    """A time in full: “19:30 thứ Hai 23/11/2026, tức 15 tháng 10 Bính Ngọ”."""
    text = _("{weekday} {day}, that is {lunar}")
    if value.precision != "day":
        text = _("{hour} {weekday} {day}, that is {lunar}")
    return text.format(
        hour=f"{value.at.astimezone(ZONE):%H:%M}",
        weekday=weekday(value.day.weekday()),
        day=short_day(value.day),
        lunar=lunar_day(value.lunar),
    )
