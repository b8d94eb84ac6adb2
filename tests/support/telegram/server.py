"""A server that behaves as Telegram's Bot API does, strictly, for tests and benches.

async with Server() as server:
    bot = server.bot()
    user = server.user(1001)
    …                       # a client with bot.token, talking to server.url
    user.says("chào")
    message = await user.hears()
    user.presses(message, "Xong")
"""

from __future__ import annotations

import asyncio
import inspect
import itertools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import msgspec
from aiohttp import web

from tests.support.telegram import refusals
from tests.support.telegram.limits import Limits
from tests.support.telegram.methods import Methods
from tests.support.telegram.people import Group, User
from tests.support.telegram.refusals import Refusal
from tests.support.telegram.updates import Updates
from tests.support.telegram.world import Bot, Chat, Message

UNREAD, CUT, STATUS, STATUS_AFTER, SLOW, GARBAGE = [
    "unread",
    "cut",
    "status",
    "status-after",
    "slow",
    "garbage",
]


@dataclass
class Fault:
    """Something that goes wrong with the next ``times`` calls of ``method`` (“” is any).

    unread: the connection is closed before the request is read. cut: the request is carried out,
    then the connection is closed. status: an HTTP error that carries nothing out. status-after:
    the same after it was carried out. slow: the answer comes ``seconds`` late. garbage: a page
    that is not Telegram's.
    """

    kind: str
    method: str = ""
    times: int = 1
    status: int = 502
    seconds: float = 0.2
    body: bytes = b'{"ok":false,"error_code":502,"description":"Bad Gateway"}'


