"""Which social allowance there may be; nothing of what was asked is kept."""

from __future__ import annotations

import pytest

from bot.ports_tools import KITS
from bot.talk.message import Begin
from handlers import FLOWS
from tests.support.reckoning import LIBRARY, Bare, asks

EXTREME = "Khuyết tật đặc biệt nặng"


def after(*presses: str):
    chat = asks("allowance")
    for label in presses:
        chat.presses(label)
    return chat


def test_it_says_first_that_no_names_are_wanted_and_nothing_is_kept():
    chat = asks("allowance")
    chat.hears("trường hợp nào", "đừng ghi tên ai", "không lưu")
    assert len(chat.options) == 5


def test_from_75_on_without_a_pension_the_sum_its_source_and_the_papers():
    chat = after("Người cao tuổi", "Từ 75 tuổi trở lên", "Không có lương hưu")
    chat.ended()
    chat.hears("500.000 đồng một tháng", "Xã là nơi xét", "Nghị định 176/2025", "01/07/2025")
    chat.hears_nothing_of("chưa đối chiếu", "3 triệu")
    presses = [button.press for reply in chat.replies for button in reply.buttons]
    assert Begin("guide", "social-pension:giay") in presses
    chat.does()


def test_an_age_may_be_typed_and_72_needs_a_poor_household():
    chat = asks("allowance")
    chat.says("1")
    chat.says("72")
    chat.hears("Từ 70 đến dưới 75 tuổi", "hộ nghèo, cận nghèo không?")
    chat.says("không")
    chat.ended()
    chat.hears("chưa tới lúc", "75 tuổi")
    chat.hears_nothing_of("500.000 đồng một tháng")


@pytest.mark.parametrize(
    ("typed", "band"),
    [("75", "Từ 75"), ("101 tuổi", "Từ 75"), ("70", "Từ 70"), ("74 tuổi", "Từ 70")],
)
def test_a_typed_age_finds_its_band(typed, band):
    chat = after("Người cao tuổi")
    chat.says(typed)
    chat.hears(band)


def test_below_seventy_nothing_is_promised_by_age():
    chat = after("Người cao tuổi", "Dưới 70 tuổi")
    chat.hears("bắt đầu từ 75 tuổi, hộ nghèo và cận nghèo từ 70 tuổi")
    chat.hears_nothing_of("500.000")


def test_a_pension_decides_between_all_a_part_and_nothing():
    base = ("Người cao tuổi", "Từ 70 đến dưới 75 tuổi", "Có giấy hộ nghèo, cận nghèo")
    after(*base, "Không có lương hưu").hears("500.000 đồng một tháng")
    after(*base, "Có, dưới 500.000 đồng một tháng").hears("có thể được bù", "hỏi lại xã")
    after(*base, "Có, từ 500.000 đồng một tháng trở lên").hears("không thuộc diện")


@pytest.mark.parametrize(
    ("degree", "age", "sums"),
    [
        ("Khuyết tật nặng", "Người lớn, chưa cao tuổi", ["750.000"]),
        ("Khuyết tật nặng", "Trẻ em, hoặc người cao tuổi", ["1.000.000"]),
        (EXTREME, "Người lớn, chưa cao tuổi", ["1.000.000", "500.000"]),
        (EXTREME, "Trẻ em, hoặc người cao tuổi", ["1.250.000", "500.000"]),
    ],
)  # fmt: skip
def test_by_degree_and_age_the_standard_is_multiplied_and_the_commune_is_to_be_asked(
    degree, age, sums
):
    chat = after("Người khuyết tật", degree, age)
    chat.hears("500.000 đồng ×", *sums, "hỏi lại xã cho chắc: có số chưa đối chiếu")


def test_without_a_certificate_or_with_a_light_degree_no_sum_is_named():
    for degree in ("Chưa có giấy xác nhận", "Khuyết tật nhẹ"):
        chat = after("Người khuyết tật", degree)
        chat.ended()
        chat.hears_nothing_of("×", "750.000")


def test_orphans_by_age():
    case = "Trẻ mồ côi, không ai nuôi"
    after(case, "Dưới 4 tuổi").hears("2,5 lần = 1.250.000 đồng", "hỏi lại xã cho chắc")
    after(case, "Từ 4 đến dưới 16 tuổi").hears("1,5 lần = 750.000 đồng", "hỏi lại xã cho chắc")
    after(case, "Từ 16 tuổi trở lên").hears_nothing_of("×")


def test_what_the_facts_do_not_say_is_left_to_the_commune():
    chat = after("Nghèo, một mình nuôi con; người già neo đơn")
    chat.hears("mức chuẩn 500.000 đồng; nhân mấy lần thì bác hỏi lại xã")


def test_funerals_are_paid_once_and_verified():
    chat = after("Tiền mai táng", "Người đang nhận trợ cấp hằng tháng")
    chat.hears("500.000 đồng × 20 lần = 10.000.000 đồng")
    chat.hears_nothing_of("chưa đối chiếu")
    after("Tiền mai táng", "Mất do thiên tai, tai nạn nghiêm trọng").hears("25.000.000 đồng")


def every_path(*presses: str):
    chat = after(*presses)
    if chat.state is None:
        yield presses, chat
        return
    for label in chat.options:
        yield from every_path(*presses, label)


PATHS = dict(every_path())


@pytest.mark.parametrize("path", PATHS, ids=" / ".join)
def test_every_path_ends_with_a_source_the_commune_and_a_guide(path):
    chat = PATHS[path]
    chat.hears("Xã là nơi xét", "Nguồn:")
    assert len(chat.options) == 2
    led = [b.press for reply in chat.replies for b in reply.buttons if b.press.flow == "guide"]
    (press,) = led
    id, _colon, step = press.argument.partition(":")
    assert any(one.key == step for one in LIBRARY.manuscripts[id]["vi"].guide.steps)


@pytest.mark.parametrize("path", PATHS, ids=" / ".join)
def test_a_sum_with_a_figure_that_is_not_verified_always_says_so(path):
    text = PATHS[path].text
    figures = LIBRARY.facts.items()
    doubtful = {f.words["vi"] for key, f in figures if key.startswith("times-") and not f.verified}
    assert any(f"× {words} =" in text for words in doubtful) == ("chưa đối chiếu" in text)


def test_while_it_is_open_it_holds_letters_that_say_nothing():
    letters = set("abcde")
    for path in PATHS:
        for place in range(1, len(path)):
            state = after(*path[:place]).state
            assert state is not None
            assert state.argument == ""
            assert all({kept.key, kept.value} <= letters for kept in state.answers)


def test_it_is_an_errand_that_is_forgotten_when_it_is_left():
    flow = next(flow for flow in FLOWS if flow.name == "allowance")
    assert flow.aside
    assert flow.name in KITS


@pytest.mark.parametrize("key", KITS["allowance"].figures)
def test_without_one_of_its_figures_it_invents_none(key):
    asks("allowance", figures=Bare((key,))).ended()


@pytest.mark.parametrize("age", ["Below 70", "75 or older"])
def test_it_speaks_english(age):
    chat = asks("allowance", language="en")
    chat.presses("Old people")
    chat.presses(age)
    if chat.state is not None:
        chat.presses("No pension")
        chat.hears("500,000 VND a month")
    chat.hears("Who decides is the commune")
    assert chat.options[-1] == "Another situation"
