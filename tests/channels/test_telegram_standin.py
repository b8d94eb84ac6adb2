"""The stand-in's methods, errors and limits, checked by two independent clients.

Each test runs once with aiogram and once with python-telegram-bot: what they agree on, ours may
trust.
"""

from __future__ import annotations

import pytest
from aiogram import exceptions

from tests.channels.conftest import Refused
from tests.support.telegram.clients import Aiogram, Client
from tests.support.telegram.server import Server
from tests.support.telegram.world import Bot as Account

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 200


async def test_the_bot_knows_its_name(client: Client, account: Account) -> None:
    assert await client.me() == account.username


async def test_a_text_arrives(client: Client, server: Server) -> None:
    user = server.user(1001)
    user.starts()
    assert await client.send(1001, "  Chào bác 🌾\n") == 2
    assert user.chat().texts == ["Chào bác 🌾"]


async def test_html_is_counted_without_its_tags(client: Client, server: Server) -> None:
    user = server.user(1001)
    user.starts()
    await client.send(1001, f"<b>{'x' * 4096}</b>", parse_mode="HTML")
    (message,) = user.chat().messages
    assert message.body["entities"] == [{"type": "bold", "offset": 0, "length": 4096}]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("   ", "essage text is empty"),
        ("x" * 4097, "essage is too long"),
        ("🌾" * 2049, "essage is too long"),
    ],
)
async def test_a_text_that_telegram_does_not_take(
    client: Client, server: Server, refused: Refused, text: str, why: str
) -> None:
    server.user(1001).starts()
    kind, words, _ = await refused(client.send(1001, text))
    assert kind == "BadRequest"
    assert why in words


async def test_a_broken_tag_is_refused(client: Client, server: Server, refused: Refused) -> None:
    server.user(1001).starts()
    for text, why in (
        ("<x>a</x>", "Unsupported"),
        ("<b>a", "find end tag"),
        ("a</b>", "Unmatched"),
    ):
        _, words, _ = await refused(client.send(1001, text, parse_mode="HTML"))
        assert why.lower() in words.lower()


async def test_a_press_comes_back_and_is_answered_once(
    client: Client, server: Server, refused: Refused
) -> None:
    user = server.user(1001)
    user.starts()
    await client.keyboard(1001, "Bác chọn", [[("Xong", "a|f|q|xong")], [("Chưa", "a|f|q|chua")]])
    message = await user.hears()
    assert message.labels == ["Xong", "Chưa"]
    press = user.presses(message, "Chưa")
    (_, update) = await client.updates(0, 0)
    assert update.callback_query.data == "a|f|q|chua"
    assert update.callback_query.message.message_id == message.id
    _, words, _ = await refused(client.answer(press.id, "x" * 201))
    assert "MESSAGE_TOO_LONG" in words.upper()
    await client.answer(press.id)
    assert press.answer is not None
    kind, words, _ = await refused(client.answer(press.id))
    assert kind == "BadRequest"
    assert "uery is too old" in words


@pytest.mark.parametrize("data", ["", "đ" * 33])
async def test_button_data_has_one_to_64_bytes(
    client: Client, server: Server, refused: Refused, data: str
) -> None:
    server.user(1001).starts()
    kind, words, _ = await refused(client.keyboard(1001, "?", [[("Xong", data)]]))
    assert kind == "BadRequest"
    assert "inline" in words or "BUTTON_DATA_INVALID" in words.upper()


async def test_a_keyboard_of_a_hundred_and_one_is_too_long(
    client: Client, server: Server, refused: Refused
) -> None:
    server.user(1001).starts()
    rows = [[(str(n), str(n))] for n in range(101)]
    assert "eply markup is too long" in (await refused(client.keyboard(1001, "?", rows)))[1]


async def test_contacts_are_asked_for_in_private_only(
    client: Client, server: Server, account: Account, refused: Refused
) -> None:
    user = server.user(1001)
    user.starts()
    group = server.group("Thôn Một", [user])
    group.adds(account)
    assert await client.contact(1001) == 2
    assert user.chat().messages[0].labels == ["Gửi số"]
    assert "private chats only" in (await refused(client.contact(group.chat.id)))[1]


async def test_a_photo_is_uploaded_once_and_sent_again_by_id(
    client: Client, server: Server, account: Account, refused: Refused
) -> None:
    user = server.user(1001)
    user.starts()
    file_id = await client.photo(1001, PNG, "Mặt sau thẻ")
    assert await client.photo(1001, file_id, "lần nữa") == file_id
    assert account.files[file_id].content == PNG
    assert user.chat().texts == ["Mặt sau thẻ", "lần nữa"]
    other = server.bot("other_test_bot")
    user.starts(bot=other)
    stranger = type(client)(other.token, server.url)  # type: ignore[call-arg]
    try:
        await stranger.me()
        _, words, _ = await refused(stranger.photo(1001, file_id, "của bot khác"))
    finally:
        await stranger.close()
    assert "rong file identifier" in words


async def test_a_caption_has_1024_units(client: Client, server: Server, refused: Refused) -> None:
    server.user(1001).starts()
    await client.photo(1001, PNG, "x" * 1024)
    assert "caption is too long" in (await refused(client.photo(1001, PNG, "x" * 1025)))[1]


