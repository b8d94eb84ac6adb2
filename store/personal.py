"""What is kept about one person, in one list: a copy shows all of it, an erasure takes all of it.

A new table that belongs to a person joins ``HOLDINGS``; a test looks for tables that do not.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy import Connection, Select, Table, delete, func, select, update

from store import papers, questions_personal
from store.announcements_acks import acks
from store.announcements_runs import run_parts
from store.chats import chats
from store.conversations import conversations
from store.files import files, forget_of
from store.outbox import OPEN_STATES, outbox
from store.places import places
from store.requests import requests
from store.residents import consents, households, residents
from store.webchat import mailbox

Rows: TypeAlias = list[dict[str, Any]]

#: A copy quotes this many of our newest messages, each up to so many letters: the person has all
#: of them on the screen, and a copy that quoted earlier copies whole would grow without end.
QUOTED_MESSAGES = 10
QUOTED_LETTERS = 100


@dataclass(frozen=True, slots=True)
class Person:
    """One person: their record, if there is one, and every chat they use."""

    residents: tuple[int, ...]  # their number, or none
    chats: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Holding:
    """One table's rows about a person: how they are shown and how they are erased."""

    table: Table
    show: Callable[[Connection, Person], Rows]
    erase: Callable[[Connection, Person, datetime], None]


def person(connection: Connection, chat: int) -> Person:
    """The person behind a chat, with the other chats of the same resident."""
    resident = connection.execute(
        select(chats.c.resident_id).where(chats.c.id == chat)
    ).scalar_one_or_none()
    if resident is None:
        return Person((), (chat,))
    theirs = select(chats.c.id).where(chats.c.resident_id == resident).order_by(chats.c.id)
    return Person((resident,), tuple(connection.execute(theirs).scalars()))


def export(connection: Connection, who: Person) -> dict[str, Rows]:
    """All that is kept about a person, by table, as plain data."""
    return {holding.table.name: holding.show(connection, who) for holding in HOLDINGS}


def erase(connection: Connection, who: Person, now: datetime) -> None:
    """Erase all that is kept about a person; what has to stay no longer names them."""
    for holding in HOLDINGS:
        holding.erase(connection, who, now)


def forget_lapsed(connection: Connection, before: datetime, now: datetime, most: int = 200) -> int:
    """Erase residents who have not written since ``before``, at most ``most`` at a time.

    The notice promises it; returns how many there were, so that a job can go on until none is left.
    """
    fresh = select(chats.c.resident_id).where(
        chats.c.seen_at >= before, chats.c.resident_id.is_not(None)
    )
    gone = select(residents.c.id).where(residents.c.id.not_in(fresh)).limit(most)
    lapsed = connection.execute(gone).scalars().all()
    for resident in lapsed:
        theirs = select(chats.c.id).where(chats.c.resident_id == resident)
        who = Person((resident,), tuple(connection.execute(theirs).scalars()))
        erase(connection, who, now)
    return len(lapsed)


def _rows(connection: Connection, query: Select[Any]) -> Rows:
    return [
        {key: _plain(value) for key, value in row._mapping.items()}
        for row in connection.execute(query)
    ]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _consents(connection: Connection, who: Person) -> Rows:
    return _rows(
        connection,
        select(
            consents.c.purpose,
            consents.c.notice_version,
            consents.c.given_at,
            consents.c.withdrawn_at,
        )
        .where(consents.c.resident_id.in_(who.residents))
        .order_by(consents.c.id),
    )


def _erase_consents(connection: Connection, who: Person, _now: datetime) -> None:
    connection.execute(delete(consents).where(consents.c.resident_id.in_(who.residents)))


def _conversations(connection: Connection, who: Person) -> Rows:
    return _rows(
        connection,
        select(conversations.c.flow, conversations.c.state, conversations.c.updated_at)
        .where(conversations.c.chat_id.in_(who.chats))
        .order_by(conversations.c.id),
    )


def _erase_conversations(connection: Connection, who: Person, _now: datetime) -> None:
    connection.execute(delete(conversations).where(conversations.c.chat_id.in_(who.chats)))


def _quoted(connection: Connection, query: Select[Any], count: Select[Any]) -> Rows:
    newest = [
        {**row, "payload": _quote(row["payload"])}
        for row in _rows(connection, query.limit(QUOTED_MESSAGES))
    ]
    total = connection.execute(count).scalar_one()
    return [{"messages": total, "newest": newest}] if total else []


def _quote(payload: str) -> str:
    text = str(json.loads(payload or "{}").get("text", ""))
    return text if len(text) <= QUOTED_LETTERS else f"{text[:QUOTED_LETTERS]} …"


def _outbox(connection: Connection, who: Person) -> Rows:
    theirs = outbox.c.chat_id.in_(who.chats)
    return _quoted(
        connection,
        select(
            outbox.c.created_at,
            outbox.c.channel,
            outbox.c.state,
            func.coalesce(run_parts.c.payload, outbox.c.payload).label("payload"),
        )
        .select_from(outbox.outerjoin(run_parts, run_parts.c.id == outbox.c.run_part_id))
        .where(theirs)
        .order_by(outbox.c.id.desc()),
        select(func.count()).select_from(outbox).where(theirs),
    )


