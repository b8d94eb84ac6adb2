"""Two questions in one message, further questions, figures, and English: our own cases."""

from __future__ import annotations

from datetime import date

import pytest

from content import library
from content.answers.answers import Answers


@pytest.fixture(scope="module")
def answers() -> Answers:
    """A matcher over everything Khéo knows, in every language."""
    return Answers(library.load().taught(date(2026, 11, 21)))


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        (
            "Làm giấy khai sinh cho cháu ở đâu? Tiền rác tháng này mấy đồng?",
            "birth-registration",
            "waste-fee",
        ),
        (
            "tiêm phòng cho bé ở trạm hôm nào, với lại thẻ bảo hiểm y tế hết hạn thì mua ở đâu",
            "vaccination",
            "health-insurance",
        ),
        (
            "Bà tôi 76 tuổi có được trợ cấp tuổi già không? Nhà dột nát có được hỗ trợ xây không?",
            "social-pension",
            "housing-support",
        ),
        (
            "dang ky tam tru o dau, tien the cho hoi lam so do mat bao lau",
            "temporary-residence",
            "land-certificate",
        ),
        (
            "Người gọi xưng công an bắt chuyển tiền là lừa à? Bão sắp vào phải chuẩn bị gì?",
            "scam-alert",
            "storm-flood",
        ),
        (
            "làm căn cước cho con 8 tuổi cần gì? nhân tiện hỏi khai sinh cho đứa út mới đẻ",
            "id-card-child",
            "birth-registration",
        ),
        (
            "Muốn ủng hộ tiền làm đường thì nộp cho ai? Chủ nhật này có dọn vệ sinh không?",
            "contribution-pledge",
            "green-sunday",
        ),
        (
            "mật ong nhà làm có được chấm sao ocop không. Vay vốn chính sách được mấy triệu",
            "ocop",
            "policy-loan",
        ),
        (
            "Trẻ mồ côi được trợ cấp bao nhiêu? Thẻ bảo hiểm y tế cho cháu xin ở đâu?",
            "social-assistance",
            "health-insurance",
        ),
        (
            "con nghiện ma túy muốn đi cai thì làm sao? Gọi cấp cứu số mấy?",
            "drug-prevention",
            "emergency-numbers",
        ),
        (
            "sáp nhập rồi giấy tờ cũ còn dùng được không? nộp hồ sơ trực tuyến ở trang nào?",
            "merged-units",
            "online-public-service",
        ),
        (
            "Lũ cuốn mất lúa xin hỗ trợ thế nào? Vay ngân hàng chính sách có được hoãn nợ không?",
            "disaster-relief",
            "policy-loan",
        ),
        ("bình chữa cháy mua loại nào? với lại tiền rác đóng cho ai", "fire-safety", "waste-fee"),
        (
            "Xét hộ nghèo tháng mấy? Người già 75 tuổi có tiền trợ cấp không?",
            "poverty-review",
            "social-pension",
        ),
        (
            "16 tuổi cưới được chưa? Khai sinh cho con khi chưa cưới làm sao?",
            "early-marriage",
            "birth-registration",
        ),
        (
            "đăng ký mô hình dân vận khéo ở đâu? Họp thôn biểu quyết cần bao nhiêu hộ?",
            "dan-van-kheo",
            "grassroots-democracy",
        ),
        (
            "cài vneid lên máy mới thế nào, tiện thể hỏi đăng ký tạm trú cho người thuê nhà",
            "vneid-activate",
            "temporary-residence",
        ),
        (
            "sổ đỏ mất xin cấp lại ở đâu? Đăng ký tài khoản định danh mức 2 phải mang gì?",
            "land-certificate",
            "vneid-register",
        ),
    ],
)
def test_both_questions_of_a_message_are_answered(
    answers: Answers, text: str, first: str, second: str
) -> None:
    finding = answers.find(text)
    assert {finding.guide, *finding.also} == {first, second}


