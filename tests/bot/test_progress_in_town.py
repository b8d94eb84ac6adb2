"""The message that shows its author how an announcement is getting on leads to steering it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.channels.base import Capabilities, Later, Outcome, Piece, Sent
from store.announcements import Audience
from store.engine import Store
from tests.support.hall import FRONT, RESIDENT, Hall
from tests.support.office import EDITS
from tests.support.town import CAPABILITIES, RecordingChannel


class Halting(RecordingChannel):
    """Reaches the author always, and residents only while it is not ``down``."""

    def __init__(self, capabilities: Capabilities) -> None:
        super().__init__(capabilities)
        self.down = True
        self.edited: list[Piece] = []

    async def send(self, chat: str, piece: Piece, row: int) -> Outcome:
        if chat != FRONT and self.down:
            return Later(timedelta(hours=1), "down", whole=True)
        return await super().send(chat, piece, row)

    async def edit(self, chat: str, id: str, piece: Piece) -> Outcome:
        self.edited.append(piece)
        return Sent(id)


def labels(piece: Piece) -> list[str]:
    return [key.label for row in piece.keys for key in row]


async def test_it_offers_to_pause_as_long_as_there_is_something_to_pause(store: Store) -> None:
    channel = Halting(EDITS)
    async with Hall(store, 96, channel=channel) as hall:
        await hall.writes()
        await hall.presses("✅ Gửi", FRONT)
        await hall.until(lambda: "Đang gửi thông báo số 1" in hall.texts(FRONT))
        assert hall.labels(FRONT) == ["⏸ Tạm dừng", "Xem thông báo #1"]
        await hall.presses("⏸ Tạm dừng", FRONT)
        assert hall.state(1) == "paused"
        await hall.presses("⏸ Tạm dừng", FRONT)  # the old button: what can be done now is shown
        assert "▶ Gửi tiếp" in hall.labels(FRONT)
        channel.down = False
        await hall.presses("▶ Gửi tiếp", FRONT)
        hall.clock.goes(hours=2)
        await hall.rests()
        await hall.until(lambda: bool(channel.edited) and "đã gửi xong" in channel.edited[-1].text)
        assert labels(channel.edited[-1]) == ["Xem thông báo #1"]


async def test_without_buttons_an_announcement_is_called_up_by_its_number(store: Store) -> None:
    channel = Halting(replace(CAPABILITIES, buttons=0))
    async with Hall(store, 96, channel=channel) as hall:
        hall.announces(audience=Audience((hall.place("MAU-01"),)))
        await hall.until(lambda: "Đang gửi thông báo số 1" in hall.texts(FRONT))
        assert hall.text(FRONT).endswith("bác nhắn: #1")
        assert "1. " not in hall.text(FRONT)
        await hall.says("#1", FRONT)
        assert hall.text(FRONT).startswith("Thông báo #1\n")
        assert "⏸ Tạm dừng" in hall.text(FRONT)
        channel.down = False
        await hall.says("#1", RESIDENT)  # nobody else can look at it
        assert "Thông báo #1" not in hall.texts(RESIDENT)
