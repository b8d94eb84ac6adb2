"""Whom an audience means, as SQL: who belongs to it, and on which chat each is best reached."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Select,
    and_,
    case,
    exists,
    false,
    func,
    or_,
    select,
    true,
)

from store.announcements import Audience
from store.announcements_acks import acks
from store.announcements_runs import of as runs_of
from store.announcements_runs import source
from store.chats import chats
from store.groups import group_links
from store.outbox import outbox
from store.places import below, load, places
from store.residents import consents, residents


@dataclass(frozen=True, slots=True)
class Scope:
    """An audience with its places followed to what they are today.

    ``places``: the numbers of all places meant, old ones included; None: every place.
    ``reached`` and ``asked``: announcements by whose reach the audience is narrowed.
    """

    places: tuple[int, ...] | None
    missed: tuple[str, ...] = ()  # the sources of the runs that did not reach them
    missed_number: int = 0
    silent: int = 0


@dataclass(frozen=True, slots=True)
class Way:
    """A channel as choosing needs to see it: what a message costs, and since when a chat counts."""

    channel: str
    cost: int = 0
    since: datetime | None = None  # the start of the window; none: always open


def tops(connection: Connection) -> Sequence[int]:
    """The places at the top."""
    return (
        connection.execute(select(places.c.id).where(places.c.parent_id.is_(None))).scalars().all()
    )


def resolve(connection: Connection, audience: Audience, today: date) -> Scope:
    """Follow merged places to what they are today, and take in all that lies below."""
    runs = runs_of(connection, audience.missed) if audience.missed else ()
    more = {
        "missed": tuple(source(run.id) for run in runs),
        "missed_number": audience.missed,
        "silent": audience.silent,
    }
    if not audience.places:
        return Scope(None, **more)  # type: ignore[arg-type]
    tree = load(connection, today)
    meant: set[int] = set()
    for id in audience.places:
        here = tree.get(id)
        leads_to = tree.by_code(here.code) if here is not None else None
        meant |= below(connection, leads_to.id if leads_to is not None else id)
    return Scope(tuple(sorted(meant)), **more)  # type: ignore[arg-type]


def size(connection: Connection, audience: Audience, scope: Scope, most: int | None = None) -> int:
    """How many people agreed to get it, on whatever channel, and how many linked groups.

    With ``most`` it counts no further: whether there are 300 need not wait for a million.
    """
    count = 0
    if audience.people:
        reachable = exists().where(
            chats.c.resident_id == residents.c.id,
            chats.c.state == "open",
            chats.c.stopped_at.is_(None),
        )
        people = select(residents.c.id).where(meant(scope), agreed(), reachable).limit(most)
        few = people.subquery()
        count += connection.execute(select(func.count()).select_from(few)).scalar_one()
    if audience.groups:
        count += connection.execute(
            select(func.count()).select_from(group_links).where(of_groups(scope))
        ).scalar_one()
    return count


def meant(scope: Scope) -> ColumnElement[bool]:
    """Whether a row of residents belongs to the audience."""
    conditions: list[ColumnElement[bool]] = []
    if scope.places is not None:
        conditions.append(residents.c.place_id.in_(scope.places))
    if scope.missed_number:
        conditions.append(~_reached(scope))
        conditions.append(~_answered(scope.missed_number))
    if scope.silent:
        conditions.append(~_answered(scope.silent))
    return and_(true(), *conditions)


def best(scope: Scope, ways: Sequence[Way], *more: ColumnElement[bool]) -> Select[Any]:
    """(chat_id, channel, language, resident_id, household_id): each person's best chat.

    Best is where they were last seen, which is their own choice; then what costs less.
    """
    cost = case({way.channel: way.cost for way in ways}, value=chats.c.channel, else_=0)
    place = func.row_number().over(
        partition_by=chats.c.resident_id,
        order_by=(chats.c.seen_at.desc(), cost, chats.c.id),
    )
    ranked = (
        select(
            chats.c.id.label("chat_id"),
            chats.c.channel,
            chats.c.language,
            residents.c.id.label("resident_id"),
            residents.c.household_id,
            place.label("place"),
        )
        .select_from(chats.join(residents, residents.c.id == chats.c.resident_id))
        .where(
            chats.c.state == "open",
            chats.c.stopped_at.is_(None),
            ~chats.c.is_group,
            carried(ways),
            agreed(),
            meant(scope),
            *more,
        )
        .subquery()
    )
    return select(ranked).where(ranked.c.place == 1)


def carried(ways: Sequence[Way]) -> ColumnElement[bool]:
    """Whether one of the ways leads to a chat, its window being open.

    The channel's name is joined with nothing, so that no database goes through all chats of a
    channel for it: freezing looks at a thousand people at a time, and did so for each thousand.
    """
    channel = chats.c.channel.concat("")
    return or_(
        false(),
        *(
            and_(
                channel == way.channel,
                true() if way.since is None else chats.c.seen_at >= way.since,
            )
            for way in ways
        ),
    )


def agreed() -> ColumnElement[bool]:
    """Whether a row of residents has agreed to announcements."""
    return exists().where(
        consents.c.resident_id == residents.c.id,
        consents.c.purpose == "announce",
        consents.c.withdrawn_at.is_(None),
    )


def of_groups(scope: Scope) -> ColumnElement[bool]:
    """Whether a row of group_links belongs to the audience."""
    return true() if scope.places is None else group_links.c.place_id.in_(scope.places)


def _reached(scope: Scope) -> ColumnElement[bool]:
    """Whether somebody of the resident's household was sent one of the earlier runs.

    One question inside the other, so that every database goes from the household to its people,
    their chats and what those got, each by its index; joined, SQLite went through the whole run
    for each resident.
    """
    them = residents.alias("them")
    return or_(
        _got(scope, residents.c.id, "own"),
        exists().where(
            them.c.household_id == residents.c.household_id, _got(scope, them.c.id, "theirs")
        ),
    )


def _got(scope: Scope, resident: ColumnElement[int], name: str) -> ColumnElement[bool]:
    """Whether a chat of a resident was sent one of the earlier runs."""
    theirs, got = chats.alias(name), outbox.alias(f"got_{name}")
    sent = exists().where(
        got.c.chat_id == theirs.c.id, got.c.source.in_(scope.missed), got.c.state == "sent"
    )
    return exists().where(theirs.c.resident_id == resident, sent)


def _answered(number: int) -> ColumnElement[bool]:
    """Whether the resident, or somebody of the household, has answered that announcement."""
    one, home = acks.alias(f"said_{number}"), acks.alias(f"home_{number}")
    return or_(
        exists().where(one.c.resident_id == residents.c.id, _of(one, number)),
        exists().where(home.c.household_id == residents.c.household_id, _of(home, number)),
    )


def _of(said: FromClause, number: int) -> ColumnElement[bool]:
    # The sum leaves only the index of the person, or of the household, to go by: by the number of
    # the announcement SQLite went through all its answers for each resident.
    return said.c.announcement_id + 0 == number
