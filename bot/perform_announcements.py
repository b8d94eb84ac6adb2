"""What people cause about announcements: they acknowledge them, or say whether they will come."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from bot.deeds import Acknowledge
from bot.locale import _
from bot.scene import Carry, Scene
from bot.talk.message import Begin, Button, Outgoing
from store import announcements, announcements_acks, announcements_runs
from store.announcements_acks import Said


def _acknowledge(deed: Acknowledge, scene: Scene) -> Sequence[Outgoing]:
    menu = (Button(_("☰ Menu"), Begin("menu")),)
    run = announcements_runs.load(scene.connection, deed.run)
    if run is None:
        return (Outgoing(_("This button can no longer be used."), buttons=menu),)
    if not scene.me.resident:
        # Who is not on record belongs to no household that could be counted.
        return (Outgoing(_("Thank you for telling Khéo."), buttons=menu),)
    answer = cast(Said, deed.answer)
    numbers = [run.announcement]
    standing = announcements.load(scene.connection, run.announcement)
    if standing is not None and standing.audience.silent:
        numbers.append(standing.audience.silent)  # a reminder is answered for what it reminds of
    for number in numbers:
        announcements_acks.acknowledge(
            scene.connection, number, scene.me.resident, answer, scene.now
        )
    return (Outgoing(_thanks(answer)),)


def _thanks(answer: Said) -> str:
    match answer:
        case "come":
            return _("Thank you: it is noted that your household will come.")
        case "away":
            return _("Thank you: it is noted that your household cannot come.")
        case _:
            return _("Thank you: it is noted that your household has understood.")


CARRIES: dict[type, Carry] = {Acknowledge: _acknowledge}
