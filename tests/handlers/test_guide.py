"""A guide walked: step by step, with help where a step fails, in every guide to its end."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

import pytest

from bot.channels.base import Capabilities
from bot.channels.render import render
from bot.channels.telegram.capabilities import CAPABILITIES as TELEGRAM
from bot.channels.webchat.capabilities import CAPABILITIES as WEB
from bot.ports import Guide, Source, Step, Way
from bot.ports_tools import Paper, Tool
from bot.talk.message import Answer, Begin, Media
from content.library import BUILT_IN, load
from handlers import FLOWS
from handlers.guide import GUIDE, places
from tests.support import commune as town
from tests.support.conversation import Chat

TODAY = date(2026, 11, 21)
LIBRARY = load([BUILT_IN])
NARROWEST = replace(
    WEB, channel="narrowest", buttons=0, text_limit=2000, caption_limit=2000, photo="no", voice="no"
)
CHANNELS: tuple[Capabilities, ...] = (WEB, TELEGRAM, NARROWEST)
SMALL = Guide(
    id="small",
    language="vi",
    title="Việc nhỏ",
    icon="📱",
    summary="Làm xong bác có giấy.",
    steps=(
        Step("mot", "Mở cửa", "Bác mở cửa.", (Way("ket", "Cửa kẹt", "Bác đẩy mạnh."),)),
        Step(
            "hai",
            "Gõ số",
            "Bác gõ số.",
            (
                Way("sai", "Gõ sai", "Bác gõ lại."),
                Way("nham", "Nhầm trang", "", "mot"),
                Way("hong", "Máy hỏng", "Máy hỏng rồi.", "officer"),
                Way("khac", "Xem bài kia", "", "guide:other"),
            ),
        ),
        Step(
            "re",
            "Bác đi lối nào?",
            "",
            (Way("a", "Lối A", "", "ba"), Way("b", "Lối B", "", "end")),
            fork=True,
        ),
        Step("ba", "Xem tranh", "Bác xem.", photo=Media("small/a.png", "Bức tranh"), to="end"),
    ),
    sources=(Source("Trang của xã", "https://xa.example.vn"),),
    reviewed_on=date(2026, 11, 1),
    review_by=date(2027, 2, 1),
    owner="Công an xã",
)


class Books:
    """The port Guides over a few guides."""

    def __init__(self, *guides: Guide) -> None:
        self.all = {guide.id: guide for guide in guides}

    def get(self, id: str) -> Guide | None:
        return self.all.get(id)

    def shelves(self):
        return ()


def reading(*guides: Guide, language: str = "vi") -> Chat:
    return Chat(
        GUIDE,
        ports={"guides": Books(*guides), "commune": town.COMMUNE},
        language=language,
    )


def at_the_first_step() -> Chat:
    chat = reading(SMALL, town.guide("other", "Việc lớn"))
    chat.opens("guide", "small")
    chat.presses("Xem từng bước")
    return chat


def test_the_first_screen_says_what_it_brings_where_it_comes_from_and_when_it_was_checked():
    chat = reading(SMALL)
    chat.opens("guide", "small")
    chat.hears("📱 Việc nhỏ", "Làm xong bác có giấy.", "Trang của xã", "01/11/2026")
    assert chat.options == ["Xem từng bước"]


def test_done_leads_from_step_to_step_to_the_end_and_says_where_to_ask():
    chat = at_the_first_step()
    chat.hears("Bước 1/3", "Mở cửa")
    chat.says("xong")
    chat.hears("Bước 2/3", "Gõ số")
    chat.says("rồi")
    chat.hears("Bác đi lối nào?", options=["Lối A", "Lối B"])
    chat.says("lối a")
    chat.hears("Bước 3/3", "Xem tranh")
    assert chat.replies[-1].photo == Media("small/a.png", "Bức tranh")
    chat.says("1")
    chat.ended()
    chat.hears("0200 000 000", "https://xa.example.vn")
    assert "Việc lớn" in " ".join(chat.options)


def test_where_one_thing_can_fail_its_advice_comes_at_once():
    chat = at_the_first_step()
    chat.says("chưa")
    chat.hears("Cửa kẹt", "Bác đẩy mạnh.")
    chat.says("1")
    chat.hears("Mở cửa")
    chat.says("xong")
    chat.hears("Gõ số")


def test_where_several_can_fail_it_is_asked_which():
    chat = at_the_first_step()
    chat.says("xong")
    chat.says("chưa được")
    assert chat.options[:4] == ["Gõ sai", "Nhầm trang", "Máy hỏng", "Xem bài kia"]
    chat.says("nham trang")
    chat.hears("Mở cửa")


def test_what_does_not_help_leads_to_a_person_and_the_step_stays_open():
    chat = at_the_first_step()
    chat.says("chưa")
    chat.says("2")
    chat.hears("0200 000 000", "Mở cửa")
    chat.asks("mot.2")


def test_a_way_to_the_officer_says_its_advice_first():
    chat = at_the_first_step()
    chat.says("xong")
    chat.says("chưa được")
    chat.says("máy hỏng")
    chat.hears("Máy hỏng rồi.", "0200 000 000", "Gõ số")


def test_something_else_leads_to_a_person_too():
    chat = at_the_first_step()
    chat.says("xong")
    chat.says("chưa được")
    chat.presses(chat.options[-1])
    chat.hears("0200 000 000", "Gõ số")


def test_another_guide_is_offered_with_the_way_back():
    chat = at_the_first_step()
    chat.says("xong")
    chat.says("chưa được")
    chat.says("xem bài kia")
    chat.ended()
    presses = [button.press for button in chat.replies[-1].buttons]
    assert presses == [Begin("guide", "other"), Begin("guide", "small:hai")]
    chat.opens("guide", "small:hai")
    chat.hears("Gõ số")


def test_another_guide_that_is_not_there_leads_to_the_counter():
    chat = reading(SMALL)
    chat.opens("guide", "small:hai")
    chat.says("chưa được")
    chat.says("xem bài kia")
    chat.ended()
    chat.hears("0200 000 000")


def test_a_guide_that_was_withdrawn_says_so():
    chat = reading(SMALL)
    chat.opens("guide", "gone")
    chat.ended()
    assert [button.press for button in chat.replies[-1].buttons] == [Begin("menu")]
    chat.opens("guide", "small")
    chat.presses("Xem từng bước")
    chat.ports["guides"] = Books()
    chat.says("xong")
    chat.ended()


def test_a_step_that_a_new_text_inserts_moves_no_answer():
    chat = at_the_first_step()
    chat.says("xong")
    new = Step("moi", "Bước mới", "Bác làm thêm việc này.")
    steps = (SMALL.steps[0], new, *SMALL.steps[1:])
    chat.ports["guides"] = Books(replace(SMALL, steps=steps))
    chat.says("xong")
    chat.hears("Bước mới")
    chat.says("xong")
    chat.hears("Gõ số")


def test_a_walk_in_circles_ends_kindly_before_the_engine_does():
    chat = at_the_first_step()
    for _round in range(60):
        if chat.state is None:
            break
        chat.says("chưa")
        if chat.state is not None:
            chat.says("1")
    chat.ended()
    assert chat.replies[-1].buttons[0].press == Begin("guide", "small:mot")


def test_a_commune_without_counters_still_says_where_to_ask():
    chat = reading(SMALL)
    chat.ports["commune"] = replace(town.COMMUNE, counters=())
    chat.opens("guide", "small:ba")
    chat.says("xong")
    chat.ended()
    assert chat.text


def test_a_counter_that_nobody_owns_stands_beside_the_others():
    chat = reading(replace(SMALL, owner="Ai đó"))
    chat.opens("guide", "small:ba")
    chat.says("xong")
    chat.hears("Công an xã", "Trạm y tế xã")


def test_steps_are_counted_along_their_own_path():
    found = places(SMALL)
    assert found["mot"] == (1, 3)
    assert found["ba"] == (3, 3)
    assert "re" not in found


def walk(guide: Guide, seed: int) -> tuple[int, set[str]]:
    """One person who presses whatever comes first to the finger; what they saw."""
    chooser = random.Random(seed)
    chat = Chat(
        *FLOWS,
        ports={
            "guides": LIBRARY.reader(guide.language, TODAY),
            "commune": LIBRARY.commune,
            "me": town.RESIDENT,
        },
        language=guide.language,
    )
    chat.opens("guide", guide.id)
    seen = set()
    for turn in range(80):
        for reply in chat.replies:
            for capabilities in CHANNELS:
                assert render(reply, capabilities)
        if chat.state is None or chat.led_to is not None:
            return turn, seen
        assert chat.state.flow == "guide"
        seen.add(chat.state.asked.partition(".")[0].partition(":")[0])
        options = [
            button.press
            for button in chat.replies[-1].buttons
            if isinstance(button.press, Answer) and button.press.flow == "guide"
        ]
        assert options, "a question has something to press"
        press = chooser.choice(options)
        label = next(b.label for b in chat.replies[-1].buttons if b.press == press)
        chat.presses(label)
    raise AssertionError(f"{guide.id} does not end")


ALL = [
    guide
    for language in ("vi", "en")
    for guide in LIBRARY.guides(language, TODAY)
    if guide.language == language
]


@pytest.mark.parametrize("guide", ALL, ids=lambda guide: f"{guide.id}-{guide.language}")
def test_every_guide_comes_to_an_end_whatever_is_pressed(guide: Guide):
    seen: set[str] = set()
    for seed in range(12):
        _turns, steps = walk(guide, seed)
        seen |= steps
    assert len(seen) > 1


@pytest.mark.parametrize("guide", ALL, ids=lambda guide: f"{guide.id}-{guide.language}")
def test_the_straight_way_through_every_guide_ends_at_a_counter(guide: Guide):
    chat = Chat(
        GUIDE,
        ports={"guides": LIBRARY.reader(guide.language, TODAY), "commune": LIBRARY.commune},
        language=guide.language,
    )
    chat.opens("guide", guide.id)
    for _turn in range(40):
        if chat.state is None:
            break
        chat.says("1")
    chat.ended()


TOOLED = Guide(
    **{
        **{name: getattr(SMALL, name) for name in SMALL.__slots__},
        "steps": (
            Step(
                "mot",
                "Mang giấy",
                "Bác mang giấy.",
                (Way("ket", "Thiếu giấy", "Bác xin lại."),),
                tools=(Tool("household-insurance", "", "Tính cho nhà tôi"),),
                papers=(Paper("a", "Giấy A"), Paper("b", "Giấy B")),
            ),
            Step(
                "re",
                "Bác đi lối nào?",
                "",
                (Way("a", "Lối A", "", "end"), Way("b", "Lối B", "", "end")),
                fork=True,
                tools=(Tool("term", "birth", "Còn mấy ngày"),),
            ),
        ),
    }
)


def at_a_step_with_tools() -> Chat:
    chat = reading(TOOLED)
    chat.opens("guide", "small")
    chat.presses("Xem từng bước")
    return chat


def test_a_step_offers_its_tools_and_its_list_of_papers_after_its_own_buttons():
    chat = at_a_step_with_tools()
    assert chat.options == [
        "✅ Xong",
        "Chưa được",
        "Tính cho nhà tôi",
        "📋 Đánh dấu giấy tờ, gửi cho nhà",
    ]


@pytest.mark.parametrize("said", ["3", "tính cho nhà tôi", "tính tiền bảo hiểm", "TINH TIEN"])
def test_a_tool_is_opened_by_number_label_or_in_other_words_and_the_step_waits(said):
    chat = at_a_step_with_tools()
    chat.says(said)
    assert chat.led_to == Begin("household-insurance")
    chat.hears("Mang giấy")
    assert chat.state is not None
    assert chat.state.asked == "mot.2"


@pytest.mark.parametrize("said", ["4", "giấy tờ cần mang", "giay to con thieu", "mang gì"])
def test_the_list_of_papers_is_opened_alike(said):
    chat = at_a_step_with_tools()
    chat.says(said)
    assert chat.led_to == Begin("papers", "small:mot")


def test_a_tool_is_led_to_once_and_the_way_goes_on_afterwards():
    chat = at_a_step_with_tools()
    chat.presses("Tính cho nhà tôi")
    chat.led_to = None
    chat.returns()
    assert chat.led_to is None
    chat.says("không hiểu chi hết trơn á")
    assert chat.led_to is None
    chat.says("xong")
    chat.hears("Bác đi lối nào?", options=["Lối A", "Lối B", "Còn mấy ngày"])
    chat.says("còn mấy ngày")
    assert chat.led_to == Begin("term", "birth")
    chat.says("1")
    chat.ended()


def test_going_back_from_where_a_tool_was_opened_shows_the_same_step():
    chat = at_a_step_with_tools()
    chat.presses("Tính cho nhà tôi")
    chat.goes_back()
    chat.hears("Mang giấy")
