"""What conversations about unanswered questions may cause."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class KeepQuestion:
    """Keep the question ``asked`` of this chat for cadres to answer; the consent must stand."""

    asked: int
    tell: bool


@dataclass(frozen=True, slots=True)
class JudgeAnswer:
    """Say whether what was shown for the question ``asked`` was meant: "yes" or "no"."""

    asked: int
    verdict: str


@dataclass(frozen=True, slots=True)
class ProposeAnswer:
    """Put an answer to a group of questions before a second person.

    ``kind``: "words", "guide" (``guide`` is "id" or "id:step"), or "withdraw". ``replaces`` is the
    number of the answer that this changes or takes back, 0 for a new one. ``place`` is for whom it
    holds. ``question``: one way to ask a line, the first is what residents read.
    """

    group: int
    kind: str
    place: int
    review_by: date
    question: str = ""
    text: str = ""
    office: str = ""
    guide: str = ""
    replaces: int = 0


@dataclass(frozen=True, slots=True)
class JudgeProposal:
    """Say as second person about a proposed answer: "approve", or "return" with a word."""

    number: int
    verdict: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class SetAside:
    """Answer a group of questions nothing, with a reason; an empty one takes it up again."""

    group: int
    why: str
