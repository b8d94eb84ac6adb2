"""The page for the notice board: scanned, read from afar, and printed with every letter."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Sequence
from pathlib import Path

import pymupdf_fonts
import pytest
import zxingcpp
from fontTools.ttLib import TTFont
from PIL import Image

from bot.page import (
    DPI,
    FONTS,
    HEIGHT,
    MARGIN,
    POINT,
    WIDTH,
    Bar,
    Shape,
    Square,
    Text,
    as_image,
    as_pdf,
    width_of,
)
from bot.poster import CENTRE, layout, poster

ADDRESS = "https://kheo.xa.vn/h/T-01"
TELEGRAM = "https://t.me/kheo_xa_bot?start=h_T-01"
LONG = "Tổ dân phố Cầu Ngói Thanh Toàn Thượng Hạ Đông Tây"
#: Every letter of Vietnamese with every tone, small and capital.
LETTERS = (
    "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵđ"
    "AÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬEÈÉẺẼẸÊỀẾỂỄỆIÌÍỈĨỊOÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢUÙÚỦŨỤƯỪỨỬỮỰYỲÝỶỸỴĐ"
)


def _page(place: str = "Thôn Bờ Tre", telegram: str = "", code: str = "T-01") -> Sequence[Shape]:
    return layout(place, "Xã An", ADDRESS, code, telegram)


def _texts(shapes: Sequence[Shape]) -> list[Text]:
    return [shape for shape in shapes if isinstance(shape, Text)]


def test_a_phone_reads_the_code_of_the_picture(tmp_path: Path) -> None:
    _pdf, png = poster("Thôn Bờ Tre", "Xã An", ADDRESS, "T-01", tmp_path / "new")
    with Image.open(png) as image:
        assert image.size == (1654, 2339)
        assert round(image.info["dpi"][0]) == DPI
        (found,) = zxingcpp.read_barcodes(image)
    assert found.text == ADDRESS
    assert found.format == zxingcpp.BarcodeFormat.QRCode


def test_with_telegram_there_are_two_codes_side_by_side() -> None:
    found = zxingcpp.read_barcodes(as_image(_page(telegram=TELEGRAM)))
    assert [code.text for code in sorted(found, key=lambda c: c.position.top_left.x)] == [
        ADDRESS,
        TELEGRAM,
    ]
    assert "Telegram" in [text.text for text in _texts(_page(telegram=TELEGRAM))]


def test_the_code_is_read_with_a_corner_torn_and_from_afar() -> None:
    image = as_image(_page())
    (square,) = (shape for shape in _page() if isinstance(shape, Square))
    scale = DPI / 25.4
    corner = round((square.x + square.size * 0.72) * scale), round((square.y + 70) * scale)
    image.paste(255, (*corner, corner[0] + 80, corner[1] + 80))
    small = image.resize((image.width // 5, image.height // 5))
    (found,) = zxingcpp.read_barcodes(small)
    assert found.text == ADDRESS


def test_hamlet_commune_code_and_site_stand_on_the_page_in_vietnamese() -> None:
    words = " ".join(text.text for text in _texts(_page()))
    for part in ("Xã An", "Thôn Bờ Tre", "Hỏi Khéo", "Mở kheo.xa.vn", "T-01", "OTP"):
        assert part in words


def test_what_matters_is_read_from_two_metres() -> None:
    # A tall letter of 8 mm is read at 2 m with half the sight of good eyes (0.4 % of the distance);
    # capitals of Noto Sans are 0.71 of the size.
    sizes = {text.text: text.size * POINT * 0.71 for text in _texts(_page())}
    assert sizes["Thôn Bờ Tre"] > 10
    assert sizes["Có việc gì? Hỏi Khéo!"] > 8
    assert sizes["T-01"] > 10


@pytest.mark.parametrize("place", ["Xóm 5", "Thôn Bờ Tre (mẫu)", LONG, "X" * 60])
@pytest.mark.parametrize("telegram", ["", TELEGRAM])
@pytest.mark.parametrize("code", ["1", "THON-BO-TRE-XA-AN-TINH-NAO-00001"])
def test_everything_stays_inside_the_margins_and_nothing_covers_another(
    place: str, telegram: str, code: str
) -> None:
    shapes = _page(place, telegram, code)
    boxes = []
    for shape in shapes:
        match shape:
            case Text(x, y, size, text, bold):
                half = width_of(text, size, bold) / 2
                boxes.append((x - half, y - size * POINT * 0.75, x + half, y))
            case Square(x, y, size, _data):
                boxes.append((x, y, x + size, y + size))
            case Bar(x, y, width, height, 0.0):
                boxes.append((x, y, x + width, y + height))
            case Bar():
                pass  # the frame is meant to hold others
    for left, top, right, bottom in boxes:
        assert left >= MARGIN - 0.1
        assert right <= WIDTH - MARGIN + 0.1
        assert top >= 10
        assert bottom <= HEIGHT - 7
    solid = [box for box, shape in zip(boxes, _solid(shapes), strict=True) if shape]
    for n, one in enumerate(solid):
        for other in solid[n + 1 :]:
            apart = (
                one[2] <= other[0] + 0.1
                or other[2] <= one[0] + 0.1
                or one[3] <= other[1] + 0.1
                or other[3] <= one[1] + 0.1
            )
            assert apart, (one, other)


def _solid(shapes: Sequence[Shape]) -> list[bool]:
    """Which of the shapes must not touch: all but frames, corners at the codes among them."""
    return [
        not isinstance(shape, Bar) or shape.x == CENTRE - 22
        for shape in shapes
        if not (isinstance(shape, Bar) and shape.line)
    ]


def test_a_long_name_takes_two_lines_of_like_size() -> None:
    texts = _texts(_page(LONG))
    lines = [text for text in texts if text.text and text.text in LONG and len(text.text) > 4]
    assert " ".join(line.text for line in lines) == LONG
    assert len({line.size for line in lines}) == 1


def test_the_fonts_have_every_vietnamese_letter() -> None:
    for name in FONTS.values():
        cmap = TTFont(io.BytesIO(pymupdf_fonts.myfont(name))).getBestCmap()
        assert set(map(ord, LETTERS)) <= set(cmap)


def test_the_pdf_is_a4_with_its_letters_inside_as_text() -> None:
    shapes = _page("Thôn Bờ Tre")
    data = as_pdf([*shapes, Text(CENTRE, 100, 6, LETTERS)], title="Khéo – Thôn Bờ Tre")
    assert data.startswith(b"%PDF")
    assert data.count(b"/Type /Page\n") == 1
    box = re.search(rb"/MediaBox \[([\d. ]+)\]", data)
    assert box is not None
    assert [round(float(side)) for side in box[1].split()] == [0, 0, 595, 842]
    assert len(set(re.findall(rb"/BaseFont /(\w+\+\w+)", data))) == 2
    assert b"/FontFile2" in data
    assert b"/Subtype /Image" not in data
    carried: set[int] = set()
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL):
        plain = zlib.decompress(stream) if stream.startswith(b"x") else stream
        if b"begincmap" in plain:
            for lines in re.findall(rb"beginbfchar(.*?)endbfchar", plain, re.DOTALL):
                carried |= {int(to, 16) for to in re.findall(rb"> <([0-9A-Fa-f]+)>", lines)}
    letters = set(LETTERS) | {letter for text in _texts(shapes) for letter in text.text}
    assert {ord(letter) for letter in letters} <= carried
    assert len(data) < 120_000
