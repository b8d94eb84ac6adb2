"""“My file is late, whom do I ask?”"""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.ports import Counter
from handlers.late_file import PROCEDURES
from tests.support import commune
from tests.support.reckoning import Bare, asks

OFFICE = Counter("Trung tâm Phục vụ hành chính công xã", "0299 123 456", "7h30–17h")
PLACE = replace(commune.COMMUNE, counters=(*commune.COMMUNE.counters, OFFICE))


def test_working_days_are_counted_and_the_counter_that_answers_for_it_is_named():
    chat = asks("late-file", "pension", commune=PLACE)
    chat.says("1/11")
    chat.ended()
    chat.hears(
        "Trợ cấp tuổi già",
        "Ngày nộp: chủ nhật 01/11/2026",
        "10 ngày làm việc",
        "chậm nhất phải xong: thứ Sáu 13/11/2026",
        "Không tính thứ Bảy, Chủ nhật",
        "Đã quá 8 ngày.",
        "theo giấy hẹn",
        "0299 123 456",
        "vì sao trễ",
        "Nghị định 176/2025/NĐ-CP",
    )
    chat.hears_nothing_of("0200 000 000", "chưa đối chiếu")
    chat.does()


def test_a_file_in_time_is_told_so():
    chat = asks("late-file", "land-first")
    chat.says("hôm qua")
    chat.hears("20 ngày làm việc", "18/12/2026", "Hồ sơ chưa trễ")
    chat.hears_nothing_of("Đã quá")


def test_the_police_answer_for_residence_and_what_is_not_sure_says_so():
    chat = asks("late-file", commune=PLACE)
    chat.says("tạm trú")
    chat.says("20 ngày")
    chat.hears("3 ngày làm việc", "Đã quá 17 ngày.", "0200 000 000", "hỏi lại xã cho chắc")
    chat.hears_nothing_of("0299 123 456")


def test_plain_days_are_counted_as_days():
    chat = asks("late-file", "poverty")
    chat.says("1/11")
    chat.hears("15 ngày", "16/11/2026", "Đã quá 5 ngày.")
    chat.hears_nothing_of("Không tính thứ Bảy")


def test_for_another_file_no_term_is_made_up():
    chat = asks("late-file", commune=PLACE)
    chat.says("hồ sơ khác")
    chat.says("1/9")
    chat.hears("Khéo chưa biết", "giấy hẹn", "0299 123 456")
    chat.hears_nothing_of("chậm nhất", "Nguồn")


@pytest.mark.parametrize("topic", list(PROCEDURES))
def test_every_kind_of_file_can_be_asked_about_in_both_languages(topic):
    for language in ("vi", "en"):
        chat = asks("late-file", topic, language=language)
        chat.says("1/1/2026")
        chat.ended()


def test_without_its_figures_it_invents_none():
    asks("late-file", figures=Bare(("birth-result",))).ended()
