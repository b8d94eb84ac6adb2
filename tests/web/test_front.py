"""The chat's page, its plain form for browsers without scripts, and the poster's short address."""

from __future__ import annotations

import re
from html import unescape

import pytest

from bot.channels.base import Key, Piece
from bot.errors import StoreError
from bot.talk.message import Begin, Pressed, Words
from tests.support.guest import Guest
from tests.support.webhouse import House
from tests.web.conftest import Visit
from web.desk import LONGEST


def ticket(text: str) -> str:
    """The ticket of the form on a page."""
    found = re.search(r'name="ticket" value="([^"]+)"', text)
    assert found
    return unescape(found[1])


async def sends(guest: Guest, **fields: str) -> tuple[int, str]:
    """Hand the plain form in, and follow where it leads."""
    async with guest.client.post("/chat/form", data=fields) as response:
        return response.status, await response.text()


async def test_the_page_greets_and_says_what_to_do_first(guest: Guest) -> None:
    response, text = await guest.opens()
    assert response.content_type == "text/html"
    for words in ("Xã Sen Hồng (xã mẫu)", "115", "113", "OTP", "Bắt đầu", "xã mẫu"):
        assert words in text
    assert 'href="tel:115"' in text
    assert 'value="/start"' in text


async def test_the_front_door_and_the_chat_are_the_same_page(guest: Guest) -> None:
    _response, front = await guest.opens("/")
    assert 'role="log"' in front


async def test_a_conversation_without_a_script(house: House, guest: Guest) -> None:
    _response, page = await guest.opens()
    status, page = await sends(guest, ticket=ticket(page), text="xin chào")
    assert status == 200
    assert "Bác vừa viết: xin chào" in page
    status, page = await sends(guest, ticket=ticket(page), press="b|menu|")
    assert "Bác vừa bấm: b|menu|" in page
    assert [h.content for h in house.heard] == [Words("xin chào"), Pressed(Begin("menu"))]


async def test_a_form_handed_in_twice_counts_once(house: House, guest: Guest) -> None:
    _response, page = await guest.opens()
    once = ticket(page)
    for _time in range(2):
        status, page = await sends(guest, ticket=once, text="xin chào")
        assert status == 200
    assert len(house.heard) == 1


async def test_lines_of_a_form_are_lines(house: House, guest: Guest) -> None:
    _response, page = await guest.opens()
    await sends(guest, ticket=ticket(page), text="một\r\nhai")
    assert house.heard[0].content == Words("một\nhai")


async def test_two_buttons_of_one_page_are_two_messages(house: House, guest: Guest) -> None:
    _response, page = await guest.opens()
    await sends(guest, ticket=ticket(page), press="b|menu|")
    await sends(guest, ticket=ticket(page), press="b|help|")
    assert len(house.heard) == 2


async def test_an_empty_form_is_no_message(house: House, guest: Guest) -> None:
    _response, page = await guest.opens()
    status, _page = await sends(guest, ticket=ticket(page), text="  \n ")
    assert status == 200
    assert house.calls == 0


async def test_a_form_of_somebody_else_says_nothing_and_keeps_the_words(
    house: House, guest: Guest, visit: Visit
) -> None:
    other = await visit()
    _response, page = await other.opens()
    theirs = ticket(page)
    await guest.opens()
    for bad in (theirs, "", "made.up"):
        status, page = await sends(guest, ticket=bad, text="chữ của <tôi>")
        assert status == 409
        assert "chữ của &lt;tôi&gt;</textarea>" in page
        assert "thêm" in page or "lần nữa" in page
    status, page = await sends(guest, ticket=ticket(page), text="chữ của <tôi>")
    assert status == 200
    assert len(house.heard) == 1


async def test_a_form_without_a_cookie_gives_one_and_asks_to_press_again(
    house: House, guest: Guest
) -> None:
    status, page = await sends(guest, ticket="x.y", text="chào")
    assert status == 409
    status, page = await sends(guest, ticket=ticket(page), text="chào")
    assert status == 200
    assert len(house.heard) == 1


async def test_a_form_that_cannot_be_stored_keeps_the_words(house: House, guest: Guest) -> None:
    _response, page = await guest.opens()
    house.broken = True
    status, page = await sends(guest, ticket=ticket(page), text="đừng mất")
    assert status == 503
    assert "đừng mất</textarea>" in page
    house.broken = False
    status, page = await sends(guest, ticket=ticket(page), text="đừng mất")
    assert status == 200
    assert len(house.heard) == 1


