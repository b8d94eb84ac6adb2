"""A command is the whole message, so that nothing is stopped by chance."""

from __future__ import annotations

import pytest

from content.answers.command import command


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("dừng", "stop"),
        ("DỪNG NHẬN TIN!", "stop"),
        ("thôi nhận tin nhé", "stop"),
        ("dung gui tin", "stop"),
        ("STOP", "stop"),
        ("nhận tin lại", "resume"),
        ("menu", "menu"),
        ("gặp cán bộ", "officer"),
        ("cho gap can bo voi", ""),
        ("gap can bo", "officer"),
        ("dữ liệu của tôi", "me"),
        ("doi ngon ngu", "language"),
        ("bot làm được gì", "help"),
        ("dung", ""),
        ("đúng", ""),
        ("làm thế này đúng không", ""),
        ("đừng gửi nữa mà tôi chưa hỏi xong chuyện tạm trú", ""),
        ("dừng " * 50, ""),
        ("cảm ơn", ""),
        ("", ""),
        ("ạ", ""),
        ("đứng nhận tin", ""),
    ],
)
def test_a_whole_message_may_be_a_command(text: str, intent: str) -> None:
    assert command(text) == intent
