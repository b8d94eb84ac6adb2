"""Answers to a table of questions, for measuring and for looking over many at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from content.answers.answers import Answers


def batch(answers: Answers, lines: Iterable[str]) -> Iterator[dict[str, object]]:
    """One dictionary for each line of a tab-separated table that has a column ``text``.

    ``guide`` is None when unsure; ``candidates`` are the nearest guides, offered or not.
    """
    rows = iter(lines)
    header = next(rows, "").rstrip("\r\n").lstrip("\ufeff").split("\t")
    column = header.index("text")
    for line in rows:
        cells = line.rstrip("\r\n").split("\t")
        text = cells[column] if column < len(cells) else ""
        finding = answers.find(text)
        yield {
            "text": text,
            "guide": finding.guide or None,
            "candidates": list(answers.nearest(text)),
            "score": round(finding.score, 4),
            "emergency": bool(finding.emergency),
        }
