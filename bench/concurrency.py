"""Reply times while 2,000 people are led through guides, at a steady 50 messages a second."""

from __future__ import annotations

import json
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from bench.crowd import PRESS
from bench.measure import Table, cpu, machine, memory, percentile
from bench.process import Process, free_port, kheo, prepare
from bench.replies import ECHO, QUESTION

PEOPLE = 2000
RATE = 50
MESSAGES = 2000
AIM = 100  # ms at p99 (issue 2)
WALK = [QUESTION, *[PRESS] * 8, "huỷ"]


def run(*, people: int = PEOPLE, messages: int = MESSAGES, rate: int = RATE) -> list[Table]:
    """All of them begin a guide and take a step; then each in turn takes another."""
    rows = []
    with ExitStack() as stack:
        crowd = Process("-m", "bench.crowd", "--bots", "2", environ={})
        stack.callback(crowd.stop)
        hello = json.loads(crowd.line())
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kheo-bench-")))
        url = f"sqlite:///{folder / 'kheo.db'}"
        prepare(url, "demo", "load")
        ours, _port = kheo(url, telegram=(hello["url"], hello["tokens"][0]), public=True)
        stack.callback(ours.stop)
        echo = Process(
            "-m",
            "bench.peers.aiogram_echo",
            hello["url"],
            hello["tokens"][1],
            str(free_port()),
            environ={},
        )
        stack.callback(echo.stop)
        ours.line()
        echo.line()
        for bot, (name, process, script) in enumerate(
            (("Khéo, SQLite", ours, WALK), ("aiogram, echo", echo, ECHO))
        ):
            order = {"bot": bot, "people": [1_000_000, people], "script": script}
            _ask(crowd, {"talk": {**order, "at_once": 30, "messages": 2 * people}})
            before = cpu(process.pid)
            told = _ask(crowd, {"stream": {**order, "rate": rate, "messages": messages}})
            spent = (cpu(process.pid) - before) / messages * 1e6
            rows.append(_row(name, told, spent, memory(process.pid)))
    return [
        Table(
            "concurrency",
            f"Reply time at {rate} messages a second from {people:,} people in conversation",
            ("bot", "p50 ms", "p99 ms", "longest", "gap", "unanswered", "µs", "MB", "late"),
            rows,
            (
                f"{messages} messages, each from another person; from the moment when Telegram has "
                "the message to the moment when it has the reply.",
                "“gap”: the longest time without any reply. “late”: how far the crowd itself was "
                f"behind its plan at worst, in ms, which is the machine's noise; {machine()}.",
                f"Aim: p99 below {AIM} ms.",
            ),
        )
    ]


def _ask(crowd: Process, order: dict[str, Any]) -> dict[str, Any]:
    told = crowd.ask(order, patience=240)
    if "error" in told:
        raise RuntimeError(told["error"])
    return told


def _row(name: str, told: dict[str, Any], spent: float, held: float) -> tuple[str, ...]:
    waits = told["waits"]
    return (
        name,
        f"{percentile(waits, 0.5):.1f}",
        f"{percentile(waits, 0.99):.1f}",
        f"{max(waits):.0f}",
        f"{told['gap']:.0f}",
        str(told["unanswered"]),
        f"{spent:.0f}",
        f"{held:.0f}",
        f"{max(told['late']):.0f}",
    )
