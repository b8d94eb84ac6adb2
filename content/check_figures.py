"""Are figures written once, with a source and a date? Are telephone numbers given by somebody?

What is looked at is the text as it was written, before ``{{key}}`` is replaced.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from bot.locale import DEFAULT, _
from content.facts import Fact
from content.library import Library
from content.manuscript import Manuscript
from content.problem import Problem

_MONEY = re.compile(
    r"(?<![\d.,])(?P<figure>\d[\d.,]*)\s?"
    r"(?P<unit>(?:nghìn|triệu|tỷ)(?: đồng)?|đồng|(?:million )?VND|million)(?!\w)"
)
_PERCENT = re.compile(r"(?<![\d.,])(?P<figure>\d[\d.,]*)\s?(?P<unit>%)")
# Short numbers where they are called (115 days are none), service numbers, lines of ten digits.
_PHONE = re.compile(
    r"(?:(?<=gọi )|(?<=số )|(?<=về )|(?<=call )|(?<=text ))(?:11[1-5]|156|5656)(?!\d|[.,/–-]\d| %)"
    r"|(?<![\d.,/–-])(?:1[89]00[ .]?\d{2,4}(?:[ .]?\d{2,4})?"
    r"|0\d{2,3}[ .]?\d{2,3}[ .]?\d{2,4}(?:[ .]?\d{2})?)(?!\d|[.,/–-]\d)",
    re.IGNORECASE,
)
# “30 triệu” may be a loan, a fine or a gift; a sum of six digits is hardly two things.
_EXACT = 6
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_REFERRED = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
_HEADING = re.compile(r"#{2,3}\s")
# What sends people to ask; a language whose words are not known is not judged.
_ASKS = {
    "vi": re.compile(r"\bhỏi lại\b", re.IGNORECASE),
    "en": re.compile(r"\bask\b[^.;]*\bagain\b|\bask the commune\b", re.IGNORECASE),
}
_FRONT = re.compile(r"---\n.*?\n---\n", re.DOTALL)


def problems(content: Library) -> Iterator[Problem]:
    """Figures that stand in two guides, that are a fact's, or that nothing dates."""
    seen: dict[tuple[str, str], list[str]] = {}
    for id, versions in content.manuscripts.items():
        for language, written in versions.items():
            yield from _phones(written)
            yield from _doubtful(written, content.facts)
            figures = list(_figures(written))
            if figures and not _dated(written):
                todo = _("Give at least one source its day, or name the year in it.")
                what = _("There are figures here, and no source says when they held.")
                yield Problem(written.file, written.line("@sources"), what, todo)
            for line, figure in figures:
                if figure.endswith("%"):
                    continue  # the same share of different things is no repetition
                if key := _fact(figure, language, content.facts):
                    what = _("“{figure}” is the fact “{key}”.").format(figure=figure, key=key)
                    todo = _("Write {{{{{key}}}}}, so that a new decree is one change.")
                    yield Problem(written.file, line, what, todo.format(key=key))
                    continue
                before = seen.setdefault((language, figure), [])
                for other in before:
                    if other != id and _kin(content, id, other):
                        what = _("“{figure}” stands in “{id}” too.")
                        todo = _("Write it once, in facts.yaml, and refer to it.")
                        yield Problem(
                            written.file, line, what.format(figure=figure, id=other), todo
                        )
                        break
                before.append(id)
    yield from _undated(content)


def _kin(content: Library, one: str, other: str) -> bool:
    """Whether one of the two leads to the other: then the same sum is the same figure.

    A fine and a loan that happen to be as high are two figures.
    """
    return _leads(content, one, other) or _leads(content, other, one)


def _leads(content: Library, one: str, other: str) -> bool:
    steps = content.manuscripts[one][DEFAULT].guide.steps
    target = f"guide:{other}"
    return any(target == to for step in steps for to in (step.to, *(w.to for w in step.ways)))


def _body(written: Manuscript) -> Iterator[tuple[int, str]]:
    """The lines that people read, as they were written, with their numbers."""
    path = Path(written.file)
    text = path.read_text("utf-8-sig").replace("\r\n", "\n") if path.is_file() else ""
    front = _FRONT.match(text)
    first = text.count("\n", 0, front.end()) + 1 if front else 1
    yield from enumerate(text[front.end() if front else 0 :].split("\n"), first)


def _doubtful(written: Manuscript, facts: Mapping[str, Fact]) -> Iterator[Problem]:
    """Figures that nobody has read in a source, on screens that do not send people to ask."""
    asks = _ASKS.get(written.guide.language)
    if asks is None:
        return
    screen: list[tuple[int, str]] = []
    for line, words in (*_body(written), (0, "## end")):
        if not _HEADING.match(words):
            screen.append((line, words))
            continue
        if not asks.search("\n".join(said for _line, said in screen)):
            for at, said in screen:
                for key in _REFERRED.findall(said):
                    if key in facts and not facts[key].verified:
                        what = _(
                            "“{key}” was not read in a source, and people are not told to ask."
                        )
                        todo = _("Say whom to ask again on this very screen.")
                        yield Problem(written.file, at, what.format(key=key), todo)
        screen = [(line, words)]


def _figures(written: Manuscript) -> Iterator[tuple[int, str]]:
    for line, words in _body(written):
        for found in (*_MONEY.finditer(words), *_PERCENT.finditer(words)):
            yield line, f"{found['figure']} {found['unit']}"


def _phones(written: Manuscript) -> Iterator[Problem]:
    for line, words in _body(written):
        for found in _PHONE.finditer(words):
            what = _("The telephone number {number} is written out.").format(number=found[0])
            todo = _("A number stands in facts.yaml with its source, or on the commune's card.")
            yield Problem(written.file, line, what, todo)


def _fact(figure: str, language: str, facts: Mapping[str, Fact]) -> str:
    """The key of the fact that says exactly this figure, or ""."""
    if len(re.sub(r"\D", "", figure)) < _EXACT:
        return ""
    found = (
        key for key, fact in facts.items() if fact.telling and fact.words.get(language) == figure
    )
    return next(found, "")


def _dated(written: Manuscript) -> bool:
    sources = written.guide.sources
    return any(source.date or _YEAR.search(source.name) for source in sources)


def _undated(content: Library) -> Iterator[Problem]:
    """A figure in facts.yaml says since when it holds, or when its source was written."""
    for fact in content.facts.values():
        if fact.since is None and not _YEAR.search(fact.source):
            what = _("The fact “{key}” has no date.").format(key=fact.key)
            todo = _("Write since: when it began to hold; or the year of the source.")
            yield Problem(fact.file, fact.line, what, todo)
