"""A claim is found in other words, other writing and another order; what denies it is not."""

from __future__ import annotations

import pytest

from content.claims import says

CLAIM = "làm|lên … mức 2|mức hai … tại nhà"


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("Bác làm luôn mức 2 ngay tại nhà.", CLAIM),
        ("BÁC LÊN MỨC HAI TẠI NHÀ", CLAIM),
        ("bac lam muc 2 tai nha", CLAIM),
        ("Đừng lo: bác làm mức 2 tại nhà.", CLAIM),
        ("Bác không sợ, làm mức 2 tại nhà.", CLAIM),
        ("Không xong. Bác làm mức 2 tại nhà.", CLAIM),
        ("Bác không làm mức 2 tại nhà mà lên mức 2 cũng tại nhà.", CLAIM),
        ("Lãi 7,92 % một năm.", "7,92"),
        ("Cho cháu 10 mg/kg nhé.", "mg/kg"),
        ("Không liên kết thì mất tiền.", "không liên kết … mất tiền"),
        ("Người_ta nói bắt buộc phải góp.", "bắt buộc phải góp"),
        ("Góp ít thì bị nêu tên.", "góp ... bị"),
    ],
)
def test_it_is_claimed(text: str, claim: str):
    assert says(text, claim)


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("Bác không làm được mức 2 tại nhà.", CLAIM),
        ("Bác không bao giờ làm mức 2 tại nhà.", CLAIM),
        ("Mức 2 làm ở công an. Tại nhà thì bác chờ tin.", CLAIM),
        ("Tại nhà bác chỉ làm mức 2 nháp.", CLAIM),
        ("Bác làm mức 20 tại nhà.", CLAIM),
        ("You cannot get level 2 at home.", "get level 2 at home"),
        ("Lãi 17,92 %.", "7,92 %"),
        ("Ai nói gì cũng được.", "…|"),
    ],
)
def test_it_is_not_claimed(text: str, claim: str):
    assert not says(text, claim)
