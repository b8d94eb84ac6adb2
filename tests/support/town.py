"""A small running town for tests: the real dispatch, sender and store; a channel that records.

async with Town(store) as town:
    await town.says("xin chào")
    assert "Khéo" in town.last.text
"""

from __future__ import annotations

import asyncio
import itertools
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Self

from sqlalchemy import select

from bot.channels.base import Capabilities, Outcome, Piece, Receive, Sent
from bot.dispatch import Dispatch
from bot.intake import Intake
from bot.lookups import House
from bot.ports import Commune, Danger, Finding, Guide, Source, Step
from bot.talk.flow import Flow
from bot.talk.message import Address, Content, Incoming, NotTaken, Pressed, Words
from bot.talk.press import decode
from content.answers.approved import PlainWords
from content.answers.command import command
from content.answers.emergency import emergency
from content.library import load
from delivery.sender import Sender
from handlers import FLOWS
from store.engine import Store
from store.outbox import OPEN_STATES, outbox

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
_ids = itertools.count(1)
CAPABILITIES = Capabilities(
    channel="test",
    buttons=20,
    label_limit=60,
    text_limit=4096,
    caption_limit=1024,
    unit="utf16",
    photo="upload",
    voice="upload",
    document="upload",
    file="attached",
    groups=True,
)


@dataclass
class Clock:
    """A clock that the test moves."""

    at: datetime = NOW

    def __call__(self) -> datetime:
        return self.at

    def goes(self, **by: float) -> None:
        """Let time pass."""
        self.at += timedelta(**by)


@dataclass
class RecordingChannel:
    """Keeps what it is given to send; ``outcomes`` are used up first, then all is sent."""

    capabilities: Capabilities = CAPABILITIES
    sent: list[tuple[str, Piece]] = field(default_factory=list)
    outcomes: deque[Outcome | BaseException] = field(default_factory=deque)
    before: Callable[[], object] = lambda: None
    attempts: int = 0
    files: dict[str, bytes | NotTaken] = field(default_factory=dict)

    async def start(self, receive: Receive) -> None:
        """Nothing comes in by itself."""

    async def stop(self) -> None:
        """Nothing to let go of."""

    async def send(self, chat: str, piece: Piece, row: int) -> Outcome:
        """Record the piece, unless an outcome was laid ready."""
        self.attempts += 1
        self.before()
        await asyncio.sleep(0)
        outcome = self.outcomes.popleft() if self.outcomes else Sent(str(len(self.sent) + 1))
        if isinstance(outcome, BaseException):
            raise outcome
        if isinstance(outcome, Sent):
            self.sent.append((chat, piece))
        return outcome

    async def fetch(self, ref: str, limit: int) -> bytes | NotTaken:
        """The file that was laid ready under ``ref``."""
        return self.files.get(ref, NotTaken("lost"))


@dataclass(frozen=True)
class FixedAnswers(PlainWords):
    """Finds what it was told to find, and nothing else."""

    known: dict[str, Finding] = field(default_factory=dict)

    def find(self, text: str, last: str = "") -> Finding:
        """The finding laid down for ``text``."""
        return self.known.get(text, Finding("", (), 0.0))

    def danger(self, text: str) -> Danger:
        """What the signs alone say of ``text``."""
        return Danger(emergency(text))

    def command(self, text: str) -> str:
        """The command that the whole of ``text`` is."""
        return command(text)

    def renewed(self, guides: Sequence[Guide]) -> FixedAnswers:
        """The same: what guides say does not change what was laid down."""
        return self


