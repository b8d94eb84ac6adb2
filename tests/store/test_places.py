"""The place tree: validity, old codes, names, scopes; on both databases."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Connection, insert

from store import places
from store.engine import Store
from store.places import StoredPlaces

TODAY = date(2026, 11, 21)


def _add(connection: Connection, code: str, name: str = "", **values: Any) -> int:
    row = {"kind": "hamlet", "aliases": [], "code": code, "name": name or code, **values}
    id: int = connection.execute(insert(places.places).values(row)).inserted_primary_key[0]
    return id


@pytest.fixture
def ids(store: Store) -> dict[str, int]:
    """Xã An with hamlets, a group of hamlets between, and a history of mergers."""

    def fill(connection: Connection) -> dict[str, int]:
        top = _add(connection, "XA", "Xã An", kind="commune")
        group = _add(connection, "CUM", "Cụm Trên", kind="cluster", parent_id=top)
        ids = {"XA": top, "CUM": group}
        ids["T-02"] = _add(connection, "T-02", "Thôn 2", parent_id=top)
        ids["T-10"] = _add(connection, "T-10", "Thôn 10", parent_id=top, aliases=["Xóm Chùa"])
        ids["B"] = _add(connection, "B", "Bản Đồi", parent_id=group, aliases=["Xóm Chùa"])
        merged = {"parent_id": top, "valid_to": date(2026, 6, 30)}
        ids["O2"] = _add(connection, "O2", "Thôn Đông", merged_into_id=ids["T-02"], **merged)
        ids["O1"] = _add(connection, "O1", "Thôn Tây", merged_into_id=ids["O2"], **merged)
        ids["GONE"] = _add(connection, "GONE", parent_id=top, valid_to=date(2026, 11, 20))
        ids["SOON"] = _add(connection, "SOON", parent_id=top, valid_from=date(2026, 11, 22))
        ids["LAST"] = _add(
            connection, "LAST", "Xóm Cuối", parent_id=top, valid_from=TODAY, valid_to=TODAY
        )
        return ids

    return store.call(fill)


def _on(store: Store, day: date = TODAY) -> places.Tree:
    return store.call(lambda connection: places.load(connection, day))


def test_hamlets_are_the_bottom_at_any_depth_valid_today_and_in_the_order_of_people(
    store: Store, ids: dict[str, int]
) -> None:
    assert not store.call(places.is_empty)
    names = store.call(lambda c: [h.name for h in StoredPlaces(c, TODAY).hamlets()])
    assert names == ["Bản Đồi", "Thôn 2", "Thôn 10", "Xóm Cuối"]


def test_a_hamlet_lives_from_its_first_to_its_last_day(store: Store, ids: dict[str, int]) -> None:
    assert "Xóm Cuối" not in [h.name for h in _on(store, date(2026, 11, 22)).hamlets()]
    assert "SOON" in [h.code for h in _on(store, date(2026, 11, 22)).hamlets()]
    assert "GONE" in [h.code for h in _on(store, date(2026, 11, 20)).hamlets()]


def test_an_old_code_leads_through_all_mergers_to_what_stands_today(
    store: Store, ids: dict[str, int]
) -> None:
    found = store.call(lambda c: StoredPlaces(c, TODAY).by_code("o1"))
    assert found is not None
    assert found.code == "T-02"


def test_before_the_merger_an_old_code_is_still_the_old_hamlet(
    store: Store, ids: dict[str, int]
) -> None:
    found = _on(store, date(2026, 6, 30)).by_code("O1")
    assert found is not None
    assert found.code == "O1"


@pytest.mark.parametrize("code", ["t-02", "T-02", " T02 ", "t 02", "T.02"])
def test_a_code_is_found_however_it_is_typed(store: Store, ids: dict[str, int], code: str) -> None:
    found = _on(store).by_code(code)
    assert found is not None
    assert found.id == ids["T-02"]


@pytest.mark.parametrize("code", ["", "-", "NONE", "GONE", "SOON"])
def test_a_code_that_means_nothing_today_finds_nothing(
    store: Store, ids: dict[str, int], code: str
) -> None:
    assert _on(store).by_code(code) is None


def test_two_codes_that_look_alike_are_not_guessed_between(store: Store) -> None:
    def fill(connection: Connection) -> None:
        top = _add(connection, "XA", kind="commune")
        _add(connection, "1-11", parent_id=top)
        _add(connection, "11-1", parent_id=top)

    store.call(fill)
    assert _on(store).by_code("111") is None


def test_a_merger_without_a_date_holds_at_once(store: Store) -> None:
    def fill(connection: Connection) -> None:
        top = _add(connection, "XA", kind="commune")
        new = _add(connection, "NEW", parent_id=top)
        _add(connection, "OLD", parent_id=top, merged_into_id=new)

    store.call(fill)
    tree = _on(store)
    assert [hamlet.code for hamlet in tree.hamlets()] == ["NEW"]
    found = tree.by_code("old")
    assert found is not None
    assert found.code == "NEW"


def test_mergers_in_a_circle_find_nothing_and_end(store: Store) -> None:
    def fill(connection: Connection) -> int:
        one = _add(connection, "ONE")
        two = _add(connection, "TWO", merged_into_id=one, parent_id=one)
        change = places.places.update().where(places.places.c.id == one)
        connection.execute(change.values(merged_into_id=two))
        return one

    one = store.call(fill)
    assert _on(store).by_code("ONE") is None
    assert len(store.call(lambda c: places.ancestors(c, one))) == 2
    assert len(store.call(lambda c: places.below(c, one))) == 2


def test_an_empty_tree_has_no_commune_and_no_hamlets(store: Store) -> None:
    tree = _on(store)
    assert store.call(places.is_empty)
    assert tree.commune() is None
    assert tree.hamlets() == ()
    assert store.call(lambda c: StoredPlaces(c, TODAY).commune()) is None


def test_a_real_commune_stands_before_the_made_up_one(store: Store) -> None:
    def fill(connection: Connection) -> None:
        made_up = _add(connection, places.DEMO, "Xã Mẫu", kind="commune")
        _add(connection, f"{places.DEMO}-01", parent_id=made_up)

    store.call(fill)
    top = _on(store).commune()
    assert top is not None
    assert top.name == "Xã Mẫu"

    def more(connection: Connection) -> None:
        real = _add(connection, "XA", "Xã An", kind="commune")
        _add(connection, "T1", parent_id=real)

    store.call(more)
    tree = _on(store)
    top = tree.commune()
    assert top is not None
    assert top.name == "Xã An"
    assert [hamlet.code for hamlet in tree.hamlets()] == ["T1"]
    assert tree.by_code("mau-01") is not None


def test_a_name_or_another_name_finds_the_place_and_an_ambiguous_one_finds_all(
    store: Store, ids: dict[str, int]
) -> None:
    tree = _on(store)
    assert [place.code for place in tree.named("thôn 2")] == ["T-02"]
    assert [place.code for place in tree.named("thon tay")] == ["T-02"]
    assert [place.code for place in tree.named("o2")] == ["T-02"]
    assert sorted(place.code for place in tree.named("Xóm chùa")) == ["B", "T-10"]
    assert tree.named("không có") == ()
    assert tree.named("…") == ()


def test_a_place_and_what_it_belongs_to_are_found_by_number(
    store: Store, ids: dict[str, int]
) -> None:
    tree = _on(store)
    found, parent = tree.get(ids["GONE"]), tree.parent(ids["B"])
    assert found is not None
    assert found.code == "GONE"
    assert parent is not None
    assert parent.code == "CUM"
    assert tree.get(0) is None
    assert tree.parent(ids["XA"]) is None
    stored = store.call(lambda c: places.get(c, ids["B"]))
    assert stored is not None
    assert stored.aliases == ("Xóm Chùa",)
    assert store.call(lambda c: places.get(c, 0)) is None


def test_scopes_reach_up_and_down_through_every_level_and_through_mergers(
    store: Store, ids: dict[str, int]
) -> None:
    def codes(found: frozenset[int]) -> set[str]:
        return {code for code, id in ids.items() if id in found}

    above = store.call(lambda c: places.ancestors(c, ids["B"]))
    assert codes(above) == {"B", "CUM", "XA"}
    merged = store.call(lambda c: places.ancestors(c, ids["O1"]))
    assert codes(merged) == {"O1", "O2", "T-02", "XA"}
    below = store.call(lambda c: places.below(c, ids["T-02"]))
    assert codes(below) == {"T-02", "O1", "O2"}
    assert codes(store.call(lambda c: places.below(c, ids["XA"]))) == set(ids)
    assert codes(store.call(lambda c: places.ancestors(c, ids["XA"]))) == {"XA"}
