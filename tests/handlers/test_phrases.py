"""What is said outside conversations is kind, useful, and in both languages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from bot.locale import use
from bot.ports import Finding, Me
from bot.talk.message import (
    Begin,
    Blocked,
    Button,
    Contact,
    Content,
    Joined,
    Location,
    Open,
    Outgoing,
    Photo,
    Pressed,
    Unsupported,
    Voice,
    Words,
)
from bot.talk.press import decode, encode
from handlers import FLOWS, phrases
from tests.support import commune as town

MENU = (Button("Menu", Begin("menu")),)
DANGERS = ("medical", "fire", "water", "violence", "child", "unknown")
SENT: tuple[Content, ...] = (
    Photo("x"),
    Voice("x"),
    Location(),
    Contact(own=True),
    Unsupported("sticker"),
    Unsupported("video"),
    Unsupported("file"),
)
SAID: list[Callable[[], Outgoing]] = [
    phrases.empty,
    phrases.edited,
    *[lambda kind=kind: phrases.masked((kind,)) for kind in ("id", "phone", "code", "account")],  # type: ignore[misc]
    lambda: phrases.unknown_command(MENU),
    phrases.old_button,
    lambda: phrases.old_button(MENU),
    lambda: phrases.cancelled(MENU),
    phrases.nothing_to_take_back,
    lambda: phrases.nothing_open(MENU),
    lambda: phrases.outdated(MENU),
    phrases.trouble,
    lambda: phrases.trouble(MENU),
    lambda: phrases.no_idea(MENU),
    lambda: phrases.nearest([town.guide("a")]),
    lambda: phrases.passage(town.guide("a"), "6,24 %", "b"),
    *[
        lambda intent=intent: phrases.small_talk(intent, MENU)  # type: ignore[misc]
        for intent in (
            "greeting",
            "thanks",
            "chitchat",
            "report",
            "abuse",
            "spam",
            "politics",
            "other",
        )
    ],
    *[lambda kind=kind: phrases.emergency(kind, town.COMMUNE) for kind in DANGERS],  # type: ignore[misc]
    *[lambda content=content: phrases.out_of_place(content) for content in SENT],  # type: ignore[misc]
]


@pytest.fixture(params=["vi", "en"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    with use(request.param):
        yield request.param


@pytest.mark.parametrize("say", SAID)
def test_every_phrase_is_short_and_its_buttons_lead_somewhere(
    say: Callable[[], Outgoing], language: str
) -> None:
    said = say()
    assert 0 < len(f"{said.title} {said.text}".split()) <= 90
    known = {flow.name for flow in FLOWS}
    for button in said.buttons:
        assert isinstance(button.press, Begin)
        assert button.press.flow in known
        assert decode(encode(button.press)) == button.press


def test_no_two_phrases_are_the_same(language: str) -> None:
    texts = [(said.title, said.text) for said in (say() for say in SAID)]
    assert len(set(texts)) >= len(texts) - 1  # a number pasted and a contact sent are one


@pytest.mark.parametrize(
    ("kind", "number"),
    [("medical", "115"), ("fire", "114"), ("water", "114"), ("violence", "113"), ("child", "111")],
)
def test_the_first_line_of_an_emergency_is_the_number(kind: str, number: str) -> None:
    card = phrases.emergency(kind, town.COMMUNE)
    assert number in card.title
    for each in ("111", "112", "113", "114", "115"):
        assert each in card.text
    assert "Công an xã: 0200 000 000" in card.text
    assert "Trạm y tế" not in card.text  # it has no number to call
    assert "không gọi thay" in card.text


@pytest.mark.parametrize(
    ("kind", "number"),
    [("medical", "115"), ("fire", "114"), ("water", "114"), ("violence", "113"), ("child", "111")],
)
def test_where_danger_is_doubtful_one_line_names_the_number(kind: str, number: str) -> None:
    line = phrases.in_case(kind)
    assert number in line.text
    assert "\n" not in line.text
    assert not line.buttons


def test_an_emergency_without_the_communes_numbers_invents_none() -> None:
    card = phrases.emergency("fire", replace(town.COMMUNE, counters=()))
    assert "0200" not in card.text


def test_the_worst_of_what_was_pasted_is_told() -> None:
    assert "OTP" in phrases.masked(("phone", "code")).text
    assert "OTP" in phrases.masked(("password",)).text
    assert "thẻ" in phrases.masked(("id", "account")).text
    assert "căn cước" in phrases.masked(("phone", "id")).text
    phone = phrases.masked(("phone",))
    assert "số điện thoại" in phone.text
    assert not phone.buttons


def test_a_place_on_the_map_leads_to_the_list_of_hamlets() -> None:
    assert phrases.out_of_place(Location(), MENU).buttons[0].press == Begin("start")
    assert phrases.out_of_place(Location()).buttons == ()
    assert phrases.out_of_place(Photo("x"), MENU).buttons == MENU


def test_at_most_three_titles_are_offered() -> None:
    offered = phrases.nearest([town.guide(str(n), f"T{n}", icon="📄") for n in range(5)])
    assert [button.label for button in offered.buttons[:-1]] == ["📄 T0", "📄 T1", "📄 T2"]
    assert offered.buttons[-1].press == Begin("officer")


def test_the_reason_of_a_refusal_is_passed_on() -> None:
    assert phrases.not_allowed("Vì sao", MENU) == Outgoing("Vì sao", buttons=MENU)


def test_the_menu_stands_beside_phrases() -> None:
    assert phrases.menu_buttons(town.shelves(1), Me())[0].press == Begin("guide", "a0")


def group(
    content: Content, finding: Finding, link: str = "https://t.me/x?start="
) -> list[Outgoing]:
    return phrases.in_group(
        content,
        town.Knows(finding),
        town.shelves(1),
        town.COMMUNE,
        lambda payload: f"{link}{payload}" if link else "",
    )


def test_in_a_group_a_guide_is_told_and_its_steps_are_private() -> None:
    (said,) = group(Words("vneid"), Finding("a0", ("a0",), 0.9))
    assert (said.title, said.text) == ("Sách a0", "Tóm tắt a0")
    assert said.buttons == (Button("Xem từng bước", Open("https://t.me/x?start=g_a0")),)


def test_in_a_group_danger_comes_first_and_without_buttons() -> None:
    (said,) = group(Words("cháy nhà"), Finding("a0", (), 0.9, "fire"))
    assert "114" in said.title
    assert said.buttons == ()


@pytest.mark.parametrize("content", [Words("tôi nợ tiền"), Pressed(None)])
@pytest.mark.parametrize("finding", [Finding("", ("a0",), 0.4), Finding("gone", (), 0.9)])
def test_in_a_group_all_else_belongs_in_a_private_chat(content: Content, finding: Finding) -> None:
    if isinstance(content, Pressed) or finding.guide != "a0":
        (said,) = group(content, finding)
        assert "nhắn riêng" in said.text
        assert isinstance(said.buttons[0].press, Open)
        (said,) = group(content, finding, link="")
        assert said.buttons == ()


def test_a_group_is_greeted_and_its_pictures_are_left_alone() -> None:
    (said,) = group(Joined(), Finding("", (), 0))
    assert "không lưu lời bà con" in said.text
    for content in (*SENT, Blocked(), Words("x", edited=True)):
        assert group(content, Finding("a0", (), 0.9)) == []


def test_a_report_leads_to_an_officer_once() -> None:
    officer = Button("☎", Begin("officer"))
    said = phrases.small_talk("report", (*MENU, officer))
    assert [button.press for button in said.buttons] == [Begin("officer"), Begin("menu")]
    assert phrases.small_talk("report").buttons[0].press == Begin("officer")


def test_in_a_group_a_doubtful_alarm_names_the_number_before_the_guide() -> None:
    finding = Finding("a0", ("a0",), 0.9, emergency="fire", doubtful=True)
    first, said = group(Words("nhà cháy năm ngoái"), finding)
    assert "114" in first.text
    assert said.text == "Tóm tắt a0"
    (card,) = group(Words("cháy"), Finding("a0", ("a0",), 0.9, emergency="fire"))
    assert "114" in card.title
