"""``kheo report announcement``: what has become of one, or what its plan is."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from sqlalchemy import Connection

from bot.app import open_library, open_store
from bot.channels.base import Capabilities
from bot.channels.telegram.capabilities import CHANNEL as TELEGRAM
from bot.channels.telegram.capabilities import at_rate
from bot.channels.webchat.capabilities import CAPABILITIES as WEB
from bot.locale import ZONE, _, number, when
from bot.lookups_drafts import planned
from bot.ports_announcements import ReachPlan
from bot.settings import Settings
from bot.talk.when_rule import Rule
from bot.talk.when_said import Moment
from delivery import report
from delivery.progress import reason_words
from delivery.report import Report
from delivery.states import name
from handlers.outcome import apart_words
from handlers.recurrence import sentence
from handlers.review import reach_words
from scheduler.clock import utc_now
from scheduler.timetable import Quiet
from store import announcements, announcements_acks, announcements_reports, places
from store.announcements_acks import Told
from store.announcements_reports import Door


@dataclass(frozen=True, slots=True)
class _Found:
    """The report, and beside it what only a person asks for."""

    report: Report
    doors: Sequence[Door]
    names: Mapping[int, str]  # of the doors' places
    told: Sequence[Told]
    plan: ReachPlan | None  # while nothing has been sent
    rule: Rule | None
    due_at: datetime | None
    quiet: Quiet


def tell(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print, or write into a spreadsheet, what has become of an announcement."""
    quiet = open_library(settings).commune.quiet
    can: dict[str, Capabilities] = {WEB.channel: WEB}
    if settings.telegram_token:
        can[TELEGRAM] = at_rate(settings.telegram_rate)
    store = open_store(settings)
    try:
        found = store.look(lambda c: _look(c, arguments.number, can, utc_now(), quiet))
    finally:
        store.close()
    if arguments.json:
        print(json.dumps(_plain(found), ensure_ascii=False))
    elif arguments.xlsx is not None:
        given = arguments.xlsx != Path()
        path = arguments.xlsx if given else Path(f"announcement-{arguments.number}.xlsx")
        _book(found).save(path)
        print(path)
    else:
        print("\n".join(_lines(found)))
    return 0


def _look(
    connection: Connection,
    number: int,
    can: Mapping[str, Capabilities],
    now: datetime,
    quiet: Quiet,
) -> _Found:
    found = report.report(connection, number, now.astimezone(ZONE).date())
    standing = announcements.load(connection, number)
    assert standing is not None
    # As on paper and in chat, no door is named while it is not known who gets it.
    doors = () if found.preparing else announcements_reports.doors(connection, number)
    tree = places.load(connection, now.astimezone(ZONE).date())
    names = {one.id: one.name for one in map(tree.get, {door.place for door in doors}) if one}
    return _Found(
        found,
        doors,
        names,
        announcements_acks.told(connection, number),
        None if found.begun else planned(connection, standing, can, now),
        None if standing.rule is None else Rule.load(dict(standing.rule)),
        standing.next_at,
        quiet,
    )


def _plain(found: _Found) -> dict[str, Any]:
    """The report as JSON can carry it, with its plan while nothing has been sent."""
    plan = None
    if found.plan is not None:
        plan = asdict(found.plan) | {"lasts": round(found.plan.lasts.total_seconds())}
    return {
        **found.report.plain(),
        "plan": plan,
        "rule": found.rule.dump() if found.rule is not None else None,
        "next_at": found.due_at.isoformat() if found.due_at is not None else None,
        "quiet_hours": str(found.quiet),
    }


def _lines(found: _Found) -> list[str]:
    of = found.report
    lines = [_("Announcement #{number}: {state}").format(number=of.number, state=name(of.state))]
    if found.rule is not None:
        lines.append(_("Again and again: {rule}").format(rule=sentence(found.rule)))
    if found.due_at is not None:
        lines.append(_("Goes out: {time}").format(time=when(Moment(found.due_at))))
    lines.append(_("Quiet hours: {hours}").format(hours=found.quiet))
    if found.plan is not None:
        return [*lines, _("It has not been sent yet. Its plan:"), *reach_words(found.plan)]
    if of.preparing:
        lines.append(_("It is being put together who gets it."))
    lines.append(
        _("Sent: {sent} of {rows}").format(
            sent=number(of.counts.get("sent", 0)), rows=number(of.recipients)
        )
    )
    for state in ("failed", "skipped", "unknown"):
        for reason, rows in of.reasons.get(state, {}).items():
            lines.append(f"- {reason_words(reason)}: {number(rows)}")
    if of.open:
        lines.append(_("Still on its way: {count}").format(count=number(of.open)))
    come, away = of.answers.get("come", 0), of.answers.get("away", 0)
    if come or away:
        text = _("Will come: {come} · cannot come: {away}")
        lines.append(text.format(come=number(come), away=number(away)))
    for line in of.lines:
        lines.append(
            _("{place}: {reached} of {households} households, {acknowledged} acknowledged").format(
                place=line.name,
                reached=number(line.reached),
                households=number(line.households),
                acknowledged=number(line.acknowledged),
            )
        )
    if (apart := report.apart(of.apart))[0]:
        lines.append(apart_words(*apart))
    return lines


def _book(found: _Found) -> Workbook:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = f"#{found.report.number}"
    headings = (
        _("Hamlet"),
        _("Households"),
        _("Reached"),
        _("Acknowledged"),
        _("Told in person"),
        _("Not reached"),
    )
    sheet.append(headings)
    for line in found.report.lines:
        counted = [line.households, line.reached, line.acknowledged, line.told, line.open]
        sheet.append([line.name, *counted])
    if (apart := report.apart(found.report.apart))[0]:
        sheet.append([])
        sheet.append([apart_words(*apart)])
    visit = book.create_sheet(_("To visit"))
    visit.append([_("Hamlet"), _("Household"), _("Name")])
    for door in found.doors:
        visit.append([found.names.get(door.place, ""), door.code, _safe(door.head)])
    told = book.create_sheet(_("Told in person"))
    told.append([_("Household"), _("Told by"), _("When")])
    for one in found.told:
        told.append([one.code, _safe(one.by), f"{one.at.astimezone(ZONE):%H:%M %d/%m/%Y}"])
    return book


def _safe(words: str) -> str:
    """A name that begins like a formula stays a name."""
    return f"'{words}" if words and words[0] in "=+-@" else words
