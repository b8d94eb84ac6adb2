"""A printable page for a hamlet's notice board: a code to scan, and the same way in for typing."""

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

from bot.locale import _

#: A4 in millimetres (ISO 216).
WIDTH, HEIGHT = 210.0, 297.0
MARGIN = 16.0
DPI = 200
#: Noto Sans as the package pymupdf_fonts carries it: every Vietnamese letter, a free licence.
FONTS = {"": "notos", "B": "notosbo"}
POINT = 25.4 / 72
CENTRE = WIDTH / 2


@dataclass(frozen=True, slots=True)
class Text:
    """A line of words around ``x``, on the baseline ``y``; ``size`` in points, the rest in mm."""

    x: float
    y: float
    size: float
    text: str
    bold: bool = False


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


def poster(
    place: str, commune: str, address: str, code: str, out: Path, telegram: str = ""
) -> tuple[Path, Path]:
    """Write the page as PDF and as PNG into the folder ``out``; the two paths.

    ``address`` leads into the hamlet's web chat; ``telegram``, where there is one, is the link
    that does so on Telegram. ``code`` is what people type who cannot scan.
    """
    shapes = layout(place, commune, address, code, telegram)
    out.mkdir(parents=True, exist_ok=True)
    pdf, png = out / f"kheo-{code}.pdf", out / f"kheo-{code}.png"
    pdf.write_bytes(as_pdf(shapes, f"Khéo – {place}"))
    as_image(shapes).save(png, dpi=(DPI, DPI), optimize=True)
    return pdf, png


def layout(
    place: str, commune: str, address: str, code: str, telegram: str = ""
) -> Sequence[Shape]:
    """What stands where on the page, in millimetres from its upper left corner."""
    shapes: list[Shape] = [_centred(24, 24, commune)]
    names = _wrapped(place, 54, WIDTH - 2 * MARGIN, bold=True)
    y = 46.0 if len(names) == 1 else 42.0
    for number, (size, line) in enumerate(names):
        # Stacked marks, as in Ẫ, reach higher than a line of another script would need.
        y += size * POINT * 1.2 if number else 0
        shapes.append(_centred(y, size, line, bold=True))
    shapes += [
        Bar(CENTRE - 22, y + 7.5, 44, 1.4),
        _centred(y + 25.5, 40, _("A question? Ask Khéo!"), bold=True),
        _centred(y + 36.5, 21, _("Papers, VNeID, housing, the hamlet's affairs")),
    ]
    shapes += _codes(y + 44, 208.0, address, telegram)
    shapes += _steps(227)
    shapes += _typed(247, address, code)
    shapes += [
        _centred(281, 15.5, _("Free of charge. An automatic assistant of the commune.")),
        _centred(
            289, 15.5, _("Khéo never asks for passwords, OTP codes or ID numbers."), bold=True
        ),
    ]
    return shapes


def _codes(top: float, bottom: float, address: str, telegram: str) -> Iterator[Shape]:
    if not telegram:
        size = min(bottom - top, 112.0)
        yield from _corners(CENTRE - size / 2, top, size)
        yield Square(CENTRE - size / 2, top, size, address)
        return
    size, caption = 84.0, 10.0
    y = top + (bottom - top - size - caption) / 2
    for x, data, title in (
        (CENTRE - 5 - size, address, _("Web, nothing to install")),
        (CENTRE + 5, telegram, _("Telegram")),
    ):
        yield from _corners(x, y, size)
        yield Square(x, y, size, data)
        yield _fitted(x + size / 2, y + size + caption, 21, title, size, bold=True)


def _steps(y: float) -> Iterator[Shape]:
    steps = (_("Open\nthe camera"), _("Point it at\nthe square"), _("Tap the line\nthat appears"))
    column = (WIDTH - 2 * MARGIN) / 3
    room = column - 14
    widest = max(width_of(line, 20, True) for step in steps for line in step.split("\n"))
    size = min(20.0, 20 * room / widest)
    for number, step in enumerate(steps):
        x = MARGIN + column * number
        yield Text(x + 5, y, 46, str(number + 1), bold=True)
        for row, line in enumerate(step.split("\n")):
            at = x + 12 + width_of(line, size, True) / 2
            yield Text(at, y - 8.5 * (1 - row), size, line, bold=True)


