"""What health insurance costs a household."""

from __future__ import annotations

import pytest

from bot.talk.message import Begin
from tests.support.reckoning import Bare, asks

NAME = "household-insurance"


def test_each_member_has_a_line_and_the_total_says_since_when_it_holds():
    chat = asks(NAME)
    chat.hears("Nhà bác có mấy người?")
    chat.says("nhà 4 người")
    chat.hears("có 4 người", "thẻ theo diện khác")
    chat.says("1")
    chat.ended()
    chat.hears(
        "Mua thẻ cho 3 người",
        "Người thứ 1: 1.366.200 đồng một năm (113.850 đồng một tháng)",
        "Người thứ 2: 956.340 đồng một năm (79.695 đồng một tháng)",
        "Người thứ 3: 819.720 đồng một năm (68.310 đồng một tháng)",
        "Cả nhà: 3.142.260 đồng một năm (261.855 đồng một tháng).",
        "4,5 % lương cơ sở (2.530.000 đồng)",
        "Nguồn: Nghị định 161/2026/NĐ-CP; vss.gov.vn",
        "áp dụng từ 01/07/2026",
    )
    chat.hears_nothing_of("Người thứ 4", "chưa đối chiếu")
    chat.does()


@pytest.mark.parametrize("members", [5, 6, 30])
def test_from_the_fifth_on_they_stand_together(members):
    chat = asks(NAME)
    chat.says(str(members))
    chat.says("không ai")
    total = 1_366_200 + 956_340 + 819_720 + 683_100 + (members - 4) * 546_480
    chat.hears(f"Cả nhà: {total:,} đồng".replace(",", "."))
    if members == 5:
        chat.hears("Người thứ 5: 546.480 đồng")
    else:
        chat.hears(f"Người thứ 5 đến thứ {members}, mỗi người: 546.480 đồng")


def test_where_all_are_insured_otherwise_nobody_pays():
    chat = asks(NAME)
    chat.says("hai")
    chat.says("2")
    chat.hears("không ai phải mua")
    chat.ended()


def test_more_insured_people_than_members_are_asked_about_again_and_no_words_are_kept():
    chat = asks(NAME)
    chat.says("bà Hoa với ông Nam")
    chat.outcome("rejected")
    chat.says("3")
    chat.says("4")
    chat.hears("0", "3")
    chat.outcome("rejected")
    assert chat.state is not None
    assert [(kept.key, kept.value) for kept in chat.state.answers] == [("members", 3)]


def test_it_leads_to_where_the_card_is_bought_and_can_be_reckoned_again():
    chat = asks(NAME, language="en")
    chat.says("1")
    chat.says("0")
    chat.hears("1,366,200 VND a year")
    chat.presses("Reckon again")
    chat.asks("members")
    chat.says("1")
    chat.says("0")
    presses = [button.press for reply in chat.replies for button in reply.buttons]
    assert Begin("guide", "health-insurance:giay") in presses


def test_without_its_figures_it_invents_none():
    chat = asks(NAME, figures=Bare(("base-salary",)))
    chat.ended()
    chat.hears("chưa có")
    assert chat.options == ["☎ Gặp cán bộ"]
