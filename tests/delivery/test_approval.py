"""The second pair of eyes: who may approve, what is void, what has passed meanwhile."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from bot.errors import NotAllowed
from bot.talk.when_rule import Daily, Rule
from delivery import announcement as drafts
from delivery import approval
from delivery.announcement import SECOND_PAIR_OF_EYES, Changed
from delivery.states import WrongState
from scheduler.announcements import fire
from store import announcements
from store.announcements import Wording
from store.engine import Store
from tests.support.office import Office
from tests.support.town import NOW

TODAY = date(2026, 11, 21)


@pytest.fixture
def office(store: Store) -> Office:
    office = Office(store, people=20)
    store.call(office._fill)
    return office


def submit(office: Office, number: int, by: str = "demo-front") -> str:
    cadre = office.cadre(by)
    return str(office.do(lambda c: drafts.submit(c, number, by=cadre, now=office.clock())))


def timed(office: Office, at: datetime) -> int:
    """An urgent one for a given time, waiting for its approval."""
    front = office.cadre("demo-front")
    number = office.composes(kind="urgent")
    office.do(lambda c: drafts.plan(c, number, by=front, at=at, now=NOW))
    submit(office, number)
    return number


def tick(office: Office) -> int:
    return int(office.do(lambda c: fire(c, office.clock(), office.can)))


def approve(office: Office, number: int, by: str = "demo-chairman", version: int = 1) -> str:
    cadre = office.cadre(by)
    return str(
        office.do(
            lambda c: approval.approve(c, number, by=cadre, version=version, now=office.clock())
        )
    )


@pytest.mark.parametrize("kind", ["urgent", "disaster"])
def test_urgent_and_disaster_always_need_a_second_person(office: Office, kind: str):
    number = office.composes(kind=kind)
    assert submit(office, number) == "waiting"
    assert approve(office, number) == "scheduled"
    (verdict,) = office.do(lambda c: announcements.judgements(c, number))
    assert (verdict.verdict, verdict.cadre_id) == ("approved", office.cadre("demo-chairman"))


def test_a_large_audience_needs_a_second_person():
    assert drafts.needs_approval("information", SECOND_PAIR_OF_EYES)
    assert not drafts.needs_approval("information", SECOND_PAIR_OF_EYES - 1)


def test_the_author_cannot_approve(office: Office):
    number = office.composes(kind="urgent", by="demo-chairman")
    submit(office, number, "demo-chairman")
    with pytest.raises(NotAllowed):
        approve(office, number)


def test_who_has_not_the_right_cannot_approve(office: Office):
    number = office.composes(kind="urgent")
    submit(office, number)
    with pytest.raises(NotAllowed):
        approve(office, number, "demo-head-1")
    chairman, head = office.cadre("demo-chairman"), office.cadre("demo-head-1")
    standing = office.do(lambda c: announcements.load(c, number))
    assert office.do(lambda c: approval.may_approve(c, chairman, standing))
    assert not office.do(lambda c: approval.may_approve(c, head, standing))


def test_returned_and_rejected_with_a_note(office: Office):
    chairman, front = office.cadre("demo-chairman"), office.cadre("demo-front")
    number = office.composes(kind="urgent")
    submit(office, number)
    words = {"by": chairman, "version": 1, "words": "Thiếu giờ", "now": NOW}
    assert office.do(lambda c: approval.give_back(c, number, **words)) == "returned"
    assert submit(office, number) == "waiting"
    assert office.do(lambda c: approval.reject(c, number, **words)) == "rejected"
    notes = office.do(lambda c: announcements.judgements(c, number))
    assert [(row.verdict, row.note) for row in notes] == [
        ("returned", "Thiếu giờ"),
        ("rejected", "Thiếu giờ"),
    ]
    with pytest.raises(WrongState):
        office.do(lambda c: drafts.cancel(c, number, by=front, now=NOW))


def test_a_change_of_the_text_voids_the_approval(office: Office):
    front = office.cadre("demo-front")
    number = office.composes(kind="urgent")
    at = NOW + timedelta(hours=5)
    office.do(lambda c: drafts.plan(c, number, by=front, at=at, now=NOW))
    submit(office, number)
    approve(office, number)
    words = {"vi": Wording("Lời khác")}
    new = office.do(lambda c: drafts.edit(c, number, by=front, version=1, now=NOW, wordings=words))
    standing = office.do(lambda c: announcements.load(c, number))
    assert (new, standing.state, standing.approved_by) == (2, "draft", None)
    assert submit(office, number) == "waiting"
    with pytest.raises(Changed):
        approve(office, number, version=1)
    assert approve(office, number, version=2) == "scheduled"


def test_whoever_may_announce_there_may_write_at_it_and_nobody_else(office: Office):
    police, head = office.cadre("demo-police"), office.cadre("demo-head-1")
    number = office.composes()
    for act in (
        lambda c: drafts.edit(c, number, by=head, version=1, now=NOW),
        lambda c: drafts.plan(c, number, by=head, now=NOW),
        lambda c: drafts.submit(c, number, by=head, now=NOW),
        lambda c: drafts.cancel(c, number, by=head, now=NOW),
    ):
        with pytest.raises(NotAllowed):
            office.do(act)
    words = {"vi": Wording("Lời của công an")}
    assert (
        office.do(lambda c: drafts.edit(c, number, by=police, version=1, now=NOW, wordings=words))
        == 2
    )
    assert submit(office, number, "demo-police") == "scheduled"


def test_whoever_wrote_at_it_cannot_be_the_second_person(office: Office):
    police, chairman = office.cadre("demo-police"), office.cadre("demo-chairman")
    number = office.composes(kind="urgent")
    office.do(lambda c: drafts.edit(c, number, by=police, version=1, now=NOW, ack="seen"))
    submit(office, number)
    standing = office.do(lambda c: announcements.load(c, number))
    assert not office.do(lambda c: approval.may_approve(c, police, standing))
    assert office.do(lambda c: approval.may_approve(c, chairman, standing))
    with pytest.raises(NotAllowed):
        approve(office, number, "demo-police", version=2)
    assert approve(office, number, version=2) == "scheduled"


@pytest.mark.parametrize("hours", [1, 9, 50])
def test_what_is_to_go_out_now_goes_out_when_it_is_approved(office: Office, hours: int):
    number = office.composes(kind="urgent")
    submit(office, number)
    assert office.do(lambda c: drafts.due(c, number, office.clock())) == drafts.Due()
    office.clock.goes(hours=hours)
    assert tick(office) == 0  # nothing is missed while it waits
    assert approve(office, number) == "scheduled"
    assert office.do(lambda c: drafts.due(c, number, office.clock())).run


def test_approved_at_night_it_waits_for_the_morning(office: Office):
    number = office.composes(kind="urgent")
    submit(office, number)
    office.clock.goes(hours=14)  # 23:00
    assert approve(office, number) == "scheduled"
    standing = office.do(lambda c: announcements.load(c, number))
    assert standing.next_at == NOW + timedelta(hours=21)


def test_approval_within_the_grace_sends_it_at_once(office: Office):
    number = timed(office, NOW + timedelta(hours=1))
    office.clock.goes(hours=2)
    assert approve(office, number) == "scheduled"
    assert office.do(lambda c: drafts.due(c, number, office.clock())).run


def test_approval_after_the_time_has_passed_sends_nothing(office: Office):
    number = timed(office, NOW + timedelta(hours=1))
    office.clock.goes(hours=3, minutes=1)
    assert approve(office, number) == "missed"
    assert office.runs(number) == []
    front = office.cadre("demo-front")
    assert office.do(lambda c: drafts.edit(c, number, by=front, version=1, now=office.clock())) == 2
    assert office.state(number) == "draft"


def test_late_approval_of_a_rule_waits_for_its_next_time(office: Office):
    front = office.cadre("demo-front")
    number = office.composes(kind="urgent")
    daily = Rule(Daily(), time(10), TODAY)
    office.do(lambda c: drafts.plan(c, number, by=front, rule=daily, now=NOW))
    submit(office, number)
    office.clock.goes(hours=5)
    assert approve(office, number) == "scheduled"
    standing = office.do(lambda c: announcements.load(c, number))
    assert standing.next_at == NOW + timedelta(hours=25)
    assert office.runs(number) == []
