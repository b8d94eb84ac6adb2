"""A file from the page: only where one is asked for, with a script and without; files shown."""

from __future__ import annotations

import io
import re
from typing import Any

import aiohttp
import pytest

from bot.channels.base import Piece
from bot.media import LARGEST
from bot.talk.message import Document, NotTaken
from store.engine import Store
from tests.support.guest import Guest
from tests.support.papers import EXE, M4A, PDF
from tests.support.webhouse import House
from tests.web.conftest import Visit

KEPT = f"kept/{'a' * 32}"
ASKS = Piece("Bác gửi ảnh vào đây nhé", ask="file")


class Asked:
    """Whether a file is asked for, and the files that can be shown."""

    def __init__(self) -> None:
        self.now = True
        self.files = {f"{KEPT}.pdf": PDF, f"{KEPT}.m4a": M4A, f"{KEPT}.exe": EXE}

    async def asks(self, _visitor: str) -> bool:
        return self.now

    async def kept(self, path: str) -> bytes | None:
        return self.files.get(path)


@pytest.fixture
def asked() -> Asked:
    return Asked()


@pytest.fixture
async def sender(house: House, visit: Visit, asked: Asked) -> Guest:
    """Somebody who has just been asked for a file."""
    guest = await visit(asks_file=asked.asks, kept=asked.kept)
    await guest.says("chào")
    await house.tell(guest.id, ASKS)
    return guest


async def ticket(guest: Guest) -> str:
    _response, page = await guest.opens()
    found = re.search(r'id="file".*?name="ticket" value="([^"]+)"', page, re.DOTALL)
    assert found
    return found[1]


async def sends(
    guest: Guest,
    content: bytes,
    name: str = "thư.pdf",
    *,
    script: bool = True,
    **fields: str,
) -> tuple[int, Any]:
    """Hand in a file; (status, answer or page)."""
    form = aiohttp.FormData(quote_fields=False)
    form.add_field("file", b"", filename="", content_type="application/octet-stream")
    form.add_field(
        "file", io.BytesIO(content), filename=name, content_type="application/octet-stream"
    )
    for key, value in (
        {"ticket": fields.pop("ticket", None) or await ticket(guest)} | fields
    ).items():
        form.add_field(key, value)
    address = "/chat/file?by=script" if script else "/chat/file"
    async with guest.client.post(address, data=form, allow_redirects=False) as response:
        body = await response.json() if script else await response.text()
        return response.status, body


async def test_the_page_has_a_field_only_where_a_file_is_asked_for(
    house: House, sender: Guest
) -> None:
    _response, page = await sender.opens()
    assert page.count('<input type="file" form="file"') == 1
    assert 'action="/chat/file" enctype="multipart/form-data"' in page
    assert "Gửi tệp" in page


async def test_a_file_is_handed_in_with_its_bytes(house: House, sender: Guest) -> None:
    fetched: list[bytes | NotTaken] = []

    async def receive(incoming: object) -> None:
        content = incoming.content  # type: ignore[attr-defined]
        fetched.append(await house.webchat.fetch(content.ref, LARGEST))
        fetched.append(await house.webchat.fetch(content.ref, 3))
        await house.receive(incoming)  # type: ignore[arg-type]

    await house.webchat.start(receive)
    status, answer = await sends(sender, PDF, id="file-0000001", after="0")
    assert status == 200
    assert [letter["seq"] for letter in answer["letters"]]
    said = house.heard[-1].content
    assert isinstance(said, Document)
    assert (said.name, said.size) == ("thư.pdf", len(PDF))
    assert fetched == [PDF, NotTaken("big", 3)]
    assert await house.webchat.fetch(said.ref, LARGEST) == NotTaken("lost")


async def test_the_same_try_twice_counts_once(house: House, sender: Guest) -> None:
    for _turn in range(2):
        status, _answer = await sends(sender, PDF, id="file-0000001", after="no number")
        assert status == 200
    assert len(house.heard) == 2


async def test_without_a_script_it_is_a_form_like_the_others(house: House, sender: Guest) -> None:
    word = await ticket(sender)
    for _turn in range(2):
        status, _page = await sends(sender, PDF, script=False, ticket=word)
        assert status == 303
    assert len(house.heard) == 2
    status, page = await sends(sender, b"", script=False)
    assert status == 400
    assert "chọn tệp" in page


