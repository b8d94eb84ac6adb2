"""Words that mean the same wherever they are said, in the middle of a conversation too."""

from __future__ import annotations

import re

from bot.talk.fold import fold
from bot.talk.message import Begin

#: What may stand behind a slash.
SLASH = frozenset(
    {
        "start", "stop", "resume", "menu", "help", "language", "officer", "me", "back", "cancel",
        "continue", "roles", "work", "announce", "approve", "runs", "link",
    }
)  # fmt: skip
# Folded phrases (no diacritics, lower case) that steer a conversation; they count only when they
# are the whole message. What else is a command in people's words stands in content/answers/data.
# fmt: off
_STEERING: dict[str, tuple[str, ...]] = {
    "back": (
        "back", "quay lai", "tro lai", "go back", "lui lai", "quay ve", "tro ve", "ve truoc",
        "buoc truoc", "quay lai buoc truoc",
    ),
    "cancel": (
        "cancel", "huy", "huy bo", "thoi", "thoat", "thoat ra", "khong lam nua", "thoi khong lam",
        "bo qua het", "stop here", "quit", "exit", "never mind", "nevermind",
    ),
    "continue": ("continue", "tiep tuc", "lam tiep", "go on"),
    "start": ("start", "bat dau"),
    "help": ("help", "tro giup", "cach dung"),
    # The commune's card holds its numbers, hours and addresses.
    "officer": (
        "goi can bo", "hoi can bo", "gio lam viec", "gio lam viec cua xa", "xa lam viec may gio",
        "xa lam viec den may gio", "uy ban mo cua may gio", "thu 7 xa co lam viec khong",
        "thu bay xa co lam viec khong", "chu nhat xa co lam viec khong", "so dien thoai xa",
        "so dien thoai uy ban xa", "sdt uy ban xa", "so dien thoai tram y te", "tram y te o dau",
        "uy ban xa o dau", "dia chi uy ban xa", "ai la chu tich xa", "cho toi so chu tich xa",
        "so dien thoai chu tich xa", "talk to a person", "talk to someone", "talk to somebody",
        "talk to an officer", "speak to a person", "speak to an officer", "contact an officer",
    ),
    "menu": ("menu", "alo", "a lo", "alo alo"),
    "stop": ("stop",),
    # What cadres do; to everybody else these are words like any other.
    "work": ("viec cua can bo",),
    "announce": ("viet thong bao", "soan thong bao", "soan mot thong bao", "viet mot thong bao"),
    "me": (
        "ve toi", "about me", "my data", "delete my data", "erase my data", "delete me", "erase me",
    ),
    "language": (
        "ngon ngu", "language", "doi ngon ngu", "change language",
    ),
}
# fmt: on
_BY_PHRASE = {phrase: flow for flow, phrases in _STEERING.items() for phrase in phrases}
# Who names a language need not be asked which one.
_LANGUAGES = {
    "tieng anh": "en", "english": "en", "doi tieng anh": "en", "noi tieng anh": "en",
    "tieng viet": "vi", "vietnamese": "vi", "doi tieng viet": "vi", "noi tieng viet": "vi",
}  # fmt: skip
# “Dạ thôi ạ”, “quay lại đi”: what is said around a command out of politeness.
_POLITE = re.compile(r"^da (?=\w)| (?:a|nhe|nha|di)$")


def find(text: str) -> Begin | None:
    """The command that ``text`` is, or None. ``/start h_TM01`` carries an argument.

    A slash command that nobody knows becomes ``Begin("")``.
    """
    if text.startswith("/"):
        name, _space, argument = text[1:].partition(" ")
        name = name.partition("@")[0].lower()
        if name == "start":
            return _link(argument.strip())
        return Begin(name if name in SLASH else "")
    said = fold(text)
    plain = _POLITE.sub("", said)
    if language := _LANGUAGES.get(plain):
        return Begin("language", language)
    flow = _BY_PHRASE.get(said) or _BY_PHRASE.get(plain, "")
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
