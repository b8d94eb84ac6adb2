"""Announcements answered in words and by numbers, on channels with buttons and without."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from delivery import report
from delivery import run as acts
from store import announcements_acks
from store.announcements import Wording
from store.engine import Store
from tests.support.office import Office
from tests.support.town import CAPABILITIES, RecordingChannel
from tests.support.town import NOW as THEN

NARROW = replace(CAPABILITIES, buttons=0)
WHO = "1001"


def office(store: Store, *, narrow: bool = True) -> Office:
    return Office(store, channel=RecordingChannel(NARROW if narrow else CAPABILITIES))


def answers(office: Office, number: int) -> dict[str, int]:
    return dict(office.do(lambda c: announcements_acks.answers(c, number)))


async def says(office: Office, text: str, who: str = WHO) -> str:
    office.clock.goes(seconds=5)
    await office.town.says(text, who)
    return office.town.said(who)[-1].text


async def sent(office: Office, ack: str = "seen", **more: object) -> int:
    office.clock.goes(seconds=5)
    number = office.announces(ack=ack, **more)
    await office.rests()
    return number


@pytest.mark.parametrize("word", ["1", "đã rõ", "da ro", "Rõ rồi ạ", "Đã rõ.", "một", "ok", "vâng"])
async def test_a_number_or_words_count_the_household(store: Store, word: str):
    async with office(store) as town:
        number = await sent(town)
        assert "1. ✅ Đã rõ" in town.town.said(WHO)[-1].text
        assert "đã rõ" in await says(town, word)
        assert answers(town, number) == {"seen": 1}


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("1", "come"), ("2", "away"), ("tôi sẽ đến", "come"), ("toi khong den duoc", "away"),
        ("nhà tôi sẽ đến ạ", "come"), ("gia dinh em khong den duoc", "away"),
        ("tôi sẽ tham gia", "come"), ("chúng tôi không tham gia được", "away"),
        ("bận", "away"), ("có", "come"), ("không", "away"), ("số 2", "away"),
    ],
)  # fmt: skip
async def test_coming_or_not_in_words(store: Store, word: str, said: str):
    async with office(store) as town:
        number = await sent(town, "come", kind="meeting")
        await says(town, word)
        assert answers(town, number) == {said: 1}


@pytest.mark.parametrize("ack", ["", "seen"])
@pytest.mark.parametrize("word", ["tôi sẽ đến", "nha toi khong den duoc", "tôi sẽ tham gia"])
async def test_coming_where_nothing_asks_is_told_so(store: Store, ack: str, word: str):
    async with office(store) as town:
        number = await sent(town, ack)
        assert "không có thông báo nào hỏi" in await says(town, word)
        assert "không có thông báo nào hỏi" not in await says(town, "mẹ tôi không đi được")
        assert answers(town, number) == {}


async def test_who_comes_and_who_does_not_stands_in_the_report(store: Store):
    async with office(store) as town:
        number = await sent(town, "come", kind="meeting")
        for who, word in (("1001", "1"), ("1005", "sẽ đến"), ("1009", "2"), ("1013", "bận rồi")):
            await says(town, word, who)
        await says(town, "2", "1001")  # thought better of it: the list is still this one
        found = town.do(lambda c: report.report(c, number, THEN.date()))
        assert found.answers == {"come": 1, "away": 3}
        assert sum(line.acknowledged for line in found.lines) == 4


async def test_the_number_belongs_to_the_newest_announcement(store: Store):
    async with office(store) as town:
        first = await sent(town)
        second = await sent(town, "come", kind="meeting")
        await says(town, "2")
        assert answers(town, second) == {"away": 1}
        assert answers(town, first) == {}
        await says(town, "đã rõ")  # in words the older one can still be answered
        assert answers(town, first) == {"seen": 1}


async def test_a_stale_number_never_answers_an_announcement(store: Store):
    async with office(store) as town:
        number = await sent(town)
        await says(town, "/menu")
        await says(town, "1")  # the menu's
        assert answers(town, number) == {}


async def test_after_an_announcement_a_number_is_never_an_older_menus(store: Store):
    async with office(store) as town:
        await says(town, "/menu")
        number = await sent(town, "come", kind="meeting")
        assert "ghi nhận" in await says(town, "1")
        assert "ghi nhận" in await says(town, "2")
        assert answers(town, number) == {"away": 1}


async def test_after_a_week_only_the_button_answers(store: Store):
    async with office(store) as town:
        number = await sent(town)
        town.clock.goes(days=8)
        await says(town, "1")
        await says(town, "đã rõ")
        assert answers(town, number) == {}


async def test_beside_an_open_question_a_number_is_asked_about(store: Store):
    async with office(store) as town:
        await says(town, "/language")
        number = await sent(town)
        assert "để trả lời thông báo" in await says(town, "1")
        assert answers(town, number) == {}
        await says(town, "1")
        assert answers(town, number) == {"seen": 1}


async def test_beside_an_open_question_the_label_is_plain_enough(store: Store):
    async with office(store) as town:
        await says(town, "/language")
        number = await sent(town)
        await says(town, "đã rõ")
        assert answers(town, number) == {"seen": 1}


async def test_with_real_buttons_a_number_belongs_to_the_open_question(store: Store):
    async with office(store, narrow=False) as town:
        await says(town, "/language")
        number = await sent(town)
        await says(town, "1")
        assert answers(town, number) == {}
        assert "để trả lời thông báo" not in town.town.said(WHO)[-1].text


async def test_with_real_buttons_words_and_numbers_answer_too(store: Store):
    async with office(store, narrow=False) as town:
        number = await sent(town, "come", kind="meeting")
        await says(town, "2")
        await says(town, "toi se den", "1005")
        assert answers(town, number) == {"away": 1, "come": 1}


async def test_what_was_taken_back_is_not_answered(store: Store):
    async with office(store) as town:
        number = await sent(town)
        front = town.cadre("demo-front")
        words = {"vi": Wording("Xã thu hồi")}
        town.do(lambda c: acts.retract(c, number, by=front, wordings=words, now=town.clock()))
        await town.rests()
        assert "đã thu hồi" in await says(town, "đã rõ")
        assert answers(town, number) == {}


async def test_a_correction_leaves_the_question_open(store: Store):
    async with office(store) as town:
        number = await sent(town)
        front = town.cadre("demo-front")
        town.clock.goes(seconds=5)
        words = {"vi": Wording("Đính chính: 20 giờ")}
        town.do(lambda c: acts.correct(c, number, by=front, wordings=words, now=town.clock()))
        await town.rests()
        await says(town, "đã rõ")
        assert answers(town, number) == {"seen": 1}


async def test_without_a_question_words_mean_what_they_always_do(store: Store):
    async with office(store) as town:
        number = await sent(town, "")
        town.clock.at += timedelta(seconds=5)
        await says(town, "đã rõ")
        await says(town, "1")
        await says(town, "câu này dài hơn bốn mươi chữ cái nên không trả lời thông báo nào cả")
        assert answers(town, number) == {}
