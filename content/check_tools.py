"""Does every tool that a guide offers exist and know its figures, and can every list be ticked?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.locale import _
from bot.ports import Step
from bot.ports_tools import KITS
from bot.talk.fold import fold
from content.facts import Fact
from content.manuscript import Manuscript
from content.problem import Problem

# On the narrowest channel a message has five buttons (facts/zalo-vietqr.md): “done”, “it did not
# work”, and so many more.
MOST_ASIDES = 3
# A family reads the list on one small screen, and a button's words are no sentence.
MOST_PAPERS = 10
PAPER_LETTERS = 90
# A conversation's argument and a button's data hold “guide:step” and “guide:step.paper” (64 bytes
# with “b|papers|” and a sign: bot/talk/press.py).
ARGUMENT = 40
TICK = 53


def problems(written: Manuscript, facts: Mapping[str, Fact]) -> Iterator[Problem]:
    """Tools that do not exist, lists that cannot be ticked, more than a screen can offer."""
    for step in written.guide.steps:
        line = written.line(step.key)
        for what, todo in (*_tools(step, facts), *_papers(step, written.guide.id)):
            yield Problem(written.file, line, what, todo)


def _tools(step: Step, facts: Mapping[str, Fact]) -> Iterator[tuple[str, str]]:
    for tool in step.tools:
        kit = KITS.get(tool.name)
        if kit is None:
            what = _("There is no tool “{name}”.").format(name=tool.name)
            yield what, _("Known are: {keys}.").format(keys=", ".join(KITS))
            continue
        if tool.topic and tool.topic not in kit.topics:
            what = _("The tool “{name}” cannot be asked about “{topic}”.")
            todo = _("Known are: {keys}.").format(keys=", ".join(kit.topics) or "–")
            yield what.format(name=tool.name, topic=tool.topic), todo
        if not tool.label:
            what = _("The tool “{name}” has no words for its button.").format(name=tool.name)
            yield what, _("Write between [ ] what it is for.")
        for key in kit.figures:
            if key not in facts or not facts[key].unit:
                what = _("The tool “{name}” needs the figure “{key}”.")
                todo = _("Give it a value and a unit in facts.yaml.")
                yield what.format(name=tool.name, key=key), todo
    if len(step.tools) + bool(step.papers) > MOST_ASIDES:
        what = _("The step “{key}” offers too many tools.").format(key=step.key)
        yield what, _("Keep it to {most}: make two steps of it.").format(most=MOST_ASIDES)


def _papers(step: Step, id: str) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    for paper in step.papers:
        if paper.key in seen or fold(paper.words) in seen:
            yield _("The key “{key}” stands twice.").format(key=paper.key), ""
        seen |= {paper.key, fold(paper.words)}
        if len(paper.words) > PAPER_LETTERS:
            what = _("The paper “{key}” has too many letters.").format(key=paper.key)
            yield what, _("Keep it under {most} letters.").format(most=PAPER_LETTERS)
        if len(f"{id}:{step.key}.{paper.key}") > TICK:
            what = _("The key “{key}” is too long for a button.").format(key=paper.key)
            yield what, _("Make it shorter.")
    if len(step.papers) == 1 or len(step.papers) > MOST_PAPERS:
        what = _("The list of papers in “{key}” has {count} lines.")
        todo = _("A list to tick has two to {most} lines.").format(most=MOST_PAPERS)
        yield what.format(key=step.key, count=len(step.papers)), todo
    if step.papers and step.fork:
        what = _("A fork cannot have a list of papers.")
        yield what, _("Write the list in a step of its own.")
    if (step.papers or step.tools) and len(f"{id}:{step.key}") > ARGUMENT:
        what = _("The key “{key}” is too long for a button.").format(key=step.key)
        yield what, _("Make it shorter.")
