"""Telegram by webhook: 200 only for what is stored, and never a reason to redeliver in vain."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from bot.talk.message import Pressed, Words
from tests.support.telegram.house import House
from tests.support.telegram.server import Server
from tests.support.telegram.world import Bot

SECRET = "khéo – bí mật/của nhà"
TEXT = json.dumps(
    {
        "update_id": 7,
        "message": {
            "message_id": 1,
            "from": {"id": 1001, "is_bot": False, "first_name": "An"},
            "chat": {"id": 1001, "first_name": "An", "type": "private"},
            "date": 1795305600,
            "text": "chào",
        },
    }
).encode()


class Door:
    """A web server that hands Telegram's calls to the channel."""

    def __init__(self) -> None:
        self.house: House | None = None
        self.statuses: list[int] = []
        self.port = 0

    async def hear(self, request: web.BaseRequest) -> web.Response:
        assert self.house is not None
        assert request.path == "/telegram/webhook"
        secret = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        status = await self.house.channel.webhook(await request.read(), secret)
        self.statuses.append(status)
        return web.Response(status=status)


@pytest.fixture
async def door() -> AsyncIterator[Door]:
    """The door of the house."""
    door = Door()
    behind = web.Server(door.hear)
    listener = await asyncio.get_running_loop().create_server(behind, "127.0.0.1", 0)
    door.port = listener.sockets[0].getsockname()[1]
    yield door
    listener.close()
    await behind.shutdown(0.1)


@pytest.fixture
async def house(server: Server, account: Bot, door: Door) -> AsyncIterator[House]:
    """A house that Telegram calls."""
    account.updates.pace = 0.001
    url = f"http://127.0.0.1:{door.port}/"
    house = door.house = House(server, account, public_url=url, secret=SECRET)
    yield house
    await house.channel.stop()


async def ready(house: House, account: Bot) -> None:
    """Start, and wait until Telegram knows the address."""
    await house.channel.start(house.receive)
    await house.server.until(lambda: account.updates.webhook)


async def test_telegram_is_told_where_to_call_and_what_to_say(
    house: House, account: Bot, door: Door
) -> None:
    account.updates.put("x", "message", json.loads(TEXT)["message"])
    await ready(house, account)
    await house.server.until(lambda: account.updates.delivered == 1)
    hook = account.updates.webhook
    assert hook is not None
    assert hook.url == f"http://127.0.0.1:{door.port}/telegram/webhook"
    assert hook.secret == house.channel.secret
    assert "mật" not in hook.secret
    assert account.updates.allowed == {
        "message",
        "edited_message",
        "callback_query",
        "my_chat_member",
    }
    assert house.texts == ["chào"]  # what was waiting before the webhook is not dropped


async def test_updates_come_in_order_and_presses_are_answered(
    house: House, server: Server, account: Bot, door: Door
) -> None:
    await ready(house, account)
    user = server.user(1001)
    user.starts()
    user.says("một")
    await server.until(lambda: house.texts == ["/start", "một"])
    markup = {"inline_keyboard": [[{"text": "Xong", "callback_data": "b|menu|"}]]}
    server._methods["sendmessage"](
        account, {"chat_id": 1001, "text": "?", "reply_markup": markup}, {}
    )
    press = user.presses(user.chat().messages[-1], "Xong")
    await server.until(lambda: press.answer is not None)
    assert isinstance(house.contents[-1], Pressed)
    await server.until(lambda: not account.updates.pending)
    assert set(door.statuses) == {200}


async def test_what_could_not_be_stored_is_delivered_again(
    house: House, server: Server, account: Bot, door: Door
) -> None:
    await ready(house, account)
    house.broken = lambda incoming: len(house.failed) < 3
    user = server.user(1001)
    user.says("một")
    user.says("hai")
    await server.until(lambda: house.texts == ["một", "hai"])
    await server.until(lambda: not account.updates.pending)
    assert door.statuses == [503, 503, 503, 200, 200]


async def test_a_wrong_secret_gets_nothing_in(house: House, account: Bot) -> None:
    await ready(house, account)
    for secret in ("", "x", SECRET, house.channel.secret[:-1]):
        assert await house.channel.webhook(TEXT, secret) == 401
    assert house.taken == []
    assert await house.channel.webhook(TEXT, house.channel.secret) == 200
    assert house.contents == [Words("chào")]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"[1]", 400),
        (b'{"message":{}}', 400),
        (b"\xff\xfe\x00", 400),
        (b"[" * 100_000, 400),
        (b'{"update_id":9,"message":{"chat":1}}', 200),
        (b'{"update_id":9,"brand_new_thing":{}}', 200),
        (b'{"update_id":9}', 200),
    ],
)
async def test_what_can_never_be_taken_in(
    house: House, account: Bot, body: bytes, status: int
) -> None:
    await ready(house, account)
    assert await house.channel.webhook(body, house.channel.secret) == status
    assert house.taken == []


async def test_a_house_that_is_not_open_yet_or_any_more_asks_to_come_again(
    house: House, server: Server, account: Bot
) -> None:
    secret = house.channel.secret
    assert await house.channel.webhook(TEXT, secret) == 503
    await server.down()
    await house.channel.start(house.receive)
    assert await house.channel.webhook(TEXT, secret) == 503  # our own name is not known yet
    await server.up()
    await server.until(lambda: account.updates.webhook)
    assert await house.channel.webhook(TEXT, secret) == 200
    await house.channel.stop()
    assert await house.channel.webhook(TEXT, secret) == 503


async def test_a_webhook_that_telegram_refuses_is_said(server: Server, account: Bot) -> None:
    server.https_only = True
    house = House(server, account, public_url="http://xa.example.vn", secret=SECRET)
    await house.channel.start(house.receive)
    await house.until("refused")
    assert "An HTTPS URL must be provided" in house.channel.state.why
    await house.channel.stop()


async def test_unanswered_presses_do_not_pile_up(
    house: House, server: Server, account: Bot
) -> None:
    await ready(house, account)
    query = {
        "from": {"id": 1001, "is_bot": False, "first_name": "An"},
        "message": {"message_id": 1, "date": 0, "chat": {"id": 1001, "type": "private"}},
        "chat_instance": "1",
        "data": "b|menu|",
    }
    server.fail("slow", "answerCallbackQuery", times=10_000, seconds=30)
    for number in range(300):
        body = {"update_id": number, "callback_query": {"id": str(number), **query}}
        assert await house.channel.webhook(json.dumps(body).encode(), house.channel.secret) == 200
    assert len(house.taken) == 300
    assert len(house.channel._aside) == 200


def test_a_webhook_without_a_secret_is_not_opened(account: Bot, server: Server) -> None:
    with pytest.raises(ValueError, match="anybody"):
        House(server, account, public_url="https://xa.example.vn")
