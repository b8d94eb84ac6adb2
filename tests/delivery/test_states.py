"""The table of states: what is in no row is refused, and every state can be reached and left."""

from __future__ import annotations

import pytest

from delivery.states import ACTS, MOVES, STATES, WrongState, after, name

FINAL = {"rejected", "finished", "cancelled"}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("act", ACTS)
def test_what_the_table_does_not_say_is_refused(state, act):
    if (state, act) in MOVES:
        assert after(state, act) == MOVES[state, act]
    else:
        with pytest.raises(WrongState, match=name(state)):
            after(state, act)


def test_every_state_but_the_last_ones_can_be_left():
    assert {before for before, _act in MOVES} == set(STATES) - FINAL


def test_every_state_can_be_reached_from_a_draft():
    known = {"draft"}
    for _round in STATES:
        known |= {then for (before, _act), then in MOVES.items() if before in known}
    assert known == set(STATES)


def test_what_was_approved_and_is_changed_has_to_be_handed_in_again():
    assert after("scheduled", "edit") == after("waiting", "edit") == "draft"


@pytest.mark.parametrize("state", [*STATES, "odd"])
def test_every_state_has_a_name(state):
    assert name(state)
