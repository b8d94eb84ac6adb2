"""Take in a list of households: all of it or, when anything is wrong, nothing."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from bot.errors import ImportRefused
from bot.locale import ZONE, _
from bot.talk.fold import fold
from store import imports, places
from store.audit import note
from store.headings import HOUSEHOLDS, PLACES
from store.imports import Report, Row, Rows, problem
from store.residents import households

LONGEST_HEAD = 200
#: Headings that only the list of places has: its hamlets' codes would become households.
_OF_PLACES = frozenset(
    name
    for heading in PLACES
    if heading.field in ("valid_from", "valid_to", "merged_into")
    for name in heading.names
)
#: What handlers.names accepts from a resident who types the code.
_CODE = re.compile(r"[A-Z0-9](?:[A-Z0-9._/-]{0,30}[A-Z0-9])?", re.ASCII)


def read(path: Path) -> Rows:
    """The rows of a file of households; raises ImportRefused when it is none."""
    rows = imports.read(path, HOUSEHOLDS)
    if _OF_PLACES & {fold(name) for name in rows.unused}:
        advice = _("This looks like the list of places. Use: kheo import places {file}")
        raise ImportRefused([advice.format(file=path.name)])
    return rows


def import_households(
    connection: Connection, rows: Rows, *, dry_run: bool, now: datetime
) -> Report:
    """Add and change households; those that the file does not name stay as they are.

    Raises ImportRefused with every problem of every row; nothing is stored then.
    """
    problems = list(rows.problems)
    tree = places.load(connection, now.astimezone(ZONE).date())
    first: dict[str, int] = {}
    wanted: dict[str, dict[str, Any]] = {}
    for row in rows.rows:
        code = "".join(row.get("code").upper().split())
        problems += [problem(row.number, text) for text in _wrong(row, code)]
        if code and code in first:
            text = _(
                "the code “{code}” stands in row {first} already. Where every hamlet counts from "
                "one, put the hamlet's code before it: T01-{code}."
            )
            problems.append(problem(row.number, text.format(code=code, first=first[code])))
        first.setdefault(code, row.number)
        place, trouble = _hamlet(tree, row.get("hamlet"))
        if place is None:
            problems.append(problem(row.number, trouble))
        wanted[code] = {"place_id": place, "head_name": row.get("head") or None}
    if problems:
        raise ImportRefused(problems)
    known = {
        row.code: {"id": row.id, "place_id": row.place_id, "head_name": row.head_name}
        for row in connection.execute(select(households))
    }
    compared = {"place_id", "head_name"} if "head" in rows.fields else {"place_id"}
    new = [{"code": code, **row} for code, row in wanted.items() if code not in known]
    changed = [
        {"_id": known[code]["id"], **{key: row[key] for key in compared}}
        for code, row in wanted.items()
        if code in known and any(known[code][key] != row[key] for key in compared)
    ]
    if not dry_run and (new or changed):
        _store(connection, new, changed, now)
    unchanged = len(wanted) - len(new) - len(changed)
    return Report(len(new), len(changed), unchanged, dry_run, imports.notes_on(rows))


def _wrong(row: Row, code: str) -> list[str]:
    problems = []
    if not code:
        problems.append(_("the household's code is missing."))
    elif imports.looks_like_identity(code):
        problems.append(_("the code looks like an identity or phone number; these are never kept."))
    elif not _CODE.fullmatch(code):
        problems.append(
            _(
                "the code cannot be used: at most 32 letters without diacritics, digits, “-”, “.” "
                "and “/”."
            )
        )
    if len(row.get("head")) > LONGEST_HEAD:
        problems.append(_("the name is longer than 200 letters."))
    elif imports.looks_like_identity(row.get("head")):
        problems.append(
            _("beside the name stands an identity or phone number; these are never kept.")
        )
    return problems


def _hamlet(tree: places.Tree, text: str) -> tuple[int | None, str]:
    """The hamlet's number, or what is wrong."""
    if not text:
        return None, _("the hamlet is missing.")
    found = [place for place in tree.named(text) if tree.parent(place.id) is not None]
    if len(found) == 1:
        return found[0].id, ""
    shown = text[:40]
    if found:
        codes = ", ".join(place.code for place in found)
        trouble = _("several hamlets are called “{name}”; write the code: {codes}.")
        return None, trouble.format(name=shown, codes=codes)
    names = {fold(place.name): place.name for place in tree.hamlets()}
    near = difflib.get_close_matches(fold(text), names, 1, 0.7)
    if near:
        trouble = _("there is no hamlet “{name}”. Is it “{near}”?")
        return None, trouble.format(name=shown, near=names[near[0]])
    return None, _("there is no hamlet “{name}”. Import the places first.").format(name=shown)


def _store(
    connection: Connection,
    new: list[dict[str, Any]],
    changed: list[dict[str, Any]],
    now: datetime,
) -> None:
    for rows in imports.batches(new):
        connection.execute(insert(households), rows)
    if changed:
        statement = update(households).where(households.c.id == bindparam("_id"))
        connection.execute(statement, changed)
    counts: Mapping[str, int] = {"added": len(new), "changed": len(changed)}
    note(connection, "import.households", "", by=None, now=now, **counts)
