"""The ports of one turn, built by name and only when a conversation names them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from bot import locale
from bot.channels.base import Capabilities
from bot.lookups_announcements import StoredAnnouncements
from bot.lookups_corrections import StoredCorrections, StoredReadings, carriers_of
from bot.lookups_questions import StoredQuestions
from bot.ports import Answers, Commune, Me
from content.answers.approved import Approved
from content.check_words import Carrier
from content.facts import Reckonable
from content.library import Library, Reader
from content.overlay import Overlaid
from store import people, places
from store.chats import Chat
from store.offices import StoredOffices
from store.papers import StoredTicks


@dataclass(frozen=True, slots=True)
class House:
    """What is the same for everybody: what Khéo knows, and the addresses it hands out.

    ``token`` makes an unguessable word. ``link(channel, payload)`` is the address that opens a
    private chat with ``/start payload``, empty where the channel has none. ``capabilities``:
    what the channels that are open can carry. ``content``: what has been corrected, if anything.
    """

    library: Library
    answers: Answers
    token: Callable[[], str]
    link: Callable[[str, str], str]
    capabilities: Mapping[str, Capabilities] = field(default_factory=dict)
    content: Overlaid | None = None
    approved: Approved = field(default_factory=Approved)

    @property
    def carriers(self) -> tuple[Carrier, ...]:
        """What a guide has to fit: the channels that are open, and the narrowest that may come."""
        return carriers_of(self.capabilities.values())

    @property
    def commune(self) -> Commune:
        """The commune that runs this bot."""
        return self.library.commune


@dataclass(frozen=True, slots=True)
class WebLinks:
    """Addresses in the web chat, where nobody needs an account (the port ``links``)."""

    link: Callable[[str, str], str]

    def guide(self, id: str) -> str:
        """The address that opens a guide."""
        return self.link("webchat", f"g_{id}")


class Lookups(Mapping[str, object]):
    """Port name → port, for one chat at one moment, inside its transaction."""

    def __init__(self, house: House, connection: Connection, chat: Chat, now: datetime) -> None:
        self._house = house
        self._connection = connection
        self._chat = chat
        self._now = now
        self._made: dict[str, object] = {}
        self._makers: dict[str, Callable[[], object]] = {
            "me": self._me,
            "places": lambda: places.StoredPlaces(connection, self.today),
            "guides": lambda: Reader(house.library, locale.current().code, self.today),
            "commune": lambda: house.commune,
            "answers": lambda: house.answers,
            "announcements": lambda: StoredAnnouncements(
                connection,
                self.me.cadre,
                house.capabilities,
                now,
                house.commune.quiet,
                chat.channel,
            ),
            "corrections": lambda: StoredCorrections(
                connection, self._content, self.me.cadre, self.today, house.carriers
            ),
            "readings": lambda: StoredReadings(
                connection, self._content, self.me.cadre, house.capabilities.get(chat.channel)
            ),
            "figures": lambda: Reckonable(house.library.facts, locale.current().code),
            "ticks": lambda: StoredTicks(connection, chat.id),
            "links": lambda: WebLinks(house.link),
            "questions": lambda: StoredQuestions(connection, chat.id, self.me, now),
            "offices": lambda: StoredOffices(connection, self.me.cadre, now),
            "languages": lambda: tuple(
                (language.code, language.name) for language in locale.languages().values()
            ),
        }

    def __getitem__(self, name: str) -> object:
        if name not in self._made:
            self._made[name] = self._makers[name]()
        return self._made[name]

    def __iter__(self) -> Any:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)

    @property
    def _content(self) -> Overlaid:
        return self._house.content or Overlaid(self._house.library)

    @property
    def today(self) -> date:
        """The date on the clock of Vietnam."""
        return self._now.astimezone(locale.ZONE).date()

    @property
    def me(self) -> Me:
        """The person in the chat."""
        me = self["me"]
        assert isinstance(me, Me)
        return me

    @property
    def guides(self) -> Reader:
        """The library in the reader's language."""
        guides = self["guides"]
        assert isinstance(guides, Reader)
        return guides

    @property
    def figures(self) -> Reckonable:
        """The figures that can be reckoned with."""
        figures = self["figures"]
        assert isinstance(figures, Reckonable)
        return figures

    @property
    def places(self) -> places.StoredPlaces:
        """The place tree."""
        found = self["places"]
        assert isinstance(found, places.StoredPlaces)
        return found

    def _me(self) -> Me:
        return people.person(self._connection, self._chat, locale.current().code, self.today)
