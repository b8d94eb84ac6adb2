"""Danger: heard by signs and by what was learnt; where the two disagree, both are answered."""

from __future__ import annotations

from datetime import date

import pytest

from bot.ports import Danger
from content import library
from content.answers import data
from content.answers.answers import Answers
from content.answers.emergency import HELP, LIKELY, SURELY, UNLIKELY, Alarm, judge, likely


@pytest.fixture(scope="module")
def answers() -> Answers:
    """A matcher over everything Khéo knows."""
    return Answers(library.load().taught(date(2026, 11, 21)))


# No sign was made for these, and no example says them so.
@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("bác hàng xóm nằm gục bên vệ đường, mặt trắng bệch, lay mãi chẳng cựa", "medical"),
        ("lửa đang liếm lên vách bếp nhà tôi, tạt nước không xuể", "fire"),
        ("hai cháu nhỏ tắm mương không thấy ngoi lên nữa", "water"),
        (
            "chồng tôi say, tay cầm cái búa đứng chặn cửa, mẹ con tôi trốn dưới gầm giường",
            "violence",
        ),
    ],
)
def test_danger_in_words_without_a_sign_is_heard(answers: Answers, text: str, kind: str) -> None:
    assert answers.danger(text).kind == kind
    assert answers.find(text).emergency == kind


@pytest.mark.parametrize(
    ("text", "guide"),
    [
        ("nhà tôi bị lũ cuốn năm 2024 hỗ trợ sao", "disaster-relief"),
        ("nếu ngửi thấy mùi gas thì không được làm gì", "fire-safety"),
    ],
)
def test_a_doubtful_alarm_leaves_the_question_its_answer(
    answers: Answers, text: str, guide: str
) -> None:
    finding = answers.find(text)
    assert finding.emergency
    assert (finding.doubtful, finding.guide) == (True, guide)


@pytest.mark.parametrize(
    "text",
    [
        "năm ngoái nhà cháy giờ xin hỗ trợ ở đâu",
        "khach ngu lai bao luc may gio",
        "rồi",
        "Tư",
        "25/12/2030",
    ],
)
def test_what_tells_of_no_danger_raises_no_alarm(answers: Answers, text: str) -> None:
    assert answers.danger(text) == Danger()


@pytest.mark.parametrize(
    "text",
    [
        "cháy nhà", "đuối nước", "CỨU TÔI VỚI", "nhà đang cháy to", "Cháyyyy", "chays",
    ],
)  # fmt: skip
def test_a_short_cry_is_never_doubtful(answers: Answers, text: str) -> None:
    danger = answers.danger(text)
    assert danger.kind
    assert not danger.doubtful


def test_every_example_of_danger_is_heard(answers: Answers) -> None:
    texts = [text for _, text in data.rows("dangers")]
    assert len(texts) > 200
    assert [text for text in texts if not answers.danger(text).kind] == []


@pytest.mark.parametrize(
    ("alarm", "chance", "verdict"),
    [
        (Alarm("fire", 3.0, ()), UNLIKELY / 2, Danger("fire", doubtful=True)),
        (Alarm("fire", 3.0, ()), UNLIKELY, Danger("fire")),
        (Alarm(HELP, 2.0, ()), 0.0, Danger(HELP)),
        (Alarm("", 0.0, ()), LIKELY - 0.01, Danger()),
        (Alarm("", 0.0, ()), LIKELY, Danger("water", doubtful=True, learnt=True)),
        (Alarm("", 0.0, ()), SURELY, Danger("water", learnt=True)),
    ],
)
def test_signs_and_what_was_learnt_are_weighed(
    alarm: Alarm, chance: float, verdict: Danger
) -> None:
    assert judge(alarm, "water", chance) == verdict


def test_of_too_few_words_nothing_is_learnt() -> None:
    assert likely({"fire": 0.9}, 2.0, 2) == ("", UNLIKELY)
    assert likely({}, 0.0, 9) == ("", UNLIKELY)
    kind, chance = likely({"fire": 0.8, "water": 0.1}, 2.0, 5)
    assert kind == "fire"
    assert chance > SURELY
