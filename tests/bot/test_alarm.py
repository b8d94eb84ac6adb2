"""An alarm while a question is open: signs of danger always count, a likeness only sometimes."""

from __future__ import annotations

from datetime import date

import pytest

from bot.alarm import FREE, alarm
from bot.ports import Danger
from bot.talk.fields import Text
from bot.talk.flow import Flow
from bot.talk.message import Begin, Pressed, Words
from bot.talk.talk import Talk
from content import library
from content.answers.answers import Answers
from content.answers.emergency import emergency
from handlers.names import PersonName
from store import announcements_acks
from store.engine import Store
from tests.support.errands import EXTRA
from tests.support.hall import FRONT, Hall
from tests.support.office import Office
from tests.support.town import FixedAnswers, Town


class Frightened(FixedAnswers):
    """Hears danger in everything; sees a sign of it only where there is one."""

    def danger(self, text: str) -> Danger:
        kind = emergency(text)
        return Danger(kind or "fire", learnt=not kind)


def naming(talk: Talk) -> None:
    talk.say(f"Hello {talk.ask('who', PersonName(), 'Your name?')}")


def telling(talk: Talk) -> None:
    talk.say(f"Told: {talk.ask('what', Text(3, 300), 'What happened?')}")


def town(store: Store) -> Town:
    flows = (*EXTRA, Flow("naming", naming), Flow("telling", telling))
    return Town(store, flows=flows, answers=Frightened())


@pytest.mark.parametrize(
    ("flow", "words", "reply"),
    [
        ("naming", "Moong Kim Lửa", "Hello Moong Kim Lửa"),
        ("count", "bốn", "Counted 4"),
        ("pick", "apple", "apple"),
    ],
)
async def test_an_answer_that_only_resembles_danger_is_an_answer(
    store: Store, flow: str, words: str, reply: str
):
    async with town(store) as t:
        await t.gets(Pressed(Begin(flow)))
        before = len(t.said())
        await t.says(words)
        assert [piece.text for piece in t.said()[before:]] == [reply]


@pytest.mark.parametrize("flow", ["naming", "count", "pick", "telling"])
async def test_a_sign_of_danger_is_heard_whatever_was_asked(store: Store, flow: str):
    async with town(store) as t:
        await t.gets(Pressed(Begin(flow)))
        before = len(t.said())
        await t.says("cuu voi nha chay roi")
        assert "114" in t.said()[before].text
        assert len(t.said()) == before + 1 + (flow == "telling")


@pytest.mark.parametrize("flow", ["count", "pick"])
async def test_words_that_answer_nothing_may_be_a_cry_of_any_kind(store: Store, flow: str):
    async with town(store) as t:
        await t.gets(Pressed(Begin(flow)))
        await t.says("khói đen kịt kéo vô buồng")
        assert "114" in t.last.text


@pytest.mark.parametrize("words", ["cuu voi nha chay roi", "khói đen kịt kéo vô buồng"])
async def test_where_any_words_are_an_answer_the_alarm_comes_first_and_the_answer_is_kept(
    store: Store, words: str
):
    async with town(store) as t:
        await t.gets(Pressed(Begin("telling")))
        await t.says(words)
        card, reply = t.said()[-2:]
        assert "114" in card.text
        assert reply.text == f"Told: {words}"


async def test_an_edited_cry_is_heard_and_answers_nothing(store: Store):
    async with town(store) as t:
        await t.gets(Pressed(Begin("telling")))
        await t.gets(Words("cuu voi nha chay roi", edited=True))
        assert "114" in t.last.text
        await t.says("/continue")
        assert "What happened?" in t.last.text


async def test_a_cadre_says_when_an_announcement_goes_out(store: Store):
    async with Hall(store, 40, answers=Frightened()) as hall:
        await hall.writes(when="mung 1 va ram am hang thang 6h sang")
        assert "mùng 1" in hall.text(FRONT)
        assert "114" not in hall.texts(FRONT)


async def test_an_announcement_is_answered_in_words_that_resemble_danger(store: Store):
    async with Office(store, answers=Frightened()) as office:
        number = office.announces(ack="come")
        await office.rests()
        await office.town.says("toi khong den duoc", "1001")
        assert dict(office.do(lambda c: announcements_acks.answers(c, number))) == {"away": 1}
        assert "114" not in office.town.said("1001")[-1].text


async def test_a_button_named_in_words_is_no_cry(store: Store):
    async with town(store) as t:
        await t.says("/nothing")
        label = t.screen()[0]
        before = len(t.said())
        await t.says(label)
        assert [piece for piece in t.said()[before:] if "114" in piece.text] == []


@pytest.mark.parametrize(
    ("danger", "taken", "counts"),
    [
        (Danger("fire", learnt=True), "", True),
        (Danger("fire", learnt=True), FREE, True),
        (Danger("fire", learnt=True), "name", False),
        (Danger("fire"), "name", True),
        (Danger("fire", doubtful=True), "when", True),
    ],
)
def test_what_was_learnt_counts_only_where_words_are_no_answer_or_any_are(
    danger: Danger, taken: str, counts: bool
) -> None:
    assert alarm(danger, taken) == (danger if counts else Danger())


def test_the_real_matcher_says_what_it_only_learnt() -> None:
    answers = Answers(library.load().taught(date(2026, 11, 21)))
    assert answers.danger("mung 1 va ram am hang thang 6h sang").learnt
    assert not answers.danger("cuu voi nha chay roi").learnt
