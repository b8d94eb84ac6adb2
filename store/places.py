"""The place tree: communes, hamlets and whatever lies between, with what became of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Date,
    ForeignKey,
    Integer,
    Select,
    String,
    Table,
    select,
)

from bot.ports import Place
from bot.talk.fold import fold
from store.schema import Json, metadata

#: The code of the made-up commune; as soon as a real one stands, the made-up one steps back.
DEMO = "MAU"

places = Table(
    "places",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("parent_id", ForeignKey("places.id"), index=True),
    Column("kind", String(20), nullable=False),  # "commune", "hamlet", or what lies between
    Column("code", String(32), nullable=False, unique=True),
    Column("name", String(200), nullable=False),
    Column("aliases", Json, nullable=False),
    Column("valid_from", Date),  # the first day, none: always
    Column("valid_to", Date),  # the last day, none: for ever
    Column("merged_into_id", ForeignKey("places.id")),
)

_DIGITS = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True)
class Row:
    """A place with its whole history."""

    place: Place
    parent: int | None
    valid_from: date | None = None
    valid_to: date | None = None
    merged_into: int | None = None

    def valid(self, on: date) -> bool:
        """Whether the place stands on that day; one merged without a date stands no more."""
        ended = self.merged_into is not None if self.valid_to is None else self.valid_to < on
        return not ended and (self.valid_from is None or self.valid_from <= on)


@dataclass(slots=True)
class Tree:
    """All places as they stand on one day; the port ``bot.ports.Places``. Immutable in use, so
    one may serve many turns."""

    rows: Sequence[Row]
    today: date
    _by_id: dict[int, Row] = field(init=False)
    _by_code: dict[str, Row] = field(init=False)
    _children: dict[int, list[Row]] = field(init=False)

    def __post_init__(self) -> None:
        self._by_id = {row.place.id: row for row in self.rows}
        self._by_code = {row.place.code.casefold(): row for row in self.rows}
        self._children = {}
        for row in self.rows:
            if row.parent is not None and row.valid(self.today):
                self._children.setdefault(row.parent, []).append(row)

    def commune(self) -> Place | None:
        """The place at the top: a real one before the made-up one, then the oldest."""
        tops = [row.place for row in self.rows if row.parent is None and row.valid(self.today)]
        return min(tops, key=lambda top: (top.code == DEMO, top.id), default=None)

    def hamlets(self) -> Sequence[Place]:
        """The places at the bottom below the commune that are valid today, by name.

        Each bears the names of those that were merged into it among its aliases: people go on
        calling a place what they always called it.
        """
        top = self.commune()
        found = [] if top is None else self._bottom(top.id)
        return tuple(sorted((self._with_old_names(row.place) for row in found), key=by_name))

    def by_code(self, code: str) -> Place | None:
        """The valid place behind a code, an old code included; letters of any case.

        People copy a code from a poster: dashes and spaces may be missing or added.
        """
        row = self._by_code.get(code.strip().casefold())
        if row is None and (bare := _bare(code)):
            alike = [row for key, row in self._by_code.items() if _bare(key) == bare]
            row = alike[0] if len(alike) == 1 else None
        return None if row is None else self._today(row)

    def get(self, id: int) -> Place | None:
        """The place of that number, valid or not."""
        row = self._by_id.get(id)
        return None if row is None else row.place

    def parent(self, id: int) -> Place | None:
        """What the place belongs to."""
        row = self._by_id.get(id)
        return None if row is None or row.parent is None else self._by_id[row.parent].place

    def named(self, text: str) -> tuple[Place, ...]:
        """The valid places that a code, a name or another name means; several when ambiguous."""
        by_code = self.by_code(text)
        if by_code is not None:
            return (by_code,)
        said = fold(text)
        found = {}
        for row in self.rows:
            names = (row.place.name, *row.place.aliases)
            if said and said in map(fold, names) and (place := self._today(row)) is not None:
                found[place.id] = place
        return tuple(found.values())

    def _with_old_names(self, place: Place) -> Place:
        old = [row.place for row in self.rows if not row.valid(self.today)]
        merged = [gone for gone in old if self._today(self._by_id[gone.id]) == place]
        if not merged:
            return place
        names = (name for gone in merged for name in (gone.name, *gone.aliases))
        return replace(place, aliases=tuple(dict.fromkeys((*place.aliases, *names))))

    def _today(self, row: Row) -> Place | None:
        seen = set()
        while not row.valid(self.today):
            if row.merged_into is None or row.place.id in seen:
                return None
            seen.add(row.place.id)
            row = self._by_id[row.merged_into]
        return row.place

    def _bottom(self, id: int) -> Iterable[Row]:
        for row in self._children.get(id, ()):
            if row.place.id in self._children:
                yield from self._bottom(row.place.id)
            else:
                yield row


class StoredPlaces:
    """The port ``bot.ports.Places`` over a connection: one query, when something is first asked."""

    def __init__(self, connection: Connection, today: date) -> None:
        self._connection = connection
        self._today = today
        self._tree: Tree | None = None

    @property
    def tree(self) -> Tree:
        """All places, read once."""
        if self._tree is None:
            self._tree = load(self._connection, self._today)
        return self._tree

    def commune(self) -> Place | None:
        """The place at the top."""
        return self.tree.commune()

    def hamlets(self) -> Sequence[Place]:
        """The places at the bottom that are valid today, by name."""
        return self.tree.hamlets()

    def by_code(self, code: str) -> Place | None:
        """The valid place behind a code, an old code included; letters of any case."""
        return self.tree.by_code(code)


def load(connection: Connection, today: date) -> Tree:
    """All places, in one query: a commune has dozens, a big one a few hundred."""
    rows = connection.execute(select(places).order_by(places.c.id))
    return Tree(
        [
            Row(
                _place(row),
                row.parent_id,
                row.valid_from,
                row.valid_to,
                row.merged_into_id,
            )
            for row in rows
        ],
        today,
    )


def is_empty(connection: Connection) -> bool:
    """Whether there is no place at all yet, not even a made-up one."""
    return connection.execute(select(places.c.id).limit(1)).first() is None


def get(connection: Connection, id: int) -> Place | None:
    """The place of that number, valid or not."""
    row = connection.execute(select(places).where(places.c.id == id)).one_or_none()
    return None if row is None else _place(row)


def _place(row: Any) -> Place:
    return Place(row.id, row.code, row.name, row.kind, tuple(row.aliases))


def above(id: int) -> Select[int]:
    """The query for a place and all above it, and what it was merged into with all above that."""
    here = select(places.c.id).where(places.c.id == id).cte("above", recursive=True)
    up = places.alias("up")
    mine = places.alias("mine")
    # UNION (not UNION ALL) ends by itself even where a tree was spoilt into a circle.
    step = select(up.c.id).select_from(
        here.join(mine, mine.c.id == here.c.id).join(
            up, (up.c.id == mine.c.parent_id) | (up.c.id == mine.c.merged_into_id)
        )
    )
    return select(here.union(step).c.id)


def under(id: int) -> Select[int]:
    """The query for a place and all below it, with all that was merged into any of these."""
    here = select(places.c.id).where(places.c.id == id).cte("under", recursive=True)
    step = select(places.c.id).join(
        here, (places.c.parent_id == here.c.id) | (places.c.merged_into_id == here.c.id)
    )
    return select(here.union(step).c.id)


def ancestors(connection: Connection, id: int) -> frozenset[int]:
    """The place and all above it: whoever holds a role at one of these holds it here."""
    return frozenset(connection.scalars(above(id)))


def below(connection: Connection, id: int) -> frozenset[int]:
    """The place and all below it, at any depth, old places included."""
    return frozenset(connection.scalars(under(id)))


def by_name(place: Place) -> tuple[tuple[int, int, str], ...]:
    """Sorts names as people do: Thôn 2 before Thôn 10, without regard to diacritics."""
    return tuple(
        (0, int(part), "") if part.isdigit() else (1, 0, part)
        for part in _DIGITS.split(fold(place.name))
        if part
    )


def _bare(code: str) -> str:
    return fold(code).replace(" ", "")
