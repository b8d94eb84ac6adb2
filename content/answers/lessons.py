"""What there is to learn from: the guides' own words, and the tables of how people write."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from bot.ports import Guide
from bot.talk.fold import fold
from content.answers import data

#: What stands round a question in a longer message; no topic of its own.
STORY = "story"
#: Before the kind, the topic of what people write in danger (``data/dangers.tsv``).
DANGER = "danger-"
SHARED = 2  # a keyword that so many other guides' questions hold says nothing by itself
SHORT = 20  # letters
TOLD = 6  # one example in so many is also told as a story; every third gained nothing more
MOST_TOLD = 1_000  # stories; with thousands of guides they would cost more than they teach
WALKED = 600  # guides; the steps of more would take longer to read than they are worth

Example = tuple[str, str]


def examples(guides: Sequence[Guide], folders: tuple[Path, ...]) -> Iterable[Example]:
    """(topic, text) of everything that teaches: guides first, then the tables."""
    asked = {guide.id: f" {fold(' '.join((guide.title, *guide.questions)))} " for guide in guides}
    for guide in guides:
        yield guide.id, guide.title
        yield from ((guide.id, text) for text in guide.questions)
        for keyword in guide.keywords:
            plain = f" {fold(keyword)} "
            others = sum(plain in text for id, text in asked.items() if id != guide.id)
            if others < SHARED:
                yield guide.id, keyword
    known = {guide.id for guide in guides}
    yield from ((id, text) for id, text in data.rows("mouths", folders) if id in known)
    yield from ((intent, text) for intent, text in data.rows("intents", folders))
    yield from ((DANGER + kind, text) for kind, text in data.rows("dangers", folders))


def stories(taught: Sequence[Example]) -> Iterator[Example]:
    """Some examples told as stories, so that what stands round a question speaks for no topic."""
    around = [text for topic, text in taught if topic == STORY]
    questions = [(topic, text) for topic, text in taught if _is_question(topic, text)]
    every = max(TOLD, len(questions) // MOST_TOLD)
    for number, (topic, text) in enumerate(questions[::every] if around else ()):
        before, after = (around[(number * 3 + at * 7) % len(around)] for at in range(2))
        yield topic, f"{before} {text} {after}"


def _is_question(topic: str, text: str) -> bool:
    return topic != STORY and not topic.startswith(DANGER) and len(text) > SHORT


def papers(guides: Sequence[Guide]) -> Iterator[Example]:
    """What the guides themselves say, step by step; of very many, their first screens only."""
    for guide in guides:
        yield guide.id, guide.summary
        for step in guide.steps if len(guides) <= WALKED else ():
            ways = (f"{way.label} {way.text}" for way in step.ways)
            yield guide.id, f"{step.title}. {step.text} {' '.join(ways)}"
