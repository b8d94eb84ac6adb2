"""Small tools in a running town: reached, left, forgotten, and the way back to the guide."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from sqlalchemy import select

from bot.ports import Finding
from store.conversations import conversations
from store.engine import Store
from store.papers import paper_ticks
from tests.support.town import CAPABILITIES, FixedAnswers, RecordingChannel, Town

BIRTH = Finding("birth-registration", ("birth-registration",), 1.0)
NUMBERS = replace(CAPABILITIES, buttons=0, photo="no", voice="no", text_limit=2000)


@pytest.fixture
async def town(sqlite_store: Store) -> AsyncIterator[Town]:
    answers = FixedAnswers({"làm khai sinh": BIRTH, "cần giấy gì": replace(BIRTH, step="giay")})
    async with Town(sqlite_store, answers=answers) as running:
        yield running


@pytest.fixture
async def narrow(sqlite_store: Store) -> AsyncIterator[Town]:
    answers = FixedAnswers({"làm khai sinh": BIRTH})
    channel = RecordingChannel(NUMBERS)
    async with Town(sqlite_store, answers=answers, channel=channel) as running:
        yield running


async def open_states(town: Town) -> list[dict[str, object]]:
    rows = await town.store.run(lambda c: c.execute(select(conversations.c.state)).scalars().all())
    return list(rows)


async def at_the_papers(town: Town) -> None:
    for said in ("làm khai sinh", "bắt đầu", "1", "1"):
        await town.says(said)
    assert "Chuẩn bị giấy tờ" in town.last.text


async def test_a_free_question_opens_the_tool_with_what_it_said(town: Town):
    await town.says("nhà 5 người đóng bhyt bao nhiêu")
    assert "Nhà bác có 5 người" in town.last.text
    await town.says("0")
    assert "4.371.840 đồng một năm" in town.last.text
    assert await open_states(town) == []


async def test_what_was_understood_of_the_question_can_be_taken_back(town: Town):
    await town.says("nhà 5 người đóng bhyt bao nhiêu")
    await town.says("quay lại")
    assert "Nhà bác có mấy người" in town.last.text
    await town.says("3")
    await town.says("không ai")
    assert "Mua thẻ cho 3 người" in town.last.text


async def test_an_age_in_the_question_goes_straight_on_and_nothing_is_left_of_it(town: Town):
    await town.says("72 tuổi được trợ cấp gì không")
    assert "Từ 70 đến dưới 75 tuổi" in town.last.text
    (state,) = await open_states(town)
    assert "72" not in str(state)
    await town.says("2")
    assert "chưa tới lúc" in town.last.text
    assert await open_states(town) == []


async def test_a_tool_that_is_left_is_forgotten(town: Town):
    await town.says("72 tuổi được trợ cấp gì không")
    await town.says("làm khai sinh")
    await town.says("bắt đầu")
    assert {state["flow"] for state in await open_states(town)} == {"guide"}
    await town.says("có những trợ cấp nào")
    await town.says("thôi")
    assert {state["flow"] for state in await open_states(town)} == {"guide"}


async def test_a_day_in_the_question_is_asked_about_only_where_it_means_two(town: Town):
    await town.says("con sinh hôm mùng 5 còn mấy ngày khai sinh")
    assert "âm lịch hay dương lịch" in town.last.text
    await town.says("1")
    assert "Còn 52 ngày." in town.last.text
    await town.says("con sinh 12/9 khai sinh còn mấy ngày")
    assert "Đã quá 10 ngày." in town.last.text


async def test_from_a_step_of_a_guide_and_back_to_it(town: Town):
    await town.says("làm khai sinh")
    await town.says("bắt đầu")
    await town.presses("Tính xem còn mấy ngày")
    assert "Trẻ sinh ngày nào?" in town.last.text
    await town.presses("Quay lại")
    assert "Cháu sinh đã lâu chưa?" in town.last.text
    await town.says("tính xem còn mấy ngày")
    await town.says("12/10")
    assert "Còn 20 ngày." in town.last.text
    await town.presses("Làm tiếp")
    assert "Cháu sinh đã lâu chưa?" in town.last.text


async def test_a_tool_asked_for_in_other_words_in_the_middle_of_a_guide_leads_back(town: Town):
    await at_the_papers(town)
    await town.says("tính tiền bảo hiểm")
    assert "Nhà bác có mấy người" in town.last.text
    await town.says("quay lại")
    assert "Chuẩn bị giấy tờ" in town.last.text


async def test_going_back_from_a_tool_with_nothing_behind_it_offers_the_menu(town: Town):
    await town.says("tính tiền bảo hiểm")
    await town.says("quay lại")
    assert town.screen()
    assert await open_states(town) == []


async def test_in_a_tool_another_question_is_heard(town: Town):
    await town.says("tính tiền bảo hiểm")
    await town.says("làm khai sinh")
    assert "Đăng ký khai sinh" in town.last.text


async def test_a_tool_that_is_open_does_not_open_again_but_another_topic_does(town: Town):
    await town.says("tính tiền bảo hiểm")
    await town.says("tính tiền bảo hiểm")
    assert "viết bằng số" in town.last.text
    await town.says("tạm trú khi nào hết hạn")
    assert "được đăng ký tạm trú ngày nào" in town.last.text
    await town.says("con may ngay dang ky tam tru")
    assert "đến ở đó từ ngày nào" in town.last.text


async def test_a_guide_that_was_opened_at_a_step_is_there_after_a_tool(town: Town):
    await town.says("cần giấy gì")
    assert "Chuẩn bị giấy tờ" in town.last.text
    await town.says("tính tiền bảo hiểm")
    await town.says("quay lại")
    assert "Chuẩn bị giấy tờ" in town.last.text


async def test_papers_are_ticked_by_number_where_there_are_no_buttons(narrow: Town):
    town = narrow
    await at_the_papers(town)
    await town.says("giấy tờ cần mang")
    assert "1. ☐ Giấy chứng sinh" in town.last.text
    await town.says("2")
    assert "2. ☑ Căn cước của cha, mẹ" in town.last.text
    assert "Đã có 1, còn thiếu 2" in town.last.text
    await town.says("quay lại")
    assert "Chuẩn bị giấy tờ" in town.last.text
    await town.says("giấy tờ còn thiếu")
    assert "2. ☑ Căn cước của cha, mẹ" in town.last.text


async def test_ticks_outlive_a_restart(sqlite_store: Store):
    async with Town(sqlite_store) as town:
        await town.says("giấy tờ còn thiếu")
        await town.presses("Đăng ký khai sinh")
        await town.presses("☐ Căn cước của cha, mẹ")
    async with Town(sqlite_store, owner="another") as town:
        await town.says("giay to con thieu")
        assert "Đã có 1, còn thiếu 2" in town.last.text
        await town.presses("☑ Căn cước của cha, mẹ")
        assert "Đã có 0, còn thiếu 3" in town.last.text
        await town.presses("☐ Căn cước của cha, mẹ")
        await town.presses("Xóa dấu, làm lại từ đầu")
        assert "Đã có 0, còn thiếu 3" in town.last.text
        rows = await town.store.run(lambda c: c.execute(select(paper_ticks)).all())
        assert rows == []


async def test_the_list_goes_to_the_family_as_text_and_as_a_picture(town: Town):
    await town.says("giấy tờ còn thiếu")
    await town.presses("Đăng ký khai sinh")
    await town.presses("Gửi cho người nhà (chữ)")
    text = town.said()[-2].text
    assert "☐ Căn cước của cha, mẹ" in text
    assert "https://webchat/g_birth-registration" in text
    await town.presses("Xem lại danh sách")
    await town.presses("Gửi cho người nhà (ảnh)")
    assert town.said()[-2].photo == "papers/birth-registration/giay.vi.000.png"


async def test_without_pictures_the_list_is_told_in_words(narrow: Town):
    await narrow.says("giấy tờ còn thiếu")
    await narrow.says("đăng ký khai sinh")
    await narrow.says("5")
    assert any("☐ Căn cước của cha, mẹ" in piece.text for piece in narrow.said()[-2:])
