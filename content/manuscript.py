"""One guide in one language as it is written: front matter, a summary, steps as headings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.locale import _
from bot.ports import Guide, Source, Step, Way
from bot.ports_tools import Paper, Tool
from bot.talk.message import Media
from content.problem import Problem
from content.sheet import Sheet

_TARGET = r"(?:guide:[a-z0-9-]{1,32}|[a-z0-9-]{1,16})"
_HEADING = re.compile(
    rf"(?P<key>[a-z0-9-]{{1,16}})(?P<fork>\?)?:\s+(?P<title>.+?)"
    rf"(?:\s+(?:→|->)\s+(?P<to>{_TARGET}))?\s*"
)
_PICTURE = re.compile(r"!\[(?P<words>[^\]]*)\]\((?P<file>[^)]*)\)\s*")
# “[Tính cho nhà tôi](tool:household-insurance)”, “[Còn mấy ngày?](tool:term:birth)”
_TOOL = re.compile(r"\[(?P<label>[^\]]*)\]\(tool:(?P<name>[^:)]*)(?::(?P<topic>[^)]*))?\)")
# “- [ ] can-cuoc: Căn cước của cha, mẹ”
_PAPER = re.compile(r"[-*]\s+\[\s?\]\s*(?P<words>.*)")
_KEYED = re.compile(r"(?P<key>[a-z0-9-]{1,16}):\s+(?P<words>.+)")
_RECORDINGS = (".ogg", ".aac", ".m4a")
_KEYS = (
    "title",
    "icon",
    "shelf",
    "owner",
    "questions",
    "keywords",
    "sources",
    "reviewed_on",
    "review_by",
    "audience",
    "valid_from",
    "valid_until",
    "avoid",
)
NEVER = date.min


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A guide, where it is written (``lines`` by “step” and “step/way”), what it may not say."""

    guide: Guide
    file: str
    lines: Mapping[str, int]
    avoid: tuple[str, ...] = ()

    def line(self, step: str = "", way: str = "") -> int:
        """The line of a step, or of one of its ways."""
        return self.lines.get(f"{step}/{way}" if way else step, 1)


@dataclass(slots=True)
class _Part:
    """A heading and what stands under it, while it is being read."""

    key: str
    title: str
    to: str
    fork: bool
    line: int
    text: list[str] = field(default_factory=list)
    media: list[Media] = field(default_factory=list)
    tools: list[Tool] = field(default_factory=list)
    papers: list[Paper] = field(default_factory=list)
    ways: list[_Part] = field(default_factory=list)


def parse(
    id: str, language: str, file: str, text: str, problems: list[Problem], base: Guide | None = None
) -> Manuscript:
    """The guide written in ``text``; what is wrong is added to ``problems``.

    ``base`` is the Vietnamese guide: its source, dates, shelf, icon and owner hold for the other
    languages too unless they say otherwise.
    """
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n")
    front, body, first = _split(file, text, problems)
    sheet = Sheet.parse(file, front, problems, 2)
    sheet.only(*_KEYS)
    summary, parts = _parts(id, file, body, first, problems)
    if not summary:
        todo = _("Write two lines before the first step: what you will have, time, cost, papers.")
        problems.append(Problem(file, first, _("The summary is missing."), todo))
    if not parts:
        todo = _("A step begins with “## key: Title”.")
        problems.append(Problem(file, first, _("The guide has no step."), todo))
    guide = Guide(
        id=id,
        language=language,
        title=sheet.text("title", needed=True),
        summary=summary,
        steps=tuple(_step(part) for part in parts),
        sources=_sources(sheet) or (base.sources if base else ()),
        reviewed_on=sheet.day("reviewed_on", needed=not base)
        or (base.reviewed_on if base else NEVER),
        review_by=sheet.day("review_by", needed=not base) or (base.review_by if base else NEVER),
        owner=sheet.text("owner") or (base.owner if base else ""),
        questions=sheet.texts("questions"),
        keywords=sheet.texts("keywords"),
        shelf=sheet.text("shelf", needed=not base) or (base.shelf if base else ""),
        icon=sheet.text("icon") or (base.icon if base else ""),
        valid_from=sheet.day("valid_from") or (base.valid_from if base else None),
        valid_until=sheet.day("valid_until") or (base.valid_until if base else None),
        audience=sheet.text("audience") or (base.audience if base else "all"),
    )
    lines = {key: sheet.at(key) for key in _KEYS}
    lines = {f"@{key}": line for key, line in lines.items()}
    for part in parts:
        lines[part.key] = part.line
        lines.update({f"{part.key}/{way.key}": way.line for way in part.ways})
    return Manuscript(guide, file, lines, sheet.texts("avoid"))


