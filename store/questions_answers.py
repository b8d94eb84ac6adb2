"""Answers that cadres wrote for what residents asked: proposed by one, decided by another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, TypeAlias

from sqlalchemy import (
    Column,
    Connection,
    Date,
    ForeignKey,
    Index,
    Integer,
    Select,
    String,
    Table,
    Text,
    and_,
    insert,
    select,
    text,
    update,
)

from store.places import under
from store.questions import groups, questions
from store.questions_learned import bump
from store.schema import Instant, metadata

#: In words; “there is a guide for it”; take back what was answered before.
Kind: TypeAlias = Literal["words", "guide", "withdraw"]
LETTERS = 1500

answers = Table(
    "answers",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("group_id", ForeignKey("question_groups.id"), nullable=False, index=True),
    Column("replaces_id", ForeignKey("answers.id")),  # what it changes or takes back
    Column("place_id", ForeignKey("places.id"), nullable=False),  # for residents here and below
    Column("kind", String(10), nullable=False),
    Column("question", Text, nullable=False),  # the cadre's wording, one way to ask a line
    Column("text", Text, nullable=False),
    Column("office", String(100), nullable=False),
    Column("guide", String(60), nullable=False, server_default=""),  # "id" or "id:step"
    Column("review_by", Date, nullable=False),
    Column("state", String(10), nullable=False),  # waiting, approved, returned, replaced, withdrawn
    Column("author_id", ForeignKey("cadres.id"), nullable=False),
    Column("decided_by", ForeignKey("cadres.id")),
    Column("note", String(500), nullable=False, server_default=""),
    Column("created_at", Instant, nullable=False),
    Column("decided_at", Instant),
    Index("ix_answers_state", "state"),
    # One proposal at a time for what stands, however many cadres press at once.
    Index(
        "uq_answers_changed",
        "replaces_id",
        unique=True,
        sqlite_where=text("state = 'waiting'"),
        postgresql_where=text("state = 'waiting'"),
    ),
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a cadre wants said. ``place``: for whom; ``replaces``: the answer that it changes."""

    group: int
    place: int
    kind: Kind
    question: str
    text: str
    office: str
    guide: str
    review_by: date
    replaces: int | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """One answer or proposal as it stands."""

    id: int
    wanted: Wanted
    state: str
    author: int
    decided_by: int | None
    note: str
    created_at: datetime
    decided_at: datetime | None


def propose(connection: Connection, wanted: Wanted, author: int, now: datetime) -> int | None:
    """Put it before a second person; None when the group is not open or it is being changed."""
    if wanted.replaces is None:
        if not _turn(connection, wanted.group, ("open", "aside"), "waiting", now):
            return None
    else:
        standing = select(answers.c.state).where(answers.c.id == wanted.replaces).with_for_update()
        changing = select(answers.c.id).where(
            answers.c.replaces_id == wanted.replaces, answers.c.state == "waiting"
        )
        if connection.execute(standing).scalar_one_or_none() != "approved":
            return None
        if connection.execute(changing).first() is not None:
            return None
    row = {
        "group_id": wanted.group,
        "replaces_id": wanted.replaces,
        "place_id": wanted.place,
        "kind": wanted.kind,
        "question": wanted.question,
        "text": wanted.text,
        "office": wanted.office,
        "guide": wanted.guide,
        "review_by": wanted.review_by,
        "state": "waiting",
        "author_id": author,
        "created_at": now,
    }
    return int(connection.execute(insert(answers).values(row).returning(answers.c.id)).scalar_one())


def approve(connection: Connection, number: int, by: int, now: datetime) -> bool:
    """Let a proposal be content from now on; False when somebody has decided already."""
    found = _decided(connection, number, "approved", by, "", now)
    if found is None:
        return False
    wanted = found.wanted
    if wanted.replaces is not None:
        ended = "withdrawn" if wanted.kind == "withdraw" else "replaced"
        old = update(answers).where(answers.c.id == wanted.replaces)
        connection.execute(old.values(state=ended))
        if wanted.kind == "withdraw":
            connection.execute(
                update(answers).where(answers.c.id == number).values(state="withdrawn")
            )
    else:
        _split(connection, wanted.group, wanted.place, now)
        _turn(connection, wanted.group, ("waiting",), "answered", now)
    bump(connection)
    return True


