"""Pages of a printed book: their foot, their fonts, and words set on them."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pymupdf_fonts
from fpdf import FPDF

from bot.page import FONTS, POINT, WIDTH

EDGE, FOOT = 18.0, 18.0
ROOM = WIDTH - 2 * EDGE
#: Lines of Vietnamese need more air than Latin ones: marks stand above marks.
LINE = 1.45
INK, SOFT, ACCENT, TINT = (26, 35, 31), (83, 96, 90), (10, 102, 80), (238, 246, 242)


class Book(FPDF):
    """Pages with a foot: the chapter's name and the page's number. All lengths in millimetres."""

    foot = ""

    def footer(self) -> None:
        """Write the foot; fpdf2 calls this when a page is full."""
        if self.foot:
            self.set_y(-13)
            self.font(9, color=SOFT)
            self.cell(ROOM - 20, 6, self.foot)
            self.cell(20, 6, str(self.page_no()), align="R")

    @contextmanager
    def letters(self) -> Iterator[None]:
        """Letters of all languages, from before anything is set until all is put out."""
        # fontTools tells about the hinting tables that it leaves out; nobody needs them.
        logging.getLogger("fontTools.subset").setLevel(logging.ERROR)
        with tempfile.TemporaryDirectory() as folder:  # fpdf2 takes fonts as files only
            for style, name in FONTS.items():
                path = Path(folder) / f"{name}.ttf"
                path.write_bytes(pymupdf_fonts.myfont(name))
                self.add_font("Noto", style, path)
            yield

    def font(self, size: float, *, bold: bool = False, color: tuple[int, int, int] = INK) -> None:
        """Letters of ``size`` points from here on."""
        self.set_font("Noto", "B" if bold else "", size)
        self.set_text_color(*color)

    def say(
        self, text: str, size: float, *, bold: bool = False, color: tuple[int, int, int] = INK,
        align: str = "L", indent: float = 0, gap: float = 1, link: str = "",
    ) -> None:  # fmt: skip
        """A paragraph, with a ``gap`` below it."""
        self.font(size, bold=bold, color=color)
        self.set_x(EDGE + indent)
        self.multi_cell(
            ROOM - indent, size * POINT * LINE, text, align=align, link=link,
            new_x="LMARGIN", new_y="NEXT",
        )  # fmt: skip
        self.ln(gap)

    def heading(self, words: str) -> None:
        """A line above a part of a chapter."""
        self.ln(2)
        self.say(words, 13, bold=True, gap=0.6)

    def keep(self, height: float) -> None:
        """Begin a new page where so much does not fit any more."""
        if self.will_page_break(height):
            self.add_page()
