"""The whole process: web chat, Telegram by polling and by webhook, stopped and started again."""

from __future__ import annotations

import asyncio
import io
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest
from sqlalchemy import func, select

from bot import demo
from bot.app import App, StoredIds, open_library, open_store
from bot.channels.terminal import Terminal
from bot.ports import Finding
from bot.settings import Settings
from bot.shelf import MediaFiles
from scheduler.clock import utc_now
from store.engine import Store
from store.outbox import outbox
from tests.support.telegram.server import Server
from tests.support.town import FixedAnswers

ANSWERS = FixedAnswers({"cai vneid": Finding("vneid-activate", ("vneid-activate",), 0.9)})


@asynccontextmanager
async def running(url: str, **more: str) -> AsyncIterator[App]:
    settings = Settings(url, "a secret of this test only", host="127.0.0.1", port=0, **more)
    store = open_store(settings)
    store.call(lambda c: demo.load(c, utc_now()))
    app = App(settings, store, open_library(settings), ANSWERS)
    await app.start()
    try:
        yield app
    finally:
        await app.stop()
        store.close()


async def says(http: aiohttp.ClientSession, app: App, text: str, after: int = 0) -> str:
    """What the page is given for ``text`` when it has seen ``after`` letters."""
    data = {"id": uuid.uuid4().hex, "text": text, "after": after}
    async with http.post(f"{app.address}/chat/say", json=data) as answer:
        assert answer.status == 200
        return await answer.text()


async def test_a_visitor_is_answered_on_the_web_and_again_after_a_restart(database_url: str):
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as http:
        async with running(database_url) as app:
            await http.get(app.address)
            assert "VNeID" in await says(http, app, "cai vneid")
            async with http.get(f"{app.address}/healthz") as health:
                assert await health.json() == {"database": True}
        async with running(database_url) as app:
            assert "Bước 1" in await says(http, app, "1", after=1)


async def test_health_tells_of_a_database_that_is_gone(sqlite_url: str):
    async with running(sqlite_url) as app, aiohttp.ClientSession() as http:
        app.store.close()
        app.store._jobs.put(None)

        async def gone(_work: object) -> object:
            raise ConnectionError

        app.store.run = gone  # type: ignore[method-assign, assignment]
        async with http.get(f"{app.address}/healthz") as health:
            assert (await health.json())["database"] is False
        app.store = open_store(app.settings)
        app.sender._store = app.store


@pytest.mark.timeout(60)
async def test_telegram_by_polling_from_the_deep_link_to_the_first_step(sqlite_url: str):
    async with Server() as server:
        bot = server.bot()
        async with running(sqlite_url, telegram_token=bot.token, telegram_api=server.url) as app:
            user = server.user(77)
            user.starts("h_MAU-01")
            question = await user.hears()
            assert "Thôn" in question.text
            user.presses(question, question.labels[0])
            notice = await user.hears()
            user.presses(notice, notice.labels[0])
            done = await user.hears()
            assert done.labels
            user.says("cai vneid")
            guide = await user.hears()
            user.presses(guide, guide.labels[0])
            assert "Bước 1" in (await user.hears()).text
            assert app.link("telegram", "h_X") == f"https://t.me/{bot.username}?start=h_X"
        assert app.telegram.state.kind == "stopped"


@pytest.mark.timeout(60)
async def test_telegram_by_webhook(sqlite_url: str):
    async with Server() as server:
        bot = server.bot()
        async with running(
            sqlite_url,
            telegram_token=bot.token,
            telegram_api=server.url,
            public_url="http://127.0.0.1:9",
        ) as app:
            await server.until(lambda: app.telegram.state.kind == "running")
            update = (
                b'{"update_id":5,"message":{"message_id":1,"date":1,"chat":{"id":77,"type":"private",'
                b'"first_name":"An"},"from":{"id":77,"is_bot":false,"first_name":"An"},"text":"/help"}}'
            )
            server.user(77).starts()
            hook = f"{app.address}/telegram/webhook"
            header = "X-Telegram-Bot-Api-Secret-Token"
            async with aiohttp.ClientSession() as http:
                for secret, status in (("wrong", 401), (app.telegram.secret, 200)):
                    async with http.post(hook, data=update, headers={header: secret}) as answer:
                        assert answer.status == status
            assert "Khéo" in (await server.user(77).hears()).text


async def test_a_terminal_beside_a_running_house_takes_nothing_from_it(sqlite_url: str):
    async with running(sqlite_url) as app:
        settings = app.settings
        words, said = io.StringIO("cai vneid\n1\n"), io.StringIO()
        terminal = Terminal(words, said)
        store = open_store(settings)
        beside = App(
            settings, store, open_library(settings), ANSWERS, extra=(terminal,), serve=False
        )
        await beside.start()
        await terminal.finished()
        await beside.sender.idle()
        await beside.stop()
        store.close()
        assert "Bước 1" in said.getvalue()
        states = await app.store.run(
            lambda c: dict(
                c.execute(select(outbox.c.state, func.count()).group_by(outbox.c.state)).all()
            )
        )
        assert set(states) == {"sent"}


async def test_what_a_platform_has_got_is_remembered_and_files_are_read(sqlite_store: Store):
    ids = StoredIds(sqlite_store)
    assert await ids.get("a") is None
    await ids.put("a", "file-1")
    await ids.put("a", "file-2")
    assert await ids.get("a") == "file-2"
    library = open_library(Settings("sqlite:///x.db", "secret of a test"))
    files = MediaFiles(lambda: library, sqlite_store)
    path = next(iter(library.media))
    assert await files.read(path)
    assert len(await files.digest(path)) == 32
    for asked in ("nothing/there.png", f"kept/{'0' * 32}.jpg"):
        with pytest.raises(LookupError):
            await files.read(asked)
    await asyncio.sleep(0)
