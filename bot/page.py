"""A printed page: shapes in millimetres, as PDF and as a picture."""

from __future__ import annotations

import io
import logging
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import TypeAlias

import pymupdf_fonts
import segno
from fpdf import FPDF
from PIL import Image, ImageDraw, ImageFont

#: A4 in millimetres (ISO 216).
WIDTH, HEIGHT = 210.0, 297.0
MARGIN = 16.0
DPI = 200
#: Noto Sans as the package pymupdf_fonts carries it: every Vietnamese letter, a free licence.
FONTS = {"": "notos", "B": "notosbo"}
POINT = 25.4 / 72


@dataclass(frozen=True, slots=True)
class Text:
    """A line of words around ``x`` (``left``: from ``x`` on), on the baseline ``y``; ``size`` in
    points, the rest in mm."""

    x: float
    y: float
    size: float
    text: str
    bold: bool = False
    left: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """A black rectangle, or a frame of the thickness ``line`` where that is not 0."""

    x: float
    y: float
    width: float
    height: float
    line: float = 0.0


@dataclass(frozen=True, slots=True)
class Square:
    """A QR code that is ``size`` wide with its quiet zone."""

    x: float
    y: float
    size: float
    data: str


Shape: TypeAlias = Text | Bar | Square


def fitted(x: float, y: float, size: float, text: str, room: float, *, bold: bool = False) -> Text:
    """A line that shrinks where there is no room for it."""
    wide = width_of(text, size, bold)
    return Text(x, y, size if wide <= room else size * room / wide, text, bold)


def width_of(text: str, size: float, bold: bool) -> float:
    """How wide ``text`` prints, in millimetres."""
    return float(font_of("B" if bold else "", 1000).getlength(text)) * size * POINT / 1000


def dark(data: str) -> Iterator[tuple[float, float, float, float]]:
    """The dark runs of a QR code in parts of its width: x, y, length, height.

    Level Q is still read with a quarter of it torn, faded or rained on; the quiet zone of four
    modules is part of the code (ISO/IEC 18004).
    """
    matrix = segno.make_qr(data, error="q").matrix
    unit = 1 / (len(matrix) + 8)
    for row, modules in enumerate(matrix):
        column = 0
        for is_dark, run in groupby(modules):
            length = len(list(run))
            if is_dark:
                yield (column + 4) * unit, (row + 4) * unit, length * unit, unit
            column += length


def as_pdf(*pages: Sequence[Shape], title: str) -> bytes:
    """The pages as a PDF: vectors, with the letters that it needs of its fonts inside."""
    # fontTools tells about the hinting tables that it leaves out of the subset; nobody needs them.
    logging.getLogger("fontTools.subset").setLevel(logging.ERROR)
    pdf = FPDF(format="A4")
    pdf.set_auto_page_break(False)
    pdf.set_title(title)
    pdf.set_lang("vi")
    with tempfile.TemporaryDirectory() as folder:  # fpdf2 takes fonts as files only
        for style, name in FONTS.items():
            path = Path(folder) / f"{name}.ttf"
            path.write_bytes(pymupdf_fonts.myfont(name))
            pdf.add_font("Noto", style, path)
        for shapes in pages:
            pdf.add_page()
            for shape in shapes:
                _draw(pdf, shape)
        return bytes(pdf.output())


def _draw(pdf: FPDF, shape: Shape) -> None:
    match shape:
        case Text(x, y, size, text, bold, left):
            pdf.set_font("Noto", "B" if bold else "", size)
            pdf.text(x if left else x - width_of(text, size, bold) / 2, y, text)
        case Bar(x, y, width, height, line):
            pdf.set_line_width(line or 0.2)
            pdf.rect(x, y, width, height, style="D" if line else "F")
        case Square(x, y, size, data):
            for left_, top, length, height in dark(data):
                box = (x + left_ * size, y + top * size, length * size, height * size)
                pdf.rect(*box, style="F")


def as_image(shapes: Sequence[Shape]) -> Image.Image:
    """The page as a picture in shades of grey."""
    scale = DPI / 25.4
    image = Image.new("L", (round(WIDTH * scale), round(HEIGHT * scale)), 255)
    draw = ImageDraw.Draw(image)
    for shape in shapes:
        match shape:
            case Text(x, y, size, text, bold, at_left):
                font = font_of("B" if bold else "", size / 72 * DPI)
                draw.text((x * scale, y * scale), text, 0, font, anchor="ls" if at_left else "ms")
            case Bar(x, y, width, height, line):
                box = (x * scale, y * scale, (x + width) * scale, (y + height) * scale)
                if line:
                    draw.rectangle(box, outline=0, width=round(line * scale))
                else:
                    draw.rectangle(box, fill=0)
            case Square(x, y, size, data):
                # Whole pixels a module, so that none is wider than its neighbour.
                runs = list(dark(data))
                modules = round(1 / runs[0][3])
                pixels = round(size * scale) // modules
                offset = (size * scale - pixels * modules) / 2
                for left, top, length, _height in runs:
                    x0 = round(x * scale + offset) + round(left * modules) * pixels
                    y0 = round(y * scale + offset) + round(top * modules) * pixels
                    x1 = x0 + round(length * modules) * pixels - 1
                    draw.rectangle((x0, y0, x1, y0 + pixels - 1), fill=0)
    return image


@lru_cache(maxsize=64)
def font_of(style: str, size: float) -> ImageFont.FreeTypeFont:
    """The font of a style ("" or "B") at a size in pixels."""
    data = io.BytesIO(pymupdf_fonts.myfont(FONTS[style]))
    return ImageFont.truetype(data, size, layout_engine=ImageFont.Layout.BASIC)
