"""The Vietnamese lunar calendar: UTC+7, leap months, rằm and Tết.

    to_lunar(date(2026, 11, 23))          LunarDay(15, 10, 2026): rằm tháng 10
    to_solar(LunarDay(1, 1, 2027))        date(2027, 2, 6): Tết Đinh Mùi
    to_solar(last_of_year(2026))          date(2027, 2, 5): there is no 30 Tết that year
    year_name(2026)                       "Bính Ngọ"

The rules and the astronomy are those that Hồ Ngọc Đức published as “Thuật toán tính âm lịch”
(https://www.informatik.uni-leipzig.de/~duc/amlich/calrules_vn.html): a month begins on the day
of the new moon, the winter solstice falls into month 11, and in a year of thirteen months the
first month without a principal term is the leap one. Days are those of the 105th meridian.
It is not the Chinese calendar: Tết 2030 and 2053 fall on different days there.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

FIRST_YEAR = 1800
LAST_YEAR = 2199
_ZONE = 7 / 24  # Vietnam is seven hours ahead: days begin at local midnight.
_JULIAN = 1_721_425  # Julian day number of ordinal 0 of Python's calendar
_EPOCH = 2_415_021.076998695  # the new moon of 1 January 1900, from which moons are counted
_MOON = 29.530588853  # mean days between new moons
_STEMS = ("Giáp", "Ất", "Bính", "Đinh", "Mậu", "Kỷ", "Canh", "Tân", "Nhâm", "Quý")
_BRANCHES = (
    "Tý", "Sửu", "Dần", "Mão", "Thìn", "Tỵ", "Ngọ", "Mùi", "Thân", "Dậu", "Tuất", "Hợi",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LunarDay:
    """A day of the lunar calendar; ``year`` is the solar year in which its Tết falls."""

    day: int
    month: int
    year: int
    leap: bool = False


@dataclass(frozen=True, slots=True)
class LunarMonth:
    """A lunar month: its number, whether it is the leap one, its first day and 29 or 30 days."""

    month: int
    leap: bool
    first: date
    length: int


def to_lunar(day: date) -> LunarDay:
    """The lunar date of a day; ValueError outside 1800–2199."""
    year = day.year if day >= new_year(day.year) else day.year - 1
    table = months(year)
    month = table[bisect_right([one.first for one in table], day) - 1]
    return LunarDay((day - month.first).days + 1, month.month, year, month.leap)


def to_solar(lunar: LunarDay) -> date:
    """The day of a lunar date; ValueError when there is no such date."""
    month = find(lunar.year, lunar.month, lunar.leap)
    if month is None or not 1 <= lunar.day <= month.length:
        raise ValueError(f"{lunar} does not exist")
    return date.fromordinal(month.first.toordinal() + lunar.day - 1)


def find(year: int, month: int, leap: bool = False) -> LunarMonth | None:
    """One month of a lunar year, or None where the year has no such month."""
    return next((one for one in months(year) if (one.month, one.leap) == (month, leap)), None)


def leap_month(year: int) -> int | None:
    """The number of the month that a lunar year has twice, if any."""
    return next((one.month for one in months(year) if one.leap), None)


def new_year(year: int) -> date:
    """The day of Tết: mùng 1 tháng giêng."""
    return months(year)[0].first


def last_of_year(year: int) -> LunarDay:
    """The last day of a lunar year: 30 tháng chạp, or 29 when the month is short."""
    month = months(year)[-1]
    return LunarDay(month.length, month.month, year, month.leap)


def year_name(year: int) -> str:
    """The can-chi name of a lunar year; year 4 began a round of sixty (Giáp Tý)."""
    return f"{_STEMS[(year - 4) % 10]} {_BRANCHES[(year - 4) % 12]}"


def spoken(day: LunarDay) -> str:
    """A lunar date as people say it: “mùng 5 tháng giêng Đinh Mùi”, “15 tháng 5 nhuận …”."""
    number = f"mùng {day.day}" if day.day <= 10 else str(day.day)
    month = {1: "giêng", 12: "chạp"}.get(day.month, str(day.month))
    leap = " nhuận" if day.leap else ""
    return f"{number} tháng {month}{leap} {year_name(day.year)}"


@lru_cache(maxsize=512)
def months(year: int) -> tuple[LunarMonth, ...]:
    """The twelve or thirteen months of a lunar year, in order."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"the lunar calendar is kept for {FIRST_YEAR}–{LAST_YEAR}, not {year}")
    after = _round(year + 1)
    own = [one for one in _round(year) if one[1] <= 10] + [one for one in after if one[1] >= 11]
    ends = [start for start, _, _ in own[1:]]
    ends.append(next(start for start, month, _ in after if month == 1))
    return tuple(
        LunarMonth(month, leap, date.fromordinal(start), end - start)
        for (start, month, leap), end in zip(own, ends, strict=True)
    )


