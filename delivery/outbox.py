"""From something to say to rows in the outbox: cut to the channel, one row for each API call."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from bot.channels.base import Capabilities, Piece
from bot.channels.render import render
from bot.talk.message import Outgoing

_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Piece)


def pack(outgoings: Sequence[Outgoing], capabilities: Capabilities) -> list[str]:
    """The pieces that carry ``outgoings`` on a channel, as stored text."""
    return [
        _encoder.encode(piece).decode()
        for outgoing in outgoings
        for piece in render(outgoing, capabilities)
    ]


def unpack(payload: str) -> Piece:
    """The piece that ``pack`` stored."""
    return _decoder.decode(payload)
