"""Small conversations that the tests of the engine play."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.talk.fields import Number, Option, Text
from bot.talk.flow import Flow
from bot.talk.talk import Talk
from tests.support.conversation import Chat

PARK, SCHOOL, ROAD = (Option(name.lower(), name, name) for name in ("Park", "School", "Road"))


def flow(run: Callable[..., None], **more: Any) -> Flow:
    """A flow by the name of “test”."""
    return Flow("test", run, **more)


def start(run: Callable[..., None], **ports: object) -> Chat:
    """A chat in which it has begun."""
    chat = Chat(flow(run), ports=ports)
    chat.opens("test")
    return chat


def two(talk: Talk) -> None:
    """Two questions in words."""
    a = talk.ask("a", Text(), "First?")
    talk.say(f"You said {a}.")
    b = talk.ask("b", Text(), "Second?")
    talk.do((a, b))
    talk.say("Done.")


def offers(talk: Talk, options: tuple[Option[str], ...]) -> None:
    """A choice of what the port offers, and a number."""
    which = talk.choose("which", options, "Which?")
    much = talk.ask("much", Number(), "How much?")
    talk.do((which, much))
