"""What to call a place in a guide."""

from __future__ import annotations

from bot.locale import _
from bot.ports import Guide


def title_of(guide: Guide, place: str) -> str:
    """“Bước “Mở VNeID””, with the advice where it is one's; for the first screen its own name."""
    key, _slash, way = place.partition("/")
    if place == "*":
        return _("{guide}: the whole text").format(guide=guide.title)
    step = next((one for one in guide.steps if one.key == key), None)
    if not key or step is None:
        return _("{guide}: the first screen").format(guide=guide.title)
    if not way:
        return _("{guide}: step “{step}”").format(guide=guide.title, step=step.title)
    label = next((one.label for one in step.ways if one.key == way), way)
    text = _("{guide}: step “{step}”, if “{label}”")
    return text.format(guide=guide.title, step=step.title, label=label)
