"""Two questions in one message are told apart; one question stays whole."""

from __future__ import annotations

import pytest

from content.answers.asked import MOST, questions


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Làm khai sinh ở đâu? Tiền rác mấy đồng vậy?", 2),
        ("sổ đỏ mất xin cấp lại ở đâu, tiện thể hỏi mua thẻ bảo hiểm chỗ nào", 2),
        ("lam the cho con o dau voi lai tien rac may dong", 2),
        ("khai sinh ở đâu\nrác đổ ngày nào", 2),
        ("sổ đỏ mất xin cấp lại ở đâu và hỏi luôn tiền rác mấy đồng", 2),
        ("vợ với lại con ốm", 0),
        ("làm giấy khai sinh ở đâu và cần giấy gì", 0),
        ("lãi 6.24 phần trăm phải không bác", 0),
        ("", 0),
    ],
)
def test_a_message_is_cut_where_another_question_begins(text: str, parts: int) -> None:
    assert len(questions(text)) == parts


def test_in_a_story_only_a_question_mark_shows_a_question() -> None:
    story = "Tôi ở xóm trên. Nhà có hai ông bà. Con đi làm xa. Sổ đỏ mất thì sao? Rác đổ ở đâu?"
    assert questions(story) == ("Sổ đỏ mất thì sao?", "Rác đổ ở đâu?")
    assert questions("Tôi ở xóm trên. Nhà có hai ông bà. Con đi làm xa. Cảm ơn cán bộ.") == ()
    assert len(questions("Sổ đỏ mất thì sao? " * 9)) == MOST
