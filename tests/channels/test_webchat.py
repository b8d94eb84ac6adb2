"""The web chat as a channel: letters in a mailbox, and pages that wait for them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from bot.channels.base import Channel, Key, Later, Piece, Refused, Sent
from bot.channels.webchat.capabilities import CAPABILITIES
from bot.channels.webchat.channel import HISTORY, WebChat, pack, unpack
from bot.channels.webchat.mailbox import Letter
from bot.errors import StoreError
from bot.talk.message import Address, Incoming, Words
from tests.support.until import until

AT = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)


class Box:
    """A mailbox in memory; ``broken``: the database cannot be used."""

    def __init__(self) -> None:
        self.letters: dict[int, tuple[str, Letter]] = {}
        self.broken = False
        self.looks = 0

    async def put(self, chat: str, row: int, payload: str) -> int:
        """Keep a letter once."""
        if self.broken:
            raise StoreError
        letter = Letter(len(self.letters) + 1, payload, AT)
        return self.letters.setdefault(row, (chat, letter))[1].seq

    async def after(self, chat: str, seq: int, limit: int) -> Sequence[Letter]:
        """The newest letters."""
        self.looks += 1
        mine = [letter for whose, letter in self.letters.values() if whose == chat]
        return [letter for letter in mine if letter.seq > seq][-limit:]


@pytest.fixture
def box() -> Box:
    """A mailbox."""
    return Box()


@pytest.fixture
async def chat(box: Box) -> WebChat:
    """A channel that takes nothing in, and waits for nothing."""
    chat = WebChat(box)
    await chat.start(lambda incoming: asyncio.sleep(0))
    return chat


async def waiting(chat: WebChat, count: int = 1) -> None:
    """Returns once so many pages wait."""
    await until(lambda: sum(map(len, chat._waiting.values())) == count)


def test_it_is_a_channel_and_every_number_has_its_source(chat: WebChat) -> None:
    channel: Channel = chat
    assert channel.capabilities.channel == "webchat"
    sources = dict(CAPABILITIES.sources)
    assert {"buttons", "label_limit", "text_limit", "caption_limit"} <= set(sources)


def test_a_piece_survives_the_mailbox() -> None:
    piece = Piece(
        "🏠 Tên\nChữ",
        bold=6,
        keys=((Key("Có", "a|f|q|y"),), (Key("Xem", url="https://a.vn"),)),
        photo="g/a.png",
        alt="hình",
    )
    assert unpack(pack(piece)) == piece


async def test_a_letter_is_put_into_the_mailbox_once_for_each_row(chat: WebChat) -> None:
    first = await chat.send("a", Piece("thư"), 5)
    assert first == await chat.send("a", Piece("thư"), 5) == Sent("1")
    assert await chat.send("a", Piece("thư hai"), 6) == Sent("2")
    assert [unpack(one.payload).text for one in await chat.letters("a")] == ["thư", "thư hai"]
    assert await chat.letters("b") == []


async def test_a_mailbox_that_cannot_be_written_is_tried_again(chat: WebChat, box: Box) -> None:
    box.broken = True
    assert isinstance(await chat.send("a", Piece("thư"), 1), Later)
    box.broken = False
    assert await chat.send("a", Piece("thư"), 1) == Sent("1")


async def test_what_was_shown_stays(chat: WebChat) -> None:
    await chat.send("a", Piece("thư"), 1)
    assert isinstance(await chat.edit("a", "1", Piece("khác")), Refused)
    assert isinstance(await chat.delete("a", "1"), Refused)


async def test_only_so_much_of_the_past_is_shown(chat: WebChat) -> None:
    for row in range(HISTORY + 5):
        await chat.send("a", Piece(str(row)), row)
    assert len(await chat.letters("a")) == HISTORY
    assert [one.seq for one in await chat.letters("a", HISTORY)] == [51, 52, 53, 54, 55]


async def test_what_is_said_is_handed_in_only_while_the_house_is_open(box: Box) -> None:
    taken: list[Incoming] = []

    async def receive(incoming: Incoming) -> None:
        taken.append(incoming)

    chat = WebChat(box)
    incoming = Incoming(Address("webchat", "a"), "1", AT, Words("chào"))
    with pytest.raises(StoreError):
        await chat.take(incoming)
    await chat.start(receive)
    await chat.take(incoming)
    await chat.stop()
    with pytest.raises(StoreError):
        await chat.take(incoming)
    assert taken == [incoming]


async def test_a_page_that_waits_is_woken_by_its_own_letter_only(chat: WebChat) -> None:
    page = asyncio.create_task(chat.news("a", 0, 60))
    await waiting(chat)
    await chat.send("b", Piece("của người khác"), 1)
    assert not page.done()
    await chat.send("a", Piece("thư"), 2)
    async with asyncio.timeout(10):
        assert [one.seq for one in await page] == [2]
    assert not chat._waiting


async def test_letters_that_follow_at_once_come_together(chat: WebChat) -> None:
    page = asyncio.create_task(chat.news("a", 0, 60))
    await waiting(chat)
    await chat.send("a", Piece("một"), 1)
    await asyncio.sleep(0)
    await chat.send("a", Piece("hai"), 2)
    async with asyncio.timeout(10):
        assert [one.seq for one in await page] == [1, 2]


async def test_what_is_there_already_is_not_waited_for(chat: WebChat, box: Box) -> None:
    await chat.send("a", Piece("thư"), 1)
    async with asyncio.timeout(10):
        assert len(await chat.news("a", 0, 3600)) == 1
    assert box.looks == 1


async def test_nothing_new_ends_the_wait(chat: WebChat, box: Box) -> None:
    assert await chat.news("a", 0, 0.02) == []
    assert await chat.news("a", 0, 0) == []
    assert not chat._waiting


async def test_a_page_that_goes_away_is_forgotten(chat: WebChat) -> None:
    page = asyncio.create_task(chat.news("a", 0, 60))
    await waiting(chat)
    page.cancel()
    with pytest.raises(asyncio.CancelledError):
        await page
    assert not chat._waiting


async def test_a_house_that_closes_lets_every_page_go(chat: WebChat) -> None:
    pages = [asyncio.create_task(chat.news(one, 0, 60)) for one in "aab"]
    await waiting(chat, 3)
    await chat.stop()
    async with asyncio.timeout(10):
        assert await asyncio.gather(*pages) == [[], [], []]


async def test_a_letter_of_another_process_is_found_without_being_woken(box: Box) -> None:
    chat = WebChat(box, recheck=0.01)
    await chat.start(lambda incoming: asyncio.sleep(0))
    page = asyncio.create_task(chat.news("a", 0, 60))
    await waiting(chat)
    await box.put("a", 1, pack(Piece("từ nơi khác")))
    async with asyncio.timeout(10):
        assert [one.seq for one in await page] == [1]
