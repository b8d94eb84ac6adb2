"""One thing that is wrong in a content file, where it stands, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """``what`` is wrong in ``file`` at ``line`` (0: the whole file); ``todo`` mends it."""

    file: str
    line: int
    what: str
    todo: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.what} {self.todo}".rstrip()