def _erase_outbox(connection: Connection, who: Person, now: datetime) -> None:
    # The rows stay: reports count them. What was in them goes, and what has not left never will.
    theirs = outbox.c.chat_id.in_(who.chats)
    connection.execute(
        update(outbox)
        .where(theirs, outbox.c.state.in_(OPEN_STATES))
        .values(state="skipped", reason="erased", leased_by="", settled_at=now)
    )
    connection.execute(update(outbox).where(theirs).values(payload="{}"))


def _letters(connection: Connection, who: Person) -> Any:
    boxes = select(chats.c.chat).where(chats.c.id.in_(who.chats), chats.c.channel == "webchat")
    return mailbox.c.chat.in_(list(connection.execute(boxes).scalars()))


def _mailbox(connection: Connection, who: Person) -> Rows:
    theirs = _letters(connection, who)
    return _quoted(
        connection,
        select(mailbox.c.at, mailbox.c.payload).where(theirs).order_by(mailbox.c.id.desc()),
        select(func.count()).select_from(mailbox).where(theirs),
    )


def _erase_mailbox(connection: Connection, who: Person, _now: datetime) -> None:
    connection.execute(delete(mailbox).where(_letters(connection, who)))


_OF_A_CHAT = (
    "channel", "chat", "language", "state", "last_guide", "stopped_at", "created_at", "seen_at",
)  # fmt: skip


def _chats(connection: Connection, who: Person) -> Rows:
    columns = (chats.c[name] for name in _OF_A_CHAT)
    theirs = select(*columns).where(chats.c.id.in_(who.chats)).order_by(chats.c.id)
    return _rows(connection, theirs)


def _erase_chats(connection: Connection, who: Person, _now: datetime) -> None:
    # The platform's number of the chat stays: the erasure itself is answered there, and a chat
    # that writes again would bring it back with its first word.
    connection.execute(
        update(chats)
        .where(chats.c.id.in_(who.chats))
        .values(
            resident_id=None,
            language="",
            screen=[],
            last_guide="",
            last_press="",
            pressed_at=None,
            stopped_at=None,
        )
    )


def _files(connection: Connection, who: Person) -> Rows:
    columns = (files.c.kind, files.c.size, files.c.at)
    return _rows(connection, select(*columns).where(files.c.chat_id.in_(who.chats)))


def _acks(connection: Connection, who: Person) -> Rows:
    theirs = acks.c.resident_id.in_(who.residents)
    columns = (acks.c.announcement_id, acks.c.answer, acks.c.at)
    return _rows(connection, select(*columns).where(theirs).order_by(acks.c.id))


def _erase_acks(connection: Connection, who: Person, _now: datetime) -> None:
    # A household's answer stays its household's; the answer of somebody without one goes.
    theirs = acks.c.resident_id.in_(who.residents)
    connection.execute(delete(acks).where(theirs, acks.c.household_id.is_(None)))
    connection.execute(update(acks).where(theirs).values(resident_id=None))


def _requests(connection: Connection, who: Person) -> Rows:
    columns = [column for column in requests.c if column.name not in ("id", "resident_id")]
    return _rows(
        connection,
        select(*columns).where(requests.c.resident_id.in_(who.residents)).order_by(requests.c.id),
    )


def _erase_requests(connection: Connection, who: Person, now: datetime) -> None:
    # The law wants proof that requests were met; it needs no name.
    theirs = requests.c.resident_id.in_(who.residents)
    connection.execute(
        update(requests).where(theirs, requests.c.done_at.is_(None)).values(done_at=now)
    )
    connection.execute(update(requests).where(theirs).values(resident_id=None))


def _residents(connection: Connection, who: Person) -> Rows:
    return _rows(
        connection,
        select(
            residents.c.name,
            places.c.name.label("hamlet"),
            places.c.code.label("hamlet_code"),
            households.c.code.label("household"),
            residents.c.created_at,
        )
        .select_from(
            residents.join(places, places.c.id == residents.c.place_id).outerjoin(
                households, households.c.id == residents.c.household_id
            )
        )
        .where(residents.c.id.in_(who.residents)),
    )


def _erase_residents(connection: Connection, who: Person, _now: datetime) -> None:
    connection.execute(delete(residents).where(residents.c.id.in_(who.residents)))


#: In the order of erasing: what refers to a record before the record itself.
HOLDINGS = (
    Holding(consents, _consents, _erase_consents),
    Holding(conversations, _conversations, _erase_conversations),
    *(Holding(*row) for row in questions_personal.ROWS),
    Holding(papers.paper_ticks, papers.shown, papers.erased),
    Holding(mailbox, _mailbox, _erase_mailbox),
    Holding(outbox, _outbox, _erase_outbox),
    Holding(files, _files, lambda connection, who, _now: forget_of(connection, who.chats)),
    Holding(chats, _chats, _erase_chats),
    Holding(requests, _requests, _erase_requests),
    Holding(acks, _acks, _erase_acks),
    Holding(residents, _residents, _erase_residents),
)

#: Tables that name a chat or a resident and yet are not erased with the person, and why.
KEPT = {
    "cadres": "who acts for the commune is the commune's record; roles end by being revoked",
    "group_links": "a group of a hamlet is no person's own chat",
}
