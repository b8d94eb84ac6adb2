"""What a conversation may look up: plain values, and Protocols that the store and content fulfil.

A port is named by a conversation's parameter (``def start(talk, me, places)``); the dispatcher
builds those that are named, inside the turn's transaction. Looking up never changes anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, Protocol

from bot.ports_tools import Paper, Tool
from bot.talk.message import Media
from bot.talk.when_quiet import Quiet


@dataclass(frozen=True, slots=True)
class Place:
    """A commune, a hamlet, or any place between: its code is stable, its name is not."""

    id: int
    code: str
    name: str
    kind: str
    aliases: tuple[str, ...] = ()


class Places(Protocol):
    """The place tree as it stands today; merged places lead to what they were merged into."""

    def commune(self) -> Place | None:
        """The place at the top."""
        ...

    def hamlets(self) -> Sequence[Place]:
        """The places at the bottom that are valid today, by name."""
        ...

    def by_code(self, code: str) -> Place | None:
        """The valid place behind a code, an old code included; letters of any case."""
        ...


Role = Literal["cadre", "hamlet_head", "approver", "editor", "technician"]


@dataclass(frozen=True, slots=True)
class Granted:
    """One role of a cadre at one place (and all below it)."""

    id: int
    role: str
    place: Place


@dataclass(frozen=True, slots=True)
class Me:
    """The person in the chat, as far as they have told us. Port name: ``me``.

    ``resident`` is 0 before consent. ``consents`` are purposes in force: "serve", "announce",
    "improve" (keep unanswered questions). ``cadre`` is 0 for everybody who holds no role.
    """

    language: str = "vi"
    channel: str = ""
    resident: int = 0
    name: str = ""
    hamlet: Place | None = None
    household: str = ""
    consents: frozenset[str] = frozenset()
    announcements: bool = False
    cadre: int = 0
    handle: str = ""
    grants: tuple[Granted, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """Where a guide's facts come from, with the date on which they held."""

    name: str
    url: str = ""
    date: date | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """One thing that can go wrong at a step (or, at a fork, one way to go) and what to do.

    ``text`` is the advice, possibly empty. ``to`` is where it leads: "" the step again, a step's
    key, "next", "end", "officer", or "guide:ID".
    """

    key: str
    label: str
    text: str
    to: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One action on one screen. A ``fork`` has no “done”: its ways are its buttons.

    ``tools`` are small calculations that it offers; ``papers`` are a list that can be ticked.
    """

    key: str
    title: str
    text: str
    ways: tuple[Way, ...] = ()
    fork: bool = False
    to: str = "next"
    photo: Media | None = None
    voice: Media | None = None
    tools: tuple[Tool, ...] = ()
    papers: tuple[Paper, ...] = ()


@dataclass(frozen=True, slots=True)
class Guide:
    """One topic in one language, as approved content says it."""

    id: str
    language: str
    title: str
    summary: str
    steps: tuple[Step, ...]
    sources: tuple[Source, ...]
    reviewed_on: date
    review_by: date
    owner: str
    questions: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    shelf: str = ""
    icon: str = ""
    valid_from: date | None = None
    valid_until: date | None = None
    audience: str = "all"
    #: Places (“step”, “step/way”, "" the first screen) with newer Vietnamese words, since when.
    newer: tuple[tuple[str, date], ...] = ()

    def leads(self, step: Step, to: str) -> str:
        """Where ``to`` leads from ``step``: a step's key, "end", "officer" or "guide:ID"."""
        if to == "next":
            keys = [one.key for one in self.steps]
            return [*keys, "end"][keys.index(step.key) + 1]
        return to or step.key


@dataclass(frozen=True, slots=True)
class Shelf:
    """A group of guides in the menu."""

    key: str
    title: str
    guides: tuple[Guide, ...]


class Guides(Protocol):
    """The library in the reader's language (Vietnamese where a guide has no other)."""

    def get(self, id: str) -> Guide | None:
        """The guide, or None when it is unknown or not valid today."""
        ...

    def shelves(self) -> Sequence[Shelf]:
        """All guides valid today, grouped for the menu, in the library's order."""
        ...


@dataclass(frozen=True, slots=True)
class Counter:
    """One desk where people can ask: the commune fills in number and hours, nobody invents them."""

    name: str
    phone: str = ""
    hours: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Commune:
    """The commune as it presents itself. Port name: ``commune``. ``demo`` marks a made-up one.

    ``quiet``: the hours in which announcements wait for the morning, disasters alone excepted.
    """

    name: str
    province: str
    controller: str
    counters: tuple[Counter, ...]
    updated_on: date | None = None
    demo: bool = False
    notice_version: str = "1"
    keep_months: int = 24
    quiet: Quiet = field(default_factory=Quiet)


@dataclass(frozen=True, slots=True)
class Danger:
    """What a message tells of danger now: its kind ("medical", "fire", "water", "violence",
    "child", "help" for a mere cry), or "". ``doubtful``: it may well ask about something else.
    ``learnt``: no sign says so, only its likeness to what people in danger have written."""

    kind: str = ""
    doubtful: bool = False
    learnt: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found for a free question. Explained by ``score`` (0 to 1).

    ``guide`` is set when sure; ``candidates`` are the nearest ids, best first, at most three.
    ``emergency`` is the kind of danger that the words tell of, or empty; when it is ``doubtful``,
    what else was found is answered too.
    ``also`` are guides for further questions in the same message. ``step`` is the step of the
    guide that answers, and ``passage`` its words in Vietnamese, where they hold the figure asked.
    """

    guide: str
    candidates: tuple[str, ...]
    score: float
    emergency: str = ""
    intent: str = ""
    also: tuple[str, ...] = ()
    step: str = ""
    passage: str = ""
    doubtful: bool = False


class Answers(Protocol):
    """Finds the guide for a question in people's own words."""

    def danger(self, text: str) -> Danger:
        """Whether somebody is in danger now."""
        ...

    def command(self, text: str) -> str:
        """The conversation that the whole message asks for (“dừng”, “gặp cán bộ”), or ""."""
        ...

    def find(self, text: str, last: str = "") -> Finding:
        """The finding for ``text``; ``last`` is the guide shown last, for follow-ups."""
        ...

    def renewed(self, guides: Sequence[Guide]) -> Answers:
        """The same, with what these guides say now; nothing is learnt anew."""
        ...


@dataclass(frozen=True, slots=True)
class Invitation:
    """An invitation to a role, while it can still be taken up.

    ``name`` is set when it is for one cadre who is known already.
    """

    role: str
    place: Place
    expires_at: datetime
    name: str = ""


class Offices(Protocol):
    """Who holds which role where. Everything here is for cadres; it answers nobody else."""

    def can(self, role: str, place: int) -> bool:
        """Whether the person in the chat holds ``role`` at ``place`` or above it."""
        ...

    def reach(self, act: str) -> frozenset[int]:
        """The places where the person in the chat may do ``act`` ("invite", "revoke", …)."""
        ...

    def below(self) -> Sequence[tuple[str, str, Granted]]:
        """(handle, display name, grant) of all grants in the places of the person in the chat."""
        ...

    def invitation(self, token: str) -> Invitation | None:
        """The open invitation behind a token."""
        ...
