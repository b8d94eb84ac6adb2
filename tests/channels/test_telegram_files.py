"""Files over Telegram: fetched from who sent them, uploaded once, documents and captions."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiogram.types import BufferedInputFile

from bot.channels.base import Later, Piece, Refused, Sent
from bot.channels.telegram.encode import encode
from bot.channels.telegram.fetch import LARGEST, fetch
from bot.channels.telegram.media import Media
from bot.channels.telegram.session import Session
from bot.errors import StoreError
from bot.media import LARGEST as MOST
from bot.talk.message import NotTaken
from tests.channels.conftest import Refused as Refusal
from tests.support.papers import M4A, PDF
from tests.support.telegram.clients import Client, Ptb
from tests.support.telegram.house import House
from tests.support.telegram.server import Server
from tests.support.telegram.world import Bot

PHOTO = Piece("Mặt sau thẻ", photo="g/a.png")
PAPER = Piece("Mời bác xem", bold=3, document="kept/d.pdf", name="Thư mời.pdf", size=len(PDF))


@pytest.fixture
async def house(server: Server, account: Bot) -> AsyncIterator[House]:
    """A house that only sends and fetches."""
    server.user(1001).starts()
    house = House(server, account)
    house.files.content |= {"kept/d.pdf": PDF, "kept/v.m4a": M4A}
    yield house
    await house.channel.stop()


async def test_what_somebody_sent_is_fetched(house: House, server: Server, account: Bot) -> None:
    server.user(1001).sends_photo(content=b"\xff\xd8\xffpicture")
    assert await house.channel.fetch("in-1280", MOST) == b"\xff\xd8\xffpicture"
    assert account.downloads == ["photos/file_uin-1280"]


async def test_what_is_too_big_is_not_fetched(house: House, server: Server, account: Bot) -> None:
    user = server.user(1001)
    user.sends_document("a.pdf", b"x" * 100)
    assert await house.channel.fetch("in-a.pdf", 99) == NotTaken("big", 99)
    user.sends_document("b.pdf", b"x" * (LARGEST + 1))
    assert await house.channel.fetch("in-b.pdf", 2 * LARGEST) == NotTaken("big", LARGEST)
    assert account.downloads == []


async def test_more_than_was_announced_is_cut_off(house: House, server: Server) -> None:
    user = server.user(1001)
    user.sends_document("a.pdf", b"x" * 100)
    server.only(None).sent_in["in-a.pdf"].json["file_size"] = 5
    assert await house.channel.fetch("in-a.pdf", 99) == NotTaken("big", 99)


@pytest.mark.parametrize("broken", ["getFile", "file"])
@pytest.mark.parametrize("kind", ["unread", "status"])
async def test_what_cannot_be_had_is_lost(
    house: House, server: Server, broken: str, kind: str
) -> None:
    server.user(1001).sends_document("a.pdf", PDF)
    # A download over a connection that had gone stale is tried again by itself, once.
    server.fail(kind, broken, times=2 if (kind, broken) == ("unread", "file") else 1)
    assert await house.channel.fetch("in-a.pdf", MOST) == NotTaken("lost")
    assert await house.channel.fetch("in-a.pdf", MOST) == PDF
    assert await house.channel.fetch("in-never.pdf", MOST) == NotTaken("lost")


async def test_a_download_that_takes_too_long_is_given_up(server: Server, account: Bot) -> None:
    server.user(1001).sends_document("a.pdf", PDF)
    session = Session(account.token, server.url)
    server.fail("slow", "file", seconds=0.3)
    assert await fetch(session, "in-a.pdf", MOST, within=0.05) == NotTaken("lost")
    assert await fetch(session, "in-a.pdf", MOST) == PDF
    await session.close()


async def test_a_path_on_the_servers_own_disk_is_no_address(
    house: House, server: Server, account: Bot
) -> None:
    body = b'{"ok":true,"result":{"file_id":"x","file_path":"/var/lib/bot/a.pdf"}}'
    server.fail("status", "getFile", times=2, status=200, body=body)
    assert await house.channel.fetch("x", MOST) == NotTaken("lost")
    server.faults[0].body = b'{"ok":true,"result":[]}'
    assert await house.channel.fetch("x", MOST) == NotTaken("lost")


async def test_the_token_is_in_no_address_that_fails(
    house: House, server: Server, account: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    server.user(1001).sends_document("a.pdf", PDF)
    server.fail("unread", "file", times=2)
    said = repr(await house.channel.fetch("in-a.pdf", MOST))
    assert account.token.partition(":")[2] not in said + caplog.text


async def test_a_document_goes_out_under_its_name_and_once(
    house: House, server: Server, account: Bot
) -> None:
    for _turn in range(3):
        assert isinstance(await house.channel.send("1001", PAPER, 1), Sent)
    assert account.uploads == [("document", "Thư mời.pdf")]
    message = server.user(1001).chat().messages[0]
    assert message.body["document"]["file_name"] == "Thư mời.pdf"
    assert message.body["caption"] == "Mời bác xem"
    assert message.body["caption_entities"] == [{"type": "bold", "offset": 0, "length": 3}]
    # Under another name it is another document to people: the id would carry the old name.
    renamed = Piece("", document="kept/d.pdf", name="Thư mời (2).pdf")
    assert isinstance(await house.channel.send("1001", renamed, 1), Sent)
    assert len(account.uploads) == 2


async def test_a_recording_of_another_make_goes_out_once(house: House, account: Bot) -> None:
    for _turn in range(2):
        assert isinstance(await house.channel.send("1001", Piece("", voice="kept/v.m4a"), 1), Sent)
    assert account.uploads == [("voice", "v.m4a")]


async def test_what_telegram_takes_for_another_kind_is_not_sent_by_a_wrong_id(
    house: House, account: Bot
) -> None:
    house.files.content["kept/v.m4a"] = b"no recording"
    for _turn in range(2):
        assert isinstance(await house.channel.send("1001", Piece("", voice="kept/v.m4a"), 1), Sent)
    assert len(account.uploads) == 2


async def test_an_id_is_looked_for_once_and_replaced_when_it_is_forgotten(
    house: House, server: Server, account: Bot
) -> None:
    asked: list[str] = []
    get = house.file_ids.get

    async def counted(key: str) -> str | None:
        asked.append(key)
        return await get(key)

    house.file_ids.get = counted  # type: ignore[method-assign]
    for _turn in range(5):
        await house.channel.send("1001", PHOTO, 1)
    assert len(asked) == 2  # before the upload, and once more when it was this one's turn
    account.files.clear()
    outcomes = await asyncio.gather(*(house.channel.send("1001", PHOTO, n) for n in range(4)))
    assert all(isinstance(outcome, Sent) for outcome in outcomes)
    assert len(account.uploads) == 2
    assert len(server.user(1001).chat().messages) == 9


class _Slow:
    """File ids whose first upload never ends until it is let go."""

    def __init__(self) -> None:
        self.gate = asyncio.Event()

    async def digest(self, path: str) -> str:
        return "d" * 32

    async def read(self, path: str) -> bytes:
        await self.gate.wait()
        return PDF


class _Nothing:
    async def get(self, key: str) -> str | None:
        return None

    async def put(self, key: str, file_id: str) -> None:
        pass


async def test_who_waits_too_long_for_anothers_upload_was_not_sent(
    server: Server, account: Bot
) -> None:
    server.user(1001).starts()
    files = _Slow()
    session = Session(account.token, server.url)
    media = Media(session, account.id, files, _Nothing(), patience=0.05)
    request = encode("1001", PAPER)
    assert request.upload is not None
    first = asyncio.create_task(media.send(request, request.upload))
    await asyncio.sleep(0)
    waiting = await media.send(request, request.upload)
    assert isinstance(waiting, Later)
    assert not waiting.whole
    files.gate.set()
    assert isinstance(await first, Sent)
    assert isinstance(await media.send(request, request.upload), Sent)
    assert len(account.uploads) == 1
    await session.close()


async def test_without_the_database_a_file_waits(server: Server, account: Bot) -> None:
    class Away(_Nothing):
        async def get(self, key: str) -> str | None:
            raise StoreError("away")

    session = Session(account.token, server.url)
    media = Media(session, account.id, _Slow(), Away())
    request = encode("1001", PAPER)
    assert request.upload is not None
    assert isinstance(await media.send(request, request.upload), Later)
    await session.close()


async def test_a_file_that_is_gone_is_refused(house: House, account: Bot) -> None:
    gone = Piece("x", document="kept/none.pdf", name="x.pdf")
    assert isinstance(await house.channel.send("1001", gone, 1), Refused)
    digest = house.files.digest

    async def known(path: str) -> str:
        return "0" * 32 if path == "kept/none.pdf" else await digest(path)

    house.files.digest = known  # type: ignore[method-assign]
    assert isinstance(await house.channel.send("1001", gone, 1), Refused)
    assert account.uploads == []


async def test_the_words_beneath_a_picture_are_changed(house: House, server: Server) -> None:
    for piece in (PHOTO, PAPER, Piece("Nghe", voice="g/a.ogg"), Piece("Chữ")):
        sent = await house.channel.send("1001", piece, 1)
        assert isinstance(sent, Sent)
        assert await house.channel.edit("1001", sent.id, Piece("Đã rút lại", bold=2)) == sent
        assert await house.channel.edit("1001", sent.id, Piece("Đã rút lại", bold=2)) == sent
    messages = server.user(1001).chat().messages
    assert [message.text for message in messages] == ["Đã rút lại"] * 4
    assert messages[0].body["caption_entities"] == [{"type": "bold", "offset": 0, "length": 2}]
    assert "photo" in messages[0].body


async def test_words_too_long_for_a_caption_do_not_take_its_place(house: House) -> None:
    sent = await house.channel.send("1001", PHOTO, 1)
    assert isinstance(sent, Sent)
    assert isinstance(await house.channel.edit("1001", sent.id, Piece("x" * 1025)), Refused)


async def test_both_clients_fetch_a_file_and_change_a_caption(
    client: Client, server: Server, account: Bot, refused: Refusal
) -> None:
    user = server.user(1001)
    user.starts()
    user.sends_document("a.pdf", PDF)
    bot: Any = client.bot  # type: ignore[attr-defined]
    file = await bot.get_file("in-a.pdf")
    assert file.file_size == len(PDF)
    assert str(file.file_path).endswith("documents/file_uin-a.pdf")
    assert "file_id" in (await refused(bot.get_file("in-none")))[1]
    user.sends_document("b.pdf", b"x", size=LARGEST + 1)
    account.sent_in["in-b.pdf"].json["file_size"] = LARGEST + 1
    assert "file is too big" in (await refused(bot.get_file("in-b.pdf")))[1].lower()
    name = "edit_message_caption"
    sent = await bot.send_document(1001, PDF if isinstance(client, Ptb) else _file(PDF))
    edited = await getattr(bot, name)(chat_id=1001, message_id=sent.message_id, caption="mới")
    assert edited.caption == "mới"
    text = await client.send(1001, "chữ")
    call = getattr(bot, name)(chat_id=1001, message_id=text, caption="mới")
    assert "no caption" in (await refused(call))[1]


def _file(content: bytes) -> Any:
    return BufferedInputFile(content, "a.pdf")
