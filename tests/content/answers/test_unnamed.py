"""What is kept of a question names nobody, as far as can be told from the words."""

from __future__ import annotations

import pytest

from content.answers.unnamed import unnamed


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Ông Nguyễn Văn Ba số 0912345678 xin giấy gì", "Ông ••• số ••• xin giấy gì"),
        ("cccd 040085001234 của tôi hỏng", "cccd ••• của tôi hỏng"),
        ("nhà chị Trần Thu Hà nuôi lợn hôi quá", "nhà chị ••• nuôi lợn hôi quá"),
        ("lê thị nở có hộ nghèo không", "••• có hộ nghèo không"),
        ("pham van dong di dau roi", "••• di dau roi"),
        ("ông Hồ Bá Đạt ở đâu", "ông ••• ở đâu"),
        ("Tôi tên là Hoa, hỏi chợ Sen họp ngày nào", "Tôi tên là •••, hỏi chợ Sen họp ngày nào"),
        ("gửi vào hoa.sen@gmail.com được không", "gửi vào ••• được không"),
        ("xem ở https://vi.du/abc?x=1 nhé", "xem ở ••• nhé"),
    ],
)
def test_names_numbers_and_addresses_are_masked(text: str, kept: str) -> None:
    assert unnamed(text) == kept


@pytest.mark.parametrize(
    "text",
    [
        "Đường Trần Phú bao giờ sửa",
        "trường Lê Lợi tuyển sinh khi nào",
        "Hồ Đập Sen có cho câu cá không",
        "Cao Sơn bao giờ có điện",
        "đào ao cần giấy phép không",
        "tên công trình là gì",
        "nhà văn hóa cho mượn rạp không",
        "góp 500.000đ làm đường",
        "Nguyễn, hỏi",
    ],
)
def test_places_and_words_that_look_like_names_stay(text: str) -> None:
    assert unnamed(text) == text
