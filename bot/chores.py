"""The technician's commands, each done once and over: prepare, import, print, check."""

from __future__ import annotations

import argparse
import asyncio
import secrets
import sqlite3
from contextlib import closing
from datetime import timedelta

from bot import booklet_cli, content_cli, demo, doctor, questions_cli
from bot.app import open_library, open_living, open_store
from bot.channels.telegram.capabilities import CAPABILITIES as TELEGRAM
from bot.channels.webchat.capabilities import CAPABILITIES as WEB
from bot.errors import KheoError
from bot.locale import DEFAULT, ZONE, _, moment, number
from bot.poster import poster
from bot.probes import RealProbes
from bot.settings import Settings
from content import check
from content.answers import suggest
from content.check_words import NARROWEST, Carrier
from content.library import BUILT_IN
from scheduler.clock import utc_now
from store import imports_households, imports_places, invitations, places, requests
from store.engine import open_engine
from store.migrate import upgrade

#: What a guide has to fit: the channels that there are, and the narrowest that may come.
CARRIERS = (
    NARROWEST,
    *(
        Carrier(row.channel, row.text_limit, row.buttons, row.label_limit, row.caption_limit)
        for row in (TELEGRAM, WEB)
    ),
)

#: On which made-up residents may have their chats.
CHANNELS = (WEB.channel, TELEGRAM.channel)


def migrate(_arguments: argparse.Namespace, settings: Settings) -> int:
    """Prepare the database."""
    engine = open_engine(settings.database_url)
    upgrade(engine)
    engine.dispose()
    print(_("The database is ready."))
    return 0


def backup(arguments: argparse.Namespace, settings: Settings) -> int:
    """Copy the SQLite database, whole and at one moment, into a new file."""
    if settings.sqlite_path is None:
        raise KheoError(_("With PostgreSQL use pg_dump: it copies while everything runs."))
    if arguments.file.exists():
        raise KheoError(_("The file {file} is there already.").format(file=arguments.file))
    arguments.file.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(settings.sqlite_path)) as source:
        source.execute("VACUUM INTO ?", (str(arguments.file),))
    arguments.file.chmod(0o600)
    print(_("The database was copied to {file}.").format(file=arguments.file))
    return 0


def examine(_arguments: argparse.Namespace, settings: Settings) -> int:
    """Look at everything; exit code 1 when something has to be done."""
    findings = asyncio.run(doctor.examine(settings, RealProbes()))
    print("\n".join(finding.text() for finding in findings))
    return int(not all(finding.ok for finding in findings))


def take_in(arguments: argparse.Namespace, settings: Settings) -> int:
    """Import a file; nothing of it is stored when a row is wrong."""
    now = utc_now()
    store = open_store(settings)
    try:
        if arguments.what == "places":
            rows = imports_places.read(arguments.file)
            report = store.call(
                lambda c: imports_places.import_places(c, rows, dry_run=arguments.dry_run, now=now)
            )
        else:
            rows = imports_households.read(arguments.file)
            report = store.call(
                lambda c: imports_households.import_households(
                    c, rows, dry_run=arguments.dry_run, now=now
                )
            )
    finally:
        store.close()
    print(report.text())
    return 0


def look_over(arguments: argparse.Namespace, settings: Settings) -> int:
    """Check the guides; exit code 1 when something is wrong or due."""
    match arguments.what:
        case "suggest":
            return _suggest(settings)
        case "correct":
            return content_cli.correct(arguments, settings)
        case "corrections":
            return content_cli.listed(arguments, settings)
        case "export":
            return booklet_cli.export(arguments, settings)
    today = utc_now().astimezone(ZONE).date()
    folders = (BUILT_IN, settings.content) if settings.content else (BUILT_IN,)
    if arguments.what == "check":
        lines = check.lines(folders, today, CARRIERS)
    else:
        due = check.stale(open_living(settings), today, timedelta(days=arguments.within))
        lines = [str(problem) for problem in due]
    print("\n".join(lines) if lines else _("Nothing to mend."))
    return int(bool(lines))


