"""A printable page for a hamlet's notice board: a code to scan, and the same way in for typing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.locale import _
from bot.page import (
    DPI,
    MARGIN,
    POINT,
    WIDTH,
    Bar,
    Shape,
    Square,
    Text,
    as_image,
    as_pdf,
    fitted,
    width_of,
)

CENTRE = WIDTH / 2


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
    pdf.write_bytes(as_pdf(shapes, title=f"Khéo – {place}"))
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
        yield fitted(x + size / 2, y + size + caption, 21, title, size, bold=True)


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
    yield fitted(CENTRE, y, 20, words, box - 10)
    yield fitted(CENTRE, y + 18.5, 50, code, box - 10, bold=True)


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
    return fitted(CENTRE, y, size, text, WIDTH - 2 * MARGIN, bold=bold)


def _wrapped(text: str, size: float, room: float, *, bold: bool) -> list[tuple[float, str]]:
    """One line, or two of a smaller size where one would have to shrink by a third or more."""
    words = text.split()
    if width_of(text, size, bold) <= room * 1.5 or len(words) < 2:
        return [(fitted(0, 0, size, text, room, bold=bold).size, text)]
    halves = [(" ".join(words[:n]), " ".join(words[n:])) for n in range(1, len(words))]
    best = min(halves, key=lambda half: max(width_of(line, size, bold) for line in half))
    smaller = min(fitted(0, 0, size * 0.72, line, room, bold=bold).size for line in best)
    return [(smaller, line) for line in best]
