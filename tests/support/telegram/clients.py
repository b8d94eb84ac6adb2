"""Two independent clients of the Bot API, aiogram and python-telegram-bot, behind one interface."""

from __future__ import annotations

from typing import Any, Protocol

import telegram
import telegram.error
import telegram.request
from aiogram import Bot, exceptions, types
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer


class Client(Protocol):
    """What both clients are asked to do."""

    async def me(self) -> str: ...
    async def send(self, chat: int, text: str, **more: Any) -> int: ...
    async def keyboard(self, chat: int, text: str, rows: list[list[tuple[str, str]]]) -> int: ...
    async def contact(self, chat: int) -> int: ...
    async def photo(self, chat: int, photo: bytes | str, caption: str) -> str: ...
    async def edit(self, chat: int, message: int, text: str) -> None: ...
    async def delete(self, chat: int, message: int) -> None: ...
    async def answer(self, query: str, text: str = "") -> None: ...
    async def updates(self, offset: int, wait: int) -> list[Any]: ...
    async def hook(self, url: str, secret: str) -> None: ...
    async def close(self) -> None: ...
    def error(self, error: Exception) -> tuple[str, str, int]: ...


class Aiogram:
    """aiogram 3."""

    def __init__(self, token: str, url: str) -> None:
        self.bot = Bot(token, AiohttpSession(api=TelegramAPIServer.from_base(url)))

    async def me(self) -> str:
        return (await self.bot.get_me()).username or ""

    async def send(self, chat: int, text: str, **more: Any) -> int:
        return (await self.bot.send_message(chat, text, **more)).message_id

    async def keyboard(self, chat: int, text: str, rows: list[list[tuple[str, str]]]) -> int:
        keys = [
            [types.InlineKeyboardButton(text=label, callback_data=data) for label, data in row]
            for row in rows
        ]
        markup = types.InlineKeyboardMarkup(inline_keyboard=keys)
        message = await self.bot.send_message(chat, text, reply_markup=markup)
        assert message.reply_markup is not None
        assert message.reply_markup.model_dump() == markup.model_dump()
        return message.message_id

    async def contact(self, chat: int) -> int:
        key = types.KeyboardButton(text="Gửi số", request_contact=True)
        markup = types.ReplyKeyboardMarkup(keyboard=[[key]])
        return (await self.bot.send_message(chat, "Số?", reply_markup=markup)).message_id

    async def photo(self, chat: int, photo: bytes | str, caption: str) -> str:
        given = types.BufferedInputFile(photo, "a.png") if isinstance(photo, bytes) else photo
        message = await self.bot.send_photo(chat, given, caption=caption)
        assert message.caption == caption
        assert message.photo
        return message.photo[-1].file_id

    async def edit(self, chat: int, message: int, text: str) -> None:
        edited = await self.bot.edit_message_text(text, chat_id=chat, message_id=message)
        assert isinstance(edited, types.Message)
        assert edited.text == text

    async def delete(self, chat: int, message: int) -> None:
        assert await self.bot.delete_message(chat, message)

    async def answer(self, query: str, text: str = "") -> None:
        assert await self.bot.answer_callback_query(query, text=text or None)

    async def updates(self, offset: int, wait: int) -> list[Any]:
        return list(await self.bot.get_updates(offset=offset, timeout=wait))

    async def hook(self, url: str, secret: str) -> None:
        if url:
            await self.bot.set_webhook(url, secret_token=secret)
            assert (await self.bot.get_webhook_info()).url == url
        else:
            await self.bot.delete_webhook()

    async def close(self) -> None:
        await self.bot.session.close()

    def error(self, error: Exception) -> tuple[str, str, int]:
        assert isinstance(error, exceptions.TelegramAPIError), repr(error)
        number = getattr(error, "retry_after", 0) or getattr(error, "migrate_to_chat_id", 0)
        return type(error).__name__.removeprefix("Telegram"), error.message, number


class Ptb:
    """python-telegram-bot 22."""

    def __init__(self, token: str, url: str) -> None:
        self.bot = telegram.Bot(
            token,
            base_url=url + "/bot",
            request=telegram.request.HTTPXRequest(httpx_kwargs={"trust_env": False}),
            get_updates_request=telegram.request.HTTPXRequest(httpx_kwargs={"trust_env": False}),
        )

    async def me(self) -> str:
        await self.bot.initialize()
        return self.bot.username

    async def send(self, chat: int, text: str, **more: Any) -> int:
        return (await self.bot.send_message(chat, text, **more)).message_id

    async def keyboard(self, chat: int, text: str, rows: list[list[tuple[str, str]]]) -> int:
        keys = [
            [telegram.InlineKeyboardButton(label, callback_data=data) for label, data in row]
            for row in rows
        ]
        markup = telegram.InlineKeyboardMarkup(keys)
        message = await self.bot.send_message(chat, text, reply_markup=markup)
        assert message.reply_markup == markup
        return message.message_id

    async def contact(self, chat: int) -> int:
        key = telegram.KeyboardButton("Gửi số", request_contact=True)
        markup = telegram.ReplyKeyboardMarkup([[key]])
        return (await self.bot.send_message(chat, "Số?", reply_markup=markup)).message_id

    async def photo(self, chat: int, photo: bytes | str, caption: str) -> str:
        message = await self.bot.send_photo(chat, photo, caption=caption)
        assert message.caption == caption
        return message.photo[-1].file_id

    async def edit(self, chat: int, message: int, text: str) -> None:
        edited = await self.bot.edit_message_text(text, chat_id=chat, message_id=message)
        assert isinstance(edited, telegram.Message)
        assert edited.text == text

    async def delete(self, chat: int, message: int) -> None:
        assert await self.bot.delete_message(chat, message)

    async def answer(self, query: str, text: str = "") -> None:
        assert await self.bot.answer_callback_query(query, text=text or None)

    async def updates(self, offset: int, wait: int) -> list[Any]:
        return list(await self.bot.get_updates(offset=offset, timeout=wait))

    async def hook(self, url: str, secret: str) -> None:
        if url:
            await self.bot.set_webhook(url, secret_token=secret)
            assert (await self.bot.get_webhook_info()).url == url
        else:
            await self.bot.delete_webhook()

    async def close(self) -> None:
        for request in self.bot._request:
            await request.shutdown()

    def error(self, error: Exception) -> tuple[str, str, int]:
        assert isinstance(error, telegram.error.TelegramError), repr(error)
        number = getattr(error, "_retry_after", 0) or getattr(error, "new_chat_id", 0)
        number = int(number.total_seconds()) if hasattr(number, "total_seconds") else number
        return type(error).__name__, error.message, number
