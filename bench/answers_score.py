"""Questions with known answers, and how often a way of finding guides is right about them."""

from __future__ import annotations

import math
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.answers_rivals import Ranked, Rival
from bot.ports import Guide
from content.answers import data
from content.answers.answers import SURE, Answers

FOLDER = Path(__file__).resolve().parent / "data"
MOST_FALSE = 0.03  # of what no guide answers
FOLDS = 4
# What people put round a question; no such sentence is learnt from.
AROUND = (
    "Năm nay tôi sáu mươi tám tuổi, ở thôn ngoài cùng giáp núi.",
    "Con cái đi làm ăn trong nam hết, chỉ còn hai ông bà.",
    "Hôm qua tôi có ra nhà văn hóa thôn hỏi mà không ai biết.",
    "Cán bộ chỉ giúp cho, tôi cảm ơn nhiều lắm.",
    "Nhà tôi làm ruộng, quanh năm không đi đâu xa.",
    "Tôi nhắn qua máy của cháu nội.",
)


@dataclass(frozen=True, slots=True)
class Question:
    """One question with the guide that answers it ("none": no guide)."""

    topic: str
    style: str
    text: str


@dataclass(frozen=True, slots=True)
class Answered:
    """What our matcher made of a question: the nearest guides, its score and its decision."""

    question: Question
    nearest: tuple[str, ...]
    guide: str
    score: float
    signs: tuple[float, ...]

    @property
    def outside(self) -> bool:
        """Whether no guide answers the question."""
        return self.question.topic == "none"

    @property
    def first(self) -> bool:
        """Whether the nearest guide is the right one."""
        return self.nearest[:1] == (self.question.topic,)


def read(path: Path) -> list[Question]:
    """The questions of a file with columns ``topic_id``, ``style``, ``text``."""
    lines = path.read_text("utf-8").splitlines()
    header = lines[0].split("\t")
    rows = (dict(zip(header, line.split("\t"), strict=False)) for line in lines[1:] if line)
    return [Question(row["topic_id"], row["style"], row["text"]) for row in rows]


def dangers() -> list[tuple[bool, str]]:
    """(whether it is an emergency, text) of our own list."""
    lines = (FOLDER / "emergencies.tsv").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return [(row[0] != "none", row[1]) for row in rows if len(row) == 2][1:]


def examples(guides: Sequence[Guide]) -> Iterator[tuple[str, str]]:
    """Everything that may teach a matcher, as (topic, text)."""
    known = {guide.id for guide in guides}
    for guide in guides:
        yield guide.id, guide.title
        yield from ((guide.id, text) for text in (*guide.questions, *guide.keywords))
    yield from ((id, text) for id, text in data.rows("mouths") if id in known)


def documents(guides: Sequence[Guide]) -> dict[str, str]:
    """One document per guide: all examples, summary and steps."""
    found = {
        guide.id: " ".join((guide.summary, *(f"{s.title} {s.text}" for s in guide.steps)))
        for guide in guides
    }
    for id, text in examples(guides):
        found[id] += f" {text}"
    return found


def ours(answers: Answers) -> Rival:
    """Our matcher as a rival: the nearest guides, scored by how surely the first is right."""

    def ask(text: str) -> Ranked:
        sight = answers.see(text)
        return [(id, sight.sure) for id, _ in sight.ranked]

    return ask


def answered(answers: Answers, questions: Sequence[Question]) -> list[Answered]:
    """Every question with what our matcher makes of it."""
    found = []
    for question in questions:
        finding = answers.find(question.text)
        guide = "" if finding.emergency else finding.guide
        signs = answers.see(question.text).signs
        near = answers.nearest(question.text)
        found.append(Answered(question, near, guide, finding.score, signs))
    return found


def crossed(guides: Sequence[Guide]) -> list[Answered]:
    """Our own tables, each row answered by a matcher that did not learn from it, and every second
    one once more in the middle of a story: else a long text would look like a sure one."""
    rows = [Question(id, "own", text) for id, text in data.rows("mouths")]
    rows += [
        Question("none", "own", text) for kind, text in data.rows("intents") if kind != "story"
    ]
    random.Random(1).shuffle(rows)
    found: list[Answered] = []
    for fold in range(FOLDS):
        held = rows[fold::FOLDS]
        answers = Answers(guides, without=frozenset(question.text for question in held))
        found += answered(answers, [*held, *told(held[::2])])
    return found


def told(questions: Sequence[Question]) -> list[Question]:
    """The questions in the middle of a longer message."""
    dice = random.Random(3)
    found = []
    for question in questions:
        before, between, after = dice.sample(AROUND, 3)
        text = f"{before} {between} {question.text}. {after}"
        found.append(Question(question.topic, "told", text))
    return found


def compare(name: str, ask: Rival, questions: Sequence[Question]) -> tuple[str, ...]:
    """One row: top-1, top-3, answered rightly at few false ones, p50 and p99 in ms of CPU."""
    first = third = 0
    right: list[tuple[float, bool]] = []
    false: list[float] = []
    times = []
    for question in questions:
        start = time.process_time()
        ranked = ask(question.text)
        times.append(time.process_time() - start)
        best, value = ranked[0] if ranked else ("", 0.0)
        if question.topic == "none":
            false.append(value)
            continue
        first += best == question.topic
        third += question.topic in [id for id, _ in ranked[:3]]
        right.append((value, best == question.topic))
    asked = len(right)
    false.sort(reverse=True)
    limit = false[int(MOST_FALSE * len(false))] if false else 0.0
    sure = sum(fine and value > limit for value, fine in right)
    times.sort()
    return (
        name,
        f"{first / asked:.1%}",
        f"{third / asked:.1%}",
        f"{sure / asked:.1%}",
        f"{times[len(times) // 2] * 1e3:.2f}",
        f"{times[int(len(times) * 0.99)] * 1e3:.2f}",
    )


def decided(name: str, found: Sequence[Answered]) -> tuple[str, ...]:
    """One row of what the bot itself does: first, third, right at once, wrong, false."""
    inside = [one for one in found if not one.outside]
    outside = [one for one in found if one.outside]
    many = len(inside) or 1
    false = f"{sum(bool(one.guide) for one in outside)}/{len(outside)}" if outside else "–"
    return (
        name,
        str(len(inside)),
        f"{sum(one.first for one in inside) / many:.1%}",
        f"{sum(one.question.topic in one.nearest for one in inside) / many:.1%}",
        f"{sum(one.guide == one.question.topic for one in inside) / many:.1%}",
        f"{sum(one.guide not in ('', one.question.topic) for one in inside) / many:.1%}",
        false,
    )


def calibration(found: Sequence[Answered]) -> list[tuple[str, ...]]:
    """Scores in five bands: how many, the mean score, and the share that was right."""
    rows: list[tuple[str, ...]] = []
    for low, high in ((0, 0.2), (0.2, 0.5), (0.5, SURE), (SURE, 0.9), (0.9, 1.01)):
        band = [one for one in found if low <= one.score < high]
        if band:
            mean = math.fsum(one.score for one in band) / len(band)
            right = sum(one.first for one in band) / len(band)
            rows.append(
                (f"{low:.2f}–{min(high, 1):.2f}", str(len(band)), f"{mean:.2f}", f"{right:.2f}")
            )
    return rows
