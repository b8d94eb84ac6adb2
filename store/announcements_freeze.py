"""Freezing: an audience becomes rows of the outbox, in slices, by the database itself."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    case,
    exists,
    func,
    literal,
    or_,
    select,
    true,
)

from store.announcements_recipients import Scope, Way, best, carried, of_groups
from store.announcements_runs import run_parts, source
from store.chats import chats
from store.groups import group_links
from store.outbox import BULK, outbox
from store.residents import residents
from store.schema import upsert

#: So many people a slice: about 40 ms on SQLite (measured), so that a reply never waits
#: long for the one writer, and the first messages leave while the rest is still being frozen.
SLICE = 1000
#: What somebody has, or may have.
ARRIVED = ("sent", "unknown")
_before = outbox.alias("before")


def slice_ends(connection: Connection, scope: Scope, cursor: int, most: int) -> int | None:
    """The number of the last person of the next slice; None when there are no more."""
    places_ = true() if scope.places is None else residents.c.place_id.in_(scope.places)
    few = (
        select(residents.c.id)
        .where(residents.c.id > cursor, places_)
        .order_by(residents.c.id)
        .limit(most)
        .subquery()
    )
    end: int | None = connection.execute(select(func.max(few.c.id))).scalar_one()
    return end


def freeze(
    connection: Connection,
    run: int,
    scope: Scope,
    ways: Sequence[Way],
    languages: Mapping[str, str],
    span: tuple[int, int],
    doubt: str,
    now: datetime,
) -> int:
    """Write the rows of the people numbered over ``span``; how many. Doing it twice is once.

    ``languages``: {language of a chat: language of the words}, with "" for all others.
    """
    chosen = best(scope, ways, residents.c.id > span[0], residents.c.id <= span[1]).subquery()
    return _insert(connection, run, chosen, chosen.c.resident_id, languages, doubt, now)


def freeze_groups(
    connection: Connection,
    run: int,
    scope: Scope,
    ways: Sequence[Way],
    languages: Mapping[str, str],
    doubt: str,
    now: datetime,
) -> int:
    """Write the rows of the linked groups; how many."""
    chosen = (
        select(chats.c.id.label("chat_id"), chats.c.channel, chats.c.language)
        .select_from(group_links.join(chats))
        .where(of_groups(scope), chats.c.state == "open", carried(ways))
        .subquery()
    )
    return _insert(connection, run, chosen, chosen.c.chat_id, languages, doubt, now)


def freeze_received(
    connection: Connection,
    run: int,
    sources: Sequence[str],
    languages: Mapping[str, str],
    span: tuple[int, int],
    doubt: str,
    now: datetime,
    *,
    each_part: bool,
    once: Collection[str] = (),
) -> int:
    """Write a row for each message of earlier runs that arrived (or may have): to whom, and which.

    ``each_part``: one row for each message (to take it back), else one for each chat; on the
    channels ``once``, where no message can be taken back, also only one for each chat.
    """
    had = (
        select(
            outbox.c.chat_id,
            outbox.c.channel,
            chats.c.language,
            outbox.c.external_id.label("target"),
            outbox.c.id.label("sort"),
        )
        .select_from(outbox.join(chats, chats.c.id == outbox.c.chat_id))
        .where(
            outbox.c.source.in_(sources),
            outbox.c.state.in_(ARRIVED),
            outbox.c.id > span[0],
            outbox.c.id <= span[1],
        )
    )
    if not each_part:
        had = had.where(outbox.c.part == 0)
    elif once:
        first = ~exists().where(
            _before.c.source.in_(sources),
            _before.c.chat_id == outbox.c.chat_id,
            _before.c.state.in_(ARRIVED),
            _before.c.id < outbox.c.id,
        )
        had = had.where(or_(outbox.c.channel.not_in(once), first))
    chosen = had.subquery()
    # Two runs may have left a part 0 in one chat: the number of the row tells them apart.
    part = chosen.c.sort if each_part else None
    return _insert(connection, run, chosen, chosen.c.sort, languages, doubt, now, part)


def received_ends(
    connection: Connection, runs: Sequence[int], cursor: int, most: int
) -> int | None:
    """The number at which the next slice of rows of earlier runs ends; None: no more.

    Rows of a run lie close together, so the way along the numbers is the short one; the sum keeps
    the database from sorting a whole run for each slice.
    """
    query = (
        select(outbox.c.id)
        .where(outbox.c.id > cursor, (outbox.c.run_id + 0).in_(runs))
        .order_by(outbox.c.id)
        .limit(1)
    )
    first: int | None = connection.execute(query).scalar_one_or_none()
    return None if first is None else first + most - 1


def _insert(
    connection: Connection,
    run: int,
    chosen: Any,
    order: ColumnElement[Any],
    languages: Mapping[str, str],
    doubt: str,
    now: datetime,
    part: ColumnElement[int] | None = None,
) -> int:
    known = {code: words for code, words in languages.items() if code}
    language = (
        case(known, value=chosen.c.language, else_=languages[""])
        if known
        else literal(languages[""])
    )
    rows = (
        select(
            literal(source(run)),
            chosen.c.chat_id,
            run_parts.c.part if part is None else part,
            literal(BULK),
            chosen.c.channel,
            literal(""),
            literal(doubt),
            literal("planned"),
            literal(now, type_=outbox.c.created_at.type),
            literal(run),
            run_parts.c.id,
            literal(None) if part is None else chosen.c.target,
        )
        .select_from(chosen)
        .join(
            run_parts,
            and_(
                run_parts.c.run_id == run,
                run_parts.c.channel == chosen.c.channel,
                run_parts.c.language == language,
                true() if part is None else run_parts.c.part == 0,
            ),
        )
        .where(true())
        .order_by(order, run_parts.c.part)
    )
    columns = (
        "source", "chat_id", "part", "lane", "channel", "payload", "doubt", "state",
        "created_at", "run_id", "run_part_id", "target",
    )  # fmt: skip
    statement = upsert(connection)(outbox).from_select(columns, rows)
    counted = statement.on_conflict_do_nothing().execution_options(preserve_rowcount=True)
    return connection.execute(counted).rowcount
