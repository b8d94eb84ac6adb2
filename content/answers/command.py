"""Words that are a command by themselves (“dừng”, “gặp cán bộ”), in the middle of anything.

Only a whole message counts, so that “làm đúng không” never stops what somebody asked for.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from content.answers import data
from content.answers.normalise import lexicon, normalise
from content.answers.syllable import bare, could_be, spelled

COMMANDS = frozenset({"stop", "resume", "menu", "help", "language", "me", "officer"})
_POLITE = frozenset(
    ("ạ", "nhé", "nhe", "nha", "đi", "di", "với", "voi", "dạ", "da", "vâng", "ơi", "oi", "bot")
)


def _plain(text: str, folders: tuple[Path, ...]) -> tuple[str, ...]:
    words = normalise(text, lexicon(folders))
    return tuple(word for word in words if word not in _POLITE)


@lru_cache(maxsize=4)
def _commands(folders: tuple[Path, ...]) -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    found: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for intent, text in data.rows("intents", folders):
        if intent in COMMANDS:
            words = _plain(text, folders)
            found.setdefault(" ".join(map(bare, words)), []).append((intent, words))
    return found


def command(text: str, folders: tuple[Path, ...] = ()) -> str:
    """The command that the whole message is, or "".

    >>> command("Dừng nhận tin nhé"), command("dung"), command("DỪNG")
    ('stop', '', 'stop')
    """
    if len(text) > 80:
        return ""
    typed = _plain(text, folders)
    for intent, words in _commands(folders).get(" ".join(map(bare, typed)), ()):
        if len(words) == 1:
            if spelled(typed[0]) == spelled(words[0]):
                return intent
        elif all(map(could_be, typed, words)):
            return intent
    return ""
