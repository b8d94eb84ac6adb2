"""All guides as one book: what a visitor of the commune's office leafs through."""

from __future__ import annotations

import logging
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.booklet import booklet
from bot.cli import main
from bot.locale import use
from bot.ports import Counter
from bot.ports_tools import Paper
from content.library import Library, load
from tests.support.pdf import Printed, read
from tests.support.shelf import COMMUNE, GUIDE, build

TODAY = date(2026, 11, 21)
SMALL = "guides/small/vi.md"


def printed(library: Library, language: str = "vi", address: str = "") -> Printed:
    with use(language):
        return read(booklet(library, language, TODAY, address))


@pytest.fixture(scope="module")
def whole() -> Printed:
    """Everything that comes with Khéo, in Vietnamese."""
    return printed(load())


@pytest.fixture
def small(tmp_path: Path) -> Library:
    """Two small guides."""
    return load([build(tmp_path)])


def test_the_cover_names_the_commune_the_day_and_whom_to_ask(tmp_path: Path):
    real = COMMUNE.replace("{name: Một cửa xã}", '{name: Một cửa xã, hours: "7h–11h"}')
    cover = printed(load([build(tmp_path, **{"commune.yaml": real})])).pages[0]
    assert "Xã Mẫu" in cover
    assert "21/11/2026" in cover
    assert "• Một cửa xã: 7h–11h" in cover
    assert "xã mẫu để dùng thử" in cover
    own = printed(load([build(tmp_path, **{"commune.yaml": real.replace("demo: true\n", "")})]))
    assert "xã mẫu để dùng thử" not in own.pages[0]


def test_the_contents_name_the_page_on_which_each_guide_begins(whole: Printed):
    contents = whole.pages[1].split("\n")
    entries = {
        contents[n].strip(): int(contents[n + 2])
        for n in range(len(contents) - 2)
        if re.fullmatch(r"\.+", contents[n + 1])
    }
    assert len(entries) == 30
    for title, page in entries.items():
        words = whole.pages[page - 1].split("\n")
        assert title in words[1], (title, page)  # under the shelf's name
        assert words[-2:] == [title, str(page)]  # the foot


def test_every_guide_and_shelf_has_a_bookmark(whole: Printed):
    library = load()
    titles = [guide.title for guide in library.guides("vi", TODAY)]
    assert set(titles) <= set(whole.bookmarks)
    assert "VNeID và thẻ căn cước" in whole.bookmarks


def test_all_that_is_on_the_screen_is_on_paper(small: Library):
    text = "\n".join(printed(small).pages)
    for words in (
        "Làm xong bác có giấy.", "1. Bước một", "Giá là 5.000 đồng.", "Nếu: Cửa kẹt",
        "Bác đẩy mạnh tay. » bước 2", "• Bên trái  » bước 3", "» hỏi cán bộ", "» xong",
        "Hỏi ở đâu", "• Một cửa xã", "• Trang của xã (02/01/2026)", "https://xa.example.vn",
        "Xem lại ngày 01/11/2026. Phải xem lại trước ngày 01/01/2027.",
    ):  # fmt: skip
        assert words in text, words
    assert re.search(r"• Bên phải  » bài “Việc khác”, trang [34]", text)


def test_links_and_pictures_can_be_used_without_seeing(small: Library):
    book = printed(small)
    assert "https://xa.example.vn" in book.addresses
    assert "Cái cửa" in book.descriptions


def test_a_list_of_papers_has_a_box_for_each(small: Library):
    versions = small.manuscripts["small"]
    guide = versions["vi"].guide
    papers = (Paper("can-cuoc", "Thẻ căn cước"), Paper("don", "Đơn"))
    text = "Bác mang:\n• Thẻ căn cước.\n• Đơn.\n\nBác hỏi lại xã."
    step = replace(guide.steps[0], text=text, papers=papers)
    ticked = replace(versions["vi"], guide=replace(guide, steps=(step, *guide.steps[1:])))
    text = printed(replace(small, manuscripts={"small": {"vi": ticked}})).pages[2]
    assert "Bác mang:\nThẻ căn cước.\nĐơn.\nBác hỏi lại xã.\n" in text


def test_the_owners_own_counter_is_named_else_all(small: Library):
    counters = (Counter("Công an xã"), Counter("Một cửa xã"))
    card = replace(small.commune, counters=counters)
    page = printed(replace(small, commune=card)).pages[2]
    assert "• Một cửa xã" in page
    assert "Công an" not in page
    others = replace(card, counters=(Counter("Công an xã"), Counter("Trạm y tế")))
    page = printed(replace(small, commune=others)).pages[2]
    assert "• Công an xã\n• Trạm y tế" in page


def test_a_guide_that_the_book_has_not_is_asked_about_at_the_desk(small: Library):
    alone = replace(small, manuscripts={"small": small.manuscripts["small"]})
    assert "• Bên phải  » hỏi tại quầy" in printed(alone).pages[2]


def test_in_english_only_what_is_written_in_english():
    book = printed(load(), "en")
    assert "ID card: for a child, renewed, lost" in book.bookmarks
    assert "Contents" in book.pages[1]
    assert "Trợ cấp tuổi già" not in "\n".join(book.pages)


def test_no_letter_is_missing_in_the_font(caplog: pytest.LogCaptureFixture):
    with caplog.at_level(logging.WARNING):
        printed(load(), "en", "https://khéo.example.vn/chat")
    assert [record for record in caplog.records if "glyph" in record.getMessage()] == []


def test_the_command_writes_the_book(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    build(tmp_path / "content", **{SMALL: GUIDE.replace("Bước một", "Bước đầu")})
    environ = {
        "KHEO_CONTENT": str(tmp_path / "content"),
        "KHEO_DATABASE_URL": f"sqlite:///{tmp_path}/none.db",
        "KHEO_PUBLIC_URL": "https://xa.example.vn",
    }
    path = tmp_path / "new" / "book.pdf"
    assert main(["content", "export", str(path)], environ) == 0
    assert capsys.readouterr().out == f"{path}\n"
    book = read(path.read_bytes())
    assert any("1. Bước đầu" in page for page in book.pages)
    assert "quét mã" in book.pages[0]
    monkeypatch.chdir(tmp_path)
    assert main(["content", "export"], environ) == 0
    assert capsys.readouterr().out == f"{tmp_path / 'kheo-vi.pdf'}\n"  # where that folder is
    assert (tmp_path / "kheo-vi.pdf").exists()
    assert main(["content", "export", "--language", "xx"], environ) == 2
    assert "vi, en" in capsys.readouterr().err
