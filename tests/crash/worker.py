"""A process that sends announcements and is there to be killed: ``python -m tests.crash.worker``.

Its channel makes plain calls to the Telegram stand-in, so that a start takes a second and not
five. Arguments: the database's address, the stand-in's address with the token, its own name, and
whether it is alone. It prints a line once it works.
"""

from __future__ import annotations

import asyncio
import sys
from dataclasses import dataclass, field
from datetime import timedelta

import aiohttp

from bot.channels.base import Capabilities, Later, Outcome, Piece, Receive, Sent, Unknown
from delivery.bulk import Bulk
from delivery.sender import Sender
from scheduler.clock import utc_now
from scheduler.timetable import Quiet
from store.engine import Store, open_engine

CAPABILITIES = Capabilities(
    channel="telegram",
    buttons=20,
    label_limit=60,
    text_limit=4096,
    caption_limit=1024,
    unit="utf16",
    photo="no",
    voice="no",
)
NEVER_QUIET = Quiet(Quiet().begins, Quiet().begins)


@dataclass
class Plain:
    """Plain calls of sendMessage."""

    address: str
    capabilities: Capabilities = CAPABILITIES
    http: aiohttp.ClientSession = field(default_factory=aiohttp.ClientSession)

    async def start(self, receive: Receive) -> None:
        """Nothing comes in."""

    async def stop(self) -> None:
        """Let go."""
        await self.http.close()

    async def send(self, chat: str, piece: Piece, row: int) -> Outcome:
        """One call."""
        try:
            async with self.http.post(
                f"{self.address}/sendMessage", json={"chat_id": int(chat), "text": piece.text}
            ) as answer:
                body = await answer.json()
        except aiohttp.ClientConnectorError:
            return Later(timedelta(seconds=1), "unreachable", whole=True)
        except aiohttp.ClientError as error:
            return Unknown(type(error).__name__)
        return Sent(str(body["result"]["message_id"]))


async def main(url: str, address: str, owner: str, alone: bool) -> None:
    """Work until killed."""
    store = Store(open_engine(url))
    store.live(owner)
    channels = {"telegram": Plain(address)}
    sender = Sender(store, channels, utc_now, owner=owner, alone=alone)
    bulk = Bulk(store, channels, utc_now, owner=owner, quiet=NEVER_QUIET)
    await sender.start()
    await bulk.start()
    print("works", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4] == "alone"))
