"""What people say that is no question at all, while nothing is open: a nod, thanks, a death.

Only whole messages count, without diacritics. Inside a conversation they answer its question.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.locale import _
from bot.talk.message import Begin, Button, Outgoing

# fmt: off
_PLAIN: dict[str, tuple[str, ...]] = {
    "nod": (
        "vang", "vang a", "da", "da vang", "u", "uh", "um", "ok", "oke", "okay", "ok bac", "co",
        "khong", "ko", "roi", "duoc", "duoc roi", "the a", "vay a", "the thoi", "biet roi",
    ),
    "thanks": ("thanks", "thank", "thank you", "tks", "thx", "cam on", "cam on bac"),
    "help": (
        "khong hieu", "toi khong hieu", "tui khong hieu", "chua hieu", "khong hieu gi",
        "khong hieu gi ca", "khong biet dung", "toi khong biet dung", "tui khong biet dung",
        "toi gia roi khong biet dung", "dung the nao", "dung sao", "dung lam sao",
    ),
    # Who cannot read needs a person, not another page.
    "officer": (
        "khong biet chu", "toi khong biet chu", "tui khong biet chu", "toi khong doc duoc",
        "khong doc duoc chu", "toi khong biet doc", "mat kem khong doc duoc", "doc cho toi nghe",
    ),
}
# fmt: on
_MEANT = {words: intent for intent, ways in _PLAIN.items() for words in ways}
_DEATH = re.compile(
    r"(?:ong|ba|me|ma|bo|ba ma|cha|thay|u|chong|vo|anh|chi|mu|o|chu|bac)(?: (?:noi|ngoai))?"
    r"(?: (?:toi|tui|em|chau|minh|nha toi))?(?: (?:moi|vua|da))? (?:mat|chet|qua doi)"
    r"(?: roi| hom qua| hom nay| sang nay| toi qua| nam ngoai)?(?: a)?"
)


def courtesy(folded: str) -> str:
    """What the whole message is ("nod", "thanks", "help", "officer", "grief"), or ""."""
    return _MEANT.get(folded, "") or ("grief" if _DEATH.fullmatch(folded) else "")


def nod(buttons: Sequence[Button] = ()) -> Outgoing:
    """“Vâng”, “ok”: nothing was asked."""
    return Outgoing(_("All right. Write whenever you need something."), buttons=tuple(buttons))


def grief() -> Outgoing:
    """Somebody has died: sympathy first, and a person for what must be done."""
    return Outgoing(
        _(
            "Khéo is sorry for your loss. For the papers after a death, and for help with a "
            "funeral, an officer of the commune tells you what to do."
        ),
        buttons=(
            Button(_("☎ Talk to an officer"), Begin("officer")),
            Button(_("☰ Menu"), Begin("menu")),
        ),
    )
