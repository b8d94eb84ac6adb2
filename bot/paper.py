"""Announcements on paper: a notice for the board, and the list of doors to knock on."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.locale import _, number
from bot.page import HEIGHT, MARGIN, POINT, WIDTH, Bar, Shape, Square, Text, fitted, width_of

CENTRE = WIDTH / 2
ROOM = WIDTH - 2 * MARGIN
#: Sizes of the notice's words in points, largest first: it is read from two steps away.
SIZES = (30.0, 26.0, 22.0, 19.0, 16.0, 14.0)
#: Lines of Vietnamese need more air than Latin ones: marks stand above marks.
LINE = 1.42
TOP, BOTTOM = 70.0, 232.0
_NO_LETTERS = frozenset(("So", "Sk", "Cn", "Co", "Cs", "Cf", "Cc", "Me", "Mn"))
#: The rows of a door list, in millimetres: room for a tick with a pen.
ROW = 8.5


@dataclass(frozen=True, slots=True)
class Visit:
    """A household on the list."""

    place: str
    code: str
    name: str


def notice(
    commune: str, title: str, text: str, foot: str, address: str
) -> Sequence[Sequence[Shape]]:
    """The pages of an announcement; ``foot`` is its number and date, ``address`` behind the code.

    The words are as large as one page allows; what is longer than that goes on on more pages.
    """
    title, text = printable(title), printable(text)
    for size in SIZES:
        lines = wrapped(text, size, ROOM)
        if len(lines) <= _capacity(size):
            break
    per_page = _capacity(size)
    pages = [lines[n : n + per_page] for n in range(0, len(lines), per_page)] or [[]]
    return [
        [
            *_head(commune, title),
            *_body(page, size),
            *_foot(foot, address, f"{place}/{len(pages)}" if len(pages) > 1 else ""),
        ]
        for place, page in enumerate(pages, 1)
    ]


def printable(text: str) -> str:
    """``text`` without the little pictures that a phone has and a printer's letters have not."""
    kept = (
        sign
        for sign in unicodedata.normalize("NFC", text)
        if sign.isspace() or ord(sign) < 0x100 or unicodedata.category(sign) not in _NO_LETTERS
    )
    return re.sub(r"^ +", "", "".join(kept), flags=re.MULTILINE)


def wrapped(text: str, size: float, room: float) -> list[str]:
    """The lines of a text as they fit into ``room`` millimetres; its own line breaks stay."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split():
            longer = f"{line} {word}".strip()
            if width_of(longer, size, False) <= room:
                line = longer
                continue
            if line:
                lines.append(line)
            line = word
            while width_of(line, size, False) > room:  # a word longer than the page is broken
                cut = next(
                    n for n in range(len(line), 0, -1) if width_of(line[:n], size, False) <= room
                )
                lines.append(line[:cut])
                line = line[cut:]
        lines.append(line)
    return lines


def doors(title: str, visits: Sequence[Visit]) -> Sequence[Sequence[Shape]]:
    """The pages of the door list: each place begins on a page of its own."""
    by_place: dict[str, list[Visit]] = {}
    for visit in visits:
        by_place.setdefault(visit.place, []).append(visit)
    most = int((HEIGHT - MARGIN - 62) / ROW)
    pages: list[Sequence[Shape]] = []
    for place, found in by_place.items():
        for start in range(0, len(found), most):
            part = found[start : start + most]
            pages.append([*_list_head(title, place, len(found)), *_rows(part, start)])
    return pages or [[*_list_head(title, "", 0)]]


def _capacity(size: float) -> int:
    return int((BOTTOM - TOP) / (size * POINT * LINE)) + 1


def _head(commune: str, title: str) -> Iterator[Shape]:
    yield fitted(CENTRE, 26, 20, commune, ROOM)
    yield fitted(CENTRE, 48, 40, title, ROOM, bold=True)
    yield Bar(CENTRE - 22, 54, 44, 1.2)


def _body(lines: Sequence[str], size: float) -> Iterator[Shape]:
    for row, line in enumerate(lines):
        if line:
            yield Text(MARGIN, TOP + row * size * POINT * LINE, size, line, left=True)


def _foot(foot: str, address: str, page: str) -> Iterator[Shape]:
    yield Bar(MARGIN, 239, ROOM, 0.4)
    yield Square(MARGIN, 242, 42, address)
    words = (_("Questions? Scan the code and ask Khéo."), foot, page)
    for row, line in enumerate(word for word in words if word):
        size = min(16.0, 16.0 * (ROOM - 50) / max(width_of(line, 16.0, False), 1))
        yield Text(MARGIN + 48, 258 + row * 9, size, line, left=True)


def _list_head(title: str, place: str, count: int) -> Iterator[Shape]:
    yield fitted(CENTRE, 22, 17, title, ROOM)
    yield fitted(CENTRE, 34, 24, place or _("Every household has been reached."), ROOM, bold=True)
    if count:
        words = _("Households to visit: {count}").format(count=number(count))
        yield fitted(CENTRE, 43, 14, words, ROOM)
        for x, name in _columns():
            yield Text(x, 54, 11, name, bold=True, left=True)


def _columns() -> tuple[tuple[float, str], ...]:
    return (
        (MARGIN, _("No.")),
        (MARGIN + 14, _("Household")),
        (MARGIN + 60, _("Name")),
        (MARGIN + 128, _("Told")),
        (MARGIN + 144, _("Note")),
    )


def _rows(visits: Sequence[Visit], start: int) -> Iterator[Shape]:
    for row, visit in enumerate(visits):
        y = 62 + row * ROW
        yield Bar(MARGIN, y - ROW + 2.6, ROOM, 0.2)
        cells = ((str(start + row + 1), 12.0), (visit.code, 44.0), (visit.name, 66.0))
        for (x, _name), (words, room) in zip(_columns(), cells, strict=False):
            if words:
                wide = width_of(words, 12, False)
                size = 12 if wide <= room else 12 * room / wide
                yield Text(x, y, size, words, left=True)
        yield Bar(MARGIN + 130, y - 4.2, 5, 5, 0.4)
