"""What the facts list as “Tránh nói” is refused in its guide, whoever writes it there."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.locale import use
from content.check_words import NARROWEST, problems
from content.library import BUILT_IN, load
from content.manuscript import Manuscript, parse

TODAY = date(2026, 11, 22)
GUIDES = load([BUILT_IN]).manuscripts

# Sentences that somebody might well write, each with what must not be said.
CLAIMS: dict[str, tuple[str, ...]] = {
    "vneid-register": ("Bác làm được mức 2 tại nhà.", "Bác tự nâng lên mức 2 cũng được."),
    "vneid-activate": ("Bác tự làm mức 2 trên máy.", "Bác đọc mã cho cán bộ làm giúp."),
    "vneid-troubleshoot": ("Bác cài VNeID mức 3.", "Bác gửi mã cho cán bộ nhé."),
    "id-card-child": ("Chứng minh 9 số vẫn dùng được.", "Ông bà đi thay lúc nào cũng được."),
    "social-security-account": (
        "Không liên kết thì mất tiền.",
        "Bác bắt buộc phải có tài khoản.",
    ),
    "online-public-service": ("Tài khoản cổng tỉnh vẫn dùng.", "Bác ra huyện nộp."),
    "housing-support": ("Bác sẽ được 60 triệu.", "Sửa nhà thì sẽ được 30 triệu."),
    "poverty-review": ("Nhà bác được xét rồi.", "Nhà hàng xóm được mà."),
    "social-pension": ("Từ nay cụ nhận 3 triệu.", "Mỗi tháng ba triệu đồng."),
    "social-assistance": ("Mức chuẩn là 360.000 đồng.", "Bác chắc chắn được trợ cấp."),
    "health-insurance": ("Giá là 1.263.600 đồng.", "Bác được trả hết mọi chi phí."),
    "policy-loan": ("Lãi là 7,92 %.", "Bác vay qua mạng được."),
    "birth-registration": ("Bác mang sổ hộ khẩu.", "Phải có giấy kết hôn mới làm."),
    "temporary-residence": ("Bác ra công an huyện.", "Bác phải công chứng hợp đồng."),
    "land-certificate": ("Chủ tịch UBND xã ký sổ.", "Bác chắc chắn được cấp sổ."),
    "vaccination": ("Bác cho cháu uống thuốc hạ sốt.", "Cháu bị bệnh rồi."),
    "waste-fee": ("Không đóng sẽ bị cắt.", "Đốt rác cũng được."),
    "fire-safety": ("Sạc qua đêm được.", "Bác dùng nước dập điện."),
    "storm-flood": ("Ở lại giữ nhà được.", "Nước cạn thì lội qua được."),
    "disaster-relief": ("Bác sẽ được 40 triệu đồng.", "Xã đăng tên người nhận lên nhóm."),
    "scam-alert": ("Bác lấy lại được tiền.", "Bác tải VNeID mức 3."),
    "early-marriage": ("Em ở bản nào?", "Gia đình đồng ý là được."),
    "drug-prevention": ("Bác nhắn tin tố giác cho Khéo.", "Chắc chắn nó nghiện rồi."),
    "emergency-numbers": ("Bác gọi thử cho biết.",),
    "green-sunday": ("Không đi sẽ bị phạt.", "Mỗi nhà không sinh con thứ ba."),
    "grassroots-democracy": (
        "Bình chọn trên Zalo là quyết định.",
        "Quá nửa là được thu tiền.",
    ),
    "contribution-pledge": ("Nhà nào cũng phải góp.", "Thôn sẽ bêu tên."),
    "dan-van-kheo": ("Xã không sinh con thứ 3.", "Bác gửi ban dân vận huyện."),
    "ocop": ("Huyện công nhận 3 sao.", "Sản phẩm chắc chắn đạt sao."),
    "merged-units": ("Bác phải đổi hết giấy tờ.", "Giấy tờ cũ hết giá trị."),
}  # fmt: skip


def refusals(written: Manuscript) -> list[str]:
    with use("en"):
        found = [str(problem) for problem in problems(written, (NARROWEST,))]
    return [line for line in found if "must not be said" in line]


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
    assert len(refusals(with_words(written, sentence))) == 1
    # Without diacritics it is the same claim.
    assert len(refusals(with_words(written, sentence.upper()))) == 1


@pytest.mark.parametrize("id", [id for id, versions in GUIDES.items() if "en" in versions])
def test_the_english_text_is_held_to_its_own_list(id: str):
    written = GUIDES[id]["en"]
    assert refusals(written) == []
    for phrase in written.avoid:
        assert len(refusals(with_words(written, f"Well, {phrase} today."))) == 1, phrase
