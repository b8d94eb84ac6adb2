"""What residents asked and nobody could answer yet: kept only by consent, grouped with its like.

A kept question holds its words without numbers and names, the hamlet and the day. It belongs to a
resident only so that they can have it erased and be told the answer; cadres never see whose it is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Date,
    ForeignKey,
    Integer,
    String,
    Table,
    and_,
    delete,
    exists,
    func,
    insert,
    select,
    update,
)

from bot.talk.fold import fold
from store.chats import chats
from store.questions_learned import bump
from store.residents import residents
from store.schema import Instant, metadata, upsert

#: What the question of consent promises (handlers/unanswered.py): so long, in days.
KEEP = timedelta(days=365)
#: The latest question of a resident waits so long for “ask a cadre” or “not what I meant”.
HELD = timedelta(days=1)
LETTERS = 300
#: A new question is compared with so many kept ones: each costs some tens of microseconds.
COMPARED = 600
UNDECIDED = ("open", "waiting", "aside")

groups = Table(
    "question_groups",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("state", String(10), nullable=False, server_default="open"),
    Column("why", String(200), nullable=False, server_default=""),  # why it was set aside
    Column("changed_at", Instant, nullable=False),
)

questions = Table(
    "questions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("group_id", ForeignKey("question_groups.id"), nullable=False, index=True),
    Column("text", String(LETTERS), nullable=False),
    Column("place_id", ForeignKey("places.id"), nullable=False),
    Column("resident_id", ForeignKey("residents.id"), nullable=False, index=True),
    Column("asked_on", Date, nullable=False, index=True),
    Column("shown", String(60), nullable=False, server_default=""),  # what was shown and not meant
    Column("tell", Boolean, nullable=False),
    Column("told_at", Instant),
)

#: The latest free question of a resident's chat, for a day: its words until the person says what
#: is to become of them.
asked = Table(
    "asked",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("chat_id", ForeignKey("chats.id"), nullable=False, unique=True),
    Column("text", String(LETTERS), nullable=False),
    Column("shown", String(60), nullable=False, server_default=""),  # "guide:ID", "answer:12"
    Column("verdict", String(3), nullable=False, server_default=""),  # "yes", "no"
    Column("at", Instant, nullable=False),
    sqlite_autoincrement=True,  # a number that has gone never comes back under an old button
)

verdicts = Table(
    "verdicts",
    metadata,
    Column("shown", String(60), primary_key=True),
    Column("month", String(7), primary_key=True),  # "2026-11"
    Column("yes", Integer, nullable=False),
    Column("no", Integer, nullable=False),
)

#: (a new text, (group, text) of what is kept) → the group it is like, or None.
Likeness = Callable[[str, Sequence[tuple[int, str]]], int | None]


@dataclass(frozen=True, slots=True)
class Asked:
    """The latest question of a chat."""

    id: int
    text: str
    shown: str
    verdict: str


def hold(connection: Connection, chat: int, text: str, shown: str, now: datetime) -> int:
    """Hold a question of this chat instead of the one before; its number."""
    connection.execute(delete(asked).where(asked.c.chat_id == chat))
    row = {"chat_id": chat, "text": text[:LETTERS], "shown": shown[:60], "at": now}
    return int(connection.execute(insert(asked).values(row).returning(asked.c.id)).scalar_one())


def held(connection: Connection, chat: int, number: int, now: datetime) -> Asked | None:
    """The question of that number, while it is this chat's latest."""
    row = connection.execute(
        select(asked.c.id, asked.c.text, asked.c.shown, asked.c.verdict).where(
            asked.c.chat_id == chat, asked.c.id == number, asked.c.at >= now - HELD
        )
    ).first()
    return Asked(*row) if row is not None else None


def judge(connection: Connection, chat: int, number: int, verdict: str, now: datetime) -> bool:
    """Count what somebody thinks of an answer, once for each answer; False when it was before."""
    found = connection.execute(
        update(asked)
        .where(asked.c.chat_id == chat, asked.c.id == number, asked.c.verdict == "")
        .values(verdict=verdict)
        .returning(asked.c.shown)
    ).scalar_one_or_none()
    if not found:
        return False
    row = {"shown": found, "month": f"{now:%Y-%m}", "yes": 0, "no": 0, verdict: 1}
    statement = upsert(connection)(verdicts).values(row)
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=[verdicts.c.shown, verdicts.c.month],
            set_={verdict: verdicts.c[verdict] + 1},
        )
    )
    return True


