"""A broadcast with python-telegram-bot and its AIORateLimiter, beside its echo by webhook.

Takes and gives the lines of ``bench.peers.aiogram_bulk``; the limiter paces, so there is no pause.
What is refused for coming too fast is sent again up to three times: with the default, never, such
messages are lost.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from typing import Any

from telegram import Bot
from telegram.error import TelegramError
from telegram.ext import AIORateLimiter

from bench.peers.orders import TEXT, orders
from bench.peers.ptb_echo import builder, serving

RETRIES = 3


async def broadcast(bot: Bot, order: dict[str, Any]) -> dict[str, float]:
    """Send to all of them, ``at_once`` at a time."""
    first, count = order["people"]
    left = iter(range(first, first + count))

    async def work() -> int:
        failed = 0
        for chat in left:
            try:
                await bot.send_message(chat, TEXT)
            except TelegramError:
                failed += 1
        return failed

    began = time.perf_counter()
    failed = sum(await asyncio.gather(*(work() for _worker in range(order["at_once"]))))
    return {"seconds": time.perf_counter() - began, "failed": failed}


async def main(api: str, token: str, port: int) -> None:
    """Serve until the input ends."""
    limiter = AIORateLimiter(max_retries=RETRIES)
    application = builder(api, token).rate_limiter(limiter).build()
    async with serving(application, port):
        async for order in orders():
            print(json.dumps(await broadcast(application.bot, order)), flush=True)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3])))
