"""The stand-in as a process of its own, as benches use it; and its flood limits by the clock."""

from __future__ import annotations

import asyncio
import json
import sys
from typing import Any

import pytest

from bot.channels.telegram.session import Accepted, Rejected, Session
from tests.support.telegram.limits import Limits
from tests.support.telegram.refusals import Refusal


async def test_it_can_be_driven_by_lines() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "tests.support.telegram", "--users", "3", "--first", "1001"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None

    async def order(verb: str, given: Any) -> Any:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps({verb: given}).encode() + b"\n")
        return json.loads(await process.stdout.readline())

    hello = json.loads(await process.stdout.readline())
    session = Session(hello["token"], hello["url"])
    markup = {"inline_keyboard": [[{"text": "Xong", "callback_data": "b|menu|"}]]}
    fields = {"chat_id": 1003, "text": "chào", "reply_markup": markup}
    assert isinstance(await session.call("sendMessage", fields), Accepted)
    assert await order("presses", [1003, "Xong"]) == {}
    assert await order("says", [1001, "một"]) == {}
    assert await order("blocks", 1001) == {}
    assert (await order("texts", 1003))["texts"] == ["chào"]
    assert await order("limits", True) == {}
    assert await order("fail", ["status", "sendMessage"]) == {}
    assert await session.call("sendMessage", fields) == Rejected(502, "Bad Gateway")
    assert await order("down", True) == {}
    assert await order("up", True) == {}
    stats = await order("stats", True)
    assert (stats["accepted"], stats["chats"], stats["pending"]) == (1, 1, 3)
    assert "error" in await order("dances", True)
    await session.close()
    process.stdin.close()
    assert await process.wait() == 0


class Watch:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def wait(limits: Limits, chat: int) -> int:
    """How long the next message to ``chat`` must wait; 0 when it is let through."""
    try:
        limits.check(chat)
    except Refusal as refusal:
        seconds: int = refusal.parameters["retry_after"]
        return seconds
    return 0


def test_thirty_at_once_pass_and_the_next_holds_the_whole_bot() -> None:
    watch = Watch()
    limits = Limits(on=True, clock=watch)
    assert [wait(limits, chat) for chat in range(1, 31)] == [0] * 30
    assert wait(limits, 31) == 3
    assert wait(limits, 32) == 3
    watch.now += 2.5
    assert wait(limits, 33) == 1
    watch.now += 0.5
    assert wait(limits, 34) == 0
    assert limits.refused == 3


def test_thirty_a_second_pass_for_ever() -> None:
    watch = Watch()
    limits = Limits(on=True, clock=watch)
    for chat in range(1, 1000):
        assert wait(limits, chat) == 0
        watch.now += 1 / 30


def test_one_chat_takes_a_short_burst_and_then_one_a_second() -> None:
    watch = Watch()
    limits = Limits(on=True, clock=watch)
    assert [wait(limits, 1) for _ in range(4)] == [0, 0, 0, 1]
    assert wait(limits, 2) == 0
    for _ in range(20):
        watch.now += 1
        assert wait(limits, 1) == 0


def test_a_group_takes_twenty_in_any_minute() -> None:
    watch = Watch()
    limits = Limits(on=True, clock=watch)
    for _ in range(20):
        assert wait(limits, -5) == 0
        watch.now += 1
    assert wait(limits, -5) == 40
    watch.now += 40
    assert wait(limits, -5) == 0
    assert wait(limits, -5) == 1


@pytest.mark.parametrize("chat", [1, -1])
def test_without_limits_everything_passes(chat: int) -> None:
    assert [wait(Limits(), chat) for _ in range(100)] == [0] * 100
