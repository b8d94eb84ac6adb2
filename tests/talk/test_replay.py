"""Replay: whatever people answer, in whatever order, the same turn comes out the same."""

from __future__ import annotations

import json
from typing import Any, cast

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.talk import play as engine
from bot.talk.fields import Number, Option, Text
from bot.talk.flow import Flow, State
from bot.talk.message import Answer, Begin, Content, Photo, Pressed, Words
from bot.talk.play import Turn
from bot.talk.talk import Talk
from tests.support.conversation import NOW

WORKS = tuple(Option(key, label, key) for key, label in (("park", "Công viên"), ("road", "Đường")))


def pledge(talk: Talk) -> None:
    """A branch, a loop, an optional question, a kept result: all that a conversation may hold."""
    work = talk.choose("work", WORKS, "Which?")
    much = talk.ask("much", Number(1, 9), "How many days?")
    price = talk.once("price", lambda: much * 100)
    helpers = [talk.ask(f"helper-{n}", Text(), f"Who is helper {n}?") for n in range(much // 4)]
    note = talk.ask_optional("note", Text(most=20), "A word to them?", skip="Not now")
    talk.say(f"{work}: {price}.")
    if talk.confirm("sure", "Sure?", yes="Yes", no="No"):
        talk.do((work, much, price, helpers, note))
        talk.say("Thank you.")


PLEDGE = Flow("pledge", pledge)
QUESTIONS = ("work", "much", "helper-0", "note", "sure", "gone")
OPTIONS = ("park", "road", "yes", "no", "-", "gone")
TYPED = ("1", "2", "5", "8", "9", "10", "park", "đường", "có", "không", "An", "Bình", "👍")
SAID: st.SearchStrategy[Content | str | None] = (
    st.builds(
        Words,
        st.sampled_from(
            ["1", "2", "5", "8", "9", "10", "park", "đường", "có", "không", "An", "Bình", "👍"]
        ),
    )
    | st.builds(
        Pressed,
        st.builds(Answer, st.just("pledge"), st.sampled_from(QUESTIONS), st.sampled_from(OPTIONS)),
    )
    | st.sampled_from(
        [None, "back", Photo("r"), Pressed(None), Pressed(Begin("menu")), Words("2", edited=True)]
    )
)


def turn(state: State, said: Content | None) -> Turn:
    """One turn, played twice from JSON, which must come out equal."""
    text = json.dumps(state.to_plain())
    first, second = (
        engine.play(PLEDGE, State.from_plain(json.loads(text)), said, {}, now=NOW) for _ in range(2)
    )
    assert first == second
    return first


@given(st.lists(SAID, max_size=25))
@settings(max_examples=300)
def test_every_sequence_of_answers_can_be_replayed(sequence: list[Content | str | None]) -> None:
    now = turn(engine.begin(PLEDGE), None)
    for said in sequence:
        state = now.state
        assert state is not None
        if isinstance(said, str):
            earlier = engine.back(state)
            if earlier is None:
                continue
            now = turn(earlier, None)
            assert now.state is not None
            assert len(now.state.answers) < len(state.answers)
            continue
        now = turn(state, said)
        if now.state is None:
            break
        again = turn(now.state, None)
        assert (again.outcome, again.state) == ("asked", now.state)
        match now.outcome:
            case "rejected" | "stale":
                assert (now.state, len(now.replies)) == (state, 1)
                assert again.replies[-1].text in now.replies[0].text
            case "asked" if said is None:
                assert now.state == state
            case "asked":
                assert state.asked in {kept.key for kept in now.state.answers}
            case outcome:
                raise AssertionError(outcome)
    assert now.state is not None or now.outcome == "ended"
    if now.deeds:
        ((work, much, price, helpers, _note),) = cast("list[Any]", now.deeds)
        assert work in ("park", "road")
        assert (price, len(helpers)) == (much * 100, much // 4)


@given(st.lists(SAID, max_size=12), st.sampled_from(["park", "road"]), st.integers(1, 9))
@settings(max_examples=100)
def test_what_was_done_and_taken_back_leaves_no_trace(
    sequence: list[Content | str | None], work: str, much: int
) -> None:
    state = turn(engine.begin(PLEDGE), None).state
    for said in sequence:
        assert state is not None
        if not isinstance(said, str):
            after = turn(state, said).state
            state = after if after is not None else state
    assert state is not None
    while (earlier := engine.back(state)) is not None:
        state = turn(earlier, None).state
        assert state is not None
    for words in (work, str(much), *["An"] * (much // 4), "not now", "yes"):
        now = turn(state, Words({"park": "Công viên", "road": "Đường"}.get(words, words)))
        assert now.outcome in ("asked", "ended")
        state = now.state or state
    assert now.deeds == ((work, much, much * 100, ["An"] * (much // 4), None),)
