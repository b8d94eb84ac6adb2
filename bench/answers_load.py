"""Loading and asking with many guides, in a process of its own: ``python -m bench.answers_load N``.

Prints JSON: seconds of CPU to load, megabytes more, p50 and p99 of a question in ms of CPU. Beyond
our own guides, others are made of them: every second word becomes a made-up syllable, another one
for each copy, so that the copies share words without being the same.
"""

from __future__ import annotations

import gc
import json
import re
import sys
import time
import zlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import psutil

from bot.ports import Guide
from content import library
from content.answers.answers import Answers

_ONSETS = re.findall(r"\w+", "b c d g h k l m n p r s t v x ch kh nh ph th tr")
_RIMES = re.findall(r"\w+", "a an ang ao e en i inh o on ong u un ung ua oi ay em im om")


def many(guides: Sequence[Guide], count: int) -> list[Guide]:
    """``count`` guides, the first of them our own; made-up ones have ten questions each."""
    found = list(guides[:count])
    for number in range(count - len(found)):
        found.append(_copy(guides[number % len(guides)], number // len(guides) + 1))
    return found


def _copy(guide: Guide, number: int) -> Guide:
    def other(match: re.Match[str]) -> str:
        word = match.group().casefold()
        if zlib.crc32(word.encode()) % 2:
            return match.group()
        mark = zlib.crc32(f"{word}{number}".encode())
        return f"{_ONSETS[mark % len(_ONSETS)]}{_RIMES[mark // 64 % len(_RIMES)]}"

    def told(text: str) -> str:
        return re.sub(r"[^\W\d_]+", other, text)

    return replace(
        guide,
        id=f"{guide.id}-{number}",
        title=told(guide.title),
        summary=told(guide.summary),
        questions=tuple(map(told, guide.questions[:10])),
        keywords=(),
        steps=tuple(replace(s, title=told(s.title), text=told(s.text)) for s in guide.steps),
    )


def main() -> None:
    """Load, ask, print."""
    guides = many(library.load().guides("vi", datetime.now(UTC).date()), int(sys.argv[1]))
    process = psutil.Process()
    before, start = process.memory_info().rss, time.process_time()
    answers = Answers(guides)
    load = time.process_time() - start
    more = (process.memory_info().rss - before) / 2**20
    gc.collect()
    gc.freeze()  # as the bot does once it has started
    took = []
    for guide in guides[:: max(1, len(guides) // 300)]:
        for text in guide.questions[:2]:
            start = time.process_time()
            answers.find(text)
            took.append((time.process_time() - start) * 1e3)
    took.sort()
    print(json.dumps([load, more, took[len(took) // 2], took[int(len(took) * 0.99)]]))


if __name__ == "__main__":
    main()
