"""Times that the words of an announcement name, and that are over when it goes out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from bot.talk.when import read
from bot.talk.when_said import Moment, Range

#: Sentences, and clauses where a sentence names more than one time.
_SENTENCES = re.compile(r"[.!?;\n]+(?:\s|$)|\n")


def spent(texts: Sequence[tuple[str, str]], said_at: datetime, out_at: datetime) -> Moment | None:
    """The first time named that was still to come when it was written, and is over ``out_at``.

    “Họp 7h tối nay”, written in the morning and approved the next day. Only Vietnamese is read.
    """
    for language, words in texts:
        if language != "vi":
            continue
        for sentence in filter(None, (part.strip() for part in _SENTENCES.split(words))):
            found = read(sentence, said_at)
            if isinstance(found, Range):
                found = found.end
            if isinstance(found, Moment) and found.note != "now" and _is_over(found, out_at):
                return found
    return None


def _is_over(named: Moment, out_at: datetime) -> bool:
    if named.precision == "day":
        return named.day < Moment(out_at).day
    return named.at < out_at
