"""What ``kheo doctor`` learns from Telegram."""

from __future__ import annotations

from bot.channels.telegram.channel import State
from bot.channels.telegram.examine import Examination, examine
from bot.channels.telegram.session import Session
from tests.support.telegram.server import Server
from tests.support.telegram.updates import Webhook
from tests.support.telegram.world import Bot


async def test_a_healthy_bot_says_its_name(server: Server, account: Bot) -> None:
    server.user(1001).says("chờ")
    found = await examine(Session(account.token, server.url))
    assert found == Examination(State("running"), account.username, pending=1)


async def test_a_webhook_in_trouble_is_told(server: Server, account: Bot) -> None:
    account.updates.webhook = Webhook("http://127.0.0.1:9/x", last_error="Connection refused")
    found = await examine(Session(account.token, server.url))
    assert (found.webhook, found.last_error) == ("http://127.0.0.1:9/x", "Connection refused")


async def test_a_wrong_token_and_a_dead_line_are_told_apart(server: Server) -> None:
    wrong = Session("1:x", server.url)
    assert (await examine(wrong)).state == State("token", "Not Found")
    await server.down()
    assert (await examine(wrong)).state == State("unreachable", "ClientConnectorError")


async def test_an_answer_of_another_shape_is_not_taken_for_telegram(
    server: Server, account: Bot
) -> None:
    server.fail("status", "getMe", status=200, body=b'{"ok":true,"result":[]}')
    found = await examine(Session(account.token, server.url))
    assert found.state.kind == "unreachable"
