"""Examine everything that the technician can set right, and say in plain words what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal, Protocol

from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.exc import SQLAlchemyError

from bot.errors import KheoError
from bot.locale import ZONE, _, number
from bot.settings import Settings
from store import migrate, places
from store.engine import open_engine

#: A year of a big commune's records and a backup of them fit into this (1 GB); below the second
#: (100 MB) SQLite may soon find no room for its log.
ROOM, LITTLE_ROOM = 1_000_000_000, 100_000_000
#: Reminders go out by the minute, and sessions and webhooks tolerate no more either.
OFFSET = timedelta(seconds=30)
#: What a person would call unguessable: 32 letters of a random secret.
LONG_SECRET = 32
#: Telegram keeps updates for 24 hours; so many waiting means that nobody fetches them.
WAITING = 100
WEBHOOK = "/telegram/webhook"
Port = Literal["free", "ours", "other"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was examined: ``what`` was found, and what to ``do`` where it is not ok."""

    ok: bool
    what: str
    do: str = ""

    def text(self) -> str:
        """The finding on one or two lines."""
        mark = "✓" if self.ok else "✗"
        return f"{mark} {self.what}" + (f"\n  → {self.do}" if self.do else "")


@dataclass(frozen=True, slots=True)
class TelegramSeen:
    """What Telegram says of the bot; ``kind`` is "running", "token", "unreachable", …"""

    kind: str
    why: str = ""
    username: str = ""
    webhook: str = ""
    pending: int = 0
    last_error: str = ""


class Probes(Protocol):
    """How the doctor looks at the world outside the settings."""

    def now(self) -> datetime:
        """The machine's clock."""
        ...

    def free_bytes(self, folder: Path) -> int:
        """Room on the disk that holds ``folder``."""
        ...

    async def telegram(self, settings: Settings) -> TelegramSeen:
        """Ask the Bot API who the bot is and how its webhook fares."""
        ...

    async def far_clock(self, url: str) -> datetime | None:
        """The clock of a far server, or None when it does not tell."""
        ...

    async def port(self, host: str, port: int) -> Port:
        """Whether the port is free, served by Khéo, or by something else."""
        ...

    def program(self, name: str) -> bool:
        """Whether the machine has that program."""
        ...

    def content(self, folder: Path | None, now: datetime) -> Sequence[str]:
        """All that is wrong with the content."""
        ...


async def examine(settings: Settings, probes: Probes) -> list[Finding]:
    """All findings, in the order in which they are best mended."""
    now = probes.now()
    far: list[tuple[str, timedelta]] = []
    findings = [*_settings(settings), *_database(settings, probes, far), _disk(settings, probes)]
    if settings.telegram_token:
        clock = await probes.far_clock(settings.telegram_api)
        if clock is not None:
            far.append((_("Telegram's clock"), probes.now() - clock))
    findings += _clock(now, far)
    findings += _content(settings, probes, now)
    findings.append(_recordings(probes))
    findings += await _telegram(settings, probes)
    findings.append(await _listen(settings, probes))
    return findings


def _settings(settings: Settings) -> list[Finding]:
    findings = [Finding(True, _("The settings can be read."))]
    if len(settings.secret) < LONG_SECRET:
        do = _("Set KHEO_SECRET to at least {least} random letters and digits.")
        findings.append(Finding(False, _("The secret is short."), do.format(least=LONG_SECRET)))
    if settings.public_url and not settings.public_url.startswith("https://"):
        do = _("Put a certificate in front (see docs) and write https:// in KHEO_PUBLIC_URL.")
        findings.append(Finding(False, _("The public address is not encrypted."), do))
    return findings


def _database(
    settings: Settings, probes: Probes, far: list[tuple[str, timedelta]]
) -> list[Finding]:
    path = settings.sqlite_path
    if path is not None and not path.exists():
        what = _("There is no database yet: {file}.").format(file=path)
        return [Finding(False, what, _("Run “kheo migrate”, or “kheo run”, which does it too."))]
    try:
        engine = open_engine(settings.database_url)
    except KheoError as error:
        return [Finding(False, str(error), _("Correct KHEO_DATABASE_URL."))]
    try:
        return _opened(engine, probes, far)
    except SQLAlchemyError as error:
        why = str(getattr(error, "orig", error)).strip().partition("\n")[0]
        if path is not None:
            do = _(
                "See that this user may write the file and its folder and that the disk is whole; "
                "if the file is damaged, put back the newest backup."
            )
        else:
            do = _("See that PostgreSQL runs and that user, password and database name are right.")
        what = _("The database cannot be used: {why}.").format(why=why)
        return [Finding(False, what, do)]
    finally:
        engine.dispose()


def _opened(engine: Engine, probes: Probes, far: list[tuple[str, timedelta]]) -> list[Finding]:
    if migrate.pending(engine):
        what = _("The database is not of this version of Khéo.")
        return [Finding(False, what, _("Make a backup, then run “kheo migrate”."))]
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            sound = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one() == "ok"
        else:
            sound = True
            clock: datetime = connection.execute(select(func.clock_timestamp())).scalar_one()
            far.append((_("the database's clock"), probes.now() - clock))
        findings = [
            Finding(True, _("The database can be read and written and is up to date."))
            if sound
            else Finding(
                False,
                _("The database file is damaged."),
                _("Stop Khéo and put back the newest backup."),
            )
        ]
        return findings + (_places(connection, probes.now()) if sound else [])


