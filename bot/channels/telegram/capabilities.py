"""What Telegram can carry, and where each number comes from."""

from __future__ import annotations

from dataclasses import replace

from bot.channels.base import Capabilities

CHANNEL = "telegram"

CAPABILITIES = Capabilities(
    channel=CHANNEL,
    buttons=40,
    label_limit=64,
    text_limit=4096,
    caption_limit=1024,
    unit="utf16",
    photo="upload",
    voice="upload",
    document="upload",
    file="attached",
    asks_contact=True,
    asks_place=True,
    edit=True,
    delete=True,
    groups=True,
    seen=False,
    per_second=30,
    per_chat=1,
    per_group=20,
    sources=(
        ("buttons", "our choice: Telegram publishes no number, longer lists are hard to read"),
        ("label_limit", "our choice: longer labels are cut off on a narrow screen"),
        ("text_limit", "core.telegram.org/bots/api#sendmessage: 1-4096 after entities parsing"),
        ("caption_limit", "core.telegram.org/bots/api#sendphoto: 0-1024 after entities parsing"),
        ("unit", "core.telegram.org/bots/api#messageentity: offsets in UTF-16 code units"),
        ("photo", "core.telegram.org/bots/api#sending-files: upload once, then by file_id"),
        ("voice", "core.telegram.org/bots/api#sendvoice: OGG with Opus"),
        ("document", "core.telegram.org/bots/api#senddocument: any type, up to 50 MB"),
        ("file", "core.telegram.org/bots/api#getfile: bots download up to 20 MB"),
        ("asks_contact", "core.telegram.org/bots/api#keyboardbutton: private chats only"),
        ("asks_place", "core.telegram.org/bots/api#keyboardbutton: private chats only"),
        ("delete", "core.telegram.org/bots/api#deletemessage: younger than 48 hours"),
        ("per_second", "core.telegram.org/bots/faq: about 30 messages a second over all"),
        ("per_chat", "core.telegram.org/bots/faq: avoid more than one a second in one chat"),
        ("per_group", "core.telegram.org/bots/faq: not more than 20 a minute in one group"),
        ("free_per_second", "core.telegram.org/bots/faq: about 30 messages a second over all"),
        ("stars_per_thousand", "core.telegram.org/bots/api#paid-broadcasts: 0.1 Star a message"),
    ),
)

#: Free, and the most that Telegram sells (core.telegram.org/bots/api#paid-broadcasts).
FREE, FASTEST = 30, 1000


def at_rate(per_second: float) -> Capabilities:
    """The row for bulk at so many messages a second; what goes above the free rate is paid for."""
    if per_second <= FREE:
        return replace(CAPABILITIES, per_second=per_second)
    return replace(
        CAPABILITIES, per_second=per_second, free_per_second=FREE, stars_per_thousand=100
    )
