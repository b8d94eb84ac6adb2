"""A month at a glance, as a picture for the cadres' group: how many households were reached.

To draw it takes a tenth of a second and more (on SQLite everybody's turn would wait), so the turn
keeps the figures under the path of the picture, which is drawn when a channel asks for it.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import msgspec

from bot import locale
from bot.locale import _, number
from bot.page import MARGIN, WIDTH, Bar, Shape, Text, as_image, fitted, width_of

CENTRE = WIDTH / 2
ROOM = WIDTH - 2 * MARGIN
#: The space between the figures and the foot of the page, shared by all places.
TOP, BOTTOM = 100.0, 270.0
TALLEST = 18.0
#: Half the size that is printed: as sharp as a phone shows it.
SMALLER = 2
#: Shades that letters and bars need; more would only make the picture heavier.
SHADES = 8
_PATH = re.compile(r"month/([0-9a-f]{32})\.png", re.ASCII)


@dataclass(frozen=True, slots=True)
class Bars:
    """One place in one month: households meant, reached, acknowledged, told at the door, summed
    over its announcements."""

    place: str
    households: int
    reached: int
    acknowledged: int
    told: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a month's picture says, and in which language."""

    commune: str
    month: str
    count: int
    places: tuple[Bars, ...]
    language: str

    def packed(self) -> bytes:
        """As it is kept."""
        return msgspec.json.encode(self)


def path_of(packed: bytes) -> str:
    """Where the picture of these figures is asked for: the same figures are the same picture."""
    return f"month/{hashlib.blake2b(packed, digest_size=16).hexdigest()}.png"


def digest_of(path: str) -> str:
    """The digest in the path of a month's picture; empty for any other path."""
    found = _PATH.fullmatch(path)
    return found[1] if found else ""


@lru_cache(maxsize=8)
def draw(packed: bytes) -> bytes:
    """The picture of the figures as PNG."""
    sheet = msgspec.json.decode(packed, type=Sheet)
    with locale.use(sheet.language):
        shapes = picture(sheet.commune, sheet.month, sheet.count, sheet.places)
    image = as_image(shapes).reduce(SMALLER)
    shades = image.point([value * SHADES // 256 for value in range(256)])
    shades.putpalette([shade * 255 // (SHADES - 1) for shade in range(SHADES) for _rgb in "rgb"])
    data = io.BytesIO()
    shades.save(data, "PNG")
    return data.getvalue()


def picture(commune: str, month: str, count: int, places: Sequence[Bars]) -> Sequence[Shape]:
    """What stands where, in millimetres: the frame is all households, the black part the reached.

    Places stand in the order given, never ranked.
    """
    meant = sum(place.households for place in places)
    reached = sum(place.reached for place in places)
    acknowledged = sum(place.acknowledged for place in places)
    told = sum(place.told for place in places)
    shapes: list[Shape] = [
        fitted(CENTRE, 22, 20, commune, ROOM),
        fitted(CENTRE, 38, 34, month, ROOM, bold=True),
        fitted(CENTRE, 54, 20, _("Announcements: {count}").format(count=number(count)), ROOM),
        fitted(
            CENTRE,
            66,
            20,
            _("Reached: {reached} of {meant} times a household").format(
                reached=number(reached), meant=number(meant)
            ),
            ROOM,
        ),
        fitted(
            CENTRE,
            78,
            20,
            _("Acknowledged: {acknowledged} · told at the door: {told}").format(
                acknowledged=number(acknowledged), told=number(told)
            ),
            ROOM,
        ),
    ]
    step = min(TALLEST, (BOTTOM - TOP) / max(len(places), 1))
    for row, place in enumerate(places):
        shapes += _row(TOP + row * step, step, place)
    shapes.append(fitted(CENTRE, 284, 13, _("Frame: all households meant. Black: reached."), ROOM))
    return shapes


def _row(y: float, step: float, place: Bars) -> Iterator[Shape]:
    high = step * 0.5
    size = min(15.0, step * 1.5)
    name_room, bar_room = 62.0, 78.0
    wide = width_of(place.place, size, False)
    fits = size if wide <= name_room else size * name_room / wide
    yield Text(MARGIN, y + high * 0.85, fits, place.place, left=True)
    share = place.reached / place.households if place.households else 0.0
    x = MARGIN + name_room + 4
    yield Bar(x, y, bar_room, high, 0.4)
    if share:
        yield Bar(x, y, bar_room * min(share, 1.0), high)
    figures = f"{number(place.reached)}/{number(place.households)}"
    room = WIDTH - MARGIN - x - bar_room - 3
    wide = width_of(figures, size, False)
    fits = size if wide <= room else size * room / wide
    yield Text(x + bar_room + 3, y + high * 0.85, fits, figures, left=True)
