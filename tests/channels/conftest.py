"""Fixtures of the channel tests: a Telegram stand-in, a bot on it, and clients for that bot."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest

from tests.support.telegram.clients import Aiogram, Client, Ptb
from tests.support.telegram.server import Server
from tests.support.telegram.world import Bot as Account

Refused = Callable[[Awaitable[Any]], Awaitable[tuple[str, str, int]]]


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    """A stand-in of the test's own."""
    async with Server() as server:
        yield server


@pytest.fixture
def account(server: Server) -> Account:
    """A bot on it."""
    return server.bot()


@pytest.fixture(params=[Aiogram, Ptb], ids=["aiogram", "ptb"])
async def client(
    request: pytest.FixtureRequest, server: Server, account: Account
) -> AsyncIterator[Client]:
    """One of the two clients for it."""
    client = request.param(account.token, server.url)
    await client.me()
    yield client
    await client.close()


@pytest.fixture
def refused(client: Client) -> Refused:
    """How a call is refused: the kind, the words, the number that comes with them."""

    async def refused(call: Awaitable[Any]) -> tuple[str, str, int]:
        try:
            await call
        except Exception as error:
            return client.error(error)
        raise AssertionError("accepted")

    return refused