def _typed(y: float, address: str, code: str) -> Iterator[Shape]:
    site = address.partition("://")[2].partition("/")[0]
    box = WIDTH - 2 * MARGIN
    yield Bar(MARGIN, y - 11, box, 35, 0.8)
    words = _("Cannot scan? Open {site} and write the code:").format(site=site)
    yield _fitted(CENTRE, y, 20, words, box - 10)
    yield _fitted(CENTRE, y + 18.5, 50, code, box - 10, bold=True)


def _corners(x: float, y: float, size: float) -> Iterator[Shape]:
    arm, line = 13.0, 1.8
    for left in (x, x + size):
        for upper in (y, y + size):
            inward_x = left if left == x else left - arm
            inward_y = upper if upper == y else upper - arm
            edge_x = left if left == x else left - line
            edge_y = upper if upper == y else upper - line
            yield Bar(inward_x, edge_y, arm, line)
            yield Bar(edge_x, inward_y, line, arm)


def _centred(y: float, size: float, text: str, *, bold: bool = False) -> Text:
    return _fitted(CENTRE, y, size, text, WIDTH - 2 * MARGIN, bold=bold)


def _fitted(x: float, y: float, size: float, text: str, room: float, *, bold: bool = False) -> Text:
    wide = width_of(text, size, bold)
    return Text(x, y, size if wide <= room else size * room / wide, text, bold)


def _wrapped(text: str, size: float, room: float, *, bold: bool) -> list[tuple[float, str]]:
    """One line, or two of a smaller size where one would have to shrink by a third or more."""
    words = text.split()
    if width_of(text, size, bold) <= room * 1.5 or len(words) < 2:
        return [(_fitted(0, 0, size, text, room, bold=bold).size, text)]
    halves = [(" ".join(words[:n]), " ".join(words[n:])) for n in range(1, len(words))]
    best = min(halves, key=lambda half: max(width_of(line, size, bold) for line in half))
    smaller = min(_fitted(0, 0, size * 0.72, line, room, bold=bold).size for line in best)
    return [(smaller, line) for line in best]


def width_of(text: str, size: float, bold: bool) -> float:
    """How wide ``text`` prints, in millimetres."""
    return float(_font("B" if bold else "", 1000).getlength(text)) * size * POINT / 1000


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


def as_pdf(shapes: Sequence[Shape], title: str) -> bytes:
    """The page as a PDF: vectors, with the letters that it needs of its fonts inside."""
    # fontTools tells about the hinting tables that it leaves out of the subset; nobody needs them.
    logging.getLogger("fontTools.subset").setLevel(logging.ERROR)
    pdf = FPDF(format="A4")
    pdf.set_auto_page_break(False)
    pdf.set_title(title)
    pdf.set_lang("vi")
    pdf.add_page()
    with tempfile.TemporaryDirectory() as folder:  # fpdf2 takes fonts as files only
        for style, name in FONTS.items():
            path = Path(folder) / f"{name}.ttf"
            path.write_bytes(pymupdf_fonts.myfont(name))
            pdf.add_font("Noto", style, path)
        for shape in shapes:
            match shape:
                case Text(x, y, size, text, bold):
                    pdf.set_font("Noto", "B" if bold else "", size)
                    pdf.text(x - width_of(text, size, bold) / 2, y, text)
                case Bar(x, y, width, height, line):
                    pdf.set_line_width(line or 0.2)
                    pdf.rect(x, y, width, height, style="D" if line else "F")
                case Square(x, y, size, data):
                    for left, top, length, height in dark(data):
                        box = (x + left * size, y + top * size, length * size, height * size)
                        pdf.rect(*box, style="F")
        return bytes(pdf.output())


def as_image(shapes: Sequence[Shape]) -> Image.Image:
    """The page as a picture in shades of grey."""
    scale = DPI / 25.4
    image = Image.new("L", (round(WIDTH * scale), round(HEIGHT * scale)), 255)
    draw = ImageDraw.Draw(image)
    for shape in shapes:
        match shape:
            case Text(x, y, size, text, bold):
                font = _font("B" if bold else "", size / 72 * DPI)
                draw.text((x * scale, y * scale), text, 0, font, anchor="ms")
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
def _font(style: str, size: float) -> ImageFont.FreeTypeFont:
    data = io.BytesIO(pymupdf_fonts.myfont(FONTS[style]))
    return ImageFont.truetype(data, size, layout_engine=ImageFont.Layout.BASIC)
