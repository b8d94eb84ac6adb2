"""What the classes of announcements are called, and what a household may be asked for."""

from __future__ import annotations

from bot.locale import _

#: In the order in which they are offered.
KINDS = ("information", "meeting", "urgent", "disaster")
ACKS = ("", "seen", "come")


def kind_name(kind: str) -> str:
    """A class of announcements in the reader's language."""
    match kind:
        case "meeting":
            return _("🗓 Meeting")
        case "urgent":
            return _("⚠️ Urgent")
        case "disaster":
            return _("🚨 Disaster")
        case _:
            return _("📢 Information")


def ack_name(ack: str) -> str:
    """What households are asked for, in the reader's language."""
    match ack:
        case "seen":
            return _("“I have understood”")
        case "come":
            return _("“I will come” or “I cannot come”")
        case _:
            return _("Nothing")


def channel_name(channel: str) -> str:
    """What people call a channel."""
    match channel:
        case "webchat":
            return _("Web chat")
        case "telegram":
            return "Telegram"
        case _:
            return channel
