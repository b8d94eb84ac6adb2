"""``kheo announce`` with files of this machine: what is sent, what is refused and keeps nothing."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

import pytest

from bot import media
from bot.channels.base import Capabilities
from bot.enclosure import enclosed
from bot.errors import KheoError
from delivery import wording
from store.announcements import Wording
from tests.support.papers import EXE, PDF, photo, recording


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of good files and bad ones."""
    content = {
        "anh.jpg": photo(320, 200),
        "ghi.ogg": recording(),
        "thu.pdf": PDF,
        "xau.jpg": EXE,
        "loi.txt": "Mời bà con đến họp".encode(),
        "trong.txt": b" \n",
    }
    for name, data in content.items():
        (tmp_path / name).write_bytes(data)
    with (tmp_path / "to.pdf").open("wb") as big:
        big.truncate(media.LARGEST + 1)
    return tmp_path


def named(folder: Path, **given: str) -> Namespace:
    """The options of the command."""
    fields: dict[str, Any] = dict.fromkeys(("photo", "voice", "transcript", "document"))
    fields["alt"] = given.pop("alt", "")
    fields |= {name: folder / value for name, value in given.items()}
    return Namespace(**fields)


def test_all_that_is_named_goes_with_the_words(folder: Path) -> None:
    more = enclosed(
        named(
            folder,
            photo="anh.jpg",
            alt=" Nhà văn hóa ",
            voice="ghi.ogg",
            transcript="loi.txt",
            document="thu.pdf",
        )
    )
    words = Wording("Mời bà con", **more.wording)
    assert (words.photo_words, words.voice_words) == ("Nhà văn hóa", "Mời bà con đến họp")
    assert (words.document_name, words.document_size) == ("thu.pdf", len(PDF))
    assert [file.path for file in more.files] == [words.photo, words.voice, words.document]
    assert more.files[1].seconds == 7
    assert enclosed(named(folder)).files == ()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"photo": "anh.jpg"}, "--alt"),
        ({"voice": "ghi.ogg"}, "--transcript"),
        ({"voice": "ghi.ogg", "transcript": "trong.txt"}, "--transcript"),
        ({"voice": "ghi.ogg", "transcript": "khong.txt"}, "khong.txt"),
        ({"photo": "xau.jpg", "alt": "x"}, "xau.jpg"),
        ({"photo": "thu.pdf", "alt": "x"}, "thu.pdf"),
        ({"document": "anh.jpg"}, "anh.jpg"),
        ({"document": "to.pdf"}, "20 MB"),
        ({"document": "khong.pdf"}, "khong.pdf"),
    ],
)
def test_what_cannot_be_sent_is_refused(folder: Path, given: dict[str, str], said: str) -> None:
    with pytest.raises(KheoError, match=said):
        enclosed(named(folder, **given))


def test_paper_and_loudspeaker_say_what_the_recording_says() -> None:
    said = Wording("Mời họp", voice="v", voice_words="Bảy giờ\ntối nay")
    assert wording.read_out(said) == "Mời họp\n\nBảy giờ\ntối nay"
    twice = Wording("Bảy giờ tối nay họp", voice="v", voice_words="Bảy giờ\ntối nay")
    assert wording.read_out(twice) == twice.text
    assert wording.read_out(Wording("Mời họp")) == "Mời họp"


def test_a_document_has_its_row_in_the_plan_of_every_channel() -> None:
    paper = {"document": "kept/d.pdf", "document_name": "thư.pdf", "document_size": 9}
    can = Capabilities("x", 5, 60, 4096, 1024, "utf16", "upload", "upload", document="upload")
    plain = Capabilities("y", 0, 60, 4096, 0, "utf16", "no", "no")
    words = {"vi": Wording("Mời họp", **paper)}
    found = {
        channel: list(payloads)
        for channel, _language, payloads in wording.render(
            words, "meeting", "", 1, {"x": can, "y": plain}
        )
    }
    assert len(found["x"]) == 1
    assert '"document":"kept/d.pdf"' in found["x"][0]
    assert "thư.pdf (1 KB)" in found["y"][0]
