"""Cold start of ``kheo run`` to the first reply on the web chat, and what it holds in memory."""

from __future__ import annotations

import json
import shutil
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from bench.measure import Table, cpu, machine, memory, spread
from bench.process import PATIENCE, Process, kheo, prepare

ROUNDS = 3
RESIDENTS = 100_000
# (seconds, MB) of issue 2
AIMS = {False: "3 s, 120 MB", True: "7 s, 280 MB"}


@dataclass
class Case:
    """One way to start. ``telegram`` is (address, token), or None for the web chat alone."""

    name: str
    url: str
    telegram: tuple[str, str] | None
    seconds: list[float] = field(default_factory=list)
    costs: list[float] = field(default_factory=list)
    megabytes: list[float] = field(default_factory=list)

    def forget(self) -> None:
        """Begin to count anew."""
        for values in (self.seconds, self.costs, self.megabytes):
            values.clear()


def run(*, rounds: int = ROUNDS, residents: int = RESIDENTS) -> list[Table]:
    """Every way to start, several times in turn."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kheo-bench-")))
        crowd = Process("-m", "bench.crowd", environ={})
        stack.callback(crowd.stop)
        hello = json.loads(crowd.line())
        telegram = (hello["url"], hello["tokens"][0])
        small, large = folder / "small.db", folder / "large.db"
        prepare(f"sqlite:///{small}", "demo", "load")
        shutil.copy(small, large)
        prepare(f"sqlite:///{large}", "demo", "residents", str(residents))
        cases = [
            Case("web chat alone", f"sqlite:///{small}", None),
            Case(f"web chat alone, {residents:,} residents", f"sqlite:///{large}", None),
            Case("with Telegram", f"sqlite:///{small}", telegram),
            Case(f"with Telegram, {residents:,} residents", f"sqlite:///{large}", telegram),
        ]
        first = Case("the very first start", f"sqlite:///{folder / 'first' / 'kheo.db'}", None)
        _start(first)
        for case in cases:
            _start(case)  # each database's first start learns to answer questions, once
            case.forget()
        for _round in range(rounds):
            for case in cases:
                _start(case)
        cases.append(first)
    rows = [
        (
            case.name,
            spread(case.seconds),
            spread(case.costs),
            spread(case.megabytes, "{:.0f}"),
            AIMS[case.telegram is not None],
        )
        for case in cases
    ]
    return [
        Table(
            "start",
            "Cold start of kheo run to the first reply on the web chat",
            ("what", "s", "s of CPU", "MB", "aim"),
            rows,
            (
                f"Median (lowest–highest) of {rounds} starts in turn on SQLite; {machine()}.",
                "“MB” is what the process holds after its first reply. The very first start also "
                "migrates, loads the demonstration and learns to answer questions (once).",
            ),
        )
    ]


def _start(case: Case) -> None:
    process, port = kheo(case.url, telegram=case.telegram)
    try:
        _first_reply(process, port)
        case.seconds.append(time.monotonic() - process.started)
        case.costs.append(cpu(process.pid))
        case.megabytes.append(memory(process.pid))
    finally:
        process.stop()


def _first_reply(process: Process, port: int) -> None:
    said = json.dumps({"id": "benchbenchbench1", "text": "xin chào"}).encode()
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/chat/say", said, {"Content-Type": "application/json"}
    )
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
                if json.load(answer)["letters"]:
                    return
            raise RuntimeError("kheo run gave no reply to the first message")
        except urllib.error.HTTPError:
            raise
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.02)
    raise RuntimeError("kheo run did not open its door")
