"""A run in the hands of its author: corrected, taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.channels.base import Gone, Later, Piece, Refused, Sent
from bot.channels.telegram.channel import Telegram
from bot.channels.telegram.media import KeptIds
from bot.errors import KheoError, NotAllowed
from delivery import run as acts
from store.announcements import Wording
from store.engine import Store
from tests.support.erasable import Erasable
from tests.support.office import EDITS, Office
from tests.support.telegram.house import Files
from tests.support.telegram.server import Server

TAKEN_BACK = {"vi": Wording("Thông báo này đã thu hồi")}


def retract(office: Office, number: int, by: str = "demo-front") -> int:
    cadre = office.cadre(by)
    return int(
        office.do(
            lambda c: acts.retract(c, number, by=cadre, wordings=TAKEN_BACK, now=office.clock())
        )
    )


async def test_a_correction_goes_to_exactly_those_who_received_it(store: Store):
    async with Office(store) as office:
        office.channel.outcomes.extend([Gone("blocked")] * 3)
        number = office.announces()
        await office.rests()
        first = sorted(office.heard)
        front = office.cadre("demo-front")
        words = {"vi": Wording("Đính chính: họp lúc 20 giờ")}
        office.clock.goes(minutes=1)
        office.do(lambda c: acts.correct(c, number, by=front, wordings=words, now=office.clock()))
        await office.rests()
        corrected = [chat for chat, piece in office.channel.sent if "20 giờ" in piece.text]
        assert sorted(corrected) == first
        assert len(corrected) == 37
        assert office.state(number) == "finished"
        with pytest.raises(KheoError):
            office.do(lambda c: acts.correct(c, number, by=front, wordings={}, now=office.clock()))


async def test_taking_back_deletes_from_exactly_those_who_received_it(store: Store):
    channel = Erasable()
    async with Office(store, channel=channel) as office:
        channel.outcomes.append(Gone("blocked"))
        number = office.announces()
        await office.rests()
        received = set(office.heard)
        retract(office, number)
        await office.rests()
        assert {chat for chat, _id in channel.deleted} == received
        assert len(channel.deleted) == 39
        assert len(channel.sent) == 39
        assert [run.act for run in office.runs(number)] == ["send", "retract"]


async def test_what_cannot_be_deleted_is_changed_and_else_corrected(store: Store):
    channel = Erasable()
    async with Office(store, people=4, channel=channel) as office:
        channel.may_delete = False
        number = office.announces()
        await office.rests()
        retract(office, number)
        await office.rests()
        assert len(channel.edited) == 4
        assert all("thu hồi" in text for _chat, _id, text in channel.edited)
        channel.may_edit = False
        office.clock.goes(minutes=1)
        retract(office, number)
        await office.rests()
        assert len([1 for _chat, piece in channel.sent if "thu hồi" in piece.text]) == 4


async def test_a_channel_that_can_do_neither_sends_a_correction(store: Store):
    async with Office(store, people=4) as office:
        number = office.announces()
        await office.rests()
        retract(office, number)
        await office.rests()
        assert len([1 for _chat, piece in office.channel.sent if "thu hồi" in piece.text]) == 4


async def test_taken_back_in_the_middle_stops_the_rest(store: Store):
    channel = Erasable()
    async with Office(store, people=100, channel=channel) as office:
        channel.outcomes.extend(
            [Sent(str(n)) for n in range(30)] + [Later(timedelta(hours=1), "down", whole=True)] * 70
        )
        number = office.announces()
        await office.until(lambda: ("wait", "down") in office.counts(number))
        retract(office, number)
        channel.outcomes.clear()
        office.clock.goes(hours=2)
        await office.rests()
        counted = office.counts(number)
        assert counted["skipped", "retracted"] == 70
        assert len(channel.deleted) == 30
        assert office.state(number) == "cancelled"


async def test_of_an_announcement_in_parts_every_part_is_taken_back(store: Store):
    channel = Erasable()
    channel.capabilities = replace(EDITS, text_limit=60)
    async with Office(store, people=2, channel=channel) as office:
        number = office.announces("Phần một của thông báo. " * 2 + "Phần hai của thông báo. " * 2)
        await office.rests()
        retract(office, number)
        await office.rests()
        assert len(channel.deleted) == len(channel.sent) > 2


def test_what_was_never_sent_cannot_be_taken_back(store: Store):
    office = Office(store, people=4)
    store.call(office._fill)
    number = office.composes()
    with pytest.raises(KheoError):
        retract(office, number)
    with pytest.raises(NotAllowed):
        retract(office, number, by="demo-head-1")


async def test_on_telegram_a_message_is_edited_and_deleted():
    async with Server() as server:
        account = server.bot()
        user = server.user(7)
        user.started.add(account.id)
        telegram = Telegram(account.token, files=Files(), file_ids=KeptIds(), api=server.url)
        sent = await telegram.send("7", Piece("một"), 1)
        assert isinstance(sent, Sent)
        assert await telegram.edit("7", sent.id, Piece("hai")) == sent
        assert await telegram.edit("7", sent.id, Piece("hai")) == sent  # says so already
        assert user.chat(account).texts == ["hai"]
        assert await telegram.delete("7", sent.id) == sent
        assert user.chat(account).texts == []
        assert isinstance(await telegram.delete("7", sent.id), Refused)
        assert isinstance(await telegram.edit("x", "y", Piece("z")), Refused)
        await telegram.stop()
