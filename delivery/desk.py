"""What the bulk lane does inside transactions: picks what goes next, writes down how it ended."""

from __future__ import annotations

import logging
from collections import Counter, OrderedDict, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from msgspec import MsgspecError
from sqlalchemy import Connection

from bot.channels.base import Capabilities, Gone, Later, Outcome, Piece, Refused, Sent, Unknown
from delivery import limits, troubles
from delivery.ending import finish, wind_up
from delivery.freeze import freeze
from delivery.limits import Pace
from delivery.outbox import unpack
from delivery.progress import Change, is_early, show
from scheduler.timetable import Quiet, after_quiet
from store import announcements_paces as paces
from store import announcements_runs as runs
from store import chats, outbox, outbox_bulk
from store.announcements_runs import Run
from store.outbox import Verdict
from store.outbox_bulk import Letter

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=90)  # as the replies': longer than any channel lets a call take
#: So many different messages are kept decoded; a run has one for each channel and language.
KEPT = 256
#: So many outcomes of a run are looked back on; this share of bad ones pauses it. A fifth of a
#: list having blocked the bot is usual (facts: 20 % in a published run), more than half is not.
RECENT = 50
ENOUGH = 20
TOO_MANY = 0.6


@dataclass(frozen=True, slots=True)
class Noted:
    """How one call ended, and what becomes of its row."""

    letter: Letter
    outcome: Outcome
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Picked:
    """What goes next: (slot, letter) by channel. ``open``: the runs that may go on. ``more``:
    there is more to do at once. ``changes``: messages to edit. ``over``: runs that have ended and
    whose last words were written with this."""

    letters: Mapping[str, Sequence[tuple[datetime, Letter]]]
    open: frozenset[int]
    more: bool
    changes: Sequence[Change]
    over: Sequence[int]


