"""“Đã rõ”: one press, in the middle of anything, counted once for the household."""

from __future__ import annotations

import pytest

from bot.talk.message import Begin, Pressed
from store import announcements_acks
from store.engine import Store
from tests.support.office import Office


async def presses(office: Office, who: str, argument: str) -> list[str]:
    before = len(office.town.said(who))
    office.clock.goes(seconds=5)
    await office.town.gets(Pressed(Begin("ack", argument)), who)
    return [piece.text for piece in office.town.said(who)[before:]]


def answers(office: Office, number: int) -> dict[str, int]:
    return dict(office.do(lambda c: announcements_acks.answers(c, number)))


async def test_the_button_under_the_announcement_counts_the_household(store: Store):
    async with Office(store) as office:
        number = office.announces(ack="seen")
        await office.rests()
        await office.town.presses("Đã rõ", "1001")
        assert "đã rõ" in office.town.said("1001")[-1].text
        await office.town.presses("Đã rõ", "1002")  # the same household
        assert answers(office, number) == {"seen": 1}


async def test_coming_or_not(store: Store):
    async with Office(store) as office:
        number = office.announces(ack="come", kind="meeting")
        await office.rests()
        await office.town.presses("Tôi sẽ đến", "1001")
        await office.town.presses("không đến được", "1008")
        assert answers(office, number) == {"come": 1, "away": 1}


async def test_in_the_middle_of_another_conversation_the_way_back_is_offered(store: Store):
    async with Office(store) as office:
        number = office.announces(ack="seen")
        await office.rests()
        await office.town.says("/language", "1001")
        said = await presses(office, "1001", str(office.runs(number)[0].id))
        assert "đã rõ" in said[-1]
        assert any("Tiếp tục" in label or "tiếp" in label for label in office.town.screen("1001"))
        assert answers(office, number) == {"seen": 1}


@pytest.mark.parametrize("argument", ["", "x", "9.maybe", "99999999999999999999", "77"])
async def test_a_button_of_no_announcement_says_so(store: Store, argument: str):
    async with Office(store, people=2) as office:
        (said,) = await presses(office, "1001", argument)
        assert "không còn dùng" in said


async def test_who_is_not_on_record_is_thanked_and_not_counted(store: Store):
    async with Office(store, people=2) as office:
        number = office.announces(ack="seen")
        await office.rests()
        (said,) = await presses(office, "77", str(office.runs(number)[0].id))
        assert "Cảm ơn" in said
        assert answers(office, number) == {}
