"""What the facts list as “Tránh nói” is refused in its guide, whoever writes it there."""

from __future__ import annotations

from datetime import date
from itertools import product
from pathlib import Path

import pytest

from bot.locale import use
from bot.talk.fold import fold
from content.check_words import NARROWEST, problems
from content.library import BUILT_IN, load
from content.manuscript import Manuscript, parse

TODAY = date(2026, 11, 22)
GUIDES = load([BUILT_IN]).manuscripts

# Sentences that somebody might well write, each with what must not be said.
CLAIMS: dict[str, tuple[str, ...]] = {
    "vneid-register": (
        "Bác làm được mức 2 tại nhà.",
        "Mức 2 giờ làm trên mạng cũng xong.",
        "Bác tự nâng tài khoản lên mức hai.",
        "Bác khỏi ra công an.",
    ),
    "vneid-activate": (
        "Bác tự làm mức 2 trên máy.",
        "Bác đọc mã OTP cho cán bộ làm giúp.",
        "Gửi mật khẩu cho công an xã nhé.",
    ),
    "vneid-troubleshoot": ("Bác cài VNeID mức 3.", "Bác gửi mã cho cán bộ nhé."),
    "id-card-child": ("Chứng minh 9 số vẫn dùng được.", "Ông bà đi thay lúc nào cũng được."),
    "social-security-account": (
        "Không liên kết thì mất tiền.",
        "Chưa khai tài khoản sẽ bị cắt trợ cấp.",
        "Ai không mở tài khoản thì không được nhận nữa.",
        "Bác bắt buộc phải có tài khoản.",
        "Xã không phát tiền mặt, ngừng phát tiền mặt rồi.",
    ),
    "online-public-service": (
        "Tài khoản cổng tỉnh vẫn dùng.",
        "Bác ra huyện nộp.",
        "Bác đưa mật khẩu cho người làm hộ.",
    ),
    "housing-support": (
        "Bác sẽ được 60 triệu.",
        "Năm nay xây mới vẫn là 60 triệu đồng.",
        "Sửa nhà thì xã hỗ trợ 30 triệu.",
        "Làm nhà được cấp sáu mươi triệu.",
        "Vẫn 60 triệu như cũ cho năm 2026.",
        "Nhà bác chắc chắn sẽ được.",
    ),
    "poverty-review": (
        "Nhà bác được xét rồi.",
        "Nhà bác chắc đậu, vì gia đình bác đủ điều kiện.",
        "Nhà bà Tư bị loại, gia đình ông Năm trượt.",
        "Nhà hàng xóm được mà.",
        "Nhà bên thu nhập tới 5 triệu.",
    ),
    "social-pension": (
        "Từ nay cụ nhận 3 triệu.",
        "Mỗi tháng ba triệu đồng.",
        "Cụ được hai triệu rưỡi một tháng.",
    ),
    "social-assistance": ("Mức chuẩn là 360.000 đồng.", "Bác chắc chắn được trợ cấp."),
    "health-insurance": ("Giá là 1.263.600 đồng.", "Bác được trả hết mọi chi phí."),
    "policy-loan": (
        "Lãi là 7,92 %.",
        "Bác vay qua mạng được.",
        "Bác đưa tiền gốc cho tổ trưởng là được, gốc nộp cho tổ trưởng.",
    ),
    "birth-registration": ("Bác mang sổ hộ khẩu.", "Phải có giấy kết hôn mới làm."),
    "temporary-residence": ("Bác ra công an huyện.", "Bác phải mang hợp đồng đi công chứng."),
    "land-certificate": (
        "Chủ tịch UBND xã ký sổ.",
        "Sổ do chủ tịch xã cấp.",
        "Văn phòng đăng ký đất đai mới là nơi ký.",
        "Người ký sổ là giám đốc.",
        "Bác chắc chắn được cấp sổ.",
    ),
    "vaccination": (
        "Bác cho cháu uống thuốc hạ sốt.",
        "Mỗi lần một gói thuốc 80 mg.",
        "Cháu bị viêm phổi rồi.",
        "Cháu mắc bệnh sởi.",
    ),
    "waste-fee": ("Không đóng sẽ bị cắt.", "Đốt rác cũng được."),
    "fire-safety": ("Sạc qua đêm được.", "Bác dùng nước dập điện."),
    "storm-flood": ("Ở lại giữ nhà được.", "Nước cạn thì lội qua được."),
    "disaster-relief": (
        "Bác sẽ được 40 triệu đồng.",
        "Nhà ông Ba sập hẳn nên nhận bốn mươi triệu.",
        "Xã đăng tên người nhận lên nhóm.",
        "Thôn gửi danh sách người nhận qua Zalo.",
    ),
    "scam-alert": ("Bác lấy lại được tiền.", "Bác tải VNeID mức 3."),
    "early-marriage": (
        "Em ở bản nào?",
        "Cháu ấy tên gì, bác cho biết.",
        "Bản nào hay cưới sớm thì kể.",
        "Bác nhắn tên em ấy vào đây.",
        "Gia đình đồng ý là được.",
    ),
    "drug-prevention": (
        "Bác nhắn tin tố giác cho Khéo.",
        "Bác viết tên người nghiện vào đây.",
        "Chắc chắn nó nghiện rồi.",
    ),
    "emergency-numbers": ("Bác gọi thử cho biết.",),
    "green-sunday": ("Không đi sẽ bị phạt tiền.", "Mỗi nhà không có con thứ ba."),
    "grassroots-democracy": (
        "Bình chọn trên Zalo là quyết định.",
        "Cả nhóm biểu quyết trên Zalo coi như thông qua.",
        "Nhà nào cũng thả tim trong nhóm là đủ.",
        "Quá nửa là được thu tiền.",
    ),
    "contribution-pledge": ("Nhà nào cũng phải góp.", "Thôn sẽ bêu tên."),
    "dan-van-kheo": ("Xã khoe không ai sinh con thứ 3.", "Bác gửi ban dân vận huyện."),
    "ocop": ("Huyện công nhận 3 sao.", "Sản phẩm chắc chắn đạt sao."),
    "merged-units": ("Bác phải đổi hết giấy tờ.", "Giấy tờ cũ hết giá trị."),
}

