"""A step read out by a cadre, heard by another, played to people; silent once its words change."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from bot.channels.telegram.capabilities import CAPABILITIES as TELEGRAM
from bot.channels.webchat.capabilities import CAPABILITIES as WEB
from bot.talk.message import Begin, NotTaken, Pressed, Voice
from content.library import BUILT_IN, load
from content.overlay import digest
from store import corrections, files, readings
from store.audit import audit
from store.engine import Store
from tests.support.hall import CHAIR, FRONT, RESIDENT
from tests.support.keepers import NARROW, POLICE, Keepers
from tests.support.papers import EXE, recording
from tests.support.town import RecordingChannel

STEP = "Xem tin nhắn báo duyệt"
OLD = "Tìm tin báo hồ sơ định danh đã được phê duyệt."


class Studio(Keepers):
    """Keepers whose telephones record."""

    async def reads(self, seconds: int = 20, who: str = POLICE, sound: bytes = b"") -> None:
        """The first step of the guide about VNeID, up to hearing it back."""
        await self.gets(Pressed(Begin("reading", "vneid-activate")), who)
        await self.chooses("Bản tiếng Việt", who)
        await self.chooses(STEP, who)
        await self.sends(sound or recording(seconds), seconds, who)

    async def sends(self, sound: bytes, seconds: int, who: str = POLICE) -> None:
        """A voice message."""
        self.channel.files["voice"] = sound
        await self.gets(Voice("voice", seconds), who)

    async def hands_over(self, who: str = POLICE) -> None:
        """After hearing it back."""
        await self.chooses("✅ Đúng rồi, nộp", who)

    async def agrees(self, who: str = CHAIR) -> None:
        """The second person hears it and agrees."""
        await self.gets(Pressed(Begin("readings", str(self.do(newest)))), who)
        await self.chooses("✅ Duyệt", who)


def newest(connection) -> int:
    """The number of the newest recording."""
    return connection.execute(select(func.max(readings.readings.c.id))).scalar_one() or 0


async def test_a_step_is_read_out_heard_by_another_and_played(store: Store) -> None:
    async with Studio(store) as hall:
        await hall.says("/work", POLICE)
        await hall.presses("🎙 Đọc cho bà con nghe", POLICE)
        assert "nhóm nào" in hall.text(POLICE)
        await hall.reads()
        assert f"{OLD}" in hall.texts(POLICE)
        back = [piece for piece in hall.town.said(POLICE) if piece.voice]
        assert back[-1].voice.startswith("kept/")
        assert "20 giây. Bác nghe lại" in hall.texts(POLICE)
        await hall.hands_over()
        assert "Đã nộp bản đọc số 1" in hall.text(POLICE)
        assert "Bản đọc hướng dẫn số 1 chờ bác nghe" in hall.text(CHAIR)
        await hall.walks(RESIDENT)
        assert not [piece for piece in hall.town.said(RESIDENT) if piece.voice]
        await hall.presses("Nghe bản đọc", CHAIR)
        assert [piece.voice for piece in hall.town.said(CHAIR) if piece.voice] == [back[-1].voice]
        assert "Người đọc: Công an xã (mẫu)" in hall.texts(CHAIR)
        await hall.presses("✅ Duyệt", CHAIR)
        assert "Từ giờ bà con nghe được" in hall.text(CHAIR)
        assert "Cảm ơn bác đã đọc" in hall.text(POLICE)
        await hall.walks("1001")
        heard = [piece for piece in hall.town.said("1001") if piece.voice]
        assert [piece.voice for piece in heard] == [back[-1].voice]
        assert OLD in hall.texts("1001")
        acts = hall.do(lambda c: c.scalars(select(audit.c.act).order_by(audit.c.id)).all())
        assert acts[-2:] == ["read", "read.approve"]
        # What people may hear is no longer only somebody's file.
        assert hall.do(lambda c: files.spoken_of(c, back[-1].voice))


@pytest.mark.parametrize("can", [WEB, TELEGRAM, NARROW], ids=lambda can: can.channel)
async def test_it_is_read_and_heard_on_every_channel_that_has_a_sound(
    sqlite_store: Store, can
) -> None:
    async with Studio(sqlite_store, channel=RecordingChannel(can)) as hall:
        await hall.reads()
        await hall.hands_over()
        assert "Đã nộp bản đọc số 1" in hall.text(POLICE)
        await hall.says("/work", CHAIR)
        await hall.chooses("👂 Bản đọc chờ bác nghe: 1", CHAIR)
        await hall.chooses("👂 #1", CHAIR)
        if can.voice == "no":
            assert "không phát được tiếng" in hall.texts(CHAIR)
            assert "✅ Duyệt" not in hall.text(CHAIR)
        else:
            await hall.chooses("✅ Duyệt", CHAIR)
            assert "Từ giờ bà con nghe được" in hall.text(CHAIR)
        await hall.walks(RESIDENT)
        assert bool([p for p in hall.town.said(RESIDENT) if p.voice]) == (can.voice != "no")
        assert OLD in hall.texts(RESIDENT)


async def test_when_the_words_change_it_is_silent_and_its_reader_is_asked_again(
    store: Store,
) -> None:
    async with Studio(store) as hall:
        await hall.reads()
        await hall.hands_over()
        await hall.agrees()
        await hall.corrects(OLD, "Tìm tin báo đã duyệt.")
        await hall.hands_in()
        number = hall.do(corrections.waiting)[0].id
        await hall.gets(Pressed(Begin("corrections", str(number))), CHAIR)
        await hall.presses("✅ Duyệt", CHAIR)
        assert "bản đọc cũ không phát nữa" in hall.texts(POLICE)
        await hall.walks(RESIDENT)
        assert not [piece for piece in hall.town.said(RESIDENT) if piece.voice]
        await hall.gets(Pressed(Begin("readings", "")), POLICE)
        assert "lời đã đổi, cần đọc lại" in hall.labels(POLICE)[0]
        await hall.presses("Đọc cho bà con nghe", POLICE)
        await hall.reads(15, sound=recording(15))
        await hall.hands_over()
        await hall.agrees()
        await hall.walks("1001")
        assert [piece for piece in hall.town.said("1001") if piece.voice]
        assert hall.do(lambda c: readings.load(c, 1)).state == "replaced"
        assert hall.do(lambda c: readings.load(c, 1)).path == ""
        await hall.gets(Pressed(Begin("readings", "1")), POLICE)
        assert "đã có bản đọc mới" in hall.text(POLICE)


@pytest.mark.parametrize(
    ("sound", "seconds", "why"),
    [
        (recording(200), 200, "dài quá: nhiều nhất 90 giây"),
        (recording(20) + b"\x00" * 800_000 + recording(20)[-60:], 20, "lớn quá"),
        (EXE, 20, "không nhận"),
        (NotTaken("big", 20_000_000), 20, "to quá"),
    ],
)
async def test_what_will_not_do_as_a_recording_is_told_and_asked_again(
    sqlite_store: Store, sound, seconds: int, why: str
) -> None:
    async with Studio(sqlite_store) as hall:
        await hall.reads(seconds, sound=sound)
        assert why in hall.text(POLICE)
        await hall.says("tôi đọc xong rồi", POLICE)
        assert "ghi âm" in hall.text(POLICE)
        await hall.sends(recording(20), 20)
        await hall.hands_over()
        assert "Đã nộp bản đọc số 1" in hall.text(POLICE)


async def test_it_is_recorded_anew_or_left(sqlite_store: Store) -> None:
    async with Studio(sqlite_store) as hall:
        await hall.reads()
        await hall.presses("Đọc lại", POLICE)
        await hall.sends(recording(11), 11)
        assert "11 giây" in hall.texts(POLICE)
        await hall.presses("để như cũ", POLICE)
        assert "không giữ bản nào" in hall.text(POLICE)
        assert hall.do(newest) == 0


async def test_it_is_turned_down_taken_away_and_never_approved_by_its_reader(
    store: Store,
) -> None:
    async with Studio(store) as hall:
        await hall.reads()
        await hall.hands_over()
        await hall.reads(9)
        await hall.hands_over()
        assert "đang chờ người thứ hai nghe" in hall.text(POLICE)
        await hall.gets(Pressed(Begin("readings", "1")), POLICE)
        assert "✅ Duyệt" not in hall.labels(POLICE)
        await hall.presses("Nghe bản đọc", CHAIR)
        await hall.presses("Không duyệt", CHAIR)
        await hall.says("Có tiếng gà", CHAIR)
        assert "Có tiếng gà" in hall.text(POLICE)
        assert hall.do(lambda c: readings.load(c, 1)).path == ""
        await hall.reads()
        await hall.hands_over()
        await hall.gets(Pressed(Begin("readings", str(hall.do(newest)))), POLICE)
        await hall.presses("Không phát nữa", POLICE)
        assert "không phát nữa" in hall.text(POLICE)
        await hall.reads()
        await hall.hands_over()
        await hall.agrees()
        await hall.gets(Pressed(Begin("readings", str(hall.do(newest)))), CHAIR)
        assert "Chưa có dạng AAC" in hall.text(CHAIR)
        await hall.presses("Để sau", CHAIR)
        hall.clock.goes(seconds=5)
        await hall.gets(Pressed(Begin("readings", str(hall.do(newest)))), CHAIR)
        await hall.presses("Không phát nữa", CHAIR)
        await hall.walks(RESIDENT)
        assert not [piece for piece in hall.town.said(RESIDENT) if piece.voice]


async def test_only_who_keeps_the_guide_reads_it_out(sqlite_store: Store) -> None:
    async with Studio(sqlite_store) as hall:
        for flow, argument in (("reading", ""), ("readings", "1"), ("readings", "")):
            await hall.gets(Pressed(Begin(flow, argument)), RESIDENT)
            assert "lệnh" in hall.text(RESIDENT)
            hall.clock.goes(seconds=5)
        await hall.gets(Pressed(Begin("reading", "vneid-activate")), FRONT)
        assert "do nơi khác phụ trách" in hall.text(FRONT)
        await hall.gets(Pressed(Begin("readings", "77")), POLICE)
        assert "Không có bản đọc này" in hall.text(POLICE)
        await hall.gets(Pressed(Begin("readings", "")), POLICE)
        assert "Chưa có bản đọc nào" in hall.text(POLICE)


async def test_a_guide_that_changes_meanwhile_is_begun_anew(sqlite_store: Store) -> None:
    async with Studio(sqlite_store) as hall:
        await hall.reads()
        police, chair = hall.cadre("demo-police"), hall.cadre("demo-chairman")

        def change(connection) -> None:
            now = hall.clock()
            guide = "vneid-activate"
            text = load([BUILT_IN]).manuscripts[guide]["vi"].guide.steps[0].text
            number = corrections.propose(
                connection, guide=guide, language="vi", place="tin-duyet",
                base=digest(text), before=text, text=text.replace(OLD, "Tìm tin."),
                reason="r", author=police, now=now,
            )  # fmt: skip
            corrections.approve(connection, number, by=chair, now=now)

        hall.do(change)
        await hall.hands_over()
        assert "Mời bác xem lại và bắt đầu lại" in hall.text(POLICE)
        assert hall.do(newest) == 0
