"""A run in the hands of its author: shown, corrected, taken back."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.channels.base import Gone, Later, Outcome, Piece, Refused, Sent
from bot.channels.telegram.channel import Telegram
from bot.channels.telegram.media import KeptIds
from bot.errors import KheoError, NotAllowed
from bot.talk.message import Outgoing
from delivery import run as acts
from delivery.progress import EVERY, Standing, reason_words, steered, words
from store.announcements import Wording
from store.announcements_runs import Run
from store.chats import chats
from store.engine import Store
from tests.support.office import EDITS, Office
from tests.support.telegram.house import Files
from tests.support.telegram.server import Server
from tests.support.town import RecordingChannel

TAKEN_BACK = {"vi": Wording("Thông báo này đã thu hồi")}


class Erasable(RecordingChannel):
    """A channel that can edit and delete, unless it is told otherwise."""

    def __init__(self) -> None:
        super().__init__(EDITS)
        self.deleted: list[tuple[str, str]] = []
        self.edited: list[tuple[str, str, str]] = []
        self.may_delete = self.may_edit = True

    async def send(self, chat: str, piece: Piece, row: int) -> Outcome:
        if chat != "500":
            return await super().send(chat, piece, row)
        self.sent.append((chat, piece))  # the author's own chat always works
        return Sent(str(len(self.sent)))

    async def delete(self, chat: str, id: str) -> Outcome:
        if not self.may_delete:
            return Refused("message can't be deleted")
        self.deleted.append((chat, id))
        return Sent(id)

    async def edit(self, chat: str, id: str, piece: Piece) -> Outcome:
        if not self.may_edit:
            return Refused("message can't be edited")
        self.edited.append((chat, id, piece.text))
        return Sent(id)


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


async def test_the_author_sees_one_message_that_changes(store: Store):
    channel = Erasable()
    async with Office(store, people=120, channel=channel) as office:
        office.sits()
        channel.outcomes.extend(
            [Sent(str(n)) for n in range(40)] + [Later(timedelta(minutes=1), "x", whole=True)] * 90
        )
        number = office.announces()
        await office.until(lambda: bool(office.town.said("500")))
        office.clock.goes(seconds=EVERY.total_seconds() + 1)
        await office.until(lambda: bool(channel.edited))
        channel.outcomes.clear()
        office.clock.goes(minutes=2)
        await office.rests()
        await asyncio.sleep(0.02)
        assert len(office.town.said("500")) == 1
        assert f"số {number}" in office.town.said("500")[0].text
        assert "gửi xong" in channel.edited[-1][2]
        assert "120 trên 120" in channel.edited[-1][2]


async def test_where_a_channel_cannot_edit_the_author_is_told_when_it_ends(store: Store):
    async with Office(store, people=8) as office:
        office.sits()
        office.channel.outcomes.extend([Later(timedelta(minutes=1), "x")] * 8)
        office.announces()
        await office.until(lambda: bool(office.town.said("500")))
        office.clock.goes(minutes=2)
        await office.rests()
        await office.town.quiet()
        said = [piece.text for piece in office.town.said("500")]
        assert len(said) == 2
        assert "gửi xong" in said[-1]


async def test_an_author_on_no_channel_of_ours_is_left_in_peace(store: Store):
    async with Office(store, people=4) as office:
        office.sits()
        office.do(
            lambda c: c.execute(update(chats).where(chats.c.chat == "500").values(channel="x"))
        )
        number = office.announces()
        await office.rests()
        assert office.counts(number) == {("sent", ""): 4}
        assert office.town.said("500") == []


@pytest.mark.parametrize("act", ["send", "retract"])
@pytest.mark.parametrize("state", ["running", "paused", "finished", "cancelled"])
def test_every_state_of_a_run_has_words(act: str, state: str):
    run = Run(
        1, 12, act, state, "", "meeting", 1, "", None, {}, None, 0, 10, None, None, None, None
    )
    figures = Standing(10, True, 3, 1, {"blocked": 2, "odd": 1}, 0.5, timedelta(seconds=6))
    said = words(run, figures)
    assert "12" in said.title
    assert "1 phút" in said.text
    assert "odd" in said.text


def test_while_it_is_put_together_who_gets_it_nobody_reads_of_none():
    run = Run(
        1, 12, "send", "running", "", "meeting", 1, "", None, {}, None, 0, 0, None, None, None, None
    )
    begun = Standing(0, False, 0, 0, {}, 0.0, None)
    assert words(run, begun).text == "Đang lập danh sách người nhận."
    assert words(run, replace(begun, frozen=True)).text == "Đã gửi: 0 trên 0"


@pytest.mark.parametrize(
    "reason", ["blocked", "gone", "stopped", "no consent", "erased", "cancelled", "anything"]
)
def test_every_reason_has_words(reason: str):
    assert reason_words(reason)


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


@pytest.mark.parametrize(
    ("act", "state", "arguments"),
    [
        ("send", "running", ["12.pause", "12"]),
        ("send", "paused", ["12.resume", "12"]),
        ("send", "finished", ["12"]),
        ("send", "cancelling", ["12"]),
        ("retract", "running", ["12"]),
    ],
)
def test_only_what_can_be_done_is_offered_beside_the_progress(
    act: str, state: str, arguments: list[str]
):
    run = Run(
        1, 12, act, state, "", "meeting", 1, "", None, {}, None, 0, 10, None, None, None, None
    )
    said = steered(Outgoing("Đang gửi"), run, buttons=True)
    assert [button.press.argument for button in said.buttons] == arguments
    assert not steered(Outgoing("Đang gửi"), run, buttons=False).buttons
