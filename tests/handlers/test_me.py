"""What Khéo knows about a person: all of it in words, and every wish about it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.deeds import (
    AskAboutData,
    EraseMe,
    ExportMe,
    GiveConsent,
    JoinHousehold,
    MoveTo,
    Rename,
    ResumeAnnouncements,
    WithdrawConsent,
)
from bot.ports import Granted, Me, Place
from bot.talk.message import Begin, Photo
from handlers import FLOWS
from tests.support import commune as town
from tests.support.conversation import Chat

QUIET = replace(town.RESIDENT, consents=frozenset({"serve"}), announcements=False)


def chat(me: Me = town.RESIDENT, language: str = "vi", **ports: object) -> Chat:
    given: dict[str, object] = {
        "me": me,
        "places": town.Village(),
        "commune": town.COMMUNE,
        "guides": town.shelves(1),
        "languages": town.LANGUAGES,
    }
    return Chat(*FLOWS, ports=given | ports, language=language)


def test_everything_that_is_kept_is_shown_in_words() -> None:
    person = chat()
    person.opens("me")
    person.hears(
        "Thôn: Thôn Đồng Tâm",
        "Tên gọi: Hoa",
        "Mã hộ: SH-01-005",
        "Ngôn ngữ: Tiếng Việt",
        "Nhận thông báo của xã ở đây: có",
        "Giữ câu hỏi chưa có lời đáp: không",
        "mã trò chuyện",
        "Khéo không lưu số điện thoại, số căn cước",
    )
    assert len(person.options) == 7


def test_what_is_not_kept_is_shown_too() -> None:
    me = Me(resident=7, language="km", consents=frozenset({"serve", "improve"}))
    person = chat(me)
    person.opens("me")
    person.hears(
        "Thôn: chưa có", "Tên gọi: chưa có", "Mã hộ: chưa có", "Ngôn ngữ: km", "đây: không"
    )
    person.hears("lời đáp: có")


def test_a_merged_hamlet_is_shown_under_its_new_name() -> None:
    person = chat(places=town.Village((town.BEN_LOI,), old={"dt": town.BEN_LOI}))
    person.opens("me")
    person.hears("Thôn: Thôn Bến Lội")


def test_a_cadre_sees_the_role_as_well() -> None:
    grant = Granted(1, "hamlet_head", town.DONG_TAM)
    person = chat(replace(town.RESIDENT, cadre=3, grants=(grant, grant)))
    person.opens("me")
    person.hears("vai trò cán bộ ở: Thôn Đồng Tâm. Việc này do xã quản lý")
    person.opens("me", "erase")
    person.hears("Vai trò cán bộ của bác vẫn còn")


def test_nobody_is_told_that_nothing_is_kept_while_a_chat_is() -> None:
    person = chat(Me())
    person.opens("me")
    person.does()
    person.hears("chưa ghi gì về bác", "Chỉ có mã trò chuyện này", "tin gần đây")
    person.presses("Xoá cả những thứ đó")
    person.says("không")
    person.does()
    person.hears("chưa xoá gì cả")
    person.opens("me", "erase")
    person.presses("Vâng, xoá hết")
    person.does(EraseMe())
    person.opens("me")
    person.presses("Chọn thôn của tôi")
    person.hears("Bác ở thôn nào")


@pytest.mark.parametrize("words", ["Sửa thôn của tôi", "sua thon cua toi", "1", "thứ nhất", "thôn"])
def test_the_hamlet_is_corrected(words: str) -> None:
    person = chat()
    person.opens("me")
    person.says(words)
    person.says("ben loi")
    person.does(MoveTo(town.BEN_LOI.id))


def test_a_hamlet_that_is_not_listed_changes_nothing() -> None:
    person = chat()
    person.opens("me", "hamlet")
    person.presses("Không có trong danh sách")
    person.does()
    person.hears("vẫn để nguyên", "báo xã giúp")
    person.presses("Xoá hết về tôi")
    person.asks("erase")


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("bác Ba", "bác Ba"),
        ("  Nguyễn   Thị\nHoa ", "Nguyễn Thị Hoa"),
        ("Ho\u0300a", "Hòa"),
        ("Anh Ba 2", "Anh Ba 2"),
        ("\u200bHoa\u202e", "Hoa"),
        ("a" * 40, "a" * 40),
    ],
)
def test_the_name_is_corrected(words: str, name: str) -> None:
    person = chat()
    person.opens("me")
    person.says("tên")
    person.hears("gọi bác là gì", options=["Bỏ tên gọi"])
    person.says(words)
    person.does(Rename(name))


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("0912345678", "tên gọi thôi"),
        ("Hoa 0912 345 678", "tên gọi thôi"),
        ("040085001234", "tên gọi thôi"),
        ("Hoa ١٢٣", "tên gọi thôi"),
        ("😀", "bằng chữ"),
        ("...", "bằng chữ"),
        ("", "bằng chữ"),
        ("\u200b", "bằng chữ"),
        ("http://x.vn", "bằng chữ"),
        ("a@b.vn", "bằng chữ"),
        ("a" * 41, "dưới 40"),
        ("ă" * 5000, "dưới 40"),
    ],
)
def test_a_name_is_letters_on_one_line_and_no_number(words: str, reason: str) -> None:
    person = chat()
    person.opens("me", "name")
    person.says(words)
    person.hears(reason, "gọi bác là gì")
    person.asks("name")


def test_the_name_can_be_taken_back() -> None:
    person = chat()
    person.opens("me", "name")
    person.sends(Photo("x"))
    person.asks("name")
    person.presses("Bỏ tên gọi")
    person.does(Rename(""))
    person = chat(replace(town.RESIDENT, name=""))
    person.opens("me", "name")
    person.says("khong can ten")
    person.does(Rename(""))


@pytest.mark.parametrize("words", ["sh-01-005", " SH 01 005 ", "Sh-01-005."])
def test_a_household_code_is_written_any_way(words: str) -> None:
    person = chat()
    person.opens("me", "household")
    person.says(words)
    if words.endswith("."):
        person.hears("chỉ gồm chữ và số")
    else:
        person.ended()
        assert person.turn is not None
        assert person.turn.deeds == (JoinHousehold(words.strip().upper().replace(" ", "")),)


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("0912345678", "không lưu"),
        ("040 085 001 234", "không lưu"),
        ("hộ ông Ba", "chỉ gồm chữ và số"),
        ("x" * 33, "chỉ gồm chữ và số"),
        ("😀", "chỉ gồm chữ và số"),
        ("", "chỉ gồm chữ và số"),
    ],
)
def test_what_is_no_household_code_is_asked_again(words: str, reason: str) -> None:
    person = chat(replace(town.RESIDENT, household=""))
    person.opens("me", "household")
    person.says(words)
    person.hears(reason)
    person.sends(Photo("x"))
    person.hears("viết mã hộ giúp")
    person.presses("Không có mã hộ")
    person.does(JoinHousehold(""))


def test_the_household_can_be_left() -> None:
    person = chat()
    person.opens("me")
    person.says("hộ")
    person.presses("Bỏ mã hộ")
    person.does(JoinHousehold(""))


@pytest.mark.parametrize(
    ("me", "label", "deeds", "said"),
    [
        (town.RESIDENT, "Thôi nhận thông báo", (WithdrawConsent("announce"),), "rút lại đồng ý"),
        (
            QUIET,
            "Nhận thông báo của xã",
            (GiveConsent("announce", "3"), ResumeAnnouncements()),
            "từ nay bác nhận thông báo",
        ),
        (
            replace(town.RESIDENT, announcements=False),
            "Nhận thông báo của xã",
            (ResumeAnnouncements(),),
            "từ nay bác nhận thông báo",
        ),
        (QUIET, "Cho giữ câu hỏi chưa có lời đáp", (GiveConsent("improve", "3"),), "cảm ơn"),
        (
            replace(QUIET, consents=frozenset({"serve", "improve"})),
            "Đừng giữ câu hỏi của tôi",
            (WithdrawConsent("improve"),),
            "rút lại đồng ý",
        ),
    ],
)
def test_consents_are_given_and_withdrawn_one_by_one(
    me: Me, label: str, deeds: tuple[object, ...], said: str
) -> None:
    person = chat(me)
    person.opens("me")
    person.says("những điều tôi đồng ý")
    person.hears("UBND xã Sen Hồng giữ thôn của bác")
    person.presses(label)
    person.does(*deeds)
    person.hears(said)


def test_consent_to_be_served_is_withdrawn_by_erasing() -> None:
    person = chat()
    person.opens("me", "consents")
    person.presses("Đừng lưu gì về tôi nữa")
    person.presses("Vâng, xoá hết")
    person.does(EraseMe())


def test_a_copy_is_one_tap() -> None:
    person = chat()
    person.opens("me")
    person.says("bản sao")
    person.does(ExportMe())


def test_erasing_is_asked_once_more() -> None:
    person = chat()
    person.opens("me")
    person.says("xoa het ve toi")
    person.hears("xoá hẳn, không lấy lại được", options=["Vâng, xoá hết", "Không, để nguyên"])
    person.says("thôi")
    person.does()
    person.hears("chưa xoá gì cả")
    person.opens("me")
    person.presses("Xoá hết về tôi")
    person.says("có")
    person.does(EraseMe())


@pytest.mark.parametrize(
    ("number", "kind"), [("1", "correct"), ("2", "see"), ("3", "restrict"), ("4", "object")]
)
def test_other_requests_go_to_an_officer(number: str, kind: str) -> None:
    person = chat()
    person.opens("me")
    person.says("7")
    person.says(number)
    person.does(AskAboutData(kind))


@pytest.mark.parametrize("words", ["", "x" * 5000, "😀😀", "\u200b", "مرحبا", "9", "sửa"])
def test_words_that_mean_nothing_here_are_asked_again(words: str) -> None:
    person = chat()
    person.opens("me")
    person.says(words)
    person.outcome("rejected")
    person.asks("wish")


def test_who_is_erased_in_between_is_not_asked_on() -> None:
    person = chat()
    person.opens("me")
    person.ports["me"] = Me()
    person.says("1")
    person.does()
    person.hears("chưa ghi gì về bác")


def test_it_all_works_in_english() -> None:
    person = chat(language="en")
    person.opens("me")
    person.hears("Hamlet: Thôn Đồng Tâm", "Phone and ID numbers are never kept")
    person.says("export")
    person.does(ExportMe())
    person.opens("me", "erase")
    person.says("yes")
    person.does(EraseMe())
    person.opens("me", "consents")
    person.presses("Stop the announcements")
    person.presses("☰ Menu")
    assert person.led_to is None
    person.hears("What can Khéo help you with?")


def test_going_back_from_a_wish_shows_the_facts_again() -> None:
    person = chat()
    person.opens("me")
    person.presses("Sửa tên gọi")
    person.presses("⬅ Quay lại")
    person.hears("Thôn: Thôn Đồng Tâm")
    person.presses("Sửa tên gọi", old=True)
    person.asks("name")
    person.presses("✖ Thôi")
    assert person.led_to == Begin("cancel")


def test_an_unknown_place_of_the_resident_is_shown_as_it_is() -> None:
    gone = Place(77, "X", "Thôn Cũ", "hamlet")
    person = chat(replace(town.RESIDENT, hamlet=gone))
    person.opens("me")
    person.hears("Thôn: Thôn Cũ")
