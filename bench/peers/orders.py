"""What a peer is to send, and the orders it gets: one JSON line each on its input."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from typing import Any

#: What every contender says.
TEXT = "Mời bà con 19 giờ tối nay đến nhà văn hoá họp, rất mong bà con đến đủ."


async def orders() -> AsyncIterator[dict[str, Any]]:
    """Each order in turn, until the input ends."""
    lines = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(lines), sys.stdin
    )
    while line := await lines.readline():
        yield json.loads(line)
