"""What survives of a conversation between two messages."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from bot.talk.fields import Plain
from bot.talk.flow import Flow, Kept, State
from bot.talk.talk import Talk

PLAIN: st.SearchStrategy[Plain] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
KEPT = st.lists(st.builds(Kept, st.text(), st.text(), PLAIN), max_size=4).map(tuple)
STATES = st.builds(
    State,
    st.text(),
    st.integers(1),
    st.text(),
    KEPT,
    KEPT,
    st.text(),
    st.text(),
    st.lists(st.text(), max_size=4).map(tuple),
)


@given(STATES)
def test_a_state_comes_back_from_json_the_same(state: State) -> None:
    assert State.from_plain(json.loads(json.dumps(state.to_plain()))) == state


def test_a_flow_knows_the_ports_that_its_function_names() -> None:
    def greets(talk: Talk, me: object, places: object) -> None:
        talk.say("Hello")

    assert Flow("greets", greets).ports == ("me", "places")
