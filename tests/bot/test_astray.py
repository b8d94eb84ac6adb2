"""Words that answer nothing on the screen: nobody is thrown out of what they are doing."""

from __future__ import annotations

import pytest

from bot import demo, locale
from bot.ports import Finding
from bot.talk.message import Begin, Pressed
from handlers.guide import first_screen
from store.engine import Store
from tests.support.town import NOW, FixedAnswers, Town, small_guide

VNEID, MENDING, LOAN = "vneid-activate", "vneid-troubleshoot", "policy-loan"
KNOWN = {
    "cảm ơn": Finding("", (), 0.9, intent="thanks"),
    "xin chào": Finding("", (), 0.9, intent="greeting"),
    "trời đẹp quá": Finding("", (), 0.9, intent="chitchat"),
    "2": Finding("", (), 0.9, intent="chitchat"),
    "3": Finding("", (LOAN,), 0.1),
    "điện thoại của tôi mất rồi": Finding(VNEID, (VNEID, MENDING), 0.7),
    "mất rồi": Finding(VNEID, (VNEID, MENDING), 0.7),
    "vay vốn": Finding(LOAN, (LOAN,), 0.9),
    "lãi vay là mấy": Finding(LOAN, (LOAN,), 0.9, step="tien"),
    "đặt vé xe đi vinh": Finding("", (), 0.9, intent="other"),
    "how do I activate": Finding("", (VNEID,), 0.5),
    "buồn quá chẳng sống nữa": Finding("", (), 0.9, emergency="medical", intent="chitchat"),
    "vneid": Finding("", (MENDING, VNEID), 0.6),
    "khoan": Finding("", (MENDING, VNEID), 0.1),
    "con bao lâu": Finding("", (), 0.1, intent="which"),
}


def town(store: Store) -> Town:
    return Town(store, answers=FixedAnswers(KNOWN))


async def in_a_guide(t: Town) -> str:
    """Somebody on the first step of a guide; the words of that step."""
    await t.gets(Pressed(Begin("guide", VNEID)))
    await t.presses("Xem từng bước")
    return t.last.text


@pytest.mark.parametrize("said", ["cảm ơn", "xin chào", "trời đẹp quá", "2222", "mất rồi"])
async def test_small_talk_in_the_middle_of_a_guide_leaves_the_step_on_the_screen(
    store: Store, said: str
):
    async with town(store) as t:
        step = await in_a_guide(t)
        await t.says(said)
        assert t.last.text.endswith(step)


async def test_thanks_in_the_middle_of_a_guide_are_answered_first(store: Store):
    async with town(store) as t:
        await in_a_guide(t)
        await t.says("cảm ơn")
        assert "không có gì" in t.said()[-2].text


async def test_a_doubtful_question_in_a_guide_gets_the_nearest_titles_and_the_way_back(
    store: Store,
):
    async with town(store) as t:
        step = await in_a_guide(t)
        await t.says("điện thoại của tôi mất rồi")
        assert "Gỡ rối" in t.screen()[0]
        assert "Làm tiếp" in t.screen()[-1]
        await t.presses("Làm tiếp")
        assert t.last.text == step


@pytest.mark.parametrize("step", [False, True])
async def test_one_word_that_means_other_guides_offers_them_and_the_way_back(
    store: Store, step: bool
):
    async with town(store) as t:
        await t.gets(Pressed(Begin("guide", LOAN)))
        if step:
            await t.presses("Xem từng bước")
        await t.says("vneid")
        assert "Gỡ rối" in t.screen()[0]
        assert t.screen()[-1] == "Làm tiếp: Vay vốn Ngân hàng Chính sách xã hội"
        await t.says("1")
        assert "Gỡ rối" in t.last.text


async def test_one_word_that_means_nothing_in_particular_leaves_the_guide_open(store: Store):
    async with town(store) as t:
        await t.gets(Pressed(Begin("guide", LOAN)))
        first = t.last.text
        await t.says("khoan")
        assert t.last.text.endswith(first)
        await t.gets(Pressed(Begin("guide", MENDING)))
        first = t.last.text
        await t.says("vneid")
        assert t.last.text == first


@pytest.mark.parametrize(
    ("said", "shown"), [("không hiểu", "Cách dùng Khéo"), ("toi khong biet chu", "Gặp ai ở")]
)
async def test_who_is_lost_before_the_first_step_is_helped_and_may_go_on(
    store: Store, said: str, shown: str
):
    async with town(store) as t:
        await t.gets(Pressed(Begin("guide", LOAN)))
        first = t.last.text
        await t.says(said)
        assert shown in t.last.text
        await t.presses("Làm tiếp")
        assert t.last.text == first


