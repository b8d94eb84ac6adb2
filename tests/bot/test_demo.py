"""The made-up commune: complete, marked as made up, and never twice."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml
from sqlalchemy import Connection, Table, func, insert, select, update

from bot import demo
from bot.errors import KheoError
from store import cadres, places
from store.audit import audit
from store.cadres import by_handle
from store.chats import chats
from store.engine import Store
from store.residents import consents, households, residents
from store.tables import MODULES

CARD = Path(__file__).parents[2] / "content" / "commune.yaml"
NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)


def _count(connection: Connection, table: Table) -> int:
    return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def _counts(store: Store) -> dict[str, int]:
    tables = next(iter(MODULES)).metadata.sorted_tables
    return store.call(lambda c: {table.name: _count(c, table) for table in tables})


def _load(store: Store) -> None:
    store.call(lambda connection: demo.load(connection, NOW))


def test_the_made_up_commune_has_all_that_the_first_steps_need(store: Store) -> None:
    assert not store.call(demo.is_loaded)
    _load(store)
    assert store.call(demo.is_loaded)
    tree = store.call(lambda c: places.load(c, NOW.date()))
    commune = tree.commune()
    assert commune is not None
    assert commune.name == demo.COMMUNE == yaml.safe_load(CARD.read_text("utf-8"))["name"]
    assert len(tree.hamlets()) == 12
    assert all(place.name.endswith("(mẫu)") for place in tree.hamlets())
    assert _counts(store)["households"] == sum(demo.homes(n) for n in range(1, 13))
    assert all(10 <= demo.homes(n) <= 20 for n in range(1, 13))


def test_no_made_up_household_names_a_person(store: Store) -> None:
    _load(store)
    assert store.call(lambda c: set(c.scalars(select(households.c.head_name)))) == {None}


def test_the_made_up_cadres_hold_their_roles_and_it_is_on_record(store: Store) -> None:
    _load(store)

    def roles(connection: Connection) -> dict[str, set[tuple[str, str]]]:
        found = {}
        for handle in ("demo-chairman", "demo-police", "demo-front", "demo-head-1"):
            holder = by_handle(connection, handle)
            assert holder is not None
            found[handle] = {(grant.role, grant.place.code) for grant in holder.grants}
        return found

    assert store.call(roles) == {
        "demo-chairman": {("cadre", "MAU"), ("approver", "MAU")},
        "demo-police": {("cadre", "MAU"), ("approver", "MAU")},
        "demo-front": {("cadre", "MAU")},
        "demo-head-1": {("hamlet_head", "MAU-01")},
    }
    acts = store.call(lambda c: c.execute(select(audit.c.act, audit.c.cadre_id)).all())
    assert [act for act, _cadre in acts].count("grant") == 6
    assert {cadre for _act, cadre in acts} == {None}


def test_loading_twice_changes_nothing(store: Store) -> None:
    _load(store)
    before = _counts(store)
    _load(store)
    assert _counts(store) == before


def test_a_second_start_does_not_give_back_a_role_that_was_taken(store: Store) -> None:
    _load(store)
    store.call(lambda c: c.execute(update(cadres.grants).values(revoked_at=NOW)))
    _load(store)
    assert store.call(lambda c: by_handle(c, "demo-chairman")) is None


def test_made_up_residents_agreed_and_live_four_to_a_household_over_the_hamlets(
    store: Store,
) -> None:
    _load(store)
    homes_before = _counts(store)["households"]
    added = store.call(lambda c: demo.residents(c, 96, "telegram", 1000, NOW))
    assert added == 96
    counts = _counts(store)
    assert counts["residents"] == counts["chats"] == 96
    assert counts["consents"] == 192
    assert counts["households"] - homes_before == 24

    def look(connection: Connection) -> None:
        ids = set(connection.scalars(select(chats.c.chat)))
        assert ids == {str(number) for number in range(1000, 1096)}
        assert set(connection.scalars(select(chats.c.channel))) == {"telegram"}
        purposes = connection.scalars(select(consents.c.purpose).distinct())
        assert set(purposes) == {"serve", "announce"}
        by_place = connection.execute(
            select(func.count()).select_from(residents).group_by(residents.c.place_id)
        )
        assert [count for (count,) in by_place] == [8] * 12
        astray = connection.execute(
            select(residents.c.id)
            .join(households, households.c.id == residents.c.household_id)
            .where(households.c.place_id != residents.c.place_id)
        )
        assert astray.all() == []
        # Neighbours in the numbers are one household: 1000 to 1003.
        first = connection.scalars(
            select(residents.c.household_id)
            .join(chats, chats.c.resident_id == residents.c.id)
            .where(chats.c.chat.in_(["1000", "1001", "1002", "1003"]))
        )
        assert len(set(first)) == 1

    store.call(look)


def test_only_the_chats_that_are_missing_are_filled_in(store: Store) -> None:
    _load(store)

    def alone(connection: Connection) -> None:
        row = {"channel": "telegram", "chat": "7", "is_group": False, "screen": []}
        connection.execute(insert(chats).values(**row, created_at=NOW, seen_at=NOW))

    store.call(alone)
    assert store.call(lambda c: demo.residents(c, 10, "telegram", 0, NOW)) == 9
    assert store.call(lambda c: demo.residents(c, 20, "telegram", 0, NOW)) == 10
    assert store.call(lambda c: demo.residents(c, 20, "telegram", 0, NOW)) == 0
    assert store.call(lambda c: demo.residents(c, 1, "zalo_oa", 0, NOW)) == 1
    counts = _counts(store)
    assert (counts["residents"], counts["chats"]) == (20, 21)


def test_more_residents_than_one_batch_are_all_there(sqlite_store: Store) -> None:
    _load(sqlite_store)
    count = demo.BATCH + 3
    assert sqlite_store.call(lambda c: demo.residents(c, count, "telegram", 1, NOW)) == count
    assert _counts(sqlite_store)["chats"] == count


def test_without_a_hamlet_there_are_no_residents(sqlite_store: Store) -> None:
    with pytest.raises(KheoError, match="Chưa có thôn nào"):
        sqlite_store.call(lambda c: demo.residents(c, 1, "telegram", 1, NOW))
