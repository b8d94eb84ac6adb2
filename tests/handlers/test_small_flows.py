"""Language, help, the contact card, and announcements: stopped at a word, resumed with a yes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.deeds import GiveConsent, ResumeAnnouncements, SetLanguage, StopAnnouncements
from bot.ports import Commune, Granted, Me
from handlers import FLOWS
from tests.support import commune as town
from tests.support.conversation import Chat

QUIET = replace(town.RESIDENT, consents=frozenset({"serve"}), announcements=False)


def chat(me: Me = town.RESIDENT, language: str = "vi", commune: Commune = town.COMMUNE) -> Chat:
    ports: dict[str, object] = {
        "me": me,
        "places": town.Village(),
        "commune": commune,
        "guides": town.shelves(1),
        "languages": town.LANGUAGES,
    }
    return Chat(*FLOWS, ports=ports, language=language)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("English", "en"),
        ("tiếng anh", "en"),
        ("anh", "en"),
        ("tieng viet", "vi"),
        ("Vietnamese", "vi"),
        ("2", "en"),
        ("thứ nhất", "vi"),
        ("second", "en"),
    ],
)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_language_is_chosen_in_any_words(words: str, code: str, language: str) -> None:
    person = chat(language=language)
    person.opens("language")
    person.hears("Which language", options=["Tiếng Việt", "English"])
    person.says(words)
    person.does(SetLanguage(code))
    assert person.replies == ()  # the answer comes from the deed, in the new language


def test_a_language_may_be_named_at_once() -> None:
    person = chat()
    person.opens("language", "en")
    person.does(SetLanguage("en"))
    person.opens("language", "xx")
    person.says("tiếng Lào")
    person.outcome("rejected")


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    "me", [Me(), town.RESIDENT, Me(cadre=1, grants=(Granted(1, "cadre", town.TOP),))]
)
def test_help_is_short_for_everybody(me: Me, language: str) -> None:
    person = chat(me, language)
    person.opens("help")
    person.does()
    assert len(person.text.split()) <= 60
    assert ("Việc của cán bộ" in person.options) == (bool(me.grants) and language == "vi")
    assert ("Chọn thôn của tôi" in person.options) == (me == Me() and language == "vi")


def test_the_contact_card_says_what_the_commune_filled_in() -> None:
    person = chat()
    person.opens("officer")
    person.does()
    person.hears(
        "Gặp ai ở xã Sen Hồng",
        "Công an xã: 0200 000 000\nGiờ làm việc: 7h30–17h\nĐịa chỉ: Nhà làm việc xã",
        "Trạm y tế xã: xã chưa điền số",
        "Cập nhật ngày 01/11/2026",
        "113",
        "114",
        "115",
    )
    person.hears_nothing_of("xã mẫu", "Giờ làm việc: \n")


def test_a_made_up_commune_says_so() -> None:
    person = chat(commune=replace(town.COMMUNE, demo=True, counters=(), updated_on=None))
    person.opens("officer")
    person.hears("Xã chưa điền số điện thoại", "Đây là xã mẫu", "113 công an")
    person.hears_nothing_of("Cập nhật")


def test_stopping_needs_no_reason() -> None:
    person = chat()
    person.opens("stop")
    person.does(StopAnnouncements())
    person.hears("đã dừng", options=["Nhận lại thông báo", "☰ Menu"])


def test_stopping_twice_or_as_a_stranger_is_harmless() -> None:
    person = chat(Me())
    person.opens("stop")
    person.does(StopAnnouncements())
    person.hears("không gửi thông báo nào")


def test_resuming_needs_one_tap_for_who_had_agreed() -> None:
    person = chat(replace(town.RESIDENT, announcements=False))
    person.opens("resume")
    person.does(ResumeAnnouncements())
    person.hears("lại nhận thông báo")


@pytest.mark.parametrize("yes", ["đồng ý", "có", "1", "dong y"])
def test_resuming_asks_for_consent_where_there_is_none(yes: str) -> None:
    person = chat(QUIET)
    person.opens("resume")
    person.hears("UBND xã Sen Hồng sẽ gửi", "gõ “dừng”")
    person.says(yes)
    person.does(GiveConsent("announce", "3"), ResumeAnnouncements())


@pytest.mark.parametrize("no", ["không", "2", "thôi"])
def test_a_no_sends_nothing(no: str) -> None:
    person = chat(QUIET)
    person.opens("resume")
    person.says(no)
    person.does()
    person.hears("sẽ không gửi thông báo")


def test_resuming_what_runs_changes_nothing() -> None:
    person = chat()
    person.opens("resume")
    person.does()
    person.hears("vẫn đang nhận")


def test_a_stranger_is_led_to_the_hamlet_first() -> None:
    person = chat(Me())
    person.opens("resume")
    person.does()
    person.presses("Chọn thôn của tôi")
    person.hears("Bác ở thôn nào")