def _split(file: str, text: str, problems: list[Problem]) -> tuple[str, str, int]:
    """The front matter, the body, and the line on which the body begins."""
    match = re.match(r"---\n(.*?\n)---\n", text, re.DOTALL)
    if match is None:
        todo = _("A guide begins with a line “---”, its particulars, and a line “---”.")
        problems.append(Problem(file, 1, _("The front matter is missing."), todo))
        return "", text, 1
    return match[1], text[match.end() :], text.count("\n", 0, match.end()) + 1


def _parts(
    id: str, file: str, body: str, first: int, problems: list[Problem]
) -> tuple[str, list[_Part]]:
    """The summary and the steps with their ways. A line in the file is a line on the screen."""
    top = _Part("", "", "", False, first)
    part = top
    steps: list[_Part] = []
    for line, words in enumerate(body.split("\n"), first):
        words = words.strip()
        level = len(words) - len(words.lstrip("#"))
        if level in (2, 3):
            part = _heading(file, line, words[level:].strip(), problems)
            if level == 2:
                steps.append(part)
            elif steps:
                steps[-1].ways.append(part)
            else:
                problems.append(Problem(file, line, _("An advice (###) stands before any step.")))
        elif level:
            problems.append(Problem(file, line, _("Only ## and ### headings are known here.")))
        elif picture := _PICTURE.fullmatch(words):
            part.media.append(Media(f"{id}/{picture['file'].strip()}", picture["words"].strip()))
        elif tool := _TOOL.fullmatch(words):
            name, topic = tool["name"].strip(), (tool["topic"] or "").strip()
            part.tools.append(Tool(name, topic, tool["label"].strip()))
        elif paper := _PAPER.fullmatch(words):
            part.papers.append(_paper(file, line, paper["words"], problems))
            part.text.append(f"• {part.papers[-1].words}.")
        else:
            part.text.append(re.sub(r"^[-*]\s+", "• ", words))
    _unique(file, steps, problems)
    return _words(top), steps


def _heading(file: str, line: int, words: str, problems: list[Problem]) -> _Part:
    match = _HEADING.fullmatch(words)
    if match is None:
        what = _("“{words}” is not a heading that can be used.").format(words=words)
        todo = _("Write “key: Title”; a key is 1 to 16 letters a-z, digits or hyphens.")
        problems.append(Problem(file, line, what, todo))
        return _Part(f"?{line}", words, "", False, line)
    return _Part(match["key"], match["title"], match["to"] or "", bool(match["fork"]), line)


def _paper(file: str, line: int, words: str, problems: list[Problem]) -> Paper:
    match = _KEYED.fullmatch(words)
    if match is None:
        what = _("“{words}” is not a paper that can be ticked.").format(words=words)
        todo = _("Write “- [ ] key: words”; a key is 1 to 16 letters a-z, digits or hyphens.")
        problems.append(Problem(file, line, what, todo))
        return Paper(f"?{line}", words)
    return Paper(match["key"], match["words"].rstrip("."))


def _unique(file: str, steps: list[_Part], problems: list[Problem]) -> None:
    for group in (steps, *(step.ways for step in steps)):
        seen = set()
        for part in group:
            if part.key in seen:
                what = _("The key “{key}” stands twice.").format(key=part.key)
                problems.append(Problem(file, part.line, what))
            seen.add(part.key)


def _words(part: _Part) -> str:
    return re.sub(r"\n{3,}", "\n\n", "\n".join(part.text)).strip()


def _step(part: _Part) -> Step:
    voices = [media for media in part.media if media.path.endswith(_RECORDINGS)]
    photos = [media for media in part.media if media not in voices]
    return Step(
        key=part.key,
        title=part.title,
        text=_words(part),
        ways=tuple(Way(way.key, way.title, _words(way), way.to) for way in part.ways),
        fork=part.fork,
        to=part.to or "next",
        photo=photos[0] if photos else None,
        voice=voices[0] if voices else None,
        tools=tuple(part.tools),
        papers=tuple(part.papers),
    )


def _sources(sheet: Sheet) -> tuple[Source, ...]:
    found = []
    for entry in sheet.sheets("sources"):
        entry.only("name", "url", "date")
        url = entry.text("url")
        if url and not url.startswith(("https://", "http://")):
            entry.wrong("url", _("“url” must begin with https://."))
        found.append(Source(entry.text("name", needed=True), url, entry.day("date")))
    return tuple(found)
