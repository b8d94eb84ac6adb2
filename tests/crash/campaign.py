"""A run against the stand-in whose processes are killed again and again, and what is left."""

from __future__ import annotations

import asyncio
import random
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from bot import demo
from delivery import announcement as drafts
from delivery import approval
from delivery.report import Report, report
from scheduler.clock import utc_now
from scheduler.timetable import Quiet
from store import announcements_runs, cadres
from store.announcements import Audience, Wording
from store.chats import chats
from store.engine import Store, open_engine
from store.outbox import outbox
from tests.support.telegram.server import Server
from tests.support.telegram.world import Bot

ROOT = Path(__file__).resolve().parents[2]
FIRST = 5000
NEVER_QUIET = Quiet(Quiet().begins, Quiet().begins)


@dataclass(frozen=True)
class Result:
    """``heard``: messages by user. ``flying``: at each kill, the rows that were leased.
    ``listed``: the users of whom the report says that they may have heard it twice."""

    heard: Counter[int]
    flying: list[int]
    listed: set[int]
    report: Report
    seconds: float

    @property
    def lost(self) -> int:
        """Who heard nothing."""
        return sum(count == 0 for count in self.heard.values())

    @property
    def twice(self) -> int:
        """Messages more than one to a person."""
        return sum(max(0, count - 1) for count in self.heard.values())


class Turnstile(Server):
    """The stand-in, which lets messages through up to a number; further calls hang in the air.

    Without it the workers of a small run would be done before the second of them has been killed.
    """

    def __init__(self) -> None:
        super().__init__()
        self._most = 0
        self._moved = asyncio.Event()

    def let(self, most: int) -> None:
        """Let ``most`` messages through, those of before included."""
        self._most = most
        self._moved.set()
        self._moved = asyncio.Event()

    async def _carry_out(self, token: str, name: str, *more: Any) -> tuple[int, bytes]:
        (bot,) = self.bots.values()
        while bot.sent >= self._most:
            await self._moved.wait()
        return await super()._carry_out(token, name, *more)


def begin(store: Store, people: int) -> int:
    """Residents, and an announcement to all of them."""
    now = utc_now()

    def work(c) -> int:
        demo.load(c, now)
        demo.residents(c, people, "telegram", FIRST, now)
        front, chairman = (cadres.by_handle(c, one).id for one in ("demo-front", "demo-chairman"))
        number = drafts.compose(
            c,
            author=front,
            kind="information",
            audience=Audience(),
            wordings={"vi": Wording("Mời bà con họp")},
            ack="",
            now=now,
        )
        drafts.plan(c, number, by=front, now=now, quiet=NEVER_QUIET)
        if drafts.submit(c, number, by=front, now=now) == "waiting":
            approval.approve(c, number, by=chairman, version=1, now=now)
        drafts.due(c, number, now, NEVER_QUIET)
        return number

    return store.call(work)


async def start(url: str, address: str, name: str, alone: bool) -> asyncio.subprocess.Process:
    """A worker that works."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.crash.worker",
        url,
        address,
        name,
        "alone" if alone else "together",
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    assert await process.stdout.readline() == b"works\n"
    return process


async def run(
    url: str, *, people: int, kills: int, workers: int, seed: int, within: float
) -> Result:
    """Send to ``people``; kill a worker ``kills`` times at random points, and start it again.

    At each kill calls of every worker are under way. Nobody is killed any more once three quarters
    of the time ``within`` are over.
    """
    dice = random.Random(seed)
    began = time.monotonic()
    store = Store(open_engine(url))
    number = begin(store, people)
    flying: list[int] = []
    names = iter(range(10_000))
    going: list[asyncio.subprocess.Process] = []
    async with Turnstile() as server:
        bot = server.bot()
        for user in range(FIRST, FIRST + people):
            server.user(user).started.add(bot.id)
        address = f"{server.url}/bot{bot.token}"
        try:
            for _worker in range(workers):
                going.append(await start(url, address, f"worker-{next(names)}", workers == 1))
            step = people // (kills + 1)
            for kill in range(kills):
                if time.monotonic() - began > within * 3 / 4:
                    break
                target = kill * step + dice.randint(1, step)
                server.let(target)
                await server.until(lambda target=target: bot.sent >= target, within)
                place = dice.randrange(workers)
                unsettled = in_the_air(store)
                going[place].kill()
                await going[place].wait()
                flying.append(unsettled)
                going[place] = await start(url, address, f"worker-{next(names)}", workers == 1)
            server.let(sys.maxsize)
            await asyncio.to_thread(ended, store, number, began + within)
        finally:
            for process in going:
                if process.returncode is None:
                    process.kill()
                    await process.wait()
        heard = Counter({FIRST + n: 0 for n in range(people)})
        heard.update(counted(bot))
    found = store.call(lambda c: report(c, number, utc_now().date()))
    doubtful = {chat for _row, chat in found.doubtful}
    of = store.call(lambda c: dict(c.execute(select(chats.c.id, chats.c.chat)).all()))
    store.close()
    listed = {int(of[chat]) for chat in doubtful}
    return Result(heard, flying, listed, found, time.monotonic() - began)


def ended(store: Store, number: int, until: float) -> None:
    """Wait for the end of the run, or of our patience."""
    while (
        time.monotonic() < until
        and store.look(lambda c: announcements_runs.of(c, number))[0].finished_at is None
    ):
        time.sleep(0.05)


def counted(bot: Bot) -> dict[int, int]:
    """How many messages each user has got."""
    return {user: len(chat.messages) for user, chat in bot.privates.items()}


def in_the_air(store: Store) -> int:
    """How many rows are leased."""
    query = select(func.count()).select_from(outbox).where(outbox.c.state == "leased")
    return int(store.look(lambda c: c.execute(query).scalar_one()))
