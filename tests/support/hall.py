"""The commune's hall for tests: an office whose cadres have chats of their own and write in them.

async with Hall(store, 96) as hall:
    await hall.writes(FRONT, to="1, 3", text="Mời bà con họp")
    await hall.presses("✅ Gửi", FRONT)
"""

from __future__ import annotations

from typing import Self

from sqlalchemy import Connection

from bot.talk.message import Content
from store import cadres, chats
from tests.support.office import Office

FRONT, CHAIR, HEAD, RESIDENT = "1", "2", "3", "1000"
SEATS = (("demo-front", FRONT), ("demo-chairman", CHAIR), ("demo-head-1", HEAD))


class Hall(Office):
    """Its residents have the chats 1000 and up, four to a household, households round the hamlets
    by name: Bản Đồi Chè first."""

    async def __aenter__(self) -> Self:
        await super().__aenter__()
        self.do(self._seat)
        return self

    def _seat(self, connection: Connection) -> None:
        name = self.channel.capabilities.channel
        for handle, chat in SEATS:
            met, _new = chats.meet(connection, name, chat, False, self.clock())
            cadre = cadres.by_handle(connection, handle)
            assert cadre is not None
            cadres.link(connection, cadre.id, met.id, self.clock())

    async def says(self, text: str, who: str) -> None:
        """Somebody writes."""
        await self.town.says(text, who)

    async def presses(self, label: str, who: str) -> None:
        """Somebody presses the newest button that carries ``label``."""
        await self.town.presses(label, who)

    async def gets(self, content: Content, who: str, *, group: bool = False) -> None:
        """Any event."""
        await self.town.gets(content, who, group=group)

    def text(self, who: str) -> str:
        """The newest message to somebody."""
        return self.town.said(who)[-1].text

    def texts(self, who: str) -> str:
        """All that somebody has been sent."""
        return "\n\n".join(piece.text for piece in self.town.said(who))

    def labels(self, who: str) -> list[str]:
        """The buttons of the newest message to somebody."""
        return self.town.screen(who)

    async def writes(
        self,
        who: str = FRONT,
        *,
        to: str = "1, 3",
        text: str = "Mời bà con họp",
        kind: str = "Mời họp",
        ack: str = "Đã rõ",
        when: str = "",
    ) -> None:
        """An announcement up to the last look at it."""
        await self.says("/announce", who)
        if to:
            await self.presses("Một hay nhiều thôn", who)
            await self.says(to, who)
        elif who != HEAD:
            await self.presses("Cả xã", who)
        await self.says(text, who)
        await self.presses(kind, who)
        await self.presses(ack, who)
        if when:
            await self.says(when, who)
        else:
            await self.presses("Gửi ngay", who)
