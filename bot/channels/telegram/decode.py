"""An update of the Bot API as an Incoming, or None where it does not concern us. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

import msgspec
from aiogram import types
from pydantic import ValidationError

from bot.channels.telegram import wire
from bot.channels.telegram.capabilities import CHANNEL
from bot.talk import press
from bot.talk.message import (
    Address,
    Blocked,
    Contact,
    Content,
    Document,
    Incoming,
    Joined,
    Left,
    Location,
    Moved,
    Photo,
    Pressed,
    Unblocked,
    Unsupported,
    Voice,
    Words,
)

PRESS = "cq"  # before the id of a callback query, so that it can be answered by the event's id
UPDATES = ["message", "edited_message", "callback_query", "my_chat_member"]

# Whoever writes as the group itself, as only its admins can, comes as this user, @GroupAnonymousBot
# (Bot API, Message.sender_chat: "the field from contains a fake sender user").
ANONYMOUS = 1087968824
_GROUPS = ("group", "supergroup")
_OUT = ("left", "kicked")
_HALF = "restricted"  # in or out, as its is_member says
# What a message may carry that we cannot take, by aiogram's attribute, and what we call it.
_KINDS = (
    ("animation", "animation"),
    ("sticker", "sticker"),
    ("dice", "sticker"),
    ("video", "video"),
    ("video_note", "video"),
    ("poll", "poll"),
    ("story", "story"),
    ("game", "game"),
    ("checklist", "checklist"),
    ("paid_media", "paid"),
    ("rich_message", "rich"),
)

_Message: TypeAlias = wire.Message | types.Message
_Query: TypeAlias = wire.CallbackQuery | types.CallbackQuery
_Change: TypeAlias = wire.ChatMemberUpdated | types.ChatMemberUpdated
_Entities: TypeAlias = Sequence[wire.Entity] | Sequence[types.MessageEntity]
_User: TypeAlias = wire.User | types.User


@dataclass(frozen=True, slots=True)
class Me:
    """The bot itself, as getMe tells it."""

    id: int
    username: str


class Malformed(ValueError):
    """The bytes are no update of the Bot API."""


def decode(raw: bytes, me: Me, now: datetime) -> Incoming | None:
    """The event in ``raw``; raises Malformed. ``now`` serves where the platform gives no time."""
    try:
        update = wire.hot.decode(raw)
    except msgspec.MsgspecError:
        return decode_whole(raw, me, now)
    if update.message is not None:
        return _message(update.update_id, update.message, me)
    if update.callback_query is not None:
        return _pressed(update.callback_query, now)
    if update.my_chat_member is not None:
        return _member(update.update_id, update.my_chat_member)
    return decode_whole(raw, me, now)


def decode_whole(raw: bytes, me: Me, now: datetime) -> Incoming | None:
    """Like ``decode``, by the whole model of aiogram."""
    try:
        update = types.Update.model_validate_json(raw)
    except ValidationError:
        # What pydantic says quotes its input, which is somebody's message.
        raise Malformed("no update of the Bot API") from None
    if update.message is not None:
        return _message(update.update_id, update.message, me)
    if update.callback_query is not None:
        return _pressed(update.callback_query, now)
    if update.edited_message is not None:
        return _message(update.update_id, update.edited_message, me, edited=True)
    if update.my_chat_member is not None:
        return _member(update.update_id, update.my_chat_member)
    return None


def _message(number: int, message: _Message, me: Me, *, edited: bool = False) -> Incoming | None:
    group = message.chat.type in _GROUPS
    if not group and message.chat.type != "private":
        return None
    chat = message.chat.id
    content: Content | None
    if message.text is not None:
        text = _addressed(message.text, message.entities or (), message, me, group)
        content = None if text is None else Words(text, edited)
    elif isinstance(message, wire.Message) or edited:
        content = None
    elif message.migrate_to_chat_id is not None:
        content = Moved(str(message.migrate_to_chat_id))
    elif message.migrate_from_chat_id is not None:
        content = Moved(str(chat))
        chat = message.migrate_from_chat_id
    else:
        caption = _addressed(
            message.caption or "", message.caption_entities or (), message, me, group
        )
        content = None if caption is None else _carried(message, caption)
    if content is None:
        return None
    return _incoming(str(number), chat, message.date, content, group=group, user=message.from_user)


def _carried(message: types.Message, caption: str) -> Content | None:
    if message.photo:
        largest = message.photo[-1]  # sizes come smallest first
        return Photo(largest.file_id, caption, largest.file_size or 0)
    if (voice := message.voice) is not None:
        return Voice(voice.file_id, voice.duration, voice.file_size or 0)
    if (paper := message.document) is not None and message.animation is None:
        return Document(paper.file_id, paper.file_name or "", caption, paper.file_size or 0)
    if (audio := message.audio) is not None:  # a recording made elsewhere: what it is, bytes tell
        return Document(audio.file_id, audio.file_name or "", caption, audio.file_size or 0)
    if message.location is not None:  # a venue carries one too
        return Location()
    if message.contact is not None:
        sender = message.from_user
        return Contact(own=sender is not None and message.contact.user_id == sender.id)
    for attribute, kind in _KINDS:
        if getattr(message, attribute) is not None:
            return Unsupported(kind)
    return None  # a service message: somebody joined, a title changed …


def _pressed(query: _Query, now: datetime) -> Incoming | None:
    if query.message is None:  # under a message that was sent inline: we never send those
        return None
    chat = query.message.chat
    content = Pressed(press.decode(query.data or ""))
    return _incoming(
        PRESS + query.id, chat.id, now, content, group=chat.type in _GROUPS, user=query.from_user
    )


def _member(number: int, change: _Change) -> Incoming | None:
    group = change.chat.type in _GROUPS
    was, is_now = _inside(change.old_chat_member), _inside(change.new_chat_member)
    content: Content
    if change.chat.type == "private":
        content = Unblocked() if is_now else Blocked()
    elif group and was != is_now:
        content = Joined() if is_now else Left()
    else:
        return None
    return _incoming(
        str(number), change.chat.id, change.date, content, group=group, user=change.from_user
    )


def _inside(member: wire.Member | types.ChatMemberUnion) -> bool:
    if isinstance(member, wire.Member | types.ChatMemberRestricted) and member.status == _HALF:
        return member.is_member
    return member.status not in _OUT


def _incoming(
    number: str, chat: int, at: datetime, content: Content, *, group: bool, user: _User | None
) -> Incoming:
    return Incoming(
        Address(CHANNEL, str(chat)),
        number,
        at,
        content,
        group,
        str(chat if user is None or user.id == ANONYMOUS else user.id),
        "" if user is None else user.language_code or "",
    )


def _addressed(
    text: str, entities: _Entities, message: _Message, me: Me, group: bool
) -> str | None:
    """What of ``text`` is meant for us; None where it is a talk among others in a group."""
    if text.startswith("/"):
        return _command(text, me, group)
    if not group:
        return text
    mention = _mention(text, entities, me)
    if mention is not None:
        return mention
    replied = message.reply_to_message
    if replied is not None and replied.from_user is not None and replied.from_user.id == me.id:
        return text
    return None


def _command(text: str, me: Me, group: bool) -> str | None:
    """“/help@our_bot x” as “/help x”; None where it names another bot in a group."""
    command, gap, rest = text.partition(" ")
    command, at, name = command.partition("@")
    if at and group and name.lower() != me.username.lower():
        return None
    return command + gap + rest


def _mention(text: str, entities: _Entities, me: Me) -> str | None:
    """The text without our name; None where we are not named."""
    units = text.encode("utf-16-le")
    for entity in entities:
        begin, end = 2 * entity.offset, 2 * (entity.offset + entity.length)
        part = units[begin:end].decode("utf-16-le", "replace")
        ours = (
            entity.user is not None and entity.user.id == me.id
            if entity.type == "text_mention"
            else entity.type == "mention" and part.lower() == "@" + me.username.lower()
        )
        if ours:
            before = units[:begin].decode("utf-16-le", "replace")
            after = units[end:].decode("utf-16-le", "replace")
            return f"{before.rstrip(' ')} {after.lstrip(' ')}".strip()
    return None
