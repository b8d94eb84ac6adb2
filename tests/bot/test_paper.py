"""Announcements on paper: the notice, the door list, the month, each within its page."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.month import Bars, picture
from bot.page import HEIGHT, MARGIN, POINT, WIDTH, Bar, Shape, Square, Text, as_image, width_of
from bot.paper import Visit, doors, notice, printable, wrapped

ADDRESS = "https://kheo.xa.vn/h/T-01"
LONG = " ".join(["Mời bà con đến nhà văn hoá dự họp thôn lúc mười chín giờ tối mai."] * 40)


def _texts(shapes: Sequence[Shape]) -> list[str]:
    return [shape.text for shape in shapes if isinstance(shape, Text)]


def _holds(shapes: Sequence[Shape]) -> None:
    for shape in shapes:
        match shape:
            case Text(x, y, size, text, bold, left):
                wide = width_of(text, size, bold)
                start = x if left else x - wide / 2
                box = (start, y - size * POINT * 0.75, start + wide, y)
            case Square(x, y, size, _data):
                box = (x, y, x + size, y + size)
            case Bar(x, y, width, height, _line):
                box = (x, y, x + width, y + height)
        assert box[0] >= MARGIN - 0.2, shape
        assert box[2] <= WIDTH - MARGIN + 0.2, shape
        assert box[1] >= 8, shape
        assert box[3] <= HEIGHT - 6, shape


@pytest.mark.parametrize("text", ["Họp", "Họp\n\nMang giấy tờ", LONG, "x" * 300, LONG * 3])
def test_a_notice_holds_all_its_words_within_the_margins(text: str) -> None:
    pages = notice("Xã An", "🗓 Giấy mời họp", text, "Thông báo số 12, ngày 23/11/2026", ADDRESS)
    for shapes in pages:
        _holds(shapes)
    said = "".join("".join(_texts(shapes)) for shapes in pages).replace(" ", "")
    assert text.split()[-1][-20:] in said
    assert "Thôngbáosố12" in said


def test_a_short_notice_is_set_larger_than_a_long_one() -> None:
    def size(text: str) -> float:
        (page, *_more) = notice("Xã An", "Giấy mời", text, "foot", ADDRESS)
        return next(one.size for one in page if isinstance(one, Text) and one.left)

    assert size("Họp lúc bảy giờ") > size(LONG)


def test_a_phone_reads_the_code_of_a_notice() -> None:
    (page,) = notice("Xã An", "Giấy mời họp", "Mời bà con họp", "Thông báo số 12", ADDRESS)
    (found,) = zxingcpp.read_barcodes(as_image(page))
    assert found.text == ADDRESS


@settings(max_examples=40)
@given(st.text(alphabet="aàbcđ ngơi\n", max_size=200))
def test_wrapping_loses_no_letter(text: str) -> None:
    lines = wrapped(text, 30, 60)
    assert "".join(lines).replace(" ", "") == "".join(text.split())
    assert all(width_of(line, 30, False) <= 60 for line in lines)


def test_little_pictures_are_left_out_on_paper() -> None:
    assert printable("🗓 Giấy mời\n⚠️ Khẩn: 30°C, 5 m²") == "Giấy mời\nKhẩn: 30°C, 5 m²"


def test_each_place_has_its_door_list_on_pages_of_its_own() -> None:
    visits = [
        Visit("Thôn Bờ Tre", f"T-01-{n:03}", "Nguyễn Thị Hoà Bình An " * 3) for n in range(60)
    ]
    visits += [Visit("Xóm Chợ", "T-06-001", "")]
    pages = doors("Hộ cần đến tận nhà: thông báo số 12", visits)
    for shapes in pages:
        _holds(shapes)
    assert ["Thôn Bờ Tre" in _texts(shapes) for shapes in pages] == [True, True, True, False]
    said = [text for shapes in pages for text in _texts(shapes)]
    assert all(visit.code in said for visit in visits)
    assert said.count("60") == 1  # numbered through


def test_an_empty_door_list_says_so() -> None:
    (page,) = doors("Hộ cần đến", [])
    assert "Hộ nào cũng đã nhận được." in _texts(page)


@pytest.mark.parametrize("count", [0, 1, 12, 60])
def test_a_month_shows_every_place_and_ranks_none(count: int) -> None:
    places = [Bars(f"Tổ dân phố Cầu Ngói Thanh Toàn {n}", 40, n, n // 2, 1) for n in range(count)]
    shapes = picture("Xã An", "Tháng 11/2026", 3, places)
    _holds(shapes)
    said = _texts(shapes)
    found = [text for text in said if text.startswith("Tổ")]
    assert found == [place.place for place in places]


def test_a_place_without_households_has_an_empty_frame() -> None:
    shapes = picture("Xã An", "Tháng 11/2026", 0, [Bars("Thôn Mới", 0, 0, 0, 0)])
    assert len([shape for shape in shapes if isinstance(shape, Bar)]) == 1
