"""Rules 5 to 9: what a run may do (design.md section 4, style.md section 3.3)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from bot.talk import play as engine
from bot.talk.fields import Text
from bot.talk.flow import State
from bot.talk.talk import MOST_QUESTIONS, Talk
from tests.support.conversation import NOW
from tests.support.small_talks import flow, start, two

# 5. Deeds are legal only after the last question.


@pytest.mark.parametrize("more", [lambda t: t.ask("b", Text(), "?"), lambda t: t.once("b", int)])
def test_no_question_may_follow_a_deed(more: Callable[[Talk], object]) -> None:
    def hasty(talk: Talk) -> None:
        talk.do("deed")
        more(talk)

    with pytest.raises(RuntimeError, match="'b' is asked after a deed"):
        start(hasty)


def test_an_open_conversation_has_caused_nothing() -> None:
    chat = start(two)
    chat.says("x")
    assert chat.turn is not None
    assert chat.turn.deeds == ()


# 6. Suspension is a BaseException; swallowing it, or using the talk after it, raises.


def bare(talk: Talk) -> None:
    try:
        talk.ask("a", Text(), "?")
    except BaseException:
        return


def carrying_on(talk: Talk) -> None:
    try:
        talk.ask("a", Text(), "?")
    except BaseException:
        talk.ask("b", Text(), "?")


def speaking_at_last(talk: Talk) -> None:
    try:
        talk.ask("a", Text(), "?")
    finally:
        talk.say("bye")


def acting_at_last(talk: Talk) -> None:
    try:
        talk.ask("a", Text(), "?")
    finally:
        talk.do("deed")


@pytest.mark.parametrize("run", [bare, carrying_on, speaking_at_last, acting_at_last])
def test_swallowing_the_suspension_raises_with_the_name_of_the_question(
    run: Callable[[Talk], None],
) -> None:
    with pytest.raises(RuntimeError, match="after the question 'a' had suspended"):
        start(run)


def test_catching_exceptions_does_not_catch_the_suspension() -> None:
    def careful(talk: Talk) -> None:
        try:
            talk.do(talk.ask("a", Text(), "?"))
        except Exception:
            talk.say("never")

    chat = start(careful)
    chat.hears_nothing_of("never")
    chat.says("x")
    chat.does("x")


# 7. At most 40 questions a run, and a time limit.


def test_more_than_forty_questions_raise() -> None:
    def many(talk: Talk) -> None:
        for n in range(MOST_QUESTIONS + 1):
            talk.once(f"q{n}", lambda: 0)

    assert MOST_QUESTIONS == 40
    with pytest.raises(RuntimeError, match="test: more than 40 questions"):
        start(many)


def test_forty_questions_are_fine() -> None:
    def many(talk: Talk) -> None:
        talk.do([talk.ask(f"q{n}", Text(), f"{n}?") for n in range(MOST_QUESTIONS)])

    chat = start(many)
    for n in range(MOST_QUESTIONS):
        chat.says(f"answer {n}")
    chat.does([f"answer {n}" for n in range(MOST_QUESTIONS)])


def test_a_run_that_takes_too_long_raises_where_it_noticed() -> None:
    def long(talk: Talk) -> None:
        talk.say("a")
        talk.say("b")

    clock: Iterator[float] = iter([0.0, 0.5, 2.0])
    with pytest.raises(RuntimeError, match="test: takes too long at 'say'"):
        engine.play(
            flow(long),
            State("test", 1),
            None,
            {},
            now=NOW,
            elapsed=lambda: next(clock),
        )


# 8. Another flow or version is told apart (and then the dispatcher says so).


@pytest.mark.parametrize("state", [State("other", 1), State("test", 2)])
def test_a_state_of_another_flow_or_version_is_refused(state: State) -> None:
    with pytest.raises(ValueError, match="is not test v1"):
        engine.play(flow(two), state, None, {}, now=NOW)


# 9. An exception in a flow reaches the dispatcher; the state it had is untouched.


def test_an_exception_of_the_conversation_passes_through_and_the_state_stays() -> None:
    def breaks(talk: Talk) -> None:
        raise KeyError(talk.ask("a", Text(), "?"))

    chat = start(breaks)
    before = chat.state
    with pytest.raises(KeyError, match="x"):
        chat.says("x")
    assert chat.state == before
