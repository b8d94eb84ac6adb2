"""The content folder: what loads, what overrides, and every problem told with its place."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from pathlib import Path

import pytest

from bot.errors import ContentError
from bot.locale import use
from bot.ports import Media
from bot.talk.when_quiet import Quiet
from content.library import BUILT_IN, load
from tests.support.shelf import COMMUNE, FACTS, GUIDE, SHELVES, TODAY, build

SMALL = "guides/small/vi.md"


def problems(folder: Path, **files: str | bytes) -> str:
    with use("en"), pytest.raises(ContentError) as refused:
        load([build(folder, **files)])
    return "\n".join(refused.value.problems)


def test_a_guide_is_read_with_its_steps_ways_and_figures(tmp_path: Path):
    library = load([build(tmp_path)])
    guide = library.get("small", "vi", TODAY)
    assert guide is not None
    assert (guide.title, guide.icon, guide.shelf, guide.owner) == (
        "Việc nhỏ", "📱", "papers", "Một cửa xã",
    )  # fmt: skip
    assert [step.key for step in guide.steps] == ["mot", "hai", "ba"]
    first, fork, last = guide.steps
    assert first.text == "Bác mở cửa ra. Giá là 5.000 đồng."
    assert first.photo == Media("small/door.png", "Cái cửa")
    assert (first.ways[0].key, first.ways[0].to) == ("ket", "hai")
    assert (fork.fork, [way.to for way in fork.ways]) == (True, ["ba", "guide:other", "officer"])
    assert last.to == "end"
    assert guide.sources[0].date == date(2026, 1, 2)


def test_a_language_that_a_guide_lacks_is_read_in_vietnamese(tmp_path: Path):
    english = GUIDE.replace("Việc nhỏ", "Small thing")
    library = load([build(tmp_path, **{"guides/small/en.md": english})])
    assert library.get("small", "en", TODAY).title == "Small thing"
    assert "5 000" in library.get("small", "en", TODAY).steps[0].text
    assert library.get("other", "en", TODAY).language == "vi"
    assert library.get("nothing", "en", TODAY) is None


def test_a_guide_is_there_only_while_it_is_valid(tmp_path: Path):
    dated = GUIDE.replace("avoid:", "valid_from: 2026-12-01\nvalid_until: 2026-12-31\navoid:")
    library = load([build(tmp_path, **{SMALL: dated})])
    assert library.get("small", "vi", TODAY) is None
    assert library.get("small", "vi", date(2026, 12, 5)) is not None
    assert library.get("small", "vi", date(2027, 1, 1)) is None
    assert [guide.id for guide in library.guides("vi", TODAY)] == ["other"]
    reader = library.reader("vi", TODAY)
    assert reader.get("small") is None
    assert [shelf.title for shelf in reader.shelves()] == ["Giấy tờ"]
    assert reader.shelves()[0].guides[0].id == "other"


def test_the_communes_folder_adds_and_overrides(tmp_path: Path):
    own = tmp_path / "own"
    (own / "guides" / "small").mkdir(parents=True)
    (own / "guides" / "small" / "vi.md").write_text(
        GUIDE.replace("Việc nhỏ", "Việc của xã"), "utf-8"
    )
    (own / "commune.yaml").write_text(
        COMMUNE.replace("Xã Mẫu", "Xã Thật").replace("demo: true\n", ""), "utf-8"
    )
    library = load([build(tmp_path / "base"), own])
    assert library.get("small", "vi", TODAY).title == "Việc của xã"
    assert library.get("other", "vi", TODAY).title == "Việc khác"
    assert (library.commune.name, library.commune.demo) == ("Xã Thật", False)


def test_a_commune_sets_its_own_quiet_hours(tmp_path: Path):
    assert load([build(tmp_path)]).commune.quiet == Quiet(time(21), time(6))
    card = tmp_path / "own" / "commune.yaml"
    card.parent.mkdir()
    card.write_text(f'{COMMUNE}quiet_hours: "22:00-05:30"\n', "utf-8")
    library = load([build(tmp_path / "base"), card.parent])
    assert library.commune.quiet == Quiet(time(22), time(5, 30))


def test_pictures_are_found_by_the_path_that_a_step_names(tmp_path: Path):
    library = load([build(tmp_path)])
    assert library.read_media("small/door.png").startswith(b"\x89PNG")
    with pytest.raises(ContentError):
        library.read_media("../secret")


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("---\ntitle", "title", "front matter is missing"),
        ("title: Việc nhỏ", "titel: Việc nhỏ", "“titel” is not known"),
        ("title: Việc nhỏ\n", "", "“title” is missing"),
        ("title: Việc nhỏ", "title: 1900.0368", "must be words"),
        ("reviewed_on: 2026-11-01", "reviewed_on: hôm qua", "must be a date"),
        ("reviewed_on: 2026-11-01", "reviewed_on: 2026-13-45", "must be a date"),
        ("reviewed_on: 2026-11-01\n", "", "“reviewed_on” is missing"),
        ("keywords: [việc nhỏ]", "keywords: việc nhỏ", "must be a list"),
        ("keywords: [việc nhỏ]", "keywords: [việc nhỏ", "not YAML"),
        ("icon: 📱", "icon: 📱\nicon: 🏠", "stands twice"),
        ("https://xa.example.vn", "xa.example.vn", "must begin with https"),
        ('{name: "Trang của xã"', '{who: "Trang của xã"', "“who” is not known"),
        (
            "Làm xong bác có giấy. Mất mười phút, không mất tiền. Bác mang thẻ theo.",
            "",
            "summary is missing",
        ),
        ("## mot: Bước một", "## Bước một", "not a heading that can be used"),
        ("## mot: Bước một", "# mot: Bước một", "Only ## and ###"),
        ("## ba: Bước ba → end", "## mot: Bước ba → end", "stands twice"),
        ("{{price}}", "{{prize}}", "“prize” is not in facts.yaml"),
        ("shelf: papers", "shelf: nowhere", "nowhere"),
        ("![Cái cửa](door.png)", "![Cái cửa](gate.png)", "gate.png"),
    ],
)
def test_every_slip_is_told_with_its_file_and_line(tmp_path: Path, old, new, problem):
    assert old in GUIDE
    told = problems(tmp_path, **{SMALL: GUIDE.replace(old, new, 1)})
    assert problem in told
    assert "small/vi.md:" in told


def test_an_advice_before_any_step_is_a_problem(tmp_path: Path):
    text = GUIDE.replace("## mot: Bước một", "### x: Lạc chỗ\nLời khuyên.\n\n## mot: Bước một")
    assert "before any step" in problems(tmp_path, **{SMALL: text})


def test_a_guide_without_steps_is_a_problem(tmp_path: Path):
    assert "no step" in problems(tmp_path, **{SMALL: GUIDE.partition("## mot")[0]})


def test_all_problems_are_told_at_once(tmp_path: Path):
    told = problems(
        tmp_path,
        **{
            SMALL: GUIDE.replace("title: Việc nhỏ\n", ""),
            "facts.yaml": FACTS.replace("source: Bảng giá, ", ""),
            "guides/shelves.yaml": "[not a mapping]",
            "commune.yaml": COMMUNE.replace("name: Xã Mẫu\n", "keep_months: many\ndemo_: 1\n"),
        },
    )
    for place in ("small/vi.md", "facts.yaml", "shelves.yaml", "commune.yaml"):
        assert place in told


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("commune.yaml", "", "card is missing"),
        ("commune.yaml", COMMUNE.replace("demo: true", "demo: maybe"), "true or false"),
        ("commune.yaml", COMMUNE + 'quiet_hours: "off"', "around the night"),
        ("facts.yaml", "price: {en: 5, source: x}", "must be words"),
        ("guides/other/vi.md", "", "other"),
        ("guides/small/en.md", "no front matter", "front matter"),
        ("guides/shelves.yaml", SHELVES.replace("vi: Giấy tờ, ", ""), "“vi” is missing"),
    ],
)
def test_files_beside_the_guides_are_read_as_strictly(tmp_path: Path, name, content, problem):
    files: dict[str, str | bytes] = {name: content}
    if name == "guides/other/vi.md":
        files["guides/other/en.md"] = GUIDE
    assert problem in problems(tmp_path, **files)


def test_a_file_that_is_not_text_is_told(tmp_path: Path):
    assert "vi.md" in problems(tmp_path, **{SMALL: b"\xff\xfe\x00broken"})


def test_a_folder_that_is_not_there_is_told(tmp_path: Path):
    with pytest.raises(ContentError, match="nowhere"):
        load([tmp_path / "nowhere"])


def test_what_comes_with_kheo_loads_and_is_marked_as_made_up():
    library = load([BUILT_IN])
    assert len(library.guides("vi", TODAY)) == 30
    assert library.commune.demo
    assert not [counter for counter in library.commune.counters if counter.phone]


def test_a_guide_knows_where_a_step_leads(tmp_path: Path):
    guide = load([build(tmp_path)]).get("small", "vi", TODAY)
    first, fork, last = guide.steps
    assert guide.leads(first, "next") == "hai"
    assert guide.leads(first, "") == "mot"
    assert guide.leads(last, "next") == "end"
    assert guide.leads(fork, "guide:other") == "guide:other"
    assert replace(guide, steps=(last,)).leads(last, "end") == "end"
