"""The tables that teach the matcher words: tab-separated files, which a commune may add to.

Each file begins with comment lines (``#``) that say where it comes from, then a header. A commune's
own folder may hold files of the same names; their rows come after ours and win where they differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from bot.errors import ContentError

FOLDER = Path(__file__).resolve().parent / "data"


def rows(name: str, folders: Iterable[Path] = ()) -> Iterator[tuple[str, ...]]:
    """The rows of the table ``name`` in Khéo and then in ``folders``; ContentError when uneven."""
    for folder in (FOLDER, *folders):
        path = folder / f"{name}.tsv"
        if not path.exists() and folder != FOLDER:
            continue
        header: tuple[str, ...] = ()
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if not line.strip() or line.startswith("#"):
                continue
            cells = tuple(cell.strip() for cell in line.split("\t"))
            if not header:
                header = cells
            elif len(cells) != len(header):
                raise ContentError([f"{path}:{number}: {len(header)} columns are expected"])
            else:
                yield cells
