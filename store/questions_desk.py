"""The questions that wait for an answer, as cadres see them: groups, counted, without names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, func, select, update

from store.chats import chats
from store.places import places
from store.questions import groups, questions
from store.questions_answers import answers
from store.residents import consents

#: So many of its questions are shown of a group, the newest first.
EXAMPLES = 5


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that are alike. ``hamlets`` and ``places`` of who asked, the most askers first;
    ``shown``: what had been shown and was not meant, the most often first."""

    id: int
    state: str
    why: str
    askers: int
    texts: tuple[str, ...]
    hamlets: tuple[str, ...]
    places: tuple[int, ...]
    shown: tuple[str, ...]
    first_on: date
    last_on: date


def gather(
    connection: Connection,
    states: Collection[str],
    scope: Collection[int] | None = None,
    only: int | None = None,
) -> Sequence[Group]:
    """The groups in these states with a question from one of the places of ``scope`` (None: from
    anywhere), the most askers first; of each only the questions from there."""
    query = (
        select(questions, groups.c.state, groups.c.why, places.c.name)
        .join(groups, groups.c.id == questions.c.group_id)
        .join(places, places.c.id == questions.c.place_id)
        .where(groups.c.state.in_(states))
        .order_by(questions.c.id.desc())
    )
    if scope is not None:
        query = query.where(questions.c.place_id.in_(scope))
    if only is not None:
        query = query.where(groups.c.id == only)
    rows: dict[int, list[Any]] = {}
    for row in connection.execute(query):
        rows.setdefault(row.group_id, []).append(row)
    found = [_group(id, theirs) for id, theirs in rows.items()]
    return sorted(found, key=lambda one: (-one.askers, one.first_on, one.id))


def _group(id: int, kept: Sequence[Any]) -> Group:
    askers = {row.resident_id for row in kept}
    hamlets = Counter((row.place_id, row.name) for row in kept)
    shown = Counter(row.shown for row in kept if row.shown)
    return Group(
        id,
        kept[0].state,
        kept[0].why,
        len(askers),
        tuple(dict.fromkeys(row.text for row in kept))[:EXAMPLES],
        tuple(name for (_id, name), _count in hamlets.most_common()),
        tuple(place for (place, _name), _count in hamlets.most_common()),
        tuple(one for one, _count in shown.most_common()),
        min(row.asked_on for row in kept),
        max(row.asked_on for row in kept),
    )


@dataclass(frozen=True, slots=True)
class Awaited:
    """Somebody who wanted to be told, with the chat where they wrote last; ``answer`` is it."""

    resident: int
    answer: int
    chat_id: int
    channel: str
    chat: str
    language: str


def awaited(
    connection: Connection, channels: Collection[str], now: datetime, most: int
) -> Sequence[Awaited]:
    """Whom to tell now that an answer is in force; each is taken once, whoever asks at once.

    Who has withdrawn the consent since has no question here any more; who cannot be written to is
    taken too, so that nobody waits for ever.
    """
    live = (
        select(questions.c.id, questions.c.resident_id, answers.c.id.label("answer"))
        .join(answers, answers.c.group_id == questions.c.group_id)
        .where(questions.c.tell, questions.c.told_at.is_(None), answers.c.state == "approved")
        .order_by(questions.c.id)
        .limit(most)
        .with_for_update(skip_locked=True, of=questions)
    )
    rows = connection.execute(live).all()
    if not rows:
        return ()
    taken = [row.id for row in rows]
    connection.execute(update(questions).where(questions.c.id.in_(taken)).values(told_at=now))
    wanted = {(row.resident_id, row.answer) for row in rows}
    agreed = select(consents.c.resident_id).where(
        consents.c.purpose == "improve", consents.c.withdrawn_at.is_(None)
    )
    newest = func.max(chats.c.seen_at)
    theirs = (
        select(chats.c.resident_id, newest.label("seen"))
        .where(
            chats.c.resident_id.in_({resident for resident, _answer in wanted}),
            chats.c.resident_id.in_(agreed),
            chats.c.state == "open",
            chats.c.channel.in_(channels),
            ~chats.c.is_group,
        )
        .group_by(chats.c.resident_id)
        .subquery()
    )
    found = connection.execute(
        select(chats.c.resident_id, chats.c.id, chats.c.channel, chats.c.chat, chats.c.language)
        .join(
            theirs,
            (theirs.c.resident_id == chats.c.resident_id) & (theirs.c.seen == chats.c.seen_at),
        )
        .order_by(chats.c.id)
    )
    at = {row.resident_id: row for row in found}
    return [
        Awaited(resident, answer, at[resident].id, *at[resident][2:])
        for resident, answer in sorted(wanted)
        if resident in at
    ]
