"""A Piece as a request of the Bot API: the method's name, its fields, and a file to go with it.

No ``parse_mode``: the title is an entity, so nothing that people typed ever needs escaping. The
fields are plain data, because building aiogram's models costs 47 µs a message (measured); the
tests hold them against aiogram's own methods.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.channels.base import Key, Piece
from bot.locale import _

_NO_PREVIEW = {"is_disabled": True}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that a request carries: the field it fills, its path, and the name it goes by where
    people see one."""

    field: str
    path: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """One call: ``fields`` as the Bot API names them; ``upload`` is the field still to fill."""

    method: str
    fields: dict[str, Any]
    upload: Upload | None = None


def encode(chat: str, piece: Piece) -> Request:
    """The call that says ``piece`` in ``chat``; raises ValueError where that is no chat's id."""
    fields: dict[str, Any] = {"chat_id": int(chat)}
    markup = _markup(piece, private=fields["chat_id"] > 0)
    bold = [{"type": "bold", "offset": 0, "length": piece.bold}] if piece.bold else []
    upload = None
    if piece.photo:
        method, upload = "sendPhoto", Upload("photo", piece.photo)
    elif piece.voice:
        method, upload = "sendVoice", Upload("voice", piece.voice)
    elif piece.document:
        method, upload = "sendDocument", Upload("document", piece.document, piece.name)
    else:
        method = "sendMessage"
    if upload is None:
        fields["text"] = piece.text
        if bold:
            fields["entities"] = bold
        fields["link_preview_options"] = _NO_PREVIEW
    elif piece.text:
        fields["caption"] = piece.text
        if bold:
            fields["caption_entities"] = bold
    if markup:
        fields["reply_markup"] = markup
    if piece.hurried:
        fields["allow_paid_broadcast"] = True
    return Request(method, fields, upload)


def as_caption(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields of a text as a caption's (core.telegram.org/bots/api#editmessagecaption)."""
    named = {"text": "caption", "entities": "caption_entities"}
    kept = {name: value for name, value in fields.items() if name != "link_preview_options"}
    return {named.get(name, name): value for name, value in kept.items()}


def _markup(piece: Piece, *, private: bool) -> dict[str, Any] | None:
    # Contacts and places can be asked for in private chats only (core.telegram.org/bots/api
    # #keyboardbutton); groups keep the other buttons.
    if piece.ask in ("contact", "place") and private:
        return _asking(piece)
    rows = [
        [_button(key) for key in row if key.data or key.url]
        for row in piece.keys
        if any(key.data or key.url for key in row)
    ]
    return {"inline_keyboard": rows} if rows else None


def _button(key: Key) -> dict[str, str]:
    if key.url:
        return {"text": key.label, "url": key.url}
    return {"text": key.label, "callback_data": key.data}


def _asking(piece: Piece) -> dict[str, Any]:
    """A reply keyboard: the request first, the piece's keys as words to send below it.

    A key without data and without an address gives the request its label.
    """
    own = [key.label for row in piece.keys for key in row if not (key.data or key.url)]
    if piece.ask == "contact":
        request = {"text": own[0] if own else _("Send my phone number"), "request_contact": True}
    else:
        request = {"text": own[0] if own else _("Send my location"), "request_location": True}
    words = [[{"text": key.label} for key in row if key.data] for row in piece.keys]
    return {
        "keyboard": [[request], *(row for row in words if row)],
        "resize_keyboard": True,
        "one_time_keyboard": True,
    }
