"""The right guide for a question, three when in doubt, none when there is none."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ports import Guide
from content import library
from content.answers.answers import Answers
from content.answers.batch import batch
from content.answers.lessons import WALKED


@pytest.fixture(scope="module")
def answers() -> Answers:
    """A matcher over everything Khéo knows."""
    return Answers(library.load().guides("vi", date(2026, 11, 21)))


def guide(id: str, title: str, *questions: str) -> Guide:
    """A guide with nothing but what a matcher reads."""
    day = date(2026, 11, 21)
    return Guide(id, "vi", title, "", (), (), day, day, "xã", questions)


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("có người gọi tới xưng công an bắt chuyển tiền", "scam-alert"),
        ("quen passcode vneid r lm s", "vneid-troubleshoot"),
        ("lmà khai sinh cho cháu nội cần giấy tờ gì", "birth-registration"),
        ("choa mần nhà cho hộ nghèo thì được mấy đồng", "housing-support"),
        ("tiền rác tháng ni mấy đồng", "waste-fee"),
        ("sổ đỏ mất rồi xin cấp lại", "land-certificate"),
        (
            "Chào cán bộ, tôi ở xóm 2, năm nay gần bảy mươi. Đường xa nên ít lên xã. "
            "Con cái đi làm xa cả. Tôi muốn hỏi thẻ bảo hiểm y tế hết hạn "
            "thì mua lại ở đâu. Cảm ơn cán bộ.",
            "health-insurance",
        ),
    ],
)
def test_a_question_in_any_mouth_finds_its_guide(answers: Answers, text: str, id: str) -> None:
    finding = answers.find(text)
    assert finding.guide == id, answers.explain(text)
    assert finding.candidates[0] == id
    assert finding.score > 0.8


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("cho tôi gặp cán bộ với", "officer"),
        ("xin chào", "greeting"),
        ("cảm ơn nhiều nhé", "thanks"),
        ("muốn phản ánh đường làng hỏng", "report"),
        ("thôi đừng nhắn nữa", "stop"),
        ("giá vàng hôm nay bao nhiêu", "other"),
        ("đồ ngu", "abuse"),
    ],
)
def test_what_is_no_question_for_a_guide_has_its_own_reply(
    answers: Answers, text: str, intent: str
) -> None:
    finding = answers.find(text)
    assert (finding.guide, finding.candidates, finding.intent) == ("", (), intent)


@pytest.mark.parametrize("text", ["", "   ", "😀🎉", "qwrtp zxcv", "...", "\u200b"])
def test_what_says_nothing_finds_nothing(answers: Answers, text: str) -> None:
    assert answers.find(text).guide == ""


def test_a_vague_question_offers_at_most_three(answers: Answers) -> None:
    finding = answers.find("trợ cấp")
    assert finding.guide == ""
    assert 1 <= len(finding.candidates) <= 3
    assert "social-assistance" in finding.candidates


def test_danger_is_named_beside_what_was_found(answers: Answers) -> None:
    finding = answers.find("nhà tôi đang cháy, cứu với")
    assert finding.emergency == "fire"
    assert finding.intent == ""


@pytest.mark.parametrize(
    "text", ["thế mất bao nhiêu tiền?", "rồi cần giấy tờ gì", "cai do mat bao lau"]
)
def test_a_short_question_asks_on_about_the_guide_shown_last(answers: Answers, text: str) -> None:
    assert answers.find(text).guide != "birth-registration"
    finding = answers.find(text, last="birth-registration")
    assert finding.guide == "birth-registration"
    assert finding.candidates[0] == "birth-registration"


@pytest.mark.parametrize(
    "text",
    [
        "vneid quên mật khẩu thì sao",
        "cảm ơn nhé",
        "tôi đã hỏi ông trưởng thôn mấy lần rồi mà ông ấy bảo là không biết chuyện đó",
        "ok",
    ],
)
def test_a_new_matter_is_not_read_with_the_last_guide(answers: Answers, text: str) -> None:
    assert answers.find(text, last="birth-registration").guide != "birth-registration"


@pytest.mark.parametrize(
    "text", ["con bao lau?", "cần giấy gì", "the mat bao nhieu tien?", "rồi sao"]
)
def test_asking_on_after_nothing_is_asking_about_what(answers: Answers, text: str) -> None:
    finding = answers.find(text)
    assert (finding.guide, finding.intent) == ("", "which")
    assert answers.find(text, "birth-registration").intent != "which"


def test_a_word_of_several_titles_offers_them_all(answers: Answers) -> None:
    assert set(answers.find("vneid").candidates) == {
        "vneid-activate", "vneid-register", "vneid-troubleshoot",
    }  # fmt: skip


@pytest.mark.parametrize("text", ["làm giấy khai tử", "mẹ tôi mất rồi, khai tử ở đâu"])
def test_a_death_is_not_registered_as_a_birth(answers: Answers, text: str) -> None:
    assert answers.find(text).guide == ""


def test_an_unknown_last_guide_is_ignored(answers: Answers) -> None:
    assert answers.find("thế mất bao nhiêu tiền", last="gone").guide == ""


def test_an_explanation_names_the_words_that_spoke(answers: Answers) -> None:
    told = answers.explain("quên passcode vneid, nhà đang cháy")
    assert told.words[:2] == ("quên", "passcode")
    assert ("w:vneid", "vneid-troubleshoot") in [(one.feature, one.topic) for one in told.reasons]
    assert ("lean w:vneid", "vneid-troubleshoot") in [(o.feature, o.topic) for o in told.reasons]
    assert told.finding.emergency == "fire"
    assert any(sign.startswith("fire") for sign in told.signs)
    assert len(told.chances) == 5


def test_the_same_guides_always_make_the_same_matcher() -> None:
    guides = [
        guide("mot", "Xin cấp giấy đi bè", "xin giấy đi bè ở đâu", "làm giấy bè"),
        guide("hai", "Thuê máy gặt lúa", "thuê máy gặt bao nhiêu", "máy gặt của xã"),
    ]
    one, other = Answers(guides), Answers(guides)
    assert one.find("giấy đi bè") == other.find("giấy đi bè")
    assert one.nearest("giấy bè")[0] == "mot"


def test_a_commune_may_teach_other_ways_to_ask(tmp_path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "mouths.tsv").write_text(
        "guide\tquestion\nhai\tcon ong sắt\nxx\tkhông có\n", "utf-8"
    )
    guides = [guide("mot", "Giấy đi bè"), guide("hai", "Thuê máy gặt lúa")]
    assert Answers(guides, (tmp_path,)).nearest("con ong sắt")[0] == "hai"


def test_an_example_can_be_left_out() -> None:
    guides = [guide("mot", "Giấy đi bè", "vượt sông kiểu chi"), guide("hai", "Thuê máy gặt lúa")]
    told = Answers(guides).find("vượt sông kiểu chi").score
    assert Answers(guides, without=frozenset({"vượt sông kiểu chi"})).find("vượt sông").score < told


def test_without_guides_nothing_is_found() -> None:
    assert Answers([]).find("làm giấy khai sinh").guide == ""


def test_a_table_of_questions_is_answered_line_by_line(answers: Answers) -> None:
    lines = ["\ufeffid\ttext\n", "1\tquên passcode vneid\n", "2\tgiá vàng hôm nay\n", "3\n"]
    found = list(batch(answers, lines))
    assert [row["guide"] for row in found] == ["vneid-troubleshoot", None, None]
    assert all(isinstance(row["emergency"], bool) and json.dumps(row) for row in found)
    assert all(len(row["candidates"]) == 3 for row in found)  # type: ignore[arg-type]
    assert [*found[0]] == ["text", "guide", "candidates", "score", "emergency"]
    assert list(batch(answers, ["text"])) == []


@given(text=st.text(max_size=500), last=st.sampled_from(["", "vneid-activate", "?"]))
@settings(max_examples=60)
def test_no_text_breaks_it(answers: Answers, text: str, last: str) -> None:
    finding = answers.find(text, last)
    assert 0 <= finding.score <= 1.0001
    assert len(finding.candidates) <= 3


@pytest.mark.parametrize("text", ["khai sinh " * 500, "😀" * 5_000, "a" * 5_000, "á9" * 2_500])
def test_five_thousand_letters_are_read(answers: Answers, text: str) -> None:
    assert answers.find(text).guide in ("", "birth-registration")


def test_two_questions_in_one_message_both_find_their_guide(answers: Answers) -> None:
    text = "Làm giấy khai sinh ở đâu? Với lại tiền rác tháng này mấy đồng?"
    finding = answers.find(text)
    assert (finding.guide, finding.also) == ("birth-registration", ("waste-fee",))
    assert finding.candidates[:2] == ("birth-registration", "waste-fee")


def test_one_question_in_two_sentences_is_one(answers: Answers) -> None:
    for before in ("Con tôi mới sinh.", "Hôm nay trời đẹp quá nhỉ?"):
        finding = answers.find(f"{before} Làm giấy khai sinh ở đâu?")
        assert (finding.guide, finding.also) == ("birth-registration", ())


def test_a_question_for_a_figure_finds_the_words_that_hold_it(answers: Answers) -> None:
    finding = answers.find("vay hộ nghèo lãi bao nhiêu")
    assert (finding.guide, finding.step) == ("policy-loan", "tien")
    assert "6,24 %" in finding.passage


@pytest.mark.parametrize("last", ["birth-registration", "birth-registration:nop"])
def test_a_further_question_leads_to_its_step(answers: Answers, last: str) -> None:
    finding = answers.find("rồi cần giấy tờ gì", last=last)
    assert (finding.guide, finding.step) == ("birth-registration", "giay")


def test_of_very_many_guides_the_first_screens_are_read_and_each_is_found() -> None:
    letters = "bcdghklmnprstvx"
    names = [f"{a}a{b}o {b}e{a}i" for a in letters for b in letters]
    few = [guide(f"g{n}", f"Giấy {name}", f"xin giấy {name}") for n, name in enumerate(names)]
    many = [replace(one, id=f"{one.id}-{n}") for n in range(WALKED // len(few) + 1) for one in few]
    many[7] = replace(many[7], title="Thuê máy gặt lúa", questions=("máy gặt của xã",))
    assert len(many) > WALKED
    assert Answers(many).nearest("thuê máy gặt")[0] == many[7].id
