"""What goes wrong on a bad network with an old phone, in a real Chromium: nothing is lost."""

from __future__ import annotations

import re
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import expect

from bot.channels.base import Piece
from bot.talk.message import Pressed, Words
from store.engine import Store, open_engine
from tests.support.chromium import Person
from tests.support.until import until
from tests.support.webhouse import House
from tests.web.conftest import Arrive
from web.flood import BURST

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


@pytest_asyncio.fixture(loop_scope="module")
async def house(sqlite_template: Path, tmp_path: Path) -> AsyncIterator[House]:
    """A house that is open, of the test's own."""
    shutil.copy(sqlite_template, tmp_path / "kheo.db")
    store = Store(open_engine(f"sqlite:///{tmp_path / 'kheo.db'}"))
    house = House(store)
    await house.open()
    yield house
    await house.close()
    store.close()


@pytest_asyncio.fixture(loop_scope="module")
async def bac(house: House, arrive: Arrive) -> Person:
    """Somebody at its page who has said one thing already."""
    person = await arrive(house.address)
    assert await person.says("chào Khéo") == "Bác vừa viết: chào Khéo"
    return person


def texts(house: House) -> list[str]:
    """What was written to the house."""
    return [h.content.text for h in house.heard if isinstance(h.content, Words)]


async def test_a_trembling_finger_presses_once(house: House, bac: Person) -> None:
    await bac.button("Làm được rồi").dblclick()
    assert await bac.answered() == "Bác vừa bấm: a|walk|one|done"
    await expect(bac.own).to_have_count(2)
    await bac.says("xong")
    await bac.button("Chưa được").evaluate("button => { for (let n = 5; n--;) button.click(); }")
    assert await bac.answered() == "Bác vừa bấm: a|walk|one|no"
    await bac.says("xong")
    assert len([h for h in house.heard if isinstance(h.content, Pressed)]) == 2
    assert await bac.own.count() == 5


async def test_what_is_written_without_a_network_waits_and_goes_out_once(
    house: House, bac: Person
) -> None:
    await bac.context.set_offline(True)
    await bac.writes("một")
    await bac.page.get_by_role("button", name="Làm được rồi").click()
    await bac.writes("hai")
    await expect(bac.page.locator(".own.held")).to_have_count(3)
    await expect(bac.fate.last).to_contain_text("Chưa gửi được")
    await expect(bac.page.locator("#state")).to_contain_text("mất mạng", ignore_case=True)
    await bac.fits()
    assert len(house.heard) == 1
    await bac.context.set_offline(False)
    await expect(bac.page.locator(".own.held")).to_have_count(0)
    await bac.answered()
    await expect(bac.page.locator("#state")).to_be_empty()
    assert texts(house) == ["chào Khéo", "một", "hai"]
    assert len(house.heard) == house.calls == 4
    assert await bac.letters.count() == 4


async def test_what_waits_survives_a_page_that_is_closed(house: House, bac: Person) -> None:
    await bac.context.set_offline(True)
    await bac.writes("đừng quên")
    await expect(bac.page.locator(".own.held")).to_have_count(1)
    context = bac.context
    await bac.page.close()
    await context.set_offline(False)
    again = Person(await context.new_page())
    await again.opens(f"{house.address}/chat")
    assert await again.answered() == "Bác vừa viết: đừng quên"
    assert texts(house) == ["chào Khéo", "đừng quên"]
    assert await again.own.all_inner_texts() == ["chào Khéo", "đừng quên"]


async def test_what_the_house_cannot_store_is_sent_again_by_itself(
    house: House, bac: Person
) -> None:
    house.broken = True
    await bac.writes("giữ giúp tôi")
    await expect(bac.page.locator(".own.held")).to_have_count(1)
    await until(lambda: house.calls >= 3)
    house.broken = False
    assert await bac.answered() == "Bác vừa viết: giữ giúp tôi"
    assert texts(house) == ["chào Khéo", "giữ giúp tôi"]


async def test_an_answer_that_is_lost_on_the_way_is_not_asked_for_twice(
    house: House, bac: Person
) -> None:
    lost = 0

    async def lose(route: object) -> None:
        nonlocal lost
        lost += 1
        await route.fetch()  # type: ignore[attr-defined]
        await route.abort()  # type: ignore[attr-defined]

    await bac.page.route("**/chat/say", lose, times=1)
    assert await bac.says("chỉ một lần") == "Bác vừa viết: chỉ một lần"
    assert lost == 1
    assert (house.calls, texts(house)) == (3, ["chào Khéo", "chỉ một lần"])
    assert await bac.letters.count() == 2


async def test_a_page_resumes_by_itself_after_the_machine_was_off(
    house: House, bac: Person
) -> None:
    visitor = house.heard[0].address.chat
    await house.close()
    await house.open()
    await house.tell(visitor, Piece("Thông báo của xã"))
    await expect(bac.letters.last).to_have_text("Thông báo của xã")
    await expect(bac.page.locator("#state")).to_be_empty()


