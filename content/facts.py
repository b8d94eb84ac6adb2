"""Figures that stand in several guides, written once: ``{{key}}`` in a guide is replaced."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.locale import DEFAULT, _
from bot.ports_tools import UNITS, Figure
from content.problem import Problem
from content.sheet import Sheet

_PARTICULARS = ("since", "source", "url", "value", "unit", "verified", "of")
_PLACEHOLDER = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure as it is said in each language, where it comes from, and since when it holds.

    With a ``unit`` it can be reckoned with: ``value`` is that many of it. ``verified``: it was
    read in a source and not only remembered. ``of``: the facts and counts whose product it is
    (``content.reckoned``).
    """

    key: str
    words: Mapping[str, str]
    source: str
    url: str = ""
    since: date | None = None
    file: str = ""
    line: int = 0
    value: int = 0
    unit: str = ""
    verified: bool = False
    of: tuple[str, ...] = ()

    @property
    def telling(self) -> bool:
        """Whether its words alone show what is meant: a round product may be a fine as well."""
        return not self.of or self.value % 10_000 != 0


@dataclass(frozen=True, slots=True)
class Reckonable:
    """The facts that can be reckoned with, said in one language (the port ``figures``)."""

    facts: Mapping[str, Fact]
    language: str

    def get(self, key: str) -> Figure | None:
        """The figure, or None when there is no such fact or it has no value."""
        fact = self.facts.get(key)
        unit = next((unit for unit in UNITS if fact and fact.unit == unit), None)
        if fact is None or unit is None:
            return None
        words = fact.words.get(self.language) or fact.words[DEFAULT]
        return Figure(
            key, fact.value, unit, words, fact.source, fact.url, fact.since, fact.verified
        )


def parse(file: str, text: str, problems: list[Problem]) -> dict[str, Fact]:
    """The facts in one ``facts.yaml``: key → {vi, en …, since, source, url}."""
    facts = {}
    sheet = Sheet.parse(file, text, problems)
    for key in sheet.keys:
        entry = sheet.sheet(key)
        languages = [name for name in entry.keys if name not in _PARTICULARS]
        of = entry.texts("of")
        entry.text(DEFAULT, needed=not of)
        unit = _unit(entry)
        facts[key] = Fact(
            key,
            {language: entry.text(language) for language in languages},
            entry.text("source", needed=True),
            entry.text("url"),
            entry.day("since"),
            file,
            sheet.at(key),
            entry.number("value", 0) if unit else 0,
            unit,
            entry.flag("verified"),
            of,
        )
    return facts


def _unit(entry: Sheet) -> str:
    """What the value counts, where there is one; the words must say the same figure."""
    unit = entry.text("unit")
    if bool(unit) != ("value" in entry.keys):
        todo = _("“value” and “unit” stand together.")
        entry.wrong("unit" if unit else "value", _("One of the two is missing."), todo)
        return ""
    if unit and unit not in UNITS:
        todo = _("Known are: {keys}.").format(keys=", ".join(UNITS))
        entry.wrong("unit", _("“{key}” is not known here.").format(key=unit), todo)
        return ""
    value = entry.number("value", 0) if unit else 0
    if unit and value <= 0:
        entry.wrong("value", _("“value” must be above zero."))
        return ""
    for language in (name for name in entry.keys if unit == "dong" and len(name) == 2):
        if re.sub(r"\D", "", entry.text(language)) != str(value):
            what = _("“{key}” says another figure than “value”.").format(key=language)
            entry.wrong(language, what)
    return unit


def fill(
    text: str, language: str, facts: Mapping[str, Fact], file: str, problems: list[Problem]
) -> str:
    """``text`` with every ``{{key}}`` replaced; the lines stay where they are."""

    def words(match: re.Match[str]) -> str:
        key = match[1]
        line = text.count("\n", 0, match.start()) + 1
        fact = facts.get(key)
        if fact is None:
            what = _("The fact “{key}” is not in facts.yaml.").format(key=key)
            problems.append(Problem(file, line, what))
            return ""
        said = fact.words.get(language, "")
        if not said:
            what = _("The fact “{key}” has no words in “{language}”.")
            problems.append(Problem(file, line, what.format(key=key, language=language)))
        return said

    return _PLACEHOLDER.sub(words, text)
