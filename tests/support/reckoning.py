"""The ports of the small tools for tests: the built-in figures and guides, ticks in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.ports_tools import Figure
from content.facts import Reckonable
from content.library import load
from handlers import FLOWS
from tests.support import commune
from tests.support.conversation import Chat

TODAY = date(2026, 11, 21)  # the day of the conversation harness, a Saturday
LIBRARY = load()


@dataclass
class Ticked:
    """The port Ticks over a dict of lists."""

    kept: dict[str, frozenset[str]] = field(default_factory=dict)

    def of(self, list: str) -> frozenset[str]:
        return self.kept.get(list, frozenset())

    def lists(self) -> Sequence[str]:
        return tuple(self.kept)


@dataclass
class Linked:
    """The port Links; ``base`` empty: no page is open to the world."""

    base: str = "https://xa.example.vn/chat?start=g_"

    def guide(self, id: str) -> str:
        return f"{self.base}{id}" if self.base else ""


@dataclass
class Bare:
    """The port Figures without some of them."""

    without: tuple[str, ...] = ()
    base: Reckonable = field(default_factory=lambda: Reckonable(LIBRARY.facts, "vi"))

    def get(self, key: str) -> Figure | None:
        return None if key in self.without else self.base.get(key)


def asks(name: str, argument: str = "", language: str = "vi", **ports: object) -> Chat:
    """A chat in which the tool ``name`` has just been opened."""
    base: dict[str, object] = {
        "figures": Reckonable(LIBRARY.facts, language),
        "guides": LIBRARY.reader(language, TODAY),
        "commune": commune.COMMUNE,
        "ticks": Ticked(),
        "links": Linked(),
    }
    chat = Chat(*FLOWS, ports=base | ports, language=language)
    chat.opens(name, argument)
    return chat
