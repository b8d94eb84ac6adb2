"""The page of the web chat: everything for a first look in one answer, and one small script."""

from __future__ import annotations

import gzip
import hashlib
import json
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from pathlib import Path
from string import Template
from urllib.parse import urlencode

from bot.channels.webchat.mailbox import Letter
from bot.locale import DEFAULT, _, current, languages
from bot.media import LARGEST
from bot.ports import Commune
from web.letters import log_html, tappable

_FOLDER = Path(__file__).resolve().parent / "pages"


def _read(name: str) -> str:
    return (_FOLDER / name).read_text("utf-8")


@dataclass(frozen=True, slots=True)
class Script:
    """The page's script: its address changes with its content, so it is kept for ever."""

    address: str
    plain: bytes
    gzipped: bytes


# What the script is made of: its memory, the log, the wire, the visitor's hand, files.
_PARTS = ("memory.js", "log.js", "wire.js", "hand.js", "file.js")


def _script() -> Script:
    parts = "\n".join(map(_read, _PARTS))
    plain = _read("chat.js").replace("  // PARTS\n", parts).encode()
    return Script(
        f"/chat-{hashlib.sha256(plain).hexdigest()[:12]}.js", plain, gzip.compress(plain, 9)
    )


SCRIPT = _script()
ICON = _read("icon.svg").encode()
_STYLE = _read("chat.css")
_CHAT = Template(_read("chat.html"))
_HELLO = Template(_read("hello.html"))
_STYLE_HASH = b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()

#: Only our own script, the one style by its hash, and nothing from anywhere else.
POLICY = (
    f"default-src 'none'; script-src 'self'; style-src 'sha256-{_STYLE_HASH}'; img-src 'self'; "
    "media-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)


@dataclass(frozen=True, slots=True)
class View:
    """What one rendering of the page shows. ``start`` is what a link asked to begin with,
    ``ticket`` goes into the forms, ``draft`` is text that could not be sent, ``known``: the visitor
    had been here before."""

    commune: Commune
    letters: Sequence[Letter]
    now: datetime
    tag: str
    ticket: str
    start: str = ""
    notice: str = ""
    draft: str = ""
    known: bool = False


def _script_words() -> str:
    return json.dumps(
        {
            "you": _("You:"),
            "sending": _("Sending…"),
            "sent": _("Sent ✓"),
            "held": _("Not sent yet. It goes out by itself when the network is back."),
            "again": _("Send now"),
            "refused": _("This message could not be taken."),
            "offline": _("The network is down. What you write is kept and sent later."),
            "more": _("New message ↓"),
            "choose": _("Choose below ↓"),
            "pick": _("Please choose a file first."),
            "big": _("This file is too big: at most {most} MB. Please send a smaller one.").format(
                most=LARGEST // (1024 * 1024)
            ),
            "unsent": _("The file did not get through. Please send it once more."),
        },
        ensure_ascii=False,
    )


def _tongue(view: View) -> str:
    """Before the first message another language is a link; later the conversation changes it."""
    if view.letters or view.known:
        words, code = ("Language", "en") if current().code == DEFAULT else ("Ngôn ngữ", DEFAULT)
        return (
            f'<button class="tongue" form="press" name="press" value="b|language|" lang="{code}">'
            f"{words}</button>"
        )
    others = (language for language in languages().values() if language is not current())
    return "".join(
        f'<a class="tongue" href="/chat?{escape(urlencode(_query(language.code, view.start)))}" '
        f'lang="{language.code}" hreflang="{language.code}">{escape(language.name)}</a>'
        for language in others
    )


def _query(language: str, start: str) -> dict[str, str]:
    return {"lang": language} | ({"start": start} if start else {})


def _hello(view: View) -> str:
    return _HELLO.substitute(
        greeting=escape(_("Good day! What can Khéo help you with?")),
        offer=escape(
            _(
                "Write your question below in your own words, or press the button. Khéo answers "
                "by itself, day and night, and guides you step by step."
            )
        ),
        emergency=tappable(_("In an emergency call at once: 115 ambulance, 114 fire, 113 police.")),
        warning=escape(_("Please never write ID numbers, passwords or OTP codes here.")),
        start=escape(f"/start {view.start}".strip()),
        open="yes" if view.letters else "",
        begin=escape(_("Start")),
    )


def page(view: View) -> str:
    """The page in the language in use."""
    hello = _hello(view) if view.start or not view.letters else ""
    demo = _("This is a sample commune, made up for trying Khéo out.")
    return _CHAT.substitute(
        language=current().code,
        title=escape(f"{view.commune.name} – Khéo"),
        style=_STYLE,
        script=SCRIPT.address,
        words=escape(_script_words()),
        tag=view.tag,
        known="yes" if view.known else "",
        skip=escape(_("Go to the box to write in")),
        commune=escape(view.commune.name),
        automatic=escape(_("Khéo, the automatic assistant")),
        tongue=_tongue(view),
        demo=f'<p class="demo">{escape(demo)}</p>' if view.commune.demo else "",
        before="" if view.letters else hello,
        label=escape(_("Conversation")),
        after=max((letter.seq for letter in view.letters), default=0),
        letters=log_html(list(view.letters), view.now),
        behind=hello if view.letters else "",
        plain=escape(_("This is the simple page. To see new answers, press:")),
        refresh=escape(_("Refresh")),
        notice=escape(view.notice),
        ticket=view.ticket,
        ask=escape(_("Write your question")),
        hint=escape(_("Your question…")),
        draft=escape(view.draft),
        send=escape(_("Send")),
    )