async def test_what_comes_unasked_is_shown_without_a_touch(house: House, bac: Person) -> None:
    visitor = house.heard[0].address.chat
    await bac.page.evaluate("() => window.scrollTo(0, 0)")
    for number in range(4):
        await house.tell(visitor, Piece(f"Tin {number} " + "dài " * 80))
    await expect(bac.letters).to_have_count(5)
    pointer = bac.page.locator("#more")
    await expect(pointer).to_have_text("Có tin mới ↓")
    assert await bac.page.evaluate("() => window.pageYOffset") == 0
    await pointer.click()
    await expect(pointer).to_be_hidden()
    await expect(bac.page.get_by_text("Tin 0")).to_be_in_viewport()


async def test_two_windows_of_one_visitor_show_the_same(house: House, bac: Person) -> None:
    other = Person(await bac.context.new_page())
    await other.opens(f"{house.address}/chat")
    assert await other.own.all_inner_texts() == ["chào Khéo"]
    await other.says("từ cửa sổ kia")
    await expect(bac.letters).to_have_count(2)
    assert await bac.own.all_inner_texts() == ["chào Khéo", "từ cửa sổ kia"]
    await bac.says("từ cửa sổ này")
    await expect(other.letters).to_have_count(3)
    assert texts(house) == ["chào Khéo", "từ cửa sổ kia", "từ cửa sổ này"]
    assert len({h.address.chat for h in house.heard}) == 1
    order = "all => all.map(one => one.innerText)"
    same = [await one.page.locator("#log .text").evaluate_all(order) for one in (bac, other)]
    assert same[0] == same[1]


async def test_a_reload_keeps_what_both_have_said(bac: Person) -> None:
    await bac.presses("Làm được rồi")
    before = await bac.page.locator("#log .text").all_inner_texts()
    await bac.page.reload()
    assert await bac.page.locator("#log .text").all_inner_texts() == before
    await expect(bac.page.locator(".keys.now")).to_have_count(1)
    await bac.fits()


async def test_a_lost_cookie_begins_a_new_conversation_and_loses_no_words(
    house: House, bac: Person
) -> None:
    await bac.context.clear_cookies()
    assert await bac.says("vẫn còn đây") == "Bác vừa viết: vẫn còn đây"
    assert await bac.letters.count() == 1
    assert len({h.address.chat for h in house.heard}) == 2
    assert await bac.says("lần nữa") == "Bác vừa viết: lần nữa"


async def test_a_flood_goes_out_slowly_and_whole(house: House, bac: Person) -> None:
    many = BURST + 1
    await bac.context.set_offline(True)
    for number in range(many):
        await bac.writes(str(number))
    await bac.context.set_offline(False)
    await expect(bac.page.locator("#state")).to_contain_text("Chờ một lát")
    await expect(bac.page.get_by_text(f"Bác vừa viết: {many - 1}", exact=True)).to_be_visible()
    assert texts(house) == ["chào Khéo", *map(str, range(many))]


@pytest.mark.parametrize(
    "text",
    [
        "tie\u0302\u0301ng Vie\u0323\u0302t",
        "a" * 400,
        "👍👨‍👩‍👧‍👦",
        "‮ngược\u200f",
        "<img src=x onerror=alert(1)>",
    ],
    ids=["NFD", "one long word", "emoji", "right to left", "HTML"],
)
async def test_odd_words_fit_the_screen_and_stay_words(
    house: House, bac: Person, text: str
) -> None:
    await bac.says(text)
    assert texts(house)[-1] == text
    assert await bac.own.last.text_content() == text
    assert await bac.page.locator("#log img").count() == 0
    await bac.fits()


async def test_five_thousand_letters_are_sent_whole(house: House, bac: Person) -> None:
    text = "ưởng " * 1000
    await bac.says(text)
    assert texts(house)[-1] == text.strip()
    await bac.fits()


async def test_what_is_too_long_is_said_and_stays_on_the_screen(house: House, bac: Person) -> None:
    await bac.writes("a" * 9000)
    await expect(bac.fate.last).to_contain_text("chia ra")
    assert await bac.says("ngắn") == "Bác vừa viết: ngắn"
    assert texts(house) == ["chào Khéo", "ngắn"]


async def test_enter_sends_and_shift_enter_begins_a_line(house: House, bac: Person) -> None:
    await bac.box.press_sequentially("một")
    await bac.box.press("Shift+Enter")
    await bac.box.press_sequentially("hai")
    await bac.box.press("Enter")
    await bac.answered()
    await bac.box.press("Enter")  # nothing written, nothing sent
    assert texts(house) == ["chào Khéo", "một\nhai"]
    await expect(bac.box).to_be_focused()


async def test_on_a_touch_screen_the_keyboard_makes_room_for_the_answer(
    house: House, arrive: Arrive
) -> None:
    bac = await arrive(house.address, has_touch=True, is_mobile=True)
    await bac.box.tap()
    await bac.box.fill("chào")
    await bac.page.locator(".go").tap()
    await bac.answered()
    await expect(bac.box).not_to_be_focused()
    content = await bac.page.locator("meta[name=viewport]").get_attribute("content")
    assert content
    assert re.search(r"interactive-widget=resizes-content", content)
    assert "user-scalable" not in content
