"""How a press travels inside a button: short ASCII, at most 64 bytes.

64 bytes is Telegram's limit for callback data (core.telegram.org/bots/api#inlinekeyboardbutton);
the other channels carry more, so one form serves all.
"""

from __future__ import annotations

import re

from bot.talk.message import Answer, Begin

LIMIT = 64
_PART = re.compile(r"[A-Za-z0-9_.:-]*")


def encode(press: Answer | Begin) -> str:
    """The press as button data; raises ValueError when it would not fit or could not be read."""
    if isinstance(press, Answer):
        parts = ["a", press.flow, press.question, press.option]
    else:
        parts = ["b", press.flow, press.argument]
    data = "|".join(parts)
    if not all(_PART.fullmatch(part) for part in parts):
        raise ValueError(f"a press is letters, digits and _.:- only: {data!r}")
    if len(data) > LIMIT:
        raise ValueError(f"a press is at most {LIMIT} bytes: {data!r}")
    return data


def decode(data: str) -> Answer | Begin | None:
    """The press that ``encode`` made, or None for anything else."""
    parts = data.split("|")
    if len(data) > LIMIT or not all(_PART.fullmatch(part) for part in parts):
        return None
    match parts:
        case ["a", flow, question, option] if flow and question and option:
            return Answer(flow, question, option)
        case ["b", flow, argument] if flow:
            return Begin(flow, argument)
        case _:
            return None
