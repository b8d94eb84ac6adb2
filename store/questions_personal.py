"""What is kept of a person's questions: shown in the copy, taken by the erasure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Connection, Table, delete, select

from store.places import places
from store.questions import asked, erase_of, questions


class Whose(Protocol):
    """A person, as ``store.personal.Person`` names one."""

    @property
    def residents(self) -> Sequence[int]:
        """Their number, or none."""
        ...

    @property
    def chats(self) -> Sequence[int]:
        """Every chat they use."""
        ...


def show_questions(connection: Connection, who: Whose) -> list[dict[str, Any]]:
    """Their kept questions."""
    rows = connection.execute(
        select(
            questions.c.text,
            questions.c.asked_on,
            places.c.name.label("hamlet"),
            questions.c.tell,
        )
        .join(places, places.c.id == questions.c.place_id)
        .where(questions.c.resident_id.in_(who.residents))
        .order_by(questions.c.id)
    )
    return [{**row._mapping, "asked_on": row.asked_on.isoformat()} for row in rows]


def erase_questions(connection: Connection, who: Whose, _now: datetime) -> None:
    """Erase them."""
    erase_of(connection, who.residents)


def show_asked(connection: Connection, who: Whose) -> list[dict[str, Any]]:
    """The latest question of each of their chats, while it is held."""
    rows = connection.execute(
        select(asked.c.text, asked.c.at).where(asked.c.chat_id.in_(who.chats)).order_by(asked.c.id)
    )
    return [{"text": row.text, "at": row.at.isoformat()} for row in rows]


def erase_asked(connection: Connection, who: Whose, _now: datetime) -> None:
    """Erase it."""
    connection.execute(delete(asked).where(asked.c.chat_id.in_(who.chats)))


#: Table, how it is shown, how it is erased.
ROWS: tuple[tuple[Table, Any, Any], ...] = (
    (questions, show_questions, erase_questions),
    (asked, show_asked, erase_asked),
)
