"""The reading script: figures, dates, hours and abbreviations in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.spoken import spoken
from bot.spoken_words import digits, number

NUMBERS = (
    (0, "không"),
    (5, "năm"),
    (10, "mười"),
    (11, "mười một"),
    (15, "mười lăm"),
    (21, "hai mươi mốt"),
    (24, "hai mươi tư"),
    (55, "năm mươi lăm"),
    (100, "một trăm"),
    (105, "một trăm linh năm"),
    (110, "một trăm mười"),
    (999, "chín trăm chín mươi chín"),
    (1000, "một nghìn"),
    (1005, "một nghìn không trăm linh năm"),
    (2026, "hai nghìn không trăm hai mươi sáu"),
    (1_500_000, "một triệu năm trăm nghìn"),
    (1_000_001, "một triệu không trăm linh một"),
    (1_000_000_000, "một tỷ"),
    (2_000_000_015, "hai tỷ không trăm mười lăm"),
)
TEXTS = (
    ("Họp 19h30", "Họp mười chín giờ ba mươi phút"),
    ("Họp 7h sáng mai", "Họp bảy giờ sáng mai"),
    ("lúc 07:00", "lúc bảy giờ"),
    ("14 giờ 15 phút", "mười bốn giờ mười lăm phút"),
    (
        "ngày 23/11/2026",
        "ngày hai mươi ba tháng mười một năm hai nghìn không trăm hai mươi sáu",
    ),
    ("sáng 5/4", "sáng ngày mùng năm tháng tư"),
    ("mùng 3/2", "mùng ba tháng hai"),
    (
        "từ 15/11 - 20/11",
        "từ ngày mười lăm tháng mười một đến ngày hai mươi tháng mười một",
    ),
    ("gọi 1900 1009", "gọi một chín, không không một, không không chín"),
    ("LH 18001008.", "liên hệ một tám, không không một, không không tám."),
    ("T2-T6", "thứ hai đến thứ sáu"),
    ("1.500.000đ/hộ", "một triệu năm trăm nghìn đồng một hộ"),
    ("12.000 đồng/kg", "mười hai nghìn đồng một ki lô gam"),
    ("trên QL1A", "trên quốc lộ một A"),
    ("TP.HCM", "Thành phố Hồ Chí Minh"),
    ("20-25/11", "ngày hai mươi đến ngày hai mươi lăm tháng mười một"),
    (
        "01.12.2026",
        "ngày mùng một tháng mười hai năm hai nghìn không trăm hai mươi sáu",
    ),
    ("tháng 4", "tháng tư"),
    ("tháng 12/2026", "tháng mười hai năm hai nghìn không trăm hai mươi sáu"),
    ("từ 7h-9h", "từ bảy giờ đến chín giờ"),
    ("1.500.000đ", "một triệu năm trăm nghìn đồng"),
    ("50k một hộ", "năm mươi nghìn đồng một hộ"),
    ("2,5 ha", "hai phẩy năm héc ta"),
    ("đạt 95%", "đạt chín mươi lăm phần trăm"),
    ("120 m²", "một trăm hai mươi mét vuông"),
    ("thứ 4", "thứ tư"),
    ("T6", "thứ sáu"),
    ("chiều CN", "chiều chủ nhật"),
    ("gọi 0912 345 678", "gọi không, chín một hai, ba bốn năm, sáu bảy tám"),
    ("UBND xã", "Uỷ ban nhân dân xã"),
    (
        "Số 12/QĐ-UBND",
        "Số mười hai, quyết định, Uỷ ban nhân dân",
    ),
    (
        "154/2025/NĐ-CP",
        "một trăm năm mươi tư năm hai nghìn không trăm hai mươi lăm, nghị định, Chính phủ",
    ),
    ("Mang CCCD và thẻ BHYT", "Mang căn cước công dân và thẻ bảo hiểm y tế"),
    ("nhà A5", "nhà A năm"),
    ("xem https://xa.example/h/TM01", "xem địa chỉ ghi trên bảng tin"),
    ("40/13", "bốn mươi trên mười ba"),
    ("mùng 12/2", "ngày mười hai tháng hai"),
    ("tháng 13", "tháng mười ba"),
    ("30:99", "ba mươi:chín mươi chín"),
    ("mã 007", "mã không không bảy"),
    ("5–7 người", "năm đến bảy người"),
)


@pytest.mark.parametrize(("value", "words"), NUMBERS)
def test_a_number_is_read_as_people_read_it(value: int, words: str) -> None:
    assert number(value) == words


@pytest.mark.parametrize(("text", "words"), TEXTS)
def test_a_text_is_read_without_figures(text: str, words: str) -> None:
    assert spoken(text) == words


def test_a_code_is_read_figure_by_figure() -> None:
    assert digits("0905") == "không chín không năm"


PIECES = st.sampled_from(
    [
        "ngày ",
        "tháng ",
        "mùng ",
        "/",
        "-",
        ":",
        "h",
        ".",
        ",",
        " ",
        "đ",
        "k",
        "%",
        "UBND",
        "T",
        "+84",
    ]
)


@given(st.text(max_size=60))
def test_no_figure_of_any_script_is_left(text: str) -> None:
    assert not any(sign.isdigit() for sign in spoken(text))


@given(st.lists(st.one_of(PIECES, st.integers(0, 10**18).map(str)), max_size=14).map("".join))
def test_no_figure_is_left_of_anything_that_looks_like_a_date_or_a_sum(text: str) -> None:
    assert not any(sign.isdigit() for sign in spoken(text))


@given(st.integers(0, 10**14))
def test_every_number_has_words_of_its_own(value: int) -> None:
    assert number(value) != number(value + 1)
    assert number(value).split()
