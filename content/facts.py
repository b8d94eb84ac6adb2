"""Figures that stand in several guides, written once: ``{{key}}`` in a guide is replaced."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.locale import DEFAULT, _
from content.problem import Problem
from content.sheet import Sheet

_PLACEHOLDER = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure as it is said in each language, where it comes from, and since when it holds."""

    key: str
    words: Mapping[str, str]
    source: str
    url: str = ""
    since: date | None = None
    file: str = ""
    line: int = 0


def parse(file: str, text: str, problems: list[Problem]) -> dict[str, Fact]:
    """The facts in one ``facts.yaml``: key → {vi, en …, since, source, url}."""
    facts = {}
    sheet = Sheet.parse(file, text, problems)
    for key in sheet.keys:
        entry = sheet.sheet(key)
        languages = [name for name in entry.keys if name not in ("since", "source", "url")]
        entry.text(DEFAULT, needed=True)
        facts[key] = Fact(
            key,
            {language: entry.text(language) for language in languages},
            entry.text("source", needed=True),
            entry.text("url"),
            entry.day("since"),
            file,
            sheet.at(key),
        )
    return facts


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
