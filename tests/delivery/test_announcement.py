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
from delivery.announcement import Changed
from store import announcements, cadres
from store.announcements import Audience
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
    assert acts_of(office) == ["announce.compose", "announce.schedule"]


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
    assert named("bo tre, ben do") == named("xom bo tre, BẾN ĐÒ") == Audience((one, two))
    assert named("ca xa") == Audience()
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
