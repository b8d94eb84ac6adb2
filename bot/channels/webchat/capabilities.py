"""What the web chat can carry: its limits are our own page's, chosen for a small screen."""

from __future__ import annotations

from bot.channels.base import Capabilities

_PAGE = "our own page (web/pages): "

CAPABILITIES = Capabilities(
    channel="webchat",
    buttons=30,
    label_limit=80,
    text_limit=4000,
    caption_limit=4000,
    unit="utf16",
    photo="url",
    voice="url",
    document="url",
    file="picked",
    sources=(
        ("buttons", _PAGE + "a list of 30 is about eight screens of 320 px; more is typed"),
        ("label_limit", _PAGE + "three lines of a button at 320 px and 18 px type"),
        ("text_limit", _PAGE + "as long as Telegram's, so that one text serves both"),
        ("caption_limit", _PAGE + "a caption is shown as any text"),
        ("document", _PAGE + "a link with the document's name and size"),
        ("file", _PAGE + "a field to choose a file in, under a question that asks for one"),
        ("unit", "a browser's strings count UTF-16 units (ECMA-262, section 6.1.4)"),
    ),
)
