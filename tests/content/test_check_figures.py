"""A figure stands once, with a source and a day; a telephone number is somebody's; a law waits."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.locale import use
from content import check
from tests.support.shelf import FACTS, GUIDE, OTHER, TODAY, build

SMALL, TWIN = "guides/small/vi.md", "guides/other/vi.md"
LAST = "Bác bước ra ngoài."


def findings(folder: Path, **files: str | bytes) -> str:
    with use("en"):
        return "\n".join(check.lines([build(folder, **files)], TODAY))


@pytest.mark.parametrize(
    ("sentence", "finding"),
    [
        ("Bác nộp 70.000 đồng.", "stands in “other” too"),
        ("Nhà sập: 40 triệu đồng.", "stands in “other” too"),
        ("Bác gọi 113 ngay.", "The telephone number 113 is written out"),
        ("Bác gọi 1900.0368 nhé.", "The telephone number 1900.0368 is written out"),
        ("Bác gọi 0912 345 678 nhé.", "The telephone number 0912 345 678 is written out"),
        ("Theo Nghị định 20/2021/NĐ-CP thì được.", "A law's number stands here"),
        ("Theo Luật số 55 thì được.", "A law's number stands here"),
    ],
)
def test_what_is_written_out_is_found(tmp_path: Path, sentence: str, finding: str):
    files = {SMALL: GUIDE.replace(LAST, sentence), TWIN: OTHER.replace(LAST, sentence)}
    assert finding in findings(tmp_path, **files)


@pytest.mark.parametrize(
    "sentence",
    [
        "Bác nộp 30 %.",
        "Bác chờ 115 ngày, đến 11/2026.",
        "Theo luật thì bác được xem.",
        "Mỗi lần 5 đồng thôi.",
    ],
)
def test_what_only_looks_alike_is_left_alone(tmp_path: Path, sentence: str):
    twin = OTHER.replace(LAST, "Bác nộp 30 %, mỗi lần 6 đồng.")
    assert findings(tmp_path, **{SMALL: GUIDE.replace(LAST, sentence), TWIN: twin}) == ""


def test_the_same_sum_in_guides_that_have_nothing_to_do_with_each_other_is_two_figures(
    tmp_path: Path,
):
    fine = "Bác nộp 70.000 đồng."
    alone = OTHER.replace(LAST, fine).replace("guide:small", "officer")
    small = GUIDE.replace(LAST, fine).replace("guide:other", "officer")
    assert findings(tmp_path, **{SMALL: small, TWIN: alone}) == ""


def test_a_figure_that_is_a_fact_is_referred_to(tmp_path: Path):
    facts = FACTS.replace("5.000 đồng", "500.000 đồng")
    text = GUIDE.replace(LAST, "Bác nhận 500.000 đồng.")
    found = findings(tmp_path, **{SMALL: text, "facts.yaml": facts})
    assert "“500.000 đồng” is the fact “price”. Write {{price}}" in found


def test_figures_need_a_source_with_a_day(tmp_path: Path):
    undated = GUIDE.replace(", date: 2026-01-02", "")
    assert findings(tmp_path, **{SMALL: undated}) == ""
    text = undated.replace(LAST, "Bác nộp 70.000 đồng.")
    assert "no source says when" in findings(tmp_path / "b", **{SMALL: text})
    named = text.replace("Trang của xã", "Trang của xã, 2026")
    assert findings(tmp_path / "c", **{SMALL: named}) == ""


def test_a_fact_without_any_date_is_found(tmp_path: Path):
    facts = FACTS.replace(", since: 2026-07-01", "")
    assert "The fact “price” has no date" in findings(tmp_path, **{"facts.yaml": facts})
    named = facts.replace("Bảng giá", "Bảng giá 2026")
    assert findings(tmp_path / "b", **{"facts.yaml": named}) == ""


def test_a_guide_that_lies_in_no_file_has_no_lines_to_look_at(tmp_path: Path):
    folder = build(tmp_path, **{SMALL: GUIDE.replace(LAST, "Bác gọi 113 ngay.")})
    loaded = check.library.load([folder])
    (folder / "guides" / "small" / "vi.md").unlink()
    with use("en"):
        assert "113" not in "\n".join(map(str, check.check(loaded, TODAY)))
