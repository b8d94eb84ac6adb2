"""The tables of announcements: who is meant, who has answered, whose door is left."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import func, insert, select, update

from bot.channels.base import Gone
from delivery import announcement as drafts
from delivery import report
from store import announcements as table
from store import (
    announcements_acks,
    announcements_recipients,
    announcements_reports,
    announcements_runs,
    chats,
    groups,
    personal,
)
from store.announcements import Audience
from store.engine import Store
from store.outbox import outbox
from store.places import places
from store.residents import households, residents
from tests.support.office import Office
from tests.support.town import NOW

TODAY = date(2026, 11, 21)


@pytest.fixture
def office(store: Store) -> Office:
    office = Office(store, people=40)
    store.call(office._fill)
    return office


def of_household(office: Office, nth: int = 0) -> tuple[int, list[int]]:
    """A household with people, and these."""

    def work(c):
        home = (
            c.execute(
                select(residents.c.household_id).distinct().order_by(residents.c.household_id)
            )
            .scalars()
            .all()[nth]
        )
        them = c.execute(select(residents.c.id).where(residents.c.household_id == home))
        return home, list(them.scalars())

    return office.do(work)


async def sent(office: Office, **more) -> int:
    number = office.announces(**more)
    await office.rests()
    return number


async def test_a_household_counts_once_however_many_of_it_answer(store: Store):
    async with Office(store) as office:
        number = await sent(office, ack="seen")
        home, (first, second, *_rest) = of_household(office)

        def press(resident: int, answer: str = "seen") -> bool:
            return bool(
                office.do(
                    lambda c: announcements_acks.acknowledge(c, number, resident, answer, NOW)
                )
            )

        assert press(first)
        assert not press(first)
        assert not press(second)
        assert office.do(lambda c: announcements_acks.answers(c, number)) == {"seen": 1}
        press(second, "come")  # the newest answer of a household holds
        assert office.do(lambda c: announcements_acks.answers(c, number)) == {"come": 1}
        (row,) = office.do(lambda c: announcements_acks.of(c, number))
        assert (row.household_id, row.resident_id) == (home, second)


async def test_somebody_without_a_household_counts_alone(store: Store):
    async with Office(store) as office:
        number = await sent(office)
        _home, (first, second, *_rest) = of_household(office)
        office.do(lambda c: c.execute(update(residents).values(household_id=None)))
        for one in (first, second):
            office.do(
                lambda c, one=one: announcements_acks.acknowledge(c, number, one, "seen", NOW)
            )
        assert office.do(lambda c: announcements_acks.answers(c, number)) == {"seen": 2}


async def test_the_report_counts_households_by_hamlet(store: Store):
    async with Office(store) as office:
        number = await sent(office, ack="seen")
        home, (first, *_rest) = of_household(office)
        head = office.cadre("demo-head-1")
        doors = office.do(lambda c: announcements_reports.doors(c, number))
        office.do(lambda c: announcements_acks.acknowledge(c, number, first, "seen", NOW))
        told = doors[0].household
        assert office.do(lambda c: announcements_acks.tell(c, number, told, head, NOW))
        assert not office.do(lambda c: announcements_acks.tell(c, number, told, head, NOW))
        found = office.do(lambda c: report.report(c, number, TODAY))
        every = office.do(
            lambda c: c.execute(select(func.count()).select_from(households)).scalar_one()
        )
        assert sum(line.households for line in found.lines) == every
        assert sum(line.reached for line in found.lines) == 10
        assert sum(line.acknowledged for line in found.lines) == 1
        assert sum(line.told for line in found.lines) == 1
        assert sum(line.open for line in found.lines) == every - 11 == len(doors) - 1
        left = office.do(lambda c: announcements_reports.doors(c, number, [doors[1].place]))
        assert {door.place for door in left} == {doors[1].place}
        assert told not in {door.household for door in left}
        plain = found.plain()
        assert plain["state"] == "finished"
        assert plain["counts"] == {"sent": 40}
        assert plain["answers"] == {"seen": 1, "told": 1}
        assert plain["finished_at"]
        assert home


async def test_a_merged_hamlet_is_reported_under_what_it_became(store: Store):
    async with Office(store) as office:
        number = await sent(office)
        new = office.place("MAU-02")
        office.do(
            lambda c: c.execute(
                update(places)
                .where(places.c.code == "MAU-01")
                .values(merged_into_id=new, valid_to=TODAY - timedelta(days=1))
            )
        )
        found = office.do(lambda c: report.lines(c, number, TODAY))
        assert "MAU-01" not in {line.code for line in found}
        assert len(found) == 11


async def test_who_is_of_no_household_on_record_is_reported_beside_the_households(store: Store):
    async with Office(store) as office:
        some = select(residents.c.id).order_by(residents.c.id).limit(3)
        alone = update(residents).where(residents.c.id.in_(some)).values(household_id=None)
        office.do(lambda c: c.execute(alone))
        office.channel.outcomes.append(Gone("blocked"))
        long = "Một đoạn dài. " * 300  # in several messages: a person counts once
        number = await sent(office, text=long)
        found = office.do(lambda c: report.report(c, number, TODAY))
        assert found.recipients > 40
        assert sum(line.reached for line in found.lines) == 10  # households of four
        assert found.plain()["no_household"] == {"people": 3, "sent": 2}
        places = [one.place for one in found.apart]
        assert report.apart(found.apart, places) == (3, 2)
        assert report.apart(found.apart, ()) == (0, 0)


async def test_only_households_that_were_not_reached_or_did_not_answer(store: Store):
    async with Office(store) as office:
        only = Audience((office.place("MAU-01"),))
        first = await sent(office, audience=only)
        before = len(office.heard)
        assert before
        await sent(office, audience=Audience(missed=first))
        assert len(office.heard) == 40
        assert len(set(office.heard)) == 40
        _home, (one, *_rest) = of_household(office)
        office.do(lambda c: announcements_acks.acknowledge(c, first, one, "seen", NOW))
        await sent(office, audience=Audience(silent=first))
        assert len(office.heard) == 40 + 36


async def test_a_household_told_in_person_is_not_written_to_again(store: Store):
    async with Office(store) as office:
        first = await sent(office, audience=Audience((office.place("MAU-01"),)))
        home, them = of_household(office, 0)
        head = office.cadre("demo-head-1")
        office.do(lambda c: announcements_acks.tell(c, first, home, head, NOW))
        scope = office.do(
            lambda c: announcements_recipients.resolve(c, Audience(missed=first), TODAY)
        )
        size = office.do(lambda c: announcements_recipients.size(c, Audience(missed=first), scope))
        assert size == 40 - len(office.heard) - len(them)


def test_a_group_is_linked_by_a_code_once(office: Office):
    hamlet, head = office.place("MAU-01"), office.cadre("demo-head-1")
    chat = office.do(lambda c: chats.meet(c, "test", "-77", True, NOW)[0].id)
    other = office.do(lambda c: chats.meet(c, "test", "-78", True, NOW)[0].id)
    office.do(lambda c: groups.invite(c, "NHOM-1", hamlet, head, NOW))
    late = NOW + groups.CODE_LIVES
    assert office.do(lambda c: groups.link(c, "NHOM-1", chat, late)) is None
    assert office.do(lambda c: groups.link(c, "nothing", chat, NOW)) is None
    assert office.do(lambda c: groups.link(c, " nhom-1 ", chat, NOW)) == hamlet
    assert office.do(lambda c: groups.link(c, "NHOM-1", other, NOW)) is None
    (linked,) = office.do(lambda c: groups.linked(c))
    assert (linked.chat, linked.place, linked.cadre, linked.state) == (chat, hamlet, head, "open")
    assert office.do(lambda c: groups.linked(c, [hamlet + 1])) == []


def test_the_link_of_a_group_follows_it_to_its_new_number(office: Office):
    hamlet, head = office.place("MAU-01"), office.cadre("demo-head-1")
    chat = office.do(lambda c: chats.meet(c, "test", "-77", True, NOW)[0].id)
    office.do(lambda c: groups.invite(c, "A", hamlet, head, NOW))
    office.do(lambda c: groups.link(c, "A", chat, NOW))
    office.do(lambda c: chats.move(c, "test", "-77", "-10077"))
    assert office.do(lambda c: groups.of_chat(c, chat)).place == hamlet
    assert office.do(lambda c: groups.unlink(c, chat, head, NOW))
    assert not office.do(lambda c: groups.unlink(c, chat, head, NOW))
    assert office.do(lambda c: groups.of_chat(c, chat)) is None


async def test_a_linked_group_hears_it_beside_the_people(store: Store):
    async with Office(store, people=4) as office:
        hamlet, head = office.place("MAU-01"), office.cadre("demo-head-1")
        chat = office.do(lambda c: chats.meet(c, "test", "-77", True, NOW)[0].id)
        office.do(lambda c: groups.invite(c, "A", hamlet, head, NOW))
        office.do(lambda c: groups.link(c, "A", chat, NOW))
        number = await sent(office, audience=Audience((hamlet,), groups=True), by="demo-head-1")
        assert "-77" in office.heard
        assert office.state(number) == "finished"


def test_what_waits_and_what_one_has_written(office: Office):
    front = office.cadre("demo-front")
    first, second = office.composes(), office.composes(kind="urgent")
    office.do(lambda c: drafts.submit(c, second, by=front, now=NOW))
    mine = office.do(lambda c: table.of_author(c, front, 10))
    assert [one.id for one in mine] == [second, first]
    waiting = office.do(lambda c: table.in_state(c, "waiting", 10))
    assert [one.id for one in waiting] == [second]
    assert office.do(lambda c: table.load(c, 99)) is None
    assert office.do(lambda c: table.wordings(c, first))["vi"].text == "Mời bà con họp"


def test_a_run_that_does_not_exist(office: Office):
    assert office.do(lambda c: announcements_runs.load(c, 99)) is None


async def test_messages_that_may_have_come_twice_are_listed(store: Store):
    async with Office(store, people=4) as office:
        number = await sent(office)
        row = office.rows()[0].id
        attempt = {"outbox_id": row, "at": NOW, "outcome": "lost"}
        office.do(lambda c: c.execute(insert(outbox.metadata.tables["attempts"]).values(attempt)))
        found = office.do(lambda c: report.report(c, number, TODAY))
        assert [one for one, _chat in found.doubtful] == [row]
        assert found.plain()["possibly_twice"][0]["row"] == row


async def test_a_copy_of_ones_data_quotes_the_announcement(store: Store):
    async with Office(store, people=2) as office:
        await sent(office)
        chat = office.rows()[0].chat_id
        copy = office.do(lambda c: personal.export(c, personal.person(c, chat)))
        assert "Mời bà con họp" in copy["outbox"][0]["newest"][0]["payload"]
