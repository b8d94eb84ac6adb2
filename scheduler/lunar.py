"""Triggers for APScheduler: its own for what cron can say, ours for the lunar calendar.

trigger(Rule(Weekly((4,)), time(7, 30), start))          CronTrigger
trigger(Rule(LunarMonthly((1, 15)), time(6), start))     LunarTrigger
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.date import DateTrigger

from bot.talk.when_next import next_after, upcoming
from bot.talk.when_rule import LAST, Daily, Monthly, NthWeekday, Once, Rule, Weekly, Yearly
from bot.talk.when_said import ZONE

_TICK = timedelta(microseconds=1)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NTH = {1: "1st", 2: "2nd", 3: "3rd", 4: "4th", 5: "5th", LAST: "last"}


class LunarTrigger(BaseTrigger):  # type: ignore[misc]
    """Fires by a rule: lunar days, days before, skipped days, a count.

    Unlike a cron trigger it never goes back: with a ``previous_fire_time`` the next one is later,
    whatever the clock says now. The count runs from the first day of the rule.
    """

    __slots__ = ("rule",)

    def __init__(self, rule: Rule) -> None:
        self.rule = rule

    def get_next_fire_time(
        self, previous_fire_time: datetime | None, now: datetime
    ) -> datetime | None:
        """The first firing after the previous one, or from ``now`` on; None when it is over."""
        after = now - _TICK if previous_fire_time is None else previous_fire_time
        if self.rule.count is None:
            return next_after(self.rule, after)
        begin = datetime.combine(self.rule.starts, time(), ZONE) - _TICK
        return next((at for at in upcoming(self.rule, begin, self.rule.count) if at > after), None)

    def __repr__(self) -> str:
        return f"LunarTrigger({self.rule!r})"


def trigger(rule: Rule) -> BaseTrigger:
    """The trigger of a rule: APScheduler's own wherever it can say the same, else ours."""
    fields = _cron(rule)
    if rule.before or rule.count is not None or rule.skips or fields is None:
        return LunarTrigger(rule)
    if isinstance(rule.pattern, Once):
        return DateTrigger(datetime.combine(rule.pattern.on, rule.at, ZONE))
    return CronTrigger(
        hour=rule.at.hour,
        minute=rule.at.minute,
        start_date=_midnight(rule.starts),
        end_date=_midnight(rule.until + timedelta(days=1)) - _TICK if rule.until else None,
        timezone=ZONE,
        **fields,
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), ZONE)


def _cron(rule: Rule) -> dict[str, str | int] | None:
    """The day fields of a cron trigger, or None where cron has no word for the pattern."""
    match rule.pattern:
        case Once(on) if rule.starts <= on and (rule.until is None or on <= rule.until):
            return {}
        case Daily(1):
            return {"day": "*"}
        case Weekly((_, *_) as days, 1) if all(0 <= day <= 6 for day in days):
            return {"day_of_week": ",".join(_WEEKDAYS[day] for day in sorted(set(days)))}
        case Monthly((_, *_) as days, short) if all(
            day == LAST or 1 <= day <= (31 if short == "skip" else 28) for day in days
        ):
            return {"day": ",".join("last" if day == LAST else str(day) for day in sorted(days))}
        case NthWeekday(nth, weekday) if nth in _NTH and 0 <= weekday <= 6:
            return {"day": f"{_NTH[nth]} {_WEEKDAYS[weekday]}"}
        case Yearly(month, day, short) if 1 <= month <= 12 and 1 <= day <= 28 + (short == "skip"):
            return {"month": month, "day": day}
        case _:
            return None
