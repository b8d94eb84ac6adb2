"""What the environment decides: addresses and secrets, read once, every problem told at once."""

from __future__ import annotations

import difflib
import os
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from bot.errors import SettingsError

PREFIX = "KHEO_"
DATABASE = "sqlite:///var/kheo.db"
TELEGRAM_API = "https://api.telegram.org"
LISTEN = "127.0.0.1:8080"
NAMES = (
    "KHEO_CONTENT",
    "KHEO_DATABASE_URL",
    "KHEO_LISTEN",
    "KHEO_PUBLIC_URL",
    "KHEO_SECRET",
    "KHEO_TELEGRAM_API",
    "KHEO_TELEGRAM_RATE",
    "KHEO_TELEGRAM_TOKEN",
)
#: Below this a secret is a slip of the hand; ``kheo doctor`` asks for more. Ours has 43 letters.
SHORTEST_SECRET = 8
_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]+")
_LISTEN = re.compile(r"(?P<host>\[[0-9A-Fa-f:.]+\]|[^\s:\[\]]*):(?P<port>\d{1,5})", re.ASCII)

Words = Callable[[str], str]


def _(text: str) -> str:
    """Mark for the catalogue; ``words`` translates when a problem is told."""
    return text


@dataclass(frozen=True, slots=True)
class Settings:
    """All that differs between two machines. Secrets do not show in ``repr``.

    ``public_url`` and ``telegram_api`` end without a slash; empty where there is none.
    ``telegram_rate``: messages of announcements a second; what goes above 30 is paid for.
    """

    database_url: str = field(repr=False)
    secret: str = field(repr=False)
    telegram_token: str = field(default="", repr=False)
    telegram_api: str = TELEGRAM_API
    public_url: str = ""
    host: str = "127.0.0.1"
    port: int = 8080
    content: Path | None = None
    telegram_rate: int = 30

    @property
    def sqlite_path(self) -> Path | None:
        """The database file, or None with PostgreSQL."""
        return _sqlite_path(self.database_url)

    @classmethod
    def read(cls, environ: Mapping[str, str], words: Words = _) -> Settings:
        """The settings in ``environ``; ``words`` translates the problems.

        With SQLite and no KHEO_SECRET a secret is made once and kept in a file beside the database.
        Raises SettingsError with every problem.
        """
        reading = _Reading(environ, words)
        database_url = reading.database_url()
        token = reading.telegram_token()
        api = reading.address("KHEO_TELEGRAM_API", TELEGRAM_API)
        public_url = reading.address("KHEO_PUBLIC_URL", "")
        rate = reading.telegram_rate()
        host, port = reading.listen()
        content = reading.content()
        reading.look_for_strangers()
        secret = reading.secret(database_url)
        if reading.problems:
            raise SettingsError(reading.problems)
        return cls(database_url, secret, token, api, public_url, host, port, content, rate)


