"""The transcript harness itself: it plays a conversation, and it sees what is wrong with one."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from bot.talk.fields import Number, Option, Text
from bot.talk.flow import Flow
from bot.talk.message import Begin, Button, Media, Photo
from bot.talk.talk import Talk
from tests.support.conversation import Chat


@dataclass(frozen=True)
class MakePledge:
    project: str
    amount: int


def pledge(talk: Talk, projects: tuple[str, ...]) -> None:
    options = [Option(name.lower(), name, name.lower()) for name in projects]
    project = talk.choose("project", options, "Which project?")
    amount = talk.ask("amount", Number(1, 1000), "How much?")
    if amount >= 500:
        talk.ask("reason", Text(), "May we ask why so much?")
    if talk.confirm("sure", f"{amount} for {project}?", yes="Yes", no="No"):
        talk.do(MakePledge(project, amount))
        talk.say("Thank you.", buttons=[Button("To the menu", Begin("menu"))])


PLEDGE = Flow("pledge", pledge)


def chat() -> Chat:
    return Chat(PLEDGE, ports={"projects": ("Park", "School")})


def test_a_conversation_is_played_to_its_deeds() -> None:
    person = chat()
    person.opens("pledge")
    person.hears("Which project?", options=["Park", "School"])
    person.says("School")
    person.hears("How much?", options=[])
    person.asks("amount")
    person.says("lots")
    person.outcome("rejected")
    person.hears("Please write a number.", "How much?")
    person.hears_nothing_of("Which project?")
    person.sends(Photo("ref"))
    person.hears("Please write a number.")
    person.says("500")
    person.hears("May we ask why so much?")
    person.goes_back()
    person.says("400")
    person.returns()
    person.hears("400 for school?", options=["Yes", "No"])
    assert person.labels == ["Yes", "No", "Go back", "Stop here"]
    person.presses("Yes")
    person.does(MakePledge("school", 400))
    person.presses("To the menu")
    assert person.led_to == Begin("menu")


def test_old_buttons_and_navigation_can_be_pressed() -> None:
    person = chat()
    person.opens(PLEDGE)
    person.presses("Park")
    person.presses("School", old=True)
    person.outcome("stale")
    person.presses("Go back")
    person.asks("project")
    person.presses("Stop here")
    person.ended()
    assert person.led_to == Begin("cancel")


def test_the_chat_speaks_the_language_it_is_given() -> None:
    person = Chat(PLEDGE, ports={"projects": ("Park",)}, language="vi")
    person.opens("pledge")
    assert person.labels == ["Park", "✖ Thôi"]


def test_ports_and_flows_may_change_in_mid_conversation() -> None:
    person = chat()
    person.opens("pledge")
    person.says("Park")
    person.ports["projects"] = ("School",)
    person.says("100")
    person.hears("Your earlier answer is no longer offered.", "Which project?", options=["School"])
    person.deploys(Flow("pledge", lambda talk: talk.ask("name", Text(), "Your name?")))
    person.says("School")
    person.hears("this question comes first", "Your name?")


def wrong(run: object) -> Flow:
    return Flow("wrong", run)  # type: ignore[arg-type]


numbers = itertools.count()
WRONG = [
    (wrong(lambda talk: talk.ask("a", Text(), f"Number {next(numbers)}?")), "differently"),
    (wrong(lambda talk: talk.ask("a", Text(), "Dear {name}, how much?")), "{name}"),
    (wrong(lambda talk: talk.say(" ")), "empty"),
    (wrong(lambda talk: talk.say("Look:", photo=Media("a.png", ""))), "a.png"),
    (wrong(lambda talk: talk.say("Go", buttons=[Button("", Begin("menu"))])), "label"),
]


@pytest.mark.parametrize(("flow", "complaint"), WRONG)
def test_a_conversation_that_breaks_what_holds_for_all_is_found(flow: Flow, complaint: str) -> None:
    with pytest.raises(AssertionError, match=complaint):
        Chat().opens(flow)


def test_every_expectation_can_fail_and_shows_the_conversation() -> None:
    person = chat()
    person.opens("pledge")
    expectations: list[Callable[[], None]] = [
        lambda: person.hears("How much?"),
        lambda: person.hears("Which project?", options=["Park"]),
        lambda: person.hears_nothing_of("Which project?"),
        lambda: person.asks("amount"),
        lambda: person.outcome("ended"),
        lambda: person.does(),
        lambda: person.ended(),
        lambda: person.presses("Church"),
    ]
    for expectation in expectations:
        with pytest.raises(AssertionError, match=r"(?s)> \(pledge\).*\[School\]"):
            expectation()
