"""``kheo run`` and ``kheo deliver`` on a Telegram without its limit of 30 messages a second.

    python -m bench.unrestrained run|deliver API TOKEN

The same process in all else; with the database of the environment, told when it works.
"""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import sys
from dataclasses import replace

from bot.app import App, MediaFiles, StoredIds, open_answers, open_library, open_store
from bot.channels.base import Capabilities
from bot.channels.telegram.capabilities import CAPABILITIES
from bot.channels.telegram.channel import Telegram
from bot.settings import Settings


class Unrestrained(Telegram):
    """Telegram, to which as many messages may be sent as it takes."""

    @property
    def capabilities(self) -> Capabilities:
        """Without the pace of the bot; that of each chat stays."""
        return replace(CAPABILITIES, per_second=0)


async def serve(app: App) -> None:
    """Work until told to stop."""
    told = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, told.set)
    await app.start()
    try:
        print("ready", flush=True)
        await told.wait()
    finally:
        await app.stop()


def main(mode: str, api: str, token: str) -> None:
    """Put it together as ``kheo run`` or ``kheo deliver`` does."""
    gc.disable()
    settings = Settings.read(os.environ)
    library, store = open_library(settings), open_store(settings)
    channel = Unrestrained(
        token, files=MediaFiles(lambda: library), file_ids=StoredIds(store), api=api
    )
    run = mode == "run"
    answers = open_answers(library, settings)
    app = App(settings, store, library, answers, extra=(channel,), serve=run, deliver=not run)
    try:
        asyncio.run(serve(app))
    finally:
        store.close()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3])
