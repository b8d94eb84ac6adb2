"""What would be wrong with new words: told before they are handed in, and only what is new."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from bot.locale import use
from bot.lookups_corrections import faults
from content.check_words import NARROWEST
from content.library import BUILT_IN, load
from content.overlay import Overlaid
from content.rewrite import WHOLE, places, rewrite, words_at
from tests.support.shelf import GUIDE, TODAY, build

OLD = "Bác mở cửa ra. Giá là 5.000 đồng."


def of(tmp_path: Path, place: str, words: str, **files: str | bytes) -> Sequence[str]:
    with use("en"):
        content = Overlaid(load([build(tmp_path, **files)]))
        return faults(content, "small", "vi", place, words, TODAY, (NARROWEST,))


def test_good_words_have_no_fault(tmp_path: Path):
    assert of(tmp_path, "mot", "Bác gõ cửa. Giá là 5.000 đồng.") == []
    assert of(tmp_path, "mot/ket", "Bác gọi to.") == []
    assert of(tmp_path, "", "Xong là có giấy. Mất năm phút, không mất tiền. Bác mang thẻ.") == []


def test_too_many_words_and_a_forbidden_claim_are_told(tmp_path: Path):
    told = of(tmp_path, "ba", " ".join(["chữ"] * 70))
    assert [one for one in told if "This screen has" in one]
    assert "làm được tại nhà" in of(tmp_path, "ba", "Bác làm được tại nhà.")[0]


def test_a_figure_that_is_written_once_is_not_changed_in_one_guide(tmp_path: Path):
    assert "5.000 đồng" in of(tmp_path, "mot", "Bác mở cửa ra. Giá là 6.000 đồng.")[0]
    assert of(tmp_path, "mot", "Bác mở cửa ra.") == []


def test_a_telephone_number_that_nobody_gave_is_told(tmp_path: Path):
    assert "0912 345 678" in of(tmp_path, "ba", "Bác gọi 0912 345 678.")[0]


def test_a_step_taken_out_of_step_with_the_english_is_told(tmp_path: Path):
    files: dict[str, str | bytes] = {"guides/small/en.md": GUIDE.replace("Việc nhỏ", "Small")}
    other = GUIDE.replace("## ba: Bước ba → end\nBác bước ra ngoài.", "").replace("→ ba", "→ end")
    assert of(tmp_path, WHOLE, other, **files)


def test_a_file_that_is_no_guide_is_told(tmp_path: Path):
    assert "front matter" in of(tmp_path, WHOLE, "## một")[0]
    assert of(tmp_path, WHOLE, GUIDE) == []


def test_every_place_of_every_guide_can_say_something_else_and_come_back() -> None:
    library = load([BUILT_IN])
    for versions in library.manuscripts.values():
        for written in versions.values():
            text = Path(written.file).read_text("utf-8-sig")
            for place in places(written.guide):
                words = words_at(written.guide, place)
                if words:
                    # To write the same words again changes nothing but blank lines.
                    again = rewrite(text, written, place, words, library.facts)
                    assert again.split() == text.split() or sorted(again.split()) == sorted(
                        text.split()
                    ), (written.guide.id, place)


def test_new_words_of_the_real_guides_take_little_time_to_look_at() -> None:
    content = Overlaid(load([BUILT_IN]))
    guide = content.library.manuscripts["health-insurance"]["vi"].guide
    for step in guide.steps[:3]:
        told = faults(content, guide.id, "vi", step.key, step.text, date(2026, 11, 22), ())
        assert told == []
