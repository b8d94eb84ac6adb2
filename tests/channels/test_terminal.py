"""The terminal: lines in, each once it is stored; pieces out."""

from __future__ import annotations

import asyncio
import io
import os
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from bot.channels.base import Channel, Piece, Refused, Sent, Unknown
from bot.channels.terminal import ADDRESS, Terminal
from bot.errors import StoreError
from bot.talk.message import Document, Incoming, NotTaken, Words
from tests.support.until import until


async def session(
    lines: str, receive: Callable[[Incoming], Awaitable[None]], screen: io.StringIO | None = None
) -> Terminal:
    """A whole session over the given lines."""
    terminal = Terminal(io.StringIO(lines), screen or io.StringIO())
    await terminal.start(receive)
    async with asyncio.timeout(10):
        await terminal.finished()
    return terminal


async def test_lines_are_taken_one_after_the_other_and_empty_ones_are_none() -> None:
    taken: list[Incoming] = []
    inside = 0

    async def receive(incoming: Incoming) -> None:
        nonlocal inside
        inside += 1
        assert inside == 1
        await asyncio.sleep(0.001)
        taken.append(incoming)
        inside -= 1

    await session("xin chào\r\n\n   \n1\ncuối", receive)
    assert [one.content for one in taken] == [Words("xin chào"), Words("1"), Words("cuối")]
    assert {one.address for one in taken} == {ADDRESS}
    assert len({one.id for one in taken}) == 3


async def test_the_numbers_of_two_sessions_are_different() -> None:
    ids: set[str] = set()

    async def receive(incoming: Incoming) -> None:
        ids.add(incoming.id)

    await session("a\n", receive)
    await session("a\n", receive)
    assert len(ids) == 2


async def test_what_could_not_be_stored_is_asked_for_again() -> None:
    screen = io.StringIO()
    taken: list[Incoming] = []

    async def receive(incoming: Incoming) -> None:
        if incoming.content == Words("hỏng"):
            raise StoreError
        taken.append(incoming)

    await session("hỏng\nlành\n", receive, screen)
    assert [one.content for one in taken] == [Words("lành")]
    assert "gõ lại" in screen.getvalue()


async def test_pieces_are_printed_with_an_empty_line_between() -> None:
    screen = io.StringIO()
    terminal: Channel = Terminal(io.StringIO(), screen)
    assert await terminal.send("local", Piece("một"), 7) == Sent("7")
    assert await terminal.send("local", Piece("hai"), 8) == Sent("8")
    assert screen.getvalue() == "một\n\nhai\n\n"
    assert isinstance(await terminal.edit("local", "7", Piece("ba")), Refused)
    assert isinstance(await terminal.delete("local", "7"), Refused)
    assert terminal.capabilities.buttons == 0


async def test_a_terminal_that_is_gone_is_an_outcome_not_an_error() -> None:
    screen = io.StringIO()
    screen.close()
    outcome = await Terminal(io.StringIO(), screen).send("local", Piece("một"), 7)
    assert isinstance(outcome, Unknown)


async def test_stopping_does_not_wait_for_a_line_that_nobody_writes() -> None:
    reader, writer = os.pipe()
    taken: list[Incoming] = []
    heard = asyncio.Event()

    async def receive(incoming: Incoming) -> None:
        taken.append(incoming)
        heard.set()

    with os.fdopen(reader, encoding="utf-8") as keyboard:
        terminal = Terminal(keyboard, io.StringIO())
        await terminal.start(receive)
        os.write(writer, b"mot\n")
        async with asyncio.timeout(10):
            await heard.wait()
            await terminal.stop()
        os.write(writer, b"hai\n")
        os.close(writer)
        # The thread that reads comes to the end of the input before the keyboard is taken away.
        await until(lambda: terminal._lines.qsize() == 2)
    assert [one.content for one in taken] == [Words("mot")]


async def test_a_terminal_that_was_never_opened_is_finished() -> None:
    terminal = Terminal(io.StringIO(), io.StringIO())
    await terminal.finished()
    await terminal.stop()


def test_a_program_that_has_ended_is_not_disturbed_by_a_late_line() -> None:
    terminal = Terminal(io.StringIO("quá muộn\n"), io.StringIO())
    loop = asyncio.new_event_loop()
    loop.close()
    terminal._listen(loop)
    with pytest.raises(asyncio.QueueEmpty):
        terminal._lines.get_nowait()


async def test_the_path_of_a_file_is_that_file(tmp_path: Path) -> None:
    paper = tmp_path / "thư mời.pdf"
    paper.write_bytes(b"%PDF-")
    (tmp_path / "menu").write_bytes(b"")
    taken: list[Incoming] = []

    async def receive(incoming: Incoming) -> None:
        taken.append(incoming)

    words = [
        str(tmp_path),
        "\x00",
        str(tmp_path / "menu"),
        str(tmp_path / "none.pdf"),
        "~nobody/a.b",
    ]
    await session("\n".join([str(paper), f"'{paper}'", *words]), receive)
    sent = Document(str(paper), "thư mời.pdf")
    assert [one.content for one in taken] == [sent, sent, *map(Words, words)]


async def test_a_file_of_this_machine_is_read_up_to_its_limit(tmp_path: Path) -> None:
    paper = tmp_path / "thư.pdf"
    paper.write_bytes(b"%PDF-")
    terminal = Terminal(io.StringIO(), io.StringIO())
    assert await terminal.fetch(str(paper), 5) == b"%PDF-"
    assert await terminal.fetch(str(paper), 4) == NotTaken("big", 4)
    assert await terminal.fetch(str(tmp_path / "none.pdf"), 4) == NotTaken("lost")
    assert await terminal.fetch("/dev/zero", 4) == NotTaken("big", 4)