def judged(connection: Connection, since: str) -> Sequence[tuple[str, int, int]]:
    """(what was shown, yes, no) from the month ``since`` on, the most “no” first."""
    no = func.sum(verdicts.c.no)
    rows = connection.execute(
        select(verdicts.c.shown, func.sum(verdicts.c.yes), no)
        .where(verdicts.c.month >= since)
        .group_by(verdicts.c.shown)
        .order_by(no.desc(), verdicts.c.shown)
    )
    return [(row[0], int(row[1]), int(row[2])) for row in rows]


def keep(
    connection: Connection,
    resident: int,
    text: str,
    shown: str,
    *,
    tell: bool,
    like: Likeness,
    today: date,
    now: datetime,
) -> int:
    """Keep a question, in the group of its like; its group. Asked again it is kept once.

    ``text`` has been scrubbed by whoever calls. The consent is the caller's to check, too.
    """
    text = text[:LETTERS]
    known = connection.execute(
        select(questions.c.group_id, questions.c.text, questions.c.resident_id, questions.c.id)
        .join(groups, groups.c.id == questions.c.group_id)
        .where(groups.c.state.in_(UNDECIDED))
        .order_by(questions.c.id.desc())
        .limit(COMPARED)
    ).all()
    for row in known:
        if row.resident_id == resident and fold(row.text) == fold(text):
            if tell:
                theirs = update(questions).where(questions.c.id == row.id)
                connection.execute(theirs.values(tell=True))
            return int(row.group_id)
    group = like(text, [(row.group_id, row.text) for row in known])
    if group is None:
        group = connection.execute(
            insert(groups).values(state="open", changed_at=now).returning(groups.c.id)
        ).scalar_one()
    place = select(residents.c.place_id).where(residents.c.id == resident).scalar_subquery()
    connection.execute(
        insert(questions).values(
            group_id=group,
            text=text,
            place_id=place,
            resident_id=resident,
            asked_on=today,
            shown=shown[:60],
            tell=tell,
        )
    )
    return int(group)


def is_kept(connection: Connection, resident: int, text: str) -> bool:
    """Whether this resident's question waits for an answer already."""
    texts = connection.execute(
        select(questions.c.text)
        .join(groups, groups.c.id == questions.c.group_id)
        .where(questions.c.resident_id == resident, groups.c.state.in_(UNDECIDED))
    ).scalars()
    return any(fold(kept) == fold(text) for kept in texts)


def erase_of(connection: Connection, residents_: Sequence[int]) -> int:
    """Erase the kept questions of these residents; what was learned from them is learned anew."""
    gone = delete(questions).where(questions.c.resident_id.in_(residents_))
    return _tidied(connection, connection.execute(gone).rowcount)


def let_go(connection: Connection, resident: int) -> None:
    """Forget what a resident asked, kept or only held: their consent has ended."""
    erase_of(connection, (resident,))
    theirs = select(chats.c.id).where(chats.c.resident_id == resident)
    connection.execute(delete(asked).where(asked.c.chat_id.in_(theirs)))


def forget(connection: Connection, now: datetime) -> int:
    """Forget questions that were kept as long as promised, and held ones of yesterday."""
    connection.execute(delete(asked).where(asked.c.at < now - HELD))
    old = delete(questions).where(questions.c.asked_on < (now - KEEP).date())
    return _tidied(connection, connection.execute(old).rowcount)


def _tidied(connection: Connection, gone: int) -> int:
    """After ``gone`` questions have gone: groups without any, that nobody decided on, go too."""
    if gone:
        empty = ~exists().where(questions.c.group_id == groups.c.id)
        connection.execute(delete(groups).where(and_(groups.c.state.in_(("open", "aside")), empty)))
        bump(connection)
    return gone
