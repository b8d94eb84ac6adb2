"""Rules 1 to 4: what counts as an answer (design.md section 4, style.md section 3.3)."""

from __future__ import annotations

import pytest

from bot.talk import play as engine
from bot.talk.fields import Number, Text
from bot.talk.message import Words
from bot.talk.talk import Talk
from tests.support.conversation import NOW
from tests.support.small_talks import PARK, ROAD, SCHOOL, flow, offers, start, two

# 1. A key is unique in a run.


def test_asking_the_same_key_twice_raises() -> None:
    def twice(talk: Talk) -> None:
        talk.ask("a", Text(), "First?")
        talk.ask("a", Text(), "Again?")

    chat = start(twice)
    with pytest.raises(RuntimeError, match="test: 'a' is asked twice"):
        chat.says("x")


def test_a_result_kept_under_the_key_of_a_question_raises() -> None:
    def twice(talk: Talk) -> None:
        talk.once("a", lambda: 1)
        talk.ask("a", Text(), "First?")

    with pytest.raises(RuntimeError, match="'a' is asked twice"):
        start(twice)


def test_a_loop_numbers_its_questions() -> None:
    def loop(talk: Talk) -> None:
        talk.do([talk.ask(f"name-{n}", Text(), f"Name {n}?") for n in range(3)])

    chat = start(loop)
    for name in ("An", "Bình", "Chi"):
        chat.says(name)
    chat.does(["An", "Bình", "Chi"])


# 2. A stored answer counts only if its kind matches and the field still accepts it.


def test_a_withdrawn_project_is_asked_again() -> None:
    chat = start(offers, options=(PARK, SCHOOL))
    chat.presses("Park")
    chat.ports["options"] = (SCHOOL, ROAD)
    chat.says("100")
    chat.outcome("moved")
    chat.hears("Your earlier answer is no longer offered.", "Which?", options=["School", "Road"])
    chat.says("Road")
    chat.says("7")
    chat.does(("Road", 7))


def test_a_withdrawn_answer_does_not_come_back_once_it_was_asked_again() -> None:
    chat = start(offers, options=(PARK, SCHOOL))
    chat.presses("Park")
    chat.ports["options"] = (SCHOOL,)
    chat.returns()
    chat.ports["options"] = (PARK, SCHOOL)
    chat.says("School")
    chat.says("5")
    chat.does(("School", 5))


def test_an_answer_of_another_kind_is_asked_again() -> None:
    chat = start(two)
    chat.says("words")

    def numbers(talk: Talk) -> None:
        talk.do((talk.ask("a", Number(), "First, in figures?"), talk.ask("b", Text(), "Second?")))

    chat.deploys(flow(numbers))
    chat.returns()
    chat.hears("First, in figures?")
    chat.says("1")
    chat.says("x")
    chat.does((1, "x"))


def test_a_choice_without_anything_left_to_choose_still_offers_the_way_out() -> None:
    chat = start(offers, options=())
    chat.says("1")
    chat.outcome("rejected")
    assert chat.labels == ["Stop here"]


# 3. Incoming words are used only if the first open question is the one on the screen.


def test_words_for_a_question_that_is_no_longer_first_are_dropped() -> None:
    chat = start(two)

    def three(talk: Talk) -> None:
        zero = talk.ask("zero", Text(), "Before all?")
        talk.do((zero, talk.ask("a", Text(), "First?")))

    chat.deploys(flow(three))
    chat.says("meant for the first")
    chat.outcome("moved")
    chat.hears("Something has changed since; this question comes first.", "Before all?")
    chat.says("zero")
    chat.asks("a")


def test_words_said_before_anything_was_on_the_screen_are_dropped() -> None:
    turn = engine.play(flow(two), engine.begin(flow(two)), Words("early"), {}, now=NOW)
    assert (turn.outcome, turn.state and turn.state.answers) == ("moved", ())


def test_a_number_for_a_list_is_not_taken_by_a_question_of_another_kind_with_its_key() -> None:
    chat = start(offers, options=(PARK, SCHOOL))
    chat.deploys(flow(lambda talk: talk.do(talk.ask("which", Number(), "Which number?"))))
    chat.says("2")
    chat.outcome("moved")
    chat.says("2")
    chat.does(2)


def test_a_typed_number_means_what_stood_there_when_it_was_read() -> None:
    chat = start(offers, options=(PARK, SCHOOL))
    chat.ports["options"] = (ROAD, PARK, SCHOOL)
    chat.says("2")
    chat.asks("much")
    chat.says("1")
    chat.does(("School", 1))


def test_a_stale_number_never_acts() -> None:
    chat = start(offers, options=(PARK, SCHOOL))
    chat.ports["options"] = (SCHOOL, ROAD)
    chat.says("1")
    chat.outcome("rejected")
    chat.hears("That one is no longer offered.", "Which?", options=["School", "Road"])
    chat.says("1")
    chat.says("1")
    chat.does(("School", 1))


# 4. On replay only what is new is said.


def test_what_was_said_before_the_newest_answer_is_not_said_again() -> None:
    chat = start(two)
    chat.hears_nothing_of("You said")
    chat.says("x")
    chat.hears("You said x.", "Second?")
    chat.says("y")
    chat.hears("Done.")
    chat.hears_nothing_of("You said", "Second?")


def test_what_was_said_beside_the_open_question_is_said_again_when_the_person_returns() -> None:
    chat = start(two)
    chat.says("x")
    chat.returns()
    chat.hears("You said x.", "Second?")
    chat.hears_nothing_of("First?")
