"""The first screen says how long, how much and what to bring; translations keep up in all of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.locale import use
from content import check
from content.library import BUILT_IN, load
from tests.support.shelf import FACTS, GUIDE, TODAY, build, png

SMALL, ENGLISH = "guides/small/vi.md", "guides/small/en.md"
PROMISE = "Làm xong bác có giấy. Mất mười phút, không mất tiền. Bác mang thẻ theo."
# The same steps in another language, with an alt text and ways to ask of its own.
TRANSLATED = (
    GUIDE.replace("Cái cửa", "A door")
    .replace("hỏi việc nhỏ cách", "asking way")
    .replace(PROMISE, "At the end you have a paper. Ten minutes, free. Bring your card.")
)


def findings(folder: Path, **files: str | bytes) -> str:
    with use("en"):
        return "\n".join(check.lines([build(folder, **files)], TODAY))


@pytest.mark.parametrize(
    ("gone", "finding"),
    [
        ("Mất mười phút, ", "how long it takes"),
        ("không mất tiền", "what it costs"),
        ("Bác mang thẻ theo.", "what to bring"),
    ],
)
def test_what_the_first_screen_leaves_out_is_found(tmp_path: Path, gone: str, finding: str):
    assert PROMISE in GUIDE
    found = findings(tmp_path, **{SMALL: GUIDE.replace(PROMISE, PROMISE.replace(gone, ""))})
    assert f"does not say {finding}" in found
    assert found.count("The first screen") == 1


def test_now_is_not_taken_for_a_day(tmp_path: Path):
    text = GUIDE.replace("Mất mười phút, ", "Mắt ngây, ")
    assert "how long" in findings(tmp_path, **{SMALL: text})


def test_a_translation_that_keeps_up_has_no_findings(tmp_path: Path):
    assert findings(tmp_path, **{ENGLISH: TRANSLATED}) == ""


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        ("free. ", "", "what it costs"),
        ("![A door](door.png)", "", "not those of vi.md"),
        ("![A door]", "![Cái cửa]", "described in Vietnamese"),
        ('avoid: ["làm được tại nhà"]\n', "", "what must not be said, this text does not"),
        ("  - asking way 0\n", "", "Only 11 ways"),
    ],
)
def test_a_translation_that_lags_behind_is_found(tmp_path: Path, old: str, new: str, finding: str):
    assert old in TRANSLATED
    assert finding in findings(tmp_path, **{ENGLISH: TRANSLATED.replace(old, new, 1)})


def test_a_language_whose_words_are_not_known_is_not_judged(tmp_path: Path):
    text = TRANSLATED.replace("Ten minutes, free. Bring your card.", "Hnub no.")
    files = {"guides/small/hmn.md": text, "facts.yaml": FACTS.replace("{vi:", "{hmn: 5 000, vi:")}
    assert findings(tmp_path, **files) == ""


def test_a_picture_that_no_step_shows_is_found(tmp_path: Path):
    found = findings(tmp_path, **{"guides/small/window.png": png()})
    assert "window.png: No step shows this picture." in found


def test_ten_guides_are_written_in_english_too():
    written = load([BUILT_IN]).manuscripts
    assert {id for id, versions in written.items() if "en" in versions} == {
        "vneid-register", "vneid-activate", "vneid-troubleshoot", "id-card-child",
        "temporary-residence", "birth-registration", "land-certificate", "health-insurance",
        "emergency-numbers", "scam-alert",
    }  # fmt: skip
