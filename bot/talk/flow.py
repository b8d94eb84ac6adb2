"""A conversation and the little of it that survives between two messages."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bot.talk.fields import Plain


@dataclass(frozen=True, slots=True)
class Flow:
    """One conversation: a plain function of a Talk and of the ports that its parameters name.

    ``version`` changes only when a question's key changes its meaning, or when a question without
    which nothing should be done (“are you sure?”) goes; conversations of another version are told
    so and end. ``title`` is a catalogue text, for “go on with …”.
    ``open_ended``: words that answer nothing may be taken as a free question (a guide in progress).
    ``verbatim``: the kind of answer that is a text for others, which nothing is cut out of.
    ``aside``: a short errand on the way. Left in the middle it is forgotten, and going back from
    its first question leads to what was open before.
    """

    name: str
    run: Callable[..., None]
    title: str = ""
    version: int = 1
    open_ended: bool = False
    verbatim: str = ""
    aside: bool = False
    ports: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "ports", tuple(inspect.signature(self.run).parameters)[1:])


@dataclass(frozen=True, slots=True)
class Kept:
    """A stored answer: the question's key, the kind of answer, its plain value."""

    key: str
    kind: str
    value: Plain


@dataclass(frozen=True, slots=True)
class State:
    """All that is kept of an open conversation: ids and numbers, never words of ours.

    ``asked`` names the question on the screen, ``kind`` its kind, ``shown`` its options there.
    ``spare`` holds answers that this run did not reach (a deployment inserted a question before
    them).
    """

    flow: str
    version: int
    argument: str = ""
    answers: tuple[Kept, ...] = ()
    spare: tuple[Kept, ...] = ()
    asked: str = ""
    kind: str = ""
    shown: tuple[str, ...] = ()

    def to_plain(self) -> dict[str, Any]:
        """The state as JSON-ready data."""
        return {
            "flow": self.flow,
            "version": self.version,
            "argument": self.argument,
            "answers": [[kept.key, kept.kind, kept.value] for kept in self.answers],
            "spare": [[kept.key, kept.kind, kept.value] for kept in self.spare],
            "asked": self.asked,
            "kind": self.kind,
            "shown": list(self.shown),
        }

    @classmethod
    def from_plain(cls, data: dict[str, Any]) -> State:
        """The state that ``to_plain`` wrote."""
        return cls(
            flow=data["flow"],
            version=data["version"],
            argument=data["argument"],
            answers=tuple(Kept(*kept) for kept in data["answers"]),
            spare=tuple(Kept(*kept) for kept in data["spare"]),
            asked=data["asked"],
            kind=data["kind"],
            shown=tuple(data["shown"]),
        )
