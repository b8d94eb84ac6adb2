"""Residents on record: enrolled once, moved, renamed, joined to a household of their own hamlet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar

import pytest
from sqlalchemy import Connection, insert, select, update

from store import chats, residents
from store.engine import Store
from store.places import places

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
T = TypeVar("T")


def fill(connection: Connection) -> None:
    """Two hamlets and a merged one, a household in each, one chat."""
    for id, code, merged in ((1, "SH", None), (2, "A", None), (3, "B", None), (4, "OLD", 2)):
        connection.execute(
            insert(places).values(
                id=id,
                parent_id=None if id == 1 else 1,
                kind="commune" if id == 1 else "hamlet",
                code=code,
                name=f"Thôn {code}",
                aliases=[],
                merged_into_id=merged,
            )
        )
    for place, code in ((2, "A-1"), (3, "B-1"), (4, "OLD-1")):
        connection.execute(insert(residents.households).values(place_id=place, code=code))
    chats.meet(connection, "webchat", "one", False, NOW)


@pytest.fixture
def does(store: Store) -> Callable[[Callable[[Connection], T]], T]:
    store.call(fill)
    return store.call


def chat(connection: Connection) -> int:
    return chats.meet(connection, "webchat", "one", False, NOW)[0].id


def enrol(connection: Connection, place: int = 2, *purposes: str) -> int:
    return residents.enrol(connection, chat(connection), place, purposes or ("serve",), "1", NOW)


Does = Callable[[Callable[[Connection], object]], object]


def test_who_enrols_twice_is_one_resident(does: Does) -> None:
    def work(connection: Connection) -> None:
        first = enrol(connection, 2, "serve", "announce")
        second = enrol(connection, 3, "serve")
        assert first == second
        assert residents.of_chat(connection, chat(connection)) == first
        row = residents.load(connection, first)
        assert row is not None
        assert (row.place, row.name, row.household) == (3, "", "")
        assert row.consents == {"serve", "announce"}
        assert len(connection.execute(select(residents.consents)).all()) == 2

    does(work)


def test_nobody_is_behind_a_new_chat(does: Does) -> None:
    def work(connection: Connection) -> None:
        assert residents.of_chat(connection, chat(connection)) is None
        assert residents.load(connection, 99) is None

    does(work)


def test_a_consent_is_written_once_for_each_notice_and_stays_as_proof(does: Does) -> None:
    def work(connection: Connection) -> None:
        me = enrol(connection)
        assert residents.give_consent(connection, me, "announce", "1", NOW)
        assert not residents.give_consent(connection, me, "announce", "1", NOW)
        assert residents.give_consent(connection, me, "announce", "2", NOW)
        assert residents.withdraw_consent(connection, me, "announce", NOW)
        assert not residents.withdraw_consent(connection, me, "announce", NOW)
        loaded = residents.load(connection, me)
        assert loaded is not None
        assert loaded.consents == {"serve"}
        table = residents.consents
        kept = connection.execute(select(table).where(table.c.purpose == "announce")).all()
        assert [(row.given_at, row.withdrawn_at) for row in kept] == [(NOW, NOW)] * 2

    does(work)


@pytest.mark.parametrize("code", ["A-1", "a-1", "OLD-1"])
def test_a_household_of_the_own_hamlet_is_joined(does: Does, code: str) -> None:
    def work(connection: Connection) -> None:
        me = enrol(connection)
        assert residents.join_household(connection, me, code)
        loaded = residents.load(connection, me)
        assert loaded is not None
        assert loaded.household == code.upper()
        residents.leave_household(connection, me)
        loaded = residents.load(connection, me)
        assert loaded is not None
        assert loaded.household == ""

    does(work)


@pytest.mark.parametrize("code", ["B-1", "nothing", "A-1' OR 1=1 --"])
def test_another_hamlets_household_is_like_none(does: Does, code: str) -> None:
    def work(connection: Connection) -> None:
        me = enrol(connection)
        assert residents.join_household(connection, me, "A-1")
        assert not residents.join_household(connection, me, code)
        loaded = residents.load(connection, me)
        assert loaded is not None
        assert loaded.household == "A-1"

    does(work)


def test_moving_leaves_the_household_unless_it_was_merged_along(does: Does) -> None:
    def work(connection: Connection) -> None:
        me = enrol(connection)
        residents.join_household(connection, me, "A-1")
        assert not residents.move(connection, me, 2)
        assert residents.load(connection, me).household == "A-1"  # type: ignore[union-attr]
        assert residents.move(connection, me, 3)
        assert residents.load(connection, me).household == ""  # type: ignore[union-attr]
        old = residents.residents
        connection.execute(update(old).values(place_id=4))
        residents.join_household(connection, me, "OLD-1")
        assert residents.move(connection, me, 2)
        assert residents.load(connection, me).household == "OLD-1"  # type: ignore[union-attr]

    does(work)


def test_a_name_is_changed_and_taken_away(does: Does) -> None:
    def work(connection: Connection) -> None:
        me = enrol(connection)
        residents.rename(connection, me, "Hoà")
        assert residents.load(connection, me).name == "Hoà"  # type: ignore[union-attr]
        residents.rename(connection, me, "")
        assert residents.load(connection, me).name == ""  # type: ignore[union-attr]

    does(work)
