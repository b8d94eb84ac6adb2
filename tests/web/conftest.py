"""Fixtures of the web tests: a house with the real server, and people at its page."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from typing import TypeAlias

import pytest

from store.engine import Store
from tests.support.guest import Guest
from tests.support.webhouse import House

Visit: TypeAlias = Callable[..., Awaitable[Guest]]


@pytest.fixture
async def house(sqlite_store: Store) -> House:
    """A house that takes messages in."""
    house = House(sqlite_store)
    await house.webchat.start(house.receive)
    return house


@pytest.fixture
async def visit(house: House) -> AsyncIterator[Visit]:
    """Lets one more person in, with changes to the site where a test wants them."""
    async with AsyncExitStack() as stack:

        async def visit(**changes: object) -> Guest:
            guest = Guest(house, **changes)
            await stack.enter_async_context(guest.client)
            return guest

        yield visit


@pytest.fixture
async def guest(visit: Visit) -> Guest:
    """Somebody at the page."""
    return await visit()
