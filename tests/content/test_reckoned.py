"""A figure that follows from others follows every change of them, a commune's own too."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.errors import ContentError
from bot.locale import use
from content import check
from content.library import BUILT_IN, Library, load
from content.rewrite import rewrite
from tests.support.shelf import GUIDE, TODAY, build

BASE = """
base: {vi: 2.530.000 đồng, en: "2,530,000 VND", value: 2530000, unit: dong, since: 2026-07-01,
  source: Nghị định, verified: true}
rate: {vi: "4,5 %", en: "4.5%", value: 45, unit: permille, since: 2025-01-01, source: Nghị định}
twice: {vi: 20 lần, en: 20 times, value: 2000, unit: percent, source: Nghị định, verified: true}
days: {vi: 3 ngày, en: 3 days, value: 3, unit: days, source: Nghị định}
price: {of: [base, rate, "12"], source: Nghị định}
"""


def shelf(tmp_path: Path, facts: str) -> Library:
    return load([build(tmp_path, **{"facts.yaml": facts})])


def test_a_product_is_said_with_the_day_of_its_newest_part(tmp_path: Path):
    library = shelf(tmp_path, BASE)
    price = library.facts["price"]
    assert price.words == {"vi": "1.366.200 đồng", "en": "1,366,200 VND"}
    assert (price.value, price.unit, price.since) == (1366200, "dong", date(2026, 7, 1))
    assert not price.verified
    assert "Giá là 1.366.200 đồng." in library.manuscripts["small"]["vi"].guide.steps[0].text


@pytest.mark.parametrize(
    ("of", "vi", "en", "verified"),
    [
        ("[base, twice]", "50.600.000 đồng", "50,600,000 VND", True),
        ('[base, twice, "100"]', "5.060 triệu đồng", "5,060 million VND", True),
        ('[base, rate, "1"]', "113.850 đồng", "113,850 VND", False),
        ("[rate, rate, rate, base]", "231 đồng", "231 VND", False),
    ],
)
def test_sums_read_as_people_say_them(tmp_path: Path, of: str, vi: str, en: str, verified: bool):
    facts = BASE.replace('[base, rate, "12"]', of)
    price = shelf(tmp_path, facts).facts["price"]
    assert (price.words, price.verified) == ({"vi": vi, "en": en}, verified)


def test_another_language_brings_its_own_words(tmp_path: Path):
    facts = BASE.replace("price: {", "price: {hmn: nyiaj, ")
    assert shelf(tmp_path, facts).facts["price"].words["hmn"] == "nyiaj"


@pytest.mark.parametrize(
    ("of", "problem"),
    [
        ("[base, unknown]", "“unknown” cannot be reckoned with"),
        ("[base, days]", "“days” cannot be reckoned with"),
        ("[base, price]", "“price” cannot be reckoned with"),
        ("[rate, twice]", "Exactly one of “of” is a sum"),
        ("[base, base]", "Exactly one of “of” is a sum"),
    ],
)
def test_what_does_not_follow_is_told(tmp_path: Path, of: str, problem: str):
    facts = BASE.replace('[base, rate, "12"]', of)
    with use("en"), pytest.raises(ContentError, match=problem):
        shelf(tmp_path, facts)


def test_one_new_decree_is_one_change_for_every_guide_that_says_it(tmp_path: Path):
    own = build(tmp_path, **{"guides/small/vi.md": GUIDE})
    (own / "facts.yaml").write_text(
        'base-salary: {vi: "3.000.000 đồng", en: "3,000,000 VND", value: 3000000, unit: dong, '
        "since: 2027-07-01, source: Nghị định mới}\n"
        'social-standard: {vi: "600.000 đồng", en: "600,000 VND", value: 600000, unit: dong, '
        "since: 2027-07-01, source: Nghị định mới}\n"
        'price: {vi: "5 đồng", en: "5 VND", source: Bảng giá}\n',
        "utf-8",
    )
    library = load([BUILT_IN, own])
    said = {
        id: str(library.manuscripts[id]["vi"].guide)
        for id in ("health-insurance", "social-assistance", "disaster-relief")
    }
    assert "1.620.000 đồng" in said["health-insurance"]
    assert "648.000 đồng" in said["health-insurance"]
    assert "1.366.200" not in said["health-insurance"]
    assert "900.000 đồng" in said["social-assistance"]
    assert "750.000" not in said["social-assistance"]
    assert "12 triệu đồng" in said["social-assistance"]
    assert "30 triệu đồng" in said["disaster-relief"]
    assert library.facts["health-1"].since == date(2027, 7, 1)


def findings(folder: Path, sentence: str, of: str) -> str:
    files = {
        "facts.yaml": BASE.replace('[base, rate, "12"]', of),
        "guides/small/vi.md": GUIDE.replace("Bác bước ra ngoài.", sentence),
    }
    with use("en"):
        return "\n".join(check.lines([build(folder, **files)], TODAY))


def test_a_product_is_referred_to_but_a_round_one_may_be_a_fine(tmp_path: Path):
    said = findings(tmp_path / "a", "Bác nộp 1.366.200 đồng.", '[base, rate, "12"]')
    assert "“1.366.200 đồng” is the fact “price”" in said
    assert "is the fact" not in findings(tmp_path / "b", "Phạt 50.600.000 đồng.", "[base, twice]")


def test_a_correction_refers_to_no_round_product_by_chance(tmp_path: Path):
    library = shelf(tmp_path, BASE.replace('[base, rate, "12"]', "[base, twice]"))
    written = library.manuscripts["small"]["vi"]
    text = Path(written.file).read_text("utf-8")
    new = "Bác bước ra, bị phạt 50.600.000 đồng hay 2.530.000 đồng."
    assert "phạt 50.600.000 đồng hay {{base}}." in rewrite(text, written, "ba", new, library.facts)
