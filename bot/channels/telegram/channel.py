"""The Telegram channel: what it hears by long polling or webhook, and what it says."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import logging
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, assert_never

import msgspec
from aiogram.methods import DeleteWebhook, GetMe, GetUpdates, SetWebhook, TelegramMethod

from bot.channels.base import Capabilities, Later, Outcome, Piece, Receive, Refused
from bot.channels.telegram import wire
from bot.channels.telegram.capabilities import FREE, at_rate
from bot.channels.telegram.commands import commands
from bot.channels.telegram.decode import PRESS, UPDATES, Malformed, Me, decode
from bot.channels.telegram.encode import as_caption, encode
from bot.channels.telegram.fetch import fetch
from bot.channels.telegram.media import FileIds, Files, Media
from bot.channels.telegram.outcome import NO_TEXT, UNREACHABLE, changed, outcome
from bot.channels.telegram.polling import Pace, Poller
from bot.channels.telegram.session import Accepted, Lost, Rejected, Reply, Session, Unsent
from bot.locale import languages
from bot.talk.message import Incoming, NotTaken

WEBHOOK = "/telegram/webhook"
POLL = 25  # seconds; the server would keep a poll open for 50, but a dead line shows sooner so
ANSWERS = 200  # presses answered at once; a spinner that turns on matters less than memory

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class State:
    """How things stand with Telegram, for ``kheo doctor``: ``why`` is Telegram's or the
    network's own word for it."""

    kind: Literal["stopped", "connecting", "running", "unreachable", "token", "conflict", "refused"]
    why: str = ""


class _Identity(msgspec.Struct):
    id: int
    username: str


