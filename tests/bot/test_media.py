"""What a file is: judged by its bytes; pictures are drawn anew; a name alone is trusted nowhere."""

from __future__ import annotations

import io
import random

import pytest
from PIL import Image

from bot import media
from bot.talk.message import Taken
from tests.support.papers import EXCEL, EXE, M4A, MACROS, MP3, PDF, WORD, package, photo, recording


def image(content: bytes) -> Image.Image:
    """The picture in a file that was taken in."""
    found = media.inspect(content)
    assert found is not None
    assert (found.kind, found.suffix) == ("photo", ".jpg")
    return Image.open(io.BytesIO(found.content))


def test_where_and_by_what_a_picture_was_taken_is_gone() -> None:
    sent = photo()
    assert Image.open(io.BytesIO(sent)).getexif()
    assert b"Maker of phones" in sent
    kept = image(sent)
    assert not kept.getexif()
    assert not {"exif", "xmp", "comment"} & kept.info.keys()
    found = media.inspect(sent)
    assert found is not None
    assert b"Maker" not in found.content
    assert b"home" not in found.content


def test_a_picture_stands_upright_and_is_no_larger_than_a_phone_shows() -> None:
    assert image(photo(3000, 2000)).size == (1600, 1067)
    assert image(photo(64, 48, turned=True)).size == (48, 64)
    assert image(photo(20, 10)).size == (20, 10)


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_other_pictures_become_jpeg(form: str) -> None:
    assert image(photo(form=form)).format == "JPEG"


def test_what_is_seen_through_is_seen_on_white() -> None:
    data = io.BytesIO()
    Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(data, "PNG")
    assert image(data.getvalue()).getpixel((4, 4)) == (255, 255, 255)


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xd8\xff\xe0 no picture at all",
        photo()[:200],
        photo(form="PNG")[:60],
        b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR" + b"\xff" * 40,
        b"RIFF\x10\x00\x00\x00WEBPVP8 ",
    ],
)
def test_a_picture_that_is_none_is_refused(content: bytes) -> None:
    assert media.inspect(content, "anh.jpg") is None


def test_a_picture_that_is_made_to_fill_the_memory_is_refused() -> None:
    data = io.BytesIO()
    Image.new("1", (14_000, 9_000)).save(data, "PNG")
    assert len(data.getvalue()) < 100_000
    assert media.inspect(data.getvalue()) is None


def test_a_recording_says_how_long_it_lasts() -> None:
    found = media.inspect(recording(7))
    assert found is not None
    assert (found.kind, found.suffix, found.seconds) == ("voice", ".ogg", 7)
    broken = recording(1)[:-80]  # its last page is cut: what stands there is no length
    found = media.inspect(broken)
    assert found is not None
    assert found.seconds < 24 * 3600


@pytest.mark.parametrize(
    ("content", "suffix"),
    [
        (M4A, ".m4a"),
        (MP3, ".mp3"),
        (MP3[10:], ".mp3"),
        (PDF, ".pdf"),
        (WORD, ".docx"),
        (EXCEL, ".xlsx"),
        (package("[Content_Types].xml", "ppt/presentation.xml"), ".pptx"),
        (package("content.xml", mimetype="application/vnd.oasis.opendocument.text"), ".odt"),
        (package("content.xml", mimetype="application/vnd.oasis.opendocument.spreadsheet"), ".ods"),
    ],
)
def test_kinds_that_are_taken(content: bytes, suffix: str) -> None:
    found = media.inspect(content, "bất kỳ.exe")
    assert found is not None
    assert found.suffix == suffix
    assert suffix in media.TYPES
    assert found.content == content


@pytest.mark.parametrize(
    "content",
    [
        b"",
        EXE,
        MACROS,
        b"PK\x03\x04 a broken package",
        package("a.txt"),
        package("[Content_Types].xml", "a.txt"),
        package("x", mimetype="application/epub+zip"),
        b"<html><script>alert(1)</script></html>",
        b"#!/bin/sh\nrm -rf /\n",
        b"OggS\x00 vorbis or something",
        b"\x00\x00\x00\x1cftypisom video",
        b"GIF89a",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old office",
    ],
)
def test_kinds_that_are_refused_whatever_they_are_called(content: bytes) -> None:
    assert media.inspect(content, "thu-moi.pdf") is None


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("Thư mời họp.pdf", "Thư mời họp.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\An\\thu.PDF", "thu.pdf"),
        ("thu.docx", "thu.pdf"),
        ("", "van-ban.pdf"),
        ("\u202efdp.exe", "fdp.exe.pdf"),
        ("a" * 300 + ".pdf", "a" * 80 + ".pdf"),
        ('b<c>"d|e?.pdf', "bcde.pdf"),
    ],
)
def test_a_name_is_made_safe_and_true(sent: str, shown: str) -> None:
    found = media.inspect(PDF, sent)
    assert found is not None
    assert found.name == shown


def test_the_same_content_is_the_same_file() -> None:
    one, two = media.inspect(PDF, "a.pdf"), media.inspect(PDF, "b.pdf")
    assert one is not None
    assert two is not None
    assert one.path == two.path
    assert media.digest_of(one.path) == one.path[5:37]
    assert one.taken == Taken(one.path, "document", "a.pdf", len(PDF))
    for other in ("guide/a.png", "kept/x.jpg", one.path + "/..", "kept/../" + one.path):
        assert media.digest_of(other) == ""


@pytest.mark.parametrize(
    "good",
    [photo(40, 30), photo(40, 30, form="PNG"), photo(40, 30, form="WEBP"), recording(), WORD, PDF],
    ids=["jpeg", "png", "webp", "ogg", "word", "pdf"],
)
def test_spoilt_bytes_are_a_file_or_none_and_never_an_error(good: bytes) -> None:
    chance = random.Random(7)
    for _turn in range(60):
        spoilt = bytearray(good)
        for _place in range(chance.randint(1, 12)):
            spoilt[chance.randrange(4, len(spoilt))] = chance.randrange(256)
        found = media.inspect(bytes(spoilt[: chance.randint(8, len(spoilt))]))
        assert found is None or found.content
