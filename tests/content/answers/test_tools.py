"""Words that ask for a small tool, and words that do not."""

from __future__ import annotations

import doctest

import pytest

from content.answers import tools
from content.answers.tools import Wish, wish
from content.library import load


@pytest.mark.parametrize(
    ("said", "tool", "topic"),
    [
        ("nhà 5 người đóng bhyt bao nhiêu", "household-insurance", ""),
        ("nha 5 nguoi dong bhyt bao nhieu", "household-insurance", ""),
        ("nhà tui 4 khẩu mua bảo hiểm y tế hết mấy tiền", "household-insurance", ""),
        ("tính tiền bảo hiểm", "household-insurance", ""),
        ("tinh tien bao hiem", "household-insurance", ""),
        ("72 tuổi được trợ cấp gì không", "allowance", ""),
        ("72t dc tro cap j k", "allowance", ""),
        ("bà 78 tuổi được hưởng gì", "allowance", ""),
        ("có những trợ cấp nào", "allowance", ""),
        ("con sinh hôm mùng 5 còn mấy ngày khai sinh", "term", "birth"),
        ("khai sinh trễ chưa nhỉ, cháu đẻ 12/9", "term", "birth"),
        ("tạm trú khi nào hết hạn", "term", "temporary-end"),
        ("con may ngay dang ky tam tru", "term", "temporary"),
        ("nộp hồ sơ 20 ngày chưa xong hỏi ai", "late-file", ""),
        ("hồ sơ trễ hỏi ai", "late-file", ""),
        ("ho so qua hen ma chua co ket qua", "late-file", ""),
        ("nop ho so tam tru 2 tuan chua co ket qua", "late-file", "temporary"),
        ("nộp đơn hộ nghèo 1 tháng chưa thấy gì", "late-file", "poverty"),
        ("giấy tờ còn thiếu", "papers", ""),
        ("giay to can mang", "papers", ""),
    ],
)
def test_a_tool_is_heard_with_and_without_diacritics(said, tool, topic):
    found = wish(said)
    assert found is not None
    assert (found.tool, found.topic) == (tool, topic)


def test_the_numbers_among_the_words_are_handed_on():
    assert wish("nhà 5 người đóng bhyt bao nhiêu") == Wish("household-insurance", "", (5,))


@pytest.mark.parametrize(
    "said",
    [
        "", "làm khai sinh ở đâu", "bảo hiểm y tế", "mua thẻ bảo hiểm ở đâu", "5 người",
        "khai sinh cho con trong bao nhiêu ngày", "tạm trú cần giấy gì", "trợ cấp tuổi già",
        "con 3 tuổi có thẻ bảo hiểm miễn phí ko", "cháu 16 tuổi lấy chồng được không",
        "giấy tờ đất thời Pháp còn thiếu chữ ký có xài được không", "hồ sơ nộp ở đâu",
        "nộp hồ sơ khai sinh trễ có bị phạt không",
        "nhà 5 người đóng bhyt bao nhiêu " + "rồi kể chuyện nhà " * 20,
    ],
)  # fmt: skip
def test_what_no_row_fits_is_a_question_for_the_guides(said):
    assert wish(said) is None


def test_guides_lose_few_of_their_own_questions_to_a_tool():
    asked = {
        question: id
        for id, versions in load().manuscripts.items()
        for question in versions["vi"].guide.questions
    }
    taken = {question: found.tool for question in asked if (found := wish(question))}
    assert len(taken) <= len(asked) / 100
    # Where one does, the tool is the very thing that was asked for.
    home = {"household-insurance": "health-insurance", "allowance": "social-pension"}
    home["late-file"] = "online-public-service"
    assert all(home.get(tool) == asked[question] for question, tool in taken.items())


def test_a_commune_may_add_words_of_its_own(tmp_path):
    assert wish("mớ giấy của tui mô rồi", (tmp_path,)) is None
    (tmp_path / "tools.tsv").write_text(
        "tool\ttopic\tmost\twords\npapers\t\t8\tmớ_giấy\n", encoding="utf-8"
    )
    tools._rows.cache_clear()
    assert wish("mớ giấy của tui mô rồi", (tmp_path,)) == Wish("papers", "")


def test_the_example_of_the_docstring_holds():
    assert doctest.testmod(tools).failed == 0
