"""Every hand, keyboard and region becomes the same standard words."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import ContentError
from content.answers import data
from content.answers.normalise import MOST_WORDS, lexicon, normalise, sentences
from content.answers.syllable import (
    bare,
    could_be,
    is_syllable,
    slips,
    spelled,
    splits,
    untyped,
)

KNOWN = lexicon((), ("hỗ trợ nhà ở", "bảo hiểm y tế", "đăng ký tạm trú", "làm giấy khai sinh"))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("đk tạm trú ở mô rứa", "đăng ký tạm trú ở đâu thế"),
        ("ĐĂNG KÝ TẠM TRÚ", "đăng ký tạm trú"),
        (unicodedata.normalize("NFD", "đăng ký"), "đăng ký"),
        ("dang ky baohiemyte hotro", "dang ky bao hiem y te ho tro"),
        ("ddawng kys tamj trus", "đăng ký tạm trú"),
        ("d9a8ng ky1", "đăng ký"),
        ("register temporary residence", "đăng ký tạm trú"),
        ("bhyt hết hạn lm lại ntn z ad", "bảo hiểm y tế hết hạn làm lại như thế nào vậy cán bộ"),
        ("làm giấy khai sinh", "làm giấy khai sinh"),
        ("làm giấy khai cho cháu", "làm giấy khai sinh cho cháu"),
        ("làm giấy khai tử", "làm giấy khai tử"),
        ("khônggggg đượccc", "không được"),
        ("hạnnn", "hạn"),
        ("hạnn", "hạn"),
        ("ởđâu", "ở đâu"),
        ("góp 500k lúc 7h", "góp 500 nghìn lúc 7 giờ"),
        ("k biết", "không biết"),
        ("1.000.000đ", "1.000.000 đ"),
        ("mức2", "mức 2"),
        ("vnied", "vneid"),
        ("facebook", "facebook"),
        ("ngihh định hiemr", "ngihh định hiểm"),
        ("khai sinhf", "khai sình"),
        ("gias tpờ", "giá tpờ"),
        ("qwrtpx", "qwrtpx"),
        ("\u200bđăng\u200f ký\u2060", "đăng ký"),
        ("😀😀", ""),
        ("", ""),
    ],
)
def test_a_message_becomes_standard_words(typed: str, meant: str) -> None:
    assert " ".join(normalise(typed, KNOWN)) == meant


def test_only_the_ends_of_an_endless_message_are_read() -> None:
    assert len(normalise("một hai " * 5_000, KNOWN)) == MOST_WORDS


def test_sentences_end_at_stops_questions_and_lines() -> None:
    assert sentences("Một. Hai?\nBa!!! … ") == ["Một", "Hai", "Ba"]


def test_a_commune_may_add_words_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "dialect.tsv").write_text("# ở đây\ntyped\tmeant\nchộ chi\tthấy gì\n", "utf-8")
    assert normalise("chộ chi", lexicon((tmp_path,))) == ("thấy", "gì")


def test_an_uneven_table_says_where(tmp_path: Path) -> None:
    (tmp_path / "dialect.tsv").write_text("typed\tmeant\n\nmột mình\n", "utf-8")
    with pytest.raises(ContentError, match=r"dialect\.tsv:3"):
        list(data.rows("dialect", (tmp_path,)))


@pytest.mark.parametrize("table", ["shorthand", "dialect", "english", "concepts", "emergency"])
def test_every_table_says_where_it_comes_from(table: str) -> None:
    assert "Source" in (data.FOLDER / f"{table}.tsv").read_text("utf-8").split("\n\n")[0]


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("dduwowcj", "được"),
        ("khoong", "không"),
        ("nuo7c1", "nước"),
        ("d9u7o7c5", "được"),
        ("tieefn", "tiền"),
        ("kys", "ký"),
        ("giuwx", "giữ"),
        ("quyf", "quỳ"),
        ("dangd", "đang"),
        ("caan", "cân"),
        ("cana", "cân"),
        ("hello", ""),
        ("chàos", ""),
        ("ab", ""),
        ("hotr", ""),
        ("123", ""),
        ("brr5", ""),
    ],
)
def test_what_a_keyboard_left_over_is_read(word: str, meant: str) -> None:
    assert untyped(word) == meant


def test_syllables_are_told_from_other_words() -> None:
    assert all(map(is_syllable, ("nghieng", "gi", "quyet", "a", "thuo", "yeu")))
    assert not any(map(is_syllable, ("dinhdanh", "q", "hello", "bcd", "")))


def test_glued_words_have_their_cuts() -> None:
    assert splits("hotro") == (("hot", "ro"), ("ho", "tro"))
    assert splits("baohiemyte")[0] == ("bao", "hiem", "y", "te")
    assert splits("facebook") == splits("bao") == splits("x" * 30) == ()


def test_what_is_typed_with_fewer_marks_may_be_meant() -> None:
    assert could_be("chay", "cháy")
    assert could_be("đuôi", "đuối")
    assert not could_be("chạy", "cháy")
    assert not could_be("dụng", "đụng")
    assert not could_be("chai", "cháy")
    assert could_be("ngả", "ngã")
    assert spelled("hoà") == spelled("hòa")
    assert bare("Đường") == "Duong"


def test_one_slip_is_one_letter() -> None:
    found = slips("chay")
    assert {"cay", "chya", "chat", "chayy", "chay"} <= found
    assert "cyha" not in found


@given(st.text(max_size=300))
def test_any_text_becomes_words_without_spaces(text: str) -> None:
    assert all(word and " " not in word for word in normalise(text, KNOWN))
