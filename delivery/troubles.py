"""When a run goes wrong: it stops before it does harm, and its author is told."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection

from bot.channels.base import Capabilities
from bot.locale import _, when
from bot.talk.message import Outgoing
from bot.talk.when_said import Moment
from delivery.announcement import held, turn
from delivery.notices import tell
from store import announcements, announcements_runs
from store.audit import note

log = logging.getLogger(__name__)

ERRORS = "errors"


def pause(
    connection: Connection, id: int, capabilities: Mapping[str, Capabilities], now: datetime
) -> None:
    """Too much went wrong: hold the run until somebody has looked at it."""
    run = announcements_runs.load(connection, id)
    if run is None or run.state != "running":
        return
    announcements_runs.change(connection, id, state="paused", why=ERRORS)
    standing = held(connection, run.announcement)
    if run.act == "send" and standing.state == "running":
        turn(connection, standing, "pause", now)
        announcements.change(connection, standing.id, now, why=ERRORS)
    note(connection, "announce.pause", f"announcement:{standing.id}", by=None, now=now, run=id)
    log.error("a run was paused", extra={"action": "run.paused", "run": id})

    def say() -> Outgoing:
        text = _(
            "Most of the last messages did not arrive, so nothing more is sent for now. Please "
            "look at the report, and ask the technician before you let it go on."
        )
        title = _("Announcement #{number} is paused").format(number=standing.id)
        return Outgoing(text, title)

    tell(connection, run.author, f"paused:{id}:{now.isoformat()}", say, capabilities, now)


def moved(
    connection: Connection,
    number: int,
    to: datetime,
    capabilities: Mapping[str, Capabilities],
    now: datetime,
) -> None:
    """Quiet hours put it off, or hold what has begun: the author is told until when, once."""
    standing = held(connection, number)

    def say() -> Outgoing:
        text = _("At this hour people sleep, so the rest waits. It goes on: {time}").format(
            time=when(Moment(to))
        )
        title = _("Announcement #{number} waits for the morning").format(number=number)
        return Outgoing(text, title)

    what = f"night:{number}:{to.isoformat()}"
    tell(connection, standing.author, what, say, capabilities, now)


def missed(
    connection: Connection, number: int, capabilities: Mapping[str, Capabilities], now: datetime
) -> None:
    """Its time passed while nobody could send it: the author decides what becomes of it."""
    standing = held(connection, number)

    def say() -> Outgoing:
        text = _(
            "Its time passed while it could not be sent, so it was not sent. Please choose "
            "another time if people still need to know."
        )
        title = _("Announcement #{number} was missed").format(number=number)
        return Outgoing(text, title)

    what = f"missed:{number}:{now.isoformat()}"
    tell(connection, standing.author, what, say, capabilities, now)
