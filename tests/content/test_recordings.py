"""Recordings beside a guide: found by their names, checked, silent once the step is corrected."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.locale import use
from bot.ports import Media
from content import check, overlay
from content.library import Library, load
from content.overlay import Patch
from tests.support.papers import M4A, recording
from tests.support.shelf import GUIDE, TODAY, build

OLD = "Bác mở cửa ra. Giá là 5.000 đồng."
BOTH: dict[str, str | bytes] = {
    "guides/small/mot.vi.ogg": recording(),
    "guides/small/mot.vi.m4a": M4A,
}


def shelf(tmp_path: Path, **files: str | bytes) -> Library:
    return load([build(tmp_path, **BOTH | files)])


def voice(library: Library) -> Media | None:
    return library.manuscripts["small"]["vi"].guide.steps[0].voice


def faults(library: Library) -> list[str]:
    with use("en"):
        found = check.check(library, TODAY)
    return [problem.what for problem in found if "mot.vi" in problem.what or "zwei" in problem.what]


def test_a_recording_beside_the_guide_is_the_steps(tmp_path: Path):
    library = shelf(tmp_path)
    assert voice(library) == Media("small/mot.vi.ogg", OLD)
    assert faults(library) == []


def test_where_the_reading_differs_its_transcript_lies_beside_it(tmp_path: Path):
    library = shelf(tmp_path, **{"guides/small/mot.vi.txt": "Bà con mở cửa ra nhé.\n"})
    assert voice(library) == Media("small/mot.vi.ogg", "Bà con mở cửa ra nhé.")


def test_a_recording_that_the_step_names_itself_comes_first(tmp_path: Path):
    guide = GUIDE.replace("![Cái cửa](door.png)", "![Lời khác](khac.ogg)")
    library = shelf(tmp_path, **{"guides/small/vi.md": guide, "guides/small/khac.ogg": recording()})
    assert voice(library) == Media("small/khac.ogg", "Lời khác")


@pytest.mark.parametrize(
    ("files", "why"),
    [
        ({"guides/small/mot.vi.m4a": ""}, "has no other form “small/mot.vi.m4a”"),
        ({"guides/small/mot.vi.ogg": ""}, "has no other form “small/mot.vi.ogg”"),
        ({"guides/small/zwei.vi.ogg": recording()}, "reads a step that does not exist"),
        ({"guides/small/mot.vi.ogg": recording() + b"0" * 600_000}, "bytes"),
        ({"guides/small/mot.vi.ogg": b"ID3" * 9}, "is not a recording of this kind"),
        ({"guides/small/mot.vi.m4a": recording()}, "is not a recording of this kind"),
    ],
)
def test_what_is_wrong_with_a_recording_is_told(tmp_path: Path, files, why: str):
    assert [what for what in faults(shelf(tmp_path, **files)) if why in what]


def test_a_fork_without_words_needs_a_transcript(tmp_path: Path):
    names = {name.replace("mot.", "hai."): content for name, content in BOTH.items()}
    with use("en"):
        found = check.check(load([build(tmp_path, **names)]), TODAY)
    assert [problem for problem in found if "has no transcript" in problem.what]


def test_a_corrected_step_is_silent_and_the_others_are_not(tmp_path: Path):
    names = {name.replace("mot.", "ba."): content for name, content in BOTH.items()}
    patch = Patch(1, "small", "vi", "mot", overlay.digest(OLD), "Bác gõ cửa.", datetime.now(UTC))
    content = overlay.overlay(shelf(tmp_path, **names), [patch])
    steps = content.library.manuscripts["small"]["vi"].guide.steps
    assert steps[0].voice is None
    assert steps[2].voice == Media("small/ba.vi.ogg", "Bác bước ra ngoài.")
