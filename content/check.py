"""What is wrong or weak in the content, beyond what stops it from loading at all.

The parts: ``check_walk`` (can every guide be walked to an end?) and ``check_words`` (can a
grandmother read it on her phone, and is nothing said that may not be said?). Here: sources and
dates, languages in step, questions, pictures.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from bot.errors import ContentError
from bot.locale import DEFAULT, _
from bot.ports import Guide
from bot.talk.fold import fold
from content import (
    check_figures,
    check_promise,
    check_tools,
    check_walk,
    check_words,
    library,
    recordings,
)
from content.check_words import NARROWEST, Carrier
from content.library import Library
from content.manuscript import Manuscript
from content.problem import Problem

# The issue “Thirty guides”: at least twelve ways to ask for each, in different mouths.
QUESTIONS = 12
# The same issue: a picture is a PNG under 60 kB, for phones on a bad network.
PICTURE_BYTES = 60_000


def lines(
    folders: Sequence[Path], today: date, carriers: Sequence[Carrier] = (NARROWEST,)
) -> list[str]:
    """All that is wrong in ``folders``, one line each: what stops loading, else the findings."""
    try:
        loaded = library.load(folders)
    except ContentError as error:
        return list(error.problems)
    return [str(problem) for problem in check(loaded, today, carriers)]


def check(
    content: Library, today: date, carriers: Sequence[Carrier] = (NARROWEST,)
) -> list[Problem]:
    """The findings, by file and line; none means that the content is fit for people."""
    found: list[Problem] = []
    for versions in content.manuscripts.values():
        for written in versions.values():
            found += _dates(written, today)
            found += _in_step(written, versions[DEFAULT])
            found += _media(written, content)
            found += check_walk.problems(written, content.manuscripts)
            found += recordings.problems(written, content.media)
            found += check_tools.problems(written, content.facts)
            found += check_words.problems(written, carriers)
            found += check_promise.problems(written)
    found += check_figures.problems(content)
    found += _unused(content)
    found += _questions(content)
    found += _counters(content)
    return sorted(found)


def stale(content: Library, today: date, within: timedelta = timedelta(days=30)) -> list[Problem]:
    """The guides that are due for review within so long, the most urgent first."""
    due = [
        written
        for versions in content.manuscripts.values()
        for written in versions.values()
        if written.guide.review_by <= today + within
    ]
    due.sort(key=lambda written: (written.guide.review_by, written.file))
    what = _("“{title}” is to be reviewed by {day} by {owner}.")
    return [
        Problem(
            written.file,
            written.line("@review_by"),
            what.format(
                title=written.guide.title,
                day=written.guide.review_by.isoformat(),
                owner=written.guide.owner or "?",
            ),
        )
        for written in due
    ]


def _dates(written: Manuscript, today: date) -> Iterator[Problem]:
    guide = written.guide

    def at(key: str, what: str, todo: str) -> Problem:
        return Problem(written.file, written.line(key), what, todo)

    if guide.review_by < today:
        todo = _("Read it again with its owner, then move both dates on.")
        yield at("@review_by", _("The review date has passed."), todo)
    if guide.reviewed_on > today:
        todo = _("Write the day on which a person really checked it.")
        yield at("@reviewed_on", _("The day of the last check is yet to come."), todo)
    if guide.review_by <= guide.reviewed_on:
        todo = _("The next review comes after the last check.")
        yield at("@review_by", _("The dates are the wrong way round."), todo)
    if not guide.sources:
        yield at("@sources", _("No source is named."), _("Say where the facts were read."))
    elif not any(source.url for source in guide.sources):
        todo = _("Give at least one of them the address where people can look it up.")
        yield at("@sources", _("No source has a link."), todo)
    if not guide.owner:
        yield at("@owner", _("Nobody owns this guide."), _("Name the office that keeps it true."))
    if guide.valid_from and guide.valid_until and guide.valid_until < guide.valid_from:
        yield at("@valid_until", _("It ends before it begins."), _("Mend the two dates."))


def _in_step(written: Manuscript, base: Manuscript) -> Iterator[Problem]:
    """A translation has the steps, ways, targets and pictures of the Vietnamese text, in order."""
    if written is base:
        return
    if base.avoid and not written.avoid:
        todo = _("Name the phrases to avoid in this language too.")
        what = _("vi.md says what must not be said, this text does not.")
        yield Problem(written.file, written.line("@avoid"), what, todo)
    said = {step.key: step.photo.words for step in base.guide.steps if step.photo}
    for step in written.guide.steps:
        if step.photo and step.photo.words == said.get(step.key):
            what = _("“{path}” is described in Vietnamese.").format(path=step.photo.path)
            todo = _("Write between [ ] what it shows, in this language.")
            yield Problem(written.file, written.line(step.key), what, todo)
    mine, theirs = _shape(written.guide), _shape(base.guide)
    if mine == theirs:
        return
    odd = next((line for line in mine if line not in theirs), None)
    lost = next((line for line in theirs if line not in mine), None)
    what = _("The steps are not those of vi.md (here: {odd}; there: {lost}).")
    words = what.format(odd=" ".join(odd or ("–",)), lost=" ".join(lost or ("–",)))
    line = written.line(odd[0], odd[1]) if odd else 1
    todo = _("Use the same keys, arrows and pictures in the same order.")
    yield Problem(written.file, line, words, todo)


def _shape(guide: Guide) -> list[tuple[str, ...]]:
    shape: list[tuple[str, ...]] = []
    for step in guide.steps:
        marks = f"{'?' if step.fork else ''}{'!' if step.photo else ''}"
        shape.append((step.key, "", step.to, marks))
        shape += [(step.key, way.key, way.to, "") for way in step.ways]
        shape += [(step.key, f"tool:{tool.name}", tool.topic, "") for tool in step.tools]
        shape += [(step.key, f"[ ] {paper.key}", "", "") for paper in step.papers]
    return shape


def _media(written: Manuscript, content: Library) -> Iterator[Problem]:
    for step in written.guide.steps:
        line = written.line(step.key)
        for media in (step.photo, step.voice):
            if media and not media.words:
                todo = _("Write between [ ] what it shows or says: some can only read.")
                what = _("“{path}” has no words.").format(path=media.path)
                yield Problem(written.file, line, what, todo)
        if step.photo is None:
            continue
        data = content.read_media(step.photo.path)
        if len(data) > PICTURE_BYTES:
            what = _("“{path}” has {size} bytes.").format(path=step.photo.path, size=len(data))
            todo = _("Make it smaller than {most} bytes.").format(most=PICTURE_BYTES)
            yield Problem(written.file, line, what, todo)
        try:
            Image.open(io.BytesIO(data)).verify()
        except (UnidentifiedImageError, OSError, SyntaxError):
            what = _("“{path}” is not a whole picture.").format(path=step.photo.path)
            yield Problem(written.file, line, what, _("Save it again as PNG."))


def _unused(content: Library) -> Iterator[Problem]:
    """Pictures that no step shows: most are a slip of the pen."""
    guides = [written.guide for one in content.manuscripts.values() for written in one.values()]
    used = {step.photo.path for guide in guides for step in guide.steps if step.photo}
    for path, file in content.media.items():
        if file.suffix.lower() in (".png", ".jpg", ".jpeg") and path not in used:
            todo = _("Show it at a step, or take it away.")
            yield Problem(str(file), 0, _("No step shows this picture."), todo)


def _questions(content: Library) -> Iterator[Problem]:
    """Enough ways to ask, and none that two guides claim."""
    seen: dict[str, str] = {}
    for id, versions in content.manuscripts.items():
        for written in versions.values():
            line = written.line("@questions")
            asked = written.guide.questions
            if len(asked) < QUESTIONS:
                what = _("Only {count} ways to ask.").format(count=len(asked))
                todo = _("Write at least {least}, as different people would ask.")
                yield Problem(written.file, line, what, todo.format(least=QUESTIONS))
            yield from _claims(written, id, seen)


def _claims(written: Manuscript, id: str, seen: dict[str, str]) -> Iterator[Problem]:
    mine: set[str] = set()
    for question in written.guide.questions:
        folded = fold(question)
        other = seen.setdefault(folded, id)
        # The same words with and without diacritics are two ways to ask; twice the same is not.
        if other != id or question.casefold() in mine:
            what = _("“{question}” is asked in “{id}” too.").format(question=question, id=other)
            todo = _("Keep it in one place.")
            yield Problem(written.file, written.line("@questions"), what, todo)
        mine.add(question.casefold())


def _counters(content: Library) -> Iterator[Problem]:
    """A real commune says where people can ask; a made-up one must not."""
    card: Mapping[str, object] = {
        counter.name: counter.phone or counter.hours for counter in content.commune.counters
    }
    if content.commune.demo:
        return
    if not card:
        todo = _("Name at least one counter where people can ask.")
        yield Problem("commune.yaml", 0, _("The commune has no counter."), todo)
    for name, known in card.items():
        if not known:
            what = _("“{name}” has neither telephone nor hours.").format(name=name)
            yield Problem("commune.yaml", 0, what, _("Fill in what the commune uses."))
