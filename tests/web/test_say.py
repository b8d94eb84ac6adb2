"""What the page's script hands in: taken once, refused kindly, or to be sent again."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from bot.talk.message import Begin, Pressed, Words
from store.engine import Store
from store.webchat import mailbox
from tests.support.guest import Guest
from tests.support.webhouse import House
from tests.web.conftest import Visit
from web.desk import LONGEST
from web.flood import BURST
from web.visitor import FRESH, LIFE, Signer, Visitor


def letters(store: Store) -> int:
    """How many letters there are."""
    count: int = store.call(lambda c: c.execute(select(func.count()).select_from(mailbox)).scalar())
    return count


async def test_words_are_taken_in_and_answered_in_the_same_breath(
    house: House, guest: Guest
) -> None:
    status, answer = await guest.says("xin chào")
    assert status == 200
    (heard,) = house.heard
    assert heard.content == Words("xin chào")
    assert (heard.address.channel, heard.address.chat) == ("webchat", guest.id)
    assert heard.sender == guest.id
    assert [one["seq"] for one in answer["letters"]] == [1]
    assert "Bác vừa viết: xin chào" in answer["letters"][0]["html"]


async def test_a_press_is_taken_in_as_a_press(house: House, guest: Guest) -> None:
    await guest.says(press="b|guide|vneid-activate")
    await guest.says(press="<script>")
    contents = [heard.content for heard in house.heard]
    assert contents == [Pressed(Begin("guide", "vneid-activate")), Pressed(None)]


async def test_who_only_looks_is_nobody_until_the_first_message(
    house: House, guest: Guest, sqlite_store: Store
) -> None:
    response, _text = await guest.opens()
    assert response.status == 200
    assert guest.cookie
    known = guest.id
    assert house.calls == 0
    assert letters(sqlite_store) == 0
    await guest.says("chào")
    assert guest.id == known == house.heard[0].address.chat


async def test_a_first_message_without_a_cookie_makes_one(house: House, guest: Guest) -> None:
    assert not guest.cookie
    await guest.says("chào")
    first = guest.cookie
    _status, answer = await guest.says("nữa", after=1)
    assert guest.cookie == first  # a fresh cookie is not written again
    assert {heard.address.chat for heard in house.heard} == {guest.id}
    assert answer["tag"] == Visitor(guest.id).tag


async def test_the_cookie_is_out_of_reach_for_scripts_and_other_sites(guest: Guest) -> None:
    response, _text = await guest.opens()
    (cookie,) = response.headers.getall("Set-Cookie")
    attributes = {part.strip().lower() for part in cookie.split(";")[1:]}
    assert {"httponly", "samesite=lax", "path=/", "max-age=31536000"} <= attributes
    assert "secure" not in attributes  # on a local network there is no https


async def test_the_cookie_of_a_public_site_goes_over_https_only(visit: Visit) -> None:
    guest = await visit(public="https://xa.example.vn")
    response, _text = await guest.opens(Host="xa.example.vn")
    assert "; secure" in response.headers["Set-Cookie"].lower()
    response, _text = await guest.opens()
    assert "; secure" not in response.headers.get("Set-Cookie", "").lower()


@pytest.mark.parametrize("cookie", ["x", "a" * 22 + ".1." + "b" * 43, "é"])
async def test_a_forged_cookie_is_a_newcomer(house: House, guest: Guest, cookie: str) -> None:
    guest.cookie = cookie
    status, _answer = await guest.says("chào")
    assert status == 200
    assert house.heard[0].address.chat not in cookie
    assert guest.cookie != cookie


async def test_an_old_cookie_is_renewed_and_a_too_old_one_is_a_newcomer(
    house: House, guest: Guest
) -> None:
    signer, now = Signer("a secret of the tests"), datetime.now(UTC)
    mine = Visitor("v" * 22)
    guest.cookie = old = signer.cookie(mine, now - FRESH - timedelta(hours=1))
    await guest.says("chào")
    assert guest.id == mine.id
    assert guest.cookie != old
    guest.cookie = signer.cookie(mine, now - LIFE - timedelta(hours=1))
    await guest.says("chào")
    assert guest.id != mine.id
    assert [heard.address.chat for heard in house.heard] == [mine.id, guest.id]


async def test_the_same_message_handed_in_twice_counts_once(house: House, guest: Guest) -> None:
    _status, first = await guest.says("chào", id="one-name-of-mine")
    _status, again = await guest.says("chào", id="one-name-of-mine")
    assert len(house.heard) == 1
    assert [one["seq"] for one in again["letters"]] == [one["seq"] for one in first["letters"]]


async def test_two_people_may_use_the_same_name(house: House, guest: Guest, visit: Visit) -> None:
    other = await visit()
    await guest.says("của tôi", id="same-name")
    await other.says("của người khác", id="same-name")
    assert [heard.content for heard in house.heard] == [Words("của tôi"), Words("của người khác")]
    assert len({heard.id for heard in house.heard}) == 2


async def test_nothing_is_acknowledged_that_is_not_stored(house: House, guest: Guest) -> None:
    house.broken = True
    status, answer = await guest.says("chào", id="to-be-kept")
    assert status == 503
    assert "gửi lại" in answer["error"]
    house.broken = False
    for _time in range(2):
        status, answer = await guest.says("chào", id="to-be-kept")
        assert status == 200
        assert len(answer["letters"]) == 1
    assert len(house.heard) == 1


async def test_a_house_that_is_closing_asks_to_send_again(house: House, guest: Guest) -> None:
    await house.webchat.stop()
    status, _answer = await guest.says("chào")
    assert status == 503
    assert house.calls == 0


async def test_only_json_is_taken(house: House, guest: Guest) -> None:
    body = json.dumps({"id": "some-name", "text": "chào"})
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data"):
        status, _answer = await guest.hands(body, kind)
        assert status == 415
    assert house.calls == 0


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"chao"',
        b"\xff\xfe",
        b"[" * 60_000,
        b'{"text": "no name"}',
        b'{"id": 7, "text": "a name is words"}',
        b'{"id": "some-name", "text": 7}',
        b'{"id": "some-name", "text": ["a"]}',
        b'{"id": "some-name", "text": "a", "after": "x"}',
        b'{"id": "some-name", "text": "a", "after": -1}',
        b'{"id": "some-name", "text": "a", "after": 99999999999999999999}',
        b'{"id": "some-name", "text": "\\ud800"}',
        b'{"id": "short", "text": "a"}',
        b'{"id": "not a name!", "text": "a"}',
        b'{"id": "some-name"}',
        b'{"id": "some-name", "text": " \\n\\t "}',
    ],
)
async def test_what_cannot_be_read_is_refused(house: House, guest: Guest, body: bytes) -> None:
    status, answer = await guest.hands(body)
    assert status == 400
    assert answer["error"] == "Tin này không nhận được."
    assert house.calls == 0


async def test_too_much_is_refused_with_kind_words(house: House, guest: Guest) -> None:
    for size in (LONGEST + 1, 100_000, 10 * 1024 * 1024):
        status, answer = await guest.hands(json.dumps({"id": "some-name", "text": "a" * size}))
        assert status == 413
        assert "ngắn" in answer["error"]
    assert house.calls == 0


async def test_a_long_text_in_vietnamese_is_taken_whole(house: House, guest: Guest) -> None:
    text = "ưở" * (LONGEST // 2)
    status, _answer = await guest.hands(json.dumps({"id": "some-name", "text": text}))
    assert status == 200
    assert house.heard[0].content == Words(text)


@pytest.mark.parametrize(
    "text", ["👍👍", "\u200b\u200dchào", "‮ng\u200fược", "chào\x00bác", "tie\u0302\u0301ng"]
)
async def test_odd_texts_are_taken_and_shown_safely(house: House, guest: Guest, text: str) -> None:
    status, _answer = await guest.says(text)
    assert status == 200
    assert len(house.heard) == 1


async def test_a_flood_is_held_up_kindly_and_says_until_when(house: House, guest: Guest) -> None:
    for number in range(BURST):
        status, _answer = await guest.says(f"tin {number}", after=number)
        assert status == 200
    status, answer = await guest.says("một tin nữa")
    assert status == 429
    assert "Chờ một lát" in answer["error"]
    assert 1 <= answer["wait"] <= 3
    assert len(house.heard) == BURST


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
async def test_a_page_of_another_site_cannot_speak_for_a_visitor(
    house: House, guest: Guest, site: str
) -> None:
    body = json.dumps({"id": "some-name", "text": "chào"})
    status, _answer = await guest.hands(body, Sec_Fetch_Site=site)
    assert status == 403
    async with guest.client.post("/chat/form", headers={"Sec-Fetch-Site": site}) as response:
        assert response.status == 403
    assert house.calls == 0
    for ours in ("same-origin", "none"):
        status, _answer = await guest.hands(body, Sec_Fetch_Site=ours)
        assert status == 200
