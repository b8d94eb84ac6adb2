"""What a measurement is made of: CPU time and memory of processes, medians, and tables."""

from __future__ import annotations

import json
import os
import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

OUT = Path(__file__).resolve().parent / "out"


@dataclass(frozen=True, slots=True)
class Table:
    """One part's result. ``notes`` say how it was measured and how to read it."""

    name: str
    title: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    notes: Sequence[str] = ()

    def text(self) -> str:
        """The table as plain text, columns aligned, numbers to the right."""
        lines = [list(self.header), *[list(row) for row in self.rows]]
        widths = [max(len(line[at]) for line in lines) for at in range(len(self.header))]
        shown = [
            "  ".join(
                cell.ljust(width) if at == 0 else cell.rjust(width)
                for at, (cell, width) in enumerate(zip(line, widths, strict=True))
            ).rstrip()
            for line in lines
        ]
        rule = "-" * max(len(line) for line in shown)
        return "\n".join((self.title, rule, shown[0], rule, *shown[1:], rule, *self.notes, ""))

    def save(self) -> None:
        """Keep it as JSON in bench/out/, which git ignores."""
        OUT.mkdir(exist_ok=True)
        text = json.dumps({**asdict(self), "machine": machine()}, ensure_ascii=False, indent=1)
        (OUT / f"{self.name}.json").write_text(text + "\n", "utf-8")


def cpu(pid: int) -> float:
    """Seconds of CPU that a process and the children that it has now have used so far."""
    process = psutil.Process(pid)
    total = 0.0
    for one in (process, *process.children(recursive=True)):
        try:
            times = one.cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += times.user + times.system
    return total


def memory(pid: int) -> float:
    """The megabytes of a process that are in memory now."""
    return float(psutil.Process(pid).memory_info().rss) / 1e6


def machine() -> str:
    """How busy the machine is: others' work makes every number larger, ratios stay."""
    one, five, _fifteen = os.getloadavg()
    return f"{os.cpu_count()} cores, load {one:.1f} (5 min: {five:.1f})"


def median(values: Sequence[float]) -> float:
    """The middle value."""
    return statistics.median(values)


def spread(values: Sequence[float], form: str = "{:.2f}") -> str:
    """The middle value with the lowest and the highest."""
    shown = [form.format(value) for value in (median(values), min(values), max(values))]
    return shown[0] if shown[1] == shown[2] else f"{shown[0]} ({shown[1]}–{shown[2]})"


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which ``share`` (0 to 1) of all lie: a measured one, never in between."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
