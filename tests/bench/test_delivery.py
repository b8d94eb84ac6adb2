"""The benches of delivery at their smallest: every line of the table is there, nothing is lost.

What they measure is not asserted: that is for ``make bench``, on a machine that is quiet.
"""

from __future__ import annotations

import pytest

from bench import at_limit, growth, unlimited
from bench.measure import Table

pytestmark = pytest.mark.timeout(240)  # they start a dozen processes


def column(table: Table, name: str) -> list[str]:
    """The values of one column."""
    (at,) = (at for at, head in enumerate(table.header) if head == name)
    return [row[at] for row in table.rows]


def test_at_the_limit_nobody_is_left_out_while_people_chat():
    (table,) = at_limit.run(people=40, theirs=20, rate=20)
    assert [row[0].partition(",")[0] for row in table.rows] == [
        "Khéo",
        "aiogram",
        "python-telegram-bot",
    ]
    assert column(table, "lost") == ["0", "0", "0"]
    assert column(table, "twice") == ["0", "0", "0"]
    assert column(table, "unanswered") == ["0", "0", "0"]
    assert table.text().count("\n") > len(table.rows)


def test_without_the_limit_every_way_sends_everything():
    (table,) = unlimited.run(rounds=1, people=40, processes=(2,))
    assert [row[0] for row in table.rows] == [
        "aiogram, send_message",
        "aiohttp, POST",
        "Khéo, SQLite",
        "Khéo, PostgreSQL, 2 processes",
    ]
    assert set(column(table, "lost")) == {"0"}
    assert set(column(table, "twice")) == {"0"}


def test_growth_freezes_and_sends_at_each_size():
    (table,) = growth.run(sizes=(40, 1200), sample=20)
    assert column(table, "people") == ["40", "1,200"]
    assert column(table, "lost") == ["0", "0"]
    assert all(float(seconds) > 0 for seconds in column(table, "first out s"))
