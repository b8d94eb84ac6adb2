"""An announcement with a picture, a recording, a document: from a cadre's phone to every house."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from bot.channels.base import Outcome, Piece, Refused, Sent
from bot.talk.message import Content, Document, NotTaken, Photo, Voice
from store import announcements
from store.engine import Store
from store.files import files
from tests.support.hall import CHAIR, FRONT, RESIDENT, Hall
from tests.support.office import EDITS
from tests.support.papers import EXE, PDF, photo, recording
from tests.support.town import RecordingChannel

WORDS = "Mời bà con đến họp thôn"
SEEN = "Nhà văn hóa thôn, cổng bên phải"
SAID = "Mời bà con đến nhà văn hóa lúc bảy giờ tối"


def lay(hall: Hall, ref: str, content: bytes | NotTaken) -> None:
    """A file that can be fetched."""
    hall.channel.files[ref] = content


async def sends(hall: Hall, content: Content, who: str = FRONT) -> str:
    """A file is sent; what is said to it."""
    await hall.gets(content, who)
    return hall.text(who)


async def adds_photo(hall: Hall, ref: str = "p") -> None:
    """A picture, with its words."""
    lay(hall, ref, photo(640, 480))
    await hall.presses("ảnh", FRONT)
    assert "câu" in await sends(hall, Photo(ref))
    await hall.says(SEEN, FRONT)


async def adds_all(hall: Hall) -> None:
    """A picture, a recording and a document."""
    await adds_photo(hall)
    lay(hall, "v", recording(7))
    await hall.presses("ghi âm", FRONT)
    assert "Lời của" in await sends(hall, Voice("v", 7))
    await hall.says(SAID, FRONT)
    lay(hall, "d", PDF)
    await hall.presses("văn bản", FRONT)
    await sends(hall, Document("d", "Thư mời.pdf", size=len(PDF)))


def wording(hall: Hall, number: int = 1) -> announcements.Wording:
    """What announcement ``number`` says."""
    found: dict[str, announcements.Wording] = hall.do(lambda c: announcements.wordings(c, number))
    return found["vi"]


def kept(hall: Hall) -> list[Any]:
    """The files that are kept."""
    return list(hall.do(lambda c: c.execute(select(files).order_by(files.c.kind)).all()))


async def test_all_three_are_composed_seen_and_sent(store: Store) -> None:
    async with Hall(store, 24) as hall:
        await hall.writes(to="", text=WORDS)
        await adds_all(hall)
        preview = hall.town.said(FRONT)[-4:]
        shown = [(bool(p.voice), bool(p.document), bool(p.photo)) for p in preview]
        assert shown[:3] == [(1, 0, 0), (0, 1, 0), (0, 0, 1)]
        assert preview[1].name == "Thư mời.pdf"
        assert preview[2].photo
        assert WORDS in preview[2].text
        assert SAID in preview[2].text
        assert preview[2].alt == SEEN
        plan = hall.text(FRONT)
        assert "có thể còn tên người soạn" in plan  # a document is not cleaned, and that is said
        await hall.presses("✅ Gửi", FRONT)
        await hall.rests()
        (run,) = hall.runs(1)
        assert f"{run.rows} tin" in plan.replace(".", "")
        assert hall.counts(1) == {("sent", ""): run.rows}
        got = hall.town.said(RESIDENT)[-3:]
        assert [(bool(p.voice), bool(p.document), bool(p.photo)) for p in got] == [
            (True, False, False),
            (False, True, False),
            (False, False, True),
        ]
        assert SAID in got[2].text
        assert [row.kind for row in kept(hall)] == ["document", "photo", "voice"]
        assert wording(hall).document_size == len(PDF)


async def test_what_was_added_is_changed_and_taken_away(store: Store) -> None:
    async with Hall(store, 24) as hall:
        await hall.writes(to="", text=WORDS)
        await adds_photo(hall)
        first = hall.town.said(FRONT)[-2].photo
        assert "tên người soạn" not in hall.text(FRONT)
        lay(hall, "q", photo(320, 200))
        await hall.presses("Đổi ảnh", FRONT)
        assert "Bỏ đi" in hall.labels(FRONT)
        await sends(hall, Photo("q"))
        await hall.says("Sân đình", FRONT)
        second = hall.town.said(FRONT)[-2]
        assert second.photo != first
        assert second.alt == "Sân đình"
        await hall.presses("Đổi ảnh", FRONT)
        await hall.presses("Bỏ đi", FRONT)
        assert not hall.town.said(FRONT)[-2].photo
        await hall.presses("Lưu nháp", FRONT)
        assert wording(hall).photo == ""


async def test_a_change_of_the_picture_voids_the_approval(store: Store) -> None:
    async with Hall(store, 24) as hall:
        await hall.writes(text=WORDS, kind="Khẩn", when="7h sáng mai")
        await adds_photo(hall)
        await hall.presses("✅", FRONT)
        await hall.says("/approve", CHAIR)
        await hall.presses("#1", CHAIR)
        assert any(piece.photo and piece.alt == SEEN for piece in hall.town.said(CHAIR))
        await hall.presses("✅ Duyệt", CHAIR)
        assert hall.state(1) == "scheduled"
        await hall.says("/runs", FRONT)
        await hall.presses("#1", FRONT)
        await hall.presses("✏", FRONT)
        assert hall.town.said(FRONT)[-2].photo
        await hall.presses("Đổi ảnh", FRONT)
        await hall.presses("Bỏ đi", FRONT)
        await hall.presses("Lưu nháp", FRONT)
        standing = hall.do(lambda c: announcements.load(c, 1))
        assert (standing.state, standing.approved_by) == ("draft", None)
        assert wording(hall).photo == ""


async def test_words_under_a_picture_are_taken_and_the_picture_is_offered(store: Store) -> None:
    async with Hall(store, 24) as hall:
        lay(hall, "p", photo())
        await hall.says("/announce", FRONT)
        await hall.presses("Một hay nhiều thôn", FRONT)
        await hall.says("1", FRONT)
        assert "gửi kèm" in await sends(hall, Photo("p", WORDS))
        await hall.says(SEEN, FRONT)
        await hall.presses("Mời họp", FRONT)
        await hall.presses("Đã rõ", FRONT)
        await hall.presses("Gửi ngay", FRONT)
        assert hall.town.said(FRONT)[-2].alt == SEEN
        assert WORDS in hall.town.said(FRONT)[-2].text


async def test_the_picture_that_is_offered_may_be_left_out(store: Store) -> None:
    async with Hall(store, 24) as hall:
        lay(hall, "p", photo())
        lay(hall, "d", PDF)
        await hall.says("/announce", FRONT)
        await hall.presses("Cả xã", FRONT)
        assert "lời thông báo trước" in await sends(hall, Photo("p"))
        assert "lời thông báo trước" in await sends(hall, Voice("v", 3))
        await sends(hall, Photo("p", WORDS))
        await hall.presses("Không gửi kèm", FRONT)
        await hall.presses("Mời họp", FRONT)
        await hall.presses("Đã rõ", FRONT)
        await hall.presses("Gửi ngay", FRONT)
        assert not hall.town.said(FRONT)[-2].photo
        await hall.presses("Sửa lời", FRONT)
        await sends(hall, Document("d", "kế hoạch.pdf", "Lời mới", len(PDF)))
        assert hall.town.said(FRONT)[-2].name == "kế hoạch.pdf"
        assert "Lời mới" in hall.town.said(FRONT)[-2].text


@pytest.mark.parametrize(
    ("content", "laid", "said"),
    [
        (Photo("p", size=21 * 1024 * 1024), photo(), "20 MB"),
        (Photo("p"), NotTaken("big", 20 * 1024 * 1024), "20 MB"),
        (Photo("p"), b"\xff\xd8\xff no picture", "không nhận được loại tệp này"),
        (Document("p", "anh.jpg"), EXE, "không nhận được loại tệp này"),
        (Photo("p"), NotTaken("lost"), "chưa tải được"),
        (Document("p", "thu.pdf"), PDF, "gửi một tấm ảnh"),
        (Voice("p", 3), recording(), "gửi một tấm ảnh"),
    ],
)
async def test_what_cannot_be_taken_in_is_told_kindly(
    sqlite_store: Store, content: Content, laid: bytes | NotTaken, said: str
) -> None:
    async with Hall(sqlite_store, 4) as hall:
        await hall.writes(to="", text=WORDS)
        await hall.presses("Thêm ảnh", FRONT)
        lay(hall, "p", laid)
        assert said in await sends(hall, content)
        await hall.says("không có ảnh", FRONT)
        assert "tấm ảnh" in hall.text(FRONT)
        lay(hall, "p", photo())
        await sends(hall, Photo("p"))
        await hall.says(SEEN, FRONT)
        assert hall.town.said(FRONT)[-2].photo


async def test_what_nobody_asked_for_is_neither_fetched_nor_kept(store: Store) -> None:
    fetched = []

    class Watched(RecordingChannel):
        async def fetch(self, ref: str, limit: int) -> bytes | NotTaken:
            fetched.append(ref)
            return await super().fetch(ref, limit)

    async with Hall(store, 4, channel=Watched()) as hall:
        lay(hall, "p", photo())
        for content in (Photo("p"), Voice("p"), Document("p", "don.pdf")):
            await sends(hall, content, RESIDENT)
        assert "không giữ lại tệp này" in hall.text(RESIDENT)
        await hall.says("/announce", FRONT)
        await sends(hall, Photo("p"))
        assert "chưa xem được ảnh" in hall.texts(FRONT)
        await hall.gets(Photo("p"), FRONT, group=True)
        assert fetched == []
        assert kept(hall) == []


async def test_a_document_sent_as_a_file_may_be_a_picture(sqlite_store: Store) -> None:
    async with Hall(sqlite_store, 4) as hall:
        await hall.writes(to="", text=WORDS)
        await hall.presses("Thêm ảnh", FRONT)
        lay(hall, "p", photo(form="PNG"))
        await sends(hall, Document("p", "IMG_0001.png"))
        await hall.says(SEEN, FRONT)
        assert hall.town.said(FRONT)[-2].photo.endswith(".jpg")


class Stubborn(RecordingChannel):
    """Edits but deletes nothing: what was said long ago."""

    edits: list[tuple[str, Piece]]

    async def delete(self, chat: str, id: str) -> Outcome:
        return Refused("too old")

    async def edit(self, chat: str, id: str, piece: Piece) -> Outcome:
        self.edits = [*getattr(self, "edits", []), (chat, piece)]
        return Sent(id)


async def test_taking_back_changes_every_message_of_it(store: Store) -> None:
    channel = Stubborn(replace(EDITS))
    async with Hall(store, 24, channel=channel) as hall:
        await hall.writes(to="", text=WORDS)
        await adds_all(hall)
        await hall.presses("✅ Gửi", FRONT)
        await hall.rests()
        rows = hall.runs(1)[0].rows
        await hall.says("/runs", FRONT)
        await hall.presses("#1", FRONT)
        await hall.presses("↩", FRONT)
        await hall.presses("Dùng lời này", FRONT)
        await hall.presses("Vâng, thu hồi", FRONT)
        await hall.rests()
        back = [piece for chat, piece in channel.edits if int(chat) >= 1000]
        assert len(back) == rows
        assert all("thu hồi" in piece.text and not piece.photo for piece in back)


async def test_a_reminder_carries_what_the_announcement_carried(store: Store) -> None:
    async with Hall(store, 24) as hall:
        await hall.writes(to="", text=WORDS)
        await adds_photo(hall)
        await hall.presses("✅ Gửi", FRONT)
        await hall.rests()
        await hall.says("/runs", FRONT)
        await hall.presses("#1", FRONT)
        await hall.presses("🔔", FRONT)
        await hall.presses("Vâng, nhắc lại", FRONT)
        await hall.rests()
        assert wording(hall, 2).photo == wording(hall).photo
