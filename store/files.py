"""Files that people sent because they were asked to: their bytes, under the digest of the content.

The bytes stand in the database and not in a folder beside it: every process on every machine
reaches them there, they are committed with the turn that took them in, one backup holds them, and
an erasure takes them. They are few (cadres' announcements) and at most 20 MB (``bot.media``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    Column,
    Connection,
    ForeignKey,
    Integer,
    LargeBinary,
    String,
    Table,
    delete,
    exists,
    func,
    or_,
    select,
    type_coerce,
    update,
)
from sqlalchemy import Text as Words

from store.announcements import texts
from store.announcements_runs import run_parts, runs
from store.conversations import conversations
from store.readings import readings
from store.schema import Instant, metadata, upsert
from store.webchat import mailbox

files = Table(
    "files",
    metadata,
    Column("path", String(48), primary_key=True),  # kept/<digest>.<ending>
    Column("kind", String(8), nullable=False),  # photo, voice, document
    Column("size", Integer, nullable=False),
    Column("seconds", Integer, nullable=False, server_default="0"),
    # Who sent it first; whose chat is forgotten leaves what the commune has sent out since.
    Column("chat_id", ForeignKey("chats.id", ondelete="SET NULL"), index=True),
    Column("at", Instant, nullable=False),
    Column("looked_at", Instant, nullable=False, index=True),  # when a sweep last found it needed
    Column("content", LargeBinary, nullable=False),
)

#: One sweep looks at so many, so that nobody waits for the database meanwhile.
AT_ONCE = 20
# Whatever may speak of a file, as text: a file that stands in none of these is nobody's any more.
# (A reply that is still on its way is younger than any file that is looked at.)
_SPEAKS = (
    texts.c.photo,
    texts.c.voice,
    texts.c.document,
    runs.c.wordings,
    run_parts.c.payload,
    mailbox.c.payload,
    conversations.c.state,
    readings.c.path,
    readings.c.aac,
)


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file to keep, as ``bot.media`` made it fit."""

    path: str
    kind: str
    content: bytes
    seconds: int = 0


def keep(connection: Connection, file: NewFile, chat_id: int | None, now: datetime) -> None:
    """Keep a file; the same content again is the same row, which the next sweeps leave alone."""
    values = {
        "path": file.path,
        "kind": file.kind,
        "size": len(file.content),
        "seconds": file.seconds,
        "chat_id": chat_id,
        "at": now,
        "looked_at": now,
        "content": file.content,
    }
    statement = upsert(connection)(files).values(values)
    connection.execute(
        statement.on_conflict_do_update(index_elements=[files.c.path], set_={"looked_at": now})
    )


def read(connection: Connection, path: str) -> bytes | None:
    """The bytes of a kept file, or None when it is not (any more) there."""
    content: bytes | None = connection.execute(
        select(files.c.content).where(files.c.path == path)
    ).scalar_one_or_none()
    return content


def sweep(connection: Connection, before: datetime, now: datetime, most: int = AT_ONCE) -> int:
    """Forget files that nothing speaks of; returns how many.

    Only those that came, or were last found to be needed, before that moment are looked at.
    """
    old = select(files.c.path).where(files.c.looked_at < before).order_by(files.c.looked_at)
    paths = connection.execute(old.limit(most)).scalars().all()
    gone = [path for path in paths if not spoken_of(connection, path)]
    connection.execute(delete(files).where(files.c.path.in_(gone)))
    connection.execute(update(files).where(files.c.path.in_(paths)).values(looked_at=now))
    return len(gone)


def forget_of(connection: Connection, chats: tuple[int, ...]) -> None:
    """Forget the files of these chats that nothing speaks of; the others are no longer theirs."""
    theirs = files.c.chat_id.in_(chats)
    for path in connection.execute(select(files.c.path).where(theirs)).scalars().all():
        if not spoken_of(connection, path):
            connection.execute(delete(files).where(files.c.path == path))
    connection.execute(update(files).where(theirs).values(chat_id=None))


def spoken_of(connection: Connection, path: str) -> bool:
    """Whether an announcement, a message or a conversation holds the path of a file."""
    found = [
        exists().where(func.strpos(type_coerce(column, Words), path) > 0)
        if connection.dialect.name == "postgresql"
        else exists().where(func.instr(type_coerce(column, Words), path) > 0)
        for column in _SPEAKS
    ]
    spoken: bool = connection.execute(select(or_(*found))).scalar_one()
    return spoken