async def test_a_question_that_nothing_answers_is_not_taken_for_a_wrong_button(store: Store):
    async with town(store) as t:
        step = await in_a_guide(t)
        await t.says("đặt vé xe đi vinh")
        assert "chưa có lời đáp" in t.said()[-2].text
        assert t.last.text == step


async def test_on_record_such_a_question_may_go_to_a_cadre_from_the_middle_of_a_guide(
    store: Store,
):
    async with town(store) as t:
        store.call(lambda c: demo.load(c, NOW))
        await t.says("/start h_MAU-01")
        await t.presses("Đúng")
        await t.presses("Đồng ý")
        step = await in_a_guide(t)
        await t.says("đặt vé xe đi vinh")
        assert t.last.text == step
        assert "Nhờ cán bộ trả lời" in " ".join(t.screen())
        await t.presses("Xong")
        assert t.last.text.startswith("Bước 2/")


async def test_what_no_guide_is_about_may_go_to_a_cadre_too(store: Store):
    async with town(store) as t:
        store.call(lambda c: demo.load(c, NOW))
        await t.says("đặt vé xe đi vinh")
        assert "Nhờ cán bộ trả lời" not in " ".join(t.screen())
        await t.says("/start h_MAU-01")
        await t.presses("Đúng")
        await t.presses("Đồng ý")
        await t.says("đặt vé xe đi vinh")
        assert "chưa có hướng dẫn" in t.last.text
        assert "Nhờ cán bộ trả lời" in t.screen()[0]


async def test_asking_for_the_guide_on_the_screen_shows_it_without_a_reproach(store: Store):
    async with town(store) as t:
        await t.gets(Pressed(Begin("guide", VNEID)))
        first = t.last.text
        await t.says("how do I activate")
        assert t.last.text == first


async def test_a_step_opened_by_a_question_says_which_guide_it_is_of(store: Store):
    async with town(store) as t:
        await t.says("lãi vay là mấy")
        assert "Vay vốn Ngân hàng" in t.said()[-2].text
        assert "Lãi một năm" in t.last.text
        await t.says("alo")
        assert t.screen()[-1] == "Làm tiếp: Vay vốn Ngân hàng Chính sách xã hội"


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("vâng ạ", "Bác cần gì cứ nhắn Khéo"),
        ("không", "Bác cần gì cứ nhắn Khéo"),
        ("thanks", "không có gì"),
        ("không hiểu", "Cách dùng Khéo"),
        ("Tôi không biết chữ", "Gặp ai ở"),
        ("bà mất rồi", "chia buồn"),
        ("ong noi tui moi mat hom qua", "chia buồn"),
    ],
)
async def test_what_asks_for_nothing_gets_a_kind_word_and_no_guide(
    store: Store, said: str, shown: str
):
    async with town(store) as t:
        await t.says(said)
        assert shown in t.last.text


async def test_despair_is_never_answered_as_small_talk(store: Store):
    async with town(store) as t:
        await t.says("buồn quá chẳng sống nữa")
        assert "115" in t.last.text
        assert "Khéo là máy" not in t.last.text


async def test_a_death_that_is_asked_about_is_a_question(store: Store):
    async with town(store) as t:
        await t.says("bà mất rồi làm giấy gì")
        assert "chia buồn" not in t.last.text


async def test_asking_on_about_nothing_is_asked_back(store: Store):
    async with town(store) as t:
        await t.says("con bao lâu")
        assert "về việc nào" in t.last.text


@pytest.mark.parametrize("said", ["2", "3"])
async def test_a_number_beside_nothing_is_no_question(store: Store, said: str):
    async with town(store) as t:
        await t.says(said)
        assert "chưa rõ bác chọn mục nào" in t.last.text
        await t.gets(Pressed(Begin("guide", VNEID)))
        first = t.last.text
        await t.says("2")
        assert t.last.text.endswith(first)


@pytest.mark.parametrize("said", ["111", "113", "115"])
async def test_who_writes_an_emergency_number_is_told_to_call_it(store: Store, said: str):
    async with town(store) as t:
        await t.says(said)
        assert "115 cấp cứu" in t.last.text


async def test_a_question_before_the_consent_is_answered_and_asks_nothing(store: Store):
    async with town(store) as t:
        store.call(lambda c: demo.load(c, NOW))
        await t.says("/start")
        await t.says("vay vốn")
        assert "Vay vốn" in t.last.text