async def test_what_is_no_picture_is_refused(
    client: Client, server: Server, refused: Refused
) -> None:
    server.user(1001).starts()
    assert "PROCESS_FAILED" in (await refused(client.photo(1001, b"not a picture", "")))[1].upper()


async def test_a_message_is_edited_and_deleted(
    client: Client, server: Server, refused: Refused
) -> None:
    user = server.user(1001)
    user.starts()
    number = await client.send(1001, "một")
    await client.edit(1001, number, "hai")
    assert user.chat().texts == ["hai"]
    assert "is not modified" in (await refused(client.edit(1001, number, "hai")))[1]
    assert "can't be edited" in (await refused(client.edit(1001, 1, "của bác")))[1]
    assert "not found" in (await refused(client.edit(1001, 99, "?")))[1]
    await client.delete(1001, number)
    assert user.chat().texts == []
    assert "not found" in (await refused(client.delete(1001, number)))[1]
    old = await client.send(1001, "cũ")
    user.chat().all[old].date -= 49 * 3600
    assert "can't be deleted" in (await refused(client.delete(1001, old)))[1]


async def test_people_who_cannot_be_reached(
    client: Client, server: Server, account: Account, refused: Refused
) -> None:
    user, stranger, met = server.user(1001), server.user(1002), server.user(1003)
    group = server.group("Thôn Một", [user, met])
    group.adds(account)
    met.says("chào cả nhà", group=group)
    user.starts()
    assert await refused(client.send(999, "?")) == await refused(client.send(stranger.id, "?"))
    assert "hat not found" in (await refused(client.send(999, "?")))[1]
    assert "can't initiate" in (await refused(client.send(met.id, "?")))[1]
    user.blocks()
    kind, words, _ = await refused(client.send(1001, "?"))
    assert kind in ("ForbiddenError", "Forbidden")
    assert "bot was blocked by the user" in words
    user.unblocks()
    await client.send(1001, "lại đây")
    user.deactivates()
    assert "user is deactivated" in (await refused(client.send(1001, "?")))[1]


async def test_groups_that_cannot_be_reached(
    client: Client, server: Server, account: Account, refused: Refused
) -> None:
    user = server.user(1001)
    kicked, strange, ended = (server.group(title, [user]) for title in ("a", "b", "c"))
    kicked.adds(account)
    ended.adds(account)
    await client.send(kicked.chat.id, "chào")
    kicked.kicks(account)
    ended.deletes()
    assert (
        "bot was kicked from the group chat" in (await refused(client.send(kicked.chat.id, "?")))[1]
    )
    assert "hat not found" in (await refused(client.send(strange.chat.id, "?")))[1]
    assert "group chat was deleted" in (await refused(client.send(ended.chat.id, "?")))[1]


async def test_a_group_that_was_upgraded_says_where_it_went(
    client: Client, server: Server, account: Account, refused: Refused
) -> None:
    group = server.group("Thôn Một", [server.user(1001)])
    group.adds(account)
    new = group.upgrades()
    kind, _, number = await refused(client.send(group.chat.id, "?"))
    assert kind in ("MigrateToChat", "ChatMigrated")
    assert number == new.chat.id
    await client.send(new.chat.id, "đây rồi")
    updates = await client.updates(0, 0)
    assert [
        (u.message.migrate_to_chat_id, u.message.migrate_from_chat_id) for u in updates if u.message
    ] == [(new.chat.id, None), (None, group.chat.id)]


# python-telegram-bot warns that the type of its own attribute will change.
@pytest.mark.filterwarnings("ignore:Deprecated since version v22.2")
async def test_what_is_too_fast_is_told_how_long_to_wait(
    client: Client, server: Server, account: Account, refused: Refused
) -> None:
    account.limits.on = True
    server.user(1001).starts()
    for _ in range(3):
        await client.send(1001, "nhanh")
    kind, _, seconds = await refused(client.send(1001, "quá"))
    assert kind == "RetryAfter"
    assert seconds == 1


async def test_a_token_of_nobody_is_refused(server: Server) -> None:
    server.bot()
    stranger = Aiogram("123456:" + "A" * 35, server.url)
    with pytest.raises(exceptions.TelegramUnauthorizedError):
        await stranger.me()
    await stranger.close()


async def test_faults_come_before_or_after_acceptance(server: Server, account: Account) -> None:
    user = server.user(1001)
    user.starts()
    client = Aiogram(account.token, server.url)
    for kind, error, kept in (
        ("unread", exceptions.TelegramNetworkError, 0),
        ("cut", exceptions.TelegramNetworkError, 1),
        ("status", exceptions.TelegramServerError, 1),
        ("status-after", exceptions.TelegramServerError, 2),
        ("garbage", exceptions.ClientDecodeError, 2),
    ):
        server.fail(kind, "sendMessage")
        with pytest.raises(error):
            await client.send(1001, kind)
        assert len(user.chat().messages) == kept, kind
    await server.down()
    with pytest.raises(exceptions.TelegramNetworkError):
        await client.send(1001, "không ai nghe")
    await server.up()
    await client.send(1001, "nghe lại")
    assert user.chat().texts == ["cut", "status-after", "nghe lại"]
    await client.close()
