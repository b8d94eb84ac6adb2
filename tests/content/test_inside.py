"""“Mất bao lâu? Mất bao nhiêu tiền? Cần giấy gì?”, asked inside a guide, land where it is said."""

from __future__ import annotations

import re
from datetime import date

import pytest

from bot.ports import Guide
from content.answers.answers import Answers
from content.library import BUILT_IN, load
from content.rewrite import words_at

LIBRARY = load([BUILT_IN])
GUIDES = sorted(LIBRARY.manuscripts)
ASKED = {
    "rồi mất bao lâu?": r"\d+ (?:giờ|tháng)|ngày|lâu|lúc nào|phút|gọi ngay|một buổi|một năm",
    "mat bao nhieu tien": r"tiền|phí|đồng|giá\b|lãi|trợ cấp",
    "thế cần giấy gì": r"mang|căn cước|giấy|để sẵn|cần|chuẩn bị|găng tay",
}


@pytest.fixture(scope="module")
def answers() -> Answers:
    return Answers(LIBRARY.guides("vi", date(2026, 11, 22)))


def guide(id: str) -> Guide:
    return LIBRARY.manuscripts[id]["vi"].guide


@pytest.mark.parametrize("asked", list(ASKED))
@pytest.mark.parametrize("id", GUIDES)
def test_it_lands_in_the_same_guide_where_it_is_said(answers: Answers, id: str, asked: str) -> None:
    found = answers.find(asked, last=id)
    assert found.guide == id
    assert found.passage == ("" if found.step else guide(id).summary)
    step = next((one for one in guide(id).steps if one.key == found.step), None)
    words = words_at(guide(id), found.step) or ""
    said = " ".join((words, step.title, *(way.label for way in step.ways)) if step else (words,))
    assert re.search(ASKED[asked], said, re.IGNORECASE), (found.step, said)


@pytest.mark.parametrize("id", GUIDES)
def test_who_asks_for_papers_gets_the_list_that_can_be_ticked(answers: Answers, id: str) -> None:
    listed = [step.key for step in guide(id).steps if step.papers]
    found = answers.find("thế cần giấy gì", last=id).step
    assert not listed or found in (*listed, "giay")
