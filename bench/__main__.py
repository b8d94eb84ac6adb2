"""``python -m bench``: all measurements, or those that are named, each printed as a table."""

from __future__ import annotations

import argparse
import importlib
import sys
import time

PARTS = {
    "replies": "CPU per incoming message beside the echo of two libraries",
    "concurrency": "reply times with 2,000 people in conversation",
    "start": "cold start to the first reply, and memory",
    "at_limit": "an announcement at Telegram's limit while residents chat, beside two peers",
    "unlimited": "an announcement without the limit, whole and durable, beside bare loops",
    "growth": "freezing, sending and memory from a thousand recipients to a million",
    "answers": "the right guide for a question, beside four other ways",
}


def main() -> None:
    """Run the parts."""
    options = argparse.ArgumentParser(prog="python -m bench")
    options.add_argument(
        "part",
        nargs="*",
        help="; ".join(f"{name}: {what}" for name, what in PARTS.items()),
    )
    given = options.parse_args()
    if strange := set(given.part) - set(PARTS):
        options.error(f"there is no part {', '.join(sorted(strange))}; parts: {', '.join(PARTS)}")
    failed = []
    for name in given.part or PARTS:
        began = time.monotonic()
        try:
            for table in importlib.import_module(f"bench.{name}").run():
                table.save()
                print(table.text(), flush=True)
        except RuntimeError as error:  # of a process that ended, or of one that took too long
            failed.append(name)
            print(f"{name} failed: {error}", file=sys.stderr, flush=True)
        print(f"({name}: {time.monotonic() - began:.0f} s)\n", flush=True)
    if failed:
        sys.exit(f"failed: {', '.join(failed)}")


if __name__ == "__main__":
    main()
