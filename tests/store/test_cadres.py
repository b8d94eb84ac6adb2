"""Roles: scopes, rights, the last cadre, the record; on both databases."""

from __future__ import annotations

import contextlib
import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Connection, insert, select, update

from bot.errors import KheoError, NotAllowed
from store import cadres, places
from store.audit import audit
from store.chats import chats
from store.engine import Store, open_engine
from store.offices import StoredOffices
from store.rights import ACTS, RIGHTS, ROLES, roles_with

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)


def place(connection: Connection, code: str, parent: int | None = None, **more: int | date) -> int:
    kind = "hamlet" if parent else "commune"
    row = {"code": code, "name": code, "kind": kind, "parent_id": parent, "aliases": [], **more}
    made = connection.execute(insert(places.places).values(row).returning(places.places.c.id))
    return int(made.scalar_one())


def chat(connection: Connection, number: str) -> int:
    row = {"channel": "telegram", "chat": number, "is_group": False, "screen": []}
    made = connection.execute(
        insert(chats).values(**row, created_at=NOW, seen_at=NOW).returning(chats.c.id)
    )
    return int(made.scalar_one())


def cadre(connection: Connection, handle: str, role: str, place: int) -> tuple[int, int]:
    """A new cadre with one role: (cadre, grant)."""
    id = cadres.appoint(connection, handle=handle, name=handle.title(), now=NOW)
    return id, cadres.grant(connection, cadre=id, role=role, place=place, by=None, now=NOW)


@pytest.fixture
def land(store: Store) -> dict[str, int]:
    """Two communes; the first has hamlets T1 (with a part T1A) and T2, and O1 merged into T1."""

    def fill(connection: Connection) -> dict[str, int]:
        ids = {"XA": place(connection, "XA"), "YB": place(connection, "YB")}
        ids["T1"] = place(connection, "T1", ids["XA"])
        ids["T2"] = place(connection, "T2", ids["XA"])
        ids["T1A"] = place(connection, "T1A", ids["T1"])
        ids["O1"] = place(connection, "O1", ids["XA"], merged_into_id=ids["T1"])
        return ids

    return store.call(fill)


def test_every_role_has_rights_and_every_act_somebody_who_may() -> None:
    assert set(RIGHTS) == set(ROLES)
    assert all(RIGHTS[role] for role in ROLES)
    assert all(roles_with(act) for act in ACTS)
    assert roles_with("invite") == ("cadre",)


def test_a_role_holds_at_its_place_and_all_below_and_nowhere_else(
    store: Store, land: dict[str, int]
) -> None:
    def look(connection: Connection) -> None:
        top, _grant = cadre(connection, "top", "cadre", land["XA"])
        head, _grant = cadre(connection, "head", "hamlet_head", land["T1"])
        assert all(cadres.can(connection, top, "cadre", land[p]) for p in ("XA", "T1", "T1A", "O1"))
        assert not cadres.can(connection, top, "cadre", land["YB"])
        assert not cadres.can(connection, top, "approver", land["XA"])
        assert cadres.can(connection, head, "hamlet_head", land["T1A"])
        assert cadres.can(connection, head, "hamlet_head", land["O1"])
        assert not cadres.can(connection, head, "hamlet_head", land["T2"])
        assert not cadres.can(connection, head, "hamlet_head", land["XA"])
        assert cadres.may(connection, top, "invite", land["T1A"])
        assert not cadres.may(connection, head, "invite", land["T1"])
        assert cadres.may(connection, head, "announce", land["T1"])
        assert not cadres.may(connection, 0, "announce", land["T1"])

    store.call(look)


def test_the_head_of_a_merged_hamlet_does_not_become_head_of_the_new_one(
    store: Store, land: dict[str, int]
) -> None:
    def look(connection: Connection) -> bool:
        old, _grant = cadre(connection, "old", "hamlet_head", land["O1"])
        return cadres.can(connection, old, "hamlet_head", land["T1"])

    assert not store.call(look)


def test_granting_twice_is_granting_once(store: Store, land: dict[str, int]) -> None:
    def look(connection: Connection) -> None:
        id, first = cadre(connection, "chair", "cadre", land["XA"])
        same, second = cadre(connection, "CHAIR ", "cadre", land["XA"])
        assert (id, first) == (same, second)
        other = cadres.grant(
            connection, cadre=id, role="approver", place=land["XA"], by=None, now=NOW
        )
        assert other != first
        holder = cadres.by_handle(connection, "Chair")
        assert holder is not None
        assert [grant.role for grant in holder.grants] == ["cadre", "approver"]
        assert holder.grants[0].place.code == "XA"

    store.call(look)


@pytest.mark.parametrize("handle", ["", "-a", "a-", "tên", "a b", "a" * 41, "a_b"])
def test_a_handle_that_cannot_be_typed_is_refused(sqlite_store: Store, handle: str) -> None:
    with pytest.raises(KheoError, match="tên tắt"):
        sqlite_store.call(lambda c: cadres.appoint(c, handle=handle, name="", now=NOW))


