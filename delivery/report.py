"""What has become of an announcement: figures for a person, a script, a spreadsheet."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from bot.errors import KheoError
from bot.locale import _
from delivery.run import worked
from store import announcements, announcements_acks, announcements_reports, places
from store import announcements_runs as runs
from store.announcements_reports import Apart
from store.outbox import OPEN_STATES

#: A report lists so many doubtful messages one by one: more than any crash leaves behind.
LISTED = 100_000


@dataclass(frozen=True, slots=True)
class Line:
    """The households of one place as it stands today."""

    code: str
    name: str
    households: int
    reached: int
    acknowledged: int
    told: int
    open: int


@dataclass(frozen=True, slots=True)
class Report:
    """One announcement: ``counts`` are rows by state, ``reasons`` by state and reason."""

    number: int
    kind: str
    state: str
    why: str
    recipients: int
    counts: Mapping[str, int]
    reasons: Mapping[str, Mapping[str, int]]
    answers: Mapping[str, int]
    doubtful: Sequence[tuple[int, int]]
    lines: Sequence[Line]
    rate: float
    started_at: datetime | None
    finished_at: datetime | None
    runs: Sequence[Mapping[str, Any]]
    preparing: bool = False  # it is still put together who gets it
    apart: Sequence[Apart] = ()  # who counts in no household

    @property
    def begun(self) -> bool:
        """Whether anything of it has been sent, or is on its way."""
        return any(run["act"] == "send" for run in self.runs)

    @property
    def open(self) -> int:
        """How many messages are still on their way."""
        return sum(self.counts.get(state, 0) for state in OPEN_STATES)

    def plain(self) -> dict[str, Any]:
        """The report as JSON can carry it; times in UTC."""
        return {
            "announcement": self.number,
            "class": self.kind,
            "state": self.state,
            "why": self.why,
            "sent_yet": self.begun,
            "recipients": self.recipients,
            "counts": dict(self.counts),
            "reasons": {state: dict(found) for state, found in self.reasons.items()},
            "answers": dict(self.answers),
            "possibly_twice": [{"row": row, "chat": chat} for row, chat in self.doubtful],
            "hamlets": [
                {
                    "code": line.code,
                    "name": line.name,
                    "households": line.households,
                    "reached": line.reached,
                    "acknowledged": line.acknowledged,
                    "told": line.told,
                    "not_reached": line.open,
                }
                for line in self.lines
            ],
            "no_household": dict(zip(("people", "sent"), apart(self.apart), strict=True)),
            "rate": round(self.rate, 2),
            "started_at": _iso(self.started_at),
            "finished_at": _iso(self.finished_at),
            "runs": list(self.runs),
        }


def report(connection: Connection, number: int, today: date) -> Report:
    """All that is known about an announcement; raises KheoError when there is none."""
    standing = announcements.load(connection, number)
    if standing is None:
        raise KheoError(_("There is no announcement #{number}.").format(number=number))
    every = runs.of(connection, number, None)
    sends = [run for run in every if run.act == "send"]
    counts: dict[str, int] = {}
    reasons: dict[str, dict[str, int]] = {}
    for run in sends:
        for state, reason, rows in runs.count(connection, run.id):
            counts[state] = counts.get(state, 0) + rows
            if reason:
                found = reasons.setdefault(state, {})
                found[reason] = found.get(reason, 0) + rows
    ids = [run.id for run in sends]
    started = min((run.started_at for run in sends if run.started_at), default=None)
    seconds = sum(_worked(connection, run).total_seconds() for run in sends)
    ended = [run.finished_at for run in sends]
    return Report(
        number=number,
        kind=standing.kind,
        state=standing.state,
        why=standing.why,
        recipients=sum(run.rows for run in sends),
        counts=counts,
        reasons=reasons,
        answers=announcements_acks.answers(connection, number),
        doubtful=announcements_reports.doubtful(connection, ids, LISTED),
        lines=lines(connection, number, today),
        rate=counts.get("sent", 0) / seconds if seconds else 0.0,
        started_at=started,
        finished_at=max((one for one in ended if one), default=None) if all(ended) else None,
        runs=[_run(connection, run) for run in every],
        apart=announcements_reports.apart(connection, ids),
        preparing=any(runs.is_preparing(run) for run in sends),
    )


def apart(found: Sequence[Apart], places: Collection[int] | None = None) -> tuple[int, int]:
    """(people, sent) of those who count in no household, of these places or of all."""
    here = [one for one in found if places is None or one.place in places]
    return sum(one.people for one in here), sum(one.sent for one in here)


def lines(connection: Connection, number: int, today: date) -> list[Line]:
    """The households by place, old places counted under what they were merged into."""
    tree = places.load(connection, today)
    added: dict[str, Line] = {}
    for tally in announcements_reports.by_place(connection, number):
        old = tree.get(tally.place)
        assert old is not None
        place = tree.by_code(old.code) or old
        before = added.get(place.code) or Line(place.code, place.name, 0, 0, 0, 0, 0)
        added[place.code] = Line(
            place.code,
            place.name,
            before.households + tally.households,
            before.reached + tally.reached,
            before.acknowledged + tally.acknowledged,
            before.told + tally.told,
            before.open + tally.open,
        )
    return sorted(added.values(), key=lambda line: line.code)


def _worked(connection: Connection, run: runs.Run) -> timedelta:
    """From the start of a run to the last message that it sent."""
    last = announcements_reports.last_settled(connection, [run.id])
    return timedelta(0) if last is None else worked(connection, run, last)


def _run(connection: Connection, run: runs.Run) -> dict[str, Any]:
    return {
        "run": run.id,
        "act": run.act,
        "state": run.state,
        "why": run.why,
        "rows": run.rows,
        "counts": _by_state(runs.count(connection, run.id)),
        "started_at": _iso(run.started_at),
        "finished_at": _iso(run.finished_at),
    }


def _by_state(counted: Sequence[tuple[str, str, int]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for state, _reason, rows in counted:
        found[state] = found.get(state, 0) + rows
    return found


def _iso(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()
