"""How updates get to a bot: long polling with confirmation, or webhook calls with retries."""

from __future__ import annotations

import asyncio
import itertools
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import msgspec

from tests.support.telegram import refusals

DEFAULT = {"message", "edited_message", "callback_query", "my_chat_member"}
# First again at once, then 2, 4, 8 … seconds up to a minute (telegram-bot-api, WebhookActor.cpp)
SAME = 0.5  # seconds within which the same question gets one update only (Client.cpp)
BACKOFF = (0.0, 2.0, 4.0, 8.0, 16.0, 32.0, 60.0)


@dataclass
class Webhook:
    """What setWebhook said."""

    url: str
    secret: str = ""
    max_connections: int = 40
    last_error: str = ""


@dataclass
class Updates:
    """The queue of one bot."""

    changed: Callable[[], None] = lambda: None
    pace: float = 1.0  # tests shorten the waits between deliveries
    webhook: Webhook | None = None
    allowed: set[str] = field(default_factory=lambda: set(DEFAULT))
    pending: dict[int, tuple[str, bytes]] = field(default_factory=dict)  # id: (queue, update)
    delivered: int = 0
    attempts: int = 0
    confirmed: int = 0
    _ids: Any = field(default_factory=lambda: itertools.count(1))
    _asked: tuple[int, float] = (-1, 0.0)
    _poller: asyncio.Future[None] | None = None
    _queues: dict[str, deque[int]] = field(default_factory=dict)
    _workers: set[asyncio.Task[None]] = field(default_factory=set)
    _http: aiohttp.ClientSession | None = None

    def put(self, queue: str, kind: str, what: dict[str, Any], number: int = 0) -> int:
        """Queue an update for the bot; its id, or 0 where the bot does not want the kind."""
        if kind not in self.allowed:
            return 0
        number = number or next(self._ids)
        self.pending[number] = (queue, msgspec.json.encode({"update_id": number, kind: what}))
        self._wake(number)
        return number

    def put_raw(self, queue: str, update: bytes, number: int) -> None:
        """Queue bytes as they are."""
        self.pending[number] = (queue, update)
        self._wake(number)

    async def poll(self, offset: int, limit: int, wait: float) -> list[msgspec.Raw]:
        """getUpdates."""
        if self.webhook is not None:
            raise refusals.POLL_WITH_WEBHOOK
        if self._poller is not None and not self._poller.done():
            self._poller.set_exception(refusals.TWO_POLLERS)
        now = asyncio.get_running_loop().time()
        if offset == self._asked[0] and now < self._asked[1] + SAME * self.pace:
            limit = 1
        self._asked = (offset, now)
        if offset < 0:
            offset = sorted(self.pending)[offset:][0] if self.pending else 0
        for number in [number for number in self.pending if number < offset]:
            del self.pending[number]
            self.confirmed += 1
        if not self.pending and wait > 0:
            self._poller = poller = asyncio.get_running_loop().create_future()
            timer = asyncio.get_running_loop().call_later(min(wait, 50), _finish, poller)
            self.changed()
            try:
                await poller
            finally:
                timer.cancel()
        numbers = sorted(self.pending)[: max(1, min(limit, 100))]
        return [msgspec.Raw(self.pending[number][1]) for number in numbers]

    @property
    def polled(self) -> bool:
        """Whether somebody waits for updates right now."""
        return self._poller is not None and not self._poller.done()

    async def close(self) -> None:
        """Stop delivering."""
        for worker in (workers := list(self._workers)):
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)
        if self._poller is not None:
            _finish(self._poller)
        if self._http is not None:
            await self._http.close()
            self._http = None

    async def set_webhook(self, webhook: Webhook | None) -> None:
        """Deliver to another address from now on, or (None) to pollers."""
        await self.close()
        self._queues.clear()
        self.webhook = webhook
        for number in sorted(self.pending):
            self._wake(number)

    def _wake(self, number: int) -> None:
        if self.webhook is None:
            if self._poller is not None:
                _finish(self._poller)
            return
        queue = self.pending[number][0]
        waiting = self._queues.get(queue)
        if waiting is not None:
            waiting.append(number)
            return
        self._queues[queue] = deque([number])
        worker = asyncio.get_running_loop().create_task(self._work(queue, self.webhook))
        self._workers.add(worker)
        worker.add_done_callback(self._workers.discard)

    async def _work(self, queue: str, webhook: Webhook) -> None:
        """One chat's updates, each only after the one before got its 2xx."""
        waiting = self._queues[queue]
        while waiting:
            number = waiting[0]
            failures = 0
            while not await self._deliver(self.pending[number][1], webhook):
                wait = BACKOFF[min(failures, len(BACKOFF) - 1)] * self.pace
                failures += 1
                await asyncio.sleep(wait)
            waiting.popleft()
            del self.pending[number]
            self.delivered += 1
            self.changed()
        del self._queues[queue]

    async def _deliver(self, update: bytes, webhook: Webhook) -> bool:
        if self._http is None:
            self._http = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=webhook.max_connections),
                cookie_jar=aiohttp.DummyCookieJar(),
            )
        headers = {"Content-Type": "application/json"}
        if webhook.secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = webhook.secret
        self.attempts += 1
        try:
            async with self._http.post(
                webhook.url, data=update, headers=headers, allow_redirects=False
            ) as answer:
                await answer.read()
                if 200 <= answer.status < 300:
                    return True
                webhook.last_error = f"Wrong response from the webhook: {answer.status}"
        except aiohttp.ClientError as error:
            webhook.last_error = type(error).__name__
        return False


def _finish(poller: asyncio.Future[None]) -> None:
    if not poller.done():
        poller.set_result(None)
