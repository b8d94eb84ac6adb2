"""The reach plan: what is promised before sending is what is frozen when it begins."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import delete, func, select, update

from delivery import reach
from delivery.freeze import freeze
from store import announcements_runs, groups
from store.announcements import Audience, Wording
from store.chats import chats
from store.engine import Store
from store.outbox import outbox
from store.residents import consents, households, residents
from tests.support.office import Office
from tests.support.town import CAPABILITIES, NOW

PAID = replace(
    CAPABILITIES,
    channel="paid",
    cost_per_message=200,
    per_second=10,
    window=timedelta(days=2),
    text_limit=200,
)


def plan(office: Office, audience: Audience | None = None, text: str = "Mời họp") -> reach.Plan:
    can = {"test": CAPABILITIES, "paid": PAID}
    words = {"vi": Wording(text)}
    result: reach.Plan = office.do(
        lambda c: reach.plan(
            c, audience or Audience(), words, "information", "", can, office.clock()
        )
    )
    return result


def frozen(office: Office, audience: Audience | None = None, text: str = "Mời họp") -> int:
    number = office.composes(text, audience=audience)

    def work(c):
        words = {"vi": Wording(text)}
        run = announcements_runs.start(
            c, number, "send", office.clock(), audience or Audience(), words, office.clock()
        )
        while freeze(c, run, {"test": CAPABILITIES, "paid": PAID}, office.clock()):
            pass
        return c.execute(
            select(func.count()).select_from(outbox).where(outbox.c.run_id == run)
        ).scalar_one()

    return office.do(work)


def second_chats(office: Office, count: int, **values: object) -> None:
    """The first so many residents are on the paid channel, too."""

    def work(c):
        ids = c.execute(select(residents.c.id).order_by(residents.c.id).limit(count)).scalars()
        for id in ids.all():
            row = {"resident_id": id, "created_at": NOW, "seen_at": NOW, "screen": []}
            c.execute(
                chats.insert().values(
                    channel="paid", chat=f"p{id}", is_group=False, **(row | values)
                )
            )

    office.do(work)


async def test_the_rows_of_the_plan_add_up_to_every_household(store: Store):
    async with Office(store) as office:
        found = plan(office)
        every = office.do(
            lambda c: c.execute(select(func.count()).select_from(households)).scalar_one()
        )
        assert found.households == every
        assert sum(way.households for way in found.ways) == 10  # 40 people, four to a household
        assert found.nowhere == every - 10
        assert found.recipients == found.messages == 40 == frozen(office)


async def test_who_is_of_no_household_on_record_is_counted_beside_the_households(store: Store):
    async with Office(store) as office:
        before = plan(office)
        some = select(residents.c.id).order_by(residents.c.id).limit(3)
        alone = update(residents).where(residents.c.id.in_(some)).values(household_id=None)
        office.do(lambda c: c.execute(alone))
        found = plan(office)
        assert (before.apart, found.apart) == (0, 3)
        assert found.households == before.households
        assert found.messages == frozen(office) == 40
        groups_only = plan(office, Audience(people=False, groups=True))
        assert (groups_only.apart, groups_only.groups) == (0, 0)


async def test_what_keeps_households_from_it_is_told_apart(store: Store):
    async with Office(store, people=20) as office:

        def spoil(c):
            homes = (
                c.execute(
                    select(residents.c.household_id).distinct().order_by(residents.c.household_id)
                )
                .scalars()
                .all()
            )

            def of(home):
                return select(residents.c.id).where(residents.c.household_id == home)

            c.execute(
                update(chats).where(chats.c.resident_id.in_(of(homes[0]))).values(state="blocked")
            )
            c.execute(
                update(chats).where(chats.c.resident_id.in_(of(homes[1]))).values(stopped_at=NOW)
            )
            c.execute(delete(consents).where(consents.c.resident_id.in_(of(homes[2]))))

        office.do(spoil)
        found = plan(office)
        assert (found.blocked, found.declined) == (1, 2)
        assert sum(way.households for way in found.ways) == 2
        assert found.messages == 8 == frozen(office)


async def test_one_person_on_two_channels_gets_one_message_where_they_were_last_seen(
    store: Store,
):
    async with Office(store, people=20) as office:
        second_chats(office, 4, seen_at=NOW + timedelta(hours=1))
        found = plan(office)
        by_channel = {way.channel: way for way in found.ways}
        assert by_channel["paid"].recipients == 4
        assert by_channel["paid"].cost == found.cost == 800
        assert by_channel["test"].recipients == 16
        assert frozen(office) == 20


async def test_of_two_channels_seen_alike_the_free_one_is_taken(store: Store):
    async with Office(store, people=20) as office:
        second_chats(office, 4)
        assert plan(office).cost == 0


async def test_a_closed_window_is_not_an_open_way(store: Store):
    async with Office(store, people=4) as office:
        office.do(lambda c: c.execute(delete(chats)))
        second_chats(office, 4, seen_at=NOW - timedelta(days=3))
        found = plan(office)
        assert (found.outside, found.messages) == (1, 0)
        assert frozen(office) == 0


async def test_long_words_cost_a_message_for_each_part(store: Store):
    async with Office(store, people=4) as office:
        second_chats(office, 4, seen_at=NOW + timedelta(hours=1))
        text = "Mời bà con họp thôn. " * 30
        found = plan(office, text=text)
        (paid,) = [way for way in found.ways if way.channel == "paid"]
        assert paid.messages == 4 * 4 == frozen(office, text=text)
        assert paid.cost == 16 * 200
        assert timedelta(seconds=1.6) < paid.lasts < timedelta(seconds=1.7)


async def test_linked_groups_are_counted_as_messages_and_not_as_households(store: Store):
    async with Office(store, people=4) as office:
        hamlet, head = office.place("MAU-01"), office.cadre("demo-head-1")

        def link(c):
            row = {"chat": "-5", "is_group": True, "created_at": NOW, "seen_at": NOW, "screen": []}
            chat = c.execute(chats.insert().values(channel="test", **row).returning(chats.c.id))
            groups.invite(c, "MA-1", hamlet, head, NOW)
            return groups.link(c, "ma-1", chat.scalar_one(), NOW)

        assert office.do(link) == hamlet
        only = Audience((hamlet,), people=False, groups=True)
        found = plan(office, only)
        assert (found.messages, found.households, found.groups) == (1, 0, 1)
        assert plan(office).groups == 0
        assert frozen(office, only) == 1
        assert plan(office, Audience(groups=True)).messages == 5
