"""``kill -9`` in the middle of a run: nobody is left out, and what may have come twice is listed.

A hundred kills of a run of ten thousand are in ``bench/soak_kill.py``.
"""

from __future__ import annotations

import pytest

from delivery.line import AT_ONCE
from tests.crash.campaign import Result, run

pytestmark = pytest.mark.crash


def check(result: Result, people: int, kills: int) -> None:
    assert len(result.flying) == kills
    assert sum(result.flying) > 0  # they were killed at work
    assert result.lost == 0
    assert result.report.state == "finished"
    assert result.report.recipients == sum(result.report.counts.values()) == people
    assert set(result.report.counts) <= {"sent", "unknown"}
    # No more than what was in the air at the kills, and every one of them on the list.
    assert result.twice <= AT_ONCE * kills
    assert {user for user, count in result.heard.items() if count > 1} <= result.listed


async def test_killed_three_times_on_sqlite(sqlite_url: str):
    result = await run(sqlite_url, people=1000, kills=3, workers=1, seed=1, within=60)
    check(result, 1000, 3)


async def test_two_workers_killed_in_turn_on_postgresql(postgres_url: str):
    result = await run(postgres_url, people=1000, kills=3, workers=2, seed=2, within=60)
    check(result, 1000, 3)
