"""Who and what exists on the stand-in: bots, chats, messages, files, presses."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.support.telegram.limits import Limits
    from tests.support.telegram.people import Group, User
    from tests.support.telegram.updates import Updates


SENDS = ("sendmessage", "sendphoto", "sendvoice", "senddocument", "sendlocation")


@dataclass(slots=True)
class Message:
    """One message in one chat. ``fields`` is what the request said, as it was accepted."""

    id: int
    chat: Chat
    date: int
    sender: dict[str, Any]
    body: dict[str, Any]  # text, caption, photo …, as they appear in a Message of the API
    fields: dict[str, Any] = field(default_factory=dict)
    keyboard: list[list[dict[str, Any]]] = field(default_factory=list)
    asks: list[list[Any]] = field(default_factory=list)  # a reply keyboard
    edits: int = 0
    deleted: bool = False

    @property
    def text(self) -> str:
        """The text or caption."""
        words: str = self.body.get("text") or self.body.get("caption") or ""
        return words

    @property
    def labels(self) -> list[str]:
        """What can be pressed under it, or on its reply keyboard."""
        rows = self.keyboard or self.asks
        return [b["text"] if isinstance(b, dict) else b for row in rows for b in row]

    def button(self, label: str) -> dict[str, Any]:
        """The inline button with this label."""
        for row in self.keyboard:
            for button in row:
                if button["text"] == label:
                    return button
        raise LookupError(f"no button {label!r} among {self.labels}")

    def json(self) -> dict[str, Any]:
        """As the API shows it."""
        shown = {
            "message_id": self.id,
            "from": self.sender,
            "chat": self.chat.json,
            "date": self.date,
            **self.body,
        }
        if self.edits:
            shown["edit_date"] = self.date
        if self.keyboard:
            shown["reply_markup"] = {"inline_keyboard": self.keyboard}
        return shown


@dataclass(slots=True)
class Chat:
    """A chat as bots see it. ``messages``: all that bots were allowed to say, in order."""

    id: int
    json: dict[str, Any]
    user: User | None = None
    group: Group | None = None
    messages: list[Message] = field(default_factory=list)
    all: dict[int, Message] = field(default_factory=dict)
    pins: list[int] = field(default_factory=list)
    last_id: int = 0
    heard: int = 0  # how many of ``messages`` a test has taken with ``hears``

    def add(self, message: Message, *, by_bot: bool) -> Message:
        """Keep a new message."""
        self.all[message.id] = message
        if by_bot:
            self.messages.append(message)
        return message

    def next_id(self) -> int:
        """The id of the next message."""
        self.last_id += 1
        return self.last_id

    @property
    def texts(self) -> list[str]:
        """The texts that bots said and that still stand."""
        return [message.text for message in self.messages if not message.deleted]


@dataclass(slots=True)
class File:
    """A file that a bot uploaded, or that somebody sent to it."""

    kind: str
    content: bytes
    json: dict[str, Any]

    @property
    def path(self) -> str:
        """Where getFile says that it can be downloaded."""
        return f"{self.kind}s/file_{self.json['file_unique_id']}"


@dataclass(slots=True)
class Press:
    """A pressed button; ``answer`` is what answerCallbackQuery said."""

    id: str
    message: Message
    data: str
    answer: dict[str, Any] | None = None
    expired: bool = False


@dataclass(slots=True)
class Bot:
    """One bot with its token."""

    token: str
    id: int
    username: str
    name: str
    updates: Updates
    limits: Limits
    privacy: bool = True
    privates: dict[int, Chat] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    sent_in: dict[str, File] = field(default_factory=dict)  # by people
    uploads: list[tuple[str, str]] = field(default_factory=list)  # (kind, name), in order
    downloads: list[str] = field(default_factory=list)
    presses: dict[str, Press] = field(default_factory=dict)
    commands: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    calls: dict[str, int] = field(default_factory=dict)

    @property
    def json(self) -> dict[str, Any]:
        """As getMe shows it."""
        return {
            "id": self.id,
            "is_bot": True,
            "first_name": self.name,
            "username": self.username,
            "can_join_groups": True,
            "can_read_all_group_messages": not self.privacy,
            "supports_inline_queries": False,
        }

    @property
    def short(self) -> dict[str, Any]:
        """As the sender of a message."""
        return {
            "id": self.id,
            "is_bot": True,
            "first_name": self.name,
            "username": self.username,
        }

    @property
    def sent(self) -> int:
        """How many messages of this bot were accepted."""
        return sum(self.calls.get(name, 0) for name in SENDS)
