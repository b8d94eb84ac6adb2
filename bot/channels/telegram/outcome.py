"""How a send ended, from how its call ended. Pure.

Strings as the Bot API server writes them (tdlib/telegram-bot-api, Client.cpp,
fail_query_with_error).
"""

from __future__ import annotations

from datetime import timedelta
from typing import assert_never

import msgspec

from bot.channels.base import Gone, Later, Outcome, Refused, Sent, Unknown
from bot.channels.telegram.session import Accepted, Lost, Rejected, Reply, Unsent

UNREACHABLE = timedelta(seconds=5)  # the sender's own backoff grows from here
FLOOD = timedelta(seconds=30)  # where a 429 names no time; they are usually 1-40 s (td#1331)
TOKEN = timedelta(minutes=10)  # until the technician has put in a new token

#: A message that is no text but a picture, a recording …: its caption can be changed instead.
NO_TEXT = "there is no text in the message to edit"
_WHY = 200  # as much of a description as a row keeps

# 403: by a part of the description, what we call it.
_FORBIDDEN = (
    ("bot was blocked by the user", "blocked"),
    ("user is deactivated", "deactivated"),
    ("bot was kicked", "kicked"),
    ("group chat was deleted", "deleted"),
    ("bot is not a member", "not a member"),
    ("bot can't initiate conversation", "never started"),
    ("bot can't send messages to bots", "a bot"),
)
_NO_CHAT = ("chat not found", "private chat not found", "user not found", "peer_id_invalid")


class _Message(msgspec.Struct):
    message_id: int


_message = msgspec.json.Decoder(_Message)


def outcome(reply: Reply) -> Outcome:
    """What a reply to a send means for the row that was sent."""
    match reply:
        case Accepted(result):
            try:
                return Sent(str(_message.decode(result).message_id))
            except msgspec.MsgspecError:
                return Unknown("accepted, but without a message id")
        case Rejected():
            return _rejected(reply)
        case Unsent(why):
            return Later(UNREACHABLE, f"unreachable: {why}", whole=True)
        case Lost(why):
            return Unknown(f"no answer: {why}")
        case _:
            assert_never(reply)


def changed(reply: Reply, id: str) -> Outcome:
    """What a reply to an edit or a deletion means: these may be repeated without harm."""
    match reply:
        case Accepted():
            return Sent(id)
        case Rejected(400, why) if "message is not modified" in why:
            return Sent(id)
        case _:
            return outcome(reply)


def _rejected(reply: Rejected) -> Outcome:
    why = reply.description[:_WHY]
    said = reply.description.lower()
    if reply.moved_to:
        return Gone("upgraded to a supergroup", str(reply.moved_to))
    match reply.code:
        case 429:
            after = timedelta(seconds=reply.retry_after) if reply.retry_after else FLOOD
            return Later(after, "flood limit", whole=True, flood=True)
        case 403:
            return Gone(next((name for part, name in _FORBIDDEN if part in said), why))
        case 401 | 404:
            return Later(TOKEN, f"token refused: {why}", whole=True)
        case 409:
            # Only polling gives it; a call that was refused was not carried out.
            return Later(UNREACHABLE, why, whole=True)
        case code if code >= 500:
            return Unknown(why or f"HTTP {code}")
        case _:
            if any(part in said for part in _NO_CHAT):
                return Gone("chat not found")
            return Refused(why or f"HTTP {reply.code}")
