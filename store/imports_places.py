"""Take in a list of communes and hamlets: all of it or, when anything is wrong, nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, select, update

from bot.errors import ImportRefused
from bot.locale import _
from bot.talk.fold import fold
from store import imports
from store.audit import note
from store.headings import PLACES
from store.imports import Report, Rows, problem
from store.imports_wanted import Wanted, parse
from store.places import DEMO, places


def read(path: Path) -> Rows:
    """The rows of a file of places; raises ImportRefused when it is none."""
    return imports.read(path, PLACES)


def import_places(connection: Connection, rows: Rows, *, dry_run: bool, now: datetime) -> Report:
    """Add and change places; those that the file does not name stay as they are.

    Raises ImportRefused with every problem of every row; nothing is stored then.
    """
    return _Import(connection, rows, now).run(dry_run)


class _Import:
    def __init__(self, connection: Connection, rows: Rows, now: datetime) -> None:
        self.connection = connection
        self.rows = rows
        self.now = now
        self.problems = list(rows.problems)
        self.known: dict[str, dict[str, Any]] = {
            row["code"].casefold(): dict(row)
            for row in connection.execute(select(places)).mappings()
        }
        self.codes = {row["id"]: key for key, row in self.known.items()}

    def run(self, dry_run: bool) -> Report:
        wanted = []
        for row in self.rows.rows:
            parsed = parse(row)
            if isinstance(parsed, Wanted):
                wanted.append(parsed)
            else:
                self.problems += parsed
        whole = self._communes(wanted)
        self._check_codes(whole)
        self._check_mergers(whole)
        if self.problems:
            raise ImportRefused(self.problems)
        new = [each for each in whole if each.code.casefold() not in self.known]
        changes = {
            each.code.casefold(): difference
            for each in whole
            if each.code.casefold() in self.known and (difference := self._difference(each))
        }
        if not dry_run and (new or changes):
            self._store(new, changes, whole)
        return Report(
            len(new),
            len(changes),
            len(whole) - len(new) - len(changes),
            dry_run,
            (*imports.notes_on(self.rows), *self._notes(whole)),
        )

    def _wrong(self, row: int, text: str, **values: object) -> None:
        self.problems.append(problem(row, text.format(**values)))

    def _communes(self, wanted: Sequence[Wanted]) -> list[Wanted]:
        """All that is wanted, with the communes that are only mentioned, and each with a code."""
        tops = [
            (row["code"], row["name"])
            for row in self.known.values()
            if row["parent_id"] is None and row["code"] != DEMO
        ]
        taken = {each.code.casefold() for each in wanted} | set(self.known)
        whole: list[Wanted] = []
        for each in wanted:
            if each.kind == "commune":
                code = each.code or _one(tops, each.name) or _free_code(each.name, taken)
                taken.add(code.casefold())
                tops = [top for top in tops if top[0].casefold() != code.casefold()]
                tops.append((code, each.name))
                whole.append(replace(each, code=code, commune=""))
        for each in (each for each in wanted if each.kind == "hamlet"):
            named = {code for code, name in tops if _means(each.commune, code, name)}
            if not each.commune and len(tops) == 1:
                named = {tops[0][0]}
            if len(named) > 1 or (not named and not each.commune):
                self._wrong(each.row, _("it is not clear which commune this belongs to."))
                continue
            if not named:
                code = _free_code(each.commune, taken)
                taken.add(code.casefold())
                tops.append((code, each.commune))
                whole.append(Wanted(each.row, "commune", code, each.commune))
                named = {code}
            whole.append(replace(each, commune=named.pop()))
        return whole

    def _check_codes(self, whole: Sequence[Wanted]) -> None:
        first: dict[str, int] = {}
        for each in whole:
            key = each.code.casefold()
            if key in first:
                text = _("the code “{code}” stands in row {first} already.")
                self._wrong(each.row, text, code=each.code, first=first[key])
            first.setdefault(key, each.row)
            there = self.known.get(key)
            if there is not None and (there["parent_id"] is None) != (each.kind == "commune"):
                text = _("the code “{code}” belongs to {name} already, which is of another kind.")
                self._wrong(each.row, text, code=each.code, name=there["name"])

    def _check_mergers(self, whole: Sequence[Wanted]) -> None:
        kinds = {key: row["parent_id"] is None for key, row in self.known.items()}
        kinds |= {each.code.casefold(): each.kind == "commune" for each in whole}
        leads = {
            key: self.codes[row["merged_into_id"]]
            for key, row in self.known.items()
            if row["merged_into_id"] is not None
        }
        if "merged_into" in self.rows.fields:
            for each in whole:
                leads.pop(each.code.casefold(), None)
                if each.merged_into:
                    leads[each.code.casefold()] = each.merged_into.casefold()
        for each in (each for each in whole if each.merged_into):
            target = each.merged_into.casefold()
            if target not in kinds:
                text = _("it is merged into “{code}”, but there is no such code.")
                self._wrong(each.row, text, code=each.merged_into)
            elif kinds[target] != (each.kind == "commune"):
                text = _("it is merged into “{code}”, which is of another kind.")
                self._wrong(each.row, text, code=each.merged_into)
            elif _circles(each.code.casefold(), leads):
                self._wrong(each.row, _("its merger leads in a circle back to itself."))

    def _difference(self, each: Wanted) -> dict[str, Any]:
        """The columns of a known place that the row changes, with ids still as codes."""
        there = self.known[each.code.casefold()]
        given: dict[str, Any] = {"name": each.name}
        for field in self.rows.fields & {"aliases", "valid_from", "valid_to"}:
            given[field] = getattr(each, field)
        if "aliases" in given:
            given["aliases"] = list(given["aliases"])
        difference = {key: value for key, value in given.items() if there[key] != value}
        if "merged_into" in self.rows.fields:
            now = self.codes.get(there["merged_into_id"], "")
            if now != each.merged_into.casefold():
                difference["merged_into"] = each.merged_into
        if each.commune and not self._lies_in(there, each.commune.casefold()):
            difference["commune"] = each.commune
        return difference

    def _lies_in(self, row: Mapping[str, Any], commune: str) -> bool:
        # Between a hamlet and its commune there may be other levels, which a file does not name.
        seen: set[str] = set()
        parent: str = self.codes.get(row["parent_id"], "")
        while parent and parent != commune and parent not in seen:
            seen.add(parent)
            parent = self.codes.get(self.known[parent]["parent_id"], "")
        return parent == commune

    def _store(
        self,
        new: Sequence[Wanted],
        changes: Mapping[str, dict[str, Any]],
        whole: Sequence[Wanted],
    ) -> None:
        ids = {key: row["id"] for key, row in self.known.items()}
        for each in sorted(new, key=lambda each: each.kind != "commune"):
            row = {
                "kind": each.kind,
                "code": each.code,
                "name": each.name,
                "aliases": list(each.aliases),
                "valid_from": each.valid_from,
                "valid_to": each.valid_to,
                "parent_id": ids[each.commune.casefold()] if each.commune else None,
            }
            made = self.connection.execute(insert(places).values(row).returning(places.c.id))
            ids[each.code.casefold()] = made.scalar_one()
        for key, difference in changes.items():
            if "commune" in difference:
                difference["parent_id"] = ids[difference.pop("commune").casefold()]
            if "merged_into" in difference:
                target = difference.pop("merged_into").casefold()
                difference["merged_into_id"] = ids[target] if target else None
            self._update(ids[key], difference)
        for each in (each for each in new if each.merged_into):
            target = ids[each.merged_into.casefold()]
            self._update(ids[each.code.casefold()], {"merged_into_id": target})
        note(
            self.connection,
            "import.places",
            "",
            by=None,
            now=self.now,
            added=len(new),
            changed=len(changes),
            rows=len(whole),
        )

    def _update(self, id: int, values: Mapping[str, Any]) -> None:
        self.connection.execute(update(places).where(places.c.id == id).values(values))

    def _notes(self, whole: Sequence[Wanted]) -> Sequence[str]:
        notes = []
        counted = Counter(
            (each.commune, fold(each.name))
            for each in whole
            if each.kind == "hamlet" and not each.merged_into and each.valid_to is None
        )
        for (commune, name), count in counted.items():
            if count > 1:
                alike = [e for e in whole if (e.commune, fold(e.name)) == (commune, name)]
                text = _("{count} hamlets are called {name}: {codes}. People see the codes too.")
                codes = ", ".join(each.code for each in alike)
                notes.append(text.format(count=count, name=alike[0].name, codes=codes))
        if DEMO.casefold() in self.known and any(each.commune != DEMO for each in whole):
            notes.append(_("The made-up commune no longer shows once a real one is there."))
        return notes


def _means(text: str, code: str, name: str) -> bool:
    return bool(text) and (text.casefold() == code.casefold() or fold(text) == fold(name))


def _one(tops: Sequence[tuple[str, str]], name: str) -> str:
    found = [code for code, other in tops if fold(other) == fold(name)]
    return found[0] if len(found) == 1 else ""


def _free_code(name: str, taken: set[str]) -> str:
    stem = re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")[:28].strip("-") or "xa"
    number = 1
    while (code := stem if number == 1 else f"{stem}-{number}") in taken:
        number += 1
    return code


def _circles(start: str, leads: Mapping[str, str]) -> bool:
    seen: set[str] = set()
    here = start
    while here in leads and here not in seen:
        seen.add(here)
        here = leads[here]
    return here == start and bool(seen)
