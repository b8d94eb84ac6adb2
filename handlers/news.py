"""What somebody in the middle of a guide is told when its words were corrected behind them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.locale import ZONE, _, short_day
from bot.ports import Guide, Step
from bot.ports_corrections import Change
from bot.talk.flow import State
from bot.talk.message import Outgoing
from handlers import difference

#: The question under a guide's first screen (handlers/guide.py).
FIRST_SCREEN = ".start"


def newer(guide: Guide, place: str, words: str) -> str:
    """``words`` of a translation; where the Vietnamese ones are newer, they say so."""
    since = dict(guide.newer).get(place)
    if since is None or not words:
        return words
    text = _("(The Vietnamese words are newer here, since {day}.)").format(day=short_day(since))
    return f"{words}\n\n{text}"


def told(guide: Guide, state: State, changes: Sequence[Change]) -> list[Outgoing]:
    """The new words of what the person has read already: at the step on the screen or before it.

    What lies ahead they will read as it is by then. ``changes`` are those since they last heard
    of the guide, the oldest first; what came and went in that time is nothing new to them.
    """
    read = _read(state)
    net: dict[str, Change] = {}
    for one in changes:
        first = net.pop(one.place, one)
        # Words that were read before all of it are earlier ones; a mixture leaves new words.
        net[one.place] = replace(one, before=first.before, back=one.back and first.back)
    said = []
    for one in net.values():
        if one.place not in read or one.before == one.after:
            continue
        step = next((step for step in guide.steps if step.key == one.place.partition("/")[0]), None)
        words = "\n".join(difference.changed(one.before, one.after)[1]) or one.after
        text = _sentence(one.back, step, here=step is not None and step.key == _step(state.asked))
        day = short_day(one.at.astimezone(ZONE).date())
        title = step.title if step is not None else ""
        said.append(Outgoing(text.format(day=day, words=words, step=title)))
    return said


def _sentence(back: bool, step: Step | None, *, here: bool) -> str:
    if step is None:
        if back:
            return _("Since {day} the first screen reads as before again: {words}")
        return _("The first screen was corrected on {day}: {words}")
    if back:
        if here:
            return _("Since {day} this step reads as before again: {words}")
        return _("Since {day} the step “{step}” reads as before again: {words}")
    if here:
        return _("This step was corrected on {day}: {words}")
    return _("The step “{step}” was corrected on {day}: {words}")


def _read(state: State) -> set[str]:
    """The places whose words the person has been shown in this walk."""
    shown = {""}
    for key in (*(kept.key for kept in state.answers), state.asked):
        if key and key != FIRST_SCREEN:
            step = _step(key)
            way = key.partition(":")[2]
            shown |= {step, f"{step}/{way}"} if way else {step}
    return shown


def _step(key: str) -> str:
    """The step of a question: “mo-app”, “mo-app.2”, “mo-app.why”, “mo-app:khong-nut”."""
    return re.split(r"[.:]", key, maxsplit=1)[0]
