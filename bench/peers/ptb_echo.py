"""The bare echo of python-telegram-bot behind aiohttp, after its example of a webhook of one's own
(docs: customwebhookbot); it keeps nothing."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web
from telegram import Update
from telegram.ext import Application, ApplicationBuilder, ContextTypes, MessageHandler, filters

SECRET = "of-the-bench"


async def echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Say it back."""
    message = update.effective_message
    assert message is not None
    await context.bot.send_message(message.chat_id, message.text or "")


@asynccontextmanager
async def serving(
    application: Application[Any, Any, Any, Any, Any, Any], port: int
) -> AsyncIterator[None]:
    """The echo at work behind a web server of its own."""
    application.add_handler(MessageHandler(filters.TEXT, echo))

    async def webhook(request: web.Request) -> web.Response:
        if request.headers.get("X-Telegram-Bot-Api-Secret-Token") != SECRET:
            return web.Response(status=401)
        update = Update.de_json(await request.json(), application.bot)
        await application.update_queue.put(update)
        return web.Response()

    app = web.Application()
    app.router.add_post("/webhook", webhook)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    async with application:
        await application.start()
        await application.bot.set_webhook(f"http://127.0.0.1:{port}/webhook", secret_token=SECRET)
        print("ready", flush=True)
        yield
        await application.stop()
    await runner.cleanup()


def builder(api: str, token: str) -> ApplicationBuilder[Any, Any, Any, Any, Any, Any]:
    """An application that calls this server."""
    begun = Application.builder().token(token).updater(None)
    return begun.base_url(f"{api}/bot").base_file_url(f"{api}/file/bot")


async def main(api: str, token: str, port: int) -> None:
    """Serve until told to stop."""
    async with serving(builder(api, token).build(), port):
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3])))
