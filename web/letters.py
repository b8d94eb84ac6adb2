"""A letter as the page shows it: one piece of HTML, written in one place only."""

from __future__ import annotations

import re
from datetime import datetime
from html import escape

from bot import locale
from bot.channels.base import Key, Piece
from bot.channels.render import size_in_words
from bot.channels.webchat.channel import unpack
from bot.channels.webchat.mailbox import Letter
from bot.locale import _

# What can be tapped inside a text: addresses, and numbers that are surely telephones. Hotlines are
# 111 to 115 (never "Điều 113" of a law), 1800 and 1900, and what begins with 0 and has ten or
# eleven digits; any number right after the word "call".
_LINK = re.compile(
    r"(?P<url>https?://[^\s<>\"“”]*[^\s<>\"“”.,;:!?)\]])"
    r"|(?<![\d.,/–-])(?:"
    r"(?<!Điều )(?<!điều )(?P<hot>11[1-5])(?![\d%]|[.,/–-]\d)"
    r"|(?P<toll>1[89]00[ .]?\d{2,4}(?:[ .]?\d{2,4})?)(?!\d)"
    r"|(?P<line>0\d{2,3}[ .]?\d{3}[ .]?\d{3,4})(?!\d)"
    r"|(?:(?<=gọi )|(?<=Gọi )|(?<=call )|(?<=Call ))(?P<call>\d{3,11})(?!\d))"
)


_DOT = " · "
_AWAY = 'rel="noopener noreferrer" target="_blank"'


def _tap(found: re.Match[str]) -> str:
    shown = escape(found[0])
    if found["url"]:
        return f'<a href="{shown}" {_AWAY}>{shown}</a>'
    return f'<a href="tel:{re.sub("[ .]", "", shown)}">{shown}</a>'


def tappable(text: str) -> str:
    """The text as HTML, with addresses and telephone numbers that can be tapped."""
    parts, at = [], 0
    for found in _LINK.finditer(text):
        parts += [escape(text[at : found.start()]), _tap(found)]
        at = found.end()
    return "".join([*parts, escape(text[at:])])


def _split(text: str, units: int) -> tuple[str, str]:
    """The text cut after so many UTF-16 units."""
    raw = text.encode("utf-16-le")
    return raw[: 2 * units].decode("utf-16-le"), raw[2 * units :].decode("utf-16-le")


def _items(line: str) -> str:
    """A line of HTML whose items ("113 police · 114 fire") are not torn apart at its end."""
    items = line.split(_DOT)
    if len(items) == 1:
        return line
    dots = ['<span class="dot"> ·</span>'] * (len(items) - 1) + [""]
    return " ".join(
        f'<span class="item">{item}{dot}</span>' for item, dot in zip(items, dots, strict=True)
    )


def _words(piece: Piece) -> str:
    title, rest = _split(piece.text, piece.bold)
    head = f'<strong class="title">{tappable(title.strip())}</strong>' if title.strip() else ""
    body = "\n".join(map(_items, tappable(rest.lstrip("\n") if head else rest).split("\n")))
    return f'<p class="text">{head}{body}</p>' if head or body else ""


# The shape of the guides' pictures (content.pictures): room is kept before a picture has come, so
# that nothing moves under a finger. Once it is there a browser takes its own shape.
_PICTURE = 'width="640" height="480"'


def _media(piece: Piece) -> str:
    photo = (
        f'<img src="/media/{escape(piece.photo)}" alt="{escape(piece.alt)}" {_PICTURE} '
        'loading="lazy" decoding="async">'
        if piece.photo
        else ""
    )
    return photo + _voice(piece) + _paper(piece)


def _voice(piece: Piece) -> str:
    """A recording, fetched only when it is asked for."""
    if not piece.voice:
        return ""
    label = escape(_("Recording: the same words as below"))
    path = escape(piece.voice)
    # A recording in OGG has its AAC form beside it where there is one: older iPhones need it.
    forms = [(path, "audio/ogg; codecs=opus")] if path.endswith(".ogg") else [(path, "")]
    if path.endswith(".ogg"):
        forms.append((f"{path.removesuffix('.ogg')}.m4a", "audio/mp4"))
    sources = "".join(
        f'<source src="/media/{form}"' + (f' type="{kind}"' if kind else "") + ">"
        for form, kind in forms
    )
    listen = escape(_("🔊 Listen"))
    return (
        f'<p class="listen">{listen}</p>'
        f'<audio controls preload="none" aria-label="{label}">{sources}</audio>'
    )


def _paper(piece: Piece) -> str:
    """A document as a link with its name and size: who is on a weak line chooses."""
    if not piece.document:
        return ""
    name, size = escape(piece.name), escape(size_in_words(piece.size))
    link = f'<a href="/media/{escape(piece.document)}" download="{name}">📄 {name}</a>'
    return f'<p class="paper">{link} ({size})</p>'


def _pick(piece: Piece) -> str:
    """Where a file is chosen and handed in; without a script it is a form like the others."""
    if piece.ask != "file":
        return ""
    choose, send = escape(_("Choose a file")), escape(_("Send the file"))
    return (
        f'<p class="pick"><input type="file" form="file" name="file" aria-label="{choose}">'
        f'<button class="key" form="file">{send}</button></p>'
    )


def _key(key: Key) -> str:
    label = escape(key.label)
    if key.url:
        return f'<a class="key" href="{escape(key.url)}" {_AWAY}>{label}</a>'
    return (
        f'<button class="key" form="press" name="press" value="{escape(key.data)}">{label}</button>'
    )


def _keys(piece: Piece, now: bool) -> str:
    rows = "".join(f'<div class="row">{"".join(map(_key, row))}</div>' for row in piece.keys)
    return f'<div class="keys{" now" if now else ""}">{rows}</div>' if rows else ""


def _time(at: datetime, now: datetime) -> str:
    local = at.astimezone(locale.ZONE)
    shown = f"{local:%H:%M}"
    if local.date() != now.astimezone(locale.ZONE).date():
        shown = f"{locale.short_day(local.date())} {shown}"
    return f'<time datetime="{local:%Y-%m-%dT%H:%M%z}">{shown}</time>'


def letter_html(letter: Letter, now: datetime, open: bool = False) -> str:
    """One letter as HTML in the language in use; ``open``: its buttons are to be pressed now."""
    piece = unpack(letter.payload)
    # A number to call in the title is what matters more than anything else.
    alarm = " alarm" if 'href="tel:' in tappable(_split(piece.text, piece.bold)[0]) else ""
    said = f"{_media(piece)}{_words(piece)}{_pick(piece)}"
    return (
        f'<article class="msg bot{alarm}" id="l{letter.seq}" data-seq="{letter.seq}">'
        f'<span class="aside">Khéo: </span>'
        f"{said}{_time(letter.at, now)}{_keys(piece, open)}</article>"
    )


def log_html(letters: list[Letter], now: datetime) -> str:
    """A whole log: the buttons of its last letter that has any stand open."""
    last = max((letter.seq for letter in letters if unpack(letter.payload).keys), default=0)
    return "".join(letter_html(letter, now, letter.seq == last) for letter in letters)
