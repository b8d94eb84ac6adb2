"""Invitations: one link, one person, one week; on both databases."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, insert, select

from bot.errors import KheoError, NotAllowed
from store import cadres, invitations, places
from store.audit import audit
from store.chats import chats
from store.engine import Store, open_engine
from store.invitations import LIFETIME, accept, appoint, invite, look_up
from store.offices import StoredOffices

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)


def _chat(connection: Connection, number: str) -> int:
    row = {"channel": "telegram", "chat": number, "is_group": False, "screen": []}
    made = connection.execute(
        insert(chats).values(**row, created_at=NOW, seen_at=NOW).returning(chats.c.id)
    )
    return int(made.scalar_one())


@pytest.fixture
def land(store: Store) -> dict[str, int]:
    """A commune XA with the hamlet T1, its chairman ``top``, and three chats."""

    def fill(connection: Connection) -> dict[str, int]:
        row: dict[str, Any] = {"code": "XA", "name": "Xã An", "kind": "commune", "aliases": []}
        rows = insert(places.places).returning(places.places.c.id)
        top = connection.execute(rows.values(row)).scalar_one()
        row = {"code": "T1", "name": "Thôn 1", "kind": "hamlet", "aliases": [], "parent_id": top}
        hamlet = connection.execute(rows.values(row)).scalar_one()
        chair = cadres.appoint(connection, handle="top", name="Chủ tịch", now=NOW)
        grant = cadres.grant(connection, cadre=chair, role="cadre", place=top, by=None, now=NOW)
        ids = {"XA": top, "T1": hamlet, "top": chair, "grant": grant}
        return {**ids, **{f"chat{n}": _chat(connection, str(n)) for n in (1, 2, 3)}}

    return store.call(fill)


def _invite(store: Store, land: dict[str, int], token: str = "token") -> int:
    return store.call(
        lambda c: invite(
            c, role="hamlet_head", place=land["T1"], token=token, by=land["top"], now=NOW
        )
    )


def test_an_invitation_is_shown_while_it_is_open(store: Store, land: dict[str, int]) -> None:
    _invite(store, land)
    found = store.call(lambda c: StoredOffices(c, 0, NOW).invitation("token"))
    assert found is not None
    assert (found.role, found.place.name, found.name) == ("hamlet_head", "Thôn 1", "")
    assert found.expires_at == NOW + timedelta(days=7)
    assert store.call(lambda c: look_up(c, "token", NOW + LIFETIME)) is None
    assert store.call(lambda c: look_up(c, "other", NOW)) is None


def test_only_the_digest_of_a_token_is_kept(store: Store, land: dict[str, int]) -> None:
    _invite(store, land, "a-very-secret-token")
    rows = store.call(
        lambda c: [*c.execute(select(invitations.invitations)), *c.execute(select(audit))]
    )
    assert "a-very-secret-token" not in repr(rows)


def test_taking_it_up_makes_a_cadre_with_a_handle_and_links_the_chat(
    store: Store, land: dict[str, int]
) -> None:
    number = _invite(store, land)

    def look(connection: Connection) -> None:
        accepted = accept(
            connection, token="token", name="Trần Văn Bảy", chat=land["chat1"], now=NOW
        )
        assert accepted is not None
        assert accepted.handle == "tran-van-bay"
        assert (accepted.granted.role, accepted.granted.place.code) == ("hamlet_head", "T1")
        here = cadres.by_chat(connection, land["chat1"])
        assert here is not None
        assert (here.id, here.name) == (accepted.cadre, "Trần Văn Bảy")
        row = connection.execute(select(invitations.invitations)).one()
        assert (row.used_by, row.used_at) == (accepted.cadre, NOW)
        acts = connection.execute(select(audit.c.act, audit.c.cadre_id, audit.c.subject)).all()
        assert ("invite", land["top"], f"invitation:{number}") in acts
        assert ("accept", accepted.cadre, f"invitation:{number}") in acts
        assert ("grant", land["top"], f"grant:{accepted.granted.id}") in acts

    store.call(look)


def test_it_cannot_be_taken_up_twice_nor_after_its_week(store: Store, land: dict[str, int]) -> None:
    _invite(store, land, "one")
    _invite(store, land, "two")

    def take(token: str, chat: str, at: datetime = NOW) -> Any:
        return store.call(lambda c: accept(c, token=token, name="Bảy", chat=land[chat], now=at))

    assert take("one", "chat1") is not None
    assert take("one", "chat2") is None
    assert take("two", "chat2", NOW + LIFETIME) is None
    assert take("three", "chat2") is None
    assert store.call(lambda c: cadres.by_chat(c, land["chat2"])) is None


def test_a_cadre_who_takes_up_another_role_keeps_name_and_handle(
    store: Store, land: dict[str, int]
) -> None:
    _invite(store, land)

    def look(connection: Connection) -> None:
        cadres.link(connection, land["top"], land["chat1"], NOW)
        accepted = accept(connection, token="token", name="Ai đó", chat=land["chat1"], now=NOW)
        assert accepted is not None
        assert (accepted.cadre, accepted.handle) == (land["top"], "top")
        here = cadres.by_chat(connection, land["chat1"])
        assert here is not None
        assert here.name == "Chủ tịch"
        assert [grant.role for grant in here.grants] == ["cadre", "hamlet_head"]

    store.call(look)


def test_of_ten_who_take_it_up_at_once_one_gets_it(
    database_url: str, store: Store, land: dict[str, int]
) -> None:
    others = [Store(open_engine(database_url)) for _n in range(2)]
    everybody = [store, *others]
    try:
        for round in range(5):
            _invite(store, land, f"token-{round}")
            gate = threading.Barrier(9)
            got: list[Any] = []

            def press(
                at: Store,
                chat: int,
                token: str = f"token-{round}",
                gate: threading.Barrier = gate,
                got: list[Any] = got,
            ) -> None:
                gate.wait()
                got.append(
                    at.call(lambda c: accept(c, token=token, name="Bảy", chat=chat, now=NOW))
                )

            threads = [
                threading.Thread(target=press, args=(at, land[f"chat{n}"]))
                for at in everybody
                for n in (1, 2, 3)
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            assert len([each for each in got if each is not None]) == 1
    finally:
        for other in others:
            other.close()


def test_who_may_not_give_a_role_cannot_invite_to_it(store: Store, land: dict[str, int]) -> None:
    def head(connection: Connection) -> int:
        id = cadres.appoint(connection, handle="head", name="", now=NOW)
        cadres.grant(connection, cadre=id, role="hamlet_head", place=land["T1"], by=None, now=NOW)
        return id

    id = store.call(head)
    for by in (id, 0):
        with pytest.raises(NotAllowed):
            store.call(
                lambda c, by=by: invite(
                    c, role="editor", place=land["T1"], token="t", by=by, now=NOW
                )
            )
    with pytest.raises(KheoError, match="emperor"):
        store.call(
            lambda c: invite(c, role="emperor", place=land["T1"], token="t", by=None, now=NOW)
        )


def test_who_loses_the_right_to_invite_leaves_no_open_door(
    store: Store, land: dict[str, int]
) -> None:
    _invite(store, land)

    def look(connection: Connection) -> None:
        cadres.revoke(connection, grant=land["grant"], by=None, now=NOW)
        assert look_up(connection, "token", NOW) is None
        assert accept(connection, token="token", name="B", chat=land["chat1"], now=NOW) is None
        assert cadres.by_chat(connection, land["chat1"]) is None

    store.call(look)


def test_the_first_cadre_comes_by_command_and_the_link_brings_the_chat(
    store: Store, land: dict[str, int]
) -> None:
    def look(connection: Connection) -> None:
        how = {"handle": "police", "name": "Công an xã", "role": "cadre", "place": land["XA"]}
        id = appoint(connection, **how, token="first", now=NOW)
        offered = look_up(connection, "first", NOW)
        assert offered is not None
        assert offered.name == "Công an xã"
        before = cadres.by_handle(connection, "police")
        assert before is not None
        assert before.chat is None
        accepted = accept(connection, token="first", name="", chat=land["chat1"], now=NOW)
        assert accepted is not None
        assert (accepted.cadre, accepted.handle) == (id, "police")
        # The command again, with a new link: the chat on the new phone takes over.
        assert appoint(connection, **how, token="second", now=NOW) == id
        accept(connection, token="second", name="", chat=land["chat2"], now=NOW)
        assert cadres.by_chat(connection, land["chat1"]) is None
        here = cadres.by_chat(connection, land["chat2"])
        assert here is not None
        assert [grant.role for grant in here.grants] == ["cadre"]

    store.call(look)


def test_a_link_does_not_bring_back_a_role_that_was_taken(
    store: Store, land: dict[str, int]
) -> None:
    def look(connection: Connection) -> None:
        how = {"handle": "police", "name": "Công an", "role": "cadre", "place": land["XA"]}
        appoint(connection, **how, token="link", now=NOW)
        holder = cadres.by_handle(connection, "police")
        assert holder is not None
        cadres.revoke(connection, grant=holder.grants[0].id, by=land["top"], now=NOW)
        assert look_up(connection, "link", NOW) is None
        assert accept(connection, token="link", name="", chat=land["chat1"], now=NOW) is None

    store.call(look)
