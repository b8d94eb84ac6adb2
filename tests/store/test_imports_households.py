"""Taking in households: by code or clear name, whole or not at all; on both databases."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.errors import ImportRefused
from store import imports_places, places
from store.audit import audit
from store.engine import Store
from store.imports import Report
from store.imports_households import import_households, read
from store.residents import households

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
PLACES = """xã,thôn,mã,tên khác,sáp nhập vào
Xã An,Thôn Bờ Tre,T01,,
Xã An,Xóm 5,T02,Xóm Chùa,
Xã An,Xóm 5,T03,Xóm Chợ,
Xã An,Thôn Cũ,T09,,T01
"""
LIST = "thôn,mã hộ,chủ hộ\nT01,h-1,Hộ mẫu 01\nthôn bờ tre,H-2,\nXóm Chợ,H-3,Hộ mẫu 03\n"


class Importer:
    def __init__(self, store: Store, folder: Path) -> None:
        self.store = store
        self.path = folder / "list.csv"
        self.path.write_text(PLACES, "utf-8")
        rows = imports_places.read(self.path)
        store.call(lambda c: imports_places.import_places(c, rows, dry_run=False, now=NOW))

    def takes(self, text: str, *, dry_run: bool = False) -> Report:
        self.path.write_text(text, "utf-8")
        rows = read(self.path)
        return self.store.call(lambda c: import_households(c, rows, dry_run=dry_run, now=NOW))

    def refuses(self, text: str) -> tuple[str, ...]:
        before = self.stored()
        with pytest.raises(ImportRefused) as caught:
            self.takes(text)
        assert self.stored() == before
        return caught.value.problems

    def stored(self) -> dict[str, tuple[str, str | None]]:
        query = select(households.c.code, places.places.c.code, households.c.head_name).join(
            places.places, places.places.c.id == households.c.place_id
        )
        return self.store.call(
            lambda c: {home: (hamlet, head) for home, hamlet, head in c.execute(query)}
        )


@pytest.fixture
def importer(store: Store, tmp_path: Path) -> Importer:
    return Importer(store, tmp_path)


@pytest.fixture
def quick(sqlite_store: Store, tmp_path: Path) -> Importer:
    return Importer(sqlite_store, tmp_path)


def test_households_find_their_hamlet_by_code_name_or_other_name(importer: Importer) -> None:
    assert importer.takes(LIST) == Report(3, 0, 0, False)
    assert importer.stored() == {
        "H-1": ("T01", "Hộ mẫu 01"),
        "H-2": ("T01", None),
        "H-3": ("T03", "Hộ mẫu 03"),
    }


def test_twice_is_once_and_a_dry_run_is_nothing(importer: Importer) -> None:
    assert importer.takes(LIST, dry_run=True) == Report(3, 0, 0, True)
    assert importer.stored() == {}
    importer.takes(LIST)
    assert importer.takes(LIST) == Report(0, 0, 3, False)
    acts = importer.store.call(lambda c: c.scalars(select(audit.c.act)).all())
    assert acts.count("import.households") == 1


def test_what_changed_is_changed_and_a_missing_column_takes_nothing_away(
    importer: Importer,
) -> None:
    importer.takes(LIST)
    assert importer.takes("thôn,mã hộ\nT01,H-1\nT02,H-3\n") == Report(0, 1, 1, False)
    assert importer.stored()["H-1"] == ("T01", "Hộ mẫu 01")
    assert importer.stored()["H-3"] == ("T02", "Hộ mẫu 03")
    assert importer.takes("thôn,mã hộ,chủ hộ\nT01,H-1,\n") == Report(0, 1, 0, False)
    assert importer.stored()["H-1"] == ("T01", None)


def test_an_old_hamlet_means_the_one_it_was_merged_into(quick: Importer) -> None:
    quick.takes("thôn,mã hộ\nThôn Cũ,H-1\n")
    assert quick.stored() == {"H-1": ("T01", None)}


def test_more_rows_than_one_statement_takes_are_all_there(quick: Importer) -> None:
    text = "thôn,mã hộ\n" + "".join(f"T01,H-{number}\n" for number in range(1201))
    assert quick.takes(text).added == 1201
    assert len(quick.stored()) == 1201


def test_every_problem_of_every_row_is_told_and_nothing_is_stored(importer: Importer) -> None:
    problems = importer.refuses(
        "thôn,mã hộ,chủ hộ\n"
        "T01,H-1,Hộ mẫu\n"
        "T01,h-1,\n"
        "Thôn Bờ Che,H-3,\n"
        "Xóm 5,H-4,\n"
        ",H-5,\n"
        "Nơi khác,H-6,\n"
        "T01,,Hộ 7\n"
        "T01,001203004567,\n"
        "T01,mã số,\n"
        f"T01,H-10,{'d' * 201}\n"
        "T01,H-11,Ông A 0912 345 678\n"
        "Xã An,H-12,\n"
    )
    assert [problem.split(":")[0] for problem in problems] == [
        f"Dòng {row}" for row in range(3, 14)
    ]
    for problem, part in zip(
        problems,
        (
            "đã có ở dòng 2",
            "Có phải “Thôn Bờ Tre”",
            "hãy ghi mã: T02, T03",
            "thiếu thôn",
            "Hãy nhập danh sách thôn trước",
            "thiếu mã hộ",
            "giống số giấy tờ",
            "không dùng được mã này",
            "dài quá 200",
            "cạnh tên có số",
            "không có thôn “Xã An”",
        ),
        strict=True,
    ):
        assert part in problem
    assert importer.stored() == {}
    assert not any("001203004567" in problem or "0912" in problem for problem in problems)


def test_the_list_of_places_is_not_taken_for_one_of_households(tmp_path: Path) -> None:
    file = tmp_path / "places.csv"
    file.write_text("xã,thôn,mã,sáp nhập vào\nXã A,Thôn B,B1,\n", "utf-8")
    with pytest.raises(ImportRefused, match="kheo import places"):
        read(file)
