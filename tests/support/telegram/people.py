"""What people do on the stand-in: write, press, share, block; make groups and upgrade them."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.support.telegram.world import Bot, Chat, File, Message, Press

if TYPE_CHECKING:
    from tests.support.telegram.server import Server

_COMMAND = re.compile(r"/[A-Za-z0-9_]+(@[A-Za-z0-9_]+)?")
_MENTION = re.compile(r"@[A-Za-z0-9_]{5,32}")


def utf16(text: str) -> int:
    """Length in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def entities(text: str) -> list[dict[str, Any]]:
    """Commands and mentions, as the app marks them."""
    found = []
    for kind, pattern in (("bot_command", _COMMAND), ("mention", _MENTION)):
        for match in pattern.finditer(text):
            begin = match.start()
            if begin == 0 or text[begin - 1].isspace():
                found.append(
                    {"type": kind, "offset": utf16(text[:begin]), "length": utf16(match[0])}
                )
    return found


@dataclass(eq=False, slots=True)
class User:
    """Somebody with Telegram. ``bot``, where a method takes it, is needed only if there are two."""

    server: Server
    id: int
    name: str = "An"
    language: str = "vi"
    started: set[int] = field(default_factory=set)
    blocked: set[int] = field(default_factory=set)
    met: set[int] = field(default_factory=set)  # seen by these bots in a group
    deactivated: bool = False

    @property
    def json(self) -> dict[str, Any]:
        """As the sender of a message."""
        return {
            "id": self.id,
            "is_bot": False,
            "first_name": self.name,
            "language_code": self.language,
        }

    def chat(self, bot: Bot | None = None) -> Chat:
        """The private chat with a bot."""
        bot = self.server.only(bot)
        chat = bot.privates.get(self.id)
        if chat is None:
            shown = {"id": self.id, "first_name": self.name, "type": "private"}
            chat = bot.privates[self.id] = Chat(self.id, shown, user=self)
        return chat

    def starts(self, payload: str = "", bot: Bot | None = None) -> Message:
        """Open the chat by the Start button or a deep link."""
        return self.says(f"/start {payload}".strip(), bot=bot)

    def says(
        self,
        text: str,
        *,
        bot: Bot | None = None,
        group: Group | None = None,
        reply_to: Message | None = None,
    ) -> Message:
        """Write a text."""
        body: dict[str, Any] = {"text": text}
        if marks := entities(text):
            body["entities"] = marks
        return self.sends(body, bot=bot, group=group, reply_to=reply_to)

    def sends(
        self,
        body: dict[str, Any],
        *,
        bot: Bot | None = None,
        group: Group | None = None,
        reply_to: Message | None = None,
    ) -> Message:
        """Send anything: ``body`` as it appears in a Message of the API."""
        if reply_to is not None:
            body = {**body, "reply_to_message": reply_to.json()}
        if group is not None:
            return group.hears(self, body)
        bot = self.server.only(bot)
        if self.id in bot.privates and bot.id in self.blocked:
            self.unblocks(bot)
        self.started.add(bot.id)
        chat = self.chat(bot)
        message = Message(chat.next_id(), chat, int(time.time()), self.json, body)
        chat.add(message, by_bot=False)
        bot.updates.put(str(chat.id), "message", message.json())
        return message

    def sends_photo(self, caption: str = "", content: bytes = b"", **to: Any) -> Message:
        """Send a picture; its bytes can be fetched where there are some."""
        sizes = [
            self._brings("photo", content, f"in-{size}", to, width=size, height=size)
            for size in (90, 1280)
        ]
        return self.sends({"photo": sizes, **({"caption": caption} if caption else {})}, **to)

    def sends_voice(self, seconds: int = 4, content: bytes = b"", **to: Any) -> Message:
        """Send a recording."""
        voice = self._brings("voice", content, "in-voice", to, duration=seconds)
        return self.sends({"voice": voice}, **to)

    def sends_document(
        self, name: str, content: bytes = b"", caption: str = "", size: int = 0, **to: Any
    ) -> Message:
        """Send a file under a name; ``size`` for one that is said to be larger than it is."""
        paper = self._brings("document", content, f"in-{name}", to, file_name=name)
        if size:
            paper["file_size"] = size
        return self.sends({"document": paper, **({"caption": caption} if caption else {})}, **to)

    def _brings(
        self, kind: str, content: bytes, id: str, to: dict[str, Any], **more: Any
    ) -> dict[str, Any]:
        shown = {"file_id": id, "file_unique_id": f"u{id}", **more}
        if content:
            shown["file_size"] = len(content)
            self.server.only(to.get("bot")).sent_in[id] = File(kind, content, shown)
        return dict(shown)

    def sends_sticker(self, **to: Any) -> Message:
        """Send a sticker."""
        sticker = {
            "file_id": "in-sticker",
            "file_unique_id": "us",
            "type": "regular",
            "width": 512,
            "height": 512,
            "is_animated": False,
            "is_video": False,
        }
        return self.sends({"sticker": sticker}, **to)

    def shares_contact(self, *, own: bool = True, **to: Any) -> Message:
        """Share a contact card: one's own, or somebody's."""
        contact: dict[str, Any] = {"phone_number": "84900000000", "first_name": self.name}
        return self.sends({"contact": {**contact, **({"user_id": self.id} if own else {})}}, **to)

    def shares_location(self, **to: Any) -> Message:
        """Share a point on the map."""
        return self.sends({"location": {"latitude": 21.0, "longitude": 105.8}}, **to)

    def edits(self, message: Message, text: str, bot: Bot | None = None) -> None:
        """Change what one wrote."""
        message.body = {**message.body, "text": text}
        message.edits += 1
        for told in message.chat.group.bots() if message.chat.group else [self.server.only(bot)]:
            told.updates.put(str(message.chat.id), "edited_message", message.json())

    def presses(self, message: Message, label: str) -> Press:
        """Press an inline button."""
        button = message.button(label)
        if "callback_data" not in button:
            raise LookupError(f"{label!r} opens an address and never comes back")
        bot = self.server.bot_by_id(message.sender["id"])
        press = Press(str(self.server.next_number()), message, button["callback_data"])
        bot.presses[press.id] = press
        what = {
            "id": press.id,
            "from": self.json,
            "message": message.json(),
            "chat_instance": str(message.chat.id * 31),
            "data": press.data,
        }
        bot.updates.put(f"user {self.id}", "callback_query", what)
        return press

    def blocks(self, bot: Bot | None = None) -> None:
        """Stop the bot."""
        bot = self.server.only(bot)
        self.blocked.add(bot.id)
        self._membership(bot, "member", "kicked")

    def unblocks(self, bot: Bot | None = None) -> None:
        """Let the bot in again."""
        bot = self.server.only(bot)
        self.blocked.discard(bot.id)
        self._membership(bot, "kicked", "member")

    def deactivates(self) -> None:
        """Delete the account."""
        self.deactivated = True

    async def hears(self, bot: Bot | None = None) -> Message:
        """The next message of the bot that this test has not looked at yet."""
        return await self.server.next_message(self.chat(bot))

    def _membership(self, bot: Bot, was: str, now: str) -> None:
        change = {
            "chat": self.chat(bot).json,
            "from": self.json,
            "date": int(time.time()),
            "old_chat_member": member(bot, was),
            "new_chat_member": member(bot, now),
        }
        bot.updates.put(str(self.id), "my_chat_member", change)