# What is right to say sounds like it: it is denied, or speaks of something else.
RIGHT: dict[str, tuple[str, ...]] = {
    "vneid-register": ("Bác không làm được mức 2 tại nhà.",),
    "vneid-troubleshoot": ("Đừng đọc mã cho công an hay ai khác.", "Không có VNeID mức 3."),
    "social-security-account": ("Bác không bắt buộc phải có tài khoản.",),
    "housing-support": ("Chương trình cũ 2024–2025: xây mới 60 triệu đồng.",),
    "early-marriage": ("Bác không phải ghi tên em nào.",),
    "fire-safety": ("Đừng tạt nước vào ổ điện.",),
    "contribution-pledge": ("Không ai bắt buộc phải góp.",),
    "merged-units": ("Bác không phải đổi lại căn cước.",),
}


def refusals(written: Manuscript) -> list[str]:
    with use("en"):
        found = [str(problem) for problem in problems(written, (NARROWEST,))]
    return [line for line in found if "must not be said" in line]


def ways(claim: str) -> list[str]:
    """The sentences that a claim with “|” and “…” stands for."""
    parts = [part.strip().split("|") for part in claim.split("…")]
    return [" so and so ".join(words) for words in product(*parts)]


def with_words(written: Manuscript, sentence: str) -> Manuscript:
    """The guide with one more sentence in its last step."""
    text = Path(written.file).read_text("utf-8").rstrip() + f"\n{sentence}\n"
    return parse(written.guide.id, written.guide.language, written.file, text, [])


def test_every_guide_is_held():
    assert set(CLAIMS) == set(GUIDES)
    assert len(CLAIMS) == 30


@pytest.mark.parametrize(
    ("id", "sentence"),
    [(id, sentence) for id, sentences in CLAIMS.items() for sentence in sentences],
)
def test_what_must_not_be_said_is_refused(id: str, sentence: str):
    written = GUIDES[id]["vi"]
    assert refusals(written) == []
    told = refusals(with_words(written, sentence))
    assert told
    assert len(told) == len(set(told))
    # In capitals and without diacritics it is the same claim.
    assert refusals(with_words(written, sentence.upper()))
    assert refusals(with_words(written, fold(sentence)))


@pytest.mark.parametrize(
    ("id", "sentence"),
    [(id, sentence) for id, sentences in RIGHT.items() for sentence in sentences],
)
def test_what_denies_it_may_be_said(id: str, sentence: str):
    assert refusals(with_words(GUIDES[id]["vi"], sentence)) == []


@pytest.mark.parametrize("id", [id for id, versions in GUIDES.items() if "en" in versions])
def test_the_english_text_is_held_to_its_own_list(id: str):
    written = GUIDES[id]["en"]
    assert refusals(written) == []
    for phrase in written.avoid:
        for words in ways(phrase):
            assert refusals(with_words(written, f"Well, {words} today.")), words
