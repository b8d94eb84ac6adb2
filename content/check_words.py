"""Can it be read on a small screen by someone with four years of school, on every channel?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.locale import _
from bot.ports import Step, Way
from content import claims
from content.manuscript import Manuscript
from content.problem import Problem

# The issue “Thirty guides”: one step, one action, one screen of at most 60 words.
SCREEN_WORDS = 60
# Longer sentences are lost on a reader with four years of school.
SENTENCE_WORDS = 25
_SENTENCE = re.compile(r"[.!?…]+(?=\s|$)|\n+")
_WORD = re.compile(r"\S*\w\S*")
# A law's number in a sentence that must be acted on stops a reader; it stands among the sources.
_LAW = re.compile(
    r"\b\d+/(?:\d{4}/)?(?:NĐ|QĐ|QH|TT|NQ|CT|UBND|BTC|BYT)\w*"
    r"|\b(?:nghị định|thông tư|quyết định|nghị quyết|chỉ thị|luật|kết luận|công điện"
    r"|decree|circular|decision|resolution|directive|law)\s+(?:số\s+|no\.?\s*)?\d",
    re.IGNORECASE,
)
_MARKUP = re.compile(r"\*\*|__|`|\]\(|<[a-z/]")


@dataclass(frozen=True, slots=True)
class Carrier:
    """How much a channel carries in one message: letters and buttons, and letters of a label."""

    name: str
    text_limit: int
    buttons: int
    label_limit: int
    caption_limit: int


# The narrowest of facts/zalo-vietqr.md: 2,000 characters a message, 5 buttons of 100 characters;
# a picture's caption as on Telegram, 1,024 (core.telegram.org/bots/api#sendphoto).
NARROWEST = Carrier("narrowest", 2000, 5, 100, 1024)


@dataclass(frozen=True, slots=True)
class _Screen:
    line: int
    title: str
    text: str
    labels: tuple[str, ...] = ()
    photo: bool = False

    @property
    def words(self) -> str:
        return f"{self.title}\n{self.text}"


def problems(written: Manuscript, carriers: Sequence[Carrier]) -> Iterator[Problem]:
    """Screens that are too long, sentences too long, forbidden claims, markup left over."""
    for screen in _screens(written):
        for what, todo in _reading(screen):
            yield Problem(written.file, screen.line, what, todo)
        for carrier in carriers:
            for what, todo in _carrying(screen, carrier):
                yield Problem(written.file, screen.line, what, todo)
        made = (claims.says(screen.words, claim) for claim in written.avoid)
        for said in dict.fromkeys(sentence for sentence in made if sentence):
            what = _("It says “{phrase}”, which must not be said.").format(phrase=said)
            todo = _("Say only what the source says.")
            yield Problem(written.file, screen.line, what, todo)


def count(text: str) -> int:
    """The words (in Vietnamese: syllables) in ``text``."""
    return len(_WORD.findall(text))


def _screens(written: Manuscript) -> Iterator[_Screen]:
    guide = written.guide
    yield _Screen(written.line("@title"), guide.title, guide.summary)
    for step in guide.steps:
        labels = tuple(way.label for way in step.ways)
        asides = tuple(tool.label for tool in step.tools)
        yield _Screen(
            written.line(step.key),
            step.title,
            step.text,
            (*labels, *asides) if step.fork else asides,
            step.photo is not None,
        )
        if not step.fork and len(labels) > 1:
            # “What happened?” offers the ways and “something else”.
            yield _Screen(written.line(step.key), step.title, "", (*labels, _("Something else")))
        yield from (_advice(written, step, way) for way in step.ways)


def _advice(written: Manuscript, step: Step, way: Way) -> _Screen:
    return _Screen(written.line(step.key, way.key), way.label, way.text)


def _reading(screen: _Screen) -> Iterator[tuple[str, str]]:
    total = count(screen.words)
    if total > SCREEN_WORDS:
        what = _("This screen has {count} words.").format(count=total)
        yield what, _("Keep it to {most}: make two steps of it.").format(most=SCREEN_WORDS)
    for sentence in _SENTENCE.split(screen.words):
        if count(sentence) > SENTENCE_WORDS:
            start = " ".join(sentence.split()[:5])
            what = _("The sentence “{start} …” has {count} words.")
            todo = _("Keep it to {most}: make two sentences of it.").format(most=SENTENCE_WORDS)
            yield what.format(start=start, count=count(sentence)), todo
    if law := _LAW.search(screen.words):
        what = _("A law's number stands here: “{law}”.").format(law=law[0])
        yield what, _("Name it among the sources, and say here what to do.")
    if _MARKUP.search(screen.words):
        yield _("There is markup in the words."), _("Write plain words: channels show no markup.")


def _carrying(screen: _Screen, carrier: Carrier) -> Iterator[tuple[str, str]]:
    # As numbered lines where a channel has no buttons: “12. label”, and a line for the question.
    letters = len(screen.words) + sum(len(label) + 5 for label in screen.labels)
    limit = carrier.caption_limit if screen.photo else carrier.text_limit
    if letters > limit:
        what = _("“{channel}” carries {most} letters, this screen has {count}.")
        todo = _("Make two steps of it.")
        yield what.format(channel=carrier.name, most=limit, count=letters), todo
    if carrier.buttons and len(screen.labels) > carrier.buttons:
        what = _("“{channel}” carries {most} buttons, this screen has {count}.")
        todo = _("Make a second fork of it.")
        count_ = len(screen.labels)
        yield what.format(channel=carrier.name, most=carrier.buttons, count=count_), todo
    for label in screen.labels:
        if len(label) > carrier.label_limit:
            what = _("The label “{label}” is longer than {most} letters.")
            yield what.format(label=label, most=carrier.label_limit), _("Make it shorter.")
