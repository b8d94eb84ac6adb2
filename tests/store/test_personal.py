"""What is kept about a person: one list serves the copy and the erasure, and misses no table."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, insert, select

from store import (
    announcements,
    announcements_acks,
    chats,
    conversations,
    files,
    papers,
    personal,
    questions,
    requests,
    residents,
    webchat,
)
from store.cadres import appoint, cadres
from store.engine import Store
from store.outbox import outbox
from store.places import places
from store.tables import metadata

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
NAME = "Nguyễn Thị Hoa"


def test_every_table_about_a_person_is_on_the_list() -> None:
    links = {"resident_id", "chat_id", "chat"}
    about = {
        table.name
        for table in metadata.tables.values()
        if links & set(table.c.keys())
        or any(key.column.table.name in ("residents", "chats") for key in table.foreign_keys)
    }
    listed = {holding.table.name for holding in personal.HOLDINGS}
    assert about - set(personal.KEPT) == listed - {"residents"}
    assert not listed & set(personal.KEPT)


def chat(connection: Connection, channel: str, name: str) -> int:
    return chats.meet(connection, channel, name, False, NOW)[0].id


def post(connection: Connection, chat_id: int, text: str, state: str) -> None:
    connection.execute(
        insert(outbox).values(
            source=f"in:{len(text)}:{hash(text)}",
            chat_id=chat_id,
            part=0,
            lane=0,
            channel="webchat",
            payload=json.dumps({"text": text}, ensure_ascii=False),
            state=state,
            leased_by="me" if state == "leased" else "",
            created_at=NOW,
        )
    )


def person_of(connection: Connection, name: str) -> personal.Person:
    """Somebody with a record and two chats, and rows in every table."""
    web = chat(connection, "webchat", f"web-{len(name)}")
    phone = chat(connection, "telegram", f"tele-{len(name)}")
    resident = residents.enrol(connection, web, 2, ("serve", "announce"), "1", NOW)
    chats.change(connection, phone, resident_id=resident)
    residents.rename(connection, resident, name)
    residents.join_household(connection, resident, "A-1")
    requests.ask(connection, resident, "object", NOW)
    requests.ask_and_meet(connection, resident, "export", NOW)
    state = {"flow": "me", "argument": "", "answers": [["name", "name", name]]}
    conversations.open_new(connection, web, state, NOW)
    conversations.open_new(connection, phone, state, NOW)
    chats.change(connection, web, language="en", screen=[["b|menu|", name]], last_guide="g")
    for number, sent in enumerate(("planned", "leased", "wait", "sent", "unknown")):
        post(connection, web, f"{number} chào bác {name}", sent)
        post(connection, phone, f"{number} tin cho {name} {'dài ' * 100}", sent)
    webchat.put(
        connection,
        f"web-{len(name)}",
        1000 + web,
        json.dumps({"text": f"chào {name}"}, ensure_ascii=False),
        NOW,
    )
    sent = files.NewFile(f"kept/{len(name):032}.jpg", "photo", name.encode())
    files.keep(connection, sent, web, NOW)
    papers.tick(connection, web, "birth-registration:giay", "can-cuoc", NOW)
    cadre = appoint(connection, handle="lan", name="Lan", now=NOW)
    wordings = {"vi": announcements.Wording("Mời bà con")}
    to = announcements.Audience()
    told = announcements.create(connection, cadre, "meeting", to, wordings, "seen", NOW)
    announcements_acks.acknowledge(connection, told, resident, "seen", NOW)
    questions.hold(connection, web, f"{name} hỏi gì", "", NOW)
    kept = {"tell": True, "like": lambda _text, _kept: None, "today": NOW.date(), "now": NOW}
    questions.keep(connection, resident, f"{name} hỏi gì", "", **kept)  # type: ignore[arg-type]
    return personal.person(connection, web)


@pytest.fixture
def filled(store: Store) -> Store:
    def fill(connection: Connection) -> None:
        for id, kind in ((1, "commune"), (2, "hamlet")):
            connection.execute(
                insert(places).values(
                    id=id,
                    parent_id=1 if id == 2 else None,
                    kind=kind,
                    code=f"P{id}",
                    name="Thôn Sen",
                    aliases=[],
                )
            )
        connection.execute(insert(residents.households).values(place_id=2, code="A-1"))

    store.call(fill)
    return store


def dump(connection: Connection) -> dict[str, list[dict[str, Any]]]:
    return {
        name: [dict(row._mapping) for row in connection.execute(select(table))]
        for name, table in metadata.tables.items()
    }


def test_a_copy_shows_rows_of_every_table(filled: Store) -> None:
    def work(connection: Connection) -> dict[str, Any]:
        return personal.export(connection, person_of(connection, NAME))

    copy = filled.call(work)
    assert list(copy) == [holding.table.name for holding in personal.HOLDINGS]
    assert all(copy.values())
    json.dumps(copy)
    assert copy["residents"] == [
        {
            "name": NAME,
            "hamlet": "Thôn Sen",
            "hamlet_code": "P2",
            "household": "A-1",
            "created_at": NOW.isoformat(),
        }
    ]
    assert [row["purpose"] for row in copy["consents"]] == ["serve", "announce"]
    assert {row["channel"] for row in copy["chats"]} == {"webchat", "telegram"}
    assert {row["kind"] for row in copy["requests"]} == {"object", "export"}
    (messages,) = copy["outbox"]
    assert messages["messages"] == len(messages["newest"]) == 10
    assert all(len(row["payload"]) <= personal.QUOTED_LETTERS + 2 for row in messages["newest"])
    assert copy["mailbox"][0]["newest"][0]["payload"] == f"chào {NAME}"


def test_a_copy_quotes_only_the_newest_messages(filled: Store) -> None:
    def work(connection: Connection) -> dict[str, Any]:
        who = person_of(connection, NAME)
        for number in range(30):
            post(connection, who.chats[0], f"m{number}", "sent")
        return personal.export(connection, who)

    (messages,) = filled.call(work)["outbox"]
    assert messages["messages"] == 40
    assert [row["payload"] for row in messages["newest"]][:2] == ["m29", "m28"]
    assert len(messages["newest"]) == personal.QUOTED_MESSAGES


def test_an_erasure_takes_all_that_the_copy_shows_and_nothing_of_others(filled: Store) -> None:
    def work(connection: Connection) -> None:
        other = person_of(connection, "Ông Ba")
        kept = personal.export(connection, other)
        before = dump(connection)
        who = person_of(connection, NAME)
        personal.erase(connection, who, NOW)
        assert NAME not in repr(dump(connection))
        assert personal.export(connection, other) == kept
        for web in who.chats:
            again = personal.export(connection, personal.person(connection, web))
            assert {name for name, rows in again.items() if rows} <= {"chats", "outbox"}
            assert [row["payload"] for row in again["outbox"][0]["newest"]] == [""] * 5
        rows = connection.execute(select(outbox).where(outbox.c.chat_id.in_(who.chats))).all()
        assert sorted(row.state for row in rows) == sorted(
            ["sent", "unknown", *["skipped"] * 3] * 2
        )
        assert {row.reason for row in rows if row.state == "skipped"} == {"erased"}
        after = dump(connection)
        for table in ("residents", "consents", "conversations", "mailbox", "households", "places"):
            assert after[table] == before[table]
        left = [row for row in after["requests"] if row["resident_id"] is None]
        assert {row["kind"] for row in left} == {"object", "export"}
        assert all(row["done_at"] is not None for row in left)

    filled.call(work)


def test_an_erasure_done_twice_is_done(filled: Store) -> None:
    def work(connection: Connection) -> None:
        who = person_of(connection, NAME)
        personal.erase(connection, who, NOW)
        first = dump(connection)
        personal.erase(connection, who, NOW)
        assert dump(connection) == first

    filled.call(work)


def test_a_stranger_has_a_chat_only_and_sees_nobody_elses_requests(filled: Store) -> None:
    def work(connection: Connection) -> None:
        personal.erase(connection, person_of(connection, NAME), NOW)  # leaves requests of nobody
        me = chat(connection, "webchat", "stranger")
        post(connection, me, "xin chào", "sent")
        who = personal.person(connection, me)
        assert who == personal.Person((), (me,))
        copy = personal.export(connection, who)
        assert {name for name, rows in copy.items() if rows} == {"chats", "outbox"}
        before = dump(connection)["requests"]
        personal.erase(connection, who, NOW)
        assert dump(connection)["requests"] == before
        assert "xin chào" not in [row["payload"] for row in dump(connection)["outbox"]]

    filled.call(work)


def test_a_cadre_stays_on_the_communes_list(filled: Store) -> None:
    def work(connection: Connection) -> None:
        who = person_of(connection, NAME)
        connection.execute(
            insert(cadres).values(handle="h", name="Ba", chat_id=who.chats[0], created_at=NOW)
        )
        personal.erase(connection, who, NOW)
        assert len(connection.execute(select(cadres).where(cadres.c.handle == "h")).all()) == 1

    filled.call(work)


def test_who_has_not_written_for_as_long_as_promised_is_erased(filled: Store) -> None:
    def work(connection: Connection) -> None:
        old, fresh = person_of(connection, NAME), person_of(connection, "Ông Ba")
        chats.change(connection, fresh.chats[1], seen_at=NOW + timedelta(days=1))
        assert personal.forget_lapsed(connection, NOW, NOW) == 0
        later = NOW + timedelta(hours=1)
        assert personal.forget_lapsed(connection, later, later, most=1) == 1
        assert personal.forget_lapsed(connection, later, later) == 0
        assert personal.person(connection, old.chats[0]).residents == ()
        assert personal.person(connection, fresh.chats[0]) == fresh
        assert NAME not in repr(dump(connection))

    filled.call(work)