@dataclass(eq=False, slots=True)
class Group:
    """A group chat; ``gone``: “upgraded” or “deleted”."""

    server: Server
    chat: Chat
    members: list[User]
    status: dict[int, str] = field(default_factory=dict)  # by bot: member, left, kicked
    gone: str = ""
    moved_to: int = 0

    @property
    def kind(self) -> str:
        """“group” or “supergroup”."""
        kind: str = self.chat.json["type"]
        return kind

    def bots(self) -> list[Bot]:
        """The bots in it."""
        inside = [bot for bot, status in self.status.items() if status == "member"]
        return [self.server.bot_by_id(bot) for bot in inside]

    def adds(self, bot: Bot, by: User | None = None) -> None:
        """Take a bot in."""
        self._change(bot, by or self.members[0], "member")

    def kicks(self, bot: Bot, by: User | None = None) -> None:
        """Put a bot out."""
        self._change(bot, by or self.members[0], "kicked")

    def deletes(self) -> None:
        """End the group."""
        self.gone = "deleted"

    def upgrades(self) -> Group:
        """Make it a supergroup, with a new id: the old one answers with the new from now on."""
        new = self.server.group(self.chat.json["title"], self.members, kind="supergroup")
        new.status = dict(self.status)
        by = self.members[0]
        for bot in self.bots():
            self._notice(bot, by, {"migrate_to_chat_id": new.chat.id})
            new._notice(bot, by, {"migrate_from_chat_id": self.chat.id})
        self.gone, self.moved_to = "upgraded", new.chat.id
        return new

    def hears(self, user: User, body: dict[str, Any]) -> Message:
        """A member writes; bots with privacy mode get only what is meant for them."""
        message = Message(self.chat.next_id(), self.chat, int(time.time()), user.json, body)
        self.chat.add(message, by_bot=False)
        for bot in self.bots():
            user.met.add(bot.id)
            if not bot.privacy or _meant_for(bot, body):
                bot.updates.put(str(self.chat.id), "message", message.json())
        return message

    def _change(self, bot: Bot, by: User, status: str) -> None:
        was = self.status.get(bot.id, "left")
        self.status[bot.id] = status
        change = {
            "chat": self.chat.json,
            "from": by.json,
            "date": int(time.time()),
            "old_chat_member": member(bot, was),
            "new_chat_member": member(bot, status),
        }
        bot.updates.put(str(self.chat.id), "my_chat_member", change)

    def _notice(self, bot: Bot, by: User, body: dict[str, Any]) -> None:
        message = Message(self.chat.next_id(), self.chat, int(time.time()), by.json, body)
        bot.updates.put(str(self.chat.id), "message", message.json())


def member(bot: Bot, status: str) -> dict[str, Any]:
    """A ChatMember."""
    shown: dict[str, Any] = {"user": bot.short, "status": status}
    return {**shown, "until_date": 0} if status == "kicked" else shown


def _meant_for(bot: Bot, body: dict[str, Any]) -> bool:
    """What privacy mode lets through (core.telegram.org/bots/features#privacy-mode)."""
    text = str(body.get("text") or body.get("caption") or "")
    command = _COMMAND.match(text)
    if command:
        return command[1] is None or command[1].lower() == "@" + bot.username.lower()
    if any(name.lower() == "@" + bot.username.lower() for name in _MENTION.findall(text)):
        return True
    reply = body.get("reply_to_message")
    return bool(reply and reply["from"]["id"] == bot.id)
