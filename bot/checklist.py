"""A list of papers as a small picture to pass on: what is ready, what is not, a code to scan."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from PIL import Image, ImageDraw

from bot import locale
from bot.locale import _
from bot.page import dark, font_of
from bot.ports import Guide, Step
from content.library import Library
from handlers.papers import Checklist

#: As wide as a telephone shows it, in pixels.
WIDTH = 720
_MARGIN = 40
_TITLE, _LINE, _SMALL = 40.0, 32.0, 24.0
_BOX = 30
_QR = 240
_INK, _PALE = 0, 110
#: Shades that a picture of letters needs; more would only make it heavier.
_SHADES = 8
_PATH = re.compile(
    r"papers/(?P<guide>[a-z0-9-]{1,32})/(?P<step>[a-z0-9-]{1,16})"
    r"\.(?P<language>[a-z]{2})\.(?P<signs>[01]{2,10})\.png"
)


@dataclass(frozen=True, slots=True)
class Picture:
    """One list as it is to be drawn: the guide, its step, and whether each paper is ready."""

    guide: Guide
    step: Step
    language: str
    ready: tuple[bool, ...]

    @property
    def title(self) -> str:
        """The list as conversations call it."""
        return Checklist(self.guide, self.step, frozenset()).title


def picture_of(path: str, library: Library) -> Picture | None:
    """The picture that a path of ours names (handlers/papers.py); None for any other path."""
    match = _PATH.fullmatch(path)
    versions = library.manuscripts.get(match["guide"]) if match else None
    if match is None or versions is None:
        return None
    written = versions.get(match["language"], versions[locale.DEFAULT])
    steps = [step for step in written.guide.steps if step.key == match["step"]]
    ready = tuple(sign == "1" for sign in match["signs"])
    if not steps or len(steps[0].papers) != len(ready):
        return None
    return Picture(written.guide, steps[0], match["language"], ready)


@lru_cache(maxsize=64)
def draw(picture: Picture, address: str) -> bytes:
    """The picture as PNG; ``address`` opens the guide (empty: without a code to scan)."""
    with locale.use(picture.language):
        return _drawn(picture, address)


def _drawn(picture: Picture, address: str) -> bytes:
    room = WIDTH - 2 * _MARGIN
    title = _wrapped(picture.title, _TITLE, room, "B")
    papers = [_wrapped(p.words, _LINE, room - _BOX - 20) for p in picture.step.papers]
    foot = _foot(picture, room - (_QR + 20 if address else 0))
    rows = sum(map(len, papers))
    height = 2 * _MARGIN + len(title) * 52 + 20 + rows * 44 + len(papers) * 16 + 20
    height += max(_QR if address else 0, len(foot) * 34)
    image = Image.new("L", (WIDTH, height), 255)
    pen = ImageDraw.Draw(image)
    y = _MARGIN + 38
    for line in title:
        pen.text((_MARGIN, y), line, _INK, font_of("B", _TITLE), anchor="ls")
        y += 52
    y += 20
    for lines, ready in zip(papers, picture.ready, strict=True):
        _tick(pen, y, ready)
        for line in lines:
            at = (_MARGIN + _BOX + 20, y)
            pen.text(at, line, _PALE if ready else _INK, font_of("", _LINE), anchor="ls")
            y += 44
        y += 16
    top = y - 24
    for n, line in enumerate(foot):
        pen.text((_MARGIN, top + 30 + n * 34), line, _INK, font_of("", _SMALL), anchor="ls")
    if address:
        _code(pen, WIDTH - _MARGIN - _QR, top, address)
    shades = image.point([value * _SHADES // 256 for value in range(256)])
    shades.putpalette([shade * 255 // (_SHADES - 1) for shade in range(_SHADES) for _rgb in "rgb"])
    data = io.BytesIO()
    shades.save(data, "PNG")
    return data.getvalue()


def _foot(picture: Picture, room: int) -> Sequence[str]:
    missing = picture.ready.count(False)
    words = [
        _("{ready} ready, {missing} missing").format(
            ready=len(picture.ready) - missing, missing=missing
        ),
        _("From Khéo, the commune's assistant. Checked on {day}.").format(
            day=locale.short_day(picture.guide.reviewed_on)
        ),
    ]
    return [line for part in words for line in _wrapped(part, _SMALL, room)]


def _tick(pen: ImageDraw.ImageDraw, y: float, ready: bool) -> None:
    left, top = _MARGIN, y - _BOX + 3
    pen.rectangle((left, top, left + _BOX, top + _BOX), outline=_INK, width=3)
    if ready:
        points = [(left + 6, top + 15), (left + 13, top + 23), (left + 25, top + 7)]
        pen.line(points, fill=_INK, width=5, joint="curve")


def _code(pen: ImageDraw.ImageDraw, left: float, top: float, address: str) -> None:
    runs = _runs(address)
    modules = round(1 / runs[0][3])
    pixels = max(1, _QR // modules)
    for x, y, length, _height in runs:
        x0 = round(left) + round(x * modules) * pixels
        y0 = round(top) + round(y * modules) * pixels
        pen.rectangle((x0, y0, x0 + round(length * modules) * pixels - 1, y0 + pixels - 1), _INK)


@lru_cache(maxsize=128)
def _runs(address: str) -> tuple[tuple[float, float, float, float], ...]:
    return tuple(dark(address))


@lru_cache(maxsize=512)  # a list is drawn anew with every tick, its words are the same
def _wrapped(text: str, size: float, room: float, style: str = "") -> tuple[str, ...]:
    font = font_of(style, size)
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) <= room or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(lines)