@lru_cache(maxsize=512)
def _round(year: int) -> tuple[tuple[int, int, bool], ...]:
    """The months (first day as ordinal, number, leap) from month 11 of the year before on."""
    first, end = _solstice_month(year - 1), _solstice_month(year)
    moon = math.floor((first + _JULIAN - _EPOCH) / _MOON + 0.5)
    starts = [first]
    while (start := _new_moon(moon + len(starts))) < end:
        starts.append(start)
    # Month 11 never is a leap month itself: the search begins with the one that follows it.
    leap = 13
    if len(starts) == 13:
        leap = next(n for n in range(1, 13) if _term(starts[n]) == _term((*starts, end)[n + 1]))
    numbers = ((n - (n >= leap) + 10) % 12 + 1 for n in range(len(starts)))
    return tuple(
        (start, number, n == leap)
        for n, (start, number) in enumerate(zip(starts, numbers, strict=True))
    )


def _solstice_month(year: int) -> int:
    """The first day (ordinal) of month 11: the month that holds the winter solstice."""
    eve = date(year, 12, 31).toordinal()
    moon = math.floor((eve + _JULIAN - 2_415_021) / _MOON)
    start = _new_moon(moon)
    return start if _term(start) < 9 else _new_moon(moon - 1)


def _term(ordinal: int) -> int:
    """How many principal terms (30° of the sun's way) have passed when a day begins, 0–11."""
    t = (ordinal + _JULIAN - 2_451_545.5 - _ZONE) / 36525  # centuries from noon, 1 January 2000
    m = math.radians(357.52910 + 35999.05030 * t - 0.0001559 * t**2 - 0.00000048 * t**3)
    around = 280.46645 + 36000.76983 * t + 0.0003032 * t**2
    around += (1.914600 - 0.004817 * t - 0.000014 * t**2) * math.sin(m)
    around += (0.019993 - 0.000101 * t) * math.sin(2 * m) + 0.000290 * math.sin(3 * m)
    return int(around % 360 // 30)


def _new_moon(k: int) -> int:
    """The day (ordinal) in Vietnam of the ``k``-th new moon since 1 January 1900.

    The series is that of Meeus, Astronomical Algorithms (1998), as the source above gives it.
    """
    t = k / 1236.85  # centuries since 1900
    mean = 2_415_020.75933 + 29.53058868 * k + 0.0001178 * t**2 - 0.000000155 * t**3
    mean += 0.00033 * math.sin(math.radians(166.56 + 132.87 * t - 0.009173 * t**2))
    m = math.radians(359.2242 + 29.10535608 * k - 0.0000333 * t**2 - 0.00000347 * t**3)
    mm = math.radians(306.0253 + 385.81691806 * k + 0.0107306 * t**2 + 0.00001236 * t**3)
    f = math.radians(21.2964 + 390.67050646 * k - 0.0016528 * t**2 - 0.00000239 * t**3)
    shift = (0.1734 - 0.000393 * t) * math.sin(m) + 0.0021 * math.sin(2 * m)
    shift += -0.4068 * math.sin(mm) + 0.0161 * math.sin(2 * mm) - 0.0004 * math.sin(3 * mm)
    shift += 0.0104 * math.sin(2 * f) - 0.0051 * math.sin(m + mm) - 0.0074 * math.sin(m - mm)
    shift += 0.0004 * math.sin(2 * f + m) - 0.0004 * math.sin(2 * f - m)
    shift += -0.0006 * math.sin(2 * f + mm) + 0.0010 * math.sin(2 * f - mm)
    shift += 0.0005 * math.sin(2 * mm + m)
    delta = -0.000278 + 0.000265 * t + 0.000262 * t**2
    return math.floor(mean + shift - delta + 0.5 + _ZONE) - _JULIAN
