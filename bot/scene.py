"""The scene of a deed: who acts, where and when, inside the turn's transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot.channels.base import Capabilities
from bot.ports import Commune, Me
from bot.talk.message import Outgoing
from content.library import Library


@dataclass(frozen=True, slots=True)
class Scene:
    """Who acts, where and when. ``token`` makes an unguessable word, ``link`` an invitation's
    address; both are given so that tests can hold them still. ``library``: the guides as they
    stand. ``like``: the group of kept questions that a new one is like."""

    connection: Connection
    chat: int
    me: Me
    now: datetime
    commune: Commune
    token: Callable[[], str]
    link: Callable[[str], str]
    capabilities: Mapping[str, Capabilities] = field(default_factory=dict)
    library: Library | None = None
    like: Callable[[str, Sequence[tuple[int, str]]], int | None] = lambda _text, _kept: None


Carry = Callable[[Any, Scene], Sequence[Outgoing]]
