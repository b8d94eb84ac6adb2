"""Can every guide be walked to an end, whatever is pressed?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.locale import _
from bot.ports import Guide, Step
from content.manuscript import Manuscript
from content.problem import Problem

# Words that an arrow may name besides a step's key.
RESERVED = ("next", "end", "officer", "guide")


def problems(written: Manuscript, all: Mapping[str, Mapping[str, Manuscript]]) -> Iterator[Problem]:
    """Targets that do not exist, steps that nobody reaches, and places without a way out."""
    guide = written.guide
    for step in guide.steps:
        if step.key in RESERVED:
            what = _("“{key}” cannot be a step's key: it has a meaning of its own.")
            yield Problem(written.file, written.line(step.key), what.format(key=step.key))
        yield from _targets(written, step, all)
        yield from _advice(written, step)
    reached = _reached(guide, guide.steps[0].key)
    for step in guide.steps:
        if step.key not in reached:
            what = _("Nothing leads to the step “{key}”.").format(key=step.key)
            todo = _("Let an arrow point to it, or take it out.")
            yield Problem(written.file, written.line(step.key), what, todo)
        elif not any(_is_exit(place) for place in _reached(guide, step.key)):
            what = _("From the step “{key}” there is no way to an end.").format(key=step.key)
            todo = _("Let a step lead to end, officer or another guide.")
            yield Problem(written.file, written.line(step.key), what, todo)


def onward(guide: Guide, step: Step) -> tuple[str, ...]:
    """Where a step can lead: through “done” (not from a fork) and through each of its ways."""
    done = () if step.fork else (guide.leads(step, step.to),)
    return (*done, *(guide.leads(step, way.to) for way in step.ways))


def _is_exit(place: str) -> bool:
    return place in ("end", "officer") or place.startswith("guide:")


def _reached(guide: Guide, start: str) -> set[str]:
    """Every step and exit that can be reached from ``start``."""
    steps = {step.key: step for step in guide.steps}
    found = {start}
    open_ends = [start]
    while open_ends:
        step = steps.get(open_ends.pop())
        fresh = set(onward(guide, step) if step else ()) - found
        found |= fresh
        open_ends += fresh
    return found


def _targets(
    written: Manuscript, step: Step, all: Mapping[str, Mapping[str, Manuscript]]
) -> Iterator[Problem]:
    keys = {other.key for other in written.guide.steps}
    for way, to in (("", step.to), *((way.key, way.to) for way in step.ways)):
        id = to.removeprefix("guide:")
        known = id in all if id != to else to in ("", *RESERVED[:3]) or to in keys
        if not known:
            what = _("The arrow leads to “{to}”, which does not exist.").format(to=to)
            todo = _("Known steps: {keys}.").format(keys=", ".join(sorted(keys)))
            yield Problem(written.file, written.line(step.key, way), what, todo)
        elif id == written.guide.id:
            what = _("The arrow leads to this same guide.")
            todo = _("Point to the step itself.")
            yield Problem(written.file, written.line(step.key, way), what, todo)


def _advice(written: Manuscript, step: Step) -> Iterator[Problem]:
    """A way says something or leads somewhere; a fork has ways; a step says what to do."""
    line = written.line(step.key)
    if step.fork and len(step.ways) < 2:
        what = _("The fork “{key}” has fewer than two ways.").format(key=step.key)
        yield Problem(written.file, line, what, _("Add ways (###) or take the ? away."))
    if not step.fork and not step.text:
        what = _("The step “{key}” has no words.").format(key=step.key)
        yield Problem(written.file, line, what, _("Say what to do, and how one sees it worked."))
    for way in step.ways:
        if not way.text and way.to in ("", step.key):
            what = _("“{label}” says nothing and leads nowhere.").format(label=way.label)
            todo = _("Write an advice below it, or an arrow to a step.")
            yield Problem(written.file, written.line(step.key, way.key), what, todo)
