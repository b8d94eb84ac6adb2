"""Answers that cadres approved: near is answered, somewhat near is offered, the rest is left."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import pytest

from content.answers.answers import Answers
from content.answers.approved import Approved, Known, PlainWords
from content.library import load

TODAY = date(2026, 11, 22)
LATER = date(2027, 5, 22)
#: What a commune might be asked that no guide knows, and other mouths asking the same.
SAME = {
    "Chợ Sen họp những ngày nào?": (
        "cho sen hop ngay nao vay",
        "chợ sen hop ngay mô rứa",
        "chợ sen họp phiên hôm nào bác",
        "lich hop cho sen",
    ),
    "Bao giờ xã sửa đường vào thôn Bờ Tre?": (
        "đường vào Bờ Tre bao giờ làm lại thế xã",
        "khi nao sua duong vao thon bo tre",
    ),
    "Nhà văn hóa thôn có cho mượn rạp đám cưới không?": (
        "muon rap dam cuoi nha van hoa duoc khong",
        "nhà văn hóa cho mượn rạp cưới k",
    ),
    "Lịch cắt điện tuần này thế nào?": ("lich cat dien tuan nay",),
    "Xin giấy xác nhận độc thân ở đâu?": (
        "xin giay xac nhan doc than o dau",
        "giấy độc thân xin ở mô",
    ),
    "Xã tiêm phòng dại cho chó ngày nào?": ("bao gio tiem phong dai cho cho",),
}
#: Nearly the same words, and another question.
OTHERS = (
    "bao giờ xã sửa đường vào thôn Cây Đa",
    "lịch cắt nước tuần này",
    "lich cat nuoc tuan nay",
    "chợ Đình họp ngày nào",
    "xã tiêm phòng cho trẻ ngày nào",
    "tiêm phòng cho bò ngày nào",
    "xin giấy xác nhận độc thân hết bao nhiêu tiền",
    "giấy xác nhận độc thân có hạn bao lâu",
    "xin giấy xác nhận tạm trú ở đâu",
    "nhà văn hóa thôn mấy giờ mở cửa",
    "lịch cắt điện tuần 3",
)
QUESTIONS = list(SAME)


@lru_cache(maxsize=1)
def finder() -> Answers:
    return Answers(load().guides("vi", TODAY))


@lru_cache(maxsize=1)
def approved() -> Approved:
    made = Approved(finder())
    made.learn([Known(n, 1, LATER, (text,)) for n, text in enumerate(QUESTIONS, 1)], 1)
    return made


def find(text: str, found: Approved | None = None, **more: object):  # type: ignore[no-untyped-def]
    guides = finder().nearest(text)
    return (found or approved()).find(
        text,
        more.get("guides", guides),  # type: ignore[arg-type]
        more.get("holds", lambda _place: True),  # type: ignore[arg-type]
        more.get("today", TODAY),  # type: ignore[arg-type]
    )


def test_other_mouths_get_the_answer_or_its_offer_and_never_another() -> None:
    sure = 0
    for number, (question, mouths) in enumerate(SAME.items(), 1):
        assert find(question).sure
        for text in mouths:
            match = find(text)
            assert match is not None, text
            assert match.answer.id == number, text
            sure += match.sure
    assert sure >= 8


@pytest.mark.parametrize("text", OTHERS)
def test_another_question_in_nearly_the_same_words_is_never_answered(text: str) -> None:
    match = find(text)
    assert match is None or not match.sure


def test_no_example_of_a_guide_gets_an_answer_that_was_not_meant() -> None:
    for guide in load().guides("vi", TODAY):
        for text in (guide.title, *guide.questions):
            match = find(text, guides=(guide.id,))
            assert match is None or not match.sure, text


def test_an_answer_holds_only_for_its_place_and_until_its_day() -> None:
    question = QUESTIONS[0]
    assert find(question, holds=lambda place: place == 2) is None
    assert find(question, today=LATER).sure
    assert find(question, today=date(2027, 5, 23)) is None


def test_what_residents_asked_makes_the_answer_easier_to_find() -> None:
    text = "phiên chợ sen bữa mô"
    assert not (match := find(text)) or not match.sure
    wiser = Approved(finder())
    wiser.learn([Known(1, 1, LATER, (QUESTIONS[0], "phiên chợ Sen vào bữa nào"))], 2)
    assert wiser.version == 2
    assert find(text, wiser).sure


def test_a_guide_that_is_as_near_is_not_passed_over() -> None:
    guide = load().guides("vi", TODAY)[0]
    asked = guide.questions[0]
    made = Approved(finder())
    made.learn([Known(1, 1, LATER, (f"{asked} vậy xã Sen",))], 1)
    match = find(asked, made, guides=(guide.id,))
    assert match is None or not match.sure


def test_an_example_pointed_at_a_guide_beats_that_guides_own_questions() -> None:
    guide = load().guides("vi", TODAY)[0]
    asked = guide.questions[0]
    made = Approved(finder())
    made.learn([Known(1, 1, LATER, (asked,), f"{guide.id}:x")], 1)
    assert find(asked, made, guides=(guide.id,)).sure


def test_two_answers_alike_are_told_apart_or_not_given() -> None:
    made = Approved(finder())
    made.learn(
        [
            Known(1, 1, LATER, ("Chợ Sen họp ngày nào ở khu A",)),
            Known(2, 1, LATER, ("Chợ Sen họp ngày nào ở khu B",)),
        ],
        1,
    )
    assert not find("chợ Sen họp ngày nào ở khu", made).sure
    made.learn([Known(1, 1, LATER, ("Chợ Sen",)), Known(2, 1, LATER, ("Chợ Sen họp",))], 2)
    assert find("cho sen", made).answer.id == 1
    assert find("cho sen hop", made).answer.id == 2


def test_questions_that_are_alike_meet_and_others_do_not() -> None:
    kept = [(7, "cho sen hop ngay nao"), (9, "bao giờ sửa đường vào Bờ Tre")]
    assert approved().like("Chợ Sen họp những ngày nào ạ", kept) == 7
    assert approved().like("đường vào thôn Bờ Tre bao giờ sửa", kept) == 9
    assert approved().like("xin giấy độc thân ở đâu", kept) is None
    assert approved().like("chợ Sen", []) is None


def test_without_a_matcher_words_count_alike() -> None:
    made = Approved()
    made.learn([Known(1, 1, LATER, ("Chợ Sen họp ngày nào",))], 1)
    match = made.find("cho sen hop ngay nao", ("g",), lambda _place: True, TODAY)
    assert match is not None
    assert match.sure
    assert made.find("?!", (), lambda _place: True, TODAY) is None
    assert PlainWords().questions("g") == ()


def test_the_words_of_many_texts_are_not_remembered_for_ever() -> None:
    made = Approved(most=4)
    for number in range(9):
        made.like(f"câu hỏi {number}", [(1, f"câu {number}")])
    assert made.remembered <= 4
