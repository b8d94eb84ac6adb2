"""An announcement with a picture to many: uploaded once, then sent by Telegram's own id."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace

import pytest
from sqlalchemy import Connection

from bot import media
from bot.app import StoredIds
from bot.channels.base import Capabilities
from bot.channels.telegram.capabilities import CAPABILITIES
from bot.channels.telegram.channel import Telegram
from bot.shelf import MediaFiles
from content.library import load
from store import files
from store.announcements import Wording
from store.engine import Store, open_engine
from store.files import NewFile
from tests.support.office import Office
from tests.support.papers import PDF, photo, recording
from tests.support.telegram.server import Server
from tests.support.telegram.world import Bot

MANY = 300
LIBRARY = load()


class Fast(Telegram):
    """Telegram without its limits: what is looked at is how often a file is uploaded."""

    @property
    def capabilities(self) -> Capabilities:
        """All but the limits of speed."""
        return replace(CAPABILITIES, per_second=0, per_chat=0, per_group=0)


class Beside(Office):
    """One more process beside an office that has filled the tables."""

    def _fill(self, connection: Connection) -> None:
        pass


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with Server() as server:
        yield server


@pytest.fixture
def account(server: Server) -> Bot:
    account = server.bot()
    for chat in range(1000, 1000 + MANY):
        server.user(chat).starts()
    return account


def channel(store: Store, server: Server, account: Bot) -> Fast:
    return Fast(
        account.token,
        files=MediaFiles(lambda: LIBRARY, store),
        file_ids=StoredIds(store),
        api=server.url,
    )


def office(kind: type[Office], store: Store, server: Server, account: Bot, owner: str) -> Office:
    telegram = channel(store, server, account)
    return kind(store, MANY, channel=telegram, owner=owner, alone=False)  # type: ignore[arg-type]


def keep(house: Office, content: bytes, name: str = "") -> str:
    """A file that was taken in."""
    found = media.inspect(content, name)
    assert found is not None
    new = NewFile(found.path, found.kind, found.content, found.seconds)
    house.do(lambda c: files.keep(c, new, None, house.clock()))
    return found.path


def worded(house: Office) -> Wording:
    return Wording(
        "Mời bà con",
        photo=keep(house, photo(640, 480)),
        photo_words="Nhà văn hóa",
        voice=keep(house, recording()),
        voice_words="Mời bà con đến họp",
        document=keep(house, PDF, "thư.pdf"),
        document_name="thư mời.pdf",
        document_size=len(PDF),
    )


def announces(house: Office) -> int:
    """The words above, in Vietnamese, to everybody."""
    return house.announces("", vi=worded(house))


async def test_each_file_is_uploaded_once_for_all(
    store: Store, server: Server, account: Bot
) -> None:
    async with office(Office, store, server, account, "one") as house:
        number = announces(house)
        await house.rests()
        assert house.counts(number) == {("sent", ""): 3 * MANY}
        assert sorted(account.uploads) == [
            ("document", "thư mời.pdf"),
            ("photo", media_name(house)),
            ("voice", media_name(house, "voice")),
        ]
        assert {len(server.user(1000 + n).chat().messages) for n in range(MANY)} == {3}
        again = announces(house)
        await house.rests()
        assert house.counts(again) == {("sent", ""): 3 * MANY}
        assert len(account.uploads) == 3
        await house.channel.stop()


def media_name(house: Office, kind: str = "photo") -> str:
    """The name under which a kept file is uploaded: its own."""
    path = worded(house).photo if kind == "photo" else worded(house).voice
    return path.partition("/")[2]


async def test_ids_that_telegram_has_forgotten_are_replaced_in_mid_run(
    store: Store, server: Server, account: Bot
) -> None:
    async with office(Office, store, server, account, "one") as house:
        number = announces(house)
        await house.until(lambda: account.sent > MANY)
        account.files.clear()
        await house.rests()
        assert house.counts(number) == {("sent", ""): 3 * MANY}
        assert len(account.uploads) == 6
        await house.channel.stop()


async def test_two_processes_upload_at_most_once_each(
    postgres_url: str, server: Server, account: Bot
) -> None:
    stores = [Store(open_engine(postgres_url)) for _process in range(2)]
    async with AsyncExitStack() as stack:
        for store in stores:
            stack.callback(store.close)
        first = office(Office, stores[0], server, account, "one")
        second = office(Beside, stores[1], server, account, "two")
        for house in (first, second):
            await stack.enter_async_context(house)
        number = announces(first)
        second.bulk.wake()
        await first.rests()
        assert first.counts(number) == {("sent", ""): 3 * MANY}
        assert 3 <= len(account.uploads) <= 6
        announces(first)
        await first.rests()
        assert len(account.uploads) <= 6
        await first.channel.stop()
        await second.channel.stop()


async def test_a_file_that_is_gone_is_told_for_every_row(
    store: Store, server: Server, account: Bot
) -> None:
    async with office(Office, store, server, account, "one") as house:
        gone = Wording("Mời bà con", photo=f"kept/{'0' * 32}.jpg", photo_words="Nhà văn hóa")
        number = house.announces("", vi=gone)
        await house.until(lambda: house.state(number) == "paused")
        assert account.uploads == []
        assert all(
            state in ("planned", "failed", "leased") for state, _reason in house.counts(number)
        )
        await house.channel.stop()
