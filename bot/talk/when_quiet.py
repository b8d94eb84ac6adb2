"""The hours in which nobody's phone should ring, as a commune sets them.

read_quiet("21:00-06:00")     Quiet(time(21), time(6))
read_quiet("22h–5h30")        Quiet(time(22), time(5, 30))
read_quiet("off")             None: there is always a night
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time

_HOURS = re.compile(
    r"(\d{1,2})\s*(?:[:h]\s*(\d{2})?)?\s*(?:-|–|đến|den)\s*(\d{1,2})\s*(?:[:h]\s*(\d{2})?)?",
    re.ASCII | re.IGNORECASE,
)
#: The heart of the night, which every commune keeps. Without quiet hours any class of announcement
#: could ring at night, unapproved, and “disaster”, which alone may, would mean nothing.
HEART = (time(23), time(0), time(3, 59))


@dataclass(frozen=True, slots=True)
class Quiet:
    """From ``begins`` to ``ends``, in Vietnam; equal ends mean there are none."""

    begins: time = time(21)
    ends: time = time(6)

    def holds(self, at: time) -> bool:
        """Whether an hour lies within; the end itself does not."""
        if self.begins <= self.ends:
            return self.begins <= at < self.ends
        return at >= self.begins or at < self.ends

    def __str__(self) -> str:
        return f"{self.begins:%H:%M}–{self.ends:%H:%M}"


def read_quiet(text: str) -> Quiet | None:
    """The hours that were written; None for what is no stretch of hours around the night."""
    found = _HOURS.fullmatch(text.strip())
    if found is None:
        return None
    try:
        quiet = Quiet(
            time(int(found[1]), int(found[2] or 0)), time(int(found[3]), int(found[4] or 0))
        )
    except ValueError:
        return None
    return quiet if all(quiet.holds(hour) for hour in HEART) else None