def _places(connection: Connection, now: datetime) -> list[Finding]:
    tree = places.load(connection, now.astimezone(ZONE).date())
    commune, hamlets = tree.commune(), len(tree.hamlets())
    if commune is None or not hamlets:
        what = _("There are no hamlets yet.")
        return [Finding(False, what, _("Run “kheo import places FILE”; see docs for the columns."))]
    what = _("{commune}: {count} hamlets.").format(commune=commune.name, count=number(hamlets))
    if commune.code == places.DEMO:
        do = _("Before residents use it, run “kheo import places FILE” with your own hamlets.")
        return [Finding(True, what, do)]
    return [Finding(True, what)]


def _disk(settings: Settings, probes: Probes) -> Finding:
    folder = settings.sqlite_path.parent if settings.sqlite_path is not None else Path.cwd()
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    free = probes.free_bytes(folder)
    what = _("Free on the disk: {megabytes} MB.").format(megabytes=number(free // 1_000_000))
    if free < LITTLE_ROOM:
        return Finding(False, what, _("Make room today, or Khéo can store nothing any more."))
    if free < ROOM:
        return Finding(True, what, _("Make room soon: old backups and logs first."))
    return Finding(True, what)


def _clock(now: datetime, far: Sequence[tuple[str, timedelta]]) -> list[Finding]:
    findings = []
    for name, offset in far:
        seconds = number(round(abs(offset.total_seconds())))
        if abs(offset) > OFFSET:
            what = _("This machine's clock and {clock} differ by {seconds} seconds.").format(
                clock=name, seconds=seconds
            )
            do = _("Turn on automatic time (timedatectl set-ntp true).")
            findings.append(Finding(False, what, do))
    if findings:
        return findings
    local = now.astimezone(ZONE)
    return [Finding(True, _("The clock is right: {time}.").format(time=f"{local:%H:%M %d/%m/%Y}"))]


def _content(settings: Settings, probes: Probes, now: datetime) -> list[Finding]:
    wrong = probes.content(settings.content, now)
    if not wrong:
        return [Finding(True, _("The guides are in order."))]
    what = _("The guides have {count} faults; the first: {first}").format(
        count=number(len(wrong)), first=wrong[0]
    )
    return [Finding(False, what, _("Run “kheo content check” and mend what it lists."))]


def _recordings(probes: Probes) -> Finding:
    """Without ffmpeg everything works but one thing, so it is a hint and no fault."""
    if probes.program("ffmpeg"):
        return Finding(True, _("ffmpeg is there: recordings of guides play on every phone."))
    what = _("There is no ffmpeg: older iPhones do not play recordings in the web chat.")
    return Finding(True, what, _("If cadres read guides out, install it: apt install ffmpeg."))


async def _telegram(settings: Settings, probes: Probes) -> list[Finding]:
    if not settings.telegram_token:
        return [Finding(True, _("Telegram is not used: KHEO_TELEGRAM_TOKEN is not set."))]
    seen = await probes.telegram(settings)
    match seen.kind:
        case "running":
            return _webhook(settings, seen)
        case "token":
            what = _("Telegram does not know this token.")
            do = _("Copy it again from @BotFather into KHEO_TELEGRAM_TOKEN.")
        case "unreachable":
            what = _("Telegram cannot be reached ({why}).").format(why=seen.why)
            do = _(
                "It is often blocked in Vietnam; the web chat works without it. With a Bot API "
                "server of your own, set KHEO_TELEGRAM_API."
            )
        case _:
            what = _("Telegram refuses ({why}).").format(why=seen.why)
            do = _("Wait a few minutes and run “kheo doctor” again.")
    return [Finding(False, what, do)]


def _webhook(settings: Settings, seen: TelegramSeen) -> list[Finding]:
    findings = [Finding(True, _("Telegram: @{name}.").format(name=seen.username))]
    wanted = f"{settings.public_url}{WEBHOOK}" if settings.public_url else ""
    if seen.webhook != wanted:
        what = _("Telegram sends messages to another address: {address}.").format(
            address=seen.webhook or "–"
        )
        do = _("Start “kheo run”; it sets the address. Only one machine may use this token.")
        findings.append(Finding(False, what, do))
    elif seen.last_error:
        what = _("Telegram could not deliver: {why}.").format(why=seen.last_error)
        do = _("Open KHEO_PUBLIC_URL in a phone's browser and see that its certificate is right.")
        findings.append(Finding(False, what, do))
    if seen.pending > WAITING:
        what = _("{count} messages wait at Telegram.").format(count=number(seen.pending))
        do = _("See that “kheo run” is running; Telegram drops them after 24 hours.")
        findings.append(Finding(False, what, do))
    return findings


async def _listen(settings: Settings, probes: Probes) -> Finding:
    where = f"{settings.host}:{settings.port}"
    match await probes.port(settings.host, settings.port):
        case "ours":
            return Finding(True, _("Khéo is running at {where}.").format(where=where))
        case "free":
            what = _("{where} is free for Khéo.").format(where=where)
            return Finding(True, what, _("Start it with “kheo run”."))
        case "other":
            what = _(
                "{where} cannot be used: another program has it, or it is not of this machine."
            )
            do = _("Stop that program, or choose another port with KHEO_LISTEN.")
            return Finding(False, what.format(where=where), do)
