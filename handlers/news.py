"""What somebody in the middle of a guide is told when its words were corrected behind them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from bot.locale import ZONE, _, short_day
from bot.ports import Guide
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


def told(
    guide: Guide, state: State, changes: Sequence[tuple[str, datetime, str, str]]
) -> list[Outgoing]:
    """The new words of what the person has read already: at the step on the screen or before it.

    What lies ahead they will read as it is by then. ``changes``: place, time, old and new words.
    """
    read = _read(state)
    said = []
    for place, at, before, after in changes:
        key, _slash, way = place.partition("/")
        if (f"{key}/{way}" if way else key) not in read:
            continue
        step = next((one for one in guide.steps if one.key == key), None)
        words = "\n".join(difference.changed(before, after)[1]) or after
        day = short_day(at.astimezone(ZONE).date())
        text = _("The first screen was corrected on {day}: {words}")
        if step is not None:
            here = key == _step(state.asked)
            text = _("This step was corrected on {day}: {words}")
            if not here:
                text = _("The step “{step}” was corrected on {day}: {words}")
        said.append(
            Outgoing(text.format(day=day, words=words, step=step.title if step is not None else ""))
        )
    return said


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
