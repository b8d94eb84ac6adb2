"""``kheo ask``: what the chat would answer, said once and forgotten."""

from __future__ import annotations

import argparse
import json
import secrets
from collections.abc import Sequence

from sqlalchemy import Engine

from bot.app import open_answers, open_library, open_living
from bot.channels.render import render
from bot.channels.terminal import ADDRESS, CAPABILITIES
from bot.errors import KheoError
from bot.living import Living
from bot.locale import _
from bot.lookups import House
from bot.reception import Reception
from bot.settings import Settings
from bot.talk.message import Incoming, Outgoing, Words
from content.answers.answers import Answers, Explanation
from content.answers.approved import Approved
from content.answers.batch import batch
from content.library import Library
from handlers import FLOWS
from scheduler.clock import utc_now
from store import chats
from store.engine import open_engine
from store.tables import metadata
from store.version import is_current

#: A chat of its own, so that nothing of ``kheo chat`` is open in it.
CHAT = "ask"


def ask(arguments: argparse.Namespace, settings: Settings) -> int:
    """Answer one question, or a file of them."""
    library = open_library(settings)
    answers = open_answers(open_living(settings, library), settings)
    if arguments.batch is not None:
        with arguments.batch.open(encoding="utf-8-sig") as lines:
            for found in batch(answers, lines):
                print(json.dumps(found, ensure_ascii=False))
    elif not arguments.text.strip():
        raise KheoError(_('Write the question behind the command: kheo ask "…"'))
    elif arguments.json:
        for found in batch(answers, ["text", arguments.text]):
            print(json.dumps(found, ensure_ascii=False))
    elif arguments.explain:
        _explain(answers.explain(arguments.text))
    else:
        pieces = (
            piece
            for said in _answer(library, answers, settings, arguments.text)
            for piece in render(said, CAPABILITIES)
        )
        print("\n\n".join(piece.text for piece in pieces))
    return 0


def _answer(
    library: Library, answers: Answers, settings: Settings, text: str
) -> Sequence[Outgoing]:
    """What a stranger in a new chat would be told; nothing of it is kept."""
    engine, now, name = _database(settings), utc_now(), CAPABILITIES.channel
    base = settings.public_url or f"http://{settings.host}:{settings.port}"
    first = House(
        library,
        answers,
        lambda: secrets.token_urlsafe(12),
        lambda _channel, payload: f"{base}/chat?start={payload}",
        {name: CAPABILITIES},
        approved=Approved(answers),
    )
    try:
        with engine.connect() as connection, connection.begin() as turn:
            chat, _new = chats.meet(connection, name, CHAT, False, now)
            house = Living(first).house(connection, chat.edition or 0)
            reception = Reception(house, {flow.name: flow for flow in FLOWS}, connection, chat, now)
            said = reception.answer(Incoming(ADDRESS, CHAT, now, Words(text)))
            turn.rollback()
    finally:
        engine.dispose()
    return said


def _database(settings: Settings) -> Engine:
    """The database of the settings; where there is none yet, an empty one in memory."""
    if settings.sqlite_path is None or settings.sqlite_path.exists():
        engine = open_engine(settings.database_url)
        if is_current(engine):
            return engine
        engine.dispose()
    engine = open_engine("sqlite://")
    metadata.create_all(engine)
    return engine


def _explain(explanation: Explanation) -> None:
    """Which words spoke for what: for whoever mends the examples of a guide."""
    print(" ".join(explanation.words))
    for topic, chance in explanation.chances:
        print(f"{chance:6.3f}  {topic}")
    for reason in explanation.reasons:
        print(f"{reason.weight:+6.2f}  {reason.topic}  {reason.feature}")
    for sign in explanation.signs:
        print(sign)
