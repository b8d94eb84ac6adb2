"""Whoever has come to the end of a guide reads where to ask, and what it is based on."""

from __future__ import annotations

from datetime import date

import pytest

from bot.ports import Guide
from bot.talk.message import Begin
from content.library import load
from handlers import FLOWS
from tests.support.conversation import Chat

TODAY = date(2026, 11, 22)
LIBRARY = load()
ALL = [
    guide
    for language in ("vi", "en")
    for guide in LIBRARY.guides(language, TODAY)
    if guide.language == language
]

# Where the straight way leads on to another guide, that one's end says it.
HANDED_ON = {"vneid-register": "vneid-activate"}


@pytest.mark.parametrize("guide", ALL, ids=lambda guide: f"{guide.id}-{guide.language}")
def test_the_last_screen_says_where_to_ask_and_on_what_it_is_based(guide: Guide):
    chat = Chat(
        *FLOWS,
        ports={"guides": LIBRARY.reader(guide.language, TODAY), "commune": LIBRARY.commune},
        language=guide.language,
    )
    chat.opens("guide", guide.id)
    for _turn in range(40):
        if chat.state is None:
            break
        chat.says("1")
    chat.ended()
    if guide.id in HANDED_ON:
        assert chat.replies[-1].buttons[0].press == Begin("guide", HANDED_ON[guide.id])
        return
    assert any(counter.name in chat.text for counter in LIBRARY.commune.counters)
    links = [source.url for source in guide.sources if source.url]
    assert links
    assert all(link in chat.text for link in links)
