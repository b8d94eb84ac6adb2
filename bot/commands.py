"""Words that mean the same wherever they are said, in the middle of a conversation too."""

from __future__ import annotations

from bot.talk.fold import fold
from bot.talk.message import Begin

# Folded phrases (no diacritics, lower case) → where they lead. Short everyday words such as “dừng”
# count only when they are the whole message.
_PHRASES: dict[str, tuple[str, ...]] = {
    "stop": (
        "stop", "dung", "dung nhan tin", "dung thong bao", "dung nhan thong bao", "thoi nhan tin",
        "ngung nhan tin", "tat thong bao", "huy nhan tin", "khong nhan tin nua", "unsubscribe",
    ),
    "resume": ("nhan tin lai", "nhan lai thong bao", "bat thong bao", "resume", "subscribe"),
    "back": ("back", "quay lai", "tro lai", "go back", "lui lai"),
    "cancel": ("cancel", "huy", "huy bo", "thoi", "thoat", "bo qua het", "stop here"),
    "menu": ("menu", "danh muc", "muc luc", "trang chu", "bat dau lai"),
    "help": ("help", "tro giup", "huong dan su dung", "cach dung", "giup"),
    "language": ("language", "ngon ngu", "doi ngon ngu", "tieng anh", "english", "tieng viet"),
    "officer": (
        "officer", "gap can bo", "noi chuyen voi can bo", "gap nguoi", "gap nguoi that",
        "cho gap can bo", "lien he can bo", "talk to a person", "human",
    ),
    "me": (
        "me", "ve toi", "du lieu cua toi", "thong tin cua toi", "xoa du lieu cua toi",
        "xem du lieu cua toi", "my data", "about me",
    ),
    "start": ("start", "bat dau"),
    "continue": ("continue", "tiep tuc", "lam tiep"),
    "roles": ("roles", "vai tro"),
}  # fmt: skip
_BY_PHRASE = {phrase: flow for flow, phrases in _PHRASES.items() for phrase in phrases}


def find(text: str) -> Begin | None:
    """The command that ``text`` is, or None. ``/start h_TM01`` carries an argument.

    A slash command that nobody knows becomes ``Begin("")``.
    """
    if text.startswith("/"):
        name, _space, argument = text[1:].partition(" ")
        flow = _BY_PHRASE.get(fold(name.partition("@")[0]), "")
        if flow == "start":
            return _link(argument.strip())
        return Begin(flow)
    flow = _BY_PHRASE.get(fold(text), "")
    return Begin(flow) if flow else None


def _link(payload: str) -> Begin:
    """What a deep link leads to: ``h_`` a hamlet, ``j_`` an invitation, ``g_`` a guide."""
    match payload[:2], payload[2:]:
        case "j_", token if token:
            return Begin("join", token)
        case "g_", guide if guide:
            return Begin("guide", guide)
        case _:
            return Begin("start", payload)
