"""The bulk lane: rows of a run are claimed in batches, and judged again before they go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    Connection,
    Integer,
    and_,
    bindparam,
    case,
    exists,
    or_,
    select,
    update,
)

from store.chats import chats
from store.outbox import OPEN_STATES, outbox
from store.residents import consents


@dataclass(frozen=True, slots=True)
class Letter:
    """One row of a run on its way. ``bar`` is why it must not go after all, or empty."""

    id: int
    run: int
    part: int
    chat_id: int
    channel: str
    chat: str
    group: bool
    words: int  # the run's own piece
    target: str
    attempts: int
    doubt: str
    created_at: datetime
    leased_until: datetime
    bar: str


_earlier = outbox.alias("earlier")
_in_turn = or_(
    outbox.c.part == 0,
    ~exists().where(
        _earlier.c.source == outbox.c.source,
        _earlier.c.chat_id == outbox.c.chat_id,
        _earlier.c.part < outbox.c.part,
        _earlier.c.state.in_(OPEN_STATES),
    ),
)
_agrees = or_(
    chats.c.is_group,
    exists().where(
        consents.c.resident_id == chats.c.resident_id,
        consents.c.purpose == "announce",
        consents.c.withdrawn_at.is_(None),
    ),
)
_bar = case(
    (chats.c.state != "open", chats.c.state),
    (chats.c.stopped_at.is_not(None), "stopped"),
    (~_agrees, "no consent"),
    else_="",
)
#: What was said is taken back wherever it can still be reached, whatever was agreed since.
_closed = case((chats.c.state != "open", chats.c.state), else_="")


#: Made once: to put these together anew for each claim costs as much as what the database does.
_due, _planned = (
    select(outbox.c.id)
    .where(
        outbox.c.run_id == bindparam("run"),
        outbox.c.channel == bindparam("channel"),
        state,
        _in_turn,
    )
    .order_by(outbox.c.id)
    .limit(bindparam("most", type_=Integer))
    .with_for_update(skip_locked=True, of=outbox)
    for state in (
        and_(outbox.c.state == "wait", outbox.c.next_at <= bindparam("now")),
        outbox.c.state == "planned",
    )
)
_these = outbox.c.id.in_(bindparam("ids", expanding=True))
_lease = (
    update(outbox)
    .where(_these)
    .values(
        state="leased",
        leased_by=bindparam("owner"),
        leased_until=bindparam("until"),
        attempts=outbox.c.attempts + 1,
    )
)
_letters, _letters_back = (
    select(
        outbox.c.id,
        outbox.c.run_id,
        outbox.c.part,
        outbox.c.chat_id,
        outbox.c.channel,
        chats.c.chat,
        chats.c.is_group,
        outbox.c.run_part_id,
        outbox.c.target,
        outbox.c.attempts,
        outbox.c.doubt,
        outbox.c.created_at,
        outbox.c.leased_until,
        bar,
    )
    .join(chats, chats.c.id == outbox.c.chat_id)
    .where(_these)
    .order_by(outbox.c.id)
    for bar in (_bar, _closed)
)


def claim(
    connection: Connection,
    run: int,
    channel: str,
    owner: str,
    now: datetime,
    until: datetime,
    most: int,
    *,
    taking_back: bool = False,
) -> list[Letter]:
    """Lease up to ``most`` rows of a run on a channel; parts of one message in their order."""
    which = {"run": run, "channel": channel}
    due = connection.execute(_due, {**which, "now": now, "most": most})
    ids = list(due.scalars())
    if len(ids) < most:
        planned = connection.execute(_planned, {**which, "most": most - len(ids)})
        ids += planned.scalars()
    if not ids:
        return []
    connection.execute(_lease, {"ids": ids, "owner": owner, "until": until})
    rows = connection.execute(_letters_back if taking_back else _letters, {"ids": ids})
    return [Letter(*values) for values in map(tuple, rows)]


_defer = (
    update(outbox)
    .where(outbox.c.id == bindparam("row"), outbox.c.leased_by == bindparam("owner"))
    .values(
        state="wait",
        next_at=bindparam("at"),
        leased_by="",
        leased_until=None,
        attempts=outbox.c.attempts - 1,
    )
)


def defer(connection: Connection, owner: str, rows: Sequence[tuple[int, datetime]]) -> None:
    """Give back rows that were not sent, each to be claimed again from its moment on."""
    connection.execute(_defer, [{"row": row, "owner": owner, "at": at} for row, at in rows])


def skip(connection: Connection, run: int, reason: str, now: datetime, most: int) -> int:
    """Settle rows of a run that have not begun their way as skipped; how many those were."""
    few = (
        select(outbox.c.id)
        .where(outbox.c.run_id == run, outbox.c.state.in_(("planned", "wait")))
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    ids = connection.execute(few).scalars().all()
    return connection.execute(
        update(outbox)
        .where(outbox.c.id.in_(ids))
        .values(state="skipped", reason=reason, settled_at=now)
    ).rowcount
