"""The rules that hold for every answer, and the routes beside the chat."""

from __future__ import annotations

import io
import logging
from pathlib import Path

import pytest

from bot.channels.base import Piece
from tests.support.guest import Guest
from tests.support.webhouse import House
from tests.web.conftest import Visit
from web.page import SCRIPT

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64


async def test_every_answer_carries_the_rules_of_safety(guest: Guest) -> None:
    for address in ("/", "/chat", "/healthz", "/icon.svg", SCRIPT.address, "/nothing-here"):
        response, _text = await guest.opens(address)
        headers = response.headers
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Referrer-Policy"] == "no-referrer"


async def test_what_is_about_a_person_is_never_kept_by_a_cache(guest: Guest) -> None:
    response, _text = await guest.opens()
    assert response.headers["Cache-Control"] == "no-store"
    async with guest.client.post("/chat/say", json={"id": "some-name", "text": "a"}) as said:
        assert said.headers["Cache-Control"] == "no-store"


async def test_the_script_is_kept_for_ever_under_its_own_name(guest: Guest) -> None:
    response, text = await guest.opens(SCRIPT.address)
    assert "immutable" in response.headers["Cache-Control"]
    assert response.content_type == "text/javascript"
    _response, page = await guest.opens()
    assert f'src="{SCRIPT.address}"' in page
    plain, again = await guest.opens(SCRIPT.address, **{"Accept-Encoding": "identity"})
    assert again == text == SCRIPT.plain.decode()
    assert "Content-Encoding" not in plain.headers


@pytest.fixture
async def picture(visit: Visit, tmp_path: Path) -> Guest:
    """Somebody at a page of a house with a few files; the map says what may be seen."""
    files = {"guide/one.png": PNG, "guide/one.ogg": b"OggS", "guide/vi.md": b"secret notes"}
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    return await visit(media={name: tmp_path / name for name in files}.get)


async def test_pictures_and_recordings_are_served(picture: Guest) -> None:
    for name, kind in (("guide/one.png", "image/png"), ("guide/one.ogg", "audio/ogg")):
        async with picture.client.get(f"/media/{name}") as response:
            assert response.status == 200
            assert response.content_type == kind
            assert await response.read()


async def test_a_list_of_papers_is_drawn_when_it_is_asked_for(visit: Visit) -> None:
    async def drawn(path: str) -> bytes | None:
        return PNG if path in ("papers/guide/step.vi.01.png", "month/abc.png") else None

    guest = await visit(kept=drawn)
    for path in ("papers/guide/step.vi.01.png", "month/abc.png"):
        async with guest.client.get(f"/media/{path}") as response:
            assert (response.status, await response.read()) == (200, PNG)
            assert response.content_type == "image/png"
            assert response.headers["Cache-Control"].startswith("private")
    async with guest.client.get("/media/papers/guide/other.vi.01.png") as response:
        assert response.status == 404


@pytest.mark.parametrize(
    "path",
    [
        "guide/vi.md",
        "guide/none.png",
        "guide/../guide/one.png/../vi.md",
        "..%2F..%2Fetc%2Fpasswd",
        "%2e%2e/%2e%2e/kheo.db",
        "/etc/passwd",
        "guide/one.png%00.md",
    ],
)
async def test_nothing_else_can_be_reached(picture: Guest, path: str) -> None:
    response, text = await picture.opens(f"/media/{path}")
    assert response.status == 404
    assert "secret" not in text


async def test_a_picture_stands_in_the_page_with_its_words(picture: Guest, house: House) -> None:
    await picture.says("chào")
    await house.tell(picture.id, Piece("Bước 1", photo="guide/one.png", alt="Mặt sau của thẻ"))
    _response, text = await picture.opens()
    assert '<img src="/media/guide/one.png" alt="Mặt sau của thẻ"' in text


async def test_health_is_said_to_machines(house: House, guest: Guest) -> None:
    response, text = await guest.opens("/healthz")
    assert (response.status, text) == (200, '{"database": true}')
    house.broken = True
    response, text = await guest.opens("/healthz")
    assert (response.status, text) == (503, '{"database": false}')


async def test_an_error_of_ours_is_logged_without_words_and_tells_nothing(
    house: House, guest: Guest, caplog: pytest.LogCaptureFixture
) -> None:
    def breaks(_incoming: object) -> list[Piece]:
        raise RuntimeError("the words of a visitor")

    house.reply = breaks  # type: ignore[assignment]
    with caplog.at_level(logging.ERROR):
        status, answer = await guest.says("chuyện riêng")
    assert status == 500
    assert "visitor" not in str(answer)
    (record,) = [record for record in caplog.records if record.name == "web.server"]
    assert record.action == "web.error"  # type: ignore[attr-defined]
    assert record.error == "RuntimeError"  # type: ignore[attr-defined]
    assert "riêng" not in caplog.text
    assert "the words" not in record.getMessage()


async def test_an_error_beside_every_route_is_a_plain_404(guest: Guest) -> None:
    for address in ("/telegram/webhook", "/chat/say/x", "/.env"):
        response, _text = await guest.opens(address)
        assert response.status == 404


async def test_a_call_of_telegrams_is_handed_on_with_its_secret(visit: Visit) -> None:
    calls: list[tuple[bytes, str]] = []

    async def hook(body: bytes, secret: str) -> int:
        calls.append((body, secret))
        return 503 if len(calls) == 1 else 200

    guest = await visit(telegram=hook)
    headers = {"X-Telegram-Bot-Api-Secret-Token": "abc"}
    for status in (503, 200):
        async with guest.client.post("/telegram/webhook", data=b"{}", headers=headers) as response:
            assert response.status == status
    async with guest.client.post("/telegram/webhook", data=b"{}") as response:
        assert response.status == 200
    assert calls == [(b"{}", "abc"), (b"{}", "abc"), (b"{}", "")]


async def test_a_call_of_ten_megabytes_is_refused_before_anybody_reads_it(visit: Visit) -> None:
    calls: list[bytes] = []

    async def hook(body: bytes, _secret: str) -> int:
        calls.append(body)
        return 200

    guest = await visit(telegram=hook)
    body = io.BytesIO(b"x" * 10 * 1024 * 1024)
    async with guest.client.post("/telegram/webhook", data=body) as response:
        assert response.status == 413
    assert calls == []
