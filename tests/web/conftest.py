"""Fixtures of the web tests: a house with the real server, and people at its page."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from typing import TypeAlias

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from store.engine import Store
from tests.support.chromium import NARROW, Person, chromium
from tests.support.guest import Guest
from tests.support.webhouse import House

Visit: TypeAlias = Callable[..., Awaitable[Guest]]
Arrive: TypeAlias = Callable[..., Awaitable[Person]]


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


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    """One Chromium for all tests of a file."""
    async with chromium() as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="module")
async def arrive(browser: Browser) -> AsyncIterator[Arrive]:
    """Lets one more person come, each with a phone of their own: 320 px wide, in Vietnamese."""
    async with AsyncExitStack() as stack:

        async def arrive(address: str, **changes: object) -> Person:
            phone: dict[str, object] = {"viewport": NARROW, "locale": "vi-VN"}
            context = await browser.new_context(**(phone | changes))  # type: ignore[arg-type]
            stack.push_async_callback(context.close)
            person = Person(await context.new_page())
            await person.opens(f"{address}/chat")
            return person

        yield arrive
