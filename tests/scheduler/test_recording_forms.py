"""The other form of recordings: made where the machine can, once, and kept beside the first."""

from __future__ import annotations

import stat
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection

from scheduler.jobs import Jobs
from scheduler.recordings import converter, fill
from store import cadres, files, readings
from store.engine import Store
from store.files import NewFile
from tests.support.papers import M4A, recording

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
PATH = "kept/" + "a" * 32 + ".ogg"


def seed(connection: Connection) -> int:
    """One recording that waits."""
    files.keep(connection, NewFile(PATH, "voice", recording(), 7), None, NOW)
    cadre = cadres.appoint(connection, handle="lan", name="Lan", now=NOW)
    return readings.propose(
        connection, guide="g", language="vi", step="s", base="b", words="w", path=PATH,
        seconds=7, author=cadre, now=NOW,
    )  # fmt: skip


async def test_it_gets_its_other_form_once(store: Store) -> None:
    number = store.call(seed)
    asked = []

    async def convert(ogg: bytes) -> bytes | None:
        asked.append(ogg)
        return M4A

    jobs = Jobs(store, lambda: NOW, 24, convert)
    await jobs.voices()
    await jobs.voices()
    assert asked == [recording()]
    found = store.call(lambda c: readings.load(c, number))
    assert found is not None
    assert found.aac == PATH.replace(".ogg", ".m4a")
    assert store.call(lambda c: files.read(c, found.aac)) == M4A
    assert store.call(lambda c: files.spoken_of(c, found.aac))


async def test_what_cannot_be_converted_stays_as_it_is(sqlite_store: Store) -> None:
    number = sqlite_store.call(seed)

    async def fails(_ogg: bytes) -> bytes | None:
        return None

    assert await fill(sqlite_store, fails, lambda: NOW) == 0
    found = sqlite_store.call(lambda c: readings.load(c, number))
    assert found is not None
    assert found.aac == ""
    await Jobs(sqlite_store, lambda: NOW, 24).voices()  # a machine without ffmpeg


def program(folder: Path, script: str) -> str:
    """Something that is called like ffmpeg: its last argument is where it writes."""
    path = folder / "ffmpeg"
    path.write_text(f"#!/bin/sh\nfor last; do :; done\n{script}\n", "utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


async def test_the_program_is_given_a_file_and_its_result_is_read(tmp_path: Path) -> None:
    convert = converter(program(tmp_path, 'test -s "$5" && printf made > "$last"'))
    assert convert is not None
    assert await convert(recording()) == b"made"
    assert await convert(b"") is None


async def test_a_program_that_fails_gives_nothing(tmp_path: Path) -> None:
    for script in ("exit 3", "exit 0"):
        convert = converter(program(tmp_path, script))
        assert convert is not None
        assert await convert(recording()) is None
