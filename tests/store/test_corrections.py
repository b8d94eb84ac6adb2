"""Corrections and recordings in their tables: two persons, one outcome, everything kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from sqlalchemy import Connection

from bot import demo
from bot.errors import KheoError, NotAllowed
from store import cadres, corrections, editors, readings
from store.editions import edition
from store.engine import Store

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
_hours = count(1)


class Table:
    """Two cadres over one database."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.do(lambda c: demo.load(c, NOW))
        self.police, self.chair = self.id("demo-police"), self.id("demo-chairman")

    def id(self, handle: str) -> int:
        found = self.do(lambda c: cadres.by_handle(c, handle))
        return int(found.id)

    def do(self, work):
        return self._store.call(work)

    def proposes(self, place: str = "mot", before: str = "a", text: str = "b") -> int:
        def work(c: Connection) -> int:
            return corrections.propose(
                c, guide="g", language="vi", place=place, base="d", before=before, text=text,
                reason="r", author=self.police, now=NOW + timedelta(hours=next(_hours)),
            )  # fmt: skip

        return int(self.do(work))

    def approves(self, number: int, by: int = 0) -> None:
        at = NOW + timedelta(hours=next(_hours))
        self.do(lambda c: corrections.approve(c, number, by=by or self.chair, now=at))

    def reads(self) -> int:
        def work(c: Connection) -> int:
            return readings.propose(
                c, guide="g", language="vi", step="mot", base="d", words="w", path="kept/x.ogg",
                seconds=3, author=self.police, now=NOW,
            )  # fmt: skip

        return int(self.do(work))


@pytest.fixture
def table(store: Store) -> Table:
    """Two cadres over each kind of database."""
    return Table(store)


def test_nobody_lets_in_what_they_wrote_and_nothing_is_let_in_twice(table: Table) -> None:
    number = table.proposes()
    assert table.do(edition) == 0
    with pytest.raises(NotAllowed):
        table.approves(number, table.police)
    table.approves(number)
    assert table.do(edition) == 1
    with pytest.raises(KheoError, match="người khác"):
        table.approves(number)
    with pytest.raises(KheoError, match="người khác"):
        table.do(lambda c: corrections.reject(c, number, by=table.chair, note="n", now=NOW))
    assert table.do(edition) == 1
    with pytest.raises(KheoError):
        table.approves(999)


def test_what_was_changed_since_it_was_written_is_written_anew(table: Table) -> None:
    sentence, whole = table.proposes(), table.proposes("*")
    other = table.proposes("hai")
    table.approves(sentence)
    with pytest.raises(KheoError, match="sửa lại từ đầu"):
        table.approves(whole)
    table.approves(other)
    assert [one.id for one in table.do(corrections.standing)] == [sentence, other]
    assert [one.id for one in table.do(corrections.waiting)] == [whole]


def test_only_its_author_drops_it(table: Table) -> None:
    number = table.proposes()
    with pytest.raises(NotAllowed):
        table.do(lambda c: corrections.drop(c, number, by=table.chair, now=NOW))
    table.do(lambda c: corrections.drop(c, number, by=table.police, now=NOW))
    assert table.do(lambda c: corrections.load(c, number)).state == "dropped"
    with pytest.raises(KheoError):
        table.do(lambda c: corrections.drop(c, number, by=table.police, now=NOW))


def test_it_is_taken_back_by_two_and_asked_for_once(table: Table) -> None:
    number = table.proposes()

    def ask(c: Connection) -> None:
        corrections.ask_back(c, number, by=table.police, why="w", now=NOW)

    def answer(by: int, agreed: bool) -> None:
        table.do(lambda c: corrections.take_back(c, number, by=by, agreed=agreed, now=NOW))

    with pytest.raises(KheoError):
        table.do(ask)  # it is not live yet
    table.approves(number)
    with pytest.raises(KheoError):
        answer(table.chair, True)  # nobody has asked
    table.do(ask)
    with pytest.raises(KheoError):
        table.do(ask)
    with pytest.raises(NotAllowed):
        answer(table.police, True)
    answer(table.chair, False)
    table.do(ask)
    answer(table.chair, True)
    found = table.do(lambda c: corrections.load(c, number))
    assert (found.state, found.ending_by, found.ended_by) == (
        "withdrawn", table.police, table.chair,
    )  # fmt: skip
    assert table.do(corrections.standing) == []


def test_a_recording_is_judged_once_by_another_and_taken_away_by_one(table: Table) -> None:
    number = table.reads()

    def judge(by: int) -> None:
        table.do(lambda c: readings.judge(c, number, by=by, agreed=True, note="", now=NOW))

    with pytest.raises(KheoError, match="đang chờ người thứ hai"):
        table.reads()
    with pytest.raises(NotAllowed):
        judge(table.police)
    judge(table.chair)
    with pytest.raises(KheoError):
        judge(table.chair)
    table.do(lambda c: readings.take_back(c, number, by=table.chair, now=NOW))
    assert table.do(lambda c: readings.load(c, number)).state == "withdrawn"
    for gone in (number, 999):
        with pytest.raises(KheoError):
            table.do(lambda c, gone=gone: readings.take_back(c, gone, by=table.chair, now=NOW))


def test_who_keeps_a_guide_and_who_may_judge(table: Table) -> None:
    head = table.id("demo-head-1")

    def look(c: Connection) -> tuple[bool, ...]:
        may = editors.may_edit
        return (
            may(c, table.police, "công an XÃ"),
            may(c, table.police, "Trạm y tế"),
            may(c, 0, "Công an xã"),
            may(c, head, ""),
        )

    assert table.do(look) == (True, False, False, False)
    assert sorted(table.do(editors.judges)) == sorted((table.police, table.chair))
    top = table.do(lambda c: cadres.by_handle(c, "demo-chairman")).grants[0].place.id
    table.do(lambda c: cadres.grant(c, cadre=head, role="editor", place=top, by=None, now=NOW))
    assert table.do(lambda c: editors.may_edit(c, head, "Trạm y tế"))
    assert head in table.do(editors.judges)
