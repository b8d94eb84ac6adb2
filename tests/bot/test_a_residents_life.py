"""One resident from the first word to the erasure, through everything that really runs.

Once with buttons, once where a channel knows only numbers: nobody may be shut out by a phone.
"""

from __future__ import annotations

import json
from dataclasses import replace

from sqlalchemy import Connection, select

from bot import demo
from store.engine import Store
from store.requests import requests
from store.residents import consents, residents
from tests.support.town import CAPABILITIES, NOW, RecordingChannel, Town

NUMBERS = replace(CAPABILITIES, buttons=0, text_limit=2000, caption_limit=1000, unit="character")


def said(town: Town, since: int) -> str:
    """All that was sent since then."""
    return "\n".join(piece.text for _chat, piece in town.channel.sent[since:])


async def answered(town: Town, words: str) -> str:
    """What comes back to the words of one person."""
    since = len(town.channel.sent)
    await town.says(words)
    return said(town, since)


async def number(town: Town, words: str, label: str) -> str:
    """Say the words, then choose the line that carries the label by its number."""
    return await chosen(town, await answered(town, words), label)


async def chosen(town: Town, screen: str, label: str) -> str:
    """Choose the line of a screen that carries the label, by its number."""
    (line,) = [line for line in screen.splitlines() if label in line and line[:1].isdigit()]
    place = "".join(letter for letter in line[:2] if letter.isdigit())
    return await answered(town, place)


def counts(connection: Connection) -> tuple[int, int, int]:
    """How many residents, consents in force, and requests there are."""
    standing = select(consents.c.id).where(consents.c.withdrawn_at.is_(None))
    return (
        len(connection.execute(select(residents.c.id)).all()),
        len(connection.execute(standing).all()),
        len(connection.execute(select(requests.c.id)).all()),
    )


async def test_a_life_in_numbers(store: Store) -> None:
    store.call(lambda c: demo.load(c, NOW))
    async with Town(store, channel=RecordingChannel(NUMBERS)) as town:
        screen = await answered(town, "/start")
        assert "Bác ở thôn nào" in screen
        hamlet = next(line for line in screen.splitlines() if line[:1] == "3").split(maxsplit=1)[1]
        notice = await answered(town, "3")
        assert hamlet in notice
        assert store.call(counts) == (0, 0, 0)
        menu = await chosen(town, notice, "Đồng ý, và nhận")
        assert "xong rồi" in menu
        assert store.call(counts) == (1, 2, 0)

        shelf = await chosen(town, menu, "VNeID")
        assert "hướng dẫn nào" in shelf
        about = await number(town, "menu", "Thêm nữa")
        about = await chosen(town, about, "Về tôi")
        assert f"Thôn: {hamlet}" in about
        name = await chosen(town, about, "Sửa tên gọi")
        assert "gọi bác là gì" in name
        assert "Khéo gọi bác là Hoa" in await answered(town, "Hoa")

        assert "đã dừng" in await answered(town, "dừng")
        assert "lại nhận thông báo" in await answered(town, "nhận lại thông báo")
        assert "Nhận thông báo của xã ở đây: có" in await answered(town, "về tôi")

        copy = await answered(town, "bản sao")
        data = json.loads(copy[copy.index("{") : copy.rindex("}") + 1])
        assert data["residents"][0]["name"] == "Hoa"

        sure = await number(town, "về tôi", "Xoá hết về tôi")
        gone = await chosen(town, sure, "Vâng, xoá hết")
        assert "đã xoá xong" in gone
        assert store.call(counts)[:2] == (0, 0)
        assert "chưa ghi gì về bác" in await answered(town, "về tôi")


async def test_a_life_in_buttons_and_english(store: Store) -> None:
    store.call(lambda c: demo.load(c, NOW))
    async with Town(store) as town:
        await town.says("/language")
        await town.presses("English")
        assert "speaks English" in town.channel.sent[-1][1].text
        await town.says("/start h_MAU-01")
        assert "is that right?" in town.channel.sent[-1][1].text
        await town.presses("Yes, that is right")
        assert "Do you agree?" in town.channel.sent[-1][1].text
        await town.presses("I do not agree")
        assert store.call(counts) == (0, 0, 0)
        await town.says("/start h_MAU-01")
        await town.presses("Yes, that is right")
        await town.presses("I agree")
        assert store.call(counts) == (1, 1, 0)
        await town.says("about me")
        await town.presses("My household code")
        await town.says("mau-01-001")
        assert "MAU-01-001" in town.channel.sent[-1][1].text
        await town.says("about me")
        await town.presses("Another request")
        await town.presses("I object")
        assert "confirms it by" in town.channel.sent[-1][1].text
        assert store.call(counts)[2] == 1
        await town.says("officer")
        assert "113 police" in town.channel.sent[-1][1].text
        await town.says("about me")
        await town.presses("Erase me")
        await town.presses("Yes, erase")
        assert "Erased." in town.channel.sent[-1][1].text
        assert store.call(counts)[0] == 0
