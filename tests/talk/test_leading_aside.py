"""A conversation that leads aside, and the errands it leads to."""

from __future__ import annotations

import json

from bot.talk.fields import Option, Text
from bot.talk.flow import Flow, Kept, State
from bot.talk.message import Begin, Outgoing, Words
from bot.talk.play import Turn, back, begin, play
from bot.talk.talk import Talk
from tests.support.conversation import NOW

OPTIONS = (Option("on", "On", ""), Option("tool", "Tool", "errand"))


def walk(talk: Talk) -> None:
    """Two visits of one step, then a word."""
    for visit in range(3):
        where = talk.choose(f"step{visit}", OPTIONS, "Where to?")
        if not where:
            break
        talk.lead(Begin(where))
    talk.ask("word", Text(), "A word?")


WALK = Flow("walk", walk)
ERRAND = Flow("errand", lambda talk: talk.ask("how-many", Text(), "How many?"), aside=True)


def says(state: State, text: str | None) -> Turn:
    kept = State.from_plain(json.loads(json.dumps(state.to_plain())))
    return play(WALK, kept, Words(text) if text else None, {}, now=NOW)


def test_it_leads_aside_in_the_turn_of_the_answer_and_waits_at_its_next_question():
    turn = says(says(begin(WALK), None).state, "tool")
    assert turn.lead == Begin("errand")
    assert turn.state is not None
    assert turn.state.asked == "step1"


def test_neither_a_look_nor_words_that_answer_nothing_lead_aside_again():
    state = says(says(begin(WALK), None).state, "tool").state
    for said in (None, "what?"):
        turn = says(state, said)
        assert turn.lead is None
        state = turn.state
    turn = says(state, "tool")
    assert turn.lead == Begin("errand")


def test_another_answer_leads_nowhere():
    state = says(says(begin(WALK), None).state, "tool").state
    turn = says(state, "on")
    assert turn.lead is None
    assert turn.state is not None
    assert turn.state.asked == "word"
    assert says(turn.state, "end").lead is None


def test_an_answer_that_was_known_from_the_start_leads_nowhere():
    known = State("walk", 1, spare=(Kept("step0", "choice", "tool"),))
    turn = says(known, None)
    assert turn.lead is None
    assert turn.state is not None
    assert turn.state.asked == "step1"


def test_taking_back_what_led_aside_shows_the_step_again():
    state = says(says(begin(WALK), None).state, "tool").state
    assert state is not None
    earlier = back(state)
    assert earlier is not None
    assert says(earlier, None).state.asked == "step0"


def labels(replies: tuple[Outgoing, ...]) -> list[str]:
    return [button.label for reply in replies for button in reply.buttons]


def test_an_errand_can_be_gone_back_from_at_its_first_question():
    assert "Go back" in labels(play(ERRAND, begin(ERRAND), None, {}, now=NOW).replies)
    assert "Go back" not in labels(says(begin(WALK), None).replies)
