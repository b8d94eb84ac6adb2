"""How a run is getting on, shown to its author: one message that changes, where a channel can."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from bot import locale
from bot.channels.base import Capabilities, Piece
from bot.locale import _, number
from bot.talk.message import Begin, Button, Outgoing
from delivery.notices import desk_of, tell
from delivery.outbox import pack, unpack
from delivery.run import worked
from store import announcements_runs as runs
from store.announcements_runs import Run
from store.outbox import OPEN_STATES, outbox

#: Telegram takes about 20 edits a minute in one chat (facts: grammY, flood limits).
EVERY = timedelta(seconds=4)


@dataclass(frozen=True, slots=True)
class Change:
    """A message of ours that should say something else by now."""

    channel: str
    chat: str
    id: str
    piece: Piece


@dataclass(frozen=True, slots=True)
class Standing:
    """The figures of a run: what has arrived, what waits, what did not arrive and why."""

    rows: int
    frozen: bool
    sent: int
    doubtful: int
    reasons: Mapping[str, int]  # of what failed or was skipped
    per_second: float
    left: timedelta | None

    @property
    def open(self) -> int:
        """What is still on its way."""
        return max(0, self.rows - self.sent - self.doubtful - sum(self.reasons.values()))


def standing(connection: Connection, run: Run, now: datetime) -> Standing:
    """The figures from the tallies: no row is looked at."""
    sent = doubtful = 0
    reasons: dict[str, int] = {}
    for state, reason, rows in runs.tally(connection, run.id):
        match state:
            case "sent":
                sent += rows
            case "unknown":
                doubtful += rows
            case "failed" | "skipped":
                reasons[reason] = reasons.get(reason, 0) + rows
    done = sent + doubtful + sum(reasons.values())
    seconds = worked(connection, run, run.finished_at or now).total_seconds()
    rate = done / seconds if seconds > 0 else 0.0
    left = timedelta(seconds=(run.rows - done) / rate) if rate and run.rows > done else None
    return Standing(run.rows, run.frozen_at is not None, sent, doubtful, reasons, rate, left)


def show(
    connection: Connection,
    run: Run,
    capabilities: Mapping[str, Capabilities],
    now: datetime,
    *,
    last: bool = False,
) -> Change | None:
    """Show the progress when it is time: begins with a message, then changes it.

    ``last``: the run has ended; a channel that cannot edit gets this as a message of its own.
    """
    if not last and not runs.show(connection, run.id, now, EVERY):
        return None
    figures = standing(connection, run, now)
    desk = desk_of(connection, run.author)
    can = capabilities.get(desk.channel) if desk is not None else None

    def say() -> Outgoing:
        return steered(words(run, figures), run, buttons=can is not None and can.buttons > 1)

    if run.progress_row is None:
        row = tell(connection, run.author, f"progress:{run.id}", say, capabilities, now)
        runs.change(connection, run.id, progress_row=row)
        return None
    if desk is None or can is None:
        return None
    if not can.edit:
        if last:
            tell(connection, run.author, f"ended:{run.id}", say, capabilities, now)
        return None
    shown = connection.execute(
        select(outbox.c.external_id, outbox.c.chat_id).where(outbox.c.id == run.progress_row)
    ).first()
    if shown is None or not shown.external_id or shown.chat_id != desk.chat_id:
        if last:
            tell(connection, run.author, f"ended:{run.id}", say, capabilities, now)
        return None
    with locale.use(desk.language):
        piece = unpack(pack([say()], can)[0])
    return Change(desk.channel, desk.chat, shown.external_id, piece)


def is_early(connection: Connection, run: Run) -> bool:
    """Whether the message that shows the progress is still on its way: there is nothing to change
    yet, and another one beside it would leave the first figures standing for ever."""
    query = select(outbox.c.state).where(outbox.c.id == run.progress_row)
    return connection.execute(query).scalar_one_or_none() in OPEN_STATES


def words(run: Run, figures: Standing) -> Outgoing:
    """The progress in the language in use."""
    lines = [
        _("Sent: {sent} of {rows}").format(sent=number(figures.sent), rows=number(figures.rows))
    ]
    if not figures.rows and not figures.frozen:
        lines = [_("It is being put together who gets it.")]  # “0 of 0” looks like nobody
    if figures.open:
        lines.append(_("Waiting: {count}").format(count=number(figures.open)))
    if figures.doubtful:
        lines.append(_("Not known whether it arrived: {count}").format(count=figures.doubtful))
    lines += [
        f"{reason_words(reason)}: {number(count)}"
        for reason, count in sorted(figures.reasons.items(), key=lambda item: -item[1])[:5]
    ]
    if figures.open and figures.left is not None:
        lines.append(
            _("{rate} a second, about {minutes} minutes left").format(
                rate=number(round(figures.per_second, 1)),
                minutes=number(max(1, round(figures.left.total_seconds() / 60))),
            )
        )
    return Outgoing("\n".join(lines), title=_title(run))


def steered(said: Outgoing, run: Run, *, buttons: bool) -> Outgoing:
    """The progress with the way to steer what it is about; without ``buttons`` in words.

    A number beside a line would be no way: by then another list may stand on the screen.
    """
    of = run.announcement
    if not buttons:
        line = _("To look at it or steer it, write: #{number}").format(number=of)
        return replace(said, text=f"{said.text}\n\n{line}")
    keys = [Button(_("Look at #{number}").format(number=of), Begin("runs", str(of)))]
    match run.state, run.act:
        case "running", "send":
            keys.insert(0, Button(_("⏸ Pause"), Begin("runs", f"{of}.pause")))
        case "paused", "send":
            keys.insert(0, Button(_("▶ Go on"), Begin("runs", f"{of}.resume")))
    return replace(said, buttons=tuple(keys))


def reason_words(reason: str) -> str:
    """Why something did not arrive, in the language in use."""
    match reason:
        case "blocked":
            return _("They have blocked Khéo")
        case "deactivated" | "gone" | "chat not found" | "never started":
            return _("Their chat is gone")
        case "stopped":
            return _("They have stopped announcements")
        case "no consent":
            return _("They have withdrawn their consent")
        case "erased":
            return _("They have been erased from the records")
        case "cancelled" | "retracted":
            return _("Called off before it went out")
        case _:
            return _("Not sent ({reason})").format(reason=reason)


def _title(run: Run) -> str:
    of = {"number": run.announcement}
    match run.state, run.act:
        case ("finished", "retract"):
            return _("Announcement #{number} has been taken back").format(**of)
        case ("finished", _act):
            return _("Announcement #{number} has been sent").format(**of)
        case ("cancelled", _act):
            return _("Announcement #{number} was called off").format(**of)
        case ("paused", _act):
            return _("Announcement #{number} is paused").format(**of)
        case (_state, "retract"):
            return _("Taking back announcement #{number}").format(**of)
        case _:
            return _("Sending announcement #{number}").format(**of)
