"""What is due is begun once, whoever looks and however late; what was missed is told."""

from __future__ import annotations

import asyncio
from datetime import date, time, timedelta

import pytest
from sqlalchemy import select, update

from bot.errors import StoreError
from bot.talk.lunar import to_lunar
from bot.talk.when_rule import Daily, LunarMonthly, Rule
from delivery import announcement as drafts
from delivery import run as acts
from delivery.states import WrongState
from scheduler.announcements import Announcements, fire
from scheduler.ticks import Ticks
from store import announcements, cadres
from store.announcements import Audience
from store.chats import chats
from store.engine import Store
from store.outbox import outbox
from store.places import places
from store.residents import residents
from tests.support.office import Office
from tests.support.town import NOW

TODAY = date(2026, 11, 21)
MORNING = Rule(Daily(), time(10), TODAY)  # NOW is 09:00 in Vietnam


@pytest.fixture
def office(store: Store) -> Office:
    office = Office(store, people=20)
    store.call(office._fill)
    return office


def planned(office: Office, **when: object) -> int:
    front = office.cadre("demo-front")
    number = office.composes(**{k: when.pop(k) for k in ("audience", "kind") if k in when})

    def work(c):
        drafts.plan(c, number, by=front, now=office.clock(), **when)
        drafts.submit(c, number, by=front, now=office.clock())

    office.do(work)
    return number


def tick(office: Office) -> int:
    return int(office.do(lambda c: fire(c, office.clock(), office.can)))


def next_at(office: Office, number: int):
    return office.do(lambda c: announcements.load(c, number)).next_at


def test_nothing_begins_before_its_time(office: Office):
    number = planned(office, at=NOW + timedelta(hours=1))
    assert tick(office) == 0
    office.clock.goes(hours=1)
    assert tick(office) == 1
    assert tick(office) == 0
    assert len(office.runs(number)) == 1
    assert office.state(number) == "running"


def test_the_same_due_time_begins_one_run(office: Office):
    number = planned(office, at=NOW + timedelta(hours=1))
    office.clock.goes(hours=1)
    tick(office)
    # As if the row had been written back by a process that knew nothing of it.
    office.do(lambda c: announcements.schedule(c, number, NOW + timedelta(hours=1), None))
    tick(office)
    assert len(office.runs(number)) == 1


def test_missed_while_down_is_sent_within_its_grace(office: Office):
    number = planned(office, at=NOW + timedelta(hours=1))
    office.clock.goes(hours=2, minutes=30)
    tick(office)
    assert len(office.runs(number)) == 1


def test_missed_by_more_is_marked_and_its_author_told_once(office: Office):
    number = planned(office, at=NOW + timedelta(hours=1))
    front = office.cadre("demo-front")

    def sit(c):
        row = {"chat": "9", "is_group": False, "created_at": NOW, "seen_at": NOW, "screen": []}
        chat = c.execute(chats.insert().values(channel="test", **row).returning(chats.c.id))
        cadres.link(c, front, chat.scalar_one(), NOW)

    office.do(sit)
    office.clock.goes(hours=4)
    tick(office)
    tick(office)
    assert office.state(number) == "missed"
    assert office.runs(number) == []
    told = office.do(lambda c: c.execute(select(outbox.c.payload)).scalars().all())
    assert len(told) == 1
    assert "lỡ giờ" in told[0]


def test_a_rule_goes_on_after_a_missed_time(office: Office):
    number = planned(office, rule=MORNING)
    office.clock.goes(hours=8)
    tick(office)
    assert office.state(number) == "scheduled"
    assert next_at(office, number) == NOW + timedelta(hours=25)
    office.clock.at = NOW + timedelta(hours=25)
    tick(office)
    assert len(office.runs(number)) == 1


def test_a_rule_fires_every_time_and_ends_with_its_count(office: Office):
    number = planned(office, rule=Rule(Daily(), time(10), TODAY, count=3))
    for day in range(5):
        office.clock.at = NOW + timedelta(days=day, hours=1)
        tick(office)
        if office.state(number) == "running":
            later = next_at(office, number) is not None
            office.do(
                lambda c, later=later: announcements.change(
                    c, number, NOW, state="scheduled" if later else "finished"
                )
            )
    assert len(office.runs(number)) == 3
    assert office.state(number) == "finished"


