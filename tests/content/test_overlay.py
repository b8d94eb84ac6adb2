"""Corrections over the guides: applied, said already, lost to a new release, marked elsewhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.ports import Media
from content import overlay
from content.library import Library, load
from content.overlay import Overlaid, Patch, Reading, Review
from content.rewrite import places, words_at
from tests.support.shelf import GUIDE, TODAY, build

AT = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
OLD = "Bác mở cửa ra. Giá là 5.000 đồng."
NEW = "Bác gõ cửa. Giá là 5.000 đồng."
ENGLISH = GUIDE.replace("Việc nhỏ", "Small thing").replace("Bác mở cửa ra.", "Open the door.")


def shelf(tmp_path: Path, **files: str | bytes) -> Library:
    return load([build(tmp_path, **{"guides/small/en.md": ENGLISH} | files)])


def patch(place: str, old: str, new: str, id: int = 1, language: str = "vi", **more: object):
    base = Patch(id, "small", language, place, overlay.digest(old), new, AT)
    return replace(base, **more)


def said(content: Overlaid, place: str, language: str = "vi") -> str | None:
    guide = content.library.get("small", language, TODAY)
    assert guide is not None
    return words_at(guide, place)


def test_a_step_says_the_new_words_and_the_file_keeps_its_figures_and_pictures(tmp_path: Path):
    content = overlay.overlay(shelf(tmp_path), [patch("mot", OLD, NEW + "\nBác đợi.")])
    assert said(content, "mot") == NEW + "\nBác đợi."
    assert content.standings == {1: "live"}
    step = content.library.get("small", "vi", TODAY).steps[0]
    assert (step.photo, step.ways[0].text) == (
        Media("small/door.png", "Cái cửa"),
        "Bác đẩy mạnh tay.",
    )
    text = content.texts["small", "vi"]
    assert "![Cái cửa](door.png)" in text
    assert text.count("## ") == GUIDE.count("## ")
    assert [one.place for one in content.changes["small", "vi"]] == ["mot"]


def test_lines_that_stay_the_same_keep_their_figure(tmp_path: Path):
    guide = GUIDE.replace("Bác mở cửa ra. Giá", "Bác mở cửa ra.\nGiá")
    library = shelf(tmp_path, **{"guides/small/vi.md": guide})
    old = OLD.replace(" Giá", "\nGiá")
    content = overlay.overlay(library, [patch("mot", old, "Bác gõ cửa.\nGiá là 5.000 đồng.")])
    assert "Bác gõ cửa.\nGiá là {{price}}." in content.texts["small", "vi"]
    assert said(content, "mot") == "Bác gõ cửa.\nGiá là 5.000 đồng."


@pytest.mark.parametrize("place", ["", "mot", "mot/ket", "ba"])
def test_every_place_of_a_guide_can_be_corrected(tmp_path: Path, place: str):
    library = shelf(tmp_path)
    guide = library.get("small", "vi", TODAY)
    before = {other: words_at(guide, other) for other in places(guide)}
    content = overlay.overlay(library, [patch(place, before[place] or "", "Lời khác hẳn.")])
    after = {other: said(content, other) for other in before}
    assert after == before | {place: "Lời khác hẳn."}


def test_a_list_stays_a_list(tmp_path: Path):
    library = shelf(
        tmp_path, **{"guides/small/vi.md": GUIDE.replace("Bác bước ra", "- Bác bước ra")}
    )
    content = overlay.overlay(library, [patch("ba", "• Bác bước ra ngoài.", "• Một\n• Hai")])
    assert said(content, "ba") == "• Một\n• Hai"


def test_what_a_new_release_says_otherwise_is_not_overwritten(tmp_path: Path):
    library = shelf(tmp_path, **{"guides/small/vi.md": GUIDE.replace("mở cửa ra", "kéo cửa")})
    content = overlay.overlay(library, [patch("mot", OLD, NEW)])
    assert content.standings == {1: "lost"}
    assert said(content, "mot") == "Bác kéo cửa. Giá là 5.000 đồng."
    assert not content.changes
    assert not content.texts


def test_a_figure_that_has_changed_makes_a_correction_lost(tmp_path: Path):
    facts = "price: {vi: 9.000 đồng, en: 9 000 đồng, source: Bảng giá, since: 2026-12-01}\n"
    content = overlay.overlay(shelf(tmp_path, **{"facts.yaml": facts}), [patch("mot", OLD, NEW)])
    assert content.standings == {1: "lost"}
    assert "9.000" in (said(content, "mot") or "")


def test_what_a_new_release_says_too_is_told_so(tmp_path: Path):
    library = shelf(tmp_path, **{"guides/small/vi.md": GUIDE.replace("mở cửa ra", "gõ cửa")})
    content = overlay.overlay(library, [patch("mot", OLD, NEW)])
    assert content.standings == {1: "inside"}


def test_corrections_build_on_each_other_in_the_order_of_their_agreement(tmp_path: Path):
    second = patch("mot", NEW, "Bác gọi to.", 2, at=AT + timedelta(days=1))
    content = overlay.overlay(shelf(tmp_path), [second, patch("mot", OLD, NEW)])
    assert content.standings == {1: "live", 2: "live"}
    assert said(content, "mot") == "Bác gọi to."
    carried = shelf(tmp_path, **{"guides/small/vi.md": content.texts["small", "vi"]})
    again = overlay.overlay(carried, [second, patch("mot", OLD, NEW)])
    assert again.standings == {1: "passed", 2: "inside"}


@pytest.mark.parametrize(
    "gone",
    [{"guide": "nothing"}, {"language": "fr"}, {"place": "khong-co"}, {"place": "mot/khong"}],
)
def test_a_place_that_is_gone_is_told_as_lost(tmp_path: Path, gone: dict[str, str]):
    content = overlay.overlay(shelf(tmp_path), [replace(patch("mot", OLD, NEW), **gone)])
    assert content.standings == {1: "lost"}


def test_words_that_make_no_guide_are_not_laid_over_it(tmp_path: Path):
    library = shelf(tmp_path)
    content = overlay.overlay(library, [patch("mot", OLD, "Lời {{khong-co}}")])
    assert content.standings == {1: "lost"}
    whole = patch("*", GUIDE, "chẳng phải bài")
    assert overlay.overlay(library, [whole]).standings == {1: "lost"}


def test_a_whole_file_replaces_the_guide_and_its_other_languages_follow(tmp_path: Path):
    text = GUIDE.replace("Một cửa xã", "Công an xã").replace("Bước một", "Bước đầu")
    content = overlay.overlay(shelf(tmp_path), [patch("*", GUIDE, text)])
    vi, en = (content.library.get("small", code, TODAY) for code in ("vi", "en"))
    assert vi.steps[0].title == "Bước đầu"
    assert vi.owner == "Công an xã"
    assert overlay.text_of(content, "small", "vi") == text
    assert en.title == "Small thing"


def test_the_english_step_is_marked_until_it_is_corrected_too(tmp_path: Path):
    library = shelf(tmp_path)
    vi = patch("mot", OLD, NEW)
    content = overlay.overlay(library, [vi])
    assert content.library.get("small", "en", TODAY).newer == (("mot", date(2026, 11, 21)),)
    assert content.library.get("small", "vi", TODAY).newer == ()
    old = said(content, "mot", "en") or ""
    en = patch("mot", old, "Knock at the door. 5 000 đồng.", 2, "en", at=AT + timedelta(hours=1))
    both = overlay.overlay(library, [vi, en])
    assert both.library.get("small", "en", TODAY).newer == ()
    early = replace(en, at=AT - timedelta(hours=1))
    assert overlay.overlay(library, [vi, early]).library.get("small", "en", TODAY).newer


def test_a_review_moves_both_days_unless_the_guide_is_another_by_now(tmp_path: Path):
    library = shelf(tmp_path)
    base = overlay.digest(overlay.text_of(Overlaid(library), "small", "vi"))
    content = overlay.overlay(library, [], [Review("small", base, date(2026, 12, 1))])
    for language in ("vi", "en"):
        guide = content.library.get("small", language, TODAY)
        assert (guide.reviewed_on, guide.review_by) == (date(2026, 12, 1), date(2027, 1, 31))
    for review in (
        Review("small", "another", date(2026, 12, 1)),
        Review("small", base, date(2026, 10, 1)),
        Review("nothing", base, date(2026, 12, 1)),
    ):
        same = overlay.overlay(library, [], [review]).library.get("small", "vi", TODAY)
        assert same.reviewed_on == date(2026, 11, 1)


def test_a_step_is_read_out_as_long_as_it_says_what_was_read(tmp_path: Path):
    library = shelf(tmp_path)
    voice = Media("kept/a.ogg", OLD)
    reading = Reading("small", "vi", "mot", overlay.digest(OLD), voice)
    content = overlay.overlay(library, [], [], [reading])
    assert content.library.get("small", "vi", TODAY).steps[0].voice == voice
    silent = overlay.overlay(library, [patch("mot", OLD, NEW)], [], [reading])
    assert silent.library.get("small", "vi", TODAY).steps[0].voice is None
    for other in (replace(reading, guide="nothing"), replace(reading, step="khong")):
        assert overlay.overlay(library, [], [], [other]).library.manuscripts == library.manuscripts
