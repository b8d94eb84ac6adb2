"""Announcements: what is to be said, to whom, when, and who agreed to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Literal, TypeAlias

import msgspec
from sqlalchemy import (
    Column,
    Connection,
    ForeignKey,
    Index,
    Integer,
    Row,
    String,
    Table,
    Text,
    and_,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from store.schema import Instant, Json, metadata, upsert

Kind: TypeAlias = Literal["information", "meeting", "urgent", "disaster"]
Ack: TypeAlias = Literal["", "seen", "come"]  # nothing, “Đã rõ”, “tôi sẽ đến / không đến”

announcements = Table(
    "announcements",
    metadata,
    Column("id", Integer, primary_key=True),  # what people call “thông báo số 12”
    Column("author_id", ForeignKey("cadres.id"), nullable=False),
    Column("kind", String(12), nullable=False),
    Column("audience", Json, nullable=False),
    Column("ack", String(4), nullable=False, server_default=""),
    Column("state", String(10), nullable=False),  # delivery.states
    Column("version", Integer, nullable=False, server_default="1"),
    Column("approved_by", ForeignKey("cadres.id")),
    Column("why", String(200), nullable=False, server_default=""),
    Column("created_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Index("ix_announcements_state", "state"),
)

texts = Table(
    "announcement_texts",
    metadata,
    Column("announcement_id", ForeignKey("announcements.id"), primary_key=True),
    Column("language", String(8), primary_key=True),
    Column("title", String(200), nullable=False, server_default=""),
    Column("text", Text, nullable=False),
    Column("photo", String(200), nullable=False, server_default=""),
    Column("photo_words", Text, nullable=False, server_default=""),
    Column("voice", String(200), nullable=False, server_default=""),
    Column("voice_words", Text, nullable=False, server_default=""),
    Column("document", String(200), nullable=False, server_default=""),
    Column("document_name", String(120), nullable=False, server_default=""),
    Column("document_size", Integer, nullable=False, server_default="0"),
)

approvals = Table(
    "approvals",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("announcement_id", ForeignKey("announcements.id"), nullable=False, index=True),
    Column("version", Integer, nullable=False),
    Column("cadre_id", ForeignKey("cadres.id"), nullable=False),
    Column("verdict", String(10), nullable=False),  # approved, returned, rejected
    Column("note", String(500), nullable=False, server_default=""),
    Column("at", Instant, nullable=False),
)

schedules = Table(
    "schedules",
    metadata,
    Column("announcement_id", ForeignKey("announcements.id"), primary_key=True),
    Column("rule", Json),  # bot.talk.when_rule.Rule; none: once
    Column("next_at", Instant, index=True),  # none: never again
    Column("fired", Integer, nullable=False, server_default="0"),
)


@dataclass(frozen=True, slots=True)
class Audience:
    """To whom: ``places`` by number (none: the whole commune), with all that lies below them.

    ``people``: in their private chats. ``groups``: in the linked group chats of the places.
    ``missed`` and ``silent``: only households that announcement did not reach, or that have not
    acknowledged it. Whoever is meant twice gets it once.
    """

    places: tuple[int, ...] = ()
    people: bool = True
    groups: bool = False
    missed: int = 0
    silent: int = 0


@dataclass(frozen=True, slots=True)
class Wording:
    """The announcement in one language; pictures and recordings by path, never without words.

    A document has the name that people see and its size in bytes.
    """

    text: str
    title: str = ""
    photo: str = ""
    photo_words: str = ""
    voice: str = ""
    voice_words: str = ""
    document: str = ""
    document_name: str = ""
    document_size: int = 0


@dataclass(frozen=True, slots=True)
class Announcement:
    """One announcement as it stands. ``version`` grows with every change of what is said."""

    id: int
    author: int
    kind: Kind
    audience: Audience
    ack: Ack
    state: str
    version: int
    approved_by: int | None
    why: str
    created_at: datetime
    changed_at: datetime
    rule: Mapping[str, Any] | None
    next_at: datetime | None
    fired: int


_load = select(
    announcements, schedules.c.rule, schedules.c.next_at, func.coalesce(schedules.c.fired, 0)
).select_from(announcements.outerjoin(schedules))


def create(
    connection: Connection,
    author: int,
    kind: Kind,
    audience: Audience,
    wordings: Mapping[str, Wording],
    ack: Ack,
    now: datetime,
) -> int:
    """Write a new draft down; returns its number."""
    row = {"author_id": author, "kind": kind, "audience": msgspec.to_builtins(audience)}
    number: int = connection.execute(
        insert(announcements)
        .values(**row, ack=ack, state="draft", created_at=now, changed_at=now)
        .returning(announcements.c.id)
    ).scalar_one()
    word(connection, number, wordings)
    return number


def load(connection: Connection, number: int, *, hold: bool = False) -> Announcement | None:
    """The announcement of that number; ``hold``: nobody else changes it until the end."""
    query = _load.where(announcements.c.id == number)
    if hold:
        query = query.with_for_update(of=announcements)
    row = connection.execute(query).first()
    return None if row is None else _announcement(row)


def of_author(connection: Connection, author: int, most: int) -> Sequence[Announcement]:
    """The newest announcements of one cadre."""
    query = _load.where(announcements.c.author_id == author)
    rows = connection.execute(query.order_by(announcements.c.id.desc()).limit(most))
    return [_announcement(row) for row in rows]


def newest(connection: Connection, most: int) -> Sequence[Announcement]:
    """The newest announcements of all cadres."""
    query = _load.order_by(announcements.c.id.desc()).limit(most)
    return [_announcement(row) for row in connection.execute(query)]


def in_state(connection: Connection, state: str, most: int) -> Sequence[Announcement]:
    """The oldest announcements in a state: what waits for approval, for example."""
    query = _load.where(announcements.c.state == state)
    return [
        _announcement(row)
        for row in connection.execute(query.order_by(announcements.c.id).limit(most))
    ]


def reminders(connection: Connection, number: int) -> Sequence[Announcement]:
    """The announcements that were made from one for those who had not answered it."""
    later = connection.execute(
        _load.where(announcements.c.id > number).order_by(announcements.c.id)
    )
    return [one for one in map(_announcement, later) if one.audience.silent == number]


def wordings(connection: Connection, number: int) -> dict[str, Wording]:
    """What an announcement says, by language."""
    names = [one.name for one in fields(Wording)]
    columns = (texts.c.language, *(texts.c[name] for name in names))
    rows = connection.execute(select(*columns).where(texts.c.announcement_id == number))
    return {language: Wording(*rest) for language, *rest in rows}


def word(connection: Connection, number: int, wordings: Mapping[str, Wording]) -> None:
    """Say this instead of whatever was said before."""
    connection.execute(delete(texts).where(texts.c.announcement_id == number))
    for language, wording in wordings.items():
        row = {"announcement_id": number, "language": language, **msgspec.to_builtins(wording)}
        connection.execute(insert(texts).values(row))


def change(connection: Connection, number: int, now: datetime, **values: Any) -> None:
    """Change columns of one announcement; an Audience is stored as plain data."""
    if isinstance(audience := values.get("audience"), Audience):
        values["audience"] = msgspec.to_builtins(audience)
    connection.execute(
        update(announcements).where(announcements.c.id == number).values(**values, changed_at=now)
    )


def judge(
    connection: Connection,
    number: int,
    version: int,
    cadre: int,
    verdict: str,
    note: str,
    now: datetime,
) -> None:
    """Put on record what an approver said about one version."""
    row = {"announcement_id": number, "version": version, "cadre_id": cadre, "verdict": verdict}
    connection.execute(insert(approvals).values(**row, note=note[:500], at=now))


def judgements(connection: Connection, number: int) -> Sequence[Row[Any]]:
    """Who said what about which version, oldest first."""
    query = select(approvals).where(approvals.c.announcement_id == number)
    return connection.execute(query.order_by(approvals.c.id)).all()


def schedule(
    connection: Connection,
    number: int,
    next_at: datetime | None,
    rule: Mapping[str, Any] | None,
    fired: int = 0,
) -> None:
    """When it is next due, and by which rule after that."""
    values = {"next_at": next_at, "rule": rule, "fired": fired}
    connection.execute(
        upsert(connection)(schedules)
        .values(announcement_id=number, **values)
        .on_conflict_do_update(index_elements=[schedules.c.announcement_id], set_=values)
    )


def due(connection: Connection, now: datetime, too_late: datetime, most: int) -> Sequence[int]:
    """Announcements whose time has come, each held until the end so that nobody fires it twice.

    What still waits for approval counts only from ``too_late`` back: then it is missed.
    """
    query = (
        select(schedules.c.announcement_id)
        .join(announcements, announcements.c.id == schedules.c.announcement_id)
        .where(
            schedules.c.next_at <= now,
            or_(
                announcements.c.state.in_(("scheduled", "running")),
                and_(announcements.c.state == "waiting", schedules.c.next_at < too_late),
            ),
        )
        .order_by(schedules.c.next_at)
        .limit(most)
        .with_for_update(skip_locked=True, of=schedules)
    )
    return connection.execute(query).scalars().all()


def _announcement(row: Any) -> Announcement:
    (id, author, kind, audience, ack, state, version, approved_by, why, made, changed, *rest) = row
    to = msgspec.convert(audience, Audience)
    return Announcement(
        id, author, kind, to, ack, state, version, approved_by, why, made, changed, *rest
    )
