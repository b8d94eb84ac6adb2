"""Chats: where somebody can be reached on a channel, and what is on their screen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Update,
    and_,
    bindparam,
    func,
    select,
    update,
)

from store.conversations import conversations
from store.editions import editions
from store.schema import Instant, Json, metadata, upsert

chats = Table(
    "chats",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("channel", String(20), nullable=False),
    Column("chat", String(64), nullable=False),  # the platform's own id
    Column("is_group", Boolean, nullable=False),
    Column("resident_id", ForeignKey("residents.id"), index=True),
    Column("language", String(8), nullable=False, server_default=""),
    Column("state", String(10), nullable=False, server_default="open"),  # open, blocked, gone
    Column("screen", Json, nullable=False),  # [[press, label], …] of the last menu shown
    Column("last_guide", String(40), nullable=False, server_default=""),
    Column("last_press", String(64), nullable=False, server_default=""),
    Column("pressed_at", Instant),
    Column("stopped_at", Instant),  # announcements stopped by the person
    Column("created_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Index("uq_chats_channel_chat", "channel", "chat", unique=True),
)


@dataclass(frozen=True, slots=True)
class Chat:
    """A chat with the conversation on its screen, as one message needs to see it.

    ``edition``: of the content (``store.editions``), None before it was ever changed.
    """

    id: int
    channel: str
    chat: str
    is_group: bool
    resident_id: int | None
    language: str
    state: str
    screen: list[list[str]]
    last_guide: str
    last_press: str
    pressed_at: datetime | None
    stopped_at: datetime | None
    seen_at: datetime
    conversation_id: int | None
    conversation: dict[str, Any] | None
    failures: int
    edition: int | None = None


_columns = (
    chats.c.id,
    chats.c.channel,
    chats.c.chat,
    chats.c.is_group,
    chats.c.resident_id,
    chats.c.language,
    chats.c.state,
    chats.c.screen,
    chats.c.last_guide,
    chats.c.last_press,
    chats.c.pressed_at,
    chats.c.stopped_at,
    chats.c.seen_at,
    conversations.c.id.label("conversation_id"),
    conversations.c.state.label("conversation"),
    func.coalesce(conversations.c.failures, 0).label("failures"),
    # Beside the chat it costs nothing; a look of its own would be a tenth of a turn.
    select(editions.c.number).scalar_subquery().label("edition"),
)
_find = (
    select(*_columns)
    .select_from(
        chats.outerjoin(
            conversations, and_(conversations.c.chat_id == chats.c.id, conversations.c.is_open)
        )
    )
    .where(chats.c.channel == bindparam("channel"), chats.c.chat == bindparam("chat"))
    .with_for_update(of=chats)  # two messages of one person wait for each other (PostgreSQL)
)


def meet(
    connection: Connection, channel: str, chat: str, is_group: bool, now: datetime
) -> tuple[Chat, bool]:
    """The chat behind a platform's id, held until the turn ends; and whether it is new."""
    key = {"channel": channel, "chat": chat}
    row = connection.execute(_find, key).first()
    new = row is None
    if row is None:
        connection.execute(
            upsert(connection)(chats)
            .values(**key, is_group=is_group, screen=[], created_at=now, seen_at=now)
            .on_conflict_do_nothing()
        )
        row = connection.execute(_find, key).one()
    return Chat(**row._mapping), new


def find(connection: Connection, channel: str, chat: str) -> Chat | None:
    """The chat behind a platform's id, held until the turn ends; None where there is none yet."""
    row = connection.execute(_find, {"channel": channel, "chat": chat}).first()
    return None if row is None else Chat(**row._mapping)


def change(connection: Connection, chat_id: int, **values: Any) -> None:
    """Change columns of one chat."""
    connection.execute(_change(frozenset(values)), {"row": chat_id, **values})


@lru_cache
def _change(columns: frozenset[str]) -> Update:
    """The statement for these columns; to build it anew each time costs 0.1 ms (measured)."""
    statement = update(chats).where(chats.c.id == bindparam("row"))
    return statement.values({name: bindparam(name) for name in sorted(columns)})


def settle_language(connection: Connection, chat_id: int, language: str) -> None:
    """Write in this language from now on, unless the person chose one before."""
    connection.execute(
        update(chats).where(chats.c.id == chat_id, chats.c.language == "").values(language=language)
    )


def move(connection: Connection, channel: str, old: str, new: str) -> None:
    """Follow a group to its new id; told twice it changes nothing more.

    A chat that is already known under the new id (somebody wrote there first) gives way to this
    one, which holds what was agreed with the group.
    """
    known = connection.execute(
        select(chats.c.id).where(chats.c.channel == channel, chats.c.chat == old)
    ).first()
    if known is None:
        return
    connection.execute(
        update(chats)
        .where(chats.c.channel == channel, chats.c.chat == new)
        .values(chat=f"{new}~{old}"[:64], state="gone")
    )
    connection.execute(update(chats).where(chats.c.id == known.id).values(chat=new, state="open"))


_asked = (
    select(conversations.c.state)
    .select_from(conversations.join(chats, chats.c.id == conversations.c.chat_id))
    .where(
        chats.c.channel == bindparam("channel"),
        chats.c.chat == bindparam("chat"),
        conversations.c.is_open,
    )
)


def asked(connection: Connection, channel: str, chat: str) -> str:
    """The kind of answer that the question on a screen asks for; empty where nothing is asked."""
    key = {"channel": channel, "chat": chat}
    state: dict[str, Any] | None = connection.execute(_asked, key).scalar_one_or_none()
    return "" if state is None else str(state.get("kind", ""))
