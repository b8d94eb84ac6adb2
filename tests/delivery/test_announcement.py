"""From a draft to a due time: who may, what must be approved, what has passed meanwhile."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from sqlalchemy import select, update

from bot.errors import KheoError, NotAllowed
from bot.talk.when_rule import Daily, Monthly, Rule
from delivery import announcement as drafts
from delivery import approval, audience
from delivery import run as acts
from delivery.announcement import SECOND_PAIR_OF_EYES, Changed
from delivery.states import WrongState
from store import announcements, cadres
from store.announcements import Audience, Wording
from store.audit import audit
from store.engine import Store
from store.places import places
from tests.support.office import Office
from tests.support.town import NOW

TODAY = date(2026, 11, 21)


@pytest.fixture
def office(store: Store) -> Office:
    office = Office(store, people=20)
    store.call(office._fill)
    return office


def acts_of(office: Office) -> list[str]:
    return list(
        office.do(
            lambda c: (
                c.execute(
                    select(audit.c.act).where(audit.c.act.like("announce.%")).order_by(audit.c.id)
                )
                .scalars()
                .all()
            )
        )
    )


def submit(office: Office, number: int, by: str = "demo-front") -> str:
    cadre = office.cadre(by)
    return str(office.do(lambda c: drafts.submit(c, number, by=cadre, now=office.clock())))


def approve(office: Office, number: int, by: str = "demo-chairman", version: int = 1) -> str:
    cadre = office.cadre(by)
    return str(
        office.do(
            lambda c: approval.approve(c, number, by=cadre, version=version, now=office.clock())
        )
    )


def test_a_small_announcement_needs_nobody_else(office: Office):
    number = office.composes()
    assert submit(office, number) == "scheduled"
    assert acts_of(office) == ["announce.compose", "announce.plan", "announce.schedule"]


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


def test_two_cadres_editing_one_draft(office: Office):
    front = office.cadre("demo-front")
    number = office.composes()
    to = Audience((office.place("MAU-02"),))
    assert (
        office.do(lambda c: drafts.edit(c, number, by=front, version=1, now=NOW, audience=to)) == 2
    )
    with pytest.raises(Changed):
        office.do(lambda c: drafts.edit(c, number, by=front, version=1, now=NOW, ack="seen"))
    standing = office.do(lambda c: announcements.load(c, number))
    assert (standing.audience, standing.ack) == (to, "")


def test_only_its_author_edits_and_hands_in(office: Office):
    police = office.cadre("demo-police")
    number = office.composes()
    for act in (
        lambda c: drafts.edit(c, number, by=police, version=1, now=NOW),
        lambda c: drafts.plan(c, number, by=police, now=NOW),
        lambda c: drafts.submit(c, number, by=police, now=NOW),
    ):
        with pytest.raises(NotAllowed):
            office.do(act)


def test_a_hamlet_head_announces_to_the_own_hamlet_only(office: Office):
    own, other = office.place("MAU-01"), office.place("MAU-02")
    assert office.composes(by="demo-head-1", audience=Audience((own,)))
    for wide in (Audience((own, other)), Audience()):
        with pytest.raises(NotAllowed):
            office.composes(by="demo-head-1", audience=wide)


def test_who_lost_the_role_meanwhile_cannot_hand_in(office: Office):
    number = office.composes(by="demo-head-1", audience=Audience((office.place("MAU-01"),)))
    holder = office.do(lambda c: cadres.by_handle(c, "demo-head-1"))
    office.do(lambda c: cadres.revoke(c, grant=holder.grants[0].id, by=None, now=NOW))
    with pytest.raises(NotAllowed):
        office.do(lambda c: drafts.submit(c, number, by=holder.id, now=NOW))


def test_a_hamlet_head_cannot_call_off_what_the_commune_said(office: Office):
    head = office.cadre("demo-head-1")
    number = office.composes()
    submit(office, number)
    for act in (
        lambda c: drafts.cancel(c, number, by=head, now=NOW),
        lambda c: acts.pause(c, number, by=head, now=NOW),
    ):
        with pytest.raises(NotAllowed):
            office.do(act)
    chairman = office.cadre("demo-chairman")
    assert office.do(lambda c: drafts.cancel(c, number, by=chairman, now=NOW)) == "cancelled"


@pytest.mark.parametrize("text", ["", "   ", "dài " * 4000])
def test_words_that_are_none_or_a_book_are_refused(office: Office, text: str):
    with pytest.raises(KheoError):
        office.composes(text)


def test_an_audience_without_anybody_is_refused(store: Store):
    office = Office(store, people=0)
    store.call(office._fill)
    number = office.composes()
    with pytest.raises(KheoError, match="chưa có ai"):
        submit(office, number)


def test_a_date_that_has_passed_is_refused(office: Office):
    front = office.cadre("demo-front")
    number = office.composes()
    with pytest.raises(KheoError, match="đã qua"):
        office.do(
            lambda c: drafts.plan(c, number, by=front, at=NOW - timedelta(minutes=5), now=NOW)
        )


def test_a_rule_that_never_fires_is_refused(office: Office):
    front = office.cadre("demo-front")
    number = office.composes()
    over = Rule(Daily(), time(8), TODAY, until=date(2026, 1, 1))
    never = Rule(Monthly((31,), short="skip"), time(8), date(2026, 11, 1), until=date(2026, 11, 30))
    for rule in (over, never):
        with pytest.raises(KheoError, match="không bao giờ"):
            office.do(lambda c, rule=rule: drafts.plan(c, number, by=front, rule=rule, now=NOW))


def test_quiet_hours_move_it_to_the_morning_and_say_so(office: Office):
    front = office.cadre("demo-front")
    number = office.composes()
    late = NOW + timedelta(hours=13)  # 22:00 in Vietnam
    allowed = office.do(lambda c: drafts.plan(c, number, by=front, at=late, now=NOW))
    assert allowed.moved
    assert allowed.at == late + timedelta(hours=8)
    disaster = office.composes(kind="disaster")
    allowed = office.do(lambda c: drafts.plan(c, disaster, by=front, at=late, now=NOW))
    assert (allowed.at, allowed.moved) == (late, False)


def test_approval_within_the_grace_sends_it_now(office: Office):
    number = office.composes(kind="urgent")
    submit(office, number)
    office.clock.goes(hours=1)
    assert approve(office, number) == "scheduled"
    assert office.do(lambda c: drafts.due(c, number, office.clock())).run


def test_approval_after_the_time_has_passed_sends_nothing(office: Office):
    number = office.composes(kind="urgent")
    submit(office, number)
    office.clock.goes(hours=3)
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


def test_what_is_unknown_is_said_to_be_so(office: Office):
    with pytest.raises(KheoError, match="99"):
        office.do(lambda c: drafts.due(c, 99, NOW))


def test_names_of_hamlets_become_an_audience(office: Office):
    def named(words: str) -> Audience:
        found: Audience = office.do(lambda c: audience.named(c, words, TODAY))
        return found

    one, two = office.place("MAU-01"), office.place("MAU-05")
    assert named("all") == named("Cả xã") == Audience()
    assert named("mau-01, Xóm Bến Đò,") == Audience((one, two))
    assert named("thôn bờ tre,MAU-01") == Audience((one,))
    for words in ("Thôn Không Có", " , "):
        with pytest.raises(KheoError):
            named(words)
    office.do(
        lambda c: c.execute(
            update(places).where(places.c.code == "MAU-02").values(aliases=["Thôn Bờ Tre"])
        )
    )
    with pytest.raises(KheoError, match="MAU-02"):
        named("Thôn Bờ Tre")


def test_an_audience_is_told_in_words(office: Office):
    def words(to: Audience) -> str:
        return str(office.do(lambda c: audience.described(c, to, TODAY)))

    one = office.place("MAU-01")
    assert words(Audience()) == "cả xã"
    assert "Thôn Bờ Tre" in words(Audience((one,), groups=True))
    assert "nhóm chat" in words(Audience(people=False, groups=True))
    narrowed = words(Audience(missed=3, silent=4))
    assert "3" in narrowed
    assert "4" in narrowed
