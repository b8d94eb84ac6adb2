"""The doctor's probes at work on loopback."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web

from bot.probes import RealProbes
from bot.settings import Settings
from tests.support.telegram.server import Server

PROBES = RealProbes()


class Site:
    """A small web server whose answers the test decides."""

    def __init__(self) -> None:
        self.body: object = {"database": True}
        self.date = ""
        self.port = 0

    async def answer(self, _request: web.Request) -> web.Response:
        headers = {"Date": self.date} if self.date else {}
        if isinstance(self.body, str):
            return web.Response(text=self.body, headers=headers)
        return web.json_response(self.body, headers=headers)


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    found = Site()
    app = web.Application()
    app.router.add_get("/{path:.*}", found.answer)
    runner = web.AppRunner(app)
    await runner.setup()
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    found.port = listener.getsockname()[1]
    await web.SockSite(runner, listener).start()
    yield found
    await runner.cleanup()


def _unused() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
        return port


def test_the_clock_and_the_disk_are_this_machines(tmp_path: Path) -> None:
    assert abs(PROBES.now() - datetime.now(UTC)) < timedelta(seconds=5)
    assert PROBES.free_bytes(tmp_path) > 0


async def test_a_port_that_nobody_has_is_free() -> None:
    assert await PROBES.port("127.0.0.1", _unused()) == "free"
    assert await PROBES.port("127.0.0.1", 0) == "free"


async def test_a_port_that_answers_as_khéo_does_is_ours(site: Site) -> None:
    assert await PROBES.port("127.0.0.1", site.port) == "ours"
    assert await PROBES.port("0.0.0.0", site.port) == "ours"


@pytest.mark.parametrize("body", ["It works!", {"status": "ok"}, ["database"]])
async def test_a_port_of_another_program_is_not(site: Site, body: object) -> None:
    site.body = body
    assert await PROBES.port("127.0.0.1", site.port) == "other"


async def test_a_port_that_is_held_without_an_answer_or_an_address_not_of_this_machine() -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        assert await PROBES.port("127.0.0.1", held.getsockname()[1]) == "other"
    assert await PROBES.port("::2", _unused()) == "other"


async def test_a_far_clock_is_read_from_the_date_of_an_answer(site: Site) -> None:
    site.date = "Sat, 21 Nov 2026 02:00:00 GMT"
    url = f"http://127.0.0.1:{site.port}"
    assert await PROBES.far_clock(url) == datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
    site.date = "yesterday"
    assert await PROBES.far_clock(url) is None
    assert await PROBES.far_clock(f"http://127.0.0.1:{_unused()}") is None


async def test_telegram_says_who_the_bot_is() -> None:
    async with Server() as server:
        bot = server.bot()
        settings = Settings("sqlite:///x", "s" * 32, bot.token, str(server.url))
        seen = await PROBES.telegram(settings)
        assert (seen.kind, seen.webhook, seen.pending) == ("running", "", 0)
        assert seen.username
        wrong = Settings("sqlite:///x", "s" * 32, "1:wrong", str(server.url))
        assert (await PROBES.telegram(wrong)).kind == "token"
    gone = Settings("sqlite:///x", "s" * 32, "1:a", f"http://127.0.0.1:{_unused()}")
    assert (await PROBES.telegram(gone)).kind == "unreachable"


async def test_who_takes_the_connection_and_never_answers_is_waited_for_only_so_long() -> None:
    probes = RealProbes(timedelta(milliseconds=100))
    with socket.create_server(("127.0.0.1", 0)) as silent:  # the kernel accepts, nobody reads
        port = silent.getsockname()[1]
        settings = Settings("sqlite:///x", "s" * 32, "1:a", f"http://127.0.0.1:{port}")
        async with asyncio.timeout(10):  # Telegram's own line waits 30 seconds for each answer
            assert await probes.far_clock(settings.telegram_api) is None
            assert await probes.port("127.0.0.1", port) == "other"
            seen = await probes.telegram(settings)
    assert (seen.kind, seen.why) == ("unreachable", "đã hỏi mà 0,1 giây không trả lời")


def test_the_content_is_looked_through_with_the_communes_own_folder(tmp_path: Path) -> None:
    (tmp_path / "guides" / "broken").mkdir(parents=True)
    (tmp_path / "guides" / "broken" / "vi.md").write_text("no front matter", "utf-8")
    now = datetime(2026, 11, 21, tzinfo=UTC)
    assert any("broken" in line for line in PROBES.content(tmp_path, now))
    assert not any("broken" in line for line in PROBES.content(None, now))


def test_a_program_of_the_machine_is_found_and_another_is_not() -> None:
    assert RealProbes().program("sh")
    assert not RealProbes().program("no-such-program-of-kheo")
