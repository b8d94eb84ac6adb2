"""What must never be kept is masked, and what people need to say survives."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.answers.scrub import MASK, scrub


@pytest.mark.parametrize(
    ("text", "clean", "kinds"),
    [
        ("cccd của tôi 040085001234", "cccd của tôi •••", ("id",)),
        ("số 040 085 001 234 nhé", "số ••• nhé", ("id",)),
        ("186.123.456 cmnd", "••• cmnd", ("id",)),
        ("CMT 186123456", "CMT •••", ("id",)),
        ("040085001234", "•••", ("id",)),
        ("gọi em 0912345678", "gọi em •••", ("phone",)),
        ("0912 345 678", "•••", ("phone",)),
        ("zalo +84 912.345.678", "zalo •••", ("phone",)),
        ("84912345678", "•••", ("phone",)),
        ("sđt 02383 844 123", "sđt •••", ("phone",)),
        ("084912345", "•••", ("id",)),
        ("OTP là 482913", "OTP là •••", ("code",)),
        ("ma xac nhan cua toi la 4829", "ma xac nhan cua toi la •••", ("code",)),
        ("otp 1 2 3 4 5 6", "otp •••", ("code",)),
        ("482913", "•••", ("code",)),
        (" 482 913 ", "•••", ("code",)),
        ("482913 là mã otp", "••• là mã otp", ("code",)),
        ("482913 mã otp của tôi nè", "••• mã otp của tôi nè", ("code",)),
        ("mã 123456", "mã •••", ("code",)),
        ("passcode 112233", "passcode •••", ("code",)),
        ("mã 6 số của tôi là 112233", "mã 6 số của tôi là •••", ("code",)),
        ("ma sau so 112233", "ma sau so •••", ("code",)),
        ("mật khẩu là Abc@1234", "mật khẩu là •••", ("password",)),
        ("mk: hoa123", "mk: •••", ("password",)),
        ("mật khẩu vneid là Hoa@1990 nhé", "mật khẩu vneid là ••• nhé", ("password",)),
        ("stk 19035678912345 tech", "stk ••• tech", ("account",)),
        ("thẻ atm 9704 1234 5678 9012", "thẻ atm •••", ("account",)),
        ("9704123456789012", "•••", ("account",)),
        ("İİ 040085001234 ß", "İİ ••• ß", ("id",)),
        ("0912345678 hay 0987654321", "••• hay •••", ("phone",)),
        ("0912345678, otp 482913", "•••, otp •••", ("phone", "code")),
    ],
)
def test_what_nobody_should_paste_is_masked(text: str, clean: str, kinds: tuple[str, ...]) -> None:
    assert scrub(text) == (clean, kinds)


@pytest.mark.parametrize(
    "text",
    [
        "góp 1.000.000đ",
        "góp 1 000 000 đồng",
        "500000",
        "500 000",
        "tôi góp 500000",
        "200000000",
        "100000000 đồng",
        "123456789 đồng",
        "1.366.200; 956.340",
        "ngày 21/11/2026",
        "21-11-2026",
        "2026-11-21",
        "năm 2025-2026",
        "mã 2026",
        "quên mật khẩu từ năm 2025",
        "gọi 113 114 115",
        "tổng đài 1900.0368 hay 1900 9068",
        "0769.04.04.04",
        "156/5656",
        "số nhà 1234",
        "thửa 123456 tờ 12",
        "hồ sơ 000.12.34.H56-260101-0001",
        "mã số thuế 2900123456",
        "mật khẩu là gì",
        "mật khẩu là sao",
        "mật khẩu là không nhớ",
        "quên mật khẩu 5 lần",
        "passcode 6 số",
        "quên mã 6 số, gõ sai 5 lần",
        "mã otp 50000đ",
        "lúc 1530 xác thực khuôn mặt không được",
        "stk 12345",
        "",
    ],
)
def test_amounts_dates_and_emergency_numbers_survive(text: str) -> None:
    assert scrub(text) == (text, ())


@given(st.text(max_size=300))
def test_any_text_is_scrubbed_and_scrubbing_again_changes_nothing(text: str) -> None:
    clean, kinds = scrub(text)
    assert scrub(clean).text == clean
    assert bool(kinds) == (MASK in clean) or MASK in text


@given(st.integers(10**8, 10**9 - 1), st.sampled_from(["{}", "tôi {}", "cccd 0{}", "số {} ạ"]))
def test_no_mobile_number_survives_in_any_sentence(rest: int, frame: str) -> None:
    digits = f"0{rest}"
    assert digits not in scrub(frame.format(digits)).text


def test_years_in_a_row_are_no_identity_number() -> None:
    assert scrub("khám tuyển năm 2025 2026 2027").kinds == ()
    assert scrub("stk 2025 2026 2027").kinds == ("account",)