@pytest.mark.parametrize(
    ("last", "text"),
    [
        ("birth-registration", "thế mất bao nhiêu tiền?"),
        ("birth-registration", "bao lâu thì có"),
        ("waste-fee", "còn nhà có hai người thì sao"),
        ("health-insurance", "cái thẻ ấy hết hạn thì sao"),
        ("policy-loan", "thế lãi mấy phần trăm"),
        ("policy-loan", "rồi nộp đơn ở đâu"),
        ("land-certificate", "vay mat bao lau"),
        ("land-certificate", "cần những giấy tờ gì"),
        ("vaccination", "có mất tiền không"),
        ("temporary-residence", "không khai thì có bị phạt không"),
        ("vneid-register", "làm hộ cho mẹ được không"),
        ("id-card-child", "mấy ngày thì lấy được"),
        ("social-pension", "khi nào thì được nhận"),
        ("social-assistance", "hồ sơ gồm những gì"),
        ("housing-support", "được bao nhiêu tiền"),
        ("disaster-relief", "gặp ai để khai"),
        ("ocop", "tốn bao nhiêu tiền rứa"),
        ("scam-alert", "lỡ chuyển rồi thì sao"),
        ("online-public-service", "nộp rồi bao lâu có kết quả"),
        ("merged-units", "thế có phải đổi ngay không"),
    ],
)
def test_a_further_question_is_read_with_the_guide_shown_last(
    answers: Answers, last: str, text: str
) -> None:
    assert answers.find(text, last).guide == last


@pytest.mark.parametrize(
    ("text", "guide", "words"),
    [
        ("vay hộ nghèo lãi bao nhiêu", "policy-loan", "6,24 %"),
        ("cận nghèo vay lãi suất bao nhiêu", "policy-loan", "7,488 %"),
        ("xây nhà mới được hỗ trợ bao nhiêu tiền", "housing-support", "60 triệu"),
        ("tảo hôn phạt bao nhiêu tiền", "early-marriage", "phạt"),
        ("khách ngủ lại phải báo trước mấy giờ", "temporary-residence", "23 giờ"),
    ],
)
def test_a_figure_comes_with_its_words(answers: Answers, text: str, guide: str, words: str) -> None:
    finding = answers.find(text)
    assert finding.guide == guide
    assert words in finding.passage


@pytest.mark.parametrize(
    ("text", "guide", "step"),
    [
        ("trợ cấp hưu trí xã hội mỗi tháng bao nhiêu tiền", "social-pension", "tien"),
        ("bảo hiểm y tế hộ gia đình một năm bao nhiêu tiền", "health-insurance", "tien"),
        ("làm vneid mức 2 mấy ngày có", "vneid-register", "bao-lau"),
    ],
)
def test_a_figure_in_no_clear_sentence_leads_to_its_step(
    answers: Answers, text: str, guide: str, step: str
) -> None:
    finding = answers.find(text)
    assert (finding.guide, finding.step, finding.passage) == (guide, step, "")


def test_interest_is_no_answer_to_how_much_may_be_borrowed(answers: Answers) -> None:
    finding = answers.find("học sinh sinh viên vay được bao nhiêu một tháng")
    assert (finding.guide, finding.passage) == ("policy-loan", "")


@pytest.mark.parametrize(
    ("text", "guide"),
    [
        ("lost my phone with vneid", "vneid-troubleshoot"),
        ("health insurance for my kid where", "health-insurance"),
        ("what number do I call for fire", "emergency-numbers"),
        ("is this call a scam", "scam-alert"),
        ("where do I pay the garbage fee", "waste-fee"),
    ],
)
def test_an_english_question_finds_its_guide(answers: Answers, text: str, guide: str) -> None:
    assert answers.find(text).guide == guide


@pytest.mark.parametrize("link", ["https://dichvucong.gov.vn", "www.qua-tang-le.xyz/nhan?id=3"])
def test_a_link_alone_asks_nothing(answers: Answers, link: str) -> None:
    assert answers.find(link).guide == ""
