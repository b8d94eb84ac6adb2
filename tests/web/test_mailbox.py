"""The mailboxes of the web chat, on both databases."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from store import chats, webchat
from store.engine import Store
from web.mailbox import StoredMailbox

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)


async def test_letters_come_back_in_order_and_only_to_their_visitor(store: Store) -> None:
    box = StoredMailbox(store, lambda: NOW)
    numbers = [await box.put(chat, row, f"thư {row}") for row, chat in enumerate("abab", 1)]
    assert numbers == sorted(set(numbers))
    mine = await box.after("a", 0, 10)
    assert [(one.seq, one.payload, one.at) for one in mine] == [
        (numbers[0], "thư 1", NOW),
        (numbers[2], "thư 3", NOW),
    ]
    assert [one.payload for one in await box.after("b", numbers[1], 10)] == ["thư 4"]
    assert await box.after("nobody", 0, 10) == []


async def test_an_outbox_row_that_is_sent_twice_is_kept_once(store: Store) -> None:
    box = StoredMailbox(store)
    first = await box.put("a", 5, "thư")
    assert await box.put("a", 5, "thư") == first
    assert len(await box.after("a", 0, 10)) == 1


async def test_the_newest_letters_are_kept_in_view(store: Store) -> None:
    box = StoredMailbox(store)
    for row in range(6):
        await box.put("a", row, str(row))
    assert [one.payload for one in await box.after("a", 0, 3)] == ["3", "4", "5"]


async def test_many_writers_to_one_visitor_never_hide_a_letter(store: Store) -> None:
    box = StoredMailbox(store)
    seen: list[str] = []

    async def reads() -> None:
        last = 0
        while len(seen) < 40:
            for letter in await box.after("a", last, 100):
                last = letter.seq
                seen.append(letter.payload)

    async with asyncio.timeout(30), asyncio.TaskGroup() as group:
        group.create_task(reads())
        for row in range(40):
            group.create_task(box.put("a", row, str(row)))
    assert sorted(seen, key=int) == [str(row) for row in range(40)]


async def test_a_number_never_comes_back(store: Store) -> None:
    box = StoredMailbox(store)
    last = await box.put("a", 1, "thư")
    assert await store.run(lambda c: webchat.erase(c, "a")) == 1
    assert await box.after("a", 0, 10) == []
    assert await box.put("a", 2, "thư mới") > last


async def test_old_letters_are_forgotten_and_new_ones_stay(store: Store) -> None:
    await StoredMailbox(store, lambda: NOW - timedelta(days=2)).put("a", 1, "cũ")
    box = StoredMailbox(store, lambda: NOW)
    await box.put("a", 2, "mới")
    assert await store.run(lambda c: webchat.forget_before(c, NOW - timedelta(days=1))) == 1
    assert [one.payload for one in await box.after("a", 0, 10)] == ["mới"]


async def test_the_language_is_what_was_chosen_in_the_conversation(store: Store) -> None:
    box = StoredMailbox(store)
    assert await box.language("a") == ""
    chat, _new = await store.run(lambda c: chats.meet(c, "webchat", "a", False, NOW))
    assert await box.language("a") == ""
    await store.run(lambda c: chats.change(c, chat.id, language="en"))
    assert await box.language("a") == "en"
