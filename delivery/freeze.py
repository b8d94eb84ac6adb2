"""A run's audience becomes rows, slice after slice, while the first of them are on their way."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import msgspec
from sqlalchemy import Connection

from bot.channels.base import Capabilities
from bot.locale import ZONE
from delivery import wording
from delivery.retry import DOUBT
from store import announcements_freeze as rows
from store import announcements_recipients as recipients
from store import announcements_runs as runs
from store.announcements import Wording
from store.announcements_recipients import Scope, Way
from store.announcements_runs import Run


def ways(capabilities: Mapping[str, Capabilities], now: datetime) -> list[Way]:
    """The channels as choosing sees them: the price, and since when a chat's window is open."""
    return [
        Way(
            name,
            can.cost_per_message,
            None if can.window is None else now - can.window,
        )
        for name, can in capabilities.items()
    ]


def freeze(
    connection: Connection, id: int, capabilities: Mapping[str, Capabilities], now: datetime
) -> bool:
    """One slice more; False when there is no more to do, or somebody else is at the same run."""
    if not runs.hold(connection, id):
        return False
    run = runs.load(connection, id)
    if run is None or run.state != "running" or run.frozen_at is not None:
        return False
    words = msgspec.convert(run.wordings, dict[str, Wording])
    if not runs.has_parts(connection, id):
        _begin(connection, run, words, capabilities, now)
        run = runs.load(connection, id) or run
    if run.act == "send":
        added, cursor = _people(connection, run, words, capabilities, now)
    else:
        added, cursor = _received(connection, run, words, capabilities, now)
    changes: dict[str, object] = {"rows": run.rows + added}
    if cursor is None:
        changes["frozen_at"] = now
    else:
        changes["cursor"] = cursor
    runs.change(connection, id, **changes)
    return cursor is not None


def _begin(
    connection: Connection,
    run: Run,
    words: Mapping[str, Wording],
    capabilities: Mapping[str, Capabilities],
    now: datetime,
) -> None:
    """Render the words once, and follow the places to what they are today."""
    ack = run.ack if run.act == "send" else ""
    for channel, language, payloads in wording.render(words, run.kind, ack, run.id, capabilities):
        # What takes a message's place has to fit into one.
        kept = payloads[:1] if run.act == "retract" else payloads
        runs.add_parts(connection, run.id, channel, language, kept)
    scope = recipients.resolve(connection, run.audience, now.astimezone(ZONE).date())
    places = None if scope.places is None else list(scope.places)
    runs.change(connection, run.id, places=places)


def _people(
    connection: Connection,
    run: Run,
    words: Mapping[str, Wording],
    capabilities: Mapping[str, Capabilities],
    now: datetime,
) -> tuple[int, int | None]:
    today = now.astimezone(ZONE).date()
    narrowed = recipients.resolve(connection, run.audience, today)
    scope = Scope(run.places, narrowed.missed, narrowed.missed_number, narrowed.silent)
    how = ways(capabilities, run.started_at)
    languages, doubt = wording.spoken(words), DOUBT[run.kind]
    if run.audience.people:
        end = rows.slice_ends(connection, scope, run.cursor, rows.SLICE)
        if end is not None:
            span = (run.cursor, end)
            added = rows.freeze(connection, run.id, scope, how, languages, span, doubt, now)
            return added, end
    if run.audience.groups:
        return rows.freeze_groups(connection, run.id, scope, how, languages, doubt, now), None
    return 0, None


def _received(
    connection: Connection,
    run: Run,
    words: Mapping[str, Wording],
    capabilities: Mapping[str, Capabilities],
    now: datetime,
) -> tuple[int, int | None]:
    said = ("send", "correct") if run.act == "retract" else ("send",)
    earlier = [
        one.id
        for one in runs.of(connection, run.announcement, None)
        if one.act in said and one.id != run.id
    ]
    end = rows.received_ends(connection, earlier, run.cursor, rows.SLICE)
    if end is None:
        return 0, None
    added = rows.freeze_received(
        connection,
        run.id,
        [runs.source(one) for one in earlier],
        wording.spoken(words),
        (run.cursor, end),
        DOUBT[run.kind],
        now,
        each_part=run.act == "retract",
        once=[name for name, can in capabilities.items() if not (can.delete or can.edit)],
    )
    return added, end
