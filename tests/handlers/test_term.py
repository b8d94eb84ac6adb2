"""How many days are left in a term, and what to do when it is over."""

from __future__ import annotations

import pytest

from bot.ports_tools import KITS
from handlers.late_file import PROCEDURES
from handlers.term import TERMS
from tests.support.reckoning import LIBRARY, Bare, asks


def test_the_last_day_is_said_in_full_by_sun_and_moon():
    chat = asks("term", "birth")
    chat.hears("Trẻ sinh ngày nào?")
    chat.says("12/10")
    chat.ended()
    chat.hears(
        "Hạn làm khai sinh",
        "Tính từ: thứ Hai 12/10/2026, tức mùng 3 tháng 9 Bính Ngọ",
        "60 ngày",
        "Ngày cuối cùng: thứ Sáu 11/12/2026",
        "Còn 20 ngày.",
        "Ngày đầu không tính",
        "Giấy chứng sinh",
        "Luật Hộ tịch",
        "Điều 147",
    )
    chat.hears_nothing_of("chưa đối chiếu", "cuối tuần")
    chat.does()


def test_a_late_term_says_what_happens_and_what_to_do():
    chat = asks("term", "birth")
    chat.says("mùng 5 tháng trước")
    chat.hears("âm lịch hay dương lịch")
    chat.goes_back()
    chat.says("12/9")
    chat.hears("Đã quá 10 ngày.", "Trễ rồi bác vẫn nên làm", "hỏi lại xã mức lệ phí")


def test_words_with_two_meanings_are_asked_about_before_anything_is_reckoned():
    chat = asks("term", "birth")
    chat.says("mung 5 thang truoc")
    assert chat.options == [
        "thứ Tư 14/10/2026, tức mùng 5 tháng 9 Bính Ngọ",
        "thứ Hai 05/10/2026, tức 25 tháng 8 Bính Ngọ",
    ]
    chat.says("2")
    chat.hears("thứ Hai 05/10/2026", "Còn 13 ngày.")


def test_the_last_day_itself_is_not_late():
    chat = asks("term", "birth")
    chat.says("22/9")
    chat.hears("thứ Bảy 21/11/2026", "Hôm nay là ngày cuối cùng.")
    chat.hears_nothing_of("Đã quá", "nên đi trước")


def test_a_last_day_on_a_weekend_gives_the_friday_before():
    chat = asks("term", "birth")
    chat.says("30/9")
    chat.hears("29/11/2026", "Hôm đó là ngày nghỉ cuối tuần", "thứ Sáu 27/11/2026")


def test_a_day_to_come_is_asked_for_again():
    chat = asks("term", "temporary")
    chat.says("ngày mai")
    chat.outcome("rejected")
    chat.hears("chưa tới", "Bác đến ở đó từ ngày nào?")


def test_without_a_topic_it_asks_which_term():
    chat = asks("term")
    assert chat.options[0] == "Hạn làm khai sinh"
    assert len(chat.options) == len(TERMS)
    chat.says("tạm trú hết hạn")
    chat.hears("được đăng ký tạm trú ngày nào")
    chat.says("1/12/2024")
    chat.hears("2 năm", "01/12/2026", "Còn 10 ngày.", "gia hạn được nhiều lần")
    chat.hears_nothing_of("Ngày đầu không tính")


def test_a_figure_that_was_only_remembered_is_to_be_asked_again():
    chat = asks("term", "child-residence")
    chat.says("hôm qua")
    chat.hears("Còn 59 ngày.", "hỏi lại xã cho chắc: có số chưa đối chiếu")


@pytest.mark.parametrize("topic", list(TERMS))
@pytest.mark.parametrize("said", ["hôm qua", "1/1/2020"])
def test_every_term_can_be_asked_about_in_both_languages(topic, said):
    for language in ("vi", "en"):
        chat = asks("term", topic, language=language)
        chat.says(said)
        chat.ended()
        assert len(chat.options) == 2


def test_without_its_figures_it_invents_none():
    asks("term", "birth", figures=Bare(("birth-days",))).ended()


def test_what_content_may_refer_to_is_what_the_tools_know():
    assert set(KITS["term"].topics) == set(TERMS)
    assert set(KITS["late-file"].topics) == set(PROCEDURES)
    assert {term.figure for term in TERMS.values()} == set(KITS["term"].figures)
    assert {one.figure for one in PROCEDURES.values()} == set(KITS["late-file"].figures)


@pytest.mark.parametrize("topic", list(TERMS))
def test_the_steps_that_a_term_quotes_are_there(topic):
    guide = LIBRARY.manuscripts[TERMS[topic].guide]["vi"].guide
    keys = {step.key for step in guide.steps}
    assert {TERMS[topic].in_time, TERMS[topic].late} <= keys