def test_the_first_and_the_fifteenth_of_the_moon(office: Office):
    number = planned(office, rule=Rule(LunarMonthly((1, 15)), time(7), TODAY))
    assert to_lunar(next_at(office, number).date()).day == 15  # 07:00 is the same day in UTC


def test_a_clock_set_back_an_hour_fires_nothing_twice(office: Office):
    number = planned(office, rule=MORNING)
    office.clock.goes(hours=1)
    tick(office)
    office.clock.goes(hours=-1)
    for _minute in range(70):
        tick(office)
        office.clock.goes(minutes=1)
    assert len(office.runs(number)) == 1
    assert next_at(office, number) == NOW + timedelta(hours=25)


def test_what_waits_for_approval_never_keeps_others_from_their_time(office: Office):
    for _number in range(25):
        planned(office, at=NOW + timedelta(hours=1), kind="urgent")
    number = planned(office, at=NOW + timedelta(hours=1, minutes=1))
    office.clock.goes(hours=1, minutes=2)
    tick(office)
    assert len(office.runs(number)) == 1


def test_a_paused_schedule_fires_nothing_and_goes_on_when_it_is_resumed(office: Office):
    number = planned(office, rule=MORNING)
    front = office.cadre("demo-front")
    assert office.do(lambda c: acts.pause(c, number, by=front, now=office.clock())) == "paused"
    with pytest.raises(WrongState):
        office.do(lambda c: acts.pause(c, number, by=front, now=office.clock()))
    office.clock.goes(hours=1)
    tick(office)
    assert office.runs(number) == []
    assert office.do(lambda c: acts.resume(c, number, by=front, now=office.clock())) == "scheduled"
    tick(office)
    assert len(office.runs(number)) == 1


def test_what_falls_into_quiet_hours_waits_for_the_morning_and_its_author_is_told(office: Office):
    office.sits()
    number = planned(office, at=NOW + timedelta(hours=11, minutes=50))  # 20:50
    office.clock.goes(hours=12, minutes=30)  # it was down until 21:30
    tick(office)
    assert office.runs(number) == []
    assert next_at(office, number) == NOW + timedelta(hours=21)  # 06:00
    tick(office)
    (told,) = office.do(lambda c: c.execute(select(outbox.c.payload)).scalars().all())
    assert "chờ đến sáng" in told
    assert "06:00 chủ nhật 22/11/2026" in told
    office.clock.goes(hours=9)
    tick(office)
    assert len(office.runs(number)) == 1


async def test_a_hamlet_merged_in_mid_schedule_leads_on(store: Store):
    async with Office(store) as office:
        old, new = office.place("MAU-01"), office.place("MAU-02")
        number = planned(office, at=NOW + timedelta(hours=1), audience=Audience((old,)))

        def merge(c):
            c.execute(
                update(places)
                .where(places.c.id == old)
                .values(merged_into_id=new, valid_to=TODAY - timedelta(days=1))
            )
            return (
                c.execute(
                    select(chats.c.chat)
                    .join(residents, residents.c.id == chats.c.resident_id)
                    .where(residents.c.place_id.in_((old, new)))
                )
                .scalars()
                .all()
            )

        meant = office.do(merge)
        office.clock.goes(hours=1)
        tick(office)
        await office.rests()
        assert len(meant) > 4
        assert sorted(office.heard) == sorted(meant)
        assert office.state(number) == "finished"


async def test_the_timetable_ticks_by_itself(store: Store):
    async with Office(store, people=3) as office:
        number = planned(office)
        ticks = Ticks()
        Announcements(store, office.clock, office.can).join(ticks)
        ticks.start()
        await office.until(lambda: office.state(number) == "finished")
        ticks.stop()
        await asyncio.sleep(0)


async def test_a_database_that_cannot_be_used_is_looked_into_later(
    caplog: pytest.LogCaptureFixture,
):
    class Gone:
        async def run(self, work):
            raise StoreError("gone")

    await Announcements(Gone(), lambda: NOW, {}).tick()
    assert any(getattr(r, "action", "") == "announce.tick.failed" for r in caplog.records)
