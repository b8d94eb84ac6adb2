"""How often the right guide is found, beside other ways, on the same content and questions.

    python -m bench.answers [--questions FILE] [--own] [--grow]

FILE has columns ``topic_id``, ``style``, ``text`` (``none`` for what no guide answers). Example
questions that are near copies of a question in FILE are left out of everybody's content for the
run, so that nothing is scored by what saw it. ``--own`` cross-validates on our own examples (what
the thresholds were set with); ``--grow`` measures load and speed with more guides.
"""

from __future__ import annotations

import argparse
import random
import resource
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from bench import answers_rivals as rivals
from bench.answers_rivals import Ranked, Rival
from bot.ports import Guide
from bot.talk.fold import fold
from content import library
from content.answers import data
from content.answers.answers import IN_SCOPE, Answers
from content.answers.emergency import emergency

FOLDER = Path(__file__).resolve().parent / "data"
NEAR_COPY = 0.6  # shared share of folded words
MOST_FALSE = 0.03  # of what no guide answers


@dataclass(frozen=True, slots=True)
class Question:
    """One question with the guide that answers it ("none": no guide)."""

    topic: str
    style: str
    text: str


def read(path: Path) -> list[Question]:
    """The questions of a file."""
    lines = path.read_text("utf-8").splitlines()
    header = lines[0].split("\t")
    rows = (dict(zip(header, line.split("\t"), strict=False)) for line in lines[1:] if line)
    return [Question(row["topic_id"], row["style"], row["text"]) for row in rows]


def _like(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one and other) and len(one & other) >= NEAR_COPY * len(one | other)


def clean(guides: Sequence[Guide], questions: Sequence[Question]) -> tuple[list[Guide], int]:
    """The guides without examples that are near copies of a question, and how many those were."""
    bags = [frozenset(fold(question.text).split()) for question in questions]
    kept, dropped = [], 0
    for guide in guides:
        fine = tuple(
            text
            for text in guide.questions
            if not any(_like(frozenset(fold(text).split()), bag) for bag in bags)
        )
        dropped += len(guide.questions) - len(fine)
        kept.append(replace(guide, questions=fine))
    return kept, dropped


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


def score(name: str, ask: Rival, questions: Sequence[Question]) -> str:
    """One line of the table: top-1, top-3, answered rightly at few false ones, p50 and p99."""
    first = third = asked = 0
    right: list[tuple[float, bool]] = []
    false: list[float] = []
    times = []
    for question in questions:
        start = time.perf_counter()
        ranked = ask(question.text)
        times.append(time.perf_counter() - start)
        best, value = ranked[0] if ranked else ("", 0.0)
        if question.topic == "none":
            false.append(value)
            continue
        asked += 1
        first += best == question.topic
        third += question.topic in [id for id, _ in ranked[:3]]
        right.append((value, best == question.topic))
    false.sort(reverse=True)
    limit = false[int(MOST_FALSE * len(false))] if false else 0.0
    answered = sum(fine and value > limit for value, fine in right)
    times.sort()
    return (
        f"{name:<34} {first / asked:6.1%} {third / asked:6.1%} {answered / asked:9.1%} "
        f"{times[len(times) // 2] * 1e3:8.2f} {times[int(len(times) * 0.99)] * 1e3:7.2f}"
    )


def ours(answers: Answers) -> Rival:
    """Our matcher as a rival: the nearest guides, scored by how surely a guide is asked for."""

    def ask(text: str) -> Ranked:
        finding = answers.find(text)
        ranked = list(dict.fromkeys((*finding.candidates, *answers.nearest(text))))
        return [(id, finding.score) for id in ranked]

    return ask


def decisions(answers: Answers, questions: Sequence[Question]) -> str:
    """What the bot itself decides, by style, and how the emergency list fares."""
    styles: dict[str, list[int]] = {}
    false = outside = alarms = 0
    for question in questions:
        finding = answers.find(question.text)
        if question.topic == "none":
            outside += 1
            false += bool(finding.guide) and not finding.emergency
            continue
        row = styles.setdefault(question.style, [0, 0, 0, 0])
        row[0] += 1
        row[1] += answers.nearest(question.text)[0] == question.topic
        row[2] += finding.guide == question.topic
        row[3] += bool(finding.guide) and finding.guide != question.topic
        alarms += bool(finding.emergency)
    total = [sum(row[at] for row in styles.values()) for at in range(4)]
    lines = [f"{'style':<10} {'n':>4} {'top-1':>7} {'right at once':>14} {'wrong guide':>12}"]
    for style, (n, first, right, wrong) in [*sorted(styles.items()), ("all", total)]:
        lines.append(f"{style:<10} {n:>4} {first / n:>7.1%} {right / n:>14.1%} {wrong / n:>12.1%}")
    lines.append(f"none answered with a guide: {false}/{outside}; at scope {IN_SCOPE}")
    lines.append(f"emergency raised for a guide's question: {alarms}/{total[0]}")
    dangers = [
        line.split("\t") for line in (FOLDER / "emergencies.tsv").read_text("utf-8").split("\n")
    ]
    table = [(kind, text) for kind, text in (row for row in dangers if len(row) == 2)][1:]
    danger = [bool(emergency(text)) for kind, text in table if kind != "none"]
    calm = [bool(emergency(text)) for kind, text in table if kind == "none"]
    lines.append(
        f"emergencies heard (our own list): {sum(danger)}/{len(danger)}; "
        f"false alarms: {sum(calm)}/{len(calm)}"
    )
    return "\n".join(lines)