def test_a_role_that_does_not_exist_is_refused(store: Store, land: dict[str, int]) -> None:
    with pytest.raises(KheoError, match="emperor"):
        store.call(lambda c: cadre(c, "a", "emperor", land["XA"]))


def test_a_handle_is_made_from_the_name_and_never_twice(store: Store) -> None:
    def look(connection: Connection) -> list[str]:
        names = ["Trần Văn Bảy", "trần văn  bảy", "Đỗ Thị Ơn", "李", "N" * 90]
        ids = [cadres.name_anew(connection, name, NOW) for name in names]
        rows = select(cadres.cadres.c.id, cadres.cadres.c.handle)
        by_id = {row.id: row.handle for row in connection.execute(rows)}
        return [by_id[id] for id in ids]

    assert store.call(look) == ["tran-van-bay", "tran-van-bay-2", "do-thi-on", "can-bo", "n" * 36]


def test_a_thousand_of_one_name_must_write_it_in_full(sqlite_store: Store) -> None:
    def fill(connection: Connection) -> None:
        rows = [{"handle": f"an-{n}", "name": "An", "created_at": NOW} for n in range(2, 1000)]
        first = {"handle": "an", "name": "An", "created_at": NOW}
        connection.execute(insert(cadres.cadres), [first, *rows])
        cadres.name_anew(connection, "An", NOW)

    with pytest.raises(KheoError, match="đầy đủ"):
        sqlite_store.call(fill)


def test_nobody_grants_or_revokes_above_or_beside_the_own_scope(
    store: Store, land: dict[str, int]
) -> None:
    def fill(connection: Connection) -> tuple[int, int, int]:
        cadre(connection, "second", "cadre", land["XA"])
        hamlet, _grant = cadre(connection, "hamlet", "cadre", land["T1"])
        top, grant = cadre(connection, "top", "cadre", land["XA"])
        return hamlet, top, grant

    hamlet, top, grant = store.call(fill)
    for where in ("XA", "T2", "YB"):
        with pytest.raises(NotAllowed):
            store.call(
                lambda c, at=where: cadres.grant(
                    c, cadre=hamlet, role="cadre", place=land[at], by=hamlet, now=NOW
                )
            )
    with pytest.raises(NotAllowed):
        store.call(lambda c: cadres.revoke(c, grant=grant, by=hamlet, now=NOW))
    below = store.call(
        lambda c: cadres.grant(c, cadre=top, role="editor", place=land["T1A"], by=hamlet, now=NOW)
    )
    assert store.call(lambda c: cadres.revoke(c, grant=below, by=hamlet, now=NOW))


def test_a_revoked_role_is_gone_and_may_be_given_again(store: Store, land: dict[str, int]) -> None:
    def look(connection: Connection) -> None:
        top, _grant = cadre(connection, "top", "cadre", land["XA"])
        head, grant = cadre(connection, "head", "hamlet_head", land["T1"])
        assert cadres.revoke(connection, grant=grant, by=top, now=LATER)
        assert not cadres.revoke(connection, grant=grant, by=top, now=LATER)
        assert not cadres.can(connection, head, "hamlet_head", land["T1"])
        assert cadres.by_handle(connection, "head") is None
        again = cadres.grant(
            connection, cadre=head, role="hamlet_head", place=land["T1"], by=top, now=LATER
        )
        assert again != grant
        row = connection.execute(select(cadres.grants).where(cadres.grants.c.id == grant)).one()
        assert (row.revoked_by, row.revoked_at) == (top, LATER)

    store.call(look)


def test_what_was_never_granted_cannot_be_revoked(store: Store, land: dict[str, int]) -> None:
    assert not store.call(lambda c: cadres.revoke(c, grant=12345, by=None, now=NOW))


def test_the_last_cadre_of_the_commune_stays(store: Store, land: dict[str, int]) -> None:
    top, grant = store.call(lambda c: cadre(c, "top", "cadre", land["XA"]))
    with pytest.raises(NotAllowed, match="cuối cùng"):
        store.call(lambda c: cadres.revoke(c, grant=grant, by=top, now=NOW))
    store.call(lambda c: cadre(c, "next", "cadre", land["XA"]))
    assert store.call(lambda c: cadres.revoke(c, grant=grant, by=top, now=NOW))


def test_other_roles_and_lower_places_have_no_last_one(store: Store, land: dict[str, int]) -> None:
    def look(connection: Connection) -> None:
        top, _grant = cadre(connection, "top", "cadre", land["XA"])
        hamlet, lower = cadre(connection, "hamlet", "cadre", land["T1"])
        approver = cadres.grant(
            connection, cadre=top, role="approver", place=land["XA"], by=top, now=NOW
        )
        assert cadres.revoke(connection, grant=lower, by=hamlet, now=NOW)
        assert cadres.revoke(connection, grant=approver, by=top, now=NOW)

    store.call(look)


