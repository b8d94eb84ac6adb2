"""Rules 10 to 12: back, presses, rejected words; spare answers, kept results (same sections)."""

from __future__ import annotations

import pytest

from bot.talk import play as engine
from bot.talk.fields import Number, Text
from bot.talk.flow import Kept, State
from bot.talk.message import Answer, Begin, Photo, Pressed, Voice, Words
from bot.talk.talk import SKIP, Talk
from tests.support.conversation import NOW
from tests.support.small_talks import PARK, SCHOOL, flow, offers, start, two

# 10. “Quay lại” removes the newest answer; nothing has to be undone.


def test_going_back_asks_the_newest_answer_again() -> None:
    chat = start(two)
    chat.says("wrong")
    chat.goes_back()
    chat.hears("First?")
    chat.hears_nothing_of("You said")
    assert chat.labels == ["Stop here"]
    chat.says("right")
    chat.says("y")
    chat.does(("right", "y"))


def test_there_is_nothing_to_take_back_before_the_first_answer() -> None:
    def drawn(talk: Talk) -> None:
        talk.once("price", lambda: 5)
        talk.ask("a", Text(), "?")

    chat = start(drawn)
    assert chat.state is not None
    assert [kept.key for kept in chat.state.answers] == ["price"]
    assert engine.back(chat.state) is None
    assert chat.labels == ["Stop here"]
    chat.goes_back()
    chat.asks("a")


def test_going_back_takes_a_left_out_answer_back_too() -> None:
    def optional(talk: Talk) -> None:
        a = talk.ask_optional("a", Text(), "Name?", skip="Not now")
        talk.do((a, talk.ask("b", Text(), "?")))

    chat = start(optional)
    chat.presses("Not now")
    chat.goes_back()
    chat.asks("a")


def test_words_said_after_going_back_wait_until_the_question_is_on_the_screen() -> None:
    chat = start(two)
    chat.says("x")
    assert chat.state is not None
    earlier = engine.back(chat.state)
    assert earlier is not None
    turn = engine.play(flow(two), earlier, Words("y"), {}, now=NOW)
    assert turn.outcome == "moved"


# 11. A button names its conversation and question.


def test_a_press_on_an_old_keyboard_is_recognised_and_answered_with_what_is_current() -> None:
    chat = start(offers, options=(PARK, SCHOOL))
    chat.presses("Park")
    chat.presses("School", old=True)
    chat.outcome("stale")
    chat.hears("That button belongs to an earlier question.", "How much?")
    chat.says("3")
    chat.does(("Park", 3))


def test_pressing_twice_answers_once() -> None:
    def same_keys(talk: Talk) -> None:
        talk.do([talk.choose(key, (PARK, SCHOOL), f"{key}?") for key in ("first", "second")])

    chat = start(same_keys)
    chat.presses("Park")
    chat.presses("Park", old=True)
    chat.outcome("stale")
    chat.asks("second")


@pytest.mark.parametrize(
    "press",
    [None, Begin("menu"), Answer("other", "which", "park"), Answer("test", "much", "park")],
)
def test_a_press_that_is_not_of_this_question_is_stale(press: Answer | Begin | None) -> None:
    chat = start(offers, options=(PARK, SCHOOL))
    chat.sends(Pressed(press))
    chat.outcome("stale")
    chat.asks("which")


def test_an_old_keyboard_of_the_question_on_the_screen_still_works() -> None:
    chat = start(offers, options=(PARK, SCHOOL))
    chat.returns()
    chat.presses("School", old=True)
    chat.asks("much")


def test_a_pressed_option_that_was_withdrawn_is_refused() -> None:
    chat = start(offers, options=(PARK, SCHOOL))
    chat.ports["options"] = (SCHOOL,)
    chat.presses("Park")
    chat.outcome("rejected")
    chat.hears("That one is no longer offered.", "Which?", options=["School"])


