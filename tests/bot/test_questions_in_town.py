"""A question that nobody could answer, on its way: kept, answered, approved, given, judged."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from bot.channels.terminal import CAPABILITIES as NARROW
from bot.channels.webchat.capabilities import CAPABILITIES as WEB
from bot.ports import Finding
from bot.talk.message import Begin, Pressed
from bot.talk.press import decode
from store import audit, questions, residents
from store.chats import chats
from store.engine import Store
from store.outbox import outbox
from store.questions_answers import answers
from tests.support.hall import CHAIR, FRONT, HEAD, RESIDENT, Hall
from tests.support.town import RecordingChannel, Town

ASKED = "Chợ Sen họp ngày nào?"
ANSWER = "Chợ Sen họp ngày 3, 8, 13, 18, 23, 28 âm lịch."
NEIGHBOUR = "1004"
NO_NAMES = ("Nguyễn Văn Ba", "0912", "040085001234")


def texts(hall: Hall) -> list[str]:
    return list(hall.do(lambda c: c.execute(select(questions.questions.c.text)).scalars().all()))


async def keeps(hall: Hall, text: str = ASKED, who: str = RESIDENT, wish: str = "1") -> None:
    """Somebody asks, and lets a cadre answer."""
    await hall.says(text, who)
    await hall.presses("Nhờ cán bộ trả lời", who)
    await hall.says(wish, who)


async def proposes(hall: Hall, who: str = FRONT, words: str = ANSWER) -> None:
    """A cadre answers the first question of the list in words."""
    await hall.says("/work", who)
    await hall.presses("❓ Hỏi mà chưa có trả lời", who)
    await hall.says("1", who)
    await hall.presses("Viết lời đáp", who)
    await hall.says(f"{ASKED}\nPhiên chợ Sen bữa nào", who)
    await hall.says(words, who)
    await hands_in(hall, who)


async def hands_in(hall: Hall, who: str = FRONT) -> None:
    """The first choice of whatever is still asked, and then off it goes."""
    for _question in range(4):
        if "đã đúng cả chưa" in hall.text(who):
            break
        await hall.says("1", who)
    await hall.says("1", who)
    assert "Đang chờ duyệt" in hall.text(who)


@pytest.mark.parametrize("capabilities", [WEB, NARROW], ids=["web", "numbers only"])
async def test_from_a_question_to_its_answer(sqlite_store: Store, capabilities) -> None:  # type: ignore[no-untyped-def]
    shape = replace(capabilities, channel="test")
    async with Hall(sqlite_store, 40, channel=RecordingChannel(shape)) as hall:
        await hall.says("cho sen hop ngay nao", RESIDENT)
        await hall.says("1", RESIDENT)
        assert "Bác cho Khéo giữ câu này (không kèm tên)" in hall.text(RESIDENT)
        assert "“cho sen hop ngay nao”" in hall.text(RESIDENT)
        assert texts(hall) == []  # nothing is kept without a yes
        await hall.says("đồng ý", RESIDENT)
        assert "Có trả lời, Khéo báo bác" in hall.text(RESIDENT)
        assert texts(hall) == ["cho sen hop ngay nao"]
        for words in ("/work", "4", "1", "1", ASKED, ANSWER):
            await hall.says(words, FRONT)
        await hands_in(hall)
        await hall.says(ASKED, NEIGHBOUR)
        assert "chưa có lời đáp" in hall.text(NEIGHBOUR)  # not before somebody has approved it
        for words in ("/work", "lời đáp chờ duyệt", "1"):
            await hall.says(words, CHAIR)
        assert ANSWER in hall.texts(CHAIR)
        await hall.says("1", CHAIR)
        await hall.says("chợ sen hop ngay mô rứa", NEIGHBOUR)
        text = hall.text(NEIGHBOUR)
        assert ANSWER in text
        assert "Nguồn: Ủy ban Mặt trận Tổ quốc xã · Trả lời ngày 21/11/2026" in text
        assert "Câu trả lời này đúng ý bác không?" in text
        await hall.says("1", NEIGHBOUR)
        assert "Cảm ơn bác" in hall.text(NEIGHBOUR)
        assert hall.do(lambda c: questions.judged(c, "2026-11")) == [("answer:1", 1, 0)]
        acts = hall.do(lambda c: c.execute(select(audit.audit.c.act, audit.audit.c.cadre_id)).all())
        done = {act: cadre for act, cadre in acts if act.startswith("question.")}
        assert list(done) == ["question.propose", "question.approve"]
        assert done["question.propose"] != done["question.approve"]


async def test_numbers_and_names_never_reach_the_tables(store: Store) -> None:
    async with Hall(store, 40) as hall:
        words = "ông Nguyễn Văn Ba 0912345678 cccd 040085001234 hỏi chợ Sen họp ngày nào"
        await hall.says(words, RESIDENT)
        held = hall.do(lambda c: c.execute(select(questions.asked.c.text)).scalar_one())
        await hall.presses("Nhờ cán bộ trả lời", RESIDENT)
        await hall.says("1", RESIDENT)
        for kept in (held, *texts(hall)):
            assert "chợ Sen" in kept
            assert not any(name in kept for name in NO_NAMES)
        assert len(texts(hall)) == 1


async def test_who_is_not_on_record_is_kept_nothing_of(store: Store) -> None:
    async with Town(store) as town:
        await town.says(ASKED)
        assert not any("Nhờ cán bộ" in label for label in town.screen())
        assert store.call(lambda c: c.execute(select(questions.asked)).all()) == []


async def test_after_a_no_nothing_is_kept_and_after_a_yes_the_next_is_kept_by_itself(
    store: Store,
) -> None:
    async with Hall(store, 40) as hall:
        await keeps(hall, wish="không")
        assert "không giữ" in hall.text(RESIDENT)
        assert texts(hall) == []
        await keeps(hall, wish="2")
        assert texts(hall) == [ASKED]
        await hall.says("Bao giờ xã sửa đường Bờ Tre", RESIDENT)
        assert "không kèm tên bác" in hall.text(RESIDENT)
        assert len(texts(hall)) == 2
        await hall.presses("Có trả lời thì báo tôi", RESIDENT)
        assert "báo bác ở đây" in hall.text(RESIDENT)
        told = hall.do(lambda c: c.execute(select(questions.questions.c.tell)).scalars().all())
        assert list(told) == [False, True]


async def test_a_consent_taken_back_erases_what_was_kept(store: Store) -> None:
    async with Hall(store, 40) as hall:
        await keeps(hall)
        await hall.says("/me", RESIDENT)
        await hall.says("đồng ý", RESIDENT)
        await hall.presses("Đừng giữ câu hỏi", RESIDENT)
        assert "đã được xoá" in hall.text(RESIDENT)
        assert texts(hall) == []
        for table in (questions.asked, questions.groups):
            assert hall.do(lambda c, table=table: c.execute(select(table)).all()) == []


@pytest.mark.parametrize(
    "text", ["cháy nhà rồi cứu với", "0912345678", "ok", "mai", "đồ ngu", "/stop", "7"]
)
async def test_danger_commands_and_what_is_no_question_are_never_held(
    sqlite_store: Store, text: str
) -> None:
    async with Hall(sqlite_store, 40) as hall:
        hall.town.house.answers.known["đồ ngu"] = Finding("", (), 0.9, intent="abuse")  # type: ignore[attr-defined]
        await hall.says(text, RESIDENT)
        assert hall.do(lambda c: c.execute(select(questions.asked)).all()) == []
        assert not any("cán bộ trả lời" in label for label in hall.labels(RESIDENT))


async def test_none_of_the_nearest_is_a_question_for_the_list(store: Store) -> None:
    async with Hall(store, 40) as hall:
        near = ("waste-fee", "policy-loan")
        hall.town.house.answers.known[ASKED] = Finding("", near, 0.4)  # type: ignore[attr-defined]
        await hall.says(ASKED, RESIDENT)
        assert hall.labels(RESIDENT)[2] == "Không phải các việc này"
        await hall.says("3", RESIDENT)
        await hall.says("1", RESIDENT)
        assert texts(hall) == [ASKED]


async def test_a_no_under_an_answer_feeds_the_list_with_what_was_shown(store: Store) -> None:
    async with Hall(store, 40) as hall:
        known = hall.town.house.answers.known  # type: ignore[attr-defined]
        known["tiền rác"] = Finding(
            "waste-fee", (), 0.9, step="tien", passage="Ba nghìn một tháng."
        )
        await hall.says("tiền rác", RESIDENT)
        assert "Câu trả lời này đúng ý bác không?" in hall.text(RESIDENT)
        await hall.says("không phải", RESIDENT)
        assert "hiểu chưa đúng ý" in hall.text(RESIDENT)
        assert texts(hall) == []  # not before they agree
        await hall.presses("Nhờ cán bộ trả lời", RESIDENT)
        await hall.says("1", RESIDENT)
        await hall.says("tiền rác", RESIDENT)
        await hall.says("không", RESIDENT)
        assert "Có trả lời thì báo tôi" in str(hall.labels(RESIDENT))
        shown = hall.do(lambda c: c.execute(select(questions.questions.c.shown)).scalars().all())
        assert list(shown) == ["guide:waste-fee"]
        assert hall.do(lambda c: questions.judged(c, "2026-11")) == [("guide:waste-fee", 0, 2)]
        await hall.says("/work", FRONT)
        await hall.presses("❓", FRONT)
        await hall.says("1", FRONT)
        assert "bà con bảo không đúng ý" in hall.text(FRONT)


async def test_under_a_guide_that_a_question_opened_one_button_says_no(store: Store) -> None:
    async with Hall(store, 40) as hall:
        known = hall.town.house.answers.known  # type: ignore[attr-defined]
        known["tiền rác"] = Finding("waste-fee", (), 0.9)
        await hall.says("tiền rác", RESIDENT)
        assert hall.labels(RESIDENT)[1] == "👎 Không phải điều tôi hỏi"
        await hall.says("1", RESIDENT)
        assert "👎 Không phải điều tôi hỏi" not in hall.labels(RESIDENT)
        await hall.says("/cancel", RESIDENT)
        await hall.says("tiền rác", RESIDENT)
        await hall.says("2", RESIDENT)
        assert "hiểu chưa đúng ý" in hall.text(RESIDENT)


async def test_nobody_approves_their_own_answer_and_a_hamlet_answers_for_itself(
    store: Store,
) -> None:
    async with Hall(store, 96) as hall:
        bo_tre = hall.place("MAU-01")
        resident = hall.do(
            lambda c: (
                c.execute(
                    select(residents.residents.c.id).where(residents.residents.c.place_id == bo_tre)
                )
                .scalars()
                .first()
            )
        )
        chat = hall.do(lambda c: _chat_of(c, resident))
        await keeps(hall, who=chat)
        await keeps(hall)  # the same question from another hamlet
        await hall.says("/work", HEAD)
        assert "❓ Hỏi mà chưa có trả lời: 1" in hall.labels(HEAD)
        await proposes(hall, HEAD)
        await hall.presses("Xem và duyệt", CHAIR)
        await hall.says("1", CHAIR)
        await hall.says(ASKED, chat)
        assert ANSWER in hall.text(chat)
        await hall.says(ASKED, RESIDENT)
        assert ANSWER not in hall.text(RESIDENT)
        await hall.says("/work", FRONT)
        assert "❓ Hỏi mà chưa có trả lời: 1" in hall.labels(FRONT)
        await proposes(hall, CHAIR, "Lời khác.")
        await hall.says("/work", CHAIR)
        assert not any("Lời đáp chờ duyệt" in label for label in hall.labels(CHAIR))


def _chat_of(connection, resident: int) -> str:  # type: ignore[no-untyped-def]
    query = select(chats.c.chat).where(chats.c.resident_id == resident)
    return str(connection.execute(query).scalars().first())


async def test_it_is_returned_with_a_word_and_written_anew(store: Store) -> None:
    async with Hall(store, 40) as hall:
        await keeps(hall)
        await proposes(hall)
        await hall.presses("Xem và duyệt", CHAIR)
        await hall.presses("Trả lại", CHAIR)
        await hall.says("Ghi rõ giờ họp", CHAIR)
        assert "Đã trả lại người viết" in hall.text(CHAIR)
        assert "trả lại lời đáp của bác: Ghi rõ giờ họp" in hall.text(FRONT)
        await hall.presses("Xem lại câu hỏi", FRONT)
        assert "Lời đáp trước bị trả lại: Ghi rõ giờ họp" in hall.text(FRONT)
        await hall.says("1", FRONT)
        assert f"Lời đang có:\n{ASKED}" in hall.text(FRONT)
        await hall.presses("Giữ nguyên", FRONT)
        await hall.says("Chợ Sen họp từ 5 giờ sáng.", FRONT)
        await hands_in(hall)
        await hall.presses("Xem và duyệt", CHAIR)
        await hall.says("1", CHAIR)
        await hall.says(ASKED, NEIGHBOUR)
        assert "từ 5 giờ sáng" in hall.text(NEIGHBOUR)


async def test_a_guide_that_has_it_is_pointed_at_and_found_next_time(store: Store) -> None:
    async with Hall(store, 40) as hall:
        await keeps(hall)
        await hall.says("/work", FRONT)
        await hall.presses("❓", FRONT)
        await hall.says("1", FRONT)
        await hall.presses("Đã có hướng dẫn này", FRONT)
        await hall.presses("Sức khỏe", FRONT)
        await hall.presses("rác", FRONT)
        await hall.says("1", FRONT)
        await hall.says(ASKED, FRONT)
        await hands_in(hall)
        await hall.presses("Xem và duyệt", CHAIR)
        assert "Việc này đã có hướng dẫn" in hall.texts(CHAIR)
        await hall.says("1", CHAIR)
        await hall.says("cho sen hop ngay nao", NEIGHBOUR)
        assert "rác" in hall.text(NEIGHBOUR)
        assert hall.labels(NEIGHBOUR)[1] == "👎 Không phải điều tôi hỏi"


async def test_set_aside_and_taken_up_again(store: Store) -> None:
    async with Hall(store, 40) as hall:
        await keeps(hall)
        await hall.says("/work", FRONT)
        await hall.presses("❓", FRONT)
        await hall.says("1", FRONT)
        await hall.presses("Gác lại", FRONT)
        await hall.says("4", FRONT)
        await hall.says("Việc của huyện cũ", FRONT)
        assert "Đã gác lại" in hall.text(FRONT)
        await hall.presses("Các câu hỏi khác", FRONT)
        assert "Không còn câu nào" in hall.text(FRONT)
        await hall.presses("🗂 Đã gác lại", FRONT)
        await hall.says("1", FRONT)
        assert "Đã gác lại: Việc của huyện cũ" in hall.text(FRONT)
        await hall.presses("Đưa lại vào danh sách", FRONT)
        await hall.presses("Các câu hỏi khác", FRONT)
        assert f"{ASKED} (1)" in hall.labels(FRONT)


async def test_an_answer_is_changed_and_taken_back_by_two(store: Store) -> None:
    async with Hall(store, 40) as hall:
        await keeps(hall)
        await proposes(hall)
        await hall.presses("Xem và duyệt", CHAIR)
        await hall.says("1", CHAIR)
        await hall.says("/work", FRONT)
        await hall.presses("❓", FRONT)
        await hall.presses("📚", FRONT)
        await hall.says("1", FRONT)
        assert "Người viết: Mặt trận xã (mẫu). Người duyệt: Chủ tịch xã (mẫu)." in hall.text(FRONT)
        await hall.presses("Sửa lại", FRONT)
        await hall.presses("Giữ nguyên", FRONT)
        await hall.says("Chợ Sen nay họp hằng ngày.", FRONT)
        await hands_in(hall)
        await hall.says(ASKED, NEIGHBOUR)
        assert ANSWER in hall.text(NEIGHBOUR)  # until the second person agrees
        await hall.presses("Xem và duyệt", CHAIR)
        assert "thay cho một lời đáp đang dùng" in hall.text(CHAIR)
        await hall.says("1", CHAIR)
        await hall.says(ASKED, NEIGHBOUR)
        assert "hằng ngày" in hall.text(NEIGHBOUR)
        await hall.says("/work", FRONT)
        await hall.presses("❓", FRONT)
        await hall.presses("📚", FRONT)
        await hall.says("1", FRONT)
        await hall.presses("Thu hồi", FRONT)
        await hall.says("Chợ đã dời đi nơi khác", FRONT)
        await hall.presses("Xem và duyệt", CHAIR)
        assert "Lý do: Chợ đã dời đi nơi khác" in hall.text(CHAIR)
        await hall.says("1", CHAIR)
        await hall.says(ASKED, NEIGHBOUR)
        assert "chưa có lời đáp" in hall.text(NEIGHBOUR)
        states = hall.do(lambda c: c.execute(select(answers.c.state)).scalars().all())
        assert sorted(states) == ["replaced", "withdrawn", "withdrawn"]


async def test_every_process_answers_with_what_was_approved_elsewhere(store: Store) -> None:
    async with (
        Hall(store, 40, alone=False) as hall,
        Town(store, clock=hall.clock, owner="other", alone=False) as other,
    ):
        await keeps(hall)
        await other.says(ASKED, NEIGHBOUR)
        assert "chưa có lời đáp" in other.said(NEIGHBOUR)[-1].text
        await proposes(hall)
        await hall.presses("Xem và duyệt", CHAIR)
        await hall.says("1", CHAIR)
        await other.says(ASKED, NEIGHBOUR)
        assert ANSWER in other.said(NEIGHBOUR)[-1].text


async def test_past_its_day_an_answer_is_not_given_and_the_cadre_sees_why(store: Store) -> None:
    async with Hall(store, 40) as hall:
        await keeps(hall)
        await proposes(hall)
        await hall.presses("Xem và duyệt", CHAIR)
        await hall.says("1", CHAIR)
        hall.clock.goes(days=93)
        await hall.says(ASKED, NEIGHBOUR)
        assert "chưa có lời đáp" in hall.text(NEIGHBOUR)
        await hall.says("/work", FRONT)
        await hall.presses("❓", FRONT)
        await hall.presses("📚", FRONT)
        await hall.says("1", FRONT)
        assert "Đã quá ngày xem lại" in hall.text(FRONT)


async def test_what_is_only_near_is_offered(sqlite_store: Store) -> None:
    async with Hall(sqlite_store, 40) as hall:
        await keeps(hall)
        await proposes(hall)
        await hall.presses("Xem và duyệt", CHAIR)
        await hall.says("1", CHAIR)
        await hall.says("Chợ Đình họp ngày nào", NEIGHBOUR)
        assert hall.labels(NEIGHBOUR)[1] == ASKED
        await hall.presses(ASKED, NEIGHBOUR)
        assert ANSWER in hall.text(NEIGHBOUR)
        await hall.says("/language", NEIGHBOUR)
        await hall.says("English", NEIGHBOUR)
        await hall.says(ASKED, NEIGHBOUR)
        assert "Vietnamese only" in hall.text(NEIGHBOUR)


async def test_in_the_middle_of_a_guide_an_approved_answer_is_given_too(
    sqlite_store: Store,
) -> None:
    async with Hall(sqlite_store, 40) as hall:
        await keeps(hall)
        await proposes(hall)
        await hall.presses("Xem và duyệt", CHAIR)
        await hall.says("1", CHAIR)
        hall.town.house.answers.known["rác"] = Finding("waste-fee", (), 0.9)  # type: ignore[attr-defined]
        await hall.says("rác", NEIGHBOUR)
        await hall.says("1", NEIGHBOUR)
        await hall.says(ASKED, NEIGHBOUR)
        assert ANSWER in hall.text(NEIGHBOUR)


async def test_an_old_button_of_another_question_judges_nothing(sqlite_store: Store) -> None:
    async with Hall(sqlite_store, 40) as hall:
        await hall.says(ASKED, RESIDENT)
        await hall.says("Bao giờ sửa đường Bờ Tre", RESIDENT)
        first = next(
            key.data
            for piece in hall.town.said(RESIDENT)
            for row in piece.keys
            for key in row
            if "Nhờ cán bộ" in key.label
        )
        hall.clock.goes(seconds=9)
        await hall.gets(Pressed(decode(first)), RESIDENT)
        assert "không còn giữ" in hall.text(RESIDENT)
        assert texts(hall) == []


async def test_nobody_else_gets_into_the_desk(sqlite_store: Store) -> None:
    async with Hall(sqlite_store, 40) as hall:
        for name in ("questions", "vetting", "answers"):
            await hall.gets(Pressed(Begin(name)), RESIDENT)
            assert "Khéo không biết" in hall.text(RESIDENT) or "lệnh" in hall.text(RESIDENT)
            hall.clock.goes(seconds=9)
        await hall.gets(Pressed(Begin("vetting")), FRONT)  # may answer, not approve
        assert "lệnh" in hall.text(FRONT)


async def test_the_rows_of_replies_hold_no_words_of_the_question_that_was_not_shown(
    sqlite_store: Store,
) -> None:
    async with Hall(sqlite_store, 40) as hall:
        await hall.says("Ông Trần Văn Tèo có bao nhiêu đất", RESIDENT)
        rows = hall.do(lambda c: c.execute(select(outbox.c.payload)).scalars().all())
        assert not any("Tèo" in row for row in rows)
