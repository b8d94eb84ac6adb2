"""What of the guides was corrected and taken back again, in the order in which people read it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.ports_corrections import Change
from content.library import Library
from content.overlay import Key, Overlaid, Patch, overlay
from content.rewrite import places, words_at


def history(library: Library, patches: Sequence[Patch]) -> Mapping[Key, tuple[Change, ...]]:
    """The changes of the guides that have a patch taken back, by guide and language.

    A patch that was taken back is a change when it was agreed to and another when it ended:
    whoever reads in between hears of both, whoever was away for all of it hears of none.
    """
    touched = {patch.guide for patch in patches if patch.ended is not None}
    told = [patch for patch in patches if patch.guide in touched]
    ends = sorted({patch.ended for patch in told if patch.ended is not None})
    found: dict[Key, list[Change]] = {}
    last: datetime | None = None
    for end in (*ends, None):
        before = overlay(library, _standing(told, last, end))
        for key, changes in before.changes.items():
            found.setdefault(key, []).extend(c for c in changes if last is None or c.at >= last)
        if end is not None:
            after = overlay(
                library, [one for one in _standing(told, last, end) if one.ended != end]
            )
            for key in sorted({(one.guide, one.language) for one in told if one.ended == end}):
                found.setdefault(key, []).extend(_returned(before, after, key, end))
        last = end
    return {key: tuple(changes) for key, changes in found.items()}


def _standing(
    patches: Sequence[Patch], since: datetime | None, until: datetime | None
) -> list[Patch]:
    """The patches that people read at the end of that time, one that ends with it among them."""
    return [
        one
        for one in patches
        if (until is None or one.at < until)
        and (one.ended is None or since is None or one.ended > since)
    ]


def _returned(before: Overlaid, after: Overlaid, key: Key, at: datetime) -> list[Change]:
    id, language = key
    if language not in after.library.manuscripts.get(id, {}):
        return []
    then = before.library.manuscripts[id][language].guide
    now = after.library.manuscripts[id][language].guide
    said = (
        (place, words_at(then, place) or "", words_at(now, place) or "") for place in places(now)
    )
    return [Change(place, at, old, new, back=True) for place, old, new in said if old != new]
