"""``kheo notice``, ``kheo speech``, and reports on paper: what leaves the house on no screen."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

from openpyxl import Workbook
from sqlalchemy import Connection

from bot import page, paper, report_cli
from bot.app import open_library, open_store
from bot.errors import KheoError
from bot.locale import ZONE, _, short_day
from bot.month import picture
from bot.settings import Settings
from bot.spoken import spoken
from delivery import audience, run, wording
from delivery.month import month
from handlers.doors import not_yet
from scheduler.clock import utc_now
from store import announcements, announcements_reports, announcements_runs, places
from store.announcements import Announcement, Wording

T = TypeVar("T")


#: What each report can be written as.
FORMS = {"announcement": ("json", "xlsx"), "doors": ("xlsx", "pdf"), "month": ("png",)}


def tell(arguments: argparse.Namespace, settings: Settings) -> int:
    """One announcement, its doors, or a month."""
    forms = FORMS[arguments.what]
    for form in ("json", "xlsx", "pdf", "png"):
        if getattr(arguments, form) not in (None, False) and form not in forms:
            text = _("“kheo report {what}” has no --{form}; it has: {forms}.")
            have = ", ".join(f"--{one}" for one in forms)
            raise KheoError(text.format(what=arguments.what, form=form, forms=have))
    if arguments.what == "month":
        return _month(arguments, settings)
    if not re.fullmatch(r"\d{1,9}", arguments.number, re.ASCII):
        raise KheoError(
            _("{number} is not the number of an announcement.").format(number=arguments.number)
        )
    arguments.number = int(arguments.number)
    if arguments.what == "doors":
        return _doors(arguments, settings)
    return report_cli.tell(arguments, settings)


def notice(arguments: argparse.Namespace, settings: Settings) -> int:
    """Write the announcement as a printable page with a code to scan."""
    standing, words, _where, code = _look(settings, lambda c: _read(c, arguments.number))
    base = settings.public_url or f"http://{settings.host}:{settings.port}"
    if not settings.public_url:
        print(_("KHEO_PUBLIC_URL is not set: the code on this page works on this machine only."))
    day = standing.changed_at.astimezone(ZONE).date()
    foot = _("Announcement #{number}, {date}").format(number=standing.id, date=short_day(day))
    pages = paper.notice(
        open_library(settings).commune.name,
        words.title or wording.title(standing.kind),
        wording.read_out(words),
        foot,
        f"{base}/h/{code}" if code else f"{base}/chat",
    )
    arguments.out.mkdir(parents=True, exist_ok=True)
    pdf = arguments.out / f"kheo-notice-{standing.id}.pdf"
    png = arguments.out / f"kheo-notice-{standing.id}.png"
    pdf.write_bytes(page.as_pdf(*pages, title=foot))
    page.as_image(pages[0]).save(png, dpi=(page.DPI, page.DPI), optimize=True)
    print(f"{pdf}\n{png}")
    return 0


def speech(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print the announcement as it is read over the loudspeaker."""
    standing, words, where, _code = _look(settings, lambda c: _read(c, arguments.number))
    commune = open_library(settings).commune.name
    title = re.sub(r"^\W+", "", words.title or wording.title(standing.kind))
    print(
        spoken(
            _(
                "Dear people of {place}!\n{commune} has something to tell you: {title}.\n\n"
                "{text}\n\nOnce more.\n\n{text}\n\nThank you for listening."
            ).format(place=where, commune=commune, title=title, text=wording.read_out(words))
        )
    )
    return 0


def _look(settings: Settings, work: Callable[[Connection], T]) -> T:
    store = open_store(settings)
    try:
        return store.call(work)
    finally:
        store.close()


def _read(connection: Connection, number: int) -> tuple[Announcement, Wording, str, str]:
    """(announcement, Vietnamese words, audience, code of its only place or "")."""
    standing = announcements.load(connection, number)
    if standing is None:
        raise KheoError(_("There is no announcement #{number}.").format(number=number))
    act, words = run.told_last(connection, number)
    if act == "retract":
        why = _(
            "Announcement #{number} has been taken back: it is not put up or read out any more."
        )
        raise KheoError(why.format(number=number))
    today = _today(utc_now())
    where = audience.described(connection, standing.audience, today)
    meant = standing.audience.places
    only = places.get(connection, meant[0]) if len(meant) == 1 else None
    text = words.get("vi") or next(iter(words.values()))
    return standing, text, where, only.code if only is not None else ""


def _doors(arguments: argparse.Namespace, settings: Settings) -> int:
    number: int = arguments.number

    def read(connection: Connection) -> list[paper.Visit]:
        if announcements.load(connection, number) is None:
            raise KheoError(_("There is no announcement #{number}.").format(number=number))
        sendings = announcements_runs.of(connection, number)
        if not sendings:
            text = _("Announcement #{number} has not been sent yet, so no door is left out.")
            raise KheoError(text.format(number=number))
        if any(map(announcements_runs.is_preparing, sendings)):
            raise KheoError(not_yet())
        tree = places.load(connection, _today(utc_now()))
        found = announcements_reports.doors(connection, number)
        names = {one.id: one.name for one in map(tree.get, {d.place for d in found}) if one}
        return [paper.Visit(names.get(one.place, ""), one.code, one.head) for one in found]

    visits = _look(settings, read)
    title = _("Doors to knock on: announcement #{number}").format(number=number)
    stem = f"kheo-doors-{number}"
    if arguments.xlsx is not None:
        path = _given(arguments.xlsx, f"{stem}.xlsx")
        _book(visits).save(path)
        print(path)
    elif arguments.pdf is not None:
        path = _given(arguments.pdf, f"{stem}.pdf")
        path.write_bytes(page.as_pdf(*paper.doors(title, visits), title=title))
        print(path)
    else:
        print(title)
        print("\n".join(f"{one.place}\t{one.code}\t{one.name}".rstrip() for one in visits))
    return 0


def _book(visits: list[paper.Visit]) -> Workbook:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = _("To visit")
    sheet.append([_("Hamlet"), _("Household"), _("Name"), _("Told"), _("Note")])
    for visit in visits:
        name = visit.name
        # A name that begins like a formula stays a name.
        safe = f"'{name}" if name and name[0] in "=+-@" else name
        sheet.append([visit.place, visit.code, safe, "", ""])
    sheet.freeze_panes = "A2"
    for column, wide in zip("ABCDE", (26, 18, 30, 10, 30), strict=True):
        sheet.column_dimensions[column].width = wide
    return book


def _month(arguments: argparse.Namespace, settings: Settings) -> int:
    found = _look(settings, lambda c: month(c, arguments.number, _today(utc_now())))
    if arguments.png is None:
        print(found.title)
        print(_("Announcements: {count}").format(count=found.count))
        print("\n".join(f"{one.place}: {one.reached}/{one.households}" for one in found.bars))
        return 0
    path = _given(arguments.png, f"kheo-{arguments.number}.png")
    commune = open_library(settings).commune.name
    shapes = picture(commune, found.title, found.count, found.bars)
    page.as_image(shapes).save(path, dpi=(page.DPI, page.DPI), optimize=True)
    print(path)
    return 0


def _given(path: Path, otherwise: str) -> Path:
    """The file that was named, or one in this folder; its folder is made."""
    chosen = path if path != Path() else Path(otherwise)
    chosen.parent.mkdir(parents=True, exist_ok=True)
    return chosen


def _today(now: datetime) -> date:
    return now.astimezone(ZONE).date()
