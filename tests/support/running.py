"""A real ``kheo run`` in a process of its own, with the made-up commune."""

from __future__ import annotations

import os
import re
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WITHIN = 90.0


class Kheo:
    """``kheo run`` over a SQLite database in ``folder``; the port stays the same when it is
    started again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.address = ""
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start, and wait until it says where the web chat is."""
        listen = self.address.removeprefix("http://") or "127.0.0.1:0"
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "PYTHONUNBUFFERED": "1",
            "KHEO_DATABASE_URL": f"sqlite:///{self.folder / 'kheo.db'}",
            "KHEO_LISTEN": listen,
            "KHEO_SECRET": "a secret of this test only",
        }
        with (self.folder / "kheo.log").open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "bot", "run"],
                env=environment,
                cwd=self.folder,
                stdout=subprocess.PIPE,
                stderr=log,
            )
        try:
            self.address = self._said(r"(http://127\.0\.0\.1:\d+)")
        except BaseException:
            self.stop(signal.SIGKILL)
            raise

    def _said(self, pattern: str) -> str:
        assert self._process is not None
        assert self._process.stdout is not None
        said, end = b"", time.monotonic() + WITHIN
        while time.monotonic() < end:
            if not select.select([self._process.stdout], [], [], 1)[0]:
                continue
            got = os.read(self._process.stdout.fileno(), 4096)
            said += got
            if found := re.search(pattern, said.decode(errors="replace")):
                return found[1]
            if not got:
                break
        log = (self.folder / "kheo.log").read_text("utf-8", "replace")
        raise AssertionError(f"kheo run did not start: {said!r}\n{log[-2000:]}")

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """End this process (and only this one)."""
        if self._process is None:
            return
        self._process.send_signal(how)
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()
        self._process = None
