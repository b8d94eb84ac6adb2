"""What cadres read of an announcement: its class, its channels, its cost, what became of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.locale import use
from bot.ports_announcements import Line, Outcome, ReachPlan, Share
from handlers import outcome
from handlers.kinds import ACKS, KINDS, ack_name, channel_name, kind_name
from handlers.review import reach_words

PLAN = ReachPlan((), 0, 0, 0, 0, 40, 30, 60, 0, timedelta(0))
FOUND = Outcome(40, 30, (), ())


def said(found: Outcome, plan: ReachPlan = PLAN) -> str:
    with use("en"):
        return outcome.words(found, plan)


def plan_words(plan: ReachPlan) -> str:
    with use("en"):
        return "\n".join(reach_words(plan))


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_class_and_every_answer_has_a_name_of_its_own(language: str) -> None:
    with use(language):
        assert len({kind_name(kind) for kind in KINDS}) == len(KINDS)
        assert len({ack_name(ack) for ack in ACKS}) == len(ACKS)
        assert kind_name("of another release") == kind_name("information")


def test_channels_go_by_the_names_that_people_know() -> None:
    with use("vi"):
        assert channel_name("webchat") == "Web"
        assert channel_name("telegram") == "Telegram"
        assert channel_name("a new one") == "a new one"


def test_what_was_not_sent_yet_shows_its_plan_and_no_figures() -> None:
    text = said(replace(FOUND, begun=False))
    assert text.startswith("It has not been sent yet. Its plan:\nHouseholds meant: 40")
    assert "Sent:" not in text


def test_of_what_was_sent_only_what_there_is_to_say_is_said() -> None:
    assert said(FOUND) == "Sent: 30 of 40"


def test_what_did_not_arrive_waits_or_rests_is_told_line_by_line() -> None:
    night = datetime(2026, 11, 21, 23, 0, tzinfo=UTC)
    text = said(
        replace(
            FOUND,
            counts=(("They have blocked Khéo", 4), ("Their chat is gone", 1)),
            open=5,
            rests_until=night,
            come=12,
        )
    )
    first, *more = text.split("\n")
    assert first == "Sent: 30 of 40"
    assert more[:3] == [
        "• They have blocked Khéo: 4",
        "• Their chat is gone: 1",
        "Still on its way: 5",
    ]
    assert more[3].startswith("It is night: it goes on at 06:00 Sunday Nov 22, 2026")
    assert more[4] == "Will come: 12 · cannot come: 0"


def test_each_place_has_its_four_figures() -> None:
    lines = (Line(1, "Thôn Thượng", 20, 15, 9, 2, 3), Line(2, "Thôn Hạ", 1, 0, 0, 0, 1))
    text = said(replace(FOUND, lines=lines, away=1))
    assert "Will come: 0 · cannot come: 1\n\nThôn Thượng: 20 households\n" in text
    assert "reached 15 · acknowledged 9 · told in person 2 · not reached 3\n\nThôn Hạ" in text
    assert "reached 0 · acknowledged 0 · told in person 0 · not reached 1\n\nAll" in text


def test_several_places_are_added_up_a_single_one_is_not() -> None:
    lines = (Line(1, "Thôn Thượng", 20, 15, 9, 2, 3), Line(2, "Thôn Hạ", 4, 1, 1, 0, 3))
    text = said(replace(FOUND, lines=lines))
    assert text.endswith(
        "All together: 24 households\n"
        "reached 16 · acknowledged 10 · told in person 2 · not reached 6"
    )
    assert "All together" not in said(replace(FOUND, lines=lines[:1]))


def test_while_it_is_put_together_who_gets_it_the_report_says_so() -> None:
    text = said(replace(FOUND, recipients=0, sent=0, preparing=True))
    assert text.startswith("It is being put together who gets it.\n")


def test_the_plan_names_channels_with_households_and_every_reason() -> None:
    shares = (Share("telegram", 25, 50), Share("webchat", 0, 0))
    text = plan_words(replace(PLAN, shares=shares, outside=1, blocked=2, declined=3, nowhere=9))
    assert "• by Telegram: 25" in text
    assert "Web chat" not in text
    for line in (
        "• have not written for too long: 1",
        "• have blocked Khéo: 2",
        "• have not agreed to announcements: 3",
        "• on no channel, to be told at the door: 9",
    ):
        assert line in text


@pytest.mark.parametrize(
    ("cost", "stars", "words"),
    [
        (0, 0, "free of charge"),
        (16_500, 0, "16,500 ₫"),
        (0, 7, "about 7 Telegram Stars"),
        (16_500, 7, "16,500 ₫ and about 7 Telegram Stars"),
    ],
)
def test_what_it_costs(cost: int, stars: int, words: str) -> None:
    text = plan_words(replace(PLAN, cost=cost, stars=stars))
    assert text.endswith(f"60 messages to 30 recipients, within a minute, {words}")


def test_how_long_it_takes_is_rounded_up() -> None:
    assert "about 3 minutes" in plan_words(replace(PLAN, lasts=timedelta(minutes=2, seconds=1)))


def test_people_of_no_household_on_record_are_told_of_beside_the_households() -> None:
    assert "household code" not in plan_words(PLAN)
    assert "household code" not in said(FOUND)
    planned = plan_words(replace(PLAN, apart=3))
    assert "Households meant: 40\nBesides, people who have given no household code: 3\n" in planned
    lines = (Line(1, "Thôn Thượng", 20, 15, 9, 2, 3),)
    text = said(replace(FOUND, lines=lines, apart=(3, 2)))
    assert text.endswith("\n\nBesides, people who have given no household code: 3, sent to 2")


def test_what_goes_to_groups_only_names_them_and_no_households() -> None:
    text = plan_words(replace(PLAN, households=0, groups=2))
    assert text.startswith("Group chats that it goes to: 2\n60 messages")
    assert plan_words(replace(PLAN, groups=2)).startswith("Households meant: 40\nGroup chats")


def test_where_nobody_can_be_reached_no_duration_is_told() -> None:
    text = plan_words(replace(PLAN, recipients=0))
    assert text.endswith("Nobody there receives announcements yet.")
