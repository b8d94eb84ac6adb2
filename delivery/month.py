"""A month at a glance: what became of all that was announced in it, hamlet by hamlet."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from bot import locale
from bot.errors import KheoError
from bot.locale import ZONE, _
from bot.month import Bars, Sheet
from delivery import report
from store import announcements_reports

_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Month:
    """The figures of one month; ``bars`` by the code of their place."""

    title: str
    count: int
    bars: Sequence[Bars]


def month(
    connection: Connection, written: str, today: date, codes: Collection[str] | None = None
) -> Month:
    """The month that is written “2026-11”, of the places with these codes or of all.

    Raises KheoError for anything else.
    """
    found = _MONTH.fullmatch(written)
    if found is None or not 1 <= int(found[2]) <= 12 or int(found[1]) < 1:
        raise KheoError(_("Please write the month as in 2026-11."))
    year, number = int(found[1]), int(found[2])
    start = datetime(year, number, 1, tzinfo=ZONE)
    end = datetime(year + number // 12, number % 12 + 1, 1, tzinfo=ZONE)
    sent = announcements_reports.sent_between(connection, start, end)
    added: dict[str, Bars] = {}
    for announcement in sent:
        for line in report.lines(connection, announcement, today):
            if codes is not None and line.code not in codes:
                continue
            before = added.get(line.code) or Bars(line.name, 0, 0, 0, 0)
            added[line.code] = Bars(
                line.name,
                before.households + line.households,
                before.reached + line.reached,
                before.acknowledged + line.acknowledged,
                before.told + line.told,
            )
    title = _("Month {month}/{year}").format(month=number, year=year)
    return Month(title, len(sent), [added[code] for code in sorted(added)])


def sheet(commune: str, of: Month) -> Sheet:
    """What the picture of a month says, in the language in use."""
    return Sheet(commune, of.title, of.count, tuple(of.bars), locale.current().code)
