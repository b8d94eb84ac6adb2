"""What else a talk hands on: leaving out, yes and no, pictures, ports."""

from __future__ import annotations

import pytest

from bot.talk import play as engine
from bot.talk.fields import Number, Text
from bot.talk.message import Media, Outgoing
from bot.talk.talk import Talk
from tests.support.conversation import NOW, Chat
from tests.support.small_talks import PARK, flow, start, two

# Leaving a question out.


def number_or_not(talk: Talk) -> None:
    much = talk.ask_optional("n", Number(0, 9), "How many?", skip="⏭ Not today")
    talk.do(much)


@pytest.mark.parametrize("words", ["Not today", "not today!", "NOT TODAY", "today"])
def test_a_question_is_left_out_by_its_words(words: str) -> None:
    chat = start(number_or_not)
    chat.hears("How many?", options=["⏭ Not today"])
    chat.says(words)
    chat.does(None)


def test_a_question_is_left_out_by_its_button() -> None:
    chat = start(number_or_not)
    chat.presses("⏭ Not today")
    chat.does(None)


@pytest.mark.parametrize(("words", "value"), [("1", 1), ("0", 0)])
def test_a_number_answers_an_optional_question_and_never_leaves_it_out(
    words: str, value: int
) -> None:
    chat = start(number_or_not)
    chat.says(words)
    chat.does(value)


@pytest.mark.parametrize("words", ["10", "⏭", "a", "tomorrow"])
def test_other_words_neither_answer_nor_leave_out(words: str) -> None:
    chat = start(number_or_not)
    chat.says(words)
    chat.outcome("rejected")


def test_a_number_in_the_label_that_leaves_out_is_still_a_number() -> None:
    def days(talk: Talk) -> None:
        day = talk.ask_optional("n", Text(least=3), "Which day?", skip="In 10 days")
        talk.do(day)

    chat = start(days)
    chat.says("10")
    chat.outcome("rejected")


def test_a_question_that_is_no_longer_optional_is_asked_again() -> None:
    def optional(talk: Talk) -> None:
        talk.ask_optional("a", Text(), "Name?", skip="Not now")
        talk.ask("b", Text(), "Second?")

    chat = start(optional)
    chat.says("not now")
    chat.deploys(flow(two))
    chat.says("y")
    chat.asks("a")


# What else a talk hands on.


def test_everything_a_question_can_show_is_shown() -> None:
    photo, voice = Media("g/a.png", "A picture"), Media("g/a.ogg", "A voice")

    def shows(talk: Talk) -> None:
        talk.say("See", title="T", photo=photo, voice=voice)
        talk.ask("a", Text(), "?", title="A", photo=photo, voice=voice, ask="place")
        talk.choose("c", (PARK,), "?", title="C", photo=photo, voice=voice)

    chat = start(shows)
    assert chat.replies[0] == Outgoing("See", "T", (), photo, voice)
    asked = chat.replies[1]
    assert (asked.title, asked.photo, asked.voice, asked.ask) == ("A", photo, voice, "place")
    chat.says("x")
    (chosen,) = chat.replies
    assert (chosen.title, chosen.photo, chosen.voice) == ("C", photo, voice)


def test_a_conversation_knows_its_argument_and_the_time_of_the_turn() -> None:
    chat = Chat(flow(lambda talk: talk.do((talk.argument, talk.now))))
    chat.opens("test", "event-17")
    chat.does(("event-17", NOW))


@pytest.mark.parametrize(
    ("words", "sure"),
    [
        *((words, True) for words in ("Yes, do it", "dạ", "Vâng ạ", "1", "đồng ý nhé")),
        *((words, False) for words in ("no", "dạ không", "thôi", "2", "ko")),
    ],
)
def test_yes_and_no_are_understood_as_people_say_them(words: str, sure: bool) -> None:
    chat = start(lambda talk: talk.do(talk.confirm("s", "Sure?", yes="Yes, do it", no="Leave it")))
    chat.says(words)
    chat.does(sure)


def test_a_yes_and_a_no_in_one_breath_is_neither() -> None:
    chat = start(lambda talk: talk.do(talk.confirm("s", "Sure?", yes="Có, tôi đồng ý", no="Không")))
    for words in ("có hay không", "không đồng ý", "👍", ""):
        chat.says(words)
        chat.outcome("rejected")


def test_only_the_ports_that_a_conversation_names_are_handed_to_it() -> None:
    asked = []

    class Ports(dict[str, object]):
        def __getitem__(self, name: str) -> object:
            asked.append(name)
            return name

    run = flow(lambda talk, me, places: talk.do((me, places)))
    turn = engine.play(run, engine.begin(run), None, Ports(), now=NOW)
    assert run.ports == ("me", "places")
    assert asked == ["me", "places"]
    assert turn.deeds == (("me", "places"),)


def test_the_words_of_the_engine_are_translated_by_the_one_who_plays() -> None:
    turn = engine.play(
        flow(two), engine.begin(flow(two)), None, {}, now=NOW, words=lambda text: text.upper()
    )
    assert [button.label for button in turn.replies[0].buttons] == ["STOP HERE"]
