"""What there is to say → what one channel can carry: pieces of text, keys, pictures, recordings.

Pure, apart from the language in use. What a channel cannot show is put into words: buttons become
numbered lines, pictures their description, addresses are written out. Nothing that was to be said
is lost on any channel.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from bot.channels.base import Capabilities, Key, Piece
from bot.channels.length import length, shorten, split
from bot.locale import _, number
from bot.talk import press
from bot.talk.message import Answer, Begin, Button, Open, Outgoing
from bot.talk.talk import BACK, CANCEL, SKIP

MENU = "menu"
# Two labels up to this long stand side by side on a screen 320 px wide.
_SHORT = 14
# So many navigation buttons share the last row.
_NAV_ROW = 3


def render(outgoing: Outgoing, capabilities: Capabilities) -> list[Piece]:
    """The pieces that say ``outgoing`` on this channel, in order; each is one API call.

    The buttons are on the last piece. Raises ValueError for a button that cannot travel.
    """
    keyed, listed, told = _buttons(outgoing.buttons, capabilities)
    asks = {
        "contact": capabilities.asks_contact,
        "place": capabilities.asks_place,
        "file": capabilities.file in ("picked", "path"),
    }
    ask = outgoing.ask if asks.get(outgoing.ask) else ""
    paragraphs = [
        "\n".join(part for part in (outgoing.title, outgoing.text) if part),
        *_described(outgoing, capabilities),
        *_in_words(listed, told),
        "" if ask and ask != "file" else _asking(outgoing.ask, capabilities),
    ]
    text = _nfc("\n\n".join(part for part in paragraphs if part))
    pieces = _pieces(outgoing, capabilities, text or (_choose() if keyed else ""))
    if title := _nfc(outgoing.title):
        first = next(n for n, piece in enumerate(pieces) if piece.text)
        bold = min(length(part, capabilities.unit) for part in (title, pieces[first].text))
        pieces[first] = replace(pieces[first], bold=bold)
    if pieces:
        pieces[-1] = replace(pieces[-1], keys=_rows(keyed, capabilities), ask=ask)
    return pieces


def screen(outgoing: Outgoing) -> list[tuple[str, str]]:
    """The buttons that carry a number, in their order, as (press as data, label).

    With it a number or a label that somebody types, outside a conversation, finds its button
    (``bot.talk.fields.pick``); it agrees with the numbered lines of every channel.
    """
    return [
        (press.encode(button.press), button.label)
        for button in outgoing.buttons
        if _has_number(button) and not isinstance(button.press, Open)
    ]


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip()


def _has_number(button: Button) -> bool:
    if isinstance(button.press, Open):
        return False
    if isinstance(button.press, Answer):
        return button.press.option != SKIP  # beside “how many?”, a number is the answer
    return not (button.nav and button.press.flow in (BACK, CANCEL, MENU))


def _buttons(
    buttons: Sequence[Button], capabilities: Capabilities
) -> tuple[list[Button], list[Button], list[Button]]:
    """Which buttons become keys, which numbered lines, and which are told in words."""
    numbered = [button for button in buttons if _has_number(button)]
    others = [button for button in buttons if not _has_number(button)]
    if len(buttons) <= capabilities.buttons:
        cut = any(_label(button, capabilities) != _nfc(button.label) for button in numbered)
        return list(buttons), numbered if cut else [], []
    if len(others) <= capabilities.buttons:
        return others, numbered, []
    return [], numbered, others


def _in_words(listed: Sequence[Button], told: Sequence[Button]) -> list[str]:
    """The paragraphs that stand for buttons: addresses, numbered lines, what to write."""
    addresses = [f"{b.label}: {b.press.url}" for b in told if isinstance(b.press, Open)]
    numbers = [f"{number}. {button.label}" for number, button in enumerate(listed, 1)]
    hints = [_("Reply with the number.")] if listed else []
    for button in told:
        match button.press:
            case Answer():
                hints.append(_("Or write “{label}”.").format(label=button.label))
            case Begin("back"):
                hints.append(_("Write 0 to go back.") if listed else _("Write “back” to go back."))
            case Begin("cancel"):
                hints.append(_("Write “cancel” to stop here."))
            case Begin("menu"):
                hints.append(_("Write “menu” to see everything."))
    return ["\n".join(lines) for lines in (addresses, numbers, hints)]


def _described(outgoing: Outgoing, capabilities: Capabilities) -> list[str]:
    """What stands for a picture that cannot be shown, and the transcript of a recording."""
    parts = []
    if outgoing.photo and capabilities.photo == "no":
        parts.append(_("Picture: {words}").format(words=outgoing.photo.words))
    if outgoing.voice and _plain(outgoing.voice.words) not in _plain(outgoing.text):
        if capabilities.voice == "no":
            parts.append(outgoing.voice.words)
        else:
            parts.append(_("The recording says: {words}").format(words=outgoing.voice.words))
    if outgoing.document and capabilities.document == "no":
        name, size = outgoing.document.name, size_in_words(outgoing.document.size)
        parts.append(_("Document: {name} ({size})").format(name=name, size=size))
    return parts


def size_in_words(size: int) -> str:
    """How big a file is, as people read it: “240 KB”, “1,5 MB”."""
    if size < 1024 * 1024:
        return f"{max(1, round(size / 1024))} KB"
    return f"{number(round(size / (1024 * 1024), 1))} MB"


def _plain(text: str) -> str:
    return " ".join(_nfc(text).split())


def _asking(what: str, capabilities: Capabilities) -> str:
    match what:
        case "file" if capabilities.file == "path":
            return _("Please write the path of the file on this machine.")
        case "file" if capabilities.file == "no":
            return _("No file can be sent on this channel. Please go on in the web chat.")
        case "contact":
            return _("Please write the phone number here.")
        case "place":
            return _("Please say in words where it is: the hamlet, the road, what is nearby.")
        case _:
            return ""


def _choose() -> str:
    return _("Please choose one of these.")


def _pieces(outgoing: Outgoing, capabilities: Capabilities, text: str) -> list[Piece]:
    """Recording, document, picture, text; the text is the caption of what stands last, where it
    fits."""
    media = []
    if outgoing.voice and capabilities.voice != "no":
        media.append(Piece("", voice=outgoing.voice.path))
    if (paper := outgoing.document) and capabilities.document != "no":
        media.append(Piece("", document=paper.path, name=_nfc(paper.name), size=paper.size))
    if outgoing.photo and capabilities.photo != "no":
        media.append(Piece("", photo=outgoing.photo.path, alt=_nfc(outgoing.photo.words)))
    if media and length(text, capabilities.unit) <= capabilities.caption_limit:
        return [*media[:-1], replace(media[-1], text=text)]
    parts = split(text, capabilities.text_limit, capabilities.unit)
    return [*media, *(Piece(part) for part in parts)]


def _label(button: Button, capabilities: Capabilities) -> str:
    return shorten(_nfc(button.label), capabilities.label_limit, capabilities.unit)


def _rows(buttons: Sequence[Button], capabilities: Capabilities) -> tuple[tuple[Key, ...], ...]:
    """The keys in rows: long labels alone, two short ones together, navigation last."""
    rows: list[tuple[Key, ...]] = []
    keys = [(button.nav, _key(button, capabilities)) for button in buttons]
    plain = [key for nav, key in keys if not nav]
    for short, run in groupby(plain, lambda key: len(key.label) <= _SHORT):
        rows += _by(2 if short else 1, list(run))
    rows += _by(_NAV_ROW, [key for nav, key in keys if nav])
    return tuple(rows)


def _by(count: int, keys: Sequence[Key]) -> list[tuple[Key, ...]]:
    return [tuple(keys[place : place + count]) for place in range(0, len(keys), count)]


def _key(button: Button, capabilities: Capabilities) -> Key:
    label = _label(button, capabilities)
    if isinstance(button.press, Open):
        return Key(label, url=button.press.url)
    return Key(label, press.encode(button.press))