class Desk:
    """One per process; it remembers decoded messages and the latest outcomes of each run."""

    def __init__(self, capabilities: Mapping[str, Capabilities], owner: str, quiet: Quiet) -> None:
        self._can = capabilities
        self._owner = owner
        self._quiet = quiet
        self._pieces: OrderedDict[int, Piece | MsgspecError] = OrderedDict()
        self._acts: dict[int, str] = {}
        self._recent: dict[int, deque[bool]] = {}
        self._rests: set[tuple[int, datetime]] = set()  # runs that wait, and until when
        self._ended: set[int] = set()  # runs that end, their last words not shown yet
        self._shaky: set[str] = set()  # channels that were held and have not got through since

    def piece(self, letter: Letter) -> Piece | None:
        """What a letter says; None when it has been put away meanwhile.

        Raises MsgspecError for what cannot be read: that is the end of these letters only.
        """
        found = self._pieces.get(letter.words)
        if isinstance(found, MsgspecError):
            raise found
        return found

    @property
    def ending(self) -> bool:
        """Whether a run has ended whose last words its author has not been shown yet."""
        return bool(self._ended)

    def takes_back(self, run: int) -> bool:
        """Whether the run takes messages back."""
        return self._acts.get(run) == "retract"

    def pick(
        self,
        connection: Connection,
        wants: Mapping[str, int],
        replies: Mapping[str, int],
        now: datetime,
    ) -> Picked:
        """Freeze a slice, claim what has a slot, end what is done, show how it goes."""
        going: list[Run] = []
        changes: list[Change | None] = []
        more = False
        for run in runs.active(connection):
            if run.state == "cancelling":
                more |= wind_up(connection, run, now)
                self._ended.add(run.id)
                continue
            allowed = after_quiet(now, run.kind, self._quiet)
            over = run.frozen_at is not None and runs.is_done(connection, run.id)
            if allowed.moved and run.act != "retract" and not over:
                self._rest(connection, run, allowed.at, now)
            else:
                if run.frozen_at is None:
                    more |= self._freeze(connection, run, now)
                going.append(run)
        self._acts = {run.id: run.act for run in going}
        letters: dict[str, list[tuple[datetime, Letter]]] = {}
        if going:
            for channel, want in wants.items():
                letters[channel] = self._claim(
                    connection, channel, want, replies.get(channel, 0), going, now
                )
        busy = {letter.run for found in letters.values() for _slot, letter in found}
        for run in going:
            if (
                run.frozen_at is not None
                and run.id not in busy
                and runs.is_done(connection, run.id)
            ):
                finish(connection, run, now)
                self._ended.add(run.id)
            else:
                changes.append(show(connection, run, self._can, now))
        ended = [(id, runs.load(connection, id)) for id in sorted(self._ended)]
        told = [(id, run) for id, run in ended if run is None or _is_over(connection, run)]
        changes += [show(connection, run, self._can, now, last=True) for _, run in told if run]
        shown = [change for change in changes if change is not None]
        open_ = frozenset(run.id for run in going)
        return Picked(letters, open_, more, shown, [id for id, _ in told])

    def picked(self, found: Picked) -> None:
        """What was picked is written: a transaction that was taken back is done once more."""
        self._ended.difference_update(found.over)

    def settle(self, connection: Connection, noted: Sequence[Noted], now: datetime) -> None:
        """Write down verdicts, figures, chats that are gone, and what the platform asked for."""
        outbox.settle(connection, self._owner, [one.verdict for one in noted])
        counted = Counter(
            (one.letter.run, one.verdict.state, one.verdict.reason[:200])
            for one in noted
            if one.verdict.state != "wait"
        )
        runs.add(connection, counted)
        for one in noted:
            if isinstance(one.outcome, Gone):
                _leave(connection, one.letter, one.outcome)
        for channel in {one.letter.channel for one in noted}:
            self._pace(connection, channel, noted, now)
        for id in {one.letter.run for one in noted}:
            if self._piles_up(id, [one.outcome for one in noted if one.letter.run == id]):
                troubles.pause(connection, id, self._can, now)

    def _rest(self, connection: Connection, run: Run, until: datetime, now: datetime) -> None:
        """Nothing of this run goes out at night; its author hears so once."""
        if (run.id, until) not in self._rests:
            self._rests.add((run.id, until))
            troubles.moved(connection, run.announcement, until, self._can, now)

    def _freeze(self, connection: Connection, run: Run, now: datetime) -> bool:
        try:
            with connection.begin_nested():
                return freeze(connection, run.id, self._can, now)
        except ValueError as error:  # words that no channel can carry
            log.error("run cannot begin: %s", error, extra={"action": "bulk.freeze", "run": run.id})
            troubles.pause(connection, run.id, self._can, now)
            return False

    def _claim(
        self,
        connection: Connection,
        channel: str,
        want: int,
        replies: int,
        going: Sequence[Run],
        now: datetime,
    ) -> list[tuple[datetime, Letter]]:
        limit = self._can[channel].per_second
        before = self._load(connection, channel, now)
        most = min(want, limits.room(before, limit, replies, now))
        letters: list[Letter] = []
        for run in going:
            if len(letters) >= most:
                break
            letters += outbox_bulk.claim(
                connection,
                run.id,
                channel,
                self._owner,
                now,
                now + LEASE,
                most - len(letters),
                taking_back=run.act == "retract",
            )
        barred = [letter for letter in letters if letter.bar]
        if barred:
            self._skip(connection, barred, now)
        good = [letter for letter in letters if not letter.bar]
        self._read(connection, good)
        pace, slots = limits.reserve(before, limit, len(good), replies, now)
        if pace != before:
            _save(connection, channel, pace)
        return list(zip(slots, good, strict=True))

    def _skip(self, connection: Connection, barred: Sequence[Letter], now: datetime) -> None:
        verdicts = [
            Verdict(letter.id, "skipped", "skipped", now, "", letter.bar) for letter in barred
        ]
        outbox.settle(connection, self._owner, verdicts)
        runs.add(connection, Counter((letter.run, "skipped", letter.bar) for letter in barred))

    def _read(self, connection: Connection, letters: Sequence[Letter]) -> None:
        missing = {letter.words for letter in letters} - self._pieces.keys()
        if missing:
            for id, payload in runs.parts(connection, missing).items():
                try:
                    self._pieces[id] = unpack(payload)
                except MsgspecError as error:
                    self._pieces[id] = error
        while len(self._pieces) > KEPT + len(missing):
            self._pieces.popitem(last=False)

    def _load(self, connection: Connection, channel: str, now: datetime) -> Pace:
        fresh = limits.fresh(self._can[channel].per_second, now)
        row = paces.take(connection, channel, fresh.rate, now)
        pace = Pace(row.rate, row.rated_at, row.free_at, row.held_until, row.failures)
        if pace.failures:
            self._shaky.add(channel)
        return pace

    def _pace(
        self, connection: Connection, channel: str, noted: Sequence[Noted], now: datetime
    ) -> None:
        theirs = [one.outcome for one in noted if one.letter.channel == channel]
        held = [one for one in theirs if isinstance(one, Later) and one.whole]
        got = any(isinstance(one, Sent | Refused | Gone) for one in theirs)
        if not held and not (got and channel in self._shaky):
            return
        before = pace = self._load(connection, channel, now)
        if got:
            pace = limits.arrived(pace, now)
            self._shaky.discard(channel)
        for one in held:
            pace = limits.hold(pace, self._can[channel].per_second, one.after, one.flood, now)
            self._shaky.add(channel)
        if pace != before:
            _save(connection, channel, pace)

    def _piles_up(self, run: int, outcomes: Sequence[Outcome]) -> bool:
        recent = self._recent.setdefault(run, deque(maxlen=RECENT))
        recent.extend(
            isinstance(one, Refused | Unknown | Gone)
            for one in outcomes
            if not isinstance(one, Later)
        )
        if len(recent) < ENOUGH or sum(recent) < TOO_MANY * len(recent):
            return False
        recent.clear()
        return True


def _leave(connection: Connection, letter: Letter, gone: Gone) -> None:
    if gone.moved_to:
        chats.move(connection, letter.channel, letter.chat, gone.moved_to)
    else:
        state = "blocked" if gone.why == "blocked" else "gone"
        chats.change(connection, letter.chat_id, state=state)


def _save(connection: Connection, channel: str, pace: Pace) -> None:
    paces.put(
        connection,
        channel,
        rate=pace.rate,
        rated_at=pace.rated_at,
        free_at=pace.free_at,
        held_until=pace.held_until,
        failures=pace.failures,
    )


def _is_over(connection: Connection, run: Run) -> bool:
    """Whether its last words can be shown: it has ended, and its first figures are out."""
    return run.state not in runs.ACTIVE and not is_early(connection, run)
