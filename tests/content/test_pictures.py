"""The pictures of the guides: drawn by our own hand, small, and never behind their drawing."""

from __future__ import annotations

import re
import shutil
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

from bot.errors import ContentError, KheoError
from content import pictures
from content.facts import Fact
from content.library import BUILT_IN, load

FACTS = load().facts
DRAWINGS = pictures.drawings()
CHROMIUM = shutil.which("chromium")
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 480" width="640" height="480">'
    '<rect width="640" height="480" fill="#0a6650"/><text x="9" y="90">{{price}}</text></svg>'
)
PRICE = {"price": Fact("price", {"vi": "5 đồng", "en": "5 VND"}, "x")}


def test_every_picture_is_as_its_drawing_says():
    assert list(pictures.drifted(FACTS)) == []


def test_every_picture_of_ours_has_a_drawing():
    made = {path.with_suffix(".png") for path in DRAWINGS}
    assert set((BUILT_IN / "guides").glob("*/*.png")) == made


@pytest.mark.parametrize("path", DRAWINGS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_drawing_is_our_own_shapes_and_words(path: Path):
    drawn = pictures.filled(path, FACTS)
    assert set(re.findall(r"<([a-z]+)", drawn)) <= {
        "svg", "title", "rect", "circle", "ellipse", "path", "g", "text",
    }  # fmt: skip
    assert "href" not in drawn
    # On a screen of 320 px the picture is 284 px wide: 30 units are 13 px of a bold letter.
    assert all(int(size) >= 22 for size in re.findall(r'font-size="(\d+)"', drawn))
    with Image.open(path.with_suffix(".png")) as picture:
        assert picture.size == (pictures.WIDTH, pictures.HEIGHT)


def test_a_new_figure_makes_the_picture_old(tmp_path: Path):
    folder = tmp_path / "guides" / "small"
    folder.mkdir(parents=True)
    (folder / "door.svg").write_text(SVG)
    assert list(pictures.drifted(PRICE, tmp_path)) == [folder / "door.svg"]
    dearer = {"price": Fact("price", {"vi": "6 đồng", "en": "6 VND"}, "x")}
    drawn = [pictures.filled(folder / "door.svg", facts) for facts in (PRICE, dearer)]
    assert pictures.digest(drawn[0]) != pictures.digest(drawn[1])


def test_a_drawing_speaks_the_language_of_its_name(tmp_path: Path):
    for name in ("door.svg", "door-en.svg", "sign-post.svg"):
        (tmp_path / name).write_text(SVG)
    assert "5 đồng" in pictures.filled(tmp_path / "door.svg", PRICE)
    assert "5 VND" in pictures.filled(tmp_path / "door-en.svg", PRICE)
    assert "5 đồng" in pictures.filled(tmp_path / "sign-post.svg", PRICE)
    with pytest.raises(ContentError, match="price"):
        pictures.filled(tmp_path / "door.svg", {})


@pytest.mark.browser
def test_the_command_draws_what_is_missing_and_no_more(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    folder = tmp_path / "guides" / "small"
    folder.mkdir(parents=True)
    (folder / "door.svg").write_text(SVG)
    (tmp_path / "facts.yaml").write_text("price: {vi: 5 đồng, source: x}\n")
    assert pictures.main(tmp_path) == 0
    assert "door.png" in capsys.readouterr().out
    with Image.open(folder / "door.png") as picture:
        assert picture.size == (640, 480)
        assert picture.convert("RGB").getpixel((600, 400)) == (10, 102, 80)
    assert pictures.main(tmp_path) == 0
    assert capsys.readouterr().out == ""


@pytest.mark.browser
def test_drawing_again_gives_the_same_picture():
    assert CHROMIUM
    path = BUILT_IN / "guides" / "emergency-numbers" / "card.svg"
    again = Image.open(BytesIO(pictures.render(pictures.filled(path, FACTS), CHROMIUM)))
    with Image.open(path.with_suffix(".png")) as kept:
        difference = ImageChops.difference(again.convert("L"), kept.convert("L"))
    assert max(ImageStat.Stat(difference).mean) < 2


def test_without_a_browser_the_command_says_what_it_needs():
    with pytest.raises(KheoError, match="chromium"):
        pictures.main(which=lambda _name: None)
