"""Processes that are measured: each says on its output when it is ready, and is ended by its id."""

from __future__ import annotations

import json
import os
import select
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 90.0  # seconds; on a busy machine everything takes several times as long


class Process:
    """One child. ``python`` are its arguments, ``environ`` is all that it sees of settings."""

    def __init__(self, *python: str, environ: Mapping[str, str] | None = None) -> None:
        inherited = {name: value for name, value in os.environ.items() if "KHEO_" not in name}
        self.started = time.monotonic()
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 - as long as the process
        self._child = subprocess.Popen(
            [sys.executable, *python],
            cwd=ROOT,
            env={**inherited, **(environ or {})},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._said,
        )
        self.pid = self._child.pid

    def line(self, patience: float = PATIENCE) -> str:
        """The next line of its output; raises when it ends or says nothing for so long."""
        assert self._child.stdout is not None
        ready, _, _ = select.select([self._child.stdout], [], [], patience)
        line = self._child.stdout.readline() if ready else b""
        if not line:
            self._said.seek(0)
            said = self._said.read().decode()[-2000:]
            raise RuntimeError(f"{self._child.args!r}, exit {self._child.poll()}: {said}")
        return line.decode().rstrip("\n")

    def tell(self, order: Mapping[str, Any]) -> None:
        """Give it one order as JSON."""
        assert self._child.stdin is not None
        self._child.stdin.write(json.dumps(order).encode() + b"\n")
        self._child.stdin.flush()

    def ask(self, order: Mapping[str, Any], patience: float = PATIENCE) -> dict[str, Any]:
        """Give it one order as JSON; what it answers."""
        self.tell(order)
        answer: dict[str, Any] = json.loads(self.line(patience))
        return answer

    def stop(self) -> None:
        """End it."""
        self._child.terminate()
        try:
            self._child.communicate(timeout=15)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.communicate()
        self._said.close()


def free_port() -> int:
    """A port that nobody uses just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def kheo(
    url: str, *, port: int = 0, telegram: tuple[str, str] | None = None, public: bool = False
) -> tuple[Process, int]:
    """``kheo run`` on the database ``url``; and its port. ``telegram`` is (address, token)."""
    port = port or free_port()
    environ = {
        "KHEO_DATABASE_URL": url,
        "KHEO_LISTEN": f"127.0.0.1:{port}",
        "KHEO_SECRET": "a secret of the bench, of no use elsewhere",
    }
    if telegram is not None:
        environ |= {"KHEO_TELEGRAM_API": telegram[0], "KHEO_TELEGRAM_TOKEN": telegram[1]}
    if public:
        environ["KHEO_PUBLIC_URL"] = f"http://127.0.0.1:{port}"
    return Process("-m", "bot", "run", environ=environ), port


def prepare(url: str, *command: str) -> None:
    """Run one ``kheo`` command on the database ``url`` to its end."""
    environ = {**os.environ, "KHEO_DATABASE_URL": url, "KHEO_SECRET": "of the bench only"}
    arguments: Sequence[str] = [sys.executable, "-m", "bot", *command]
    subprocess.run(arguments, cwd=ROOT, env=environ, check=True, stdout=subprocess.DEVNULL)
