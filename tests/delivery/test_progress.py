"""How a run is getting on, as its author sees it: one message, from its start to its end."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.channels.base import Later, Outcome, Piece, Sent
from bot.talk.message import Outgoing
from delivery import announcement as drafts
from delivery import report
from delivery import run as acts
from delivery.progress import EVERY, Standing, reason_words, standing, steered, words
from store.announcements_runs import Run
from store.chats import chats
from store.engine import Store
from tests.support.erasable import Erasable
from tests.support.office import Office


class Busy(Erasable):
    """A channel that keeps the author waiting until the gate is opened."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = asyncio.Event()

    async def send(self, chat: str, piece: Piece, row: int) -> Outcome:
        if chat == "500":
            await self.gate.wait()
        return await super().send(chat, piece, row)


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


async def test_a_run_that_ends_before_its_first_figures_are_out_changes_them(store: Store):
    channel = Busy()
    async with Office(store, people=1, channel=channel) as office:
        office.sits()
        number = office.announces()
        await office.until(lambda: office.state(number) == "finished")
        await asyncio.sleep(0.02)  # several looks: none may say it beside what is under way
        channel.gate.set()
        await office.until(lambda: bool(channel.edited))
        assert "Đang" in office.town.said("500")[0].text
        assert len(office.town.said("500")) == 1
        assert "gửi xong" in channel.edited[-1][2]
        assert "1 trên 1" in channel.edited[-1][2]


async def test_what_was_called_off_says_so_where_its_progress_stood(store: Store):
    channel = Erasable()
    async with Office(store, people=100, channel=channel) as office:
        office.sits()
        channel.outcomes.extend([Later(timedelta(hours=1), "down", whole=True)] * 90)
        number = office.announces()
        await office.until(lambda: bool(office.town.said("500")))
        front = office.cadre("demo-front")
        office.do(lambda c: drafts.cancel(c, number, by=front, now=office.clock()))
        await office.until(lambda: bool(channel.edited))
        assert len(office.town.said("500")) == 1
        assert f"số {number} đã huỷ" in channel.edited[-1][2]


async def test_the_time_of_a_pause_is_no_part_of_the_rate(store: Store):
    channel = Erasable()
    async with Office(store, people=100, channel=channel) as office:
        channel.outcomes.extend(
            [Sent(str(n)) for n in range(40)] + [Later(timedelta(hours=1), "x", whole=True)] * 90
        )
        number = office.announces()
        await office.until(lambda: office.counts(number).get(("sent", "")) == 40)
        front = office.cadre("demo-front")

        def rate() -> float:
            (run,) = office.runs(number)
            return float(office.do(lambda c: standing(c, run, office.clock()).per_second))

        def steer(act: Callable[..., object]) -> None:
            office.do(lambda c: act(c, number, by=front, now=office.clock()))

        office.clock.goes(seconds=4)
        assert rate() == pytest.approx(10)
        steer(acts.pause)
        office.clock.goes(minutes=30)
        assert rate() == pytest.approx(10)
        steer(acts.resume)
        office.clock.goes(seconds=1)
        assert rate() == pytest.approx(8)
        steer(acts.pause)
        office.clock.goes(minutes=30)
        steer(drafts.cancel)
        office.clock.goes(seconds=3)
        (run,) = office.runs(number)
        assert office.do(lambda c: acts.worked(c, run, office.clock())) == timedelta(seconds=8)


async def test_nor_is_it_in_the_report(store: Store):
    async with Office(store, people=100) as office:
        later = Later(timedelta(minutes=1), "x", whole=True)
        office.channel.outcomes.extend([Sent(str(n)) for n in range(40)] + [later] * 90)
        number = office.announces()
        await office.until(lambda: office.counts(number).get(("sent", "")) == 40)
        front = office.cadre("demo-front")
        office.clock.goes(seconds=4)
        office.do(lambda c: acts.pause(c, number, by=front, now=office.clock()))
        office.clock.goes(hours=2)
        office.channel.outcomes.clear()
        office.do(lambda c: acts.resume(c, number, by=front, now=office.clock()))
        await office.rests()
        found = office.do(lambda c: report.report(c, number, office.clock().date()))
        assert found.rate == pytest.approx(100 / 4)


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
