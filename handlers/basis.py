"""What a small tool's answer rests on: its figures, their source and date, and who to ask again."""

from __future__ import annotations

from collections.abc import Iterable

from bot.locale import _, number, short_day
from bot.ports import Guides
from bot.ports_tools import KITS, Figure, Figures
from bot.talk.message import Begin, Button
from bot.talk.talk import Talk


def kit(talk: Talk, figures: Figures, tool: str) -> dict[str, Figure]:
    """The figures of a tool by key; empty, with a word about it, when the content lacks one."""
    found = {key: figures.get(key) for key in KITS[tool].figures}
    known = {key: figure for key, figure in found.items() if figure is not None}
    if len(known) == len(found):
        return known
    talk.say(
        _("The figures for this are not here just now. Please ask the commune."),
        buttons=[Button(_("☎ Talk to an officer"), Begin("officer"))],
    )
    return {}


def basis(figures: Iterable[Figure]) -> str:
    """Where figures come from and since when they hold; “ask the commune” where one is not sure."""
    used = list(figures)
    sources = dict.fromkeys(figure.source for figure in used)
    lines = [_("Source: {names}.").format(names="; ".join(sources))]
    since = [figure.since for figure in used if figure.since is not None]
    if since:
        lines.append(_("These figures hold since {day}.").format(day=short_day(max(since))))
    if not all(figure.verified for figure in used):
        lines.insert(0, _("Please ask the commune again: not all of this has been checked."))
    return "\n".join(lines)


def dong(amount: int) -> str:
    """An amount of money in words that everybody reads."""
    return _("{amount} VND").format(amount=number(amount))


def words_of(guides: Guides, guide: str, step: str) -> str:
    """What a guide says at one of its steps; empty where there is no such step."""
    found = guides.get(guide)
    steps = found.steps if found is not None else ()
    return next((one.text for one in steps if one.key == step), "")


def way_to(guides: Guides, guide: str, step: str = "") -> list[Button]:
    """The button into a guide (at a step), where the guide is there."""
    found = guides.get(guide)
    if found is None:
        return []
    at = f"{guide}:{step}" if any(one.key == step for one in found.steps) else guide
    return [Button(f"{found.icon} {found.title}".strip(), Begin("guide", at))]
