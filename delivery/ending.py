"""How runs end: finished when every row is settled, wound up when they were called off."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from delivery.announcement import held, turn
from store import announcements_runs as runs
from store import outbox_bulk
from store.announcements_runs import Run

log = logging.getLogger(__name__)

#: So many rows are called off in one transaction, so that replies need not wait.
AT_ONCE = 5000


def finish(connection: Connection, run: Run, now: datetime) -> Run:
    """Every row is settled: compare what should exist with what does, and close the run."""
    there = runs.recount(connection, run.id)
    why = "" if there == run.rows else f"rows: {there} of {run.rows}"
    if why:
        log.error("a run does not add up", extra={"action": "run.sweep", "run": run.id})
    runs.change(connection, run.id, state="finished", finished_at=now, why=why)
    if run.act == "send":
        announcement = held(connection, run.announcement)
        others = [one for one in runs.of(connection, run.announcement) if one.state in runs.ACTIVE]
        if announcement.state == "running" and not others:
            later = announcement.next_at is not None
            turn(connection, announcement, "await" if later else "finish", now)
    log.info("a run has ended", extra={"action": "run.finished", "run": run.id})
    return replace(run, state="finished", finished_at=now, why=why)


def wind_up(connection: Connection, run: Run, now: datetime) -> bool:
    """Settle what has not gone out as skipped, a part at a time; true while there is more."""
    if run.frozen_at is None:
        runs.change(connection, run.id, frozen_at=now)
    if outbox_bulk.skip(connection, run.id, run.why or "cancelled", now, AT_ONCE):
        return True
    if runs.is_done(connection, run.id):  # the calls under way have ended, too
        runs.recount(connection, run.id)
        runs.change(connection, run.id, state="cancelled", finished_at=now)
    return False
