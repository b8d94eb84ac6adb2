"""Conversations live through deployments: 0 wrong answers recorded, 0 conversations lost.

The simulation of style.md section 3.2: 3,000 conversations, one turn in four preceded by a change
of the programme, every turn played twice with its state through JSON.
"""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from tests.support.deployments import Talking, new_question

CONVERSATIONS = 3000


def conversations(seed: int, count: int, **more: object) -> list[Talking]:
    done = []
    for n in range(count):
        random = Random(seed * 100_000 + n)
        programme = tuple(new_question(random, f"q{k}") for k in range(random.randint(3, 7)))
        talking = Talking(random, programme, **more)  # type: ignore[arg-type]
        talking.go_on(deploys=0.25)
        done.append(talking)
    return done


@pytest.mark.parametrize("seed", range(4))
def test_no_answer_is_wrong_and_no_conversation_lost(seed: int) -> None:
    done = conversations(seed, CONVERSATIONS // 4)
    assert [wrong for talking in done for wrong in talking.wrong] == []
    assert [lost for talking in done for lost in talking.lost] == []
    assert sum(talking.answered for talking in done) > CONVERSATIONS
    assert all(talking.state is None for talking in done)


def test_the_simulation_sees_an_engine_that_forgets_the_options_on_the_screen() -> None:
    done = conversations(9, 100, keep=lambda state: replace(state, shown=()))
    assert any(talking.wrong for talking in done)


def test_the_simulation_sees_an_engine_that_forgets_spare_answers() -> None:
    done = conversations(9, 100, keep=lambda state: replace(state, spare=()))
    assert any(talking.lost for talking in done)