async def test_a_form_with_too_long_a_text_keeps_the_words(house: House, guest: Guest) -> None:
    _response, page = await guest.opens()
    status, page = await sends(guest, ticket=ticket(page), text="a" * (LONGEST + 1))
    assert status == 413
    assert "a" * (LONGEST + 1) in page
    assert house.calls == 0


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        ("multipart/form-data", b"x", 415),
        ("multipart/form-data; boundary=b", b"--b\r\nnothing", 415),
        ("text/plain", b"text=a", 415),
        ("application/x-www-form-urlencoded", b"a=1&" * 30, 400),
        ("application/x-www-form-urlencoded", b"\xff=%ff&ticket=%00", 409),
        ("application/x-www-form-urlencoded", b"text=" + b"a" * 300_000, 413),
    ],
)
async def test_a_broken_form_breaks_nothing(
    house: House, guest: Guest, kind: str, body: bytes, status: int
) -> None:
    headers = {"Content-Type": kind}
    async with guest.client.post("/chat/form", data=body, headers=headers) as response:
        assert response.status == status
    assert house.calls == 0


async def test_the_poster_leads_into_the_hamlets_chat(guest: Guest) -> None:
    response, text = await guest.opens("/h/bo-tre_01")
    assert str(response.url.relative()) == "/chat?start=h_bo-tre_01"
    assert 'value="/start h_bo-tre_01"' in text


@pytest.mark.parametrize("code", ["a%20b", "%3Cscript%3E", "x" * 65, "%0d%0aSet-Cookie:a=b"])
async def test_a_code_that_cannot_be_one_leads_to_the_plain_chat(guest: Guest, code: str) -> None:
    response, text = await guest.opens(f"/h/{code}")
    assert str(response.url.relative()) == "/chat"
    assert 'value="/start"' in text
    _response, text = await guest.opens(f"/chat?start={code}")
    assert 'value="/start"' in text


async def test_who_comes_back_through_a_poster_keeps_the_history_and_can_begin(
    guest: Guest,
) -> None:
    await guest.says("chào")
    _response, text = await guest.opens("/chat?start=h_01")
    assert text.index("Bác vừa viết: chào") < text.index('value="/start h_01"')


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("", "vi"),
        ("en", "en"),
        ("en-GB,en;q=0.9,vi;q=0.8", "en"),
        ("fr-FR, vi;q=0.5, en;q=0.7", "en"),
        ("vi;q=0.3, en;q=0.2", "vi"),
        ("en;q=much, de", "vi"),
        ("*", "vi"),
    ],
)
async def test_the_browser_says_which_language(guest: Guest, asked: str, language: str) -> None:
    _response, text = await guest.opens(**{"Accept-Language": asked})
    assert f'<html lang="{language}">' in text


async def test_a_language_asked_for_is_remembered(house: House, guest: Guest) -> None:
    _response, text = await guest.opens("/chat?lang=en&start=h_01")
    assert '<html lang="en">' in text
    assert 'value="/start h_01"' in text
    _response, text = await guest.opens()
    assert '<html lang="en">' in text
    await guest.says("hello")
    assert house.heard[0].language == "en"
    _response, text = await guest.opens("/chat?lang=xx")
    assert '<html lang="en">' in text


async def test_what_was_chosen_in_the_conversation_is_the_language(visit: Visit) -> None:
    async def chosen(_visitor: str) -> str:
        return "en"

    async def away(_visitor: str) -> str:
        raise StoreError

    guest = await visit(language=chosen)
    _response, text = await guest.opens()
    assert '<html lang="vi">' in text
    _response, text = await guest.opens()
    assert '<html lang="en">' in text
    other = await visit(language=away)
    await other.opens()
    _response, text = await other.opens()
    assert '<html lang="vi">' in text


async def test_a_page_whose_letters_cannot_be_read_says_so(house: House, guest: Guest) -> None:
    await guest.says("chào")

    async def broken(chat: str, seq: int, limit: int) -> list[object]:
        raise StoreError

    house.mailbox.after = broken  # type: ignore[method-assign, assignment]
    response, text = await guest.opens()
    assert response.status == 200
    assert "gửi lại" in text


async def test_only_the_newest_buttons_stand_clear(house: House, guest: Guest) -> None:
    await guest.says("một")
    await guest.says("hai")
    await house.tell(guest.id, Piece("Không có nút nào"))
    _response, text = await guest.opens()
    assert text.count('class="keys now"') == 1
    last = text[text.index('data-seq="2"') : text.index('data-seq="3"')]
    assert 'class="keys now"' in last


async def test_a_hostile_letter_stays_words(house: House, guest: Guest) -> None:
    await guest.says("chào")
    bad = '"><script>alert(1)</script>'
    await house.tell(
        guest.id,
        Piece(bad, keys=((Key(bad, 'b|x|"'),), (Key(bad, url='https://a.vn/"x'),)), photo=bad),
    )
    _response, text = await guest.opens()
    assert "<script>alert" not in text
    assert '="https://a.vn/"' not in text
