"""Telegram's calls through our own web server: the real route in front of the real channel."""

from __future__ import annotations

import io
import json
from collections.abc import AsyncIterator

import pytest

from bot.talk.message import Words
from tests.support.guest import Guest
from tests.support.telegram.house import House
from tests.support.telegram.server import Server
from tests.web.conftest import Visit

MESSAGE = {
    "message_id": 1,
    "from": {"id": 1001, "is_bot": False, "first_name": "An"},
    "chat": {"id": 1001, "first_name": "An", "type": "private"},
    "date": 1795305600,
    "text": "chào",
}
UPDATE = json.dumps({"update_id": 7, "message": MESSAGE}).encode()


@pytest.fixture
async def telegram() -> AsyncIterator[House]:
    """A channel that knows its own name; a webhook is set, but Telegram's side stays silent."""
    async with Server() as server:
        account = server.bot()
        url = "http://127.0.0.1:9/"
        house = House(server, account, public_url=url, secret="a secret of the tests")
        await house.channel.start(house.receive)
        await server.until(lambda: account.updates.webhook)
        yield house
        await house.channel.stop()


@pytest.fixture
async def door(visit: Visit, telegram: House) -> Guest:
    """The web server that stands before it."""
    return await visit(telegram=telegram.channel.webhook)


async def calls(door: Guest, body: bytes, secret: str) -> int:
    """One call; returns its status."""
    headers = {"X-Telegram-Bot-Api-Secret-Token": secret} if secret else {}
    async with door.client.post(
        "/telegram/webhook", data=io.BytesIO(body), headers=headers
    ) as response:
        return response.status


async def test_an_update_with_the_secret_is_taken_in(door: Guest, telegram: House) -> None:
    assert await calls(door, UPDATE, telegram.channel.secret) == 200
    assert telegram.contents == [Words("chào")]


async def test_a_wrong_secret_gets_nothing_in(door: Guest, telegram: House) -> None:
    for secret in ("", "wrong", telegram.channel.secret + "x"):
        assert await calls(door, UPDATE, secret) == 401
    assert telegram.taken == []


async def test_malformed_json_and_ten_megabytes_are_refused(door: Guest, telegram: House) -> None:
    secret = telegram.channel.secret
    assert await calls(door, UPDATE[:-5], secret) == 400
    assert await calls(door, b'{"update_id":' + b"1" * 10 * 1024 * 1024, secret) == 413
    assert telegram.asked == []


async def test_what_cannot_be_stored_is_to_be_delivered_again(door: Guest, telegram: House) -> None:
    telegram.broken = lambda _incoming: len(telegram.failed) < 1
    assert await calls(door, UPDATE, telegram.channel.secret) == 503
    assert await calls(door, UPDATE, telegram.channel.secret) == 200
    assert len(telegram.taken) == 1
