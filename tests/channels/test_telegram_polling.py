"""Telegram by long polling: nothing is lost, nothing waits behind another's trouble."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator

import pytest

from bot.channels.telegram.commands import commands
from bot.channels.telegram.polling import Pace
from bot.commands import find
from bot.talk.message import Blocked, Incoming, Joined, Moved, Pressed, Unblocked, Words
from tests.support.telegram.house import House
from tests.support.telegram.server import Server
from tests.support.telegram.updates import SAME
from tests.support.telegram.world import Bot


@pytest.fixture
async def house(server: Server, account: Bot) -> AsyncIterator[House]:
    """A house that polls."""
    account.updates.pace = 0.001
    house = House(server, account)
    yield house
    await house.channel.stop()


async def test_what_people_write_comes_in_and_is_confirmed(
    house: House, server: Server, account: Bot
) -> None:
    user = server.user(1001)
    user.starts("t-thon-mot")
    await house.channel.start(house.receive)
    user.says("một")
    await server.until(lambda: len(house.taken) == 2)
    await server.until(lambda: account.updates.confirmed == 2)
    assert house.texts == ["/start t-thon-mot", "một"]
    assert house.channel.state.kind == "running"
    assert house.channel.me.username == account.username


async def test_presses_blocks_and_groups_come_in(
    house: House, server: Server, account: Bot
) -> None:
    await house.channel.start(house.receive)
    user = server.user(1001)
    user.starts()
    user.blocks()
    user.unblocks()
    group = server.group("Thôn Một", [user])
    group.adds(account)
    new = group.upgrades()
    await server.until(lambda: len(house.taken) == 6)
    by_chat = {
        chat: [i.content for i in house.taken if i.address.chat == chat]
        for chat in ("1001", str(group.chat.id))
    }
    assert by_chat["1001"] == [Words("/start"), Blocked(), Unblocked()]
    moved = Moved(str(new.chat.id))
    assert by_chat[str(group.chat.id)] == [Joined(), moved, moved]


async def test_a_press_is_answered_after_it_was_stored(
    house: House, server: Server, account: Bot
) -> None:
    from_user = server.user(1001)
    await house.channel.start(house.receive)
    from_user.starts()
    await server.until(lambda: house.taken)
    message = _offers(server, account)
    house.broken = lambda incoming: isinstance(incoming.content, Pressed)
    press = from_user.presses(message, "Xong")
    await server.until(lambda: len(house.failed) >= 2)
    assert press.answer is None
    house.broken = lambda incoming: False
    await server.until(lambda: press.answer is not None)
    assert house.taken[-1].id == f"cq{press.id}"


async def test_an_answer_to_a_press_that_fails_changes_nothing(
    house: House, server: Server, account: Bot
) -> None:
    user = server.user(1001)
    await house.channel.start(house.receive)
    user.starts()
    press = user.presses(_offers(server, account), "Xong")
    press.expired = True
    user.says("tiếp")
    await server.until(lambda: house.texts == ["/start", "tiếp"])


def _offers(server: Server, account: Bot):  # type: ignore[no-untyped-def]
    method = server._methods["sendmessage"]
    markup = {"inline_keyboard": [[{"text": "Xong", "callback_data": "a|f|q|xong"}]]}
    method(account, {"chat_id": 1001, "text": "?", "reply_markup": markup}, {})
    return server.user(1001).chat().messages[-1]


async def test_telegram_out_of_reach_is_waited_for_from_the_start(
    house: House, server: Server
) -> None:
    await server.down()
    await house.channel.start(house.receive)
    server.user(1001).says("một")
    await house.until("unreachable")
    assert "Connector" in house.channel.state.why
    await server.up()
    await server.until(lambda: house.texts == ["một"])
    await server.down()
    server.user(1001).says("hai")
    await house.until("unreachable")
    await server.up()
    await server.until(lambda: house.texts == ["một", "hai"])
    assert house.channel.state.kind == "running"


@pytest.mark.parametrize("kind", ["status", "cut", "unread", "garbage"])
async def test_polling_survives_every_fault(house: House, server: Server, kind: str) -> None:
    user = server.user(1001)
    for text in ("một", "hai"):
        user.says(text)
    server.fail(kind, "getUpdates", times=3)
    await house.channel.start(house.receive)
    await server.until(lambda: house.texts == ["một", "hai"])


async def test_another_poller_is_a_conflict_that_passes(
    house: House, server: Server, account: Bot
) -> None:
    body = b'{"ok":false,"error_code":409,"description":"Conflict: terminated by other getUpdates"}'
    server.fail("status", "getUpdates", times=10_000, status=409, body=body)
    await house.channel.start(house.receive)
    await house.until("conflict")
    server.faults.clear()
    server.user(1001).says("một")
    await server.until(lambda: house.texts == ["một"])


async def test_a_webhook_that_was_set_before_is_taken_off(
    house: House, server: Server, account: Bot
) -> None:
    method = server._methods["setwebhook"]
    await method(account, {"url": "http://127.0.0.1:9/hook"}, {})
    await house.channel.start(house.receive)
    server.user(1001).says("một")
    await server.until(lambda: house.texts == ["một"])
    assert account.updates.webhook is None


@pytest.mark.parametrize(("code", "kind"), [(401, "token"), (404, "token"), (400, "refused")])
async def test_the_state_says_what_telegram_says(
    house: House, server: Server, code: int, kind: str
) -> None:
    body = f'{{"ok":false,"error_code":{code},"description":"Nope"}}'.encode()
    server.fail("status", "getMe", times=10_000, status=code, body=body)
    await house.channel.start(house.receive)
    await house.until(kind)
    assert house.channel.state.why == "Nope"


async def test_being_told_to_wait_is_obeyed(house: House, server: Server) -> None:
    body = (
        b'{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 1",'
        b'"parameters":{"retry_after":1}}'
    )
    server.fail("status", "getMe", status=429, body=body)
    await house.channel.start(house.receive)
    await house.until("refused")
    await asyncio.sleep(0.1)  # many times the pace of these tests
    assert server.requests == 1
    await house.until("running")


async def test_an_answer_of_no_known_shape_does_not_end_the_polling(
    house: House, server: Server
) -> None:
    server.fail("status", "getMe", status=200, body=b'{"ok":true,"result":[]}')
    server.fail("status", "getUpdates", status=200, body=b'{"ok":true,"result":{}}')
    server.user(1001).says("một")
    await house.channel.start(house.receive)
    await server.until(lambda: house.texts == ["một"])


async def test_while_the_database_is_away_nothing_is_confirmed_and_nothing_lost(
    house: House, server: Server, account: Bot
) -> None:
    house.broken = lambda incoming: True
    await house.channel.start(house.receive)
    for number in range(1001, 1006):
        server.user(number).says("một")
        server.user(number).says("hai")
    await server.until(lambda: len(house.failed) >= 40)
    assert house.taken == []
    assert account.updates.confirmed == 0
    house.broken = lambda incoming: False
    await server.until(lambda: len(house.taken) == 10)
    await server.until(lambda: account.updates.confirmed == 10)
    for number in range(1001, 1006):
        mine = [i.content for i in house.taken if i.address.chat == str(number)]
        assert mine == [Words("một"), Words("hai")]


async def test_one_chat_in_trouble_waits_alone_and_in_order(
    house: House, server: Server, account: Bot
) -> None:
    house.broken = lambda incoming: incoming.address.chat == "1001"
    await house.channel.start(house.receive)
    server.user(1001).says("một")
    server.user(1001).says("hai")
    server.user(1002).says("ba")
    server.user(1003).says("bốn")
    await server.until(lambda: sorted(house.texts) == ["ba", "bốn"])
    house.broken = lambda incoming: False
    await server.until(lambda: len(house.taken) == 4)
    assert house.texts[2:] == ["một", "hai"]
    await server.until(lambda: account.updates.confirmed == 4)


async def test_an_update_that_never_passes_while_others_do_is_given_up(
    house: House, server: Server, account: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    house.broken = lambda incoming: incoming.content == Words("độc")
    await house.channel.start(house.receive)
    server.user(1001).says("độc")
    server.user(1001).says("sau")
    number = 2000
    while "sau" not in house.texts:
        number += 1
        server.user(number).says("khác")
        before = len(house.failed)
        await server.until(lambda: len(house.failed) > before or "sau" in house.texts)  # noqa: B023
    given_up = [r for r in caplog.records if getattr(r, "action", "") == "telegram.update.given-up"]
    assert [r.levelno for r in given_up] == [logging.ERROR]
    assert "độc" not in caplog.text
    await server.until(lambda: not account.updates.pending)


async def test_a_held_update_that_telegram_forgets_is_not_waited_for(
    house: House, server: Server, account: Bot
) -> None:
    house.broken = lambda incoming: incoming.content == Words("độc")
    await house.channel.start(house.receive)
    server.user(1001).says("độc")
    await server.until(lambda: house.failed)
    account.updates.pending.clear()
    await server.until(lambda: account.updates.polled)  # a long poll again
    server.user(1001).says("sau")
    await server.until(lambda: house.texts == ["sau"])


@pytest.mark.parametrize(
    "update",
    [
        b'{"update_id":500,"message":{"chat":1}}',
        b'{"update_id":500,"brand_new_thing":{}}',
    ],
)
async def test_what_cannot_be_read_is_passed_over(
    house: House, server: Server, account: Bot, update: bytes
) -> None:
    account.updates.put_raw("x", update, 500)
    account.updates.put_raw("x", b'{"update_id":501,"message":{"message_id":1}}', 501)
    server.user(1001).says("một")
    await house.channel.start(house.receive)
    await server.until(lambda: house.texts == ["một"])
    await server.until(lambda: not account.updates.pending)


async def test_stopping_lets_what_is_being_taken_in_finish(
    house: House, server: Server, account: Bot
) -> None:
    await house.channel.start(house.receive)
    house.gate.clear()
    server.user(1001).says("một")
    await server.until(lambda: house.asked)
    stopping = asyncio.create_task(house.channel.stop())
    await asyncio.sleep(0.02)
    assert not stopping.done()
    house.gate.set()
    await stopping
    assert house.texts == ["một"]
    assert house.channel.state.kind == "stopped"


async def test_after_a_restart_what_was_not_confirmed_comes_again(
    server: Server, account: Bot
) -> None:
    first = House(server, account)
    first.broken = lambda incoming: True
    await first.channel.start(first.receive)
    server.user(1001).says("một")
    await server.until(lambda: first.failed)
    await first.channel.stop()
    second = House(server, account)
    await second.channel.start(second.receive)
    await server.until(lambda: second.texts == ["một"])
    assert second.taken[0].id == first.failed[0].id
    await second.channel.stop()


async def test_the_menu_of_commands_is_set_in_both_languages(
    house: House, server: Server, account: Bot
) -> None:
    await house.channel.start(house.receive)
    await server.until(lambda: len(account.commands) == 2)
    vietnamese = {c["command"]: c["description"] for c in account.commands[""]}
    english = {c["command"]: c["description"] for c in account.commands["en"]}
    assert vietnamese.keys() == english.keys()
    assert vietnamese["officer"] == "Gặp cán bộ"
    assert english["officer"] == "Talk to an officer"


async def test_commands_that_cannot_be_set_do_not_matter(house: House, server: Server) -> None:
    server.fail("status", "setMyCommands", times=9)
    await house.channel.start(house.receive)
    server.user(1001).says("một")
    await server.until(lambda: house.texts == ["một"])


def test_every_command_of_the_menu_leads_somewhere() -> None:
    (call,) = commands(["vi"])
    for command in call.commands:
        begin = find(f"/{command.command}")
        assert begin is not None
        assert begin.flow


def test_a_language_that_telegram_cannot_tell_gets_no_menu_of_its_own() -> None:
    assert [call.language_code for call in commands(["vi", "en", "hmn"])] == [None, "en"]


def test_what_is_held_is_asked_for_slowly_enough_to_see_the_others() -> None:
    assert Pace().again > SAME
    assert [Pace().after(n) for n in (1, 2, 3, 7, 99)] == [0.5, 1.0, 2.0, 30.0, 30.0]


async def test_nobody_waits_for_another_chats_large_file(server: Server, account: Bot) -> None:
    account.updates.pace = 0.001
    house = House(server, account, pace=Pace(0.005, 0.02, 0.01, patience=0.02))
    gate = asyncio.Event()

    async def receive(incoming: Incoming) -> None:
        if incoming.address.chat == "1001":
            await gate.wait()
        await house.receive(incoming)

    await house.channel.start(receive)
    slow, quick = server.user(1001), server.user(1002)
    slow.sends_document("to.pdf")
    slow.says("sau tệp")
    for text in ("một", "hai", "ba"):
        quick.says(text)
        await server.until(lambda wanted=text: wanted in house.texts)
    assert account.updates.confirmed == 0
    gate.set()
    await server.until(lambda: len(house.taken) == 5)
    await server.until(lambda: account.updates.confirmed == 5)
    assert [i.id for i in house.taken if i.address.chat == "1001"] == ["1", "2"]
    await house.channel.stop()


async def test_stopping_lets_a_large_file_be_taken_in(server: Server, account: Bot) -> None:
    account.updates.pace = 0.001
    house = House(server, account, pace=Pace(0.005, 0.02, 0.01, patience=0.02))
    house.gate.clear()
    await house.channel.start(house.receive)
    server.user(1001).sends_document("to.pdf")
    server.user(1002).says("một")
    await server.until(lambda: len(house.asked) == 2)
    stopping = asyncio.create_task(house.channel.stop())
    await asyncio.sleep(0.05)
    assert not stopping.done()
    house.gate.set()
    await stopping
    assert len(house.taken) == 2
