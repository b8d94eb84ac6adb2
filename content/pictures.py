"""The guides' pictures: each is drawn by hand as SVG, and stands beside it as PNG for phones.

``python -m content.pictures`` makes anew the PNGs whose drawing (or a figure in it) has changed.
It needs Chromium, which only contributors have; ``drifted`` needs nothing and is held by a test.
"""

from __future__ import annotations

import base64
import hashlib
import io
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pymupdf_fonts
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from bot.errors import ContentError, KheoError
from bot.locale import DEFAULT, _
from content import facts as figures
from content.facts import Fact
from content.library import BUILT_IN
from content.problem import Problem

#: One shape for all, as wide as a large phone shows it: the page keeps their place free.
WIDTH, HEIGHT = 640, 480
#: Flat drawings need no more colours, and each halving is a third of the bytes.
COLOURS = 96
#: The note inside a PNG that names the drawing it was made from.
NOTE = "Drawing"
_FONT = "notosbo"
_ROOM = 240  # Chromium's window has a frame that its screenshot leaves out: ask for more, cut.


def drawings(folder: Path = BUILT_IN) -> list[Path]:
    """All SVG files of the guides in a content folder."""
    return sorted((folder / "guides").glob("*/*.svg"))


def filled(path: Path, facts: Mapping[str, Fact]) -> str:
    """The drawing with its figures in place; ``name-en.svg`` speaks English, ``name.svg`` not."""
    problems: list[Problem] = []
    stem = path.stem.rpartition("-")
    language = stem[2] if stem[1] and len(stem[2]) == 2 else DEFAULT
    text = figures.fill(path.read_text("utf-8"), language, facts, str(path), problems)
    if problems:
        raise ContentError([str(problem) for problem in problems])
    return text


def digest(drawing: str) -> str:
    """A name for exactly this drawing."""
    return hashlib.sha256(drawing.encode()).hexdigest()


def drifted(facts: Mapping[str, Fact], folder: Path = BUILT_IN) -> Iterator[Path]:
    """The drawings whose PNG is missing or was made from something else."""
    for path in drawings(folder):
        png = path.with_suffix(".png")
        if not png.exists() or noted(png) != digest(filled(path, facts)):
            yield path


def noted(png: Path) -> str:
    """The drawing that a PNG says it was made from, "" when it says nothing."""
    with Image.open(png) as picture:
        return str(picture.info.get(NOTE, ""))


def render(drawing: str, chromium: str) -> bytes:
    """The drawing as a small PNG that remembers it."""
    font = base64.b64encode(pymupdf_fonts.myfont(_FONT)).decode()
    page = (
        '<!doctype html><meta charset="utf-8"><style>'
        f"@font-face{{font-family:Noto;src:url(data:font/ttf;base64,{font})}}"
        "html,body{margin:0;background:#fff}svg{display:block;font-family:Noto}"
        f"</style>{drawing}"
    )
    with tempfile.TemporaryDirectory() as folder:
        html, shot = Path(folder) / "drawing.html", Path(folder) / "shot.png"
        html.write_text(page, "utf-8")
        subprocess.run(
            [
                chromium,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--hide-scrollbars",
                "--force-device-scale-factor=1",
                f"--window-size={WIDTH},{HEIGHT + _ROOM}",
                f"--user-data-dir={folder}/profile",
                f"--screenshot={shot}",
                html.as_uri(),
            ],
            check=True,
            capture_output=True,
            timeout=60,
        )
        picture = Image.open(shot).convert("RGB").crop((0, 0, WIDTH, HEIGHT))
    small = picture.quantize(COLOURS, dither=Image.Dither.NONE)
    note = PngInfo()
    note.add_text(NOTE, digest(drawing))
    data = io.BytesIO()
    small.save(data, "PNG", optimize=True, pnginfo=note)
    return data.getvalue()


def main(folder: Path = BUILT_IN, which: Callable[[str], str | None] = shutil.which) -> int:
    """Make anew what has drifted, and tell which; ``which`` finds the browser."""
    chromium = which("chromium")
    if chromium is None:
        raise KheoError(_("Drawing pictures needs Chromium: apt install chromium."))
    problems: list[Problem] = []
    file = folder / "facts.yaml"
    facts = figures.parse(str(file), file.read_text("utf-8"), problems)
    for path in list(drifted(facts, folder)):
        data = render(filled(path, facts), chromium)
        path.with_suffix(".png").write_bytes(data)
        print(f"{path.with_suffix('.png')} {len(data)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
