"""Papers to bring: ticked one by one, shown again, sent to the family."""

from __future__ import annotations

from bot.deeds import ForgetList, TickPaper
from bot.talk.message import Begin
from tests.support.commune import Shelves
from tests.support.reckoning import LIBRARY, Linked, Ticked, asks

LIST = "birth-registration:giay"
DONE = "☑ Căn cước của cha, mẹ"
OPEN = "☐ Căn cước của cha, mẹ"


def ticked(*keys: str) -> Ticked:
    return Ticked({LIST: frozenset(keys)})


def presses(chat) -> list[object]:
    return [button.press for reply in chat.replies for button in reply.buttons]


def test_a_list_shows_what_is_ready_and_what_is_missing():
    chat = asks("papers", LIST, ticks=ticked("to-khai"))
    chat.ended()
    chat.hears("📋 Đăng ký khai sinh", "Đã có 1, còn thiếu 2")
    assert chat.options[:3] == [
        "☐ Giấy chứng sinh (hoặc giấy làm chứng, giấy cam đoan)",
        OPEN,
        "☑ Tờ khai: xin ở xã, hoặc điền trên mạng",
    ]
    chat.does()


def test_a_press_ticks_a_paper_and_another_takes_the_tick_back():
    chat = asks("papers", f"{LIST}.can-cuoc.1")
    chat.hears("Đã có 1, còn thiếu 2")
    assert DONE in chat.options
    assert Begin("papers", f"{LIST}.can-cuoc.0") in presses(chat)
    chat.does(TickPaper(LIST, "can-cuoc", True))
    chat = asks("papers", f"{LIST}.can-cuoc.0", ticks=ticked("can-cuoc"))
    assert OPEN in chat.options
    assert Begin("papers", f"{LIST}.can-cuoc.1") in presses(chat)
    chat.does(TickPaper(LIST, "can-cuoc", False))


def test_the_same_press_twice_ticks_once():
    chat = asks("papers", f"{LIST}.can-cuoc.1", ticks=ticked("can-cuoc"))
    chat.hears("Đã có 1, còn thiếu 2")
    chat.does(TickPaper(LIST, "can-cuoc", True))


def test_with_all_papers_one_can_go():
    chat = asks("papers", f"{LIST}.to-khai.1", ticks=ticked("can-cuoc", "chung-sinh"))
    chat.hears("Đủ hết giấy tờ rồi")


def test_a_paper_that_the_list_has_no_more_is_not_kept():
    chat = asks("papers", f"{LIST}.so-ho-khau.1")
    chat.does()
    chat.hears("Đã có 0, còn thiếu 3")


def test_a_list_can_be_started_anew():
    chat = asks("papers", f"{LIST}..clear", ticks=ticked("can-cuoc"))
    chat.does(ForgetList(LIST))
    chat.hears("Đã có 0, còn thiếu 3")
    assert "Xóa dấu, làm lại từ đầu" not in chat.options


def test_it_is_sent_as_one_message_that_stands_alone():
    chat = asks("papers", f"{LIST}..text", ticks=ticked("can-cuoc"))
    first, second = chat.replies
    assert first.title == "📋 Đăng ký khai sinh"
    assert not first.buttons
    assert DONE in first.text
    assert "https://xa.example.vn/chat?start=g_birth-reg" in first.text
    assert "Nguồn: " in first.text
    assert "Bác bấm giữ" in second.text
    chat.presses("Xem lại danh sách")
    chat.hears("Đã có 1")


def test_without_a_page_there_is_no_address():
    chat = asks("papers", f"{LIST}..text", links=Linked(""))
    chat.hears_nothing_of("http", "Cách làm từng bước")


def test_it_is_sent_as_a_picture_whose_path_names_ticks_and_nobody():
    chat = asks("papers", f"{LIST}..photo", ticks=ticked("can-cuoc"))
    photo = chat.replies[0].photo
    assert photo is not None
    assert photo.path == "papers/birth-registration/giay.vi.010.png"
    assert DONE in photo.words
    assert chat.options == ["Xem lại danh sách"]


def test_a_guide_with_several_lists_asks_which():
    chat = asks("papers", "land-certificate")
    chat.hears("Bác xem danh sách nào?")
    assert chat.options == [
        "Làm sổ đỏ, sang tên, cấp lại sổ: Chuẩn bị hồ sơ (còn thiếu 5)",
        "Làm sổ đỏ, sang tên, cấp lại sổ: Chuẩn bị sang tên (còn thiếu 3)",
    ]
    chat.presses(chat.options[1])
    chat.hears("còn thiếu 3")


def test_what_is_still_missing_is_shown_for_all_lists_with_a_tick():
    land = "land-certificate:giay"
    ticks = Ticked({land: frozenset({"don"}), LIST: frozenset({"can-cuoc"})})
    chat = asks("papers", ticks=ticks)
    assert [label.rpartition(" ")[2] for label in chat.options] == ["4)", "2)"]
    chat = asks("papers", ticks=ticked("can-cuoc"))
    chat.hears("Đã có 1, còn thiếu 2")


def test_with_no_tick_yet_it_offers_the_guides_that_have_a_list():
    chat = asks("papers")
    chat.hears("chưa đánh dấu giấy tờ nào")
    assert Begin("papers", "birth-registration") in presses(chat)
    assert len(chat.options) <= 9


def test_a_list_that_is_gone_leads_to_those_that_are_there():
    for gone in ("birth-registration:mat", "nothing", "vaccination"):
        chat = asks("papers", gone, guides=Shelves())
        chat.hears("chưa đánh dấu")
        assert chat.options == ["☰ Menu"]


def test_every_list_of_the_content_can_be_ticked_through():
    for id, versions in LIBRARY.manuscripts.items():
        for step in versions["vi"].guide.steps:
            for paper in step.papers:
                list = f"{id}:{step.key}"
                chat = asks("papers", f"{list}.{paper.key}.1")
                chat.does(TickPaper(list, paper.key, True))