class Server:
    """The stand-in. Closed and opened again by ``down`` and ``up``."""

    def __init__(self, *, https_only: bool = False, port: int = 0) -> None:
        self.https_only = https_only
        self.bots: dict[str, Bot] = {}
        self.users: dict[int, User] = {}
        self.groups: dict[int, Group] = {}
        self.faults: list[Fault] = []
        self.requests = 0
        self._port = port
        self._methods = Methods(self).table
        self._numbers = itertools.count(1000)
        self._web: web.Server[web.BaseRequest] | None = None
        self._listener: asyncio.Server | None = None
        self._changed: asyncio.Event | None = None

    async def __aenter__(self) -> Server:
        await self.up()
        return self

    async def __aexit__(self, *_: object) -> None:
        for bot in self.bots.values():
            await bot.updates.close()
        if self._listener is not None:
            await self.down()

    @property
    def url(self) -> str:
        """The base address for clients."""
        return f"http://127.0.0.1:{self._port}"

    def bot(self, username: str = "kheo_test_bot", *, token: str = "") -> Bot:
        """A new bot, with a token of its own making unless one is given."""
        id = int(token.partition(":")[0]) if token else 7_000_000_000 + len(self.bots)
        token = token or f"{id}:{'AAfake' + username:_<35}"[:50]
        bot = Bot(token, id, username, "Khéo", Updates(self.change), Limits())
        self.bots[token] = bot
        return bot

    def user(self, id: int, name: str = "An", language: str = "vi") -> User:
        """The user with this id, made when first named."""
        user = self.users.get(id)
        if user is None:
            user = self.users[id] = User(self, id, name, language)
        return user

    def group(self, title: str, members: list[User], *, kind: str = "group") -> Group:
        """A new group without bots."""
        number = self.next_number()
        id = -number if kind == "group" else -1_000_000_000_000 - number
        shown: dict[str, Any] = {"id": id, "title": title, "type": kind}
        if kind == "group":
            shown["all_members_are_administrators"] = True
        group = Group(self, Chat(id, shown), members)
        group.chat.group = group
        self.groups[id] = group
        return group

    def only(self, bot: Bot | None) -> Bot:
        """The bot that is meant."""
        if bot is not None:
            return bot
        (only,) = self.bots.values()
        return only

    def bot_by_id(self, id: int) -> Bot:
        """The bot with this id."""
        return next(bot for bot in self.bots.values() if bot.id == id)

    def next_number(self) -> int:
        """A number never given before."""
        return next(self._numbers)

    def fail(self, kind: str, method: str = "", times: int = 1, **more: Any) -> Fault:
        """Let the next calls fail."""
        fault = Fault(kind, method, times, **more)
        self.faults.append(fault)
        return fault

    async def up(self) -> None:
        """Listen."""
        loop = asyncio.get_running_loop()
        self._web = web.Server(self._serve, access_log=None)
        self._listener = await loop.create_server(self._web, "127.0.0.1", self._port)
        self._port = self._listener.sockets[0].getsockname()[1]

    async def down(self) -> None:
        """Stop listening and drop all connections: clients get “connection refused”."""
        assert self._listener is not None
        assert self._web is not None
        self._listener.close()
        self._listener = None
        await self._web.shutdown(0.01)

    async def until(self, happened: Callable[[], Any], within: float = 10) -> Any:
        """Wait until ``happened()`` is true, looking after each call of a client."""
        async with asyncio.timeout(within):
            while not (result := happened()):
                self._changed = self._changed or asyncio.Event()
                await self._changed.wait()
        return result

    async def next_message(self, chat: Chat, within: float = 10) -> Message:
        """The first message that was not taken by this method before."""
        await self.until(lambda: len(chat.messages) > chat.heard, within)
        chat.heard += 1
        return chat.messages[chat.heard - 1]

    def change(self) -> None:
        """Tell those who wait."""
        if self._changed is not None:
            self._changed.set()
            self._changed = None

    async def _serve(self, request: web.BaseRequest) -> web.StreamResponse:
        self.requests += 1
        if request.path.startswith("/file/"):
            return await self._download(request)
        _, token, method = [*request.path.split("/"), "", ""][:3]
        name = method.lower()
        fault = self._fault(name) if self.faults else None
        if fault is not None and fault.kind == UNREAD:
            return _hang_up(request)
        params, files = await _read(request)
        if fault is not None:
            match fault.kind:
                case "slow":
                    await asyncio.sleep(fault.seconds)
                case "status":
                    return web.Response(status=fault.status, body=fault.body)
                case "garbage":
                    return web.Response(status=fault.status, text="<html>not Telegram</html>")
        status, body = await self._carry_out(token, name, params, files)
        self.change()
        if fault is not None and fault.kind == CUT:
            return _hang_up(request)
        if fault is not None and fault.kind == STATUS_AFTER:
            return web.Response(status=fault.status, body=fault.body)
        return web.Response(status=status, body=body, content_type="application/json")

    async def _download(self, request: web.BaseRequest) -> web.StreamResponse:
        """What getFile named: https://api.telegram.org/file/bot<token>/<file_path>."""
        _, _, token, path = request.path.split("/", 3)
        fault = self._fault("file") if self.faults else None
        if fault is not None and fault.kind == UNREAD:
            return _hang_up(request)
        if fault is not None and fault.kind == "slow":
            await asyncio.sleep(fault.seconds)
        if fault is not None and fault.kind == "status":
            return web.Response(status=fault.status, body=fault.body)
        bot = self.bots.get(token.removeprefix("bot"))
        for file in (*bot.sent_in.values(), *bot.files.values()) if bot is not None else ():
            if file.path == path:
                assert bot is not None
                bot.downloads.append(path)
                return web.Response(body=file.content, content_type="application/octet-stream")
        body = msgspec.json.encode(refusals.NOT_FOUND.envelope())
        return web.Response(status=404, body=body, content_type="application/json")

    async def _carry_out(
        self, token: str, name: str, params: dict[str, Any], files: dict[str, tuple[str, bytes]]
    ) -> tuple[int, bytes]:
        try:
            bot = self.bots.get(token.removeprefix("bot"))
            if bot is None:
                known_form = token.partition(":")[2] and len(token) > 40
                raise refusals.UNAUTHORIZED if known_form else refusals.NOT_FOUND
            method = self._methods.get(name)
            if method is None:
                raise refusals.NOT_FOUND
            result = method(bot, params, files)
            if inspect.isawaitable(result):
                result = await result
            bot.calls[name] = bot.calls.get(name, 0) + 1
        except Refusal as refusal:
            refusal.__traceback__ = None  # some are raised again and again
            return refusal.code, msgspec.json.encode(refusal.envelope())
        return 200, msgspec.json.encode({"ok": True, "result": result})

    def _fault(self, name: str) -> Fault | None:
        for fault in self.faults:
            if fault.times > 0 and fault.method.lower() in ("", name):
                fault.times -= 1
                if not fault.times:
                    self.faults.remove(fault)
                return fault
        return None


async def _read(
    request: web.BaseRequest,
) -> tuple[dict[str, Any], dict[str, tuple[str, bytes]]]:
    kind = request.content_type
    if kind == "application/json":
        body = await request.read()
        return (msgspec.json.decode(body) if body else {}), {}
    params: dict[str, Any] = dict(request.query)
    files: dict[str, tuple[str, bytes]] = {}
    if request.can_read_body:
        for name, value in (await request.post()).items():
            if isinstance(value, web.FileField):
                files[name] = (value.filename, value.file.read())
                value.file.close()
            elif isinstance(value, bytes | bytearray):
                files[name] = (name, bytes(value))
            else:
                params[name] = value
    return params, files


def _hang_up(request: web.BaseRequest) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
