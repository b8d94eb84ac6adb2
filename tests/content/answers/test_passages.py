"""A question for a figure gets the words that hold it; any doubt, and it gets the guide."""

from __future__ import annotations

from datetime import date

import pytest

from bot.ports import Guide, Step, Way
from content.answers.passages import Passages, aspect

DAY = date(2026, 11, 22)
FERRY = Guide(
    "ferry",
    "vi",
    "Đi đò ngang",
    "Đò chạy từ 5 giờ sáng.",
    (
        Step(
            "tien",
            "Tiền vé đò",
            "• Học sinh: 2.000 đồng.\n• Người lớn: 5.000 đồng.\n• Xe máy: 3.000 đồng.",
            (Way("trau", "Chở trâu bò", "Mỗi con trâu 20.000 đồng."),),
        ),
        Step("giay", "Giấy tờ", "Bác mang thẻ học sinh."),
        Step("bo", "Bến đò", "Bến đò cách cầu 300 mét. Xe máy đứng một bên."),
    ),
    (),
    DAY,
    DAY,
    "xã",
)


@pytest.fixture(scope="module")
def passages() -> Passages:
    return Passages([FERRY])


@pytest.mark.parametrize(
    ("text", "step", "figure"),
    [
        ("học sinh đi đò bao nhiêu tiền", "tien", "2.000"),
        ("hoc sinh di do het nhieu", "tien", "2.000"),
        ("chở con trâu mất mấy đồng", "tien", "20.000"),
        ("mấy giờ sáng đò chạy", "", "5 giờ"),
    ],
)
def test_the_words_that_hold_the_figure_are_given(
    passages: Passages, text: str, step: str, figure: str
) -> None:
    found = passages.find("ferry", text)
    assert found is not None
    assert (found.step, figure in found.text) == (step, True)


def test_a_figure_comes_with_what_stands_beside_it(passages: Passages) -> None:
    found = passages.find("ferry", "học sinh bao nhiêu tiền")
    assert found is not None
    assert "Người lớn" in found.text


@pytest.mark.parametrize(
    "text",
    [
        "học sinh đi đò ở đâu",  # asks for no figure
        "bao nhiêu tiền",  # names nothing
        "đi đò ngang bao nhiêu",  # names only the guide
        "máy bay trực thăng bao nhiêu tiền",  # names something else
        "học sinh nước ngoài thuê riêng nguyên chuyến ban đêm bao nhiêu",  # names much more
        "xe với bến bao nhiêu",  # two steps, neither ahead
    ],
)
def test_in_doubt_no_figure_is_given(passages: Passages, text: str) -> None:
    assert passages.find("ferry", text) is None


def test_an_unknown_guide_says_nothing(passages: Passages) -> None:
    assert passages.find("gone", "học sinh bao nhiêu tiền") is None
    assert Passages([]).find("ferry", "học sinh bao nhiêu tiền") is None


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("thế mất bao nhiêu tiền?", "tien"),
        ("roi can giay to gi", "giay"),
        ("bao lâu thì xong", ""),
        ("còn con bò thì sao", ""),
    ],
)
def test_a_further_question_leads_to_the_step_of_that_key(text: str, step: str) -> None:
    assert aspect(FERRY, text) == step
