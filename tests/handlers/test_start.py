"""Who and where, in two taps, and nothing kept without a yes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.deeds import Enrol, MoveTo
from bot.ports import Me, Place
from bot.talk.message import Begin, Contact, Location, Photo, Unsupported, Voice
from handlers import FLOWS
from tests.support import commune as town
from tests.support.conversation import Chat

YES, BOTH, NO = "Đồng ý", "Đồng ý, và nhận thông báo của xã", "Không đồng ý"


def chat(language: str = "vi", **ports: object) -> Chat:
    return Chat(
        *FLOWS,
        ports={
            "me": Me(language=language),
            "places": town.Village(),
            "commune": town.COMMUNE,
            "guides": town.shelves(2, 2),
            "languages": town.LANGUAGES,
        }
        | ports,
        language=language,
    )


def enrolled(place: Place, *purposes: str) -> Enrol:
    return Enrol(place.id, purposes, "3")


def test_a_link_with_a_hamlet_code_takes_two_taps() -> None:
    person = chat()
    person.opens("start", "h_DT")
    person.hears(
        "Đây là Khéo", "Bác ở Thôn Đồng Tâm, đúng không ạ?", options=["Đúng rồi", "Tôi ở thôn khác"]
    )
    person.presses("Đúng rồi")
    person.hears("Ai giữ: UBND xã Sen Hồng", "24 tháng", "đồng ý", options=[YES, BOTH, NO])
    person.presses(YES)
    person.does(enrolled(town.DONG_TAM, "serve"))
    person.hears("Bác ở Thôn Đồng Tâm", "không gửi thông báo", "nhắn câu hỏi")
    assert person.options[:2] == ["Kệ a", "Kệ b"]


def test_announcements_are_agreed_to_separately() -> None:
    person = chat()
    person.opens("start", "h_dt")
    person.presses("Đúng rồi")
    person.presses(BOTH)
    person.does(enrolled(town.DONG_TAM, "serve", "announce"))
    person.hears("sẽ nhận thông báo")


def test_without_a_yes_nothing_is_kept_and_everything_else_works() -> None:
    person = chat()
    person.opens("start", "h_DT")
    person.presses("Đúng rồi")
    person.presses(NO)
    person.does()
    person.hears("không ghi gì về bác", "vẫn hỏi")
    assert "☰ Menu" not in person.options
    assert "Kệ a" in person.options


def test_the_notice_fits_on_one_screen() -> None:
    person = chat()
    person.opens("start", "h_DT")
    person.presses("Đúng rồi")
    assert len(person.text.split()) <= 90
    assert len(person.text) <= 500


@pytest.mark.parametrize(
    "words", ["đồng ý", "dong y", "ĐỒNG Ý", "Đồng ý", "1", "một", "thứ nhất", "có", "dạ", "ok"]
)
def test_a_typed_yes_agrees_to_the_least(words: str) -> None:
    person = chat()
    person.opens("start", "h_DT")
    person.says("dung roi")
    person.says(words)
    person.does(enrolled(town.DONG_TAM, "serve"))


@pytest.mark.parametrize(
    "words", ["2", "cái thứ hai", "dong y va nhan thong bao cua xa", "nhận thông báo"]
)
def test_announcements_can_be_agreed_to_in_words_and_numbers(words: str) -> None:
    person = chat()
    person.opens("start", "h_DT")
    person.says("đúng")
    person.says(words)
    person.does(enrolled(town.DONG_TAM, "serve", "announce"))


@pytest.mark.parametrize("words", ["không", "khong dong y", "3", "thôi"])
def test_a_typed_no_is_a_no(words: str) -> None:
    person = chat()
    person.opens("start", "h_DT")
    person.says("1")
    person.says(words)
    person.does()


@pytest.mark.parametrize(
    "words",
    [
        "",
        "để tôi hỏi con đã",
        "không biết nữa, đồng ý có sao không",
        "5",
        "👍",
        "\u200b",
        "x" * 5000,
        "مرحبا",
    ],
)
def test_what_is_no_clear_yes_is_no_consent(words: str) -> None:
    person = chat()
    person.opens("start", "h_DT")
    person.says("đúng")
    person.says(words)
    person.outcome("rejected")
    person.asks("consent")


@pytest.mark.parametrize(
    "content", [Photo("x"), Voice("x"), Unsupported("sticker"), Location(), Contact(own=True)]
)
def test_pictures_and_recordings_are_no_consent_and_no_hamlet(content: object) -> None:
    person = chat()
    person.opens("start")
    person.sends(content)  # type: ignore[arg-type]
    person.asks("hamlet")
    person.presses("Xóm 5")
    person.sends(content)  # type: ignore[arg-type]
    person.asks("consent")


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("Thôn Đồng Tâm", town.DONG_TAM),
        ("dong tam", town.DONG_TAM),
        ("xom dong tam", town.DONG_TAM),
        ("ĐỒNG TÂM", town.DONG_TAM),
        ("xom con", town.DONG_TAM),  # its old name
        ("Đô\u0300ng Tâm", town.DONG_TAM),  # NFD
        ("bến lội", town.BEN_LOI),
        ("thon ben loi", town.BEN_LOI),
        ("xóm 5", town.XOM_5),
        ("thon 5", town.XOM_5),
        ("xom5", town.XOM_5),
        ("1", town.XOM_5),  # numbered hamlets stand first
        ("thứ hai", town.BEN_LOI),
        ("3", town.DONG_TAM),
    ],
)
def test_a_hamlet_is_named_in_the_writers_own_spelling(words: str, place: Place) -> None:
    person = chat()
    person.opens("start")
    person.hears("thôn nào", options=["Xóm 5", "Thôn Bến Lội", "Thôn Đồng Tâm", "Tôi ở nơi khác"])
    person.says(words)
    person.hears(f"Bác ở {place.name}")
    person.says("1")
    person.does(enrolled(place, "serve"))


@pytest.mark.parametrize(
    "words", ["", "Hà Nội", "thôn", "😀", "\u202eabc", "\u200b\u200d", "a" * 5000, "9"]
)
def test_words_that_name_no_hamlet_are_asked_again(words: str) -> None:
    person = chat()
    person.opens("start")
    person.says(words)
    person.outcome("rejected")
    person.asks("hamlet")


def test_another_hamlet_than_the_links_can_be_chosen() -> None:
    person = chat()
    person.opens("start", "h_DT")
    person.presses("Tôi ở thôn khác")
    person.presses("Xóm 5")
    person.presses("⬅ Quay lại")
    person.presses("Thôn Bến Lội")
    person.presses(YES)
    person.does(enrolled(town.BEN_LOI, "serve"))


def test_an_unknown_code_is_said_and_the_list_follows() -> None:
    person = chat()
    person.opens("start", "h_nowhere")
    person.hears("mã thôn trong đường dẫn này Khéo không thấy", "Bác ở thôn nào")
    person.presses("Xóm 5")
    person.hears_nothing_of("đường dẫn")


@pytest.mark.parametrize("argument", ["", "group", "x_1", "h_SH"])
def test_a_link_to_no_hamlet_asks_for_one(argument: str) -> None:
    person = chat()
    person.opens("start", argument)
    person.asks("hamlet")


def test_the_code_of_a_merged_hamlet_leads_to_what_it_became() -> None:
    person = chat(places=town.Village(old={"cu": town.BEN_LOI}))
    person.opens("start", "h_cu")
    person.hears("Bác ở Thôn Bến Lội, đúng không ạ?")


def test_people_from_elsewhere_may_ask_all_the_same() -> None:
    person = chat()
    person.opens("start")
    person.presses("Tôi ở nơi khác")
    person.does()
    person.hears("vẫn hỏi", "không ghi gì về bác")


def test_a_commune_without_hamlets_says_so() -> None:
    person = chat(places=town.Village(()))
    person.opens("start")
    person.does()
    person.hears("Danh sách thôn chưa có")


def test_a_hamlet_that_goes_away_in_between_is_asked_again() -> None:
    person = chat()
    person.opens("start")
    person.presses("Xóm 5")
    person.ports["places"] = town.Village((town.DONG_TAM, town.BEN_LOI))
    person.presses(YES)
    person.hears("nay không còn nữa", "Bác ở thôn nào")


def test_many_hamlets_are_asked_for_by_name() -> None:
    person = chat(places=town.Village([*town.many_hamlets(20), town.DONG_TAM]))
    person.opens("start")
    person.hears("viết tên thôn", options=["Xem danh sách"])
    person.says("tôi ở thôn 14")
    person.hears("Bác ở Thôn 14")


@pytest.mark.parametrize(
    "words", ["7", "xom 7", "xóm7", "thôn 7", "nhà ở thôn 7", "T07", "i live in hamlet 7", "bản 7"]
)
def test_a_number_is_a_hamlets_own_where_no_list_stands(words: str) -> None:
    person = chat(places=town.Village(town.many_hamlets(20)))
    person.opens("start")
    person.says(words)
    person.hears("Bác ở Thôn 7")


@pytest.mark.parametrize(
    "words", ["dong tan", "đồng tâm", "dong t", "xom dong tam", "đồng tâm xã sen hồng"]
)
def test_a_slip_of_the_pen_is_understood(words: str) -> None:
    person = chat(places=town.Village([*town.many_hamlets(20), town.DONG_TAM]))
    person.opens("start")
    person.says(words)
    person.hears("Bác ở Thôn Đồng Tâm")


def test_several_that_fit_are_offered() -> None:
    south = Place(51, "NS", "Thôn Nam Sơn", "hamlet")
    north = Place(52, "BS", "Thôn Bắc Sơn", "hamlet")
    person = chat(places=town.Village([*town.many_hamlets(20), south, north]))
    person.opens("start")
    person.says("sơn")
    person.hears("thôn nào trong", options=["Thôn Bắc Sơn", "Thôn Nam Sơn", "Tôi ở nơi khác"])
    person.says("bac son")
    person.hears("Bác ở Thôn Bắc Sơn")


def test_the_whole_list_can_be_seen() -> None:
    person = chat(places=town.Village(town.many_hamlets(20)))
    person.opens("start")
    person.says("xem danh sach")
    assert person.options == [*(f"Thôn {n}" for n in range(1, 21)), "Tôi ở nơi khác"]
    person.says("10")
    person.hears("Bác ở Thôn 10")


@pytest.mark.parametrize("words", ["", "Hà Nội", "😀", "\u200b", "thôn 21", "x" * 5000])
def test_a_name_that_nobody_knows_is_asked_again(words: str) -> None:
    person = chat(places=town.Village(town.many_hamlets(20)))
    person.opens("start")
    person.says(words)
    person.hears("không có thôn tên ấy", "Xem danh sách")
    person.sends(Photo("x"))
    person.hears("viết tên thôn giúp")


def test_found_hamlets_that_all_went_away_are_asked_again() -> None:
    person = chat(places=town.Village([*town.many_hamlets(20), town.DONG_TAM]))
    person.opens("start")
    person.says("dong tam")
    person.ports["places"] = town.Village(town.many_hamlets(20))
    person.says("1")
    person.hears("nay không còn nữa")
    person.asks("named")


def test_hamlets_of_one_name_are_told_apart() -> None:
    one = Place(61, "A5", "Xóm 5", "hamlet", ("Xóm 5 Sen",))
    two = Place(62, "B5", "Xóm 5", "hamlet")
    person = chat(places=town.Village((one, two)))
    person.opens("start")
    assert person.options[:2] == ["Xóm 5 (Xóm 5 Sen)", "Xóm 5 (B5)"]
    person.says("xom 5")
    person.outcome("rejected")
    person.says("b5")
    person.says("1")
    person.does(enrolled(two, "serve"))


def test_who_is_on_record_is_greeted_by_name() -> None:
    person = chat(me=town.RESIDENT)
    person.opens("start")
    person.does()
    person.hears("chào bác Hoa", "Bác đang ở Thôn Đồng Tâm")
    person.presses("Sửa thôn của tôi")
    person.asks("hamlet")


def test_who_gave_no_name_is_greeted_too() -> None:
    person = chat(me=replace(town.RESIDENT, name="", hamlet=None))
    person.opens("start", "h_DT")
    person.hears("chào bác!", "chưa ghi bác ở thôn nào")


def test_another_hamlets_link_asks_before_anything_changes() -> None:
    person = chat(me=town.RESIDENT)
    person.opens("start", "h_BL")
    person.hears("Đổi sang Thôn Bến Lội")
    person.presses("Vâng, đổi lại")
    person.does(MoveTo(town.BEN_LOI.id))
    person.opens("start", "h_BL")
    person.says("không")
    person.does()
    person.hears("vẫn để nguyên")


def test_the_own_hamlets_link_only_greets() -> None:
    person = chat(me=town.RESIDENT)
    person.opens("start", "h_DT")
    person.does()
    person.hears("chào bác Hoa")


def test_it_all_works_in_english() -> None:
    person = chat("en")
    person.opens("start", "h_DT")
    person.hears("You are in Thôn Đồng Tâm, is that right?")
    person.says("yes")
    person.hears("Who keeps it: UBND xã Sen Hồng", "Do you agree?")
    person.says("i agree")
    person.does(enrolled(town.DONG_TAM, "serve"))
    person.hears("Done: you are in Thôn Đồng Tâm.")
    assert person.led_to is None
    person.presses("☎ Talk to an officer")
    person.hears("Whom to ask in xã Sen Hồng")


def test_stopping_keeps_nothing() -> None:
    person = chat()
    person.opens("start")
    person.presses("✖ Thôi")
    person.ended()
    assert person.led_to == Begin("cancel")
