"""Taking in places: whole or not at all, and twice is once; on both databases."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, insert, select

from bot import demo
from bot.errors import ImportRefused
from store import places
from store.audit import audit
from store.engine import Store
from store.imports import Report
from store.imports_places import import_places, read

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
TODAY = NOW.date()
LIST = """xã,thôn,mã,tên khác,từ ngày,đến ngày,sáp nhập vào
Xã An,,XA,,,,
Xã An,Thôn Bờ Tre,T01,Xóm 1; Xóm 2|Xóm Tre,01/07/2026,,
XA,Thôn Cây Đa,T02,,,,
xã an,Xóm Cũ,X9,,,30/06/2026,t01
"""


class Importer:
    def __init__(self, store: Store, folder: Path) -> None:
        self.store = store
        self.path = folder / "places.csv"

    def takes(self, text: str, *, dry_run: bool = False) -> Report:
        self.path.write_text(text, "utf-8")
        rows = read(self.path)
        return self.store.call(lambda c: import_places(c, rows, dry_run=dry_run, now=NOW))

    def refuses(self, text: str) -> tuple[str, ...]:
        before = self.stored()
        with pytest.raises(ImportRefused) as caught:
            self.takes(text)
        assert self.stored() == before
        return caught.value.problems

    def stored(self) -> list[tuple[object, ...]]:
        query = select(places.places).order_by(places.places.c.id)
        return self.store.call(lambda c: [tuple(row) for row in c.execute(query)])

    def tree(self, day: date = TODAY) -> places.Tree:
        return self.store.call(lambda c: places.load(c, day))


@pytest.fixture
def importer(store: Store, tmp_path: Path) -> Importer:
    return Importer(store, tmp_path)


@pytest.fixture
def quick(sqlite_store: Store, tmp_path: Path) -> Importer:
    """Where the kind of database does not matter."""
    return Importer(sqlite_store, tmp_path)


def test_a_list_becomes_the_tree(importer: Importer) -> None:
    report = importer.takes(LIST)
    assert report == Report(4, 0, 0, False)
    tree = importer.tree()
    commune = tree.commune()
    assert commune is not None
    assert (commune.code, commune.name, commune.kind) == ("XA", "Xã An", "commune")
    assert [(h.code, h.name) for h in tree.hamlets()] == [
        ("T01", "Thôn Bờ Tre"),
        ("T02", "Thôn Cây Đa"),
    ]
    old = tree.by_code("x9")
    assert old is not None
    assert old.code == "T01"
    assert old.aliases == ("Xóm 1", "Xóm 2", "Xóm Tre")
    before = importer.tree(date(2026, 6, 30)).by_code("X9")
    assert before is not None
    assert before.name == "Xóm Cũ"


def test_the_same_list_twice_changes_nothing_and_leaves_no_second_record(
    importer: Importer,
) -> None:
    importer.takes(LIST)
    before = importer.stored()
    assert importer.takes(LIST) == Report(0, 0, 4, False)
    assert importer.stored() == before
    rows = importer.store.call(lambda c: c.execute(select(audit)).all())
    assert [(row.act, row.detail) for row in rows] == [
        ("import.places", {"added": 4, "changed": 0, "rows": 4})
    ]


def test_a_dry_run_tells_the_same_and_stores_nothing(importer: Importer) -> None:
    assert importer.takes(LIST, dry_run=True) == Report(4, 0, 0, True)
    assert importer.stored() == []
    importer.takes(LIST)
    changed = LIST.replace("Thôn Cây Đa", "Thôn Cây Gạo")
    before = importer.stored()
    assert importer.takes(changed, dry_run=True) == Report(0, 1, 3, True)
    assert importer.stored() == before


def test_what_a_later_list_says_otherwise_is_changed(importer: Importer) -> None:
    importer.takes(LIST)
    report = importer.takes(
        "thôn,mã,tên khác,từ ngày,đến ngày,sáp nhập vào\n"
        "Thôn Tre Ngà,t01,Xóm 1,,,\n"
        "Thôn Cây Đa,T02,,,31/12/2026,T01\n"
    )
    assert report == Report(0, 2, 0, False)
    tree = importer.tree(date(2027, 1, 1))
    led = tree.by_code("T02")
    assert led is not None
    assert (led.code, led.name, led.aliases) == ("T01", "Thôn Tre Ngà", ("Xóm 1",))
    assert importer.takes("thôn,mã,sáp nhập vào\nThôn Cây Đa,T02,\n").changed == 1
    assert importer.tree().by_code("T02") == importer.tree().named("Thôn Cây Đa")[0]


def test_a_column_that_is_not_there_changes_nothing_of_its_kind(importer: Importer) -> None:
    importer.takes(LIST)
    assert importer.takes("thôn,mã\nThôn Bờ Tre,T01\nXóm Cũ,X9\n") == Report(0, 0, 2, False)
    found = importer.tree().by_code("x9")
    assert found is not None
    assert found.aliases == ("Xóm 1", "Xóm 2", "Xóm Tre")


def test_a_commune_that_is_only_mentioned_is_made_once(importer: Importer) -> None:
    text = "commune,hamlet,code\nXã Đồng Tâm,Thôn 1,T1\nxã đồng tâm,Thôn 2,T2\n"
    assert importer.takes(text) == Report(3, 0, 0, False)
    commune = importer.tree().commune()
    assert commune is not None
    assert (commune.code, commune.name) == ("xa-dong-tam", "Xã Đồng Tâm")
    assert importer.takes(text).added == 0
    assert importer.takes("hamlet,code\nThôn 3,T3\n").added == 1
    assert len(importer.tree().hamlets()) == 3


def test_a_commune_without_a_code_keeps_the_one_it_has(quick: Importer) -> None:
    quick.takes(LIST)
    assert quick.takes("xã,thôn,mã\nXã An,,\nXã An,Thôn 3,T03\n").added == 1
    assert len([row for row in quick.stored() if row[2] == "commune"]) == 1


def test_a_made_code_takes_no_code_that_is_taken(quick: Importer) -> None:
    quick.takes("xã,thôn,mã\nXã An,Thôn 1,xa-binh\nXã Bình,Thôn 2,T2\n")
    codes = {row[3] for row in quick.stored()}
    assert {"xa-an", "xa-binh", "xa-binh-2"} <= codes


def test_two_communes_keep_their_hamlets_apart_and_a_hamlet_may_move(importer: Importer) -> None:
    importer.takes("xã,thôn,mã\nXã An,,A\nXã Bình,,B\nA,Thôn 1,T1\nB,Thôn 1,T2\n")
    tree = importer.tree()
    assert [tree.parent(place.id).code for place in map(tree.by_code, ("T1", "T2")) if place] == [  # type: ignore[union-attr]
        "A",
        "B",
    ]
    assert importer.takes("xã,thôn,mã\nB,Thôn 1,T1\n") == Report(0, 1, 0, False)
    moved = importer.tree().by_code("T1")
    assert moved is not None
    parent = importer.tree().parent(moved.id)
    assert parent is not None
    assert parent.code == "B"


def test_a_hamlet_stays_in_its_part_of_the_commune(importer: Importer) -> None:
    importer.takes(LIST)

    def put_between(connection: Connection) -> None:
        ids = {row.code: row.id for row in connection.execute(select(places.places))}
        row = {"kind": "cluster", "code": "C", "name": "Cụm", "aliases": [], "parent_id": ids["XA"]}
        made = connection.execute(insert(places.places).values(row).returning(places.places.c.id))
        change = places.places.update().where(places.places.c.code == "T02")
        connection.execute(change.values(parent_id=made.scalar_one()))

    importer.store.call(put_between)
    assert importer.takes(LIST) == Report(0, 0, 4, False)


def test_every_problem_of_every_row_is_told_and_nothing_is_stored(importer: Importer) -> None:
    problems = importer.refuses(
        "xã,thôn,mã,tên khác,từ ngày,đến ngày,sáp nhập vào\n"
        "Xã An,,XA,,,,\n"
        "Xã An,Thôn 1,T1,,,,\n"
        "Xã An,Thôn 2,t1,,,,\n"  # 4
        "Xã An,Thôn 3,,,,,\n"
        "Xã An,Thôn 4,T 4,,,,\n"
        "Xã An,Thôn 5,T5,,32/01/2026,hôm qua,\n"
        "Xã An,Thôn 6,T6,,02/01/2026,01/01/2026,\n"  # 8
        "Xã An,Thôn 7,T7,,,,T99\n"
        "Xã An,Thôn 8,T8,,,,T9\n"  # 10
        "Xã An,Thôn 9,T9,,,,T8\n"
        "Xã An,Thôn 10,T10,,,,T10\n"
        ",,T11,,,,\n"  # 13
        f"Xã An,{'D' * 201},T12,,,,\n"
        f"Xã An,Thôn 13,T13,{'e' * 101},,,\n"
        "Xã An,Thôn 14,=1+1,,,,\n"  # 16
        "Xã An,Thôn 15,T15,,,,XA\n"
    )
    told = [problem.split(":")[0] for problem in problems]
    for row in (4, 5, 6, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17):
        assert told.count(f"Dòng {row}") >= 1, row
    assert told.count("Dòng 7") == 2
    assert "Dòng 2" not in told
    assert "Dòng 3" not in told
    assert any("mã “t1” đã có ở dòng 3" in problem for problem in problems)


def test_a_circle_that_closes_through_what_is_stored_is_found(quick: Importer) -> None:
    quick.takes("xã,thôn,mã,sáp nhập vào\nXã An,Thôn 1,T1,T2\nXã An,Thôn 2,T2,\n")
    (problem,) = quick.refuses("thôn,mã,sáp nhập vào\nThôn 2,T2,T1\n")
    assert "đi vòng" in problem


def test_a_list_may_turn_a_merger_round(quick: Importer) -> None:
    quick.takes("xã,thôn,mã,sáp nhập vào\nXã An,Thôn 1,T1,T2\nXã An,Thôn 2,T2,\n")
    quick.takes("thôn,mã,sáp nhập vào\nThôn 1,T1,\nThôn 2,T2,T1\n")
    led = quick.tree().by_code("T2")
    assert led is not None
    assert led.code == "T1"


def test_a_code_does_not_change_from_a_commune_to_a_hamlet(quick: Importer) -> None:
    quick.takes(LIST)
    problems = quick.refuses("xã,thôn,mã\nXã Khác,,T01\nXã An,Thôn 9,XA\n")
    assert ["T01" in problems[0], "XA" in problems[1]] == [True, True]


def test_where_it_is_not_clear_which_commune_is_meant_nothing_is_guessed(quick: Importer) -> None:
    (problem,) = quick.refuses("thôn,mã\nThôn 1,T1\n")
    assert "không rõ thuộc xã nào" in problem
    quick.takes("xã,thôn,mã\nXã An,,A\nXã An,,B\n")
    (problem,) = quick.refuses("xã,thôn,mã\nXã An,Thôn 1,T1\n")
    assert problem.startswith("Dòng 2")


def test_hamlets_of_one_name_are_taken_and_pointed_out(quick: Importer) -> None:
    report = quick.takes("xã,thôn,mã\nXã An,Xóm 5,T1\nXã An,xóm 5,T2\n")
    assert report.notes == (
        "Có 2 thôn cùng tên Xóm 5: T1, T2. Bà con sẽ thấy thêm mã để phân biệt.",
    )


def test_a_real_list_makes_the_made_up_commune_step_back(quick: Importer) -> None:
    quick.store.call(lambda c: demo.load(c, NOW))
    report = quick.takes("xã,thôn,mã\nXã An,Thôn 1,T1\n")
    assert report.notes == ("Đã có xã thật nên xã mẫu không hiện nữa.",)
    assert [hamlet.code for hamlet in quick.tree().hamlets()] == ["T1"]
