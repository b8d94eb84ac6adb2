"""How the stand-in delivers updates, checked by two independent clients."""

from __future__ import annotations

import asyncio
from typing import Any

from aiohttp import web

from tests.channels.conftest import Refused
from tests.support.telegram.clients import Client
from tests.support.telegram.server import Server
from tests.support.telegram.world import Bot as Account


async def test_polling_confirms_by_offset_and_waits_for_more(
    client: Client, server: Server, account: Account
) -> None:
    user = server.user(1001)
    user.says("một")
    user.says("hai")
    updates = await client.updates(0, 0)
    assert [u.message.text for u in updates] == ["một", "hai"]
    assert [u.update_id for u in await client.updates(updates[1].update_id, 0)] == [2]
    waiting = asyncio.create_task(client.updates(3, 20))
    await server.until(lambda: account.updates.polled)
    user.says("ba")
    assert [u.message.text for u in await waiting] == ["ba"]
    assert [u.message.text for u in await client.updates(-1, 0)] == ["ba"]


async def test_two_pollers_conflict(
    client: Client, server: Server, account: Account, refused: Refused
) -> None:
    first = asyncio.create_task(client.updates(0, 20))
    await server.until(lambda: account.updates.polled)
    second = asyncio.create_task(client.updates(0, 20))
    kind, words, _ = await refused(first)
    assert kind in ("ConflictError", "Conflict")
    assert "terminated by other getUpdates request" in words
    server.user(1001).says("chào")
    assert len(await second) == 1


async def test_a_webhook_gets_updates_in_order_until_it_says_yes(
    client: Client, server: Server, account: Account, refused: Refused
) -> None:
    taken: list[tuple[str, str, str]] = []
    answers = [500, 200, 200, 200]

    async def hear(request: web.BaseRequest) -> web.Response:
        update = await request.json()
        secret = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        taken.append((update["message"]["text"], secret, request.content_type))
        return web.Response(status=answers[len(taken) - 1])

    account.updates.pace = 0.001
    heard = web.Server(hear)
    listener = await asyncio.get_running_loop().create_server(heard, "127.0.0.1", 0)
    port = listener.sockets[0].getsockname()[1]
    try:
        await client.hook(f"http://127.0.0.1:{port}/hook", "s-e_cret")
        kind, words, _ = await refused(client.updates(0, 0))
        assert kind in ("ConflictError", "Conflict")
        assert "webhook is active" in words
        user = server.user(1001)
        user.says("một")
        user.says("hai")
        await server.until(lambda: account.updates.delivered == 2)
        assert [text for text, _, _ in taken] == ["một", "một", "hai"]
        assert {secret for _, secret, _ in taken} == {"s-e_cret"}
        await client.hook("", "")
        user.says("ba")
        assert len(await client.updates(0, 0)) == 1
    finally:
        listener.close()
        await heard.shutdown(0.1)


async def test_privacy_mode_lets_through_what_is_meant_for_the_bot(
    client: Client, server: Server, account: Account
) -> None:
    user = server.user(1001)
    group = server.group("Thôn Một", [user])
    group.adds(account)
    await client.send(group.chat.id, "chào cả thôn")
    (ours,) = group.chat.messages
    user.says("mai họp nhé", group=group)
    user.says("/help", group=group)
    user.says("/help@other_bot", group=group)
    user.says("ơi @Kheo_Test_Bot", group=group)
    user.says("đồng ý", group=group, reply_to=ours)
    texts = [u.message.text for u in await client.updates(0, 0) if u.message]
    assert texts == ["/help", "ơi @Kheo_Test_Bot", "đồng ý"]


async def test_everything_people_send_can_be_read_by_both(
    client: Client, server: Server, account: Account
) -> None:
    user = server.user(1001)
    user.starts("t-thon-mot")
    user.sends_photo("nhà dột")
    user.sends_voice()
    user.sends_sticker()
    user.shares_contact()
    user.shares_location()
    user.edits(user.says("sai"), "đúng")
    user.blocks()
    kinds = [
        next(
            kind
            for kind in (
                "my_chat_member",
                "edited_message",
                "message.photo",
                "message.voice",
                "message.sticker",
                "message.contact",
                "message.location",
                "message.text",
            )
            if _has(update, kind)
        )
        for update in await client.updates(0, 0)
    ]
    assert kinds == [
        "message.text",
        "message.photo",
        "message.voice",
        "message.sticker",
        "message.contact",
        "message.location",
        "message.text",
        "edited_message",
        "my_chat_member",
    ]


def _has(update: Any, kind: str) -> bool:
    for name in kind.split("."):
        update = getattr(update, name, None)
    return bool(update)
