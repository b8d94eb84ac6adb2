"""What one row of a list of places asks for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from bot.locale import _
from store.imports import Row, parse_date, problem

LONGEST_NAME = 200
LONGEST_ALIAS = 100
MOST_ALIASES = 20
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,31}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What one row asks for; ``commune`` is a code once it is resolved."""

    row: int
    kind: str
    code: str
    name: str
    commune: str = ""
    aliases: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    merged_into: str = ""


def parse(row: Row) -> Wanted | list[str]:
    """What the row asks for, or all that is wrong with it."""
    wrong: list[str] = []
    hamlet, code = row.get("hamlet"), row.get("code")
    name = hamlet or row.get("commune")
    if not name:
        wrong.append(_("the name is missing."))
    elif len(name) > LONGEST_NAME:
        wrong.append(_("the name is longer than {most} letters.").format(most=LONGEST_NAME))
    if not code and hamlet:
        wrong.append(_("the code is missing; every hamlet needs one of its own."))
    elif code and not _CODE.fullmatch(code):
        text = _(
            "the code “{code}” cannot be used: at most 32 letters without diacritics, digits, "
            "“-” and “_”."
        )
        wrong.append(text.format(code=code[:40]))
    parts = (part.strip() for part in re.split(r"[;|]", row.get("aliases")))
    aliases = tuple(dict.fromkeys(part for part in parts if part))
    if len(aliases) > MOST_ALIASES or any(len(alias) > LONGEST_ALIAS for alias in aliases):
        wrong.append(_("there are too many other names, or one is too long."))
    first, last = (_date(row.get(field), wrong) for field in ("valid_from", "valid_to"))
    if first and last and last < first:
        wrong.append(_("it ends before it begins."))
    if wrong:
        return [problem(row.number, what) for what in wrong]
    return Wanted(
        row.number,
        "hamlet" if hamlet else "commune",
        code,
        name,
        row.get("commune"),
        aliases,
        first,
        last,
        row.get("merged_into"),
    )


def _date(text: str, wrong: list[str]) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        advice = _("“{text}” is not a date. Write it like 01/07/2026 or 2026-07-01.")
        wrong.append(advice.format(text=text[:40]))
        return None