class Telegram:
    """One bot on Telegram. With ``public_url`` it is called by webhook, without it polls."""

    def __init__(
        self,
        token: str,
        *,
        files: Files,
        file_ids: FileIds,
        api: str = "",
        public_url: str = "",
        secret: str = "",
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        pace: Pace = Pace(),  # noqa: B008 - frozen
        session: Session | None = None,
        rate: float = FREE,
    ) -> None:
        if public_url and not secret:
            raise ValueError("a webhook without a secret would let anybody in")
        self._session = session or Session(token, api)
        bot = int(token.partition(":")[0] or 0) if token.partition(":")[0].isdecimal() else 0
        self._me = Me(bot, "")
        self._media = Media(self._session, bot, files, file_ids)
        self._public_url = public_url.rstrip("/")
        # Telegram takes A-Z a-z 0-9 _ - only, and is not told the secret of the house.
        self._secret = hmac.new(secret.encode(), WEBHOOK.encode(), hashlib.sha256).hexdigest()
        self._clock = clock
        self._can = at_rate(rate)
        self._pace = pace
        self._receive: Receive | None = None
        self._open = False
        self._stopped = False
        self._state = State("stopped")
        self._running: asyncio.Task[None] | None = None
        self._poller: Poller | None = None
        self._aside: set[asyncio.Task[None]] = set()

    @property
    def capabilities(self) -> Capabilities:
        """What Telegram can carry."""
        return self._can

    @property
    def state(self) -> State:
        """How things stand with Telegram."""
        return self._state

    @property
    def me(self) -> Me:
        """The bot's own id and, once Telegram has told it, its name."""
        return self._me

    @property
    def secret(self) -> str:
        """What Telegram must say in X-Telegram-Bot-Api-Secret-Token."""
        return self._secret

    async def start(self, receive: Receive) -> None:
        """Begin in the background: Telegram may be out of reach for hours, the house goes on."""
        self._receive = receive
        self._open, self._stopped = True, False
        self._state = State("connecting")
        self._running = asyncio.create_task(self._keep_running())

    async def stop(self) -> None:
        """Stop; an event that is being taken in is taken in to its end."""
        self._open = False
        self._stopped = True
        if self._running is not None:
            self._running.cancel()
            await asyncio.wait([self._running])
        if self._poller is not None:
            await self._poller.settle()
        for task in (aside := list(self._aside)):
            task.cancel()
        await asyncio.gather(*aside, return_exceptions=True)
        await self._session.close()
        self._state = State("stopped")

    async def send(self, chat: str, piece: Piece, row: int) -> Outcome:
        """One call of the Bot API (two, where a file's id has gone bad)."""
        if self._stopped:
            return Later(UNREACHABLE, "stopping")
        try:
            request = encode(chat, piece)
            if request.upload is not None:
                return await self._media.send(request, request.upload)
            return outcome(await self._session.call(request.method, request.fields))
        except ValueError as error:  # no chat id of Telegram, or text that is no Unicode
            return Refused(f"cannot be sent: {type(error).__name__}")

    async def fetch(self, ref: str, limit: int) -> bytes | NotTaken:
        """A file that somebody sent, by its id."""
        return await fetch(self._session, ref, limit)

    async def edit(self, chat: str, id: str, piece: Piece) -> Outcome:
        """Change the words of a message of ours; a message that says so already is as wanted.

        A picture, a recording or a document keeps what it shows and gets the words beneath it.
        """
        reply = await self._change("editMessageText", chat, id, piece)
        if isinstance(reply, Rejected) and NO_TEXT in reply.description:
            reply = await self._change("editMessageCaption", chat, id, piece)
        return changed(reply, id)

    async def delete(self, chat: str, id: str) -> Outcome:
        """Delete a message of ours; Telegram allows it for 48 hours (Bot API, deleteMessage)."""
        return changed(await self._change("deleteMessage", chat, id), id)

    async def _change(self, method: str, chat: str, id: str, piece: Piece | None = None) -> Reply:
        try:
            fields = {} if piece is None else encode(chat, piece).fields
            if method == "editMessageCaption":
                fields = as_caption(fields)
            which = {"chat_id": int(chat), "message_id": int(id)}
        except ValueError:
            return Rejected(400, "no such message")
        return await self._session.call(method, {**fields, **which})

    async def webhook(self, body: bytes, secret: str) -> int:
        """Take in one call of Telegram's: the HTTP status to answer with.

        Anything but 2xx makes Telegram deliver again and holds this chat's later updates, so what
        can never be taken in is answered 200 where it is Telegram's.
        """
        if not hmac.compare_digest(secret.encode(), self._secret.encode()):
            return 401
        try:
            number = wire.head.decode(body).update_id
        except msgspec.MsgspecError:
            return 400
        if not self._open or not self._me.username:
            return 503  # stopping, or not yet told our own name: groups could not be understood
        try:
            incoming = decode(body, self._me, self._clock())
        except Malformed:
            facts = {"action": "telegram.update.unreadable", "update": number}
            _log.error("an update cannot be read", extra=facts)
            return 200
        if incoming is not None:
            try:
                await self._take(incoming)
            except Exception as error:
                facts = {"action": "telegram.update.held", "update": number}
                _log.warning("not stored: %s", type(error).__name__, extra=facts)
                return 503
        return 200

    async def _keep_running(self) -> None:
        while True:
            try:
                await self._run()
                return
            except Exception as error:  # an answer of a shape that Telegram never gives
                self._turn(State("unreachable", type(error).__name__))
                await asyncio.sleep(self._pace.longest)

    async def _run(self) -> None:
        accepted = await self._insist(GetMe())
        identity = msgspec.json.decode(accepted.result, type=_Identity)
        self._me = Me(identity.id, identity.username)
        self._spawn(self._show_commands())
        if self._public_url:
            await self._insist(
                SetWebhook(
                    url=self._public_url + WEBHOOK,
                    secret_token=self._secret,
                    allowed_updates=UPDATES,
                )
            )
            return
        await self._insist(DeleteWebhook())
        self._poller = Poller(self._fetch, self._decode, self._take, self._pace)
        await self._poller.run()

    async def _fetch(self, offset: int, at_once: bool) -> list[msgspec.Raw]:
        wait = 0 if at_once else POLL
        method = GetUpdates(offset=offset, timeout=wait, allowed_updates=UPDATES)
        return wire.batch.decode((await self._insist(method, longer=wait)).result)

    async def _insist(self, method: TelegramMethod[Any], longer: float = 0) -> Accepted:
        """Call until it is accepted; all these calls may be repeated without harm."""
        failures = 0
        while True:
            reply = await self._session.invoke(method, longer=longer)
            if isinstance(reply, Accepted):
                self._turn(State("running"))
                return reply
            failures += 1
            self._turn(state_of(reply))
            wait = self._pace.after(failures)
            if isinstance(reply, Rejected) and reply.code == 429:
                wait = max(wait, float(reply.retry_after))
            await asyncio.sleep(wait)

    def _turn(self, state: State) -> None:
        if state != self._state:
            level = logging.INFO if state.kind == "running" else logging.WARNING
            _log.log(level, "%s", state.why, extra={"action": f"telegram.{state.kind}"})
        self._state = state

    def _decode(self, raw: bytes) -> Incoming | None:
        return decode(raw, self._me, self._clock())

    async def _take(self, incoming: Incoming) -> None:
        assert self._receive is not None
        await self._receive(incoming)
        if incoming.id.startswith(PRESS) and self._open and len(self._aside) < ANSWERS:
            self._spawn(self._answer(incoming.id.removeprefix(PRESS)))

    async def _answer(self, query: str) -> None:
        """Stop the spinner on a pressed button; whether that works does not matter."""
        await self._session.call("answerCallbackQuery", {"callback_query_id": query})

    async def _show_commands(self) -> None:
        for method in commands(languages()):
            reply = await self._session.invoke(method)
            if not isinstance(reply, Accepted):
                facts = {"action": "telegram.commands"}
                _log.warning("commands not set: %s", state_of(reply).why, extra=facts)

    def _spawn(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._aside.add(task)
        task.add_done_callback(self._aside.discard)


def state_of(reply: Rejected | Unsent | Lost) -> State:
    """What an answer that is no yes says about how things stand."""
    match reply:
        case Rejected(401 | 404, why):
            return State("token", why)
        case Rejected(409, why):
            return State("conflict", why)
        case Rejected(code, why):
            return State("refused" if code < 500 else "unreachable", why)
        case Unsent(why) | Lost(why):
            return State("unreachable", why)
        case _:
            assert_never(reply)
