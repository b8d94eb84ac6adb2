"""Deeds about the papers that a person has ready."""

from __future__ import annotations

from collections.abc import Sequence

from bot.deeds import ForgetList, TickPaper
from bot.scene import Carry, Scene
from bot.talk.message import Outgoing
from store import papers


def _tick(deed: TickPaper, scene: Scene) -> Sequence[Outgoing]:
    if deed.ready:
        papers.tick(scene.connection, scene.chat, deed.list, deed.paper, scene.now)
    else:
        papers.untick(scene.connection, scene.chat, deed.list, deed.paper)
    return ()


def _forget(deed: ForgetList, scene: Scene) -> Sequence[Outgoing]:
    papers.untick(scene.connection, scene.chat, deed.list)
    return ()


CARRIES: dict[type, Carry] = {TickPaper: _tick, ForgetList: _forget}
