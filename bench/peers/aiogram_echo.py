"""The bare echo of aiogram by webhook, as its documentation shows it; it keeps nothing."""

from __future__ import annotations

import sys

from aiogram import Bot, Dispatcher, F
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Message
from aiogram.webhook.aiohttp_server import SimpleRequestHandler, setup_application
from aiohttp import web

SECRET = "of-the-bench"


async def echo(message: Message, bot: Bot) -> None:
    """Say it back."""
    await bot.send_message(message.chat.id, message.text or "")


def main(api: str, token: str, port: int) -> None:
    """Serve until told to stop."""
    bot = Bot(token, session=AiohttpSession(api=TelegramAPIServer.from_base(api)))
    dispatcher = Dispatcher()
    dispatcher.message(F.text)(echo)

    async def begin() -> None:
        await bot.set_webhook(f"http://127.0.0.1:{port}/webhook", secret_token=SECRET)
        print("ready", flush=True)

    dispatcher.startup.register(begin)
    app = web.Application()
    handler = SimpleRequestHandler(dispatcher, bot, handle_in_background=True, secret_token=SECRET)
    handler.register(app, path="/webhook")
    setup_application(app, dispatcher, bot=bot)
    web.run_app(app, host="127.0.0.1", port=port, print=None, access_log=None)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
