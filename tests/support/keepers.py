"""A hall whose police keeps the guides about VNeID, and corrects them in its chat."""

from __future__ import annotations

from typing import Self

from bot.talk.message import Begin, Pressed
from store import cadres, chats
from tests.support.hall import Hall

POLICE = "4"


class Keepers(Hall):
    """The hall with the police in it: keeper of some guides, and second person for others."""

    async def __aenter__(self) -> Self:
        await super().__aenter__()
        name = self.channel.capabilities.channel
        cadre = self.cadre("demo-police")

        def seat(connection) -> None:
            met, _new = chats.meet(connection, name, POLICE, False, self.clock())
            cadres.link(connection, cadre, met.id, self.clock())

        self.do(seat)
        return self

    async def corrects(
        self,
        old: str,
        new: str,
        *,
        who: str = POLICE,
        guide: str = "vneid-activate",
        language: str = "Tiếng Việt",
        step: str = "Xem tin nhắn báo duyệt",
        advice: str = "Lời của bước",
    ) -> None:
        """Up to the last look at what is different."""
        await self.gets(Pressed(Begin("correct", guide)), who)
        for label in (language, step, advice, old[:20]):
            if label:
                await self.chooses(label, who)
        await self.says(new, who)

    async def hands_in(self, why: str = "Có quy định mới", who: str = POLICE) -> None:
        """After that: right so, and why."""
        await self.presses("nộp để duyệt", who)
        await self.says(why, who)

    async def chooses(self, label: str, who: str) -> None:
        """Press what is on the screen, or write it where it is a numbered line; nothing else."""
        if any(label in shown for shown in self.labels(who)):
            await self.presses(label, who)
            return
        lines = self.text(who).split("\n")
        found = [line.split(". ", 1)[1] for line in lines if f". {label}" in line]
        if found:
            await self.says(found[0], who)
