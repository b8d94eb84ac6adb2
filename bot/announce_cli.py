"""``kheo announce`` and ``kheo deliver``: announcements from the command line."""

from __future__ import annotations

import argparse
import asyncio
import signal
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Connection

from bot.app import App, open_answers, open_library, open_store
from bot.enclosure import Enclosed, enclosed
from bot.errors import KheoError
from bot.locale import ZONE, _, when
from bot.settings import Settings
from bot.talk.when_repeat import read_schedule
from bot.talk.when_rule import Rule
from bot.talk.when_said import Ask, Moment, Past, Repeat
from delivery import announcement as drafts
from delivery import approval, audience
from delivery.states import State, name
from handlers.recurrence import sentence
from scheduler.clock import utc_now
from scheduler.timetable import Allowed, Quiet
from store import announcements, cadres, files
from store.announcements import Audience, Wording

NOW = ("now", "ngay", "bây giờ")


@dataclass(frozen=True, slots=True)
class _Done:
    number: int
    state: State
    allowed: Allowed
    unasked: bool  # a second person was named, and none was needed


def announce(arguments: argparse.Namespace, settings: Settings) -> int:
    """Write an announcement and hand it in; nothing is kept of one that is refused."""
    now = utc_now()
    text = _text(arguments)
    at, rule = _when(arguments.at, now)
    quiet = open_library(settings).commune.quiet
    more = enclosed(arguments)
    store = open_store(settings)
    try:
        done = store.call(lambda c: _announce(c, arguments, text, more, at, rule, now, quiet))
    finally:
        store.close()
    print(f"#{done.number}", flush=True)
    if done.unasked:
        print(_("It needed no approval: nobody had to be asked."))
    if rule is not None:
        print(_("Again and again: {rule}").format(rule=sentence(rule)))
    if done.allowed.moved:
        print(
            _("At that hour people sleep: it goes out at {at}.").format(
                at=when(Moment(done.allowed.at))
            )
        )
    elif done.state == "scheduled":
        print(_("It goes out at {at}.").format(at=when(Moment(done.allowed.at))))
    else:
        print(_("The announcement is {state}.").format(state=name(done.state)))
        if at is not None and done.state == "waiting":
            print(_("It is meant to go out at {at}.").format(at=when(Moment(done.allowed.at))))
    return 0


def _announce(
    connection: Connection,
    arguments: argparse.Namespace,
    text: str,
    more: Enclosed,
    at: datetime | None,
    rule: Rule | None,
    now: datetime,
    quiet: Quiet,
) -> _Done:
    by = _cadre(connection, arguments.author)
    for file in more.files:
        files.keep(connection, file, None, now)
    made = drafts.compose(
        connection,
        author=by,
        kind=arguments.kind,
        audience=_audience(connection, arguments, now),
        wordings={"vi": Wording(text, **more.wording)},
        ack="come" if arguments.come else "seen" if arguments.ack else "",
        now=now,
    )
    allowed = drafts.plan(connection, made, by=by, at=at, rule=rule, now=now, quiet=quiet)
    state = drafts.submit(connection, made, by=by, now=now, quiet=quiet)
    unasked = bool(arguments.approver) and state != "waiting"
    if arguments.approver:
        second = _cadre(connection, arguments.approver)
        if not unasked:
            state = approval.approve(connection, made, by=second, version=1, now=now, quiet=quiet)
    drafts.due(connection, made, now, quiet)
    standing = announcements.load(connection, made)
    assert standing is not None
    return _Done(made, standing.state, allowed, unasked)  # type: ignore[arg-type]


def _audience(connection: Connection, arguments: argparse.Namespace, now: datetime) -> Audience:
    to = audience.named(connection, arguments.to, _today(now))
    missed: int = arguments.missed
    if missed and announcements.load(connection, missed) is None:
        raise KheoError(_("There is no announcement #{number}.").format(number=missed))
    people = arguments.groups != "only"
    return replace(to, people=people, groups=bool(arguments.groups), missed=missed)


def deliver(_arguments: argparse.Namespace, settings: Settings) -> int:
    """Send what is on its way out, beside other processes, until told to stop."""
    if settings.sqlite_path is not None:
        raise KheoError(
            _(
                "With SQLite one process does it all: kheo run sends announcements by itself. "
                "Use PostgreSQL (KHEO_DATABASE_URL) for more than one."
            )
        )
    library = open_library(settings)
    store = open_store(settings)
    answers = open_answers(library, settings)
    app = App(settings, store, library, answers, serve=False, deliver=True)
    try:
        asyncio.run(_until_told(app, lambda: print(_("Khéo is delivering."), flush=True)))
    finally:
        store.close()
    return 0


async def _until_told(app: App, begun: Callable[[], None]) -> None:
    told = asyncio.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(sign, told.set)
    await app.start()
    try:
        begun()
        await told.wait()
    finally:
        await app.stop()


def _text(arguments: argparse.Namespace) -> str:
    if arguments.text_file is None:
        return str(arguments.text)
    try:
        return str(arguments.text_file.read_text(encoding="utf-8-sig")).strip()
    except (OSError, UnicodeDecodeError) as error:
        why = type(error).__name__
        raise KheoError(
            _("The file {file} cannot be read: {why}.").format(file=arguments.text_file, why=why)
        ) from error


def _when(words: str, now: datetime) -> tuple[datetime | None, Rule | None]:
    """A time, or a rule, from an ISO time or from people's own words; neither: now."""
    if not words.strip() or words.strip().casefold() in NOW:
        return None, None
    try:
        exact = datetime.fromisoformat(words.strip())
    except ValueError:
        pass
    else:
        return (exact if exact.tzinfo else exact.replace(tzinfo=ZONE)), None
    match read_schedule(words, now):
        case Moment(at, "minute"):
            return at, None
        case Repeat(rule, "minute"):
            return None, rule
        case Past():
            raise KheoError(_("That time has passed already. Please give a later one."))
        case Moment() | Repeat():
            raise KheoError(_("Please say the hour, too, for example: 7h30 tối mai."))
        case Ask(_why, (_one, *_rest) as candidates):
            names = "; ".join(_candidate(one) for one in candidates)
            text = _("“{words}” could be: {names}. Please write one of them in full.")
            raise KheoError(text.format(words=words, names=names))
        case _:
            raise KheoError(
                _("It is not clear when {words} is. Please write it in full.").format(words=words)
            )


def _candidate(one: Moment) -> str:
    """A time in full, and as it can be given back to ``--at``."""
    if one.precision == "day":
        return when(one)
    return f"{when(one)} ({one.at.astimezone(ZONE):%Y-%m-%dT%H:%M})"


def _cadre(connection: Connection, handle: str) -> int:
    holder = cadres.by_handle(connection, handle)
    if holder is None:
        raise KheoError(_("No cadre with a role is called {handle}.").format(handle=handle))
    return holder.id


def _today(now: datetime) -> date:
    return now.astimezone(ZONE).date()