async def test_nothing_is_taken_that_was_not_asked_for(
    house: House, sender: Guest, asked: Asked, visit: Visit
) -> None:
    asked.now = False
    status, answer = await sends(sender, PDF)
    assert status == 409
    assert "chưa hỏi" in answer["error"]
    stranger = await visit(asks_file=asked.asks)
    status, page = await sends(stranger, PDF, script=False, ticket="x.y")
    assert status == 409
    assert "chưa hỏi" in page
    assert len(house.heard) == 1


async def test_a_form_that_is_not_ours_is_refused(
    house: House, sender: Guest, visit: Visit, asked: Asked
) -> None:
    other = await visit(asks_file=asked.asks)
    await other.says("chào")
    theirs = await ticket(other)
    assert (await sends(sender, PDF, ticket=theirs))[0] == 409
    assert (await sends(sender, PDF, id="bad name"))[0] == 400
    async with sender.client.post("/chat/file?by=script", data={"ticket": "x"}) as response:
        assert response.status == 415
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    async with sender.client.post("/chat/file?by=script", data=b"--y", headers=headers) as response:
        assert response.status == 400
    cross = {"Sec-Fetch-Site": "cross-site"}
    async with sender.client.post("/chat/file", data=b"", headers=cross) as response:
        assert response.status == 403
    assert len(house.heard) == 2


async def test_too_big_a_file_is_refused_with_kind_words(house: House, sender: Guest) -> None:
    status, answer = await sends(sender, b"x" * (LARGEST + 1))
    assert status == 413
    assert "20 MB" in answer["error"]
    status, page = await sends(sender, b"x" * (LARGEST + 1), script=False)
    assert status == 413
    assert "20 MB" in page
    assert len(house.heard) == 1


async def test_a_file_that_cannot_be_stored_may_be_sent_again(house: House, sender: Guest) -> None:
    house.broken = True
    status, answer = await sends(sender, PDF, id="file-0000001")
    assert status == 503
    assert "lát nữa" in answer["error"].lower() or answer["error"]
    house.broken = False
    assert (await sends(sender, PDF, id="file-0000001"))[0] == 200


async def test_a_document_is_a_link_with_its_name_and_size(house: House, sender: Guest) -> None:
    paper = Piece("Mời bác xem", document=f"{KEPT}.pdf", name='Thư "mời".pdf', size=1_600_000)
    await house.tell(sender.id, paper)
    _response, page = await sender.opens()
    assert f'href="/media/{KEPT}.pdf" download="Thư &quot;mời&quot;.pdf"' in page
    assert "(1,5 MB)" in page


async def test_kept_files_are_shown_and_never_opened_as_a_page(sender: Guest) -> None:
    async with sender.client.get(f"/media/{KEPT}.pdf") as response:
        assert (response.status, await response.read()) == (200, PDF)
        assert response.headers["Content-Type"] == "application/pdf"
        assert response.headers["Content-Disposition"] == "attachment"
        assert response.headers["Cache-Control"].startswith("private")
        assert response.headers["X-Content-Type-Options"] == "nosniff"
    for missing in (f"{KEPT}.exe", f"{KEPT}.jpg", "kept/x.pdf", "kept/"):
        async with sender.client.get(f"/media/{missing}") as response:
            assert response.status == 404


@pytest.mark.parametrize(
    ("asked_for", "status", "part"),
    [
        ("bytes=4-7", 206, M4A[4:8]),
        ("bytes=-8", 206, M4A[-8:]),
        ("bytes=0-", 206, M4A),
        ("bytes=900-", 416, b""),
        ("bytes=x", 416, b""),
    ],
)
async def test_a_player_may_ask_for_a_part(
    sender: Guest, asked_for: str, status: int, part: bytes
) -> None:
    headers = {"Range": asked_for}
    async with sender.client.get(f"/media/{KEPT}.m4a", headers=headers) as response:
        assert (response.status, await response.read()) == (status, part)
        assert response.headers["Content-Range"].endswith(f"/{len(M4A)}")
        assert response.headers["Accept-Ranges"] == "bytes"


async def test_where_nothing_is_kept_nothing_is_shown_or_taken(
    sqlite_store: Store, guest: Guest
) -> None:
    await guest.says("chào")
    async with guest.client.get(f"/media/{KEPT}.pdf") as response:
        assert response.status == 404
    assert (await sends(guest, PDF))[0] == 409