def test_two_last_cadres_cannot_revoke_each_other_at_once(
    database_url: str, store: Store, land: dict[str, int]
) -> None:
    """Twenty times two people press at the same moment: one of them always stays."""
    other = Store(open_engine(database_url))
    try:
        for round in range(20):
            pair = [
                store.call(lambda c, n=n, r=round: cadre(c, f"c{r}-{n}", "cadre", land["XA"]))
                for n in (0, 1)
            ]
            gate = threading.Barrier(2)

            def press(at: Store, by: int, grant: int, gate: threading.Barrier = gate) -> None:
                gate.wait()
                with contextlib.suppress(NotAllowed):
                    at.call(lambda c: cadres.revoke(c, grant=grant, by=by, now=NOW))

            threads = [
                threading.Thread(target=press, args=(store, pair[0][0], pair[1][1])),
                threading.Thread(target=press, args=(other, pair[1][0], pair[0][1])),
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            standing = store.call(
                lambda c: c.scalars(
                    select(cadres.grants.c.id).where(cadres.grants.c.revoked_at.is_(None))
                ).all()
            )
            assert len(standing) == 1
            store.call(lambda c: c.execute(update(cadres.grants).values(revoked_at=NOW)))
    finally:
        other.close()


def test_a_chat_has_one_cadre_and_a_cadre_one_chat(store: Store, land: dict[str, int]) -> None:
    def look(connection: Connection) -> None:
        one, two = chat(connection, "1"), chat(connection, "2")
        top, _grant = cadre(connection, "top", "cadre", land["XA"])
        front, _grant = cadre(connection, "front", "cadre", land["XA"])
        assert cadres.by_chat(connection, one) is None
        cadres.link(connection, top, one, NOW)
        cadres.link(connection, front, one, NOW)
        here = cadres.by_chat(connection, one)
        assert here is not None
        assert (here.id, here.handle, here.name, here.chat) == (front, "front", "Front", one)
        cadres.link(connection, front, two, NOW)
        assert cadres.by_chat(connection, one) is None
        unlinked = cadres.by_handle(connection, "top")
        assert unlinked is not None
        assert unlinked.chat is None

    store.call(look)


def test_every_act_is_on_record_with_who_and_when(store: Store, land: dict[str, int]) -> None:
    def look(connection: Connection) -> None:
        top, _grant = cadre(connection, "top", "cadre", land["XA"])
        head, grant = cadre(connection, "head", "hamlet_head", land["T1"])
        cadres.revoke(connection, grant=grant, by=top, now=LATER)
        rows = connection.execute(select(audit).order_by(audit.c.id)).all()
        assert [(row.act, row.cadre_id) for row in rows] == [
            ("appoint", None),
            ("grant", None),
            ("appoint", None),
            ("grant", None),
            ("revoke", top),
        ]
        assert (rows[-1].at, rows[-1].subject) == (LATER, f"grant:{grant}")
        assert rows[-1].detail == {"cadre": head, "role": "hamlet_head", "place": land["T1"]}

    store.call(look)


def test_what_is_refused_leaves_nothing_behind(store: Store, land: dict[str, int]) -> None:
    hamlet, _grant = store.call(lambda c: cadre(c, "hamlet", "cadre", land["T1"]))
    before = store.call(lambda c: len(c.execute(select(audit.c.id)).all()))
    with pytest.raises(NotAllowed):
        store.call(
            lambda c: cadres.grant(
                c, cadre=hamlet, role="cadre", place=land["XA"], by=hamlet, now=NOW
            )
        )
    assert store.call(lambda c: len(c.execute(select(audit.c.id)).all())) == before


def test_the_offices_of_a_cadre_end_where_the_scope_ends(
    store: Store, land: dict[str, int]
) -> None:
    def look(connection: Connection) -> None:
        top, _grant = cadre(connection, "top", "cadre", land["XA"])
        hamlet, _grant = cadre(connection, "hamlet", "cadre", land["T1"])
        head, _grant = cadre(connection, "head", "hamlet_head", land["T2"])
        cadre(connection, "beside", "cadre", land["YB"])
        of_top = StoredOffices(connection, top, NOW)
        assert [(handle, g.place.code) for handle, _name, g in of_top.below()] == [
            ("hamlet", "T1"),
            ("head", "T2"),
            ("top", "XA"),
        ]
        assert of_top.reach("invite") == {land[p] for p in ("XA", "T1", "T2", "T1A", "O1")}
        assert of_top.can("cadre", land["T2"])
        of_hamlet = StoredOffices(connection, hamlet, NOW)
        assert [handle for handle, _name, _grant in of_hamlet.below()] == ["hamlet"]
        assert of_hamlet.reach("revoke") == {land[p] for p in ("T1", "T1A", "O1")}
        of_head = StoredOffices(connection, head, NOW)
        assert of_head.below() == ()
        assert of_head.reach("invite") == frozenset()
        assert of_head.reach("announce") == {land["T2"]}

    store.call(look)


def test_who_holds_no_role_learns_nothing(store: Store, land: dict[str, int]) -> None:
    def look(connection: Connection) -> None:
        cadre(connection, "top", "cadre", land["XA"])
        nobody = StoredOffices(connection, 0, NOW)
        assert nobody.below() == ()
        assert not nobody.can("cadre", land["XA"])
        assert not any(nobody.reach(act) for act in (*ACTS, "dance"))

    store.call(look)
