"""``kheo run`` and ``kheo deliver`` on a Telegram without its limit of 30 messages a second.

    python -m bench.unrestrained run|deliver

The same process in all else, with the settings of the environment; it says when it works.
"""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import sys
from dataclasses import replace
from typing import Any

from bot.app import App, StoredIds, open_answers, open_library, open_store
from bot.channels.base import Capabilities
from bot.channels.telegram.channel import Telegram
from bot.settings import Settings


class Unrestrained(Telegram):
    """Telegram, to which as many messages may be sent as it takes."""

    @property
    def capabilities(self) -> Capabilities:
        """Without the pace of the bot; that of each chat stays."""
        return replace(super().capabilities, per_second=0)


class House(App):
    """The app with such a Telegram."""

    def _make_telegram(self) -> Any:
        return Unrestrained(
            self.settings.telegram_token,
            files=self._files(),
            file_ids=StoredIds(self.store),
            api=self.settings.telegram_api,
            clock=self.clock,
        )


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


def main(mode: str) -> None:
    """Put it together as ``kheo run`` or ``kheo deliver`` does."""
    gc.disable()
    settings = Settings.read(os.environ)
    library, store = open_library(settings), open_store(settings)
    answers = open_answers(library, settings)
    run = mode == "run"
    app = House(settings, store, library, answers, serve=run, deliver=not run)
    try:
        asyncio.run(serve(app))
    finally:
        store.close()


if __name__ == "__main__":
    main(sys.argv[1])