@dataclass(slots=True)
class _Reading:
    environ: Mapping[str, str]
    words: Words
    problems: list[str] = field(default_factory=list)

    def database_url(self) -> str:
        url = self._get("KHEO_DATABASE_URL") or DATABASE
        scheme = url.partition(":")[0].partition("+")[0]
        if scheme not in ("sqlite", "postgresql", "postgres") or "://" not in url:
            self._problem(
                _(
                    "KHEO_DATABASE_URL is not a database address. Write sqlite:///var/kheo.db "
                    "or postgresql://user:password@host/database."
                )
            )
        elif scheme == "sqlite" and _sqlite_path(url) is None:
            self._problem(
                _(
                    "KHEO_DATABASE_URL names no file, so everything would be lost at the end. "
                    "Write for example sqlite:///var/kheo.db."
                )
            )
        return url

    def telegram_token(self) -> str:
        token = self._get("KHEO_TELEGRAM_TOKEN")
        if token and not _TOKEN.fullmatch(token):
            self._problem(
                _(
                    "KHEO_TELEGRAM_TOKEN is not a Telegram token. Copy it again from @BotFather: "
                    "digits, a colon, then letters, without spaces."
                )
            )
        return token

    def telegram_rate(self) -> int:
        value = self._get("KHEO_TELEGRAM_RATE") or "30"
        if not re.fullmatch(r"\d{1,4}", value, re.ASCII) or not 1 <= int(value) <= 1000:
            self._problem(
                _(
                    "KHEO_TELEGRAM_RATE is not a number from 1 to 1000 (messages a second). Above "
                    "30 Telegram takes 0.1 Star a message; leave it out to pay nothing."
                )
            )
            return 30
        return int(value)

    def address(self, name: str, default: str) -> str:
        value = (self._get(name) or default).rstrip("/")
        if value and not _is_address(value):
            self._problem(
                _(
                    "{name} is not a web address. Write for example https://kheo.example.vn, "
                    "without anything behind it."
                ),
                name=name,
            )
        return value

    def listen(self) -> tuple[str, int]:
        value = self._get("KHEO_LISTEN") or LISTEN
        found = _LISTEN.fullmatch(value)
        if found is None or int(found["port"]) > 65535:
            self._problem(
                _(
                    "KHEO_LISTEN is not host:port. Write for example 127.0.0.1:8080 "
                    "(this machine only) or 0.0.0.0:8080 (the whole network)."
                )
            )
            return "", 0
        return found["host"].strip("[]") or "0.0.0.0", int(found["port"])

    def content(self) -> Path | None:
        value = self._get("KHEO_CONTENT")
        if not value:
            return None
        folder = Path(value).expanduser()
        if not folder.is_dir():
            self._problem(
                _(
                    "KHEO_CONTENT names a folder that is not there: {folder}. "
                    "Make it or correct the name."
                ),
                folder=value,
            )
        return folder

    def secret(self, database_url: str) -> str:
        value = self._get("KHEO_SECRET")
        if value and len(value) < SHORTEST_SECRET:
            self._problem(
                _("KHEO_SECRET is too short. Use at least {least} letters and digits, at random."),
                least=str(SHORTEST_SECRET),
            )
        if value or self.problems:
            return value
        path = _sqlite_path(database_url)
        if path is None:
            self._problem(
                _(
                    "With PostgreSQL, KHEO_SECRET must be set, the same on every machine: "
                    "at least {least} letters and digits, at random."
                ),
                least=str(SHORTEST_SECRET),
            )
            return ""
        try:
            return _kept_secret(path.parent / "secret")
        except (OSError, UnicodeDecodeError):
            self._problem(
                _(
                    "The file {file} cannot be made or read. Give this user the right to write in "
                    "its folder; if the file is there but empty, delete it."
                ),
                file=str(path.parent / "secret"),
            )
            return ""

    def look_for_strangers(self) -> None:
        for name in sorted(self.environ):
            if not name.startswith(PREFIX) or name in NAMES:
                continue
            near = difflib.get_close_matches(name, NAMES, 1, 0.75)
            if near:
                self._problem(
                    _("There is no setting {name}. Did you mean {near}?"), name=name, near=near[0]
                )

    def _get(self, name: str) -> str:
        return self.environ.get(name, "").strip()

    def _problem(self, text: str, **values: str) -> None:
        self.problems.append(self.words(text).format(**values))


def _sqlite_path(url: str) -> Path | None:
    scheme, _colon, rest = url.partition("://")
    path = rest.partition("?")[0].removeprefix("/")
    if scheme.partition("+")[0] != "sqlite" or path in ("", ":memory:"):
        return None
    return Path(path)


def _is_address(value: str) -> bool:
    try:
        parts: SplitResult = urlsplit(value)
        _port = parts.port
    except ValueError:
        return False
    return (
        parts.scheme in ("http", "https")
        and bool(parts.hostname)
        and not (parts.query or parts.fragment or parts.username)
        and not re.search(r"\s", value)
    )


def _kept_secret(path: Path) -> str:
    """The secret in ``path``, made there when there is none; only its owner may read it."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        mine = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
        descriptor = os.open(mine, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(32))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(mine, path)  # fails when another process was quicker: then its secret counts
        except FileExistsError:
            pass
        finally:
            mine.unlink()
    path.chmod(0o600)
    value = path.read_text("ascii").strip()
    if not value:
        raise OSError(f"{path} is empty")
    return value
