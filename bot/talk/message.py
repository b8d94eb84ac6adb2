"""What goes in and what comes out: the only message types that conversations know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias


@dataclass(frozen=True, slots=True)
class Address:
    """Where a person or a group can be reached: a channel and its own id of the chat."""

    channel: str
    chat: str


@dataclass(frozen=True, slots=True)
class Answer:
    """A press that answers one question of one conversation with one option."""

    flow: str
    question: str
    option: str


@dataclass(frozen=True, slots=True)
class Begin:
    """A press that begins (or goes back into) a conversation, wherever the person is."""

    flow: str
    argument: str = ""


@dataclass(frozen=True, slots=True)
class Open:
    """A press that opens an address in the browser; it never comes back to us."""

    url: str


Press: TypeAlias = Answer | Begin | Open


@dataclass(frozen=True, slots=True)
class Button:
    """One thing to press. ``nav`` buttons (back, cancel, menu) stand apart and carry no number."""

    label: str
    press: Press
    nav: bool = False


@dataclass(frozen=True, slots=True)
class Media:
    """A picture or a recording by its path in the content library (``guide-id/file.png``).

    ``words`` is the alt text of a picture or the transcript of a recording: never empty, because
    some channels can carry nothing else.
    """

    path: str
    words: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A document to hand out: its path, the name people see, its size in bytes."""

    path: str
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One thing to say, for no channel in particular.

    ``title`` is a short first line that a channel may show in bold. ``text`` is plain: no markup.
    ``ask`` requests something that only the platform can hand over ("contact", "place", "file").
    """

    text: str
    title: str = ""
    buttons: tuple[Button, ...] = ()
    photo: Media | None = None
    voice: Media | None = None
    ask: str = ""
    document: Attachment | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """Text that a person wrote. ``edited``: it replaces an earlier message of theirs."""

    text: str
    edited: bool = False


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button press; ``press`` is None when its data is not of our making."""

    press: Answer | Begin | None


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that was sent because it was asked for, and taken in: looked into, cleaned, kept.

    ``kind`` is what its bytes are, whatever it was called. ``path`` opens it on every channel
    (``kept/<digest>.jpg``), like a picture of the content library.
    """

    path: str
    kind: Literal["photo", "voice", "document"]
    name: str
    size: int
    seconds: int = 0


@dataclass(frozen=True, slots=True)
class NotTaken:
    """A file that was asked for and could not be taken in: larger than ``limit`` bytes ("big"), no
    kind that is taken ("kind"), or not to be had from the platform just now ("lost")."""

    why: Literal["big", "kind", "lost"]
    limit: int = 0


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture that a person sent: the platform's reference, never the bytes.

    ``size`` in bytes is the platform's word, 0 where it has none. ``file`` is filled in before a
    conversation sees it, where the open question asks for a file.
    """

    ref: str
    caption: str = ""
    size: int = 0
    file: Taken | NotTaken | None = None


@dataclass(frozen=True, slots=True)
class Voice:
    """A recording that a person sent; ``size`` and ``file`` as a photo's."""

    ref: str
    seconds: int = 0
    size: int = 0
    file: Taken | NotTaken | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A file that a person sent under a name of theirs; ``size`` and ``file`` as a photo's."""

    ref: str
    name: str
    caption: str = ""
    size: int = 0
    file: Taken | NotTaken | None = None


@dataclass(frozen=True, slots=True)
class Location:
    """A point on the map. Its coordinates are dropped at the door: location is sensitive data."""


@dataclass(frozen=True, slots=True)
class Contact:
    """A contact card; the number is dropped at the door. ``own``: the sender's own card."""

    own: bool


@dataclass(frozen=True, slots=True)
class Unsupported:
    """Anything else a platform can carry: ``kind`` is "sticker", "video", "audio", …"""

    kind: str


@dataclass(frozen=True, slots=True)
class Blocked:
    """The person stopped the bot on the platform: nothing can be sent any more."""


@dataclass(frozen=True, slots=True)
class Unblocked:
    """The person let the bot in again."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A group got a new id on its platform."""

    chat: str


@dataclass(frozen=True, slots=True)
class Joined:
    """The bot was added to a group."""


@dataclass(frozen=True, slots=True)
class Left:
    """The bot was removed from a group, or the group is gone."""


Content: TypeAlias = (
    Words
    | Pressed
    | Photo
    | Voice
    | Document
    | Location
    | Contact
    | Unsupported
    | Blocked
    | Unblocked
    | Moved
    | Joined
    | Left
)


@dataclass(frozen=True, slots=True)
class Incoming:
    """One event from a channel.

    ``id`` is unique within the channel and the same when the platform delivers the event again.
    ``at`` is aware. ``group``: the address is a group chat. ``sender`` is the platform's id of who
    acted (the same as the chat in a private chat, and where a group itself speaks). ``language`` is
    the platform's hint ("vi").
    """

    address: Address
    id: str
    at: datetime
    content: Content
    group: bool = False
    sender: str = ""
    language: str = ""