def give_back(connection: Connection, number: int, by: int, note: str, now: datetime) -> bool:
    """Return a proposal to its author; the questions are open again. False when it was decided."""
    found = _decided(connection, number, "returned", by, note, now)
    if found is None:
        return False
    if found.wanted.replaces is None:
        _turn(connection, found.wanted.group, ("waiting",), "open", now)
    return True


def set_aside(connection: Connection, group: int, why: str, now: datetime) -> bool:
    """Put a group aside with a reason; False when it is not open any more."""
    if not _turn(connection, group, ("open",), "aside", now):
        return False
    connection.execute(update(groups).where(groups.c.id == group).values(why=why[:200]))
    return True


def take_up(connection: Connection, group: int, now: datetime) -> bool:
    """Open a group again that was set aside."""
    return _turn(connection, group, ("aside",), "open", now)


def load(connection: Connection, number: int) -> Kept | None:
    """One answer or proposal."""
    return next(iter(_all(connection, _load.where(answers.c.id == number))), None)


def in_state(connection: Connection, state: str) -> Sequence[Kept]:
    """The proposals that wait ("waiting"), or the answers in force ("approved"), oldest first."""
    return _all(connection, _load.where(answers.c.state == state).order_by(answers.c.id))


def returned(connection: Connection, group: int) -> Kept | None:
    """What was last proposed for a group and returned, for who writes anew."""
    query = _load.where(answers.c.group_id == group, answers.c.state == "returned")
    return next(iter(_all(connection, query.order_by(answers.c.id.desc()).limit(1))), None)


def changing(connection: Connection, number: int) -> bool:
    """Whether a change of that answer waits for approval."""
    query = select(answers.c.id).where(
        answers.c.replaces_id == number, answers.c.state == "waiting"
    )
    return connection.execute(query).first() is not None


def examples(connection: Connection) -> dict[int, list[str]]:
    """group → the kept questions of all groups that have an answer in force."""
    live = select(answers.c.group_id).where(answers.c.state == "approved")
    found: dict[int, list[str]] = {}
    rows = select(questions.c.group_id, questions.c.text).where(questions.c.group_id.in_(live))
    for group, words in connection.execute(rows.order_by(questions.c.id)):
        found.setdefault(group, []).append(words)
    return found


_load: Select[Any] = select(answers)


def _all(connection: Connection, query: Select[Any]) -> Sequence[Kept]:
    return [
        Kept(
            row.id,
            Wanted(
                row.group_id,
                row.place_id,
                row.kind,
                row.question,
                row.text,
                row.office,
                row.guide,
                row.review_by,
                row.replaces_id,
            ),
            row.state,
            row.author_id,
            row.decided_by,
            row.note,
            row.created_at,
            row.decided_at,
        )
        for row in connection.execute(query)
    ]


def _decided(
    connection: Connection, number: int, state: str, by: int, note: str, now: datetime
) -> Kept | None:
    """Of two who decide at once, one does."""
    done = connection.execute(
        update(answers)
        .where(answers.c.id == number, answers.c.state == "waiting")
        .values(state=state, decided_by=by, note=note[:500], decided_at=now)
    )
    return load(connection, number) if done.rowcount else None


def _turn(
    connection: Connection, group: int, states: Sequence[str], to: str, now: datetime
) -> bool:
    moved = connection.execute(
        update(groups)
        .where(groups.c.id == group, groups.c.state.in_(states))
        .values(state=to, changed_at=now)
    )
    return moved.rowcount > 0


def _split(connection: Connection, group: int, place: int, now: datetime) -> None:
    """Questions of hamlets that the answer is not for stay open, as a group of their own."""
    others = and_(questions.c.group_id == group, questions.c.place_id.not_in(under(place)))
    if connection.execute(select(questions.c.id).where(others).limit(1)).first() is None:
        return
    made = connection.execute(
        insert(groups).values(state="open", changed_at=now).returning(groups.c.id)
    ).scalar_one()
    connection.execute(update(questions).where(others).values(group_id=made))
