"""A real Chromium, and a person who holds an old phone with it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Browser, BrowserContext, Locator, Page, async_playwright, expect

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
#: Long enough for a machine that is busy with something else; nothing waits that long in peace.
PATIENCE = 40_000
#: The smallest phone that is still sold, and what a finger can hit (WCAG 2.2, 2.5.5: 44 px).
NARROW = {"width": 320, "height": 568}
FINGER = 44

# Everything that can be tapped and is seen, but too small; an address inside a sentence is excused
# (WCAG 2.2, 2.5.8: inline).
_SMALL = """least => Array.from(document.querySelectorAll('button, a, textarea, audio'))
  .filter(one => one.offsetParent !== null && !one.classList.contains('skip')
    && !(one.closest('.text') && one.protocol !== 'tel:'))
  .filter(one => { const box = one.getBoundingClientRect();
    return box.width < least - 0.5 || box.height < least - 0.5; })
  .map(one => one.outerHTML.slice(0, 90))"""
_WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """The browser of one test module."""
    expect.set_options(timeout=PATIENCE)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=list(FLAGS)
        )
        yield browser
        await browser.close()


class Person:
    """Somebody at the page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.set_default_timeout(PATIENCE)
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.own = page.locator(".own .text")
        self.fate = page.locator(".own .fate")
        self.letters = page.locator(".bot .text")
        self.box = page.locator("#text")

    @property
    def context(self) -> BrowserContext:
        """The phone: what it remembers, and its network."""
        return self.page.context

    async def opens(self, address: str) -> None:
        """Open the page."""
        await self.page.goto(address)

    async def writes(self, text: str) -> None:
        """Write and send, without waiting for anything."""
        await self.box.fill(text)
        await self.page.locator(".go").click()

    async def says(self, text: str) -> str:
        """Write, send, and wait for the answer; returns it."""
        await self.writes(text)
        return await self.answered()

    def button(self, label: str) -> Locator:
        """The button of the newest choice that carries ``label``, exactly or with an icon."""
        named = re.compile(rf"^\W*{re.escape(label)}$")
        return self.page.locator(".now button").filter(has_text=named).last

    async def presses(self, label: str) -> str:
        """Press a button, and wait for the answer; returns it."""
        await self.button(label).click()
        return await self.answered()

    async def answered(self) -> str:
        """Wait until the last thing in the log is an answer; returns its words."""
        last = self.page.locator("#log > .msg").last
        await expect(last).to_have_class(re.compile(r"\bbot\b"))
        await expect(self.page.locator("#typing")).to_be_hidden()
        return unicodedata.normalize("NFC", await last.locator(".text").inner_text())

    async def fits(self) -> None:
        """Nothing is wider than the screen, and everything can be hit with a finger."""
        wider = await self.page.evaluate(_WIDER)
        small = await self.page.evaluate(_SMALL, FINGER)
        assert (wider <= 0, small, self.errors) == (True, [], []), (wider, small, self.errors)
