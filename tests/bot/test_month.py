"""A month's picture: kept as figures, drawn beside the loop when a channel asks for it."""

from __future__ import annotations

import asyncio
import io
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from PIL import Image

from bot import month
from bot.channels.base import Piece, Sent
from bot.channels.telegram.channel import Telegram
from bot.channels.telegram.media import KeptIds
from bot.month import Bars, Sheet
from bot.shelf import MediaFiles
from content.library import load
from store import files
from store.engine import Store
from store.files import NewFile
from tests.support.hall import FRONT, Hall
from tests.support.telegram.server import Server
from tests.support.town import NOW

SHEET = Sheet("Xã Mẫu", "Tháng 11/2026", 3, (Bars("Bản Đồi Chè", 40, 31, 12, 2),), "vi")


class Watched(ThreadPoolExecutor):
    """The threads of a loop; ``done`` is what was done on them."""

    def __init__(self) -> None:
        super().__init__(max_workers=2)
        self.done: list[Any] = []

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.done += getattr(fn, "args", ())[:1]  # asyncio.to_thread: partial(context.run, fn, …)
        return super().submit(fn, *args, **kwargs)


def keep(store: Store, sheet: Sheet) -> str:
    packed = sheet.packed()
    path = month.path_of(packed)
    store.call(lambda c: files.keep(c, NewFile(path, "photo", packed), None, NOW))
    return path


async def test_no_turn_draws_and_no_loop_waits_for_the_drawing(store: Store) -> None:
    month.draw.cache_clear()
    async with Hall(store, 24) as hall:
        await hall.writes()
        await hall.presses("✅ Gửi", FRONT)
        await hall.rests()
        await hall.says("/runs", FRONT)
        await hall.presses("Tháng này", FRONT)
        (path,) = [one.photo for one in hall.town.said(FRONT) if one.photo]
        assert month.draw.cache_info().misses == 0
        threads = Watched()
        asyncio.get_running_loop().set_default_executor(threads)
        drawn = await MediaFiles(load, store).kept(path)
        assert threads.done == [month.draw]
        with Image.open(io.BytesIO(drawn or b"")) as image:
            assert (image.format, image.size) == ("PNG", (827, 1170))


async def test_the_same_figures_are_one_picture_and_others_another(sqlite_store: Store) -> None:
    shelf = MediaFiles(load, sqlite_store)
    path, again = keep(sqlite_store, SHEET), keep(sqlite_store, SHEET)
    english = keep(sqlite_store, replace(SHEET, language="en"))
    assert path == again != english
    assert len({await shelf.digest(path), await shelf.digest(english)}) == 2
    assert await shelf.read(path) != await shelf.read(english)
    assert len(path) <= 48  # as long as the store keeps


@pytest.mark.parametrize(
    "path",
    ["month/" + "a" * 31 + ".png", "month/" + "G" * 32 + ".png", "month/" + "a" * 32 + ".jpg", ""],
)
async def test_any_other_path_is_no_month(sqlite_store: Store, path: str) -> None:
    assert month.digest_of(path) == ""
    assert await MediaFiles(load, sqlite_store).kept(path) is None


async def test_figures_that_are_forgotten_are_a_picture_that_is_not_there(
    sqlite_store: Store,
) -> None:
    shelf = MediaFiles(load, sqlite_store)
    path = month.path_of(SHEET.packed())
    assert await shelf.kept(path) is None
    with pytest.raises(LookupError):
        await shelf.read(path)


async def test_telegram_takes_it_as_a_picture(sqlite_store: Store) -> None:
    path = keep(sqlite_store, SHEET)
    async with Server() as server:
        account = server.bot()
        server.user(7).starts()
        shelf = MediaFiles(load, sqlite_store)
        telegram = Telegram(account.token, files=shelf, file_ids=KeptIds(), api=server.url)
        for _turn in range(2):
            assert isinstance(await telegram.send("7", Piece("tháng 11", photo=path), 1), Sent)
        assert [kind for kind, _name in account.uploads] == ["photo"]  # uploaded once
        await telegram.stop()
