"""Facts that follow from others, so that a new decree is one change: ``of: [base-salary, …]``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from bot.locale import _
from content.facts import Fact
from content.problem import Problem

_COUNT = re.compile(r"[1-9]\d{0,2}")
#: What one of a unit is worth as a factor.
_WORTH = {
    "dong": Fraction(1),
    "percent": Fraction(1, 100),
    "permille": Fraction(1, 1000),
}
_MILLION = 1_000_000
# Whole millions are said in millions from here on; below it people read the figures themselves.
_IN_MILLIONS = 10 * _MILLION


def reckon(facts: Mapping[str, Fact], problems: list[Problem]) -> dict[str, Fact]:
    """The facts, those with ``of`` filled in: their amount, their words, since when they hold."""
    return {
        key: _reckoned(fact, facts, problems) if fact.of else fact for key, fact in facts.items()
    }


def _reckoned(fact: Fact, facts: Mapping[str, Fact], problems: list[Problem]) -> Fact:
    amount = Fraction(1)
    since, verified, sums = [fact.since], True, 0
    for name in fact.of:
        if _COUNT.fullmatch(name):
            amount *= int(name)
            continue
        factor = facts.get(name)
        worth = None if factor is None or factor.of else _WORTH.get(factor.unit)
        if factor is None or worth is None:
            what = _("“{key}” cannot be reckoned with: it has no value, or follows from others.")
            problems.append(Problem(fact.file, fact.line, what.format(key=name)))
            return replace(fact, words=_words(0) | dict(fact.words))
        amount *= factor.value * worth
        since.append(factor.since)
        verified = verified and factor.verified
        sums += factor.unit == "dong"
    if sums != 1:
        what = _("Exactly one of “of” is a sum of money; the others are shares of it.")
        problems.append(Problem(fact.file, fact.line, what))
    dong = int(amount + Fraction(1, 2))
    return replace(
        fact,
        words=_words(dong) | dict(fact.words),
        since=max((day for day in since if day is not None), default=None),
        value=dong,
        unit="dong",
        verified=verified,
    )


def _words(dong: int) -> dict[str, str]:
    if dong >= _IN_MILLIONS and dong % _MILLION == 0:
        millions = f"{dong // _MILLION:,}"
        return {"vi": f"{_points(millions)} triệu đồng", "en": f"{millions} million VND"}
    return {"vi": f"{_points(f'{dong:,}')} đồng", "en": f"{dong:,} VND"}


def _points(english: str) -> str:
    return english.replace(",", ".")