def test_a_press_never_answers_a_question_that_has_no_options() -> None:
    chat = start(two)
    chat.sends(Pressed(Answer("test", "a", "park")))
    chat.outcome("rejected")
    chat.sends(Pressed(Answer("test", "a", SKIP)))
    chat.outcome("rejected")
    chat.asks("a")


# 12. Rejected input: the reason, then the question again, nothing else.


def test_rejected_words_bring_the_reason_and_the_question_and_nothing_else() -> None:
    def greets(talk: Talk) -> None:
        talk.say("Hello!")
        talk.do(talk.ask("n", Number(1, 9), "How many?", title="People"))

    chat = start(greets)
    assert [reply.title for reply in chat.replies] == ["", "People"]
    chat.says("lots")
    chat.outcome("rejected")
    assert chat.text == "Please write a number.\n\nPeople\nHow many?"
    chat.says("10")
    assert chat.text == "Please write a number from 1 to 9.\n\nPeople\nHow many?"
    chat.says("9")
    chat.does(9)


@pytest.mark.parametrize("content", [Photo("ref", "a park"), Voice("ref", 3)])
def test_a_picture_or_a_recording_where_words_are_expected_gets_a_kind_reason(
    content: Photo | Voice,
) -> None:
    chat = start(two)
    chat.sends(content)
    chat.outcome("rejected")
    chat.hears("Please answer this one in words.", "First?")


def test_a_changed_message_does_not_answer_what_is_on_the_screen_now() -> None:
    chat = start(two)
    chat.says("Park")
    chat.sends(Words("School", edited=True))
    chat.outcome("stale")
    chat.hears("Changing a message does not change your answer.", "Second?")


# Spare answers (style rule 11) and results that are kept (style rule 6).


def test_answers_behind_an_inserted_question_are_kept_and_not_asked_again() -> None:
    chat = start(two)
    chat.says("x")

    def inserted(talk: Talk) -> None:
        zero = talk.ask("zero", Text(), "Before all?")
        talk.do((zero, talk.ask("a", Text(), "First?"), talk.ask("b", Text(), "Second?")))

    chat.deploys(flow(inserted))
    chat.returns()
    assert chat.state is not None
    assert chat.state.spare == (Kept("a", "text", "x"),)
    chat.says("z")
    chat.asks("b")
    chat.says("y")
    chat.does(("z", "x", "y"))


def test_going_back_removes_the_newest_reached_answer_and_no_spare_one() -> None:
    chat = start(two)
    chat.says("x")
    assert chat.state is not None
    spare = Kept("later", "text", "kept")
    state = State("test", 1, "", chat.state.answers, (spare,), "b", "text")
    earlier = engine.back(state)
    assert earlier == State("test", 1, "", (), (spare,))


def test_a_result_is_worked_out_once_and_kept_through_going_back() -> None:
    prices = iter([5, 6])

    def draws(talk: Talk) -> None:
        price = talk.once("price", lambda: next(prices))
        talk.ask("a", Text(), "First?")
        talk.ask("b", Text(), "Second?")
        talk.do(price)

    state: State | None = engine.begin(flow(draws))
    for said in (None, Words("x"), "back", None, Words("y"), Words("z")):
        assert state is not None
        if said == "back":
            state = engine.back(state)
        else:
            turn = engine.play(flow(draws), state, said, {}, now=NOW)  # type: ignore[arg-type]
            state = turn.state
    assert turn.deeds == (5,)


def test_a_result_behind_the_answer_that_is_taken_back_is_worked_out_anew() -> None:
    def draws(talk: Talk) -> None:
        a = talk.ask("a", Text(), "First?")
        seen = talk.once("seen", lambda: a)
        talk.ask("b", Text(), "Second?")
        talk.do(seen)

    chat = start(draws)
    chat.says("x")
    chat.goes_back()
    chat.says("y")
    chat.says("end")
    chat.does("y")