def own(guides: Sequence[Guide], folds: int = 4) -> str:
    """Cross-validation on our own tables: a table's row is never asked of what learnt it."""
    mouths, intents = list(data.rows("mouths")), list(data.rows("intents"))
    rows = [(id, text, "mouths") for id, text in mouths]
    rows += [("none", text, "intents") for _, text in intents]
    dice = random.Random(1)
    dice.shuffle(rows)
    seen: list[tuple[bool, bool, bool]] = []
    for fold_number in range(folds):
        held = {text for _, text, _ in rows[fold_number::folds]}
        answers = Answers(guides, without=frozenset(held))
        for topic, text, _ in rows[fold_number::folds]:
            finding, near = answers.find(text), answers.nearest(text)
            seen.append((topic == "none", near[0] == topic, bool(finding.guide)))
    inside = [(first, sure) for outside, first, sure in seen if not outside]
    false = [sure for outside, _, sure in seen if outside]
    share = len(inside) / 100
    return (
        f"own examples, {folds} folds: top-1 {sum(first for first, _ in inside) / share:.1f} %, "
        f"right at once {sum(first and sure for first, sure in inside) / share:.1f} %, wrong guide "
        f"{sum(sure and not first for first, sure in inside) / share:.1f} %, none with a guide "
        f"{sum(false) / len(false):.1%}"
    )


def grow(guides: Sequence[Guide], build: Callable[[Sequence[Guide]], Answers] = Answers) -> str:
    """Load time and speed with copies of the guides under other words."""
    lines = [f"{'guides':>7} {'load s':>7} {'MB more':>8} {'p50 ms':>7} {'p99 ms':>7}"]
    asked = [text for guide in guides for text in guide.questions]
    for times in (1, 10):
        many = [
            replace(
                guide,
                id=f"{guide.id}-{number}" if number else guide.id,
                questions=tuple(f"{text} khu {number}" for text in guide.questions[:10]),
            )
            for number in range(times)
            for guide in guides
        ]
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        start = time.process_time()
        answers = build(many)
        load = time.process_time() - start
        more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        took = []
        for text in asked[:300]:
            start = time.process_time()
            answers.find(text)
            took.append(time.process_time() - start)
        took.sort()
        lines.append(
            f"{len(many):>7} {load:>7.2f} {more:>8.0f} {took[150] * 1e3:>7.2f} "
            f"{took[int(len(took) * 0.99)] * 1e3:>7.2f}"
        )
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=Path, default=FOLDER / "questions_dev.tsv")
    parser.add_argument("--own", action="store_true")
    parser.add_argument("--grow", action="store_true")
    chosen = parser.parse_args(arguments)
    guides = library.load().guides("vi", datetime.now(UTC).date())
    questions = read(chosen.questions)
    fair, dropped = clean(guides, questions)
    start = time.process_time()
    answers = Answers(fair)
    load = time.process_time() - start
    print(f"{len(guides)} guides, {len(questions)} questions; load {load:.2f} s")
    print(f"near copies left out of all content: {dropped}\n")
    teaching = list(examples(fair))
    background = list(data.rows("intents"))
    papers = documents(fair)
    print(f"{'':<34} {'top-1':>6} {'top-3':>6} {'at 3 %':>9} {'p50 ms':>8} {'p99 ms':>7}")
    for name, ask in (
        ("Khéo", ours(answers)),
        ("SQLite FTS5, diacritics removed", rivals.full_text_search(papers)),
        ("bm25s, folded syllables", rivals.bm25_on_syllables(papers)),
        ("rapidfuzz token_set_ratio", rivals.token_set_ratio(teaching)),
        (
            "letter n-grams, logistic regression",
            rivals.plain_linear([*teaching, *background], set(papers)),
        ),
    ):
        print(score(name, ask, questions))
    print(f"\n{decisions(answers, questions)}")
    if chosen.own:
        print(f"\n{own(guides)}")
    if chosen.grow:
        print(f"\n{grow(guides)}")


if __name__ == "__main__":
    main()
