"""What a channel is: a table of what it can do, a way in, a way out, and how sending can end."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal, Protocol, TypeAlias

from bot.talk.message import Incoming, NotTaken

Unit = Literal["utf16", "character"]


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What one channel can carry. Every number has its source in ``sources``, by field name.

    ``buttons`` is how many a message may carry (0: numbered lines instead). Limits of text are
    counted in ``unit``. ``file``: how a person hands a file in: beside their words, in a field of
    the page, by its path on this machine, or not at all. ``window``: how long after a person's last
    message free text may be sent. Rates are messages a second (``per_second``: the bot,
    ``per_chat``: one private chat) and a minute (``per_group``: one group); 0 means no known limit.
    Bulk faster than ``free_per_second`` costs ``stars_per_thousand`` messages above it.
    """

    channel: str
    buttons: int
    label_limit: int
    text_limit: int
    caption_limit: int
    unit: Unit
    photo: Literal["upload", "url", "no"]
    voice: Literal["upload", "url", "no"]
    asks_contact: bool = False
    asks_place: bool = False
    edit: bool = False
    delete: bool = False
    groups: bool = False
    seen: bool = False
    window: timedelta | None = None
    monthly_quota: int = 0
    cost_per_message: int = 0
    per_second: float = 0
    per_chat: float = 0
    per_group: float = 0
    free_per_second: float = 0
    stars_per_thousand: int = 0
    document: Literal["upload", "url", "no"] = "no"
    file: Literal["attached", "picked", "path", "no"] = "no"
    sources: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Key:
    """One button as a channel shows it: ``data`` comes back when pressed, or ``url`` opens."""

    label: str
    data: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """One API call's worth of message, already cut to what the channel can carry.

    The first ``bold`` units of ``text`` (in the channel's own unit) are its title. ``keys`` are
    rows of buttons. ``photo``, ``voice`` and ``document`` are paths in the content library or of
    kept files; ``text`` is then the caption, and ``alt`` what a picture shows, for channels that
    can say so without showing it. A document has a ``name`` and a ``size`` in bytes. ``ask``
    requests a contact, a place or a file where the channel can. ``hurried``: it may be paid for
    to go faster than is free.
    """

    text: str
    bold: int = 0
    keys: tuple[tuple[Key, ...], ...] = ()
    photo: str = ""
    voice: str = ""
    ask: str = ""
    alt: str = ""
    document: str = ""
    name: str = ""
    size: int = 0
    hurried: bool = False


@dataclass(frozen=True, slots=True)
class Sent:
    """Accepted by the platform, under its own ``id`` of the message."""

    id: str


@dataclass(frozen=True, slots=True)
class Later:
    """Certainly not delivered; may be tried again ``after`` so long.

    ``whole``: the limit is the bot's, not the chat's, and holds all bulk of this bot. ``flood``: it
    went too fast, so bulk goes slower from here.
    """

    after: timedelta
    why: str
    whole: bool = False
    flood: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """Certainly not delivered, and would not be another time: the message is at fault."""

    why: str


@dataclass(frozen=True, slots=True)
class Gone:
    """The chat cannot be reached any more; ``moved_to`` names its new id where it has one."""

    why: str
    moved_to: str = ""


@dataclass(frozen=True, slots=True)
class Unknown:
    """Perhaps delivered, perhaps not: the connection ended after the request had left."""

    why: str


Outcome: TypeAlias = Sent | Later | Refused | Gone | Unknown
Receive: TypeAlias = Callable[[Incoming], Awaitable[None]]
"""Takes an event and returns once it is safely stored; raises when it must be delivered again."""


class Channel(Protocol):
    """One way to talk with people. It holds every word of its platform; nobody else does."""

    @property
    def capabilities(self) -> Capabilities:
        """What this channel can carry."""
        ...

    async def start(self, receive: Receive) -> None:
        """Begin to take events in; returns when it has begun."""
        ...

    async def stop(self) -> None:
        """Stop taking events in and let go of connections; no event is half taken."""
        ...

    async def send(self, chat: str, piece: Piece, row: int) -> Outcome:
        """Hand one piece to the platform. ``row`` is the outbox row, for channels of our own.

        Never raises for anything a platform or a network can do: that is what outcomes are for.
        """
        ...

    async def fetch(self, ref: str, limit: int) -> bytes | NotTaken:
        """The bytes of a file that a person sent, at most ``limit`` of them.

        Never raises for anything a platform or a network can do.
        """
        ...

    async def edit(self, chat: str, id: str, piece: Piece) -> Outcome:
        """Let the message ``id`` say ``piece`` instead; Refused where that cannot be done."""
        ...

    async def delete(self, chat: str, id: str) -> Outcome:
        """Take the message ``id`` away; Refused where that cannot be done."""
        ...
