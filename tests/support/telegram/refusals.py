"""How the stand-in says no: the envelope and the strings of the Bot API server.

Strings: tdlib/telegram-bot-api, Client.cpp and Query.cpp; those in capitals come from Telegram's
own servers behind it.
"""

from __future__ import annotations

from typing import Any


class Refusal(Exception):
    """A request that is not carried out."""

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def envelope(self) -> dict[str, Any]:
        """The answer's body."""
        body = {"ok": False, "error_code": self.code, "description": self.description}
        return {**body, "parameters": self.parameters} if self.parameters else body


def bad(what: str) -> Refusal:
    """400."""
    return Refusal(400, f"Bad Request: {what}")


def forbidden(what: str) -> Refusal:
    """403."""
    return Refusal(403, f"Forbidden: {what}")


def conflict(what: str) -> Refusal:
    """409."""
    return Refusal(409, f"Conflict: {what}")


def flood(seconds: int) -> Refusal:
    """429."""
    return Refusal(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


def migrated(chat: int) -> Refusal:
    """The group has become a supergroup."""
    return Refusal(
        400,
        "Bad Request: group chat was upgraded to a supergroup chat",
        migrate_to_chat_id=chat,
    )


NOT_FOUND = Refusal(404, "Not Found")
UNAUTHORIZED = Refusal(401, "Unauthorized")
CHAT_NOT_FOUND = bad("chat not found")
BLOCKED = forbidden("bot was blocked by the user")
DEACTIVATED = forbidden("user is deactivated")
NOT_STARTED = forbidden("bot can't initiate conversation with a user")
EMPTY_TEXT = bad("message text is empty")
LONG_TEXT = bad("message is too long")
LONG_CAPTION = bad("message caption is too long")
LONG_ANSWER = bad("MESSAGE_TOO_LONG")
BUTTON_DATA = bad("BUTTON_DATA_INVALID")
WRONG_FILE = bad("wrong file identifier/HTTP URL specified")
NO_FILE = bad("wrong file_id or the file is temporarily unavailable")
BIG_FILE = bad("file is too big")
NOT_MODIFIED = bad(
    "message is not modified: specified new message content and reply markup are exactly the"
    " same as a current content and reply markup of the message"
)
OLD_QUERY = bad("query is too old and response timeout expired or query ID is invalid")
NO_EDIT = bad("message to edit not found")
CANNOT_EDIT = bad("message can't be edited")
NO_DELETE = bad("message to delete not found")
CANNOT_DELETE = bad("message can't be deleted for everyone")
TWO_POLLERS = conflict(
    "terminated by other getUpdates request; make sure that only one bot instance is running"
)
POLL_WITH_WEBHOOK = conflict(
    "can't use getUpdates method while webhook is active; use deleteWebhook to delete the"
    " webhook first"
)
