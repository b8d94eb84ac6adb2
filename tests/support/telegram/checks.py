"""What the stand-in checks of a request, and how it reads it (JSON, form and multipart alike)."""

from __future__ import annotations

import html
import re
from typing import Any

import msgspec

from tests.support.telegram import refusals
from tests.support.telegram.people import utf16
from tests.support.telegram.refusals import bad

TEXT, CAPTION, DATA, ANSWER = 4096, 1024, 64, 200
DOWNLOAD, UPLOAD = 20 * 1024 * 1024, 50 * 1024 * 1024
BUTTONS = 100
_TAG = re.compile(r"<(/?)([A-Za-z-]+)([^>]*)>")
_TAGS = {"b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline"}
_TAGS |= {"s": "strikethrough", "code": "code", "pre": "pre", "a": "text_link"}


def structure(value: Any) -> Any:
    """A nested parameter: data already, or JSON in a form field."""
    if isinstance(value, str):
        try:
            return msgspec.json.decode(value)
        except msgspec.DecodeError:
            raise bad("object expected as reply markup") from None
    return value


def whole(params: dict[str, Any], name: str, default: int | None = None) -> int:
    """A number."""
    value = params.get(name, default)
    if value is None:
        raise bad(f'parameter "{name}" is required')
    try:
        return int(value)
    except (TypeError, ValueError):
        raise bad(f"{name} is not specified") from None


def words(
    params: dict[str, Any], name: str, limit: int, too_long: refusals.Refusal
) -> tuple[str, list[dict[str, Any]]]:
    """A text with its entities, trimmed as Telegram trims it."""
    text = str(params.get(name) or "")
    marks: list[dict[str, Any]] = []
    key = "entities" if name == "text" else "caption_entities"
    mode = str(params.get("parse_mode") or "").lower()
    if mode == "html":
        text, marks = parse_html(text)
    elif mode:
        raise bad("unsupported parse_mode")
    elif params.get(key):
        marks = structure(params[key])
    if any(0xD800 <= ord(letter) < 0xE000 for letter in text):
        raise bad("strings must be encoded in UTF-8")
    if text != text.strip():
        lead = utf16(text) - utf16(text.lstrip())
        marks = [{**mark, "offset": max(0, mark["offset"] - lead)} for mark in marks]
        text = text.strip()
    length = utf16(text)
    for mark in marks:
        if mark["offset"] < 0 or mark["length"] <= 0 or mark["offset"] + mark["length"] > length:
            raise bad("ENTITY_BOUNDS_INVALID")
    if length > limit:
        raise too_long
    return text, marks


def parse_html(text: str) -> tuple[str, list[dict[str, Any]]]:
    """The text without its tags, and what they marked."""
    plain, marks, open_tags = "", [], []
    end = 0
    for tag in _TAG.finditer(text):
        plain += html.unescape(text[end : tag.start()])
        end = tag.end()
        name = tag[2].lower()
        if name not in _TAGS:
            offset = len(text[: tag.start()].encode())
            raise bad(
                f'can\'t parse entities: Unsupported start tag "{name}" at byte offset {offset}'
            )
        if not tag[1]:
            open_tags.append((name, utf16(plain)))
        elif not open_tags or open_tags[-1][0] != name:
            raise bad(f"can't parse entities: Unmatched end tag at byte offset {tag.start()}")
        else:
            begin = open_tags.pop()[1]
            if utf16(plain) > begin:
                marks.append({"type": _TAGS[name], "offset": begin, "length": utf16(plain) - begin})
    if open_tags:
        last = open_tags[-1][0]
        raise bad(f"can't parse entities: Can't find end tag corresponding to start tag {last}")
    return plain + html.unescape(text[end:]), marks


def markup(
    params: dict[str, Any], *, private: bool
) -> tuple[list[list[dict[str, Any]]], list[list[Any]]]:
    """The inline keyboard and the reply keyboard of a request, checked."""
    given = params.get("reply_markup")
    if not given:
        return [], []
    given = structure(given)
    if not isinstance(given, dict):
        raise bad("object expected as reply markup")
    if "inline_keyboard" in given:
        rows = [[_inline(button) for button in row] for row in given["inline_keyboard"]]
        rows = [row for row in rows if row]
        if sum(map(len, rows)) > BUTTONS:
            raise bad("reply markup is too long")
        return rows, []
    if "keyboard" in given:
        for row in given["keyboard"]:
            for button in row:
                if isinstance(button, dict):
                    _reply(button, private)
        return [], given["keyboard"]
    return [], []


def _inline(button: dict[str, Any]) -> dict[str, Any]:
    label = button.get("text")
    if not isinstance(label, str) or not label:
        raise bad('can\'t parse inline keyboard button: Field "text" must be of type String')
    if "callback_data" in button:
        data = button["callback_data"]
        if not data or len(data.encode()) > DATA:
            raise refusals.BUTTON_DATA
        return {"text": label, "callback_data": data}
    if "url" in button:
        if not re.match(r"(https?|tg)://\S+\Z", button["url"]):
            raise bad(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")
        return {"text": label, "url": button["url"]}
    raise bad(
        "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
    )


def _reply(button: dict[str, Any], private: bool) -> None:
    if not button.get("text"):
        raise bad('can\'t parse keyboard button: Field "text" must be of type String')
    for field, what in (("request_contact", "phone number"), ("request_location", "location")):
        if button.get(field) and not private:
            raise bad(f"{what} can be requested in private chats only")


def picture(content: bytes) -> None:
    """Telegram looks into pictures."""
    if not content:
        raise bad("file must be non-empty")
    if len(content) > 10 * 1024 * 1024:
        raise refusals.Refusal(413, "Request Entity Too Large")
    if not content.startswith((b"\x89PNG", b"\xff\xd8\xff", b"RIFF")):
        raise bad("IMAGE_PROCESS_FAILED")
