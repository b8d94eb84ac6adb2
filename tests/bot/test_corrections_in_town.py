"""A guide corrected from chat: by its keeper, agreed to by another, read by everybody at once."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import Connection, select

from bot.channels.telegram.capabilities import CAPABILITIES as TELEGRAM
from bot.channels.webchat.capabilities import CAPABILITIES as WEB
from bot.ports import Guide
from bot.talk.message import Begin, Pressed
from bot.talk.press import decode
from content.library import BUILT_IN, load
from content.overlay import Overlaid, digest, text_of
from handlers.difference import sentences
from store import cadres, corrections
from store.audit import audit
from store.engine import Store
from store.places import DEMO
from tests.support.hall import CHAIR, FRONT, HEAD, RESIDENT
from tests.support.keepers import NARROW, POLICE, Keepers
from tests.support.town import RecordingChannel, Town

OLD = "Tìm tin báo hồ sơ định danh đã được phê duyệt."
NEW = "Tìm tin của Bộ Công an báo hồ sơ đã được duyệt."
GUIDE = Pressed(Begin("guide", "vneid-activate"))


def guide(language: str) -> Guide:
    """The guide as it is packaged."""
    return load([BUILT_IN]).manuscripts["vneid-activate"][language].guide


async def corrected(hall: Keepers, old: str = OLD, new: str = NEW, **more: str) -> None:
    """A correction that has gone all its way."""
    await hall.corrects(old, new, **more)
    await hall.hands_in()
    number = hall.do(corrections.waiting)[-1].id
    await hall.gets(Pressed(Begin("corrections", str(number))), CHAIR)
    await hall.chooses("✅ Duyệt", CHAIR)


async def test_a_keeper_corrects_a_sentence_and_another_lets_it_in(store: Store) -> None:
    async with Keepers(store) as hall:
        await hall.says("/work", POLICE)
        assert "✍ Sửa hướng dẫn" in hall.labels(POLICE)
        await hall.corrects(OLD, NEW)
        assert f"Lời cũ:\n{OLD}" in hall.texts(POLICE)
        assert "Cũ: Tìm tin báo hồ sơ «định danh» đã được «phê» duyệt." in hall.text(POLICE)
        assert "Mới: Tìm tin «của Bộ Công an» báo hồ sơ đã được duyệt." in hall.text(POLICE)
        await hall.hands_in()
        assert "Đã nộp chỗ sửa số 1" in hall.text(POLICE)
        assert "Chủ tịch xã (mẫu)" in hall.text(POLICE)
        await hall.walks(RESIDENT)
        assert OLD in hall.text(RESIDENT)
        assert "Chỗ sửa hướng dẫn số 1 chờ bác xem" in hall.text(CHAIR)
        await hall.presses("Xem chỗ sửa", CHAIR)
        assert "Lý do: Có quy định mới" in hall.text(CHAIR)
        await hall.presses("✅ Duyệt", CHAIR)
        assert "Từ giờ bà con đọc lời mới" in hall.text(CHAIR)
        assert "Người duyệt: Chủ tịch xã (mẫu)" in hall.text(POLICE)
        await hall.walks("1001")
        assert NEW in hall.text("1001")
        kept = hall.do(lambda c: corrections.load(c, 1))
        both = (hall.cadre("demo-police"), hall.cadre("demo-chairman"))
        assert (kept.author_id, kept.judged_by) == both
        acts = hall.do(lambda c: c.scalars(select(audit.c.act).order_by(audit.c.id)).all())
        assert acts[-2:] == ["correct", "correct.approve"]


@pytest.mark.parametrize("can", [WEB, TELEGRAM, NARROW], ids=lambda can: can.channel)
async def test_both_cadres_do_it_on_every_channel(sqlite_store: Store, can) -> None:
    async with Keepers(sqlite_store, channel=RecordingChannel(can)) as hall:
        await hall.says("/work", POLICE)
        await hall.chooses("✍ Sửa hướng dẫn", POLICE)
        await hall.chooses("VNeID", POLICE)
        await hall.chooses("📱 Cài đặt và kích hoạt", POLICE)
        await hall.finds(OLD, NEW)
        await hall.hands_in()
        await hall.says("/work", CHAIR)
        await hall.chooses("📝 Chỗ sửa chờ bác xem: 1", CHAIR)
        await hall.chooses("👀 #1", CHAIR)
        assert "«của Bộ Công an»" in hall.texts(CHAIR)
        await hall.chooses("✅ Duyệt", CHAIR)
        await hall.walks(RESIDENT)
        assert NEW in hall.texts(RESIDENT)


async def test_nobody_approves_their_own_and_nobody_else_sees_the_errand(store: Store) -> None:
    async with Keepers(store) as hall:
        await hall.corrects(OLD, NEW)
        await hall.hands_in()
        await hall.gets(Pressed(Begin("corrections", "1")), POLICE)
        assert not [label for label in hall.labels(POLICE) if "Duyệt" in label]
        for who in (HEAD, RESIDENT):
            await hall.gets(Pressed(Begin("corrections", "1")), who)
            assert "lệnh" in hall.text(who)
            await hall.gets(Pressed(Begin("correct", "vneid-activate")), who)
            assert "lệnh" in hall.text(who)
        await hall.gets(Pressed(Begin("correct", "social-pension")), POLICE)
        assert "do nơi khác phụ trách" in hall.text(POLICE)
        await hall.gets(Pressed(Begin("correct", "khong-co")), POLICE)
        assert "Không có bài này" in hall.text(POLICE)
        await hall.gets(Pressed(Begin("corrections", "77")), POLICE)
        assert "Không có chỗ sửa này" in hall.text(POLICE)


async def test_an_editor_keeps_every_guide(store: Store) -> None:
    async with Keepers(store) as hall:
        place, front = hall.place(DEMO), hall.cadre("demo-front")
        await hall.gets(Pressed(Begin("correct", "social-pension")), FRONT)
        assert "do nơi khác phụ trách" in hall.text(FRONT)
        hall.do(
            lambda c: cadres.grant(
                c, cadre=front, role="editor", place=place, by=None, now=hall.clock()
            )
        )
        hall.clock.goes(seconds=5)
        await hall.gets(Pressed(Begin("correct", "social-pension")), FRONT)
        assert "Bác muốn sửa lời ở đâu?" in hall.text(FRONT)


async def test_it_is_turned_down_with_a_word_and_handed_in_anew(store: Store) -> None:
    async with Keepers(store) as hall:
        await hall.corrects(OLD, NEW)
        await hall.hands_in()
        await hall.corrects(OLD, "Tìm tin báo đã duyệt.")
        await hall.hands_in()
        assert "đang chờ người thứ hai" in hall.text(POLICE)
        await hall.presses("Xem chỗ sửa", CHAIR)
        await hall.presses("Không duyệt", CHAIR)
        await hall.says("Nguồn ở đâu?", CHAIR)
        assert "Người sửa đã được báo" in hall.text(CHAIR)
        assert "Nguồn ở đâu?" in hall.text(POLICE)
        await hall.walks(RESIDENT)
        assert OLD in hall.text(RESIDENT)
        await hall.corrects(OLD, NEW)
        await hall.hands_in()
        assert "Đã nộp chỗ sửa số" in hall.text(POLICE)
        await hall.presses("Xem chỗ sửa", POLICE)
        await hall.presses("Rút lại", POLICE)
        assert "Chưa ai đọc lời ấy" in hall.text(POLICE)
        await hall.presses("Xem chỗ sửa", CHAIR)
        assert "người sửa đã rút" in hall.text(CHAIR)


async def test_two_persons_take_a_correction_back(store: Store) -> None:
    async with Keepers(store) as hall:
        await corrected(hall)
        await hall.gets(Pressed(Begin("corrections", "1")), POLICE)
        await hall.presses("Rút lại", POLICE)
        await hall.says("Viết nhầm", POLICE)
        assert "Phải có người khác đồng ý" in hall.text(POLICE)
        await hall.walks(RESIDENT)
        assert NEW in hall.text(RESIDENT)
        await hall.gets(Pressed(Begin("corrections", "1")), POLICE)
        assert "đồng ý rút" not in " ".join(hall.labels(POLICE))
        await hall.presses("Xem chỗ sửa", CHAIR)
        assert "xin rút lại: Viết nhầm" in hall.text(CHAIR)
        await hall.presses("Không, giữ nguyên", CHAIR)
        assert "giữ nguyên" in hall.text(POLICE)
        await hall.gets(Pressed(Begin("corrections", "1")), POLICE)
        await hall.presses("Rút lại", POLICE)
        await hall.says("Nhầm thật", POLICE)
        await hall.presses("Xem chỗ sửa", CHAIR)
        await hall.presses("Đồng ý rút lại", CHAIR)
        assert "Bà con đọc lời không có chỗ sửa này" in hall.text(CHAIR)
        assert "Đã rút lại" in hall.text(POLICE)
        await hall.walks("1001")
        assert OLD in hall.text("1001")


async def test_who_is_at_the_step_is_told_with_their_next_message_and_only_once(
    store: Store,
) -> None:
    async with Keepers(store) as hall:
        await hall.walks("1000")
        await hall.walks("1001")
        await hall.presses("✅ Xong", "1001")
        await hall.gets(GUIDE, "1002")  # at the first screen: has read nothing of it
        before = len(hall.channel.sent)
        await corrected(hall)
        assert not [chat for chat, _piece in hall.channel.sent[before:] if len(chat) == 4]
        for who, begins in (
            ("1000", "Bước này vừa được sửa ngày 21/11/2026"),
            ("1001", "Bước “Xem tin nhắn báo duyệt” bác đã xem vừa được sửa ngày 21/11/2026"),
        ):
            await hall.presses("✅ Xong", who)
            told = [piece.text for piece in hall.town.said(who) if piece.text.startswith(begins)]
            assert told == [f"{begins}: {NEW}"]
            await hall.says("tiếp", who)
            assert sum(begins in piece.text for piece in hall.town.said(who)) == 1
        await hall.presses("Xem từng bước", "1002")
        assert "vừa được sửa" not in hall.texts("1002")
        assert NEW in hall.text("1002")


async def test_who_had_put_the_guide_aside_is_told_when_they_come_back(store: Store) -> None:
    async with Keepers(store) as hall:
        await hall.walks("1000")
        await hall.presses("✅ Xong", "1000")
        await hall.gets(Pressed(Begin("language", "")), "1000")
        await corrected(hall)
        await hall.says("menu", "1000")
        assert "vừa được sửa" not in hall.texts("1000")
        await hall.gets(GUIDE, "1000")
        assert "vừa được sửa ngày 21/11/2026" in hall.texts("1000")


async def test_an_advice_is_news_only_for_those_who_have_read_it(store: Store) -> None:
    old = sentences(guide("vi").steps[1].ways[0].text)[0]
    async with Keepers(store) as hall:
        for who in ("1000", "1001"):
            await hall.walks(who)
            await hall.presses("✅ Xong", who)
        await hall.presses("Chưa được", "1000")
        await hall.presses("Có người gửi đường link", "1000")
        assert old in hall.text("1000")
        await corrected(
            hall, old, "Bác chớ bấm vào.", step="Tải ứng dụng VNeID", advice="Nếu: Có người gửi"
        )
        for who in ("1000", "1001"):
            await hall.says("rồi", who)
        assert "Bước này vừa được sửa ngày 21/11/2026: Bác chớ bấm" in hall.texts("1000")
        assert "vừa được sửa" not in hall.texts("1001")


async def test_the_first_screen_is_corrected_too(store: Store) -> None:
    old = sentences(guide("vi").summary)[-1]
    async with Keepers(store) as hall:
        await hall.gets(GUIDE, "1000")
        await corrected(hall, old, "Bác cứ thong thả.", step="Trang đầu", advice="")
        await hall.presses("Xem từng bước", "1000")
        told = "Trang đầu của bài vừa được sửa ngày 21/11/2026: Bác cứ thong thả."
        assert told in hall.texts("1000")


async def test_who_reads_english_hears_that_the_vietnamese_words_are_newer(store: Store) -> None:
    async with Keepers(store) as hall:
        await hall.says("/language", "1000")
        await hall.presses("English", "1000")
        await corrected(hall)
        await hall.gets(GUIDE, "1000")
        await hall.presses("See it step by step", "1000")
        note = "(The Vietnamese words are newer here, since"
        assert note in hall.text("1000")
        old = "Look for one saying that your identification file is approved."
        await corrected(
            hall,
            old,
            "Look for one that says your file is approved.",
            language="Bản tiếng Anh",
            step="Look for the approval message",
        )
        assert "Bản tiếng Việt viết:" in hall.texts(POLICE)
        await hall.gets(GUIDE, "1001")
        await hall.says("back", "1000")
        await hall.presses("See it step by step", "1000")
        assert note not in hall.text("1000")
        assert "Look for one that says your file is approved." in hall.text("1000")


@pytest.mark.parametrize(
    ("new", "why"),
    [
        (" ".join(["chữ"] * 70), "Màn hình này có"),
        ("Bác tự làm mức 2 ở nhà cũng được.", "tự làm mức 2"),
        ("## tin: Bước khác", "chữ thường"),
        ("Bác xem ![hình](a.png) rồi bấm.\n![hình](a.png)", "chữ thường"),
        ("Bác trả {{khong-co}}.", "khong-co"),
        ("**Đậm** lắm.", ""),
        ("dài " * 500, "dài quá"),
    ],
)
async def test_words_that_will_not_do_are_told_kindly_and_asked_again(
    sqlite_store: Store, new: str, why: str
) -> None:
    async with Keepers(sqlite_store) as hall:
        await hall.corrects(OLD, new)
        assert why in hall.text(POLICE)
        assert "Bác viết lời mới." in hall.text(POLICE)
        await hall.says(NEW, POLICE)
        await hall.hands_in()
        assert "Đã nộp chỗ sửa số 1" in hall.text(POLICE)


async def test_the_words_can_be_written_anew_or_left_or_taken_out(store: Store) -> None:
    async with Keepers(store) as hall:
        await hall.corrects(OLD, OLD)
        assert "giống hệt lời cũ" in hall.text(POLICE)
        await hall.presses("Viết lại", POLICE)
        await hall.presses("Bỏ hẳn câu này", POLICE)
        assert "Mới: (không còn lời nào)" in hall.text(POLICE)
        await hall.hands_in()
        await hall.presses("Xem chỗ sửa", CHAIR)
        assert "Mới: (không còn lời nào)" in hall.text(CHAIR)
        await hall.presses("Để sau", CHAIR)
        await hall.presses("Xem chỗ sửa", CHAIR)
        await hall.presses("✅ Duyệt", CHAIR)
        await hall.walks(RESIDENT)
        assert OLD not in hall.text(RESIDENT)
        assert "Thấy tin đó là kích hoạt được rồi." in hall.text(RESIDENT)
        await hall.corrects("Thấy tin đó", "Khác.")
        await hall.presses("để như cũ", POLICE)
        assert "chưa" not in hall.text(POLICE).split()[:1]
        assert hall.do(lambda c: corrections.load(c, 2)) is None


async def test_of_two_who_approve_at_once_one_is_told(store: Store) -> None:
    async with Keepers(store) as hall:
        place, front = hall.place(DEMO), hall.cadre("demo-front")
        hall.do(
            lambda c: cadres.grant(
                c, cadre=front, role="approver", place=place, by=None, now=hall.clock()
            )
        )
        await hall.corrects(OLD, NEW)
        await hall.hands_in()
        events = []
        for who in (CHAIR, FRONT):
            await hall.presses("Xem chỗ sửa", who)
            keys = [key for row in hall.town.said(who)[-1].keys for key in row]
            data = next(key.data for key in keys if "Duyệt" in key.label)
            events.append(hall.town.event(Pressed(decode(data)), who))
        await asyncio.gather(*(hall.town.dispatch.receive(event) for event in events))
        await hall.town.quiet()
        assert sum("Đã duyệt" in hall.text(who) for who in (CHAIR, FRONT)) == 1
        acts = hall.do(lambda c: c.execute(select(audit.c.act)).scalars().all())
        assert acts.count("correct.approve") == 1


async def test_every_process_says_it_with_its_next_message(store: Store) -> None:
    async with Keepers(store) as hall, Town(store, owner="other", alone=False) as other:
        await other.gets(GUIDE, "2000")
        await corrected(hall)
        await other.presses("Xem từng bước", "2000")
        assert NEW in other.said("2000")[-1].text


async def test_what_a_new_release_says_otherwise_is_shown_as_lost(store: Store) -> None:
    async with Keepers(store) as hall:
        await hall.corrects(OLD, NEW)
        await hall.hands_in()
        police, chair = hall.cadre("demo-police"), hall.cadre("demo-chairman")
        before = text_of(Overlaid(load([BUILT_IN])), "vneid-activate", "vi")

        def release(connection: Connection) -> None:
            number = corrections.propose(
                connection,
                guide="vneid-activate",
                language="vi",
                place="*",
                base=digest(before),
                before=before,
                text=before.replace(OLD, "Tìm tin báo đã duyệt."),
                reason="cả bài",
                author=police,
                now=hall.clock(),
            )
            corrections.approve(connection, number, by=chair, now=hall.clock())

        hall.do(release)
        await hall.gets(Pressed(Begin("corrections", "")), POLICE)
        assert "không còn khớp" in " ".join(hall.labels(POLICE))
        await hall.gets(Pressed(Begin("corrections", "1")), CHAIR)
        assert "Không còn khớp" in hall.text(CHAIR)
        assert not [label for label in hall.labels(CHAIR) if label.startswith("✅")]


async def test_a_review_gives_the_guide_todays_date(store: Store) -> None:
    async with Keepers(store) as hall:
        hall.clock.goes(days=40)
        await hall.gets(Pressed(Begin("correct", "vneid-activate")), POLICE)
        await hall.presses("Bản tiếng Việt", POLICE)
        await hall.chooses("✅ Đã xem lại, vẫn đúng", POLICE)
        assert "so với nguồn" in hall.text(POLICE)
        await hall.presses("Chưa", POLICE)
        assert "chưa ghi gì" in hall.text(POLICE)
        await hall.gets(Pressed(Begin("correct", "vneid-activate")), POLICE)
        await hall.presses("Bản tiếng Việt", POLICE)
        await hall.chooses("✅ Đã xem lại, vẫn đúng", POLICE)
        await hall.presses("cả bài vẫn đúng", POLICE)
        assert "Đã ghi: hôm nay" in hall.text(POLICE)
        await hall.gets(GUIDE, RESIDENT)
        assert "31/12/2026" in hall.text(RESIDENT)


async def test_what_another_correction_builds_on_is_taken_back_after_it(store: Store) -> None:
    async with Keepers(store) as hall:
        await corrected(hall)
        first = hall.do(corrections.standing)[0].id
        await corrected(hall, NEW, "Bác xem tin của Bộ Công an.")
        await hall.gets(Pressed(Begin("corrections", str(first))), POLICE)
        await hall.presses("Rút lại", POLICE)
        await hall.says("Nhầm rồi", POLICE)
        assert "viết tiếp lên chỗ này" in hall.text(POLICE)
        await hall.walks(RESIDENT)
        assert "Bác xem tin của Bộ Công an." in hall.text(RESIDENT)