class Town:
    """One process of Khéo around ``store``, with people who write to it."""

    def __init__(
        self,
        store: Store,
        *,
        flows: Sequence[Flow] = FLOWS,
        answers: FixedAnswers | None = None,
        clock: Clock | None = None,
        channel: RecordingChannel | None = None,
        alone: bool = True,
        owner: str = "town",
    ) -> None:
        self.store = store
        self.clock = clock or Clock()
        self.channel = channel or RecordingChannel()
        name = self.channel.capabilities.channel
        self.sender = Sender(store, {name: self.channel}, self.clock, owner=owner, alone=alone)
        self.house = House(
            load(),
            answers or FixedAnswers(),
            lambda: "token",
            lambda c, p: f"https://{c}/{p}",
            {name: self.channel.capabilities},
        )
        self.dispatch = Dispatch(
            store,
            self.sender,
            self.house,
            flows,
            {name: self.channel.capabilities},
            self.clock,
            Intake(store, {name: self.channel}),
        )

    async def __aenter__(self) -> Self:
        await self.sender.start()
        return self

    async def __aexit__(self, *_exc: object) -> None:
        await self.sender.stop()

    def event(
        self,
        content: Content,
        who: str = "100",
        *,
        id: str = "",
        group: bool = False,
        sender: str = "",
    ) -> Incoming:
        """An event from one person (or in one group, by ``sender``)."""
        address, number = Address(self.channel.capabilities.channel, who), id or f"e{next(_ids)}"
        by = sender or who
        return Incoming(address, number, self.clock(), content, group=group, sender=by)

    async def gets(self, content: Content, who: str = "100", **more: object) -> None:
        """Hand one event in and wait until all that it causes has gone out."""
        await self.dispatch.receive(self.event(content, who, **more))  # type: ignore[arg-type]
        await self.quiet()

    async def says(self, text: str, who: str = "100") -> None:
        """Somebody writes."""
        await self.gets(Words(text), who)

    async def presses(self, label: str, who: str = "100") -> None:
        """Somebody presses the newest button that carries ``label``."""
        for chat, piece in reversed(self.channel.sent):
            for row in piece.keys:
                for key in row:
                    if chat == who and label in key.label:
                        press = decode(key.data)
                        self.clock.goes(seconds=5)
                        await self.gets(Pressed(press), who)
                        return
        raise AssertionError(f"no button {label!r} on the screen of {who}: {self.screen(who)}")

    async def quiet(self) -> None:
        """Wait until nothing is on its way (rows that wait for a later time do not count)."""
        for _turn in range(400):
            rows = await self.store.run(
                lambda c: c.execute(
                    select(outbox.c.state).where(outbox.c.state.in_(OPEN_STATES[:2]))
                ).all()
            )
            if not rows and not self.sender.busy:
                return
            self.sender.wake()
            await asyncio.sleep(0.005)
        raise AssertionError("the outbox does not come to rest")

    async def quiet_of_ours(self) -> None:
        """Let the sender look once more; rows leased by others may stay."""
        for _turn in range(5):
            self.sender.wake()
            await asyncio.sleep(0.005)

    async def quiet_after_waiting(self) -> None:
        """Like ``quiet``, when rows that waited have become due by now."""
        for _turn in range(400):
            rows = await self.store.run(
                lambda c: c.execute(
                    select(outbox.c.id).where(
                        outbox.c.state.in_(OPEN_STATES),
                        (outbox.c.next_at.is_(None)) | (outbox.c.next_at <= self.clock()),
                    )
                ).all()
            )
            if not rows and not self.sender.busy:
                return
            self.sender.wake()
            await asyncio.sleep(0.005)
        raise AssertionError("rows that are due stay in the outbox")

    def said(self, who: str = "100") -> list[Piece]:
        """All that ``who`` has been sent."""
        return [piece for chat, piece in self.channel.sent if chat == who]

    @property
    def last(self) -> Piece:
        """The newest piece sent to anybody."""
        return self.channel.sent[-1][1]

    def screen(self, who: str = "100") -> list[str]:
        """The labels of the newest message to ``who``."""
        pieces = self.said(who)
        return [key.label for row in pieces[-1].keys for key in row] if pieces else []


def small_guide(id: str = "small", *steps: Step) -> Guide:
    """A guide of a few steps for tests."""
    return Guide(
        id=id,
        language="vi",
        title="Việc nhỏ",
        summary="Một việc nhỏ.",
        steps=steps or (Step("mot", "Bước một", "Làm một."), Step("hai", "Bước hai", "Làm hai.")),
        sources=(Source("nguồn"),),
        reviewed_on=date(2026, 11, 1),
        review_by=date(2027, 1, 1),
        owner="xã",
        shelf="vneid",
    )


def demo_commune(**changes: object) -> Commune:
    """A commune for tests."""
    base = Commune("Xã Mẫu", "Tỉnh Mẫu", "UBND xã Mẫu", (), demo=True)
    return replace(base, **changes)  # type: ignore[arg-type]
