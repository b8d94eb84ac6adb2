"""What people read of a guide over time: corrections that came, and those that went again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from content import overlay
from content.history import history
from content.library import Library, load
from content.overlay import Patch
from tests.support.shelf import GUIDE, build

AT = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
FIRST = "Bác mở cửa ra. Giá là 5.000 đồng."
SECOND = "Bác gõ cửa. Giá là 5.000 đồng."
THIRD = "Bác gọi cửa. Giá là 5.000 đồng."


def shelf(tmp_path: Path) -> Library:
    return load([build(tmp_path)])


def patch(id: int, old: str, new: str, hour: int, ended: int | None = None, place: str = "mot"):
    end = None if ended is None else AT + timedelta(hours=ended)
    base = overlay.digest(old)
    return Patch(id, "small", "vi", place, base, new, AT + timedelta(hours=hour), end)


def told(library: Library, *patches: Patch) -> list[tuple[str, float, str, str, bool]]:
    found = history(library, patches)
    return [
        (one.place, (one.at - AT) / timedelta(hours=1), one.before, one.after, one.back)
        for one in found.get(("small", "vi"), ())
    ]


def test_a_correction_that_was_taken_back_came_and_went(tmp_path: Path):
    assert told(shelf(tmp_path), patch(1, FIRST, SECOND, 0, 3)) == [
        ("mot", 0, FIRST, SECOND, False),
        ("mot", 3, SECOND, FIRST, True),
    ]


def test_what_builds_on_another_goes_back_to_it(tmp_path: Path):
    both = (patch(1, FIRST, SECOND, 0, 5), patch(2, SECOND, THIRD, 1, 3))
    assert told(shelf(tmp_path), *both) == [
        ("mot", 0, FIRST, SECOND, False),
        ("mot", 1, SECOND, THIRD, False),
        ("mot", 3, THIRD, SECOND, True),
        ("mot", 5, SECOND, FIRST, True),
    ]


def test_after_that_it_is_corrected_anew_even_in_the_same_moment(tmp_path: Path):
    both = (patch(1, FIRST, SECOND, 0, 3), patch(2, FIRST, THIRD, 3))
    assert told(shelf(tmp_path), *both) == [
        ("mot", 0, FIRST, SECOND, False),
        ("mot", 3, SECOND, FIRST, True),
        ("mot", 3, FIRST, THIRD, False),
    ]


def test_a_guide_of_which_nothing_was_taken_back_is_not_looked_at(tmp_path: Path):
    assert history(shelf(tmp_path), [patch(1, FIRST, SECOND, 0)]) == {}


def test_what_stood_nowhere_comes_and_goes_unseen(tmp_path: Path):
    lost = patch(1, "Bác bay qua cửa.", SECOND, 0, 3)
    assert told(shelf(tmp_path), lost) == []
    gone = Patch(2, "small", "xx", "mot", lost.base, SECOND, lost.at, lost.ended)
    assert history(shelf(tmp_path), [gone]) == {("small", "xx"): ()}


def test_a_whole_file_goes_back_place_by_place(tmp_path: Path):
    library = shelf(tmp_path)
    fresh = GUIDE.replace("Bác mở cửa ra.", "Bác gõ cửa.")
    assert fresh != GUIDE
    assert told(library, patch(1, GUIDE, fresh, 0, 2, place="*")) == [
        ("mot", 0, FIRST, SECOND, False),
        ("mot", 2, SECOND, FIRST, True),
    ]
