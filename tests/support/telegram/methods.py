"""The methods of the Bot API that the stand-in knows."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any

from tests.support.telegram import checks, refusals
from tests.support.telegram.checks import whole, words
from tests.support.telegram.refusals import bad, forbidden
from tests.support.telegram.updates import DEFAULT, Webhook
from tests.support.telegram.world import Bot, Chat, File, Message

Params = dict[str, Any]
Files = dict[str, tuple[str, bytes]]
TWO_DAYS = 48 * 3600


class Methods:
    """Carries out requests; one instance serves all bots of a server."""

    def __init__(self, server: Any) -> None:
        self._server = server
        names = [name for name in dir(self) if not name.startswith("_")]
        self.table: dict[str, Callable[[Bot, Params, Files], Any]] = {
            name.replace("_", ""): getattr(self, name) for name in names
        }

    def get_me(self, bot: Bot, params: Params, files: Files) -> Any:
        return bot.json

    def send_message(self, bot: Bot, params: Params, files: Files) -> Any:
        chat = self._chat(bot, params)
        text, marks = words(params, "text", checks.TEXT, refusals.LONG_TEXT)
        if not text:
            raise refusals.EMPTY_TEXT
        body: dict[str, Any] = {"text": text}
        if marks:
            body["entities"] = marks
        return self._say(bot, chat, params, body)

    def send_photo(self, bot: Bot, params: Params, files: Files) -> Any:
        return self._send_file(bot, params, files, "photo")

    def send_voice(self, bot: Bot, params: Params, files: Files) -> Any:
        return self._send_file(bot, params, files, "voice")

    def send_document(self, bot: Bot, params: Params, files: Files) -> Any:
        return self._send_file(bot, params, files, "document")

    def send_location(self, bot: Bot, params: Params, files: Files) -> Any:
        chat = self._chat(bot, params)
        point = {name: float(params[name]) for name in ("latitude", "longitude")}
        return self._say(bot, chat, params, {"location": point})

    def send_chat_action(self, bot: Bot, params: Params, files: Files) -> Any:
        self._chat(bot, params)
        if params.get("action") not in ("typing", "upload_photo", "record_voice", "upload_voice"):
            raise bad("wrong parameter action in request")
        return True

    def edit_message_text(self, bot: Bot, params: Params, files: Files) -> Any:
        message = self._own(bot, params, refusals.NO_EDIT, refusals.CANNOT_EDIT)
        if "text" not in message.body:
            raise bad("there is no text in the message to edit")
        text, marks = words(params, "text", checks.TEXT, refusals.LONG_TEXT)
        if not text:
            raise refusals.EMPTY_TEXT
        body = {"text": text, **({"entities": marks} if marks else {})}
        return self._edit(message, params, body)

    def edit_message_caption(self, bot: Bot, params: Params, files: Files) -> Any:
        message = self._own(bot, params, refusals.NO_EDIT, refusals.CANNOT_EDIT)
        if not {"photo", "voice", "document", "audio"} & message.body.keys():
            raise bad("there is no caption in the message to edit")
        text, marks = words(params, "caption", checks.CAPTION, refusals.LONG_CAPTION)
        dropped = ("caption", "caption_entities")
        body = {name: value for name, value in message.body.items() if name not in dropped}
        if text:
            body["caption"] = text
        if marks:
            body["caption_entities"] = marks
        return self._edit(message, params, body)

    def get_file(self, bot: Bot, params: Params, files: Files) -> Any:
        file = bot.sent_in.get(str(params.get("file_id") or "")) or bot.files.get(
            str(params.get("file_id") or "")
        )
        if file is None:
            raise refusals.NO_FILE
        if file.json["file_size"] > checks.DOWNLOAD:
            raise refusals.BIG_FILE
        names = ("file_id", "file_unique_id", "file_size")
        return {**{name: file.json[name] for name in names}, "file_path": file.path}

    def edit_message_reply_markup(self, bot: Bot, params: Params, files: Files) -> Any:
        message = self._own(bot, params, refusals.NO_EDIT, refusals.CANNOT_EDIT)
        return self._edit(message, params, message.body)

    def delete_message(self, bot: Bot, params: Params, files: Files) -> Any:
        message = self._message(bot, params, refusals.NO_DELETE)
        if message.sender["id"] != bot.id and message.chat.id < 0:
            raise refusals.CANNOT_DELETE
        if message.date < time.time() - TWO_DAYS:
            raise refusals.CANNOT_DELETE
        message.deleted = True
        return True

    def answer_callback_query(self, bot: Bot, params: Params, files: Files) -> Any:
        press = bot.presses.get(str(params.get("callback_query_id")))
        if press is None or press.expired or press.answer is not None:
            raise refusals.OLD_QUERY
        if len(str(params.get("text") or "")) > checks.ANSWER:
            raise refusals.LONG_ANSWER
        press.answer = dict(params)
        return True

    def set_my_commands(self, bot: Bot, params: Params, files: Files) -> Any:
        given = checks.structure(params.get("commands") or [])
        if len(given) > 100:
            raise bad("BOT_COMMANDS_TOO_MUCH")
        for command in given:
            if not re.fullmatch(r"/?[a-z0-9_]{1,32}", command["command"]):
                raise bad("BOT_COMMAND_INVALID")
            if not 1 <= len(command["description"]) <= 256:
                raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
        language = str(params.get("language_code") or "")
        if language and not re.fullmatch(r"[a-z]{2}", language):
            raise bad("invalid language code specified")
        bot.commands[language] = given
        return True

    def get_my_commands(self, bot: Bot, params: Params, files: Files) -> Any:
        return bot.commands.get(str(params.get("language_code") or ""), [])

    def get_chat(self, bot: Bot, params: Params, files: Files) -> Any:
        chat = self._chat(bot, params)
        gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription")
        accepted = dict.fromkeys((*gifts, "gifts_from_channels"), False)
        return {
            **chat.json,
            "accent_color_id": 0,
            "max_reaction_count": 11,
            "accepted_gift_types": accepted,
        }

    async def get_updates(self, bot: Bot, params: Params, files: Files) -> Any:
        if params.get("allowed_updates") is not None:
            bot.updates.allowed = _kinds(params)
        limit = whole(params, "limit", 100)
        timeout = float(params.get("timeout") or 0)
        return await bot.updates.poll(whole(params, "offset", 0), limit, timeout)

    async def set_webhook(self, bot: Bot, params: Params, files: Files) -> Any:
        url = str(params.get("url") or "")
        if not url:
            return await self.delete_webhook(bot, params, files)
        scheme = "https://" if self._server.https_only else "http"
        if not url.startswith(scheme):
            raise bad("bad webhook: An HTTPS URL must be provided for webhook")
        secret = str(params.get("secret_token") or "")
        if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", secret):
            raise bad("secret token contains unallowed characters")
        if params.get("allowed_updates") is not None:
            bot.updates.allowed = _kinds(params)
        if _true(params.get("drop_pending_updates")):
            bot.updates.pending.clear()
        connections = whole(params, "max_connections", 40)
        await bot.updates.set_webhook(Webhook(url, secret, connections))
        return True

    async def delete_webhook(self, bot: Bot, params: Params, files: Files) -> Any:
        if _true(params.get("drop_pending_updates")):
            bot.updates.pending.clear()
        await bot.updates.set_webhook(None)
        return True

    def get_webhook_info(self, bot: Bot, params: Params, files: Files) -> Any:
        hook = bot.updates.webhook
        info = {
            "url": hook.url if hook else "",
            "has_custom_certificate": False,
            "pending_update_count": len(bot.updates.pending),
        }
        if hook and hook.last_error:
            info |= {"last_error_date": int(time.time()), "last_error_message": hook.last_error}
        return info

    def _chat(self, bot: Bot, params: Params) -> Chat:
        """The chat that a request is for, if this bot may talk there."""
        try:
            number = int(params["chat_id"])
        except KeyError:
            raise bad("chat_id is empty") from None
        except (TypeError, ValueError):
            raise refusals.CHAT_NOT_FOUND from None
        if number > 0:
            return self._private(bot, number)
        group = self._server.groups.get(number)
        if group is None or bot.id not in group.status:
            raise refusals.CHAT_NOT_FOUND
        if group.gone == "upgraded":
            raise refusals.migrated(group.moved_to)
        if group.gone == "deleted":
            raise forbidden("the group chat was deleted")
        if group.status[bot.id] == "kicked":
            raise forbidden(f"bot was kicked from the {_long(group.kind)} chat")
        if group.status[bot.id] != "member":
            raise forbidden(f"bot is not a member of the {_long(group.kind)} chat")
        chat: Chat = group.chat
        return chat

    def _private(self, bot: Bot, number: int) -> Chat:
        user = self._server.users.get(number)
        if user is None:
            raise refusals.CHAT_NOT_FOUND
        if user.deactivated:
            raise refusals.DEACTIVATED
        if bot.id in user.blocked:
            raise refusals.BLOCKED
        if bot.id not in user.started:
            raise refusals.NOT_STARTED if bot.id in user.met else refusals.CHAT_NOT_FOUND
        chat: Chat = bot.privates.get(number) or user.chat(bot)
        return chat

    def _say(self, bot: Bot, chat: Chat, params: Params, body: dict[str, Any]) -> Any:
        keyboard, asks = checks.markup(params, private=chat.id > 0)
        bot.limits.check(chat.id)
        message = Message(
            chat.next_id(), chat, int(time.time()), bot.short, body, params, keyboard, asks
        )
        chat.add(message, by_bot=True)
        return message.json()

    def _send_file(self, bot: Bot, params: Params, files: Files, kind: str) -> Any:
        chat = self._chat(bot, params)
        text, marks = words(params, "caption", checks.CAPTION, refusals.LONG_CAPTION)
        keyboard_ok = checks.markup(params, private=chat.id > 0)
        assert keyboard_ok is not None
        file = self._file(bot, params, files, kind)
        body: dict[str, Any] = {file.kind: file.json}
        if file.kind == "photo":
            body["photo"] = [file.json]
        if text:
            body["caption"] = text
        if marks:
            body["caption_entities"] = marks
        return self._say(bot, chat, params, body)

    def _file(self, bot: Bot, params: Params, files: Files, kind: str) -> File:
        given = str(params.get(kind) or "")
        name = given.removeprefix("attach://") if given.startswith("attach://") else kind
        if name in files:
            return self._store(bot, kind, *files[name])
        if not given:
            raise bad(f"there is no {kind} in the request")
        if given.startswith(("http://", "https://")):
            raise bad("failed to get HTTP URL content")
        file = bot.files.get(given)
        if file is None:
            raise refusals.WRONG_FILE
        if file.kind != kind:
            raise bad(f"can't use file of type {file.kind.title()} as {kind.title()}")
        return file

    def _store(self, bot: Bot, kind: str, name: str, content: bytes) -> File:
        if kind == "photo":
            checks.picture(content)
        elif not content:
            raise bad("file must be non-empty")
        elif kind == "voice" and not (
            content.startswith((b"OggS", b"ID3")) or content[4:11] == b"ftypM4A"
        ):
            kind = "document"  # so it arrives, but not as a recording that can be played
        if len(content) > checks.UPLOAD:
            raise refusals.Refusal(413, "Request Entity Too Large")
        bot.uploads.append((kind, name))
        number = self._server.next_number()
        shown: dict[str, Any] = {
            "file_id": f"AgAC-{bot.id}-{kind}-{number}",
            "file_unique_id": f"uq{number}",
            "file_size": len(content),
        }
        match kind:
            case "photo":
                shown |= {"width": 640, "height": 480}
            case "voice":
                shown |= {"duration": 1, "mime_type": "audio/ogg"}
            case _:
                shown |= {"file_name": name}
        file = bot.files[shown["file_id"]] = File(kind, content, shown)
        return file

    def _message(self, bot: Bot, params: Params, missing: refusals.Refusal) -> Message:
        chat = self._chat(bot, params)
        message = chat.all.get(whole(params, "message_id", 0))
        if message is None or message.deleted:
            raise missing
        return message

    def _own(
        self, bot: Bot, params: Params, missing: refusals.Refusal, foreign: refusals.Refusal
    ) -> Message:
        message = self._message(bot, params, missing)
        if message.sender["id"] != bot.id:
            raise foreign
        return message

    def _edit(self, message: Message, params: Params, body: dict[str, Any]) -> Any:
        keyboard, _ = checks.markup(params, private=message.chat.id > 0)
        if body == message.body and keyboard == message.keyboard:
            raise refusals.NOT_MODIFIED
        message.body, message.keyboard = body, keyboard
        message.edits += 1
        return message.json()


def _kinds(params: Params) -> set[str]:
    return set(checks.structure(params["allowed_updates"])) or set(DEFAULT)


def _true(value: Any) -> bool:
    return value is True or str(value).lower() in ("true", "1")


def _long(kind: str) -> str:
    return "group" if kind == "group" else "supergroup"
