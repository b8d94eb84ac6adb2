"""A made-up commune to try Khéo with, marked as made up wherever its name is read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Table, insert, select

from bot.errors import KheoError
from bot.locale import ZONE, _
from store import cadres, places
from store import residents as records
from store.chats import chats
from store.places import DEMO
from store.schema import upsert

# The name is the one in content/commune.yaml.
COMMUNE = "Xã Sen Hồng (xã mẫu)"
HAMLETS = (
    "Thôn Bờ Tre",
    "Thôn Cây Đa",
    "Thôn Đồng Lúa",
    "Thôn Giếng Làng",
    "Xóm Bến Đò",
    "Xóm Chợ",
    "Xóm Đình",
    "Xóm Vườn Cam",
    "Bản Đồi Chè",
    "Bản Suối Trong",
    "Khối Ga",
    "Tổ dân phố Cầu Ngói",
)
# handle, name on screen, office, roles, number of the hamlet (0: the whole commune)
CADRES = (
    ("demo-chairman", "Chủ tịch xã (mẫu)", "Ủy ban nhân dân xã", ("cadre", "approver"), 0),
    ("demo-police", "Công an xã (mẫu)", "Công an xã", ("cadre", "approver"), 0),
    ("demo-front", "Mặt trận xã (mẫu)", "Ủy ban Mặt trận Tổ quốc xã", ("cadre",), 0),
    ("demo-head-1", "Trưởng thôn Bờ Tre (mẫu)", "Thôn Bờ Tre", ("hamlet_head",), 1),
)
PURPOSES = ("serve", "announce")
NOTICE = "1"
#: Residents of one household; the census of 2019 counts 3.5 to a household in the country.
TOGETHER = 4
#: Rows a statement: large enough to be quick, small enough for SQLite's 32,766 parameters.
BATCH = 2000


def load(connection: Connection, now: datetime) -> None:
    """Put the commune, its hamlets, households and cadres in place; twice is once."""
    commune = _place(connection, DEMO, COMMUNE, "commune", None)
    hamlets = [
        _place(connection, f"{DEMO}-{number:02}", name, "hamlet", commune)
        for number, name in enumerate(HAMLETS, 1)
    ]
    _add(
        connection,
        records.households,
        [
            {"place_id": hamlet, "code": f"{DEMO}-{number:02}-{home:03}", "head_name": None}
            for number, hamlet in enumerate(hamlets, 1)
            for home in range(1, homes(number) + 1)
        ],
    )
    for handle, name, office, roles, hamlet_number in CADRES:
        known = select(cadres.cadres.c.id).where(cadres.cadres.c.handle == handle)
        if connection.execute(known).first() is not None:
            continue  # whatever became of the cadre since, a second start does not undo it
        cadre = cadres.appoint(connection, handle=handle, name=name, office=office, now=now)
        place = hamlets[hamlet_number - 1] if hamlet_number else commune
        for role in roles:
            cadres.grant(connection, cadre=cadre, role=role, place=place, by=None, now=now)


def homes(number: int) -> int:
    """How many households the hamlet of that number has: from 10 to 20, always the same."""
    return 10 + number * 7 % 11


def is_loaded(connection: Connection) -> bool:
    """Whether the made-up commune is there."""
    there = select(places.places.c.id).where(places.places.c.code == DEMO)
    return connection.execute(there).first() is not None


def residents(
    connection: Connection, count: int, channel: str, first_id: int, now: datetime
) -> int:
    """Fill in ``count`` made-up residents who agreed to announcements; how many were new.

    Their chats on ``channel`` have the ids ``first_id`` and up; four share a household, and the
    households go round the hamlets. A chat that is there already is left alone.
    Raises KheoError when there is no hamlet.
    """
    hamlets = places.load(connection, now.astimezone(ZONE).date()).hamlets()
    if not hamlets:
        raise KheoError(_("There are no hamlets yet. Load the demonstration or import places."))
    added = 0
    for numbers in _batches(range(first_id, first_id + count)):
        new = _without_chat(connection, channel, numbers)
        homes_of = {number // TOGETHER for number in new}
        rows = [
            {"place_id": hamlets[home % len(hamlets)].id, "code": f"{DEMO}-N{home}"}
            for home in sorted(homes_of)
        ]
        _add(connection, records.households, rows)
        table = records.households.c
        known = select(table.code, table.id, table.place_id).where(
            table.code.in_([row["code"] for row in rows])
        )
        found = {code: (id, place) for code, id, place in connection.execute(known).all()}
        _enrol(connection, channel, new, found, now)
        added += len(new)
    return added


def _enrol(
    connection: Connection,
    channel: str,
    numbers: Sequence[int],
    found: dict[str, tuple[int, int]],
    now: datetime,
) -> None:
    if not numbers:
        return
    of = [found[f"{DEMO}-N{number // TOGETHER}"] for number in numbers]
    made = connection.scalars(
        insert(records.residents).returning(records.residents.c.id, sort_by_parameter_order=True),
        [{"place_id": place, "household_id": home, "created_at": now} for home, place in of],
    ).all()
    connection.execute(
        insert(records.consents),
        [
            {"resident_id": id, "purpose": purpose, "notice_version": NOTICE, "given_at": now}
            for id in made
            for purpose in PURPOSES
        ],
    )
    connection.execute(
        insert(chats),
        [
            {
                "channel": channel,
                "chat": str(number),
                "is_group": False,
                "resident_id": id,
                "screen": [],
                "created_at": now,
                "seen_at": now,
            }
            for number, id in zip(numbers, made, strict=True)
        ],
    )


def _without_chat(connection: Connection, channel: str, numbers: Sequence[int]) -> list[int]:
    there = select(chats.c.chat).where(
        chats.c.channel == channel, chats.c.chat.in_([str(number) for number in numbers])
    )
    known = set(connection.scalars(there))
    return [number for number in numbers if str(number) not in known]


def _place(connection: Connection, code: str, name: str, kind: str, parent: int | None) -> int:
    shown = name if kind == "commune" else f"{name} (mẫu)"
    aliases = [] if kind == "commune" else [name]
    row = {"code": code, "name": shown, "kind": kind, "parent_id": parent, "aliases": aliases}
    _add(connection, places.places, [row])
    there = select(places.places.c.id).where(places.places.c.code == code)
    return int(connection.execute(there).scalar_one())


def _add(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        connection.execute(upsert(connection)(table).on_conflict_do_nothing(), rows)


def _batches(numbers: range) -> Iterator[Sequence[int]]:
    rest = iter(numbers)
    while batch := tuple(islice(rest, BATCH)):
        yield batch
