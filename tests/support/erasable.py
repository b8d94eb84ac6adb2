"""A channel for tests whose messages can be changed and taken away, unless it is told otherwise."""

from __future__ import annotations

from bot.channels.base import Outcome, Piece, Refused, Sent
from tests.support.office import EDITS
from tests.support.town import RecordingChannel


class Erasable(RecordingChannel):
    """A channel that can edit and delete, unless it is told otherwise."""

    def __init__(self) -> None:
        super().__init__(EDITS)
        self.deleted: list[tuple[str, str]] = []
        self.edited: list[tuple[str, str, str]] = []
        self.may_delete = self.may_edit = True

    async def send(self, chat: str, piece: Piece, row: int) -> Outcome:
        if chat != "500":
            return await super().send(chat, piece, row)
        self.sent.append((chat, piece))  # the author's own chat always works
        return Sent(str(len(self.sent)))

    async def delete(self, chat: str, id: str) -> Outcome:
        if not self.may_delete:
            return Refused("message can't be deleted")
        self.deleted.append((chat, id))
        return Sent(id)

    async def edit(self, chat: str, id: str, piece: Piece) -> Outcome:
        if not self.may_edit:
            return Refused("message can't be edited")
        self.edited.append((chat, id, piece.text))
        return Sent(id)
