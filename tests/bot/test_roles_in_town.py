"""Roles through the whole house: from the command's link to a cadre who invites another."""

from __future__ import annotations

from sqlalchemy import select

from bot import demo
from bot.talk.message import Pressed
from bot.talk.press import decode
from store import cadres, invitations, places
from store.engine import Store
from tests.support.town import NOW, Town


def _prepare(store: Store) -> None:
    store.call(lambda c: demo.load(c, NOW))
    tree = store.call(lambda c: places.load(c, NOW.date()))
    commune = tree.commune()
    assert commune is not None
    store.call(
        lambda c: invitations.appoint(
            c,
            handle="demo-chairman",
            name="",
            role="cadre",
            place=commune.id,
            token="from-the-command",
            now=NOW,
        )
    )


async def test_from_the_link_of_the_command_to_the_end_of_a_role(store: Store) -> None:
    _prepare(store)
    async with Town(store) as town:
        await town.says("/start j_from-the-command", "1")
        assert "mang tên Chủ tịch xã (mẫu)" in town.last.text
        await town.presses("nhận lời", "1")
        await town.says("/roles", "1")
        await town.presses("Mời một người", "1")
        await town.presses("Trưởng thôn", "1")
        await town.says("Thôn Cây Đa", "1")
        await town.presses("Tạo lời mời", "1")
        assert "https://test/j_token" in town.last.text
        await town.says("/start j_token", "2")
        await town.says("Đỗ Thị Ơn", "2")
        await town.presses("nhận lời", "2")
        assert "Từ giờ bác là Trưởng thôn ở Thôn Cây Đa (mẫu)" in town.last.text
        await town.says("/roles", "2")
        assert "Trưởng thôn" in town.last.text
        assert not any("Mời" in label for label in town.screen("2"))
        await town.says("/start j_token", "3")
        assert "không dùng được" in town.last.text
        await town.says("/roles", "1")
        await town.presses("Kết thúc một vai trò", "1")
        await town.presses("Đỗ Thị Ơn: Trưởng thôn", "1")
        await town.presses(", kết thúc", "1")
        assert "đã kết thúc" in town.last.text
        await town.says("/xyz", "2")
        unknown = town.last
        await town.says("/roles", "2")
        assert town.last == unknown


async def test_a_resident_gets_the_answer_to_an_unknown_command_and_no_button(
    store: Store,
) -> None:
    _prepare(store)
    async with Town(store) as town:
        await town.says("/xyz")
        unknown = town.last
        await town.says("/roles")
        assert town.last == unknown
        await town.says("menu")
        assert not any(
            "cán bộ" in label.lower() and "việc" in label.lower() for label in town.screen()
        )


async def test_a_press_that_was_made_up_gives_a_resident_no_right(store: Store) -> None:
    _prepare(store)
    async with Town(store) as town:
        await town.says("xin chào")
        for data in ("a|roles|what|invite", "a|roles|sure|yes", "b|roles|"):
            town.clock.goes(seconds=5)
            await town.gets(Pressed(decode(data)))
        held = store.call(lambda c: len(c.execute(select(cadres.grants.c.id)).all()))
        invited = select(invitations.invitations.c.id)
        assert held == 6
        assert len(store.call(lambda c: c.execute(invited).all())) == 1
