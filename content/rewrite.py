"""A guide's file with other words at one place, and everything else as it was."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from bot.ports import Guide
from content import facts
from content.facts import Fact
from content.manuscript import Manuscript

#: The place of the first screen, and that of the whole file; all others are “step”, “step/way”.
FIRST, WHOLE = "", "*"
_HEADING = re.compile(r"\s*##")
# “- [ ] can-cuoc: Căn cước”: a paper that can be ticked reads as a line of a list.
_PAPER = re.compile(r"(?P<key>[-*]\s+\[\s?\]\s*[a-z0-9-]{1,16}:\s+)(?P<words>.+)")
_FIGURE = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
#: A figure of so many digits is hardly two things (as in content/check_figures.py).
_EXACT = 6
_DIGITS = re.compile(r"\d[\d.,]*")
_FRONT = re.compile(r"---\n.*?\n---\n", re.DOTALL)


def places(guide: Guide) -> Iterator[str]:
    """Where a guide says something, in its order."""
    yield FIRST
    for step in guide.steps:
        yield step.key
        yield from (f"{step.key}/{way.key}" for way in step.ways)


def words_at(guide: Guide, place: str) -> str | None:
    """The words at a place; None where the guide has no such place."""
    if place == FIRST:
        return guide.summary
    key, _slash, way = place.partition("/")
    for step in guide.steps:
        if step.key == key:
            if not way:
                return step.text
            return next((one.text for one in step.ways if one.key == way), None)
    return None


def rewrite(
    text: str, written: Manuscript, place: str, words: str, known: Mapping[str, Fact]
) -> str:
    """``text`` (which reads as ``written``) with ``words`` at ``place``.

    Lines that say the same as before stay as they are written, and what is no text (pictures)
    stays too. A figure that is written once for all guides is referred to (``{{key}}``).
    """
    lines = text.replace("\r\n", "\n").split("\n")
    begin, end = _span(lines, written, place)
    spoken = set((words_at(written.guide, place) or "").split("\n"))
    by_words: dict[str, str] = {}
    others = []
    for line in lines[begin:end]:
        shown = _shown(line, written.guide.language, known)
        if shown in spoken:
            by_words.setdefault(shown, line.strip())
        elif shown:
            others.append(line.strip())
    new = words.split("\n")
    figures = _figures("\n".join(lines[begin:end]), written.guide.language, known)
    papers = [raw for shown, raw in by_words.items() if shown not in new and _PAPER.match(raw)]
    body = []
    for line in new:
        if line.startswith("• ") and line not in by_words and papers:
            # A paper that is called otherwise stays the paper that people have ticked.
            key = _PAPER.match(papers.pop(0))
            line = f"{key['key'] if key else '- '}{line[2:]}"
        body.append(by_words.get(line) or _referring(line, figures))
    rest = ["", *others] if others else []
    return "\n".join([*lines[:begin], *body, *rest, "", *lines[end:]])


def _figures(raw: str, language: str, known: Mapping[str, Fact]) -> dict[str, str]:
    """Words → key of the figures that stand there, and of all that are too long for a chance."""
    here = set(_FIGURE.findall(raw))
    return {
        fact.words[language]: key
        for key, fact in known.items()
        if fact.words.get(language)
        and (
            key in here or (fact.telling and len(re.sub(r"\D", "", fact.words[language])) >= _EXACT)
        )
    }


def _referring(line: str, figures: Mapping[str, str]) -> str:
    for words, key in sorted(figures.items(), key=lambda figure: -len(figure[0])):
        if words in line and "{{" not in line.partition(words)[0].rpartition("}}")[2]:
            line = line.replace(words, f"{{{{{key}}}}}")
    return line


def shared(
    text: str, written: Manuscript, place: str, words: str, known: Mapping[str, Fact]
) -> list[str]:
    """The figures at a place that are written once for all guides and that ``words`` say otherwise.

    To take a sentence with its figure out is all right; to write another figure in its place would
    leave the other guides as they are.
    """
    lines = text.replace("\r\n", "\n").split("\n")
    begin, end = _span(lines, written, place)
    old = words_at(written.guide, place) or ""
    if len(_DIGITS.findall(words)) < len(_DIGITS.findall(old)):
        return []
    language = written.guide.language
    keys = _FIGURE.findall("\n".join(lines[begin:end]))
    said = (known[key].words.get(language, "") for key in keys if key in known)
    return [one for one in dict.fromkeys(said) if one and one not in words]


def _span(lines: list[str], written: Manuscript, place: str) -> tuple[int, int]:
    """The lines below a place's heading, from the first to behind the last."""
    if place == FIRST:
        front = _FRONT.match("\n".join(lines))
        begin = front[0].count("\n") if front else 0
    else:
        begin = written.line(*place.split("/"))
    end = begin
    while end < len(lines) and not _HEADING.match(lines[end]):
        end += 1
    return begin, end


def _shown(line: str, language: str, known: Mapping[str, Fact]) -> str:
    """A line of a file as people read it."""
    filled = facts.fill(line.strip(), language, known, "", [])
    if paper := _PAPER.fullmatch(filled):
        return f"• {paper['words']}"
    return re.sub(r"^[-*]\s+", "• ", filled)
