"""The catalogue's own tool: collects, fills in, tells what lacks, and never guesses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.errors import ContentError
from bot.locale import load
from content import words

GO_BACK = "Go back"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for language in ("vi", "en", "km"):
        (tmp_path / language).mkdir()
    assert words.main([], tmp_path) == 0
    return tmp_path


def test_a_new_language_is_a_folder_with_everything_to_be_translated(folder: Path):
    assert len(words.missing("km", folder)) > 100
    assert words.missing("en", folder) == []
    assert words.main(["missing"], folder) == 1


def test_translations_are_filled_in_and_kept_when_collected_again(folder: Path):
    file = folder / "some.json"
    file.write_text(json.dumps({GO_BACK: "⬅ Quay lại", "no such text": "x"}), "utf-8")
    assert words.main(["add", "vi", str(file)], folder) == 1
    assert words.main([], folder) == 0
    assert GO_BACK not in words.missing("vi", folder)
    message = words.read("vi", folder).get(GO_BACK)
    assert message is not None
    assert message.string == "⬅ Quay lại"
    assert load(folder)["vi"].texts.gettext(GO_BACK) == "⬅ Quay lại"


def test_collecting_twice_changes_nothing(folder: Path):
    before = (folder / "km" / "messages.po").read_bytes()
    words.main([], folder)
    assert (folder / "km" / "messages.po").read_bytes() == before


def test_what_the_tool_cannot_do_is_explained(folder: Path, capsys: pytest.CaptureFixture[str]):
    assert words.main(["fly"], folder) == 2
    assert "python -m content.words" in capsys.readouterr().out


def test_a_broken_or_missing_catalogue_stops_the_start(tmp_path: Path):
    with pytest.raises(ContentError, match="no Vietnamese"):
        load(tmp_path)
    (tmp_path / "vi").mkdir()
    (tmp_path / "vi" / "messages.po").write_text('msgid "a\nbroken', "utf-8")
    with pytest.raises(ContentError, match=r"messages\.po"):
        load(tmp_path)
