"""How the households of an audience can be reached: each is counted once, where it is best."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, and_, case, exists, func, select, true

from store.announcements_acks import acks
from store.announcements_recipients import (
    Scope,
    Way,
    agreed,
    best,
    carried,
    meant,
    of_groups,
)
from store.chats import chats
from store.groups import group_links
from store.residents import households, residents

#: Behind the channels, in this order: what keeps a household from being reached.
OUTSIDE, BLOCKED, DECLINED, NOWHERE = "outside", "blocked", "declined", "nowhere"


@dataclass(frozen=True, slots=True)
class Reach:
    """``homes``: households by channel, or by what keeps them from it; their sum is every
    household meant. ``people``: recipients by channel and language of the chat; ``apart`` of them
    are of no household on record. ``groups``: linked group chats by channel and language."""

    homes: Mapping[str, int]
    people: Mapping[tuple[str, str], int]
    groups: Mapping[tuple[str, str], int]
    apart: int


def reach(connection: Connection, scope: Scope, ways: Sequence[Way]) -> Reach:
    """Count an audience before anything is sent to it."""
    chosen = best(scope, ways).subquery()
    people = connection.execute(
        select(
            chosen.c.channel, chosen.c.language, func.count(), func.count(chosen.c.household_id)
        ).group_by(chosen.c.channel, chosen.c.language)
    ).all()
    groups = connection.execute(
        select(chats.c.channel, chats.c.language, func.count())
        .select_from(group_links.join(chats))
        .where(of_groups(scope), chats.c.state == "open", carried(ways))
        .group_by(chats.c.channel, chats.c.language)
    )
    return Reach(
        _homes(connection, scope, ways),
        {(channel, language): count for channel, language, count, _of_homes in people},
        {(channel, language): count for channel, language, count in groups},
        sum(count - of_homes for _channel, _language, count, of_homes in people),
    )


def _homes(connection: Connection, scope: Scope, ways: Sequence[Way]) -> dict[str, int]:
    named = [way.channel for way in sorted(ways, key=lambda way: (way.cost, way.channel))]
    named += [OUTSIDE, BLOCKED, DECLINED, NOWHERE]
    known = chats.c.channel.in_([way.channel for way in ways])
    willing = and_(agreed(), chats.c.stopped_at.is_(None), ~chats.c.is_group, known)
    here = and_(willing, chats.c.state == "open", carried(ways))
    channels = [(and_(here, chats.c.channel == way), place) for place, way in enumerate(named[:-4])]
    place = case(
        *channels,
        (and_(willing, chats.c.state == "open"), named.index(OUTSIDE)),
        (and_(willing, chats.c.state != "open"), named.index(BLOCKED)),
        (known, named.index(DECLINED)),
        else_=named.index(NOWHERE),
    )
    each = (
        select(residents.c.household_id, func.min(place).label("place"))
        .select_from(residents.outerjoin(chats, chats.c.resident_id == residents.c.id))
        .where(meant(scope), residents.c.household_id.is_not(None))
        .group_by(residents.c.household_id)
        .subquery()
    )
    found = dict.fromkeys(named, 0)
    for at, count in connection.execute(select(each.c.place, func.count()).group_by(each.c.place)):
        found[named[at]] += count
    empty = (
        select(func.count())
        .select_from(households)
        .where(_there(scope), ~exists().where(residents.c.household_id == households.c.id))
    )
    found[NOWHERE] += connection.execute(empty).scalar_one()
    return found


def _there(scope: Scope) -> ColumnElement[bool]:
    """Whether a household without anybody on record belongs to the audience."""
    numbers = [number for number in (scope.missed_number, scope.silent) if number]
    answered = exists().where(
        acks.c.announcement_id.in_(numbers), acks.c.household_id == households.c.id
    )
    return and_(
        true() if scope.places is None else households.c.place_id.in_(scope.places),
        ~answered if numbers else true(),
    )
