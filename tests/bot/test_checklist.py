"""A list of papers as a picture: small, readable, with the way to its guide, and of nobody."""

from __future__ import annotations

import io

import pytest
import zxingcpp
from PIL import Image

from bot.checklist import draw, picture_of
from bot.shelf import MediaFiles
from content.library import load
from store.engine import Store

LIBRARY = load()
PATH = "papers/birth-registration/giay.vi.010.png"
ADDRESS = "https://xa-sen-hong.example.vn/chat?start=g_birth-registration"
# Issue 3: a picture weighs less than 60 kB.
MOST = 60_000
LISTS = [
    (id, step.key, language, len(step.papers))
    for id, versions in LIBRARY.manuscripts.items()
    for language, written in versions.items()
    for step in written.guide.steps
    if step.papers
]


def image(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


@pytest.mark.parametrize(("id", "step", "language", "count"), LISTS)
def test_every_list_is_a_small_picture_with_a_code_that_a_phone_reads(id, step, language, count):
    picture = picture_of(f"papers/{id}/{step}.{language}.{'01' * 5:.{count}}.png", LIBRARY)
    assert picture is not None
    data = draw(picture, ADDRESS)
    assert len(data) < MOST
    (found,) = zxingcpp.read_barcodes(image(data).convert("L"))
    assert found.text == ADDRESS


def test_a_tick_changes_the_picture_and_the_same_list_is_drawn_once():
    one, two = (picture_of(PATH.replace("010", signs), LIBRARY) for signs in ("010", "011"))
    assert one is not None
    assert two is not None
    assert draw(one, ADDRESS) != draw(two, ADDRESS)
    assert draw(one, ADDRESS) is draw(one, ADDRESS)


def test_without_an_address_there_is_no_code():
    picture = picture_of(PATH, LIBRARY)
    assert picture is not None
    assert zxingcpp.read_barcodes(image(draw(picture, "")).convert("L")) == []


@pytest.mark.parametrize(
    "path",
    [
        "papers/birth-registration/giay.vi.01.png",  # the list has three papers now
        "papers/birth-registration/giay.vi.0102.png",
        "papers/birth-registration/mat.vi.010.png",
        "papers/nothing/giay.vi.010.png",
        "papers/../giay.vi.010.png",
        "papers/birth-registration/giay.vi.010.svg",
        "birth-registration/papers.png",
        "",
    ],
)
def test_any_other_path_is_no_list(path):
    assert picture_of(path, LIBRARY) is None


def test_a_language_that_a_guide_lacks_is_drawn_in_vietnamese():
    picture = picture_of("papers/social-pension/giay.en.010.png", LIBRARY)
    assert picture is not None
    assert picture.guide.language == "vi"
    assert draw(picture, "")


async def test_channels_and_the_page_find_it_among_the_files(sqlite_store: Store):
    files = MediaFiles(lambda: LIBRARY, sqlite_store, lambda id: f"https://x.example/{id}")
    data = await files.read(PATH)
    assert image(data).width == 720
    assert await files.kept(PATH) == data
    assert len(await files.digest(PATH)) == 32
    assert await files.digest(PATH) != await files.digest(PATH.replace("010", "110"))
    with pytest.raises(LookupError):
        await files.read("papers/nothing/giay.vi.010.png")