@pytest.mark.parametrize(
    "said", ["vâng ạ", "dạ vâng", "đúng rồi", "làm xong rồi", "bỏ qua", "tiep di"]
)
async def test_people_say_yes_in_many_ways(store: Store, said: str):
    async with town(store) as t:
        await in_a_guide(t)
        await t.says(said)
        assert t.last.text.startswith("Bước 2/")


@pytest.mark.parametrize("said", ["tôi không hiểu", "khong thay gi", "khó quá ạ", "ko dc"])
async def test_people_say_that_they_are_stuck_in_many_ways(store: Store, said: str):
    async with town(store) as t:
        step = await in_a_guide(t)
        await t.says(said)
        assert not t.last.text.endswith(step)
        assert not t.last.text.startswith("Bước 2/")


async def test_the_way_back_is_named_in_the_language_just_chosen(store: Store):
    async with town(store) as t:
        await in_a_guide(t)
        await t.says("English")
        assert t.screen()[-1] == "Go on with: Install and activate VNeID"


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("về tôi", "Khéo biết gì về bác"),
        ("ve toi", "Khéo biết gì về bác"),
        ("gặp cán bộ", "Gặp ai ở"),
        ("dừng", "thông báo"),
        ("đổi tiếng anh", "Khéo speaks English"),
        ("English", "Khéo speaks English"),
        ("đổi ngôn ngữ", "Which language"),
        ("Talk to a person", "Gặp ai ở"),
        ("delete my data", "Khéo biết gì về bác"),
        ("menu", "Khéo giúp được gì"),
        ("alo", "Khéo giúp được gì"),
        ("Giờ làm việc của xã?", "Gặp ai ở"),
        ("trạm y tế ở đâu ạ", "Gặp ai ở"),
    ],
)
async def test_the_words_that_help_promises_work_whatever_the_finder_knows(
    store: Store, said: str, shown: str
):
    async with town(store) as t:
        await t.says(said)
        assert shown in t.last.text


async def test_begin_under_the_first_screen_of_a_guide_begins_the_guide(store: Store):
    async with town(store) as t:
        await t.gets(Pressed(Begin("guide", VNEID)))
        await t.says("bắt đầu")
        assert t.last.text.startswith("Bước 1/")
        await t.says("bắt đầu")
        assert not t.last.text.startswith("Bước")


async def test_a_slash_is_always_a_command(store: Store):
    async with town(store) as t:
        await t.gets(Pressed(Begin("guide", VNEID)))
        await t.says("/start")
        assert "Đây là Khéo" in t.last.text
        await t.says("/language")
        await t.says("/language")
        assert t.last.text.startswith("Bác muốn dùng tiếng nào")


@pytest.mark.parametrize("said", ["quay về", "trở về đi", "dạ quay lại ạ", "bước trước"])
async def test_people_go_back_in_many_ways(store: Store, said: str):
    async with town(store) as t:
        step = await in_a_guide(t)
        await t.says("xong")
        await t.says(said)
        assert t.last.text == step


@pytest.mark.parametrize("said", ["dạ thôi ạ", "thôi đi", "huỷ đi", "không làm nữa"])
async def test_people_leave_off_in_many_ways(store: Store, said: str):
    async with town(store) as t:
        await in_a_guide(t)
        await t.says(said)
        assert "đã dừng lại" in t.last.text


async def test_a_question_about_something_else_ends_what_was_asked_on_about(store: Store):
    asked: list[str] = []

    class Listening(FixedAnswers):
        def find(self, text: str, last: str = "") -> Finding:
            asked.append(last)
            return super().find(text, last)

    async with Town(store, answers=Listening(KNOWN)) as t:
        await t.says("vay vốn")
        await t.says("huỷ")
        await t.says("bao lâu")
        await t.says("bao lâu")
    assert asked == ["", LOAN, ""]


def test_who_reads_english_is_told_that_a_guide_is_not_there_in_english():
    with locale.use("en"):
        assert "not there in your language" in first_screen(small_guide()).text
    with locale.use("vi"):
        assert "tiếng bác chọn" not in first_screen(small_guide()).text


async def test_halt_ends_what_is_under_way_and_otherwise_asks_about_announcements(store: Store):
    async with town(store) as t:
        await in_a_guide(t)
        await t.says("dừng lại")
        assert "đã dừng lại" in t.last.text
        await t.says("dung lai")
        assert "thôi nhận thông báo" in t.last.text
