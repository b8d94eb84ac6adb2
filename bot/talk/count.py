"""How many: a number as people write it, also among words: “5”, “nhà 5 người”, “không ai”."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.talk.fields import Number, Plain, Rejected
from bot.talk.fold import fold
from bot.talk.message import Content, Words

_NOBODY = frozenset(
    ("khong ai", "khong", "khong co", "khong co ai", "chua ai", "nobody", "none", "no one")
)
_FIGURE = re.compile(r"(?<![\d.,/-])\d{1,4}(?![\d.,/]|-\d)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Count:
    """A whole number between ``least`` and ``most``, alone or as the only one in a few words."""

    least: int = 0
    most: int = 1000
    kind: str = "count"

    @property
    def _number(self) -> Number:
        return Number(self.least, self.most)

    def read(self, content: Content) -> int | Rejected:
        """The number, or why not."""
        if not isinstance(content, Words):
            return self._number.read(content)
        if self.least == 0 and fold(content.text) in _NOBODY:
            return 0
        figures = _FIGURE.findall(content.text)
        if len(figures) == 1:
            return self._number.read(Words(figures[0]))
        words = re.sub(r"\b(?:người|nguoi|khẩu|khau|people|persons?)\b", "", content.text.lower())
        return self._number.read(Words(words))

    def dump(self, value: int) -> Plain:
        """The number itself."""
        return value

    def load(self, stored: Plain) -> int:
        """The number, if it still fits."""
        return self._number.load(stored)
