"""kill -9 at any point between receiving and replying: nothing accepted is lost.

A real ``kheo run`` against the Telegram stand-in. People enrol (three messages each, so that a
message that counted twice or never would show in their record) while the process is killed and
started again.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sys
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import func, select

from store.engine import Store, open_engine
from store.residents import consents, residents
from tests.support.telegram.people import User
from tests.support.telegram.server import Server

ROOT = Path(__file__).resolve().parents[2]
PEOPLE = 10
KILLS = 2
WITHIN = 60.0


async def start(database_url: str, server: Server, token: str, folder: Path):
    """A ``kheo run`` of its own."""
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "KHEO_DATABASE_URL": database_url,
        "KHEO_TELEGRAM_TOKEN": token,
        "KHEO_TELEGRAM_API": server.url,
        "KHEO_LISTEN": "127.0.0.1:0",
        "KHEO_SECRET": "a secret of this test only",
    }
    log = (folder / "kheo.log").open("ab")
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", env=environment, cwd=folder, stdout=log, stderr=log
    )
    log.close()
    return process


async def enrol(server: Server, user: User) -> None:
    """Say hello, choose a hamlet, agree: each step only after its question has come."""
    known: set[str] = set()

    def new() -> set[str]:
        return {m.text for m in user.chat().messages if m.sender["is_bot"]} - known

    for words in ("/start", "1", "1"):
        user.says(words)
        await server.until(new, WITHIN)
        known |= new()
        await asyncio.sleep(random.random() * 0.5)


@pytest.mark.crash
@pytest.mark.timeout(240)
async def test_kill_at_any_point_loses_nothing_and_repeats_at_most_once(
    database_url: str, tmp_path: Path
):
    random.seed(20261121)
    async with Server() as server:
        bot = server.bot()
        process = await start(database_url, server, bot.token, tmp_path)
        people = [server.user(5000 + n) for n in range(PEOPLE)]
        await server.until(lambda: server.requests >= 2, WITHIN)
        enrolments = asyncio.gather(*(enrol(server, user) for user in people))
        for _kill in range(KILLS):
            before = server.requests
            await server.until(lambda: server.requests > before + 3, WITHIN)  # noqa: B023
            await asyncio.sleep(random.random() * 0.3)
            process.send_signal(signal.SIGKILL)
            await process.wait()
            before = server.requests
            process = await start(database_url, server, bot.token, tmp_path)
            await server.until(lambda: server.requests > before, WITHIN)  # noqa: B023
        await asyncio.wait_for(enrolments, WITHIN * 2)
        process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(process.wait(), 20) == 0

        for user in people:
            said = Counter(
                message.text for message in user.chat().messages if message.sender["is_bot"]
            )
            assert len(said) == 3, f"three replies, each known: {said}"
            assert max(said.values()) <= 1 + KILLS, f"each kill repeats at most once: {said}"

    store = Store(open_engine(database_url))
    counts = store.call(
        lambda c: (
            c.execute(select(func.count()).select_from(residents)).scalar_one(),
            c.execute(select(func.count()).select_from(consents)).scalar_one(),
        )
    )
    store.close()
    assert counts == (PEOPLE, PEOPLE)
