"""A letter as HTML: titles, telephone numbers, addresses, buttons, the time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.base import Key, Piece
from bot.channels.webchat.channel import pack
from bot.channels.webchat.mailbox import Letter
from bot.locale import use
from web.letters import letter_html, log_html, tappable

AT = datetime(2026, 11, 21, 2, 5, tzinfo=UTC)  # 9:05 in Vietnam


def html(piece: Piece, *, now: datetime = AT, open: bool = False) -> str:
    """The letter of a piece."""
    return letter_html(Letter(7, pack(piece), AT), now, open)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Gọi ngay 115 giúp", "115"),
        ("113, 114", "113"),
        ("tổng đài 1900 0368.", "19000368"),
        ("1800 1091", "18001091"),
        ("số 069 219 4111 nhé", "0692194111"),
        ("0912 345 678", "0912345678"),
        ("0912.345.678", "0912345678"),
        ("gọi 18001567", "18001567"),
        ("Call 156 now", "156"),
    ],
)
def test_a_telephone_number_can_be_tapped(text: str, number: str) -> None:
    assert f'<a href="tel:{number}">' in tappable(text)


@pytest.mark.parametrize(
    "text",
    [
        "Điều 113 Luật Đất đai",
        "điều 115 quy định",
        "1.113 hộ",
        "115.000 đồng",
        "113%",
        "năm 2025",
        "01/07/2025",
        "12/115",
        "012345678901234",
        "1900000000000",
        "Nghị định 59/2023",
    ],
)
def test_other_figures_are_only_figures(text: str) -> None:
    assert "<a" not in tappable(text)


def test_an_address_can_be_tapped_without_the_full_stop() -> None:
    shown = tappable("Xem (https://dichvucong.gov.vn/p?a=1&b=2).")
    assert 'href="https://dichvucong.gov.vn/p?a=1&amp;b=2"' in shown
    assert 'rel="noopener noreferrer"' in shown
    assert shown.endswith("</a>).")


@given(st.text(alphabet="ab<>&\"' 0159.,:/https\n", max_size=60))
def test_whatever_is_written_stays_words(text: str) -> None:
    shown = tappable(text)
    bare = shown
    for tag in ("<a href=", "</a>", ' target="_blank">', ' rel="noopener noreferrer"'):
        bare = bare.replace(tag, "")
    assert "<" not in bare
    assert "<script" not in shown


def test_a_title_stands_above_its_text() -> None:
    shown = html(Piece("🏠 Nhà\nDòng đầu\nDòng hai", bold=len("🏠 Nhà".encode("utf-16-le")) // 2))
    assert '<strong class="title">🏠 Nhà</strong>Dòng đầu\nDòng hai</p>' in shown


def test_a_title_alone_and_nothing_at_all() -> None:
    assert '<strong class="title">Chỉ có tên</strong></p>' in html(Piece("Chỉ có tên", bold=10))
    assert 'class="text"' not in html(Piece("", photo="a.png", alt="hình"))


def test_pictures_and_recordings_have_words() -> None:
    shown = html(Piece("Bước 1", photo="g/a.png", alt='Mặt "sau"', voice="g/a.ogg"))
    assert 'width="640" height="480" loading="lazy"' in shown
    assert 'alt="Mặt &quot;sau&quot;"' in shown
    assert '<p class="listen">🔊 Nghe đọc</p><audio controls preload="none" aria-label="' in shown
    assert '<source src="/media/g/a.ogg" type="audio/ogg; codecs=opus">' in shown
    assert '<source src="/media/g/a.m4a" type="audio/mp4"></audio>' in shown


def test_buttons_press_or_open() -> None:
    piece = Piece(
        "?",
        keys=((Key("Có", "a|f|q|y"), Key("Không", "a|f|q|n")), (Key("Xem", url="https://a.vn"),)),
    )
    shown = html(piece)
    assert '<button class="key" form="press" name="press" value="a|f|q|y">Có</button>' in shown
    assert '<a class="key" href="https://a.vn"' in shown
    assert shown.count('class="row"') == 2
    assert 'class="keys"' in shown
    assert 'class="keys now"' in html(piece, open=True)


def test_the_time_is_vietnams_and_another_day_has_its_date() -> None:
    assert '<time datetime="2026-11-21T09:05+0700">09:05</time>' in html(Piece("a"))
    assert ">21/11/2026 09:05</time>" in html(Piece("a"), now=AT + timedelta(days=1))
    with use("en"):
        assert ">Nov 21, 2026 09:05</time>" in html(Piece("a"), now=AT + timedelta(days=1))


def test_in_a_log_only_the_last_buttons_are_to_be_pressed() -> None:
    keys = ((Key("Có", "a|f|q|y"),),)
    pieces = [Piece("1", keys=keys), Piece("2", keys=keys), Piece("3")]
    letters = [Letter(seq, pack(piece), AT) for seq, piece in enumerate(pieces, 1)]
    first, second, _third = log_html(letters, AT).split("</article>")[:3]
    assert "keys now" not in first
    assert "keys now" in second
    assert log_html([], AT) == ""


def test_the_items_of_a_line_are_not_torn_apart() -> None:
    shown = html(Piece("Gọi:\n113 công an · 115 cấp cứu\nHết"))
    assert '<span class="item"><a href="tel:113">113</a> công an<span' in shown
    assert shown.count('class="item"') == 2
    assert shown.count('class="dot"') == 1


def test_a_number_to_call_in_the_title_makes_a_letter_stand_out() -> None:
    assert 'class="msg bot alarm"' in html(Piece("Gọi ngay 114!\nRa khỏi nhà.", bold=13))
    assert 'class="msg bot"' in html(Piece("Việc khẩn\nGọi ngay 114!", bold=9))
