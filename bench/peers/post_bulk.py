"""The least that sending takes with aiohttp: a loop of bare POSTs that keeps and checks nothing.

Takes and gives the lines of ``bench.peers.aiogram_bulk``, without a pause.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from typing import Any

import aiohttp

from bench.peers.orders import TEXT, orders


async def broadcast(http: aiohttp.ClientSession, url: str, order: dict[str, Any]) -> dict[str, Any]:
    """Send to all of them, ``at_once`` at a time."""
    first, count = order["people"]
    left = iter(range(first, first + count))

    async def work() -> int:
        failed = 0
        for chat in left:
            async with http.post(url, json={"chat_id": chat, "text": TEXT}) as answer:
                failed += not (await answer.json())["ok"]
        return failed

    began = time.perf_counter()
    failed = sum(await asyncio.gather(*(work() for _worker in range(order["at_once"]))))
    return {"seconds": time.perf_counter() - began, "failed": failed}


async def main(api: str, token: str) -> None:
    """Serve until the input ends."""
    async with aiohttp.ClientSession() as http:
        print("ready", flush=True)
        async for order in orders():
            done = await broadcast(http, f"{api}/bot{token}/sendMessage", order)
            print(json.dumps(done), flush=True)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2]))
