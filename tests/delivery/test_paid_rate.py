"""Telegram's paid rate: bulk goes faster than is free, and the plan says what that costs."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.channels.base import Piece
from bot.channels.telegram.capabilities import CAPABILITIES as FREE
from bot.channels.telegram.capabilities import at_rate
from bot.channels.telegram.encode import encode
from bot.ports_announcements import ReachPlan
from delivery import reach
from handlers.review import reach_words
from store.announcements import Audience, Wording
from store.engine import Store
from tests.support.office import Office
from tests.support.town import CAPABILITIES, RecordingChannel

PAID = replace(CAPABILITIES, per_second=1000, free_per_second=30, stars_per_thousand=100)


def test_up_to_thirty_a_second_nothing_is_paid() -> None:
    for rate in (10, 30):
        assert at_rate(rate) == replace(FREE, per_second=rate)
    paid = at_rate(1000)
    assert (paid.per_second, paid.free_per_second, paid.stars_per_thousand) == (1000, 30, 100)


def test_only_what_is_paid_for_says_so_to_telegram() -> None:
    assert "allow_paid_broadcast" not in encode("7", Piece("x")).fields
    assert encode("7", Piece("x", hurried=True)).fields["allow_paid_broadcast"] is True
    assert encode("7", Piece("x", photo="p", hurried=True)).fields["allow_paid_broadcast"] is True


async def test_announcements_are_paid_for_and_replies_never(store: Store) -> None:
    async with Office(store, 40, channel=RecordingChannel(replace(PAID, per_second=0))) as office:
        number = office.announces()
        await office.rests()
        assert office.counts(number) == {("sent", ""): 40}
        assert all(piece.hurried for _chat, piece in office.channel.sent)
        await office.town.says("/help", "1001")
        assert not office.town.said("1001")[-1].hurried


def _plan(office: Office) -> reach.Plan:
    words = {"vi": Wording("Mời họp")}
    can = {"test": office.channel.capabilities}
    found: reach.Plan = office.do(
        lambda c: reach.plan(c, Audience(), words, "information", "", can, office.clock())
    )
    return found


@pytest.mark.parametrize(("rate", "stars"), [(30, 0), (60, 2), (1000, 4)])
def test_the_plan_says_how_many_stars(store: Store, rate: int, stars: int) -> None:
    """Of 40 messages at 60 a second half are above 30, at 1,000 almost all: 20 and 38.8 × 0.1."""
    office = Office(store, 40, channel=RecordingChannel(replace(PAID, per_second=rate)))
    store.call(office._fill)
    assert _plan(office).stars == stars


@pytest.mark.parametrize(
    ("cost", "stars", "said"),
    [
        (0, 0, "không mất tiền"),
        (0, 4, "khoảng 4 Sao Telegram"),
        (2000, 0, "2.000"),
        (2000, 4, "₫ và khoảng 4 Sao"),
    ],
)
def test_the_cost_is_told_in_the_reach_plan(cost: int, stars: int, said: str) -> None:
    found = ReachPlan((), 0, 0, 0, 0, 1, 1, 1, cost, timedelta(seconds=1), stars)
    assert said in "\n".join(reach_words(found)).replace("\u00a0", " ")
