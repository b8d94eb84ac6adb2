"""The stand-in as a process of its own, for benches: ``python -m tests.support.telegram``.

It prints one JSON line {"url", "token", "username"} and then answers each JSON line on its input
with one on its output:

    {"says": [user, "text"]}               → {}
    {"presses": [user, "label"]}           → {}      the newest message with that button
    {"blocks": user}                       → {}
    {"fail": ["cut", "sendMessage", 3]}    → {}
    {"down": true} / {"up": true}          → {}
    {"limits": true}                       → {}      Telegram's flood limits on or off
    {"stats": true}                        → {"accepted", "refused", "requests", "chats", "pending"}
    {"texts": user}                        → {"texts": […]}
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import sys
from typing import Any

from tests.support.telegram.server import Server
from tests.support.telegram.world import Bot


async def obey(server: Server, bot: Bot, order: dict[str, Any]) -> dict[str, Any]:
    """Carry out one line."""
    ((verb, given),) = order.items()
    match verb:
        case "says":
            server.user(given[0]).says(given[1], bot=bot)
        case "presses":
            user = server.user(given[0])
            shown = [m for m in user.chat(bot).messages if given[1] in m.labels]
            user.presses(shown[-1], given[1])
        case "blocks":
            server.user(given).blocks(bot)
        case "fail":
            server.fail(*given)
        case "down":
            await server.down()
        case "up":
            await server.up()
        case "limits":
            bot.limits.on = given
        case "stats":
            return {
                "accepted": bot.sent,
                "refused": bot.limits.refused,
                "requests": server.requests,
                "chats": sum(bool(chat.messages) for chat in bot.privates.values()),
                "pending": len(bot.updates.pending),
            }
        case "texts":
            return {"texts": server.user(given).chat(bot).texts}
        case _:
            return {"error": f"unknown: {verb}"}
    return {}


async def main() -> None:
    """Serve until the input ends."""
    options = argparse.ArgumentParser(prog="python -m tests.support.telegram")
    options.add_argument("--port", type=int, default=0)
    options.add_argument("--token", default="", help="of the bot; made up by default")
    options.add_argument("--users", type=int, default=0, help="so many have started the bot")
    options.add_argument("--first", type=int, default=1, help="the first of their ids")
    options.add_argument("--limits", action="store_true", help="flood limits from the start")
    given = options.parse_args()
    lines = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(lines), sys.stdin
    )
    async with Server(port=given.port) as server:
        bot = server.bot(token=given.token)
        bot.limits.on = given.limits
        for id in range(given.first, given.first + given.users):
            server.user(id).started.add(bot.id)
        gc.freeze()
        hello = {"url": server.url, "token": bot.token, "username": bot.username}
        print(json.dumps(hello), flush=True)
        while line := await lines.readline():
            print(json.dumps(await obey(server, bot, json.loads(line))), flush=True)


if __name__ == "__main__":
    asyncio.run(main())
