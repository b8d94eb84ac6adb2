"""A broadcast with aiogram as it is customarily written, beside its echo by webhook.

For each JSON line {"people": [first id, how many], "at_once", "pause"} on its input it sends to all
of them and prints {"seconds", "failed"}. ``pause``: seconds to sleep after each message, as the
recipes do it; what is refused for coming too fast is waited out and sent again.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from typing import Any

from aiogram import Bot, Dispatcher, F
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramAPIError, TelegramRetryAfter
from aiogram.webhook.aiohttp_server import SimpleRequestHandler, setup_application
from aiohttp import web

from bench.peers.aiogram_echo import SECRET, echo
from bench.peers.orders import TEXT, orders


async def send(bot: Bot, chat: int) -> bool:
    """One message, however often it is refused for coming too fast."""
    while True:
        try:
            await bot.send_message(chat, TEXT)
            return True
        except TelegramRetryAfter as refusal:
            await asyncio.sleep(refusal.retry_after)
        except TelegramAPIError:
            return False


async def broadcast(bot: Bot, order: dict[str, Any]) -> dict[str, float]:
    """Send to all of them, ``at_once`` at a time."""
    first, count = order["people"]
    left = iter(range(first, first + count))

    async def work() -> int:
        failed = 0
        for chat in left:
            failed += not await send(bot, chat)
            if order["pause"]:
                await asyncio.sleep(order["pause"])
        return failed

    began = time.perf_counter()
    failed = sum(await asyncio.gather(*(work() for _worker in range(order["at_once"]))))
    return {"seconds": time.perf_counter() - began, "failed": failed}


async def main(api: str, token: str, port: int) -> None:
    """Serve until the input ends."""
    session = AiohttpSession(api=TelegramAPIServer.from_base(api))
    bot = Bot(token, session=session)
    dispatcher = Dispatcher()
    dispatcher.message(F.text)(echo)
    app = web.Application()
    handler = SimpleRequestHandler(dispatcher, bot, handle_in_background=True, secret_token=SECRET)
    handler.register(app, path="/webhook")
    setup_application(app, dispatcher, bot=bot)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    await bot.set_webhook(f"http://127.0.0.1:{port}/webhook", secret_token=SECRET)
    print("ready", flush=True)
    async for order in orders():
        print(json.dumps(await broadcast(bot, order)), flush=True)
    await runner.cleanup()
    await session.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3])))
