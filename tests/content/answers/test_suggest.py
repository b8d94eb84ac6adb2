"""Whoever keeps the guides is told where questions go astray."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from bot.ports import Guide
from content.answers.suggest import Mistaken, attracted, mistaken

DAY = date(2026, 11, 22)
GUIDES = [
    Guide(
        "raft", "vi", "Giấy đi bè", "", (), (), DAY, DAY, "xã",
        ("xin giấy đi bè", "làm giấy bè ở đâu", "thuê máy gặt lúa ở đâu", "giấy bè hết hạn"),
    ),
    Guide(
        "harvest", "vi", "Thuê máy gặt lúa", "", (), (), DAY, DAY, "xã",
        ("máy gặt của xã", "thuê máy gặt lúa mấy đồng", "bao giờ có máy gặt", "gặt lúa bằng máy"),
    ),
]  # fmt: skip


def test_an_example_that_belongs_elsewhere_is_found() -> None:
    wrong = mistaken(GUIDES)
    assert ("raft", "harvest") in {
        (one.guide, one.found) for one in wrong if one.text == "thuê máy gặt lúa ở đâu"
    }
    assert "xin giấy đi bè" not in {one.text for one in wrong}


def test_examples_of_a_commune_are_looked_at_too(tmp_path: Path) -> None:
    rows = "guide\tquestion\nraft\tmáy gặt lúa của xã\ngone\tkhông có\n"
    (tmp_path / "mouths.tsv").write_text(rows, "utf-8")
    assert "máy gặt lúa của xã" in {one.text for one in mistaken(GUIDES, (tmp_path,))}


def test_guides_that_attract_each_other_are_counted() -> None:
    wrong = [
        Mistaken("a", "raft", "harvest", True),
        Mistaken("b", "raft", "harvest", False),
        Mistaken("c", "harvest", "raft", False),
    ]
    assert attracted(wrong) == [("raft", "harvest", 2), ("harvest", "raft", 1)]
    assert attracted([]) == []
