"""What is refused before people read it; and that what comes with Khéo is fit for them."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.channels.telegram.capabilities import CAPABILITIES as TELEGRAM
from bot.channels.webchat.capabilities import CAPABILITIES as WEB
from bot.locale import use
from content import check
from content.check_words import NARROWEST, Carrier
from content.library import BUILT_IN, load
from tests.support.shelf import COMMUNE, GUIDE, QUESTIONS, TODAY, build, png

SMALL = "guides/small/vi.md"
CARRIERS = (
    NARROWEST,
    *(
        Carrier(
            row.channel, row.text_limit, row.buttons, row.label_limit or 1000, row.caption_limit
        )
        for row in (TELEGRAM, WEB)
    ),
)


def findings(folder: Path, today: date = TODAY, **files: str | bytes) -> str:
    with use("en"):
        return "\n".join(check.lines([build(folder, **files)], today))


def test_a_good_guide_has_no_findings(tmp_path: Path):
    assert findings(tmp_path) == ""


def test_what_comes_with_kheo_has_no_findings_on_any_channel():
    with use("en"):
        assert check.lines([BUILT_IN], TODAY, CARRIERS) == []


def test_what_stops_loading_is_told_instead(tmp_path: Path):
    assert "front matter" in findings(tmp_path, **{SMALL: "nothing"})


LONG = "Câu này dài " + "ơi là dài " * 12 + "."
SCREEN = "\n".join("Một câu ngắn có chừng mười chữ thôi bác ạ nhé." for _ in range(7))


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        ("review_by: 2027-01-01", "review_by: 2026-11-20", "review date has passed"),
        ("reviewed_on: 2026-11-01", "reviewed_on: 2026-12-01", "yet to come"),
        ("review_by: 2027-01-01", "review_by: 2026-10-01", "wrong way round"),
        ("owner: Một cửa xã\n", "", "Nobody owns"),
        (', url: "https://xa.example.vn"', "", "No source has a link"),
        ("Bác bước ra ngoài.", "Việc này làm được tại nhà.", "must not be said"),
        ("Bác bước ra ngoài.", LONG, "sentence"),
        ("Bác bước ra ngoài.", SCREEN, "words"),
        ("Bác bước ra ngoài.", "Bác **bước** ra ngoài.", "markup"),
        ("Bác bước ra ngoài.", "", "no words"),
        ("Bác bước ra ngoài.", "dài" * 800, "carries 2000 letters"),
        ("→ end", "→ nowhere", "does not exist"),
        ("guide:other", "guide:missing", "does not exist"),
        ("guide:other", "guide:small", "this same guide"),
        ("→ ba\n", "→ mot\n", "Nothing leads to the step “ba”"),
        (
            "### phai: Bên phải → guide:other\n### hoi: Tôi không biết → officer\n",
            "",
            "fewer than two",
        ),
        ("### ket: Cửa kẹt → hai\nBác đẩy mạnh tay.", "### ket: Cửa kẹt", "leads nowhere"),
        ("![Cái cửa](door.png)", "![](door.png)", "has no words"),
        ("## ba: Bước ba", "## end: Bước ba", "meaning of its own"),
        ("  - hỏi việc nhỏ cách 0\n", "", "Only 11 ways"),
        ("hỏi việc nhỏ cách 0", "hỏi việc khác cách 1", "is asked in"),
        ("hỏi việc nhỏ cách 0", "hỏi việc nhỏ cách 1", "is asked in"),
        ("### hoi: Tôi không biết", "### hoi: " + "Tôi không biết " * 10, "longer than"),
    ],
)
def test_every_fault_is_found(tmp_path: Path, old: str, new: str, finding: str):
    assert old in GUIDE
    found = findings(tmp_path, **{SMALL: GUIDE.replace(old, new, 1)})
    assert finding in found


def test_a_circle_without_a_way_out_is_found(tmp_path: Path):
    text = GUIDE.replace("→ guide:other", "→ ba").replace("→ officer", "→ ba")
    text = text.replace("## ba: Bước ba → end", "## ba: Bước ba → hai")
    assert "no way to an end" in findings(tmp_path, **{SMALL: text})


def test_no_source_is_found(tmp_path: Path):
    start, end = GUIDE.index("sources:"), GUIDE.index("reviewed_on:")
    assert "No source" in findings(tmp_path, **{SMALL: GUIDE[:start] + GUIDE[end:]})


def test_an_end_before_the_beginning_is_found(tmp_path: Path):
    text = GUIDE.replace("avoid:", "valid_from: 2026-10-01\nvalid_until: 2026-09-01\navoid:")
    assert "ends before it begins" in findings(tmp_path, **{SMALL: text})


def test_more_buttons_than_a_channel_carries_are_found(tmp_path: Path):
    more = "".join(f"### l{n}: Lối {n} → ba\n" for n in range(4))
    text = GUIDE.replace("### hoi: Tôi", more + "### hoi: Tôi")
    assert "buttons" in findings(tmp_path, **{SMALL: text})


@pytest.mark.parametrize(
    ("data", "finding"),
    [(png(400, noise=True), "bytes"), (b"not a picture", "not a whole picture")],
)
def test_pictures_are_small_and_whole(tmp_path: Path, data: bytes, finding: str):
    assert finding in findings(tmp_path, **{"guides/small/door.png": data})


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("### ket: Cửa kẹt → hai\n", "### ket: Stuck → ba\n"),
        ("## ba: Bước ba → end", "## four: Step four → end"),
        ("### ket: Cửa kẹt → hai\nBác đẩy mạnh tay.\n", ""),
    ],
)
def test_languages_keep_in_step(tmp_path: Path, old: str, new: str):
    assert old in GUIDE
    english = GUIDE.replace(old, new)
    assert "not those of vi.md" in findings(tmp_path, **{"guides/small/en.md": english})


def test_a_real_commune_says_where_people_can_ask(tmp_path: Path):
    real = COMMUNE.replace("demo: true\n", "")
    assert "neither telephone nor hours" in findings(tmp_path, **{"commune.yaml": real})
    none = real[: real.index("counters:")]
    assert "no counter" in findings(tmp_path / "b", **{"commune.yaml": none})
    full = real.replace("{name: Một cửa xã}", '{name: Một cửa xã, hours: "7h–11h"}')
    assert findings(tmp_path / "c", **{"commune.yaml": full}) == ""


def test_what_is_due_for_review_is_listed_most_urgent_first(tmp_path: Path):
    sooner = GUIDE.replace("review_by: 2027-01-01", "review_by: 2026-12-01")
    library = load([build(tmp_path, **{SMALL: sooner})])
    assert check.stale(library, TODAY, timedelta(days=5)) == []
    due = check.stale(library, TODAY, timedelta(days=60))
    assert [Path(problem.file).parent.name for problem in due] == ["small", "other"]
    assert QUESTIONS not in str(due)
