"""What is new for a visitor: the page waits, and is woken by a letter."""

from __future__ import annotations

import asyncio

import pytest

from bot.channels.base import Piece
from bot.errors import StoreError
from tests.support.guest import Guest
from tests.support.until import until
from tests.support.webhouse import House
from tests.web.conftest import Visit


async def test_a_waiting_page_is_woken_by_a_letter(house: House, visit: Visit) -> None:
    guest = await visit(news_wait=60)
    await guest.says("chào")
    waiting = asyncio.create_task(guest.news(1))
    await until(lambda: house.webchat._waiting)
    await house.tell(guest.id, Piece("Tin mới của xã"))
    async with asyncio.timeout(20):
        status, answer = await waiting
    assert status == 200
    assert [one["seq"] for one in answer["letters"]] == [2]
    assert "Tin mới của xã" in answer["letters"][0]["html"]


async def test_all_tabs_of_a_visitor_are_woken_and_nobody_else(house: House, visit: Visit) -> None:
    guest, other = await visit(news_wait=60), await visit(news_wait=0.2)
    await guest.says("chào")
    await other.says("chào")
    tabs = [asyncio.create_task(guest.news(1)) for _tab in range(2)]
    stranger = asyncio.create_task(other.news(2))
    await until(lambda: sum(map(len, house.webchat._waiting.values())) == 3)
    await house.tell(guest.id, Piece("Chỉ cho bác"))
    async with asyncio.timeout(20):
        answers = [answer for _status, answer in await asyncio.gather(*tabs)]
    assert all("Chỉ cho bác" in answer["letters"][0]["html"] for answer in answers)
    assert (await stranger)[1]["letters"] == []


async def test_a_page_that_missed_letters_gets_the_newest(house: House, guest: Guest) -> None:
    await guest.says("chào")
    for number in range(60):
        await house.tell(guest.id, Piece(f"thư {number}"))
    _status, answer = await guest.news(0)
    assert [one["seq"] for one in answer["letters"]] == list(range(12, 62))


async def test_nothing_new_is_an_empty_answer_not_an_error(guest: Guest) -> None:
    await guest.says("chào")
    status, answer = await guest.news(1)
    assert (status, answer["letters"]) == (200, [])


@pytest.mark.parametrize("after", ["", "x", "-1", "٣", "9" * 40])
async def test_a_strange_number_counts_as_the_beginning(guest: Guest, after: str) -> None:
    await guest.says("chào")
    status, answer = await guest.news(after)
    assert status == 200
    assert [one["seq"] for one in answer["letters"]] == [1]


async def test_who_is_not_known_is_told_so(guest: Guest) -> None:
    status, _answer = await guest.news()
    assert status == 403


async def test_a_house_that_cannot_look_says_so(house: House, guest: Guest) -> None:
    await guest.says("chào")

    async def broken(chat: str, seq: int, limit: int) -> list[object]:
        raise StoreError

    house.mailbox.after = broken  # type: ignore[method-assign, assignment]
    status, _answer = await guest.news()
    assert status == 503
    status, answer = await guest.says("nữa")
    assert status == 503
    assert answer["error"]


async def test_a_house_that_closes_answers_at_once(house: House, visit: Visit) -> None:
    guest = await visit(news_wait=60)
    await guest.says("chào")
    waiting = asyncio.create_task(guest.news(1))
    await until(lambda: house.webchat._waiting)
    await house.webchat.stop()
    async with asyncio.timeout(20):
        status, answer = await waiting
    assert (status, answer["letters"]) == (200, [])
