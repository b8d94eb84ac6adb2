"""A rule as a sentence: “mùng 1 và rằm hằng tháng (âm lịch), 06:00; tháng nhuận cũng gửi”."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.locale import _, short_day, weekday
from bot.talk.when_rule import (
    LAST,
    Daily,
    Leap,
    LunarMonthly,
    LunarYearly,
    Monthly,
    NthWeekday,
    Once,
    Rule,
    Weekly,
    Yearly,
)


def sentence(rule: Rule) -> str:
    """Which days, at what hour, from when, until when; what leap and short months do is said."""
    return "; ".join((_when(rule), *_limits(rule), *_moons(rule)))


def _when(rule: Rule) -> str:
    text = _("{days}, {hour}")
    if rule.before > 0:
        text = _("{count} days before {days}, {hour}")
    elif rule.before < 0:
        text = _("{count} days after {days}, {hour}")
    return text.format(days=_days(rule), hour=f"{rule.at:%H:%M}", count=abs(rule.before))


def _days(rule: Rule) -> str:
    match rule.pattern:
        case Once(on):
            return short_day(on)
        case Daily(1):
            return _("every day")
        case Daily(every):
            return _("every {count} days").format(count=every)
        case Weekly(days, 1):
            return _("every week on {days}").format(days=_all([weekday(day) for day in days]))
        case Weekly(days, every):
            names = _all([weekday(day) for day in days])
            return _("every {count} weeks on {days}").format(count=every, days=names)
        case Monthly(days):
            return _("every month on {days}").format(days=_all([_solar(day) for day in days]))
        case NthWeekday(nth, day):
            return _("every month on {day}").format(day=_nth(nth, weekday(day)))
        case Yearly(month, day):
            return _("every year on {day}/{month}").format(day=day, month=month)
        case LunarMonthly(days):
            return _("every lunar month on {days}").format(days=_all([_lunar(day) for day in days]))
        case LunarYearly(month, day):
            text = _("every year on {day} of lunar month {month}")
            return text.format(day=_lunar(day), month=_month(month))


def _limits(rule: Rule) -> Iterator[str]:
    if rule.count is not None:
        yield _("{count} times in all").format(count=rule.count)
    if rule.until is not None:
        yield _("until {day}").format(day=short_day(rule.until))
    if rule.skips:
        yield _("not on {days}").format(days=_all([short_day(day) for day in rule.skips]))


def _moons(rule: Rule) -> Iterator[str]:
    """What the lunar calendar does to it: a month that comes twice, a month without a 30th."""
    match rule.pattern:
        case LunarMonthly(days, short, leap):
            yield {
                "both": _("in a leap month too"),
                "first": _("not in a leap month"),
                "leap": _("in leap months only"),
            }[leap]
            yield from _short(days, short)
        case LunarYearly(_month, day, short, leap):
            doubled: dict[Leap, str] = {
                "both": _("in a year that has the month twice, in both"),
                "first": _("in a year that has the month twice, in the first"),
                "leap": _("only in years that have the month twice, in the second"),
            }
            yield doubled[leap]
            yield from _short((day,), short)


def _short(days: Sequence[int], short: str) -> Iterator[str]:
    if 30 in days:
        if short == "last":
            yield _("in a month of 29 days on the 29th")
        else:
            yield _("not in a month of 29 days")


def _solar(day: int) -> str:
    return _("the last day") if day == LAST else _("day {day}").format(day=day)


def _lunar(day: int) -> str:
    match day:
        case -1:
            return _("the last lunar day")
        case 15:
            return _("the full moon")
        case _ if day <= 10:
            return _("lunar day {day} (mùng)").format(day=day)
        case _:
            return _("lunar day {day}").format(day=day)


def _month(month: int) -> str:
    match month:
        case 1:
            return _("1 (Giêng)")
        case 12:
            return _("12 (Chạp)")
        case _:
            return str(month)


def _nth(nth: int, name: str) -> str:
    match nth:
        case 1:
            return _("the first {weekday}").format(weekday=name)
        case -1:
            return _("the last {weekday}").format(weekday=name)
        case _:
            return _("{weekday} number {nth}").format(weekday=name, nth=nth)


def _all(parts: Sequence[str]) -> str:
    if len(parts) < 2:
        return "".join(parts)
    return _("{first} and {last}").format(first=", ".join(parts[:-1]), last=parts[-1])
