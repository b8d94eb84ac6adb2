"""``kheo run`` and ``kheo chat``: the commands that stay until they are told to stop."""

from __future__ import annotations

import argparse
import asyncio
import gc
import logging
import signal
import sys

from bot import demo, logs
from bot.app import App, open_answers, open_library, open_living, open_store
from bot.channels.terminal import Terminal
from bot.locale import _
from bot.settings import Settings
from scheduler.clock import utc_now
from store.places import is_empty


def run(_arguments: argparse.Namespace, settings: Settings) -> int:
    """Start everything and stay until told to stop."""
    gc.disable()  # until App.start: until then hardly anything becomes garbage
    library = open_library(settings)
    store = open_store(settings)
    if store.call(is_empty):
        store.call(lambda c: demo.load(c, utc_now()))
        print(_("There were no places yet: a made-up commune to try with was loaded."))
    # What was corrected is learnt at the start only: it takes seconds (content/answers/kept.py).
    answers = open_answers(open_living(settings, library), settings)
    app = App(settings, store, library, answers)
    try:
        asyncio.run(_until_told(app, announce=True))
    except OSError as error:
        print(
            _("{address} cannot be opened: {why}. Choose another with KHEO_LISTEN.").format(
                address=f"{settings.host}:{settings.port}", why=error.strerror
            ),
            file=sys.stderr,
        )
        return 1
    finally:
        store.close()
    return 0


def chat(_arguments: argparse.Namespace, settings: Settings) -> int:
    """Talk with Khéo in this terminal; ends with the end of the input."""
    logs.set_up(sys.stderr, logging.ERROR)
    library = open_library(settings)
    store = open_store(settings)
    if store.call(is_empty):
        store.call(lambda c: demo.load(c, utc_now()))
    terminal = Terminal(sys.stdin, sys.stdout)
    answers = open_answers(open_living(settings, library), settings)
    app = App(settings, store, library, answers, extra=(terminal,), serve=False)
    try:
        asyncio.run(_until_told(app, terminal=terminal))
    finally:
        store.close()
    return 0


async def _until_told(
    app: App, *, announce: bool = False, terminal: Terminal | None = None
) -> None:
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, told.set)
    await app.start()
    try:
        if announce:
            print(_("Khéo is running. Web chat: {address}").format(address=app.address), flush=True)
        if terminal is None:
            await told.wait()
        else:
            waits = [asyncio.create_task(told.wait()), asyncio.create_task(terminal.finished())]
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
            await app.sender.idle()
    finally:
        await app.stop()
