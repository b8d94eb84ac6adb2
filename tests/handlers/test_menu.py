"""The menu: few and big buttons, everything within reach."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.ports import Granted, Me, Shelf
from bot.talk.message import Begin
from handlers import FLOWS
from handlers.menu import ROOM
from tests.support import commune as town
from tests.support.conversation import Chat

TAIL = ["☎ Gặp cán bộ", "👤 Về tôi", "🌐 Ngôn ngữ / Language"]
CADRE = Me(cadre=1, grants=(Granted(1, "cadre", town.TOP),))


def chat(guides: town.Shelves, me: Me | None = None, language: str = "vi") -> Chat:
    ports = {
        "me": me or Me(language=language),
        "guides": guides,
        "commune": town.COMMUNE,
        "languages": town.LANGUAGES,
        "places": town.Village(),
    }
    return Chat(*(f for f in FLOWS if f.name != "guide"), ports=ports, language=language)


def test_the_top_shows_shelves_and_three_more() -> None:
    person = chat(town.shelves(2, 3))
    person.opens("menu")
    person.does()
    person.hears("Khéo giúp được gì", options=["Kệ a", "Kệ b", *TAIL])


def test_a_shelf_shows_its_guides_and_each_begins_at_once() -> None:
    person = chat(town.shelves(2, 3))
    person.opens("menu")
    person.presses("Kệ b")
    person.hears("Kệ b", options=["Sách b0", "Sách b1", "Sách b2", "☰ Menu"])
    person.presses("Sách b1")
    assert person.led_to == Begin("guide", "b1")


def test_a_shelf_of_one_is_its_guide_and_an_empty_one_is_left_out() -> None:
    person = chat(town.shelves(1, 0, 2))
    person.opens("menu")
    person.hears(options=["Sách a0", "Kệ c", *TAIL])
    person.presses("Sách a0")
    assert person.led_to == Begin("guide", "a0")


@pytest.mark.parametrize("count", range(1, 10))
@pytest.mark.parametrize("me", [Me(), CADRE])
def test_never_more_than_eight_and_nothing_out_of_reach(count: int, me: Me) -> None:
    person = chat(town.shelves(*[2] * count), me)
    person.opens("menu")
    top = person.options
    assert len(top) <= ROOM
    reach = set(top)
    if "Thêm nữa …" in top:
        person.presses("Thêm nữa …")
        assert len(person.options) <= ROOM
        assert not reach & set(person.options)
        reach |= set(person.options)
    wanted = {f"Kệ {key}" for key in "abcdefghij"[:count]} | set(TAIL)
    assert wanted <= reach
    assert ("Việc của cán bộ" in reach) == bool(me.grants)


@pytest.mark.parametrize("argument", ["nothing", "more/", "🦆"])
def test_an_unknown_shelf_is_the_top(argument: str) -> None:
    person = chat(town.shelves(2))
    person.opens("menu", argument)
    person.hears("Khéo giúp được gì")


def test_a_guide_shows_its_icon() -> None:
    shelf = Shelf("a", "Kệ a", (town.guide("x", "Căn cước", icon="📱"), town.guide("y")))
    person = chat(town.Shelves([shelf]))
    person.opens("menu", "a")
    assert person.options[:2] == ["📱 Căn cước", "y"]


def test_everything_in_the_menu_can_be_opened() -> None:
    person = chat(town.shelves(2), replace(town.RESIDENT))
    for label, heard in (
        ("☎ Gặp cán bộ", "Gặp ai ở"),
        ("👤 Về tôi", "Khéo biết gì về bác"),
        ("🌐 Ngôn ngữ / Language", "tiếng nào"),
    ):
        person.opens("menu")
        person.presses(label)
        person.hears(heard)
    person.opens("menu", "more")
    person.presses("❓ Cách dùng")
    person.hears("Cách dùng Khéo")


def test_it_works_in_english() -> None:
    person = chat(town.shelves(2), language="en")
    person.opens("menu")
    person.hears(
        "What can Khéo help you with?",
        options=["Kệ a", "☎ Talk to an officer", "👤 About me", "🌐 Language / Ngôn ngữ"],
    )
