"""Kept files: once for the same bytes, as long as something speaks of them, and no longer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, delete, select

from store import announcements, chats, conversations, files, webchat
from store.cadres import appoint
from store.engine import Store
from store.files import NewFile

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=4)


def path(letter: str) -> str:
    return f"kept/{letter * 32}.jpg"


def keep(connection: Connection, *letters: str, chat: int | None = None) -> None:
    for letter in letters:
        files.keep(connection, NewFile(path(letter), "photo", letter.encode()), chat, NOW)


def kept(connection: Connection) -> set[str]:
    return {found[5] for found in connection.execute(select(files.files.c.path)).scalars()}


def speak(connection: Connection) -> int:
    """An announcement speaks of a, a letter of b, a conversation of c; the number of a chat."""
    chat = chats.meet(connection, "webchat", "v", False, NOW)[0].id
    keep(connection, "a", "b", "c", "d", chat=chat)
    cadre = appoint(connection, handle="lan", name="Lan", now=NOW)
    words = {"vi": announcements.Wording("Mời", photo=path("a"), photo_words="ảnh")}
    announcements.create(connection, cadre, "meeting", announcements.Audience(), words, "", NOW)
    webchat.put(connection, "v", 1, f'{{"text":"","photo":"{path("b")}"}}', NOW)
    state = {"flow": "announce", "argument": "", "answers": [["photo", "file", path("c")]]}
    conversations.open_new(connection, chat, state, NOW)
    return chat


def test_bytes_come_back_and_the_same_bytes_are_one_file(store: Store) -> None:
    def work(connection: Connection) -> tuple[bytes | None, bytes | None, int]:
        keep(connection, "a")
        keep(connection, "a")
        rows = len(connection.execute(select(files.files.c.path)).all())
        return files.read(connection, path("a")), files.read(connection, path("b")), rows

    assert store.call(work) == (b"a", None, 1)


def test_what_nothing_speaks_of_is_forgotten(store: Store) -> None:
    def work(connection: Connection) -> tuple[int, int, set[str]]:
        speak(connection)
        early = files.sweep(connection, NOW, LATER)
        return early, files.sweep(connection, LATER, LATER), kept(connection)

    assert store.call(work) == (0, 1, {"a", "b", "c"})


def test_a_sweep_gets_on_though_all_it_sees_is_needed(store: Store) -> None:
    def work(connection: Connection) -> list[int]:
        speak(connection)
        return [files.sweep(connection, LATER, LATER, most=1) for _turn in range(5)]

    assert sum(store.call(work)) == 1


def test_who_is_erased_leaves_only_what_the_commune_has_sent_out(store: Store) -> None:
    def work(connection: Connection) -> tuple[set[str], list[int | None]]:
        chat = speak(connection)
        connection.execute(delete(conversations.conversations))
        webchat.erase(connection, "v")
        files.forget_of(connection, (chat,))
        owners = connection.execute(select(files.files.c.chat_id)).scalars().all()
        return kept(connection), list(owners)

    assert store.call(work) == ({"a"}, [None])


def test_a_chat_that_goes_leaves_no_row_that_points_nowhere(store: Store) -> None:
    def work(connection: Connection) -> list[int | None]:
        chat = chats.meet(connection, "webchat", "v", False, NOW)[0].id
        keep(connection, "a", chat=chat)
        connection.execute(delete(chats.chats))
        return list(connection.execute(select(files.files.c.chat_id)).scalars().all())

    assert store.call(work) == [None]


def test_what_a_screen_asks_for(store: Store) -> None:
    def work(connection: Connection) -> list[str]:
        chat = chats.meet(connection, "webchat", "v", False, NOW)[0].id
        found = [chats.asked(connection, "webchat", "v")]
        state = {"flow": "announce", "argument": "", "kind": "file"}
        conversations.open_new(connection, chat, state, NOW)
        return [*found, chats.asked(connection, "webchat", "v"), chats.asked(connection, "x", "v")]

    assert store.call(work) == ["", "file", ""]
