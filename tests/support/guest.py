"""Somebody at the page, as the page's script is: says things under names of its own making."""

from __future__ import annotations

import io
import itertools
import json
from typing import Any

from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient, TestServer

from tests.support.webhouse import House
from web.desk import COOKIE
from web.server import build

_names = itertools.count(1)


class Guest:
    """A browser without a screen, at the server of ``house``."""

    def __init__(self, house: House, **changes: object) -> None:
        waits: dict[str, object] = {"reply_wait": 0.05, "news_wait": 0.1}
        self.site = house.site(**(waits | changes))
        self.client: TestClient[Any, Any] = TestClient(TestServer(build(self.site)))

    async def opens(self, address: str = "/chat", **headers: str) -> tuple[ClientResponse, str]:
        """Open a page."""
        async with self.client.get(address, headers=headers) as response:
            return response, await response.text()

    async def hands(
        self, body: bytes | str, kind: str = "application/json", **headers: str
    ) -> tuple[int, Any]:
        """Hand in raw bytes at ``/chat/say``."""
        heads = {"Content-Type": kind, **{k.replace("_", "-"): v for k, v in headers.items()}}
        raw = io.BytesIO(body.encode() if isinstance(body, str) else body)
        async with self.client.post("/chat/say", data=raw, headers=heads) as response:
            text = await response.text()
            return response.status, json.loads(text) if text[:1] == "{" else text

    async def says(self, text: str = "", *, press: str = "", id: str = "", after: int = 0) -> Any:
        """Say something; returns (status, answer)."""
        said = {"id": id or f"name-{next(_names):06}", "text": text, "press": press, "after": after}
        return await self.hands(json.dumps(said))

    async def news(self, after: object = 0) -> tuple[int, Any]:
        """Ask what is new."""
        async with self.client.get(f"/chat/news?after={after}") as response:
            return response.status, await response.json()

    @property
    def cookie(self) -> str:
        """The cookie that says who this is; empty before there is one."""
        return next((c.value for c in self.client.session.cookie_jar if c.key == COOKIE), "")

    @cookie.setter
    def cookie(self, value: str) -> None:
        self.client.session.cookie_jar.clear()
        if value:
            self.client.session.cookie_jar.update_cookies({COOKIE: value}, self.client.make_url(""))

    @property
    def id(self) -> str:
        """Who this is for the house."""
        return self.cookie.partition(".")[0]
