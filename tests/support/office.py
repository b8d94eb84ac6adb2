"""An office of a commune for tests: residents on a channel, cadres who announce, the bulk lane.

async with Office(store) as office:
    number = office.announces("Mời bà con họp lúc 19 giờ")
    await office.rests()
    assert office.counts(number) == {("sent", ""): 40}
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any, Self

from sqlalchemy import Connection, select

from bot import demo
from bot.channels.base import Capabilities, Outcome, Piece
from delivery import announcement as drafts
from delivery import approval
from delivery.bulk import Bulk
from store import announcements, announcements_runs, cadres
from store.announcements import Audience, Wording
from store.chats import chats
from store.engine import Store
from store.outbox import attempts, outbox
from store.places import places
from tests.support.town import CAPABILITIES, Clock, FixedAnswers, RecordingChannel, Town

#: The chats of the forty residents that an office has when it is told nothing else.
EVERYBODY = [str(number) for number in range(1000, 1040)]
EDITS = replace(CAPABILITIES, edit=True, delete=True)


class SlowChannel(RecordingChannel):
    """Holds every call until the gate is opened; ``under`` is how many are under way."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = asyncio.Event()
        self.under = self.most = 0

    async def send(self, chat: str, piece: Piece, row: int) -> Outcome:
        self.under += 1
        self.most = max(self.most, self.under)
        await self.gate.wait()
        self.under -= 1
        return await super().send(chat, piece, row)


class Office:
    """One process with ``people`` residents on the test channel, chat ids 1000 and up."""

    def __init__(
        self,
        store: Store,
        people: int = 40,
        *,
        channel: RecordingChannel | None = None,
        clock: Clock | None = None,
        owner: str = "office",
        alone: bool = True,
        answers: FixedAnswers | None = None,
    ) -> None:
        self.store = store
        self.town = Town(
            store, answers=answers, channel=channel, clock=clock, owner=owner, alone=alone
        )
        self.clock = self.town.clock
        self.channel = self.town.channel
        name = self.channel.capabilities.channel
        self.bulk = Bulk(store, {name: self.channel}, self.clock, owner=owner)
        self._people = people

    async def __aenter__(self) -> Self:
        self.store.call(self._fill)
        await self.town.sender.start()
        await self.bulk.start()
        return self

    async def __aexit__(self, *_exc: object) -> None:
        await self.bulk.stop()
        await self.town.sender.stop()

    @property
    def can(self) -> dict[str, Capabilities]:
        """What its channel can carry."""
        return {self.channel.capabilities.channel: self.channel.capabilities}

    def _fill(self, connection: Connection) -> None:
        now = self.clock()
        demo.load(connection, now)
        name = self.channel.capabilities.channel
        demo.residents(connection, self._people, name, 1000, now)

    def cadre(self, handle: str) -> int:
        """The number of a cadre of the demonstration."""
        found = self.do(lambda c: cadres.by_handle(c, handle))
        assert found is not None
        return int(found.id)

    def sits(self, chat: str = "500", handle: str = "demo-front") -> None:
        """A cadre is in that chat."""
        cadre = self.cadre(handle)

        def work(c: Connection) -> None:
            now = self.clock()
            row = {"chat": chat, "is_group": False, "created_at": now, "seen_at": now, "screen": []}
            name = self.channel.capabilities.channel
            made = c.execute(chats.insert().values(channel=name, **row).returning(chats.c.id))
            cadres.link(c, cadre, made.scalar_one(), now)

        self.do(work)

    def do(self, work: Callable[[Connection], Any]) -> Any:
        """Work in a transaction."""
        return self.store.call(work)

    def place(self, code: str) -> int:
        """The number of a place."""
        return int(
            self.do(
                lambda c: c.execute(select(places.c.id).where(places.c.code == code)).scalar_one()
            )
        )

    def composes(
        self,
        text: str = "Mời bà con họp",
        *,
        by: str = "demo-front",
        audience: Audience | None = None,
        kind: str = "information",
        ack: str = "",
        **more: Wording,
    ) -> int:
        """A draft."""
        author = self.cadre(by)

        def work(c: Connection) -> int:
            return drafts.compose(
                c,
                author=author,
                kind=kind,  # type: ignore[arg-type]
                audience=audience or Audience(),
                wordings={"vi": Wording(text), **more},
                ack=ack,  # type: ignore[arg-type]
                now=self.clock(),
            )

        return int(self.do(work))

    def announces(
        self,
        text: str = "Mời bà con họp",
        *,
        by: str = "demo-front",
        approver: str = "demo-chairman",
        at: datetime | None = None,
        rule: Any = None,
        **more: Any,
    ) -> int:
        """Compose, hand in, approve where that is needed, and begin what is due."""
        number = self.composes(text, by=by, **more)
        author, second = self.cadre(by), self.cadre(approver)

        def work(c: Connection) -> None:
            now = self.clock()
            drafts.plan(c, number, by=author, at=at, rule=rule, now=now)
            if drafts.submit(c, number, by=author, now=now) == "waiting":
                approval.approve(c, number, by=second, version=1, now=now)
            drafts.due(c, number, now)

        self.do(work)
        self.bulk.wake()
        return number

    async def rests(self, *, within: float = 20) -> None:
        """Wait until no run has anything to do by now."""
        async with asyncio.timeout(within):
            while True:
                going = self.do(announcements_runs.active)
                if not going and not self.bulk.busy:
                    break
                self.bulk.wake()
                await asyncio.sleep(0.01)
        await self.town.quiet()
        for _turn in range(400):  # the last figures follow the first, which may wait for an hour
            if not self.bulk.ending:
                break
            self.bulk.wake()
            await asyncio.sleep(0.005)
        await self.town.quiet()

    async def until(self, happened: Callable[[], bool], *, within: float = 20) -> None:
        """Wait until that is so."""
        async with asyncio.timeout(within):
            while not happened():
                self.bulk.wake()
                await asyncio.sleep(0.005)

    def counts(self, number: int) -> dict[tuple[str, str], int]:
        """(state, reason) → rows of all runs of an announcement, from the rows themselves."""

        def work(c: Connection) -> dict[tuple[str, str], int]:
            found: dict[tuple[str, str], int] = {}
            for run in announcements_runs.of(c, number, None):
                for state, reason, rows in announcements_runs.count(c, run.id):
                    found[state, reason] = found.get((state, reason), 0) + rows
            return found

        counted: dict[tuple[str, str], int] = self.do(work)
        return counted

    def state(self, number: int) -> str:
        """The state of an announcement."""
        found = self.do(lambda c: announcements.load(c, number))
        return str(found.state)

    def runs(self, number: int) -> list[announcements_runs.Run]:
        """Every run of an announcement."""
        return list(self.do(lambda c: announcements_runs.of(c, number, None)))

    def rows(self) -> list[Any]:
        """Every row of the outbox."""
        return list(self.do(lambda c: c.execute(select(outbox).order_by(outbox.c.id)).all()))

    def attempts(self) -> list[str]:
        """How every attempt ended."""
        return list(self.do(lambda c: c.execute(select(attempts.c.outcome)).scalars().all()))

    @property
    def heard(self) -> list[str]:
        """The chats that were sent something, in order."""
        return [chat for chat, _piece in self.channel.sent]
