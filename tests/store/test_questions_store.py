"""Kept questions: grouped, forgotten in time, erased at once; answers decided by one of two."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Connection, insert, select

from store import cadres, chats, places, questions, questions_answers, questions_desk, residents
from store.engine import Store
from store.questions_answers import Wanted
from store.questions_learned import version

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 21)


def alike(text: str, kept: Sequence[tuple[int, str]]) -> int | None:
    """Texts with the same first word ask the same."""
    first = text.split()[0]
    return next((group for group, other in kept if other.split()[0] == first), None)


@pytest.fixture
def filled(store: Store) -> Store:
    def fill(c: Connection) -> None:
        for id, parent in ((1, None), (2, 1), (3, 1)):
            kind = "hamlet" if parent else "commune"
            row = {"id": id, "parent_id": parent, "kind": kind, "code": f"P{id}"}
            c.execute(insert(places.places).values(**row, name=f"Thôn {id}", aliases=[]))
        for name, place in (("a", 2), ("b", 2), ("c", 3)):
            chat, _new = chats.meet(c, "test", name, False, NOW)
            residents.enrol(c, chat.id, place, ("serve", "improve"), "1", NOW)
        for handle in ("viet", "duyet", "duyet-hai"):
            cadres.appoint(c, handle=handle, name=handle, now=NOW)

    store.call(fill)
    return store


def keep(store: Store, resident: int, text: str, *, tell: bool = False, now: datetime = NOW) -> int:
    return store.call(
        lambda c: questions.keep(
            c, resident, text, "", tell=tell, like=alike, today=now.date(), now=now
        )
    )


def wanted(group: int, place: int = 1, **more: object) -> Wanted:
    row: dict[str, object] = {
        "group": group, "place": place, "kind": "words", "question": "Chợ họp ngày nào?\nchợ",
        "text": "Ngày rằm.", "office": "UBND xã", "guide": "", "review_by": date(2027, 5, 1),
    }  # fmt: skip
    return Wanted(**(row | more))  # type: ignore[arg-type]


def propose(store: Store, what: Wanted, by: int = 1) -> int | None:
    return store.call(lambda c: questions_answers.propose(c, what, by, NOW))


def approve(store: Store, number: int, by: int = 2) -> bool:
    return store.call(lambda c: questions_answers.approve(c, number, by, NOW))


def states(store: Store) -> list[str]:
    table = questions.groups
    return store.call(
        lambda c: list(c.execute(select(table.c.state).order_by(table.c.id)).scalars())
    )


def test_questions_that_are_alike_are_one_group_the_most_askers_first(filled: Store) -> None:
    assert keep(filled, 1, "đường bao giờ sửa") == 1
    assert keep(filled, 1, "chợ họp ngày nào") == 2
    assert keep(filled, 2, "chợ mấy giờ") == keep(filled, 3, "chợ ở đâu") == 2
    assert keep(filled, 2, "Chợ mấy giờ!") == 2  # the same again is kept once
    first, second = filled.call(lambda c: questions_desk.gather(c, ("open",)))
    assert (first.id, first.askers, first.hamlets) == (2, 3, ("Thôn 2", "Thôn 3"))
    assert first.texts == ("chợ ở đâu", "chợ mấy giờ", "chợ họp ngày nào")
    assert (second.id, second.askers) == (1, 1)
    (seen,) = filled.call(lambda c: questions_desk.gather(c, ("open",), {3}))
    assert (seen.askers, seen.texts, seen.places) == (1, ("chợ ở đâu",), (3,))


def test_asking_again_can_still_ask_to_be_told(filled: Store) -> None:
    keep(filled, 1, "chợ họp ngày nào")
    keep(filled, 1, "chợ họp ngày nào", tell=True)
    assert filled.call(lambda c: c.execute(select(questions.questions.c.tell)).scalars().all()) == [
        True
    ]
    assert filled.call(lambda c: questions.is_kept(c, 1, "Chợ họp ngày nào?"))
    assert not filled.call(lambda c: questions.is_kept(c, 2, "chợ họp ngày nào"))


def test_an_approved_answer_is_in_force_and_counted_up(filled: Store) -> None:
    group = keep(filled, 1, "chợ họp ngày nào")
    before = filled.call(version)
    number = propose(filled, wanted(group))
    assert number is not None
    assert states(filled) == ["waiting"]
    assert propose(filled, wanted(group), by=3) is None  # somebody is at it already
    assert filled.call(version) == before
    assert approve(filled, number)
    assert not approve(filled, number, by=3)
    assert states(filled) == ["answered"]
    assert filled.call(version) == before + 1
    (kept,) = filled.call(lambda c: questions_answers.in_state(c, "approved"))
    assert (kept.id, kept.decided_by, kept.decided_at) == (number, 2, NOW)
    assert filled.call(questions_answers.examples) == {group: ["chợ họp ngày nào"]}


def test_of_two_who_decide_at_once_one_decides(filled: Store) -> None:
    number = propose(filled, wanted(keep(filled, 1, "chợ họp ngày nào")))
    assert number is not None
    done: list[bool] = []
    together = threading.Barrier(2)

    def decides(by: int) -> None:
        together.wait(10)
        done.append(approve(filled, number, by))

    threads = [threading.Thread(target=decides, args=(by,)) for by in (2, 3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(done) == [False, True]
    assert len(filled.call(lambda c: questions_answers.in_state(c, "approved"))) == 1


def test_of_two_who_answer_at_once_one_does(filled: Store) -> None:
    group = keep(filled, 1, "chợ họp ngày nào")
    made: list[int | None] = []
    together = threading.Barrier(2)

    def proposes(by: int) -> None:
        together.wait(10)
        made.append(propose(filled, wanted(group), by))

    threads = [threading.Thread(target=proposes, args=(by,)) for by in (1, 3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sum(one is None for one in made) == 1


def test_an_answer_for_one_hamlet_leaves_the_others_questions_open(filled: Store) -> None:
    group = keep(filled, 1, "chợ họp ngày nào")
    keep(filled, 3, "chợ họp hôm nào")
    number = propose(filled, wanted(group, place=2))
    assert number is not None
    assert approve(filled, number)
    assert states(filled) == ["answered", "open"]
    (left,) = filled.call(lambda c: questions_desk.gather(c, ("open",)))
    assert left.texts == ("chợ họp hôm nào",)


def test_a_change_waits_alone_and_takes_the_place_of_what_stood(filled: Store) -> None:
    first = propose(filled, wanted(keep(filled, 1, "chợ họp ngày nào")))
    assert first is not None
    change = wanted(1, text="Ngày mùng một.", replaces=first)
    assert propose(filled, change) is None  # it does not stand yet
    approve(filled, first)
    second = propose(filled, change)
    assert second is not None
    assert filled.call(lambda c: questions_answers.changing(c, first))
    assert propose(filled, change, by=3) is None
    assert filled.call(lambda c: questions_answers.give_back(c, second, 2, "Sai", NOW))
    assert states(filled) == ["answered"]
    third = propose(filled, change)
    assert third is not None
    assert approve(filled, third)
    (kept,) = filled.call(lambda c: questions_answers.in_state(c, "approved"))
    assert kept.wanted.text == "Ngày mùng một."
    last = propose(filled, wanted(1, kind="withdraw", replaces=third))
    assert last is not None
    assert approve(filled, last)
    assert filled.call(lambda c: questions_answers.in_state(c, "approved")) == []


def test_what_was_returned_is_open_again_with_its_note(filled: Store) -> None:
    group = keep(filled, 1, "chợ họp ngày nào")
    number = propose(filled, wanted(group))
    assert number is not None
    assert filled.call(lambda c: questions_answers.give_back(c, number, 2, "Ghi giờ", NOW))
    assert not filled.call(lambda c: questions_answers.give_back(c, number, 3, "Nữa", NOW))
    assert states(filled) == ["open"]
    old = filled.call(lambda c: questions_answers.returned(c, group))
    assert old is not None
    assert old.note == "Ghi giờ"


def test_a_group_set_aside_takes_its_like_and_comes_back(filled: Store) -> None:
    group = keep(filled, 1, "chợ họp ngày nào")
    assert filled.call(lambda c: questions_answers.set_aside(c, group, "không phải", NOW))
    assert not filled.call(lambda c: questions_answers.set_aside(c, group, "nữa", NOW))
    assert keep(filled, 2, "chợ đâu") == group
    assert filled.call(lambda c: questions_desk.gather(c, ("open",))) == []
    assert filled.call(lambda c: questions_answers.take_up(c, group, NOW))
    assert states(filled) == ["open"]


def test_questions_are_forgotten_after_a_year_and_held_ones_after_a_day(filled: Store) -> None:
    keep(filled, 1, "chợ họp ngày nào")
    answered = keep(filled, 2, "đường sửa bao giờ")
    number = propose(filled, wanted(answered))
    assert number is not None
    approve(filled, number)
    filled.call(lambda c: questions.hold(c, 1, "chợ họp ngày nào", "", NOW))
    before = filled.call(version)
    assert filled.call(lambda c: questions.forget(c, NOW + timedelta(days=1))) == 0
    assert filled.call(lambda c: questions.held(c, 1, 1, NOW)) is not None
    later = NOW + questions.KEEP + timedelta(days=2)
    assert filled.call(lambda c: questions.forget(c, later)) == 2
    assert filled.call(lambda c: questions.held(c, 1, 1, NOW)) is None
    assert states(filled) == ["answered"]  # its answer stays, in the cadre's words
    assert filled.call(questions_answers.examples) == {}
    assert filled.call(version) > before


def test_who_takes_the_consent_back_is_no_example_any_more(filled: Store) -> None:
    group = keep(filled, 1, "chợ họp ngày nào")
    keep(filled, 2, "chợ ở đâu")
    number = propose(filled, wanted(group))
    assert number is not None
    approve(filled, number)
    before = filled.call(version)
    filled.call(lambda c: questions.let_go(c, 1))
    assert filled.call(questions_answers.examples) == {group: ["chợ ở đâu"]}
    assert filled.call(version) == before + 1


def test_an_answer_is_judged_once_and_only_while_it_is_the_latest(filled: Store) -> None:
    def judge(number: int, verdict: str) -> bool:
        return filled.call(lambda c: questions.judge(c, 1, number, verdict, NOW))

    first = filled.call(lambda c: questions.hold(c, 1, "tiền rác", "guide:waste-fee", NOW))
    assert judge(first, "no")
    assert not judge(first, "no")
    second = filled.call(lambda c: questions.hold(c, 1, "tiền rác", "guide:waste-fee", NOW))
    assert second > first
    assert not judge(first, "yes")
    assert judge(second, "yes")
    plain = filled.call(lambda c: questions.hold(c, 1, "không rõ", "", NOW))
    assert not judge(plain, "no")  # nothing had been shown
    assert filled.call(lambda c: questions.judged(c, "2026-11")) == [("guide:waste-fee", 1, 1)]
    assert filled.call(lambda c: questions.judged(c, "2026-12")) == []


def test_who_asked_to_be_told_is_named_once_in_the_chat_they_use(filled: Store) -> None:
    group = keep(filled, 1, "chợ họp ngày nào", tell=True)
    keep(filled, 2, "chợ ở đâu", tell=True)
    keep(filled, 3, "chợ mấy giờ")
    number = propose(filled, wanted(group))
    assert number is not None

    def awaited() -> list[tuple[int, int, str]]:
        rows = filled.call(lambda c: questions_desk.awaited(c, ("test",), NOW, 10))
        return [(row.resident, row.answer, row.chat) for row in rows]

    assert awaited() == []
    approve(filled, number)
    filled.call(lambda c: residents.withdraw_consent(c, 2, "improve", NOW))
    assert awaited() == [(1, number, "a")]
    assert awaited() == []


def test_who_cannot_be_written_to_waits_for_nothing(filled: Store) -> None:
    group = keep(filled, 1, "chợ họp ngày nào", tell=True)
    number = propose(filled, wanted(group))
    assert number is not None
    approve(filled, number)
    filled.call(lambda c: chats.change(c, 1, state="blocked"))
    assert not filled.call(lambda c: questions_desk.awaited(c, ("test",), NOW, 10))
    filled.call(lambda c: chats.change(c, 1, state="open"))
    assert not filled.call(lambda c: questions_desk.awaited(c, ("test",), NOW, 10))
