"""Sending by Telegram: each way it can end, files uploaded once, and a token that never shows."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.channels.base import Gone, Key, Later, Outcome, Piece, Refused, Sent, Unknown
from bot.channels.telegram.session import Lost, Session, Unsent
from tests.support.telegram.house import OGG, PNG, House
from tests.support.telegram.server import Server
from tests.support.telegram.world import Bot

PHOTO = Piece("Mặt sau thẻ", bold=3, photo="g/a.png")


@pytest.fixture
async def house(server: Server, account: Bot) -> AsyncIterator[House]:
    """A house that only sends."""
    server.user(1001).starts()
    house = House(server, account)
    yield house
    await house.channel.stop()


async def send(house: House, piece: Piece, chat: str = "1001") -> Outcome:
    """Send as the sender does."""
    return await house.channel.send(chat, piece, 1)


async def test_a_piece_arrives_as_it_was_meant(house: House, server: Server) -> None:
    keys = ((Key("Xong", data="a|g|s|done"),), (Key("Xem", url="https://xa.example.vn"),))
    assert await send(house, Piece("🌾 Mùa\nGiá < 5 & > 3 _x_", bold=6, keys=keys)) == Sent("2")
    (message,) = server.user(1001).chat().messages
    assert message.text == "🌾 Mùa\nGiá < 5 & > 3 _x_"
    assert message.body["entities"] == [{"type": "bold", "offset": 0, "length": 6}]
    assert message.fields["link_preview_options"] == {"is_disabled": True}
    assert message.labels == ["Xong", "Xem"]
    assert house.channel.capabilities.buttons > 0


async def test_a_contact_is_asked_for(house: House, server: Server) -> None:
    assert await send(house, Piece("Số?", ask="contact")) == Sent("2")
    assert server.user(1001).chat().messages[0].labels == ["Gửi số điện thoại"]


async def test_people_and_groups_that_are_gone(house: House, server: Server, account: Bot) -> None:
    user = server.user(1001)
    group, kicked = server.group("Thôn Một", [user]), server.group("Thôn Hai", [user])
    group.adds(account)
    kicked.adds(account)
    kicked.kicks(account)
    new = group.upgrades()
    assert await send(house, Piece("?"), "404") == Gone("chat not found")
    assert await send(house, Piece("?"), str(kicked.chat.id)) == Gone("kicked")
    moved = Gone("upgraded to a supergroup", str(new.chat.id))
    assert await send(house, Piece("?"), str(group.chat.id)) == moved
    user.blocks()
    assert await send(house, Piece("?")) == Gone("blocked")
    user.deactivates()
    assert await send(house, Piece("?")) == Gone("deactivated")


@pytest.mark.parametrize(
    "piece", [Piece(""), Piece("x" * 4097), Piece("\ud83d"), Piece("x", photo="g/none.png")]
)
async def test_what_can_never_be_sent_is_refused(house: House, piece: Piece) -> None:
    assert isinstance(await send(house, piece), Refused)


async def test_a_chat_of_another_channel_is_refused(house: House) -> None:
    assert await send(house, Piece("x"), "web-1") == Refused("cannot be sent: ValueError")


async def test_too_fast_is_told_how_long_to_wait(house: House, account: Bot) -> None:
    account.limits.on = True
    outcomes = [await send(house, Piece("nhanh")) for _ in range(4)]
    assert [type(outcome) for outcome in outcomes] == [Sent, Sent, Sent, Later]
    assert outcomes[3] == Later(timedelta(seconds=1), "flood limit", whole=True, flood=True)


@pytest.mark.parametrize(
    ("kind", "arrived"),
    [("unread", 0), ("cut", 1), ("status", 0), ("status-after", 1), ("garbage", 0)],
)
async def test_without_an_answer_it_is_unknown_whether_it_arrived(
    house: House, server: Server, kind: str, arrived: int
) -> None:
    server.fail(kind, "sendMessage")
    assert isinstance(await send(house, Piece("?")), Unknown)
    assert len(server.user(1001).chat().messages) == arrived


async def test_what_nobody_listened_to_was_certainly_not_sent(house: House, server: Server) -> None:
    await server.down()
    outcome = await send(house, Piece("?"))
    assert outcome == Later(timedelta(seconds=5), "unreachable: ClientConnectorError", whole=True)
    await server.up()
    assert isinstance(await send(house, Piece("!")), Sent)
    assert server.user(1001).chat().texts == ["!"]


async def test_an_answer_that_is_late_is_unknown(server: Server, account: Bot) -> None:
    server.user(1001).starts()
    session = Session(account.token, server.url, read=0.05)
    server.fail("slow", "sendMessage", seconds=0.3)
    reply = await session.call("sendMessage", {"chat_id": 1001, "text": "?"})
    assert reply == Lost("SocketTimeoutError")
    await session.close()


async def test_a_connection_that_never_comes_about_is_not_sent(account: Bot) -> None:
    # It takes connections and never says a word.
    listener = await asyncio.get_running_loop().create_server(asyncio.Protocol, "127.0.0.1", 0)
    port = listener.sockets[0].getsockname()[1]
    session = Session(account.token, f"https://127.0.0.1:{port}", connect=0.05)
    reply = await session.call("getMe", {})  # so the TLS handshake never ends
    assert isinstance(reply, Unsent)
    await session.close()
    listener.close()


async def test_a_token_that_was_withdrawn_holds_everything(
    house: House, server: Server, account: Bot
) -> None:
    server.bots.clear()
    outcome = await send(house, Piece("?"))
    assert outcome == Later(timedelta(minutes=10), "token refused: Unauthorized", whole=True)


async def test_a_file_is_uploaded_once_even_by_many_at_once(
    house: House, server: Server, account: Bot
) -> None:
    outcomes = await asyncio.gather(*(send(house, PHOTO) for _ in range(5)))
    assert all(isinstance(outcome, Sent) for outcome in outcomes)
    assert isinstance(await send(house, Piece("Lời", voice="g/a.ogg")), Sent)
    assert [(file.kind, file.content) for file in account.files.values()] == [
        ("photo", PNG),
        ("voice", OGG),
    ]
    first = server.user(1001).chat().messages[0]
    assert first.body["caption_entities"] == [{"type": "bold", "offset": 0, "length": 3}]


async def test_a_file_that_was_replaced_is_uploaded_anew(house: House, account: Bot) -> None:
    await send(house, PHOTO)
    house.files.content["g/a.png"] = PNG + b"1"
    await send(house, PHOTO)
    assert len(account.files) == 2


async def test_an_id_that_telegram_forgot_is_replaced(house: House, account: Bot) -> None:
    await send(house, PHOTO)
    account.files.clear()
    assert isinstance(await send(house, PHOTO), Sent)
    assert len(account.files) == 1
    assert isinstance(await send(house, PHOTO), Sent)
    assert len(account.files) == 1


async def test_a_failed_upload_keeps_no_id(house: House, server: Server, account: Bot) -> None:
    server.fail("status", "sendPhoto")
    assert isinstance(await send(house, PHOTO), Unknown)
    assert isinstance(await send(house, PHOTO), Sent)
    assert len(account.files) == 1


async def test_an_id_that_cannot_be_kept_does_not_unsend_the_message(
    server: Server, account: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    server.user(1001).starts()
    house = House(server, account)

    async def put(key: str, file_id: str) -> None:
        raise OSError("disk full")

    house.file_ids.put = put  # type: ignore[method-assign]
    assert isinstance(await send(house, PHOTO), Sent)
    assert "file id not kept: OSError" in caplog.text
    server.fail("status", "sendPhoto", status=200, body=b'{"ok":true,"result":{"message_id":9}}')
    assert await send(house, PHOTO) == Sent("9")  # an answer without the file
    await house.channel.stop()


async def test_the_token_never_shows(
    house: House, server: Server, account: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    secret = account.token.partition(":")[2]
    said = []
    for kind in ("unread", "cut", "status", "garbage"):
        server.fail(kind)
        said.append(repr(await send(house, Piece("bí mật"))))
    await server.down()
    said.append(repr(await send(house, PHOTO)))
    await house.channel.start(house.receive)
    await house.until("unreachable")
    said.append(repr(house.channel.state) + repr(house.channel) + repr(house.channel._session))
    assert secret not in " ".join(said) + caplog.text
    assert "bí mật" not in " ".join(said) + caplog.text


async def test_a_session_opens_again_after_it_was_closed(server: Server, account: Bot) -> None:
    session = Session(account.token, server.url + "/")
    await session.close()
    first = await session.call("getMe", {})
    await session.close()
    assert await session.call("getMe", {}) == first
    await session.close()


async def test_after_the_house_has_closed_nothing_is_sent(house: House, server: Server) -> None:
    await house.channel.stop()
    assert await send(house, Piece("?")) == Later(timedelta(seconds=5), "stopping")
    assert server.user(1001).chat().messages == []


async def test_an_address_that_is_none_is_not_sent_to(account: Bot) -> None:
    session = Session(account.token, "ftp://127.0.0.1")
    assert isinstance(await session.call("getMe", {}), Unsent)
    await session.close()
