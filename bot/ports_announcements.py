"""What cadres' conversations look up about announcements: plain values and one Protocol."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.talk.message import Attachment, Media, Outgoing
from bot.talk.when_quiet import Quiet
from bot.talk.when_rule import Rule


@dataclass(frozen=True, slots=True)
class To:
    """To whom: ``places`` by number (none: the whole commune), with all that lies below them.

    ``missed`` and ``silent``: only households that announcement did not reach, or that have not
    acknowledged it.
    """

    places: tuple[int, ...] = ()
    people: bool = True
    groups: bool = False
    missed: int = 0
    silent: int = 0


@dataclass(frozen=True, slots=True)
class Draft:
    """An announcement before it is sent. ``texts``: (language, words). Without ``at`` and ``rule``
    it goes out as soon as it may. A recording speaks the first of the languages."""

    to: To = To()
    kind: str = "information"
    ack: str = ""
    texts: tuple[tuple[str, str], ...] = ()
    at: datetime | None = None
    rule: Rule | None = None
    photo: Media | None = None
    voice: Media | None = None
    document: Attachment | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """An announcement as it stands; ``state_name`` is in the reader's language.

    ``due_at``: when it goes out next. ``mine``: the person in the chat wrote it. ``steers``: they
    may change it while it is open, pause it, call it off, take it back. ``editor``: who wrote at
    it last. ``since``: when it came into this state, or was changed. ``corrected``: the words of
    the last correction that went out.
    """

    number: int
    version: int
    state: str
    state_name: str
    author: str
    draft: Draft
    due_at: datetime | None
    mine: bool
    steers: bool
    why: str = ""
    editor: str = ""
    since: datetime | None = None
    corrected: str = ""


@dataclass(frozen=True, slots=True)
class Share:
    """The households that one channel reaches."""

    channel: str
    households: int
    messages: int


@dataclass(frozen=True, slots=True)
class ReachPlan:
    """``shares`` and the four figures below them add up to ``households``; ``cost`` in đồng,
    ``stars`` of Telegram for going faster than is free. Beside the households it gets to ``apart``
    people of none on record, and to so many ``groups``."""

    shares: tuple[Share, ...]
    outside: int
    blocked: int
    declined: int
    nowhere: int
    households: int
    recipients: int
    messages: int
    cost: int
    lasts: timedelta
    stars: int = 0
    apart: int = 0
    groups: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """One message as a channel shows it: ``media`` is "photo", "voice", "document" or nothing,
    ``keys`` are the labels of its buttons."""

    text: str
    media: str = ""
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Look:
    """How a channel shows an announcement; without ``parts`` as the chat at hand does."""

    channel: str
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """What became of the households of one place."""

    place: int
    name: str
    households: int
    reached: int
    acknowledged: int
    told: int
    open: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an announcement, by place; ``counts`` are (words, messages).

    ``begun``: something of it was sent. ``open``: messages still on their way. ``rests_until``: it
    waits for the end of the quiet hours. ``preparing``: it is still put together who gets it.
    ``apart``: people meant who are of no household on record, and how many of them were sent it.
    """

    recipients: int
    sent: int
    counts: Sequence[tuple[str, int]]
    lines: Sequence[Line]
    come: int = 0
    away: int = 0
    begun: bool = True
    open: int = 0
    rests_until: datetime | None = None
    preparing: bool = False
    apart: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Door:
    """A household to visit; ``name`` may be empty."""

    household: int
    place: str
    code: str
    name: str


class Announcements(Protocol):
    """The announcements that the person in the chat has to do with; it answers cadres only."""

    def listed(self) -> Sequence[Notice]:
        """Their own newest ones and those sent to their places, newest first."""
        ...

    def waiting(self) -> Sequence[Notice]:
        """What waits for their approval, oldest first."""
        ...

    def get(self, number: int) -> Notice | None:
        """One that they wrote, may approve, or may see the report of."""
        ...

    def may_approve(self, number: int) -> bool:
        """Whether they may be the second person for it."""
        ...

    def groups(self, to: To) -> int:
        """How many linked group chats the places have."""
        ...

    def described(self, to: To) -> str:
        """The audience in words."""
        ...

    def allowed(self, at: datetime, kind: str) -> datetime:
        """When it goes out if that is its time: quiet hours put it off."""
        ...

    def quiet(self) -> Quiet:
        """The commune's quiet hours."""
        ...

    def shown(self, draft: Draft, language: str) -> Outgoing:
        """The message as a household sees it."""
        ...

    def looks(self, draft: Draft, language: str) -> Sequence[Look]:
        """The same as each other channel shows it that its audience uses."""
        ...

    def plan(self, draft: Draft) -> ReachPlan:
        """Whom it gets to if it is sent now."""
        ...

    def needs_approval(self, draft: Draft) -> bool:
        """Whether a second person has to look at it."""
        ...

    def outcome(self, number: int) -> Outcome:
        """What became of it, as far as their places go."""
        ...

    def doors(self, number: int) -> Sequence[Door]:
        """The households in their places that were neither reached nor told."""
        ...
