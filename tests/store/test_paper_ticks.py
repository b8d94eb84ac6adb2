"""Ticks on lists of papers: kept once, seen from every chat of a person, forgotten in time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, func, insert, select

from store import chats, forgetting, papers, residents
from store.engine import Store
from store.papers import StoredTicks, paper_ticks
from store.places import places

NOW = datetime(2026, 11, 21, 2, tzinfo=UTC)
BIRTH, LAND = "birth-registration:giay", "land-certificate:giay"


def chat(connection: Connection, name: str) -> int:
    return chats.meet(connection, "webchat", name, False, NOW)[0].id


def count(connection: Connection) -> int:
    return connection.execute(select(func.count()).select_from(paper_ticks)).scalar_one()


def test_a_tick_is_kept_once_and_taken_back(store: Store):
    def work(connection: Connection) -> None:
        me = chat(connection, "me")
        ticks = StoredTicks(connection, me)
        for _twice in range(2):
            papers.tick(connection, me, BIRTH, "can-cuoc", NOW)
        papers.tick(connection, me, BIRTH, "to-khai", NOW)
        assert (count(connection), ticks.of(BIRTH)) == (2, {"can-cuoc", "to-khai"})
        assert ticks.of(LAND) == frozenset()
        papers.untick(connection, me, BIRTH, "can-cuoc")
        papers.untick(connection, me, BIRTH, "never-there")
        assert ticks.of(BIRTH) == {"to-khai"}
        papers.untick(connection, me, BIRTH)
        assert (ticks.lists(), count(connection)) == ((), 0)

    store.call(work)


def test_the_list_touched_last_comes_first_and_nobody_sees_anothers(store: Store):
    def work(connection: Connection) -> None:
        me, you = chat(connection, "me"), chat(connection, "you")
        papers.tick(connection, me, BIRTH, "can-cuoc", NOW)
        papers.tick(connection, me, LAND, "don", NOW + timedelta(hours=1))
        assert StoredTicks(connection, me).lists() == (LAND, BIRTH)
        papers.tick(connection, me, BIRTH, "can-cuoc", NOW + timedelta(hours=2))
        assert StoredTicks(connection, me).lists() == (BIRTH, LAND)
        assert StoredTicks(connection, you).lists() == ()

    store.call(work)


def test_a_person_sees_and_takes_back_on_one_chat_what_was_ticked_on_another(store: Store):
    def work(connection: Connection) -> None:
        connection.execute(
            insert(places).values(id=1, kind="commune", code="P1", name="Sen", aliases=[])
        )
        phone, page = chat(connection, "phone"), chat(connection, "page")
        resident = residents.enrol(connection, phone, 1, ("serve",), "1", NOW)
        chats.change(connection, page, resident_id=resident)
        papers.tick(connection, phone, BIRTH, "can-cuoc", NOW)
        assert StoredTicks(connection, page).of(BIRTH) == {"can-cuoc"}
        papers.untick(connection, page, BIRTH, "can-cuoc")
        assert StoredTicks(connection, phone).of(BIRTH) == frozenset()

    store.call(work)


def test_ticks_are_forgotten_after_a_while_and_with_strangers(store: Store):
    def work(connection: Connection) -> None:
        me = chat(connection, "me")
        papers.tick(connection, me, BIRTH, "can-cuoc", NOW - timedelta(days=2))
        papers.tick(connection, me, BIRTH, "to-khai", NOW)
        assert papers.forget_before(connection, NOW - timedelta(days=1)) == 1
        assert StoredTicks(connection, me).of(BIRTH) == {"to-khai"}
        assert forgetting.strangers(connection, NOW + timedelta(days=1)) == 1
        assert count(connection) == 0

    store.call(work)


@pytest.mark.parametrize("name", ["list", "paper"])
def test_only_keys_are_kept(name):
    columns = {column.name for column in paper_ticks.c}
    assert columns == {"id", "chat_id", "list", "paper", "at"}
    assert paper_ticks.c[name].type.length <= 50
