"""Small conversations and a town that knows them, for tests of how messages are taken."""

from __future__ import annotations

from sqlalchemy import func, select

from bot.talk.fields import Number, Option, Text
from bot.talk.flow import Flow
from bot.talk.talk import Talk
from handlers import FLOWS
from store.engine import Store
from tests.support.town import Town


def errand(talk: Talk) -> None:
    """Two questions, then a word."""
    name = talk.ask("what", Text(most=50), "What is it?")
    if talk.confirm("sure", f"{name}, sure?", yes="Yes", no="No"):
        talk.say(f"Done: {name}")
    else:
        talk.say("Left")


def count(talk: Talk) -> None:
    talk.say(f"Counted {talk.ask('n', Number(), 'How many?')}")


def pick_one(talk: Talk) -> None:
    talk.say(talk.choose("pick", [Option("a", "Apple", "apple"), Option("b", "Pear", "pear")], "?"))


def broken(talk: Talk) -> None:
    if talk.ask("what", Text(), "What breaks?"):
        raise LookupError("secret words of a person")


EXTRA = (
    Flow("errand", errand, "the errand"),
    Flow("count", count, "the count"),
    Flow("pick", pick_one, "the pick", open_ended=True),
    Flow("broken", broken, "the broken one"),
)


async def rows(store: Store, table) -> int:
    return await store.run(
        lambda c: c.execute(select(func.count()).select_from(table)).scalar_one()
    )


def town(store: Store, **more) -> Town:
    return Town(store, flows=(*FLOWS, *EXTRA), **more)
