"""One bot's line to a Bot API server: JSON out, the bare answer in, and never the token in a text.

aiogram's own session sends forms and validates whole answers, at twice the CPU (measured). How a
call ended is a value: what was certainly not sent is told apart from what perhaps was, because
the Bot API takes no idempotency key.
"""

from __future__ import annotations

import asyncio
import io
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias
from urllib.parse import quote

import aiohttp
import certifi
import msgspec
from aiogram.methods import TelegramMethod
from yarl import URL

PUBLIC = "https://api.telegram.org"
CONNECTIONS = 100  # at 30 messages a second this bears answers that take three seconds
CONNECT = 10.0  # seconds to get a connection; after that nothing was sent
READ = 30.0  # seconds to wait for an answer

_JSON = {"Content-Type": "application/json"}
# What aiohttp raises before it has written anything.
_BEFORE = (
    aiohttp.ClientConnectorError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.InvalidURL,
    aiohttp.NonHttpUrlClientError,
)


@dataclass(frozen=True, slots=True)
class File:
    """A file to upload: the field that it fills, the name it goes by, its bytes."""

    field: str
    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Accepted:
    """Telegram did it; ``result`` is JSON."""

    result: bytes


@dataclass(frozen=True, slots=True)
class Rejected:
    """Telegram answered that it did not (or, from 500 on, perhaps not)."""

    code: int
    description: str
    retry_after: int = 0
    moved_to: int = 0


@dataclass(frozen=True, slots=True)
class Unsent:
    """The request certainly never reached Telegram."""

    why: str


@dataclass(frozen=True, slots=True)
class Lost:
    """The request left, and no answer of Telegram came back."""

    why: str


Reply: TypeAlias = Accepted | Rejected | Unsent | Lost


class _Parameters(msgspec.Struct):
    retry_after: int = 0
    migrate_to_chat_id: int = 0


class _Envelope(msgspec.Struct):
    ok: bool
    result: msgspec.Raw = msgspec.Raw(b"null")
    error_code: int = 0
    description: str = ""
    parameters: _Parameters | None = None


_envelope = msgspec.json.Decoder(_Envelope)


class Session:
    """Calls to one Bot API server with one token. Connections are made as they are needed."""

    def __init__(
        self, token: str, api: str = "", *, connect: float = CONNECT, read: float = READ
    ) -> None:
        self._base = f"{(api or PUBLIC).rstrip('/')}/bot{token}/"
        self._files = f"{(api or PUBLIC).rstrip('/')}/file/bot{token}/"
        self._connect = connect
        self._read = read
        self._urls: dict[str, URL] = {}
        self._timeout = self._patience(0)
        self._http: aiohttp.ClientSession | None = None

    async def call(
        self,
        method: str,
        fields: Mapping[str, Any],
        *,
        file: File | None = None,
        longer: float = 0,
    ) -> Reply:
        """Call a method; ``longer``: how much later than usual its answer may come, in seconds."""
        http = self._http or self._open()
        url = self._urls.get(method)
        if url is None:
            url = self._urls[method] = URL(self._base + method)
        data: Any = msgspec.json.encode(fields) if file is None else _form(fields, file)
        try:
            async with http.post(
                url,
                data=data,
                headers=_JSON if file is None else None,
                allow_redirects=False,
                timeout=self._patience(longer) if longer else self._timeout,
            ) as answer:
                status = answer.status
                body = await answer.read()
        # An exception's text may hold the address, and so the token: only its name is kept.
        except _BEFORE as error:
            return Unsent(type(error).__name__)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            return Lost(type(error).__name__)
        return read(status, body)

    async def invoke(self, method: TelegramMethod[Any], *, longer: float = 0) -> Reply:
        """Call one of aiogram's methods; only the fields that were set are sent."""
        fields = method.model_dump(mode="json", exclude_unset=True)
        return await self.call(method.__api_method__, fields, longer=longer)

    async def download(self, path: str, limit: int, within: float) -> bytes | None:
        """A file by the path that getFile gave; None where it is not to be had in so many seconds.

        What is longer than ``limit`` comes back as its first ``limit`` + 1 bytes.
        """
        http = self._http or self._open()
        try:
            async with (
                asyncio.timeout(within),
                http.get(
                    URL(self._files + quote(path)), allow_redirects=False, timeout=self._timeout
                ) as answer,
            ):
                if answer.status != 200:
                    return None
                content = bytearray()
                async for part in answer.content.iter_any():
                    content += part
                    if len(content) > limit:
                        return bytes(content[: limit + 1])
                return bytes(content)
        # As above: an exception's text may hold the token, and is not looked at.
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError):
            return None

    async def close(self) -> None:
        """Let go of all connections; a later call opens them again."""
        http, self._http = self._http, None
        if http is not None:
            await http.close()

    def _open(self) -> aiohttp.ClientSession:
        context: ssl.SSLContext | bool = True
        if self._base.startswith("https:"):
            # The machine's own certificates, and certifi's for a machine that keeps none.
            context = ssl.create_default_context()
            context.load_verify_locations(certifi.where())
        self._http = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=CONNECTIONS, ssl=context),
            cookie_jar=aiohttp.DummyCookieJar(),
        )
        return self._http

    def _patience(self, longer: float) -> aiohttp.ClientTimeout:
        # No total: it would also end the wait for a connection, in a way that cannot be told
        # from a lost answer.
        return aiohttp.ClientTimeout(
            total=None,
            connect=self._connect,
            sock_connect=self._connect,
            sock_read=self._read + longer,
        )


def read(status: int, body: bytes) -> Reply:
    """What an answer says; one that is not Telegram's (a block page) is judged by its status."""
    try:
        envelope = _envelope.decode(body)
    except msgspec.MsgspecError:
        if 300 <= status < 500:
            return Unsent(f"HTTP {status}, not from Telegram")
        return Lost(f"HTTP {status}, not from Telegram")
    if envelope.ok:
        return Accepted(bytes(envelope.result))
    parameters = envelope.parameters or _Parameters()
    return Rejected(
        envelope.error_code or status,
        envelope.description,
        parameters.retry_after,
        parameters.migrate_to_chat_id,
    )


def _form(fields: Mapping[str, Any], file: File) -> aiohttp.FormData:
    form = aiohttp.FormData(quote_fields=False)
    for name, value in fields.items():
        text = value if isinstance(value, str) else msgspec.json.encode(value).decode()
        form.add_field(name, text)
    # A stream is written in parts, so that a large file holds up nobody else.
    form.add_field(file.field, io.BytesIO(file.content), filename=file.name)
    return form
