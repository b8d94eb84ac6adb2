"""What the facts mark as remembered or read in a copy is said with whom to ask again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.locale import use
from bot.ports import Guide
from content import check
from content.library import BUILT_IN, load
from tests.support.shelf import FACTS, GUIDE, TODAY, build

GUIDES = load([BUILT_IN]).manuscripts
# Figures of each guide that nobody could read in a first source (marks T and M of the facts).
DOUBTFUL: dict[str, tuple[str, ...]] = {
    "vneid-register": ("3 ngày làm việc", "7 ngày làm việc"),
    "vneid-troubleshoot": ("30 ngày", "2 ngày làm việc"),
    "id-card-child": ("7 ngày làm việc", "sau 60 tuổi"),
    "online-public-service": ("15/8/2026",),
    "poverty-review": ("1/9", "14/12", "15 ngày", "5 ngày", "1,5 triệu", "36 tháng"),
    "social-pension": ("10 triệu",),
    "social-assistance": ("750.000", "1.000.000", "1.250.000"),
    "health-insurance": ("30 ngày", "3 tháng"),
    "policy-loan": ("100 triệu", "4 triệu", "3 năm"),
    "birth-registration": ("đăng ký cư trú trong 60 ngày",),
    "temporary-residence": ("3 ngày làm việc", "15.000", "7.000", "15 ngày", "23 giờ"),
    "land-certificate": ("1/7/2014", "15 ngày", "17 ngày", "8 ngày", "20 ngày"),
    "vaccination": ("30 phút", "48 giờ", "18 tháng", "1/7/2026"),
    "storm-flood": ("7 ngày",),
    "early-marriage": ("20 triệu",),
    "grassroots-democracy": ("21 tuổi",),
    "merged-units": ("2 ngày làm việc", "Huế có 40", "có 96"),
}


def screens(guide: Guide) -> Iterator[str]:
    yield guide.summary
    for step in guide.steps:
        yield f"{step.title}\n{step.text}"
        yield from (f"{way.label}\n{way.text}" for way in step.ways)


@pytest.mark.parametrize(
    ("id", "figure"), [(id, figure) for id, figures in DOUBTFUL.items() for figure in figures]
)
def test_a_doubtful_figure_sends_people_to_ask(id: str, figure: str) -> None:
    exact = re.compile(rf"(?<![\d.,/]){re.escape(figure)}(?!\d)")
    said = [screen for screen in screens(GUIDES[id]["vi"].guide) if exact.search(screen)]
    assert said, "the figure is gone: take it from the list"
    for screen in said:
        assert re.search(r"hỏi (?:lại|trạm|xã)", screen, re.IGNORECASE), screen


def findings(folder: Path, sentence: str, facts: str = FACTS, language: str = "vi") -> str:
    text = GUIDE.replace("Bác bước ra ngoài.", sentence)
    files = {"guides/small/vi.md": GUIDE, f"guides/small/{language}.md": text, "facts.yaml": facts}
    with use("en"):
        lines = check.lines([build(folder, **files)], TODAY)
    return "\n".join(line for line in lines if "not read in a source" in line)


def test_a_figure_that_nobody_has_read_needs_somebody_to_ask(tmp_path: Path) -> None:
    unread = FACTS + 'days: {vi: 9 ngày, en: 9 days, source: "Nhớ lại, 2026"}\n'
    assert "“days”" in findings(tmp_path / "a", "Chờ {{days}}.", unread)
    assert findings(tmp_path / "a", "Chờ {{days}}.", unread).count("“days”") == 1
    assert findings(tmp_path / "b", "Chờ {{days}}. Bác hỏi lại xã.", unread) == ""
    asked_elsewhere = "Chờ {{days}}.\n\n## bon: Bước bốn → end\nBác hỏi lại xã."
    assert "“days”" in findings(tmp_path / "c", asked_elsewhere, unread)
    read = unread.replace("en: 9 days", "en: 9 days, verified: true")
    assert findings(tmp_path / "d", "Chờ {{days}}.", read) == ""


def test_other_languages_are_judged_where_their_words_are_known(tmp_path: Path) -> None:
    unread = FACTS + 'days: {vi: 9 ngày, en: 9 days, hmn: 9 hnub, source: "Nhớ lại, 2026"}\n'
    unread = unread.replace("{vi: 5.000", "{hmn: 5 000, vi: 5.000")
    assert "“days”" in findings(tmp_path / "a", "Wait {{days}}.", unread, "en")
    fine = "Wait {{days}}. Ask the commune again."
    assert findings(tmp_path / "b", fine, unread, "en") == ""
    assert findings(tmp_path / "c", "Nyob {{days}}.", unread, "hmn") == ""
