"""A hall whose police keeps the guides about VNeID, and corrects them in its chat."""

from __future__ import annotations

from dataclasses import replace
from typing import Self

from bot.channels.webchat.capabilities import CAPABILITIES as WEB
from bot.talk.message import Begin, Pressed
from store import cadres, chats
from tests.support.hall import Hall

POLICE = "4"
#: Numbers only, 2,000 characters: the least that a channel of facts/zalo-vietqr.md can carry.
NARROW = replace(
    WEB, channel="narrow", buttons=0, text_limit=2000, caption_limit=2000, photo="no", voice="no"
)


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

    async def corrects(self, old: str, new: str, *, who: str = POLICE, **where: str) -> None:
        """From the guide about VNeID up to the last look at what is different."""
        await self.gets(Pressed(Begin("correct", "vneid-activate")), who)
        await self.finds(old, new, who=who, **where)

    async def finds(
        self,
        old: str,
        new: str,
        *,
        who: str = POLICE,
        language: str = "Bản tiếng Việt",
        step: str = "Xem tin nhắn báo duyệt",
        advice: str = "",
    ) -> None:
        """In a guide: its language, the step, the sentence that begins so; then the new words."""
        if advice == "" and step not in ("Trang đầu",):
            advice = "Lời của bước"
        for label in (language, step, advice, old[:20]):
            if label:
                await self.chooses(label, who)
        await self.says(new, who)

    async def walks(self, who: str) -> None:
        """Somebody opens the guide about VNeID at its first step."""
        await self.gets(Pressed(Begin("guide", "vneid-activate")), who)
        await self.chooses("Xem từng bước", who)

    async def hands_in(self, why: str = "Có quy định mới", who: str = POLICE) -> None:
        """After that: right so, and why."""
        await self.chooses("✅ Đúng rồi, nộp", who)
        await self.says(why, who)

    async def chooses(self, label: str, who: str) -> None:
        """Press what is on the screen, or write it where it is a numbered line; nothing else."""
        if any(label in shown for shown in self.labels(who)):
            await self.presses(label, who)
            return
        lines = self.text(who).split("\n")
        found = [line.split(".")[0] for line in lines if label in line.partition(". ")[2]]
        if found:
            await self.says(found[0], who)