def _suggest(settings: Settings) -> int:
    """Which guides take each other's questions, and which examples are not understood."""
    today = utc_now().astimezone(ZONE).date()
    folders = (settings.content,) if settings.content else ()
    wrong = suggest.mistaken(open_library(settings).guides(DEFAULT, today), folders)
    print(_("Guides that take each other's questions (guide ← whose questions, how many):"))
    for guide, found, count in suggest.attracted(wrong):
        print(f"{found} ← {guide}  {count}")
    print(_("Questions that are not understood unless they are learnt (! = answered wrongly):"))
    for one in wrong:
        print(f"{'!' if one.sure else ' '} {one.guide} → {one.found}  {one.text}")
    store = open_store(settings)
    try:
        lines = store.look(lambda c: questions_cli.disliked(c, today))
    finally:
        store.close()
    print(_("What was shown and not meant, as residents said in the last months:"))
    print("\n".join(lines))
    return 0


def grant(arguments: argparse.Namespace, settings: Settings) -> int:
    """Give a role to a cadre and print the link that joins their chat to it."""
    now, token = utc_now(), secrets.token_urlsafe(12)
    store = open_store(settings)
    try:
        place = store.call(
            lambda c: places.StoredPlaces(c, now.astimezone(ZONE).date()).by_code(arguments.place)
        )
        if place is None:
            raise KheoError(
                _("There is no place with the code {code}.").format(code=arguments.place)
            )
        store.call(
            lambda c: invitations.appoint(
                c,
                handle=arguments.handle,
                name=arguments.name or arguments.handle,
                role=arguments.role,
                place=place.id,
                token=token,
                now=now,
            )
        )
    finally:
        store.close()
    base = settings.public_url or f"http://{settings.host}:{settings.port}"
    print(
        _("{handle} now has the role. They open this link once, within seven days:").format(
            handle=arguments.handle
        )
    )
    print(f"{base}/chat?start=j_{token}")
    print(_("On Telegram they write to the bot instead: {words}").format(words=f"/start j_{token}"))
    return 0


def make_demo(arguments: argparse.Namespace, settings: Settings) -> int:
    """Load the made-up commune, or fill it with residents."""
    now = utc_now()
    if arguments.what == "residents" and arguments.count < 1:
        raise KheoError(_("Please say how many: kheo demo residents 200"))
    if arguments.channel not in CHANNELS:
        text = _("There is no channel “{channel}”. Known are: {known}.")
        raise KheoError(text.format(channel=arguments.channel, known=", ".join(CHANNELS)))
    store = open_store(settings)
    try:
        store.call(lambda c: demo.load(c, now))
        if arguments.what == "residents":
            added = store.call(
                lambda c: demo.residents(
                    c, arguments.count, arguments.channel, arguments.first_id, now
                )
            )
            print(_("Made-up residents added: {count}").format(count=number(added)))
        else:
            print(_("The made-up commune is loaded."))
    finally:
        store.close()
    return 0


def waiting(_arguments: argparse.Namespace, settings: Settings) -> int:
    """List requests about personal data that a person must answer."""
    store = open_store(settings)
    try:
        rows = store.call(requests.waiting)
    finally:
        store.close()
    for row in rows:
        print(
            _("#{number} {kind}: acknowledge by {soon}, answer by {due}").format(
                number=row.id,
                kind=row.kind,
                soon=moment(row.acknowledge_by),
                due=moment(row.due_by),
            )
        )
    if not rows:
        print(_("No request is waiting."))
    return 0


def print_poster(arguments: argparse.Namespace, settings: Settings) -> int:
    """Make the printable page of one hamlet."""
    library = open_library(settings)
    store = open_store(settings)
    try:
        tree = store.call(lambda c: places.load(c, utc_now().astimezone(ZONE).date()))
    finally:
        store.close()
    hamlet = tree.by_code(arguments.hamlet)
    if hamlet is None:
        raise KheoError(_("There is no place with the code {code}.").format(code=arguments.hamlet))
    base = settings.public_url or f"http://{settings.host}:{settings.port}"
    if not settings.public_url:
        print(_("KHEO_PUBLIC_URL is not set: the code on this page works on this machine only."))
    pdf, png = poster(
        hamlet.name, library.commune.name, f"{base}/h/{hamlet.code}", hamlet.code, arguments.out
    )
    print(f"{pdf}\n{png}")
    return 0
