"""What became of an announcement, hamlet by hamlet, as a cadre reads it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot import locale
from bot.locale import _, number
from bot.ports_announcements import Line, Outcome, ReachPlan
from bot.talk.when_said import Moment
from handlers.review import reach_words


def words(found: Outcome, plan: ReachPlan) -> str:
    """The report in short lines; while nothing was sent, that, and the plan of its audience."""
    if not found.begun:
        return "\n".join([_("It has not been sent yet. Its plan:"), *reach_words(plan)])
    return "\n".join(_lines(found))


def _lines(found: Outcome) -> Iterator[str]:
    if found.preparing:
        yield _("It is being put together who gets it.")
    yield _("Sent: {sent} of {rows}").format(sent=number(found.sent), rows=number(found.recipients))
    for reason, count in found.counts:
        yield f"• {reason}: {number(count)}"
    if found.open:
        yield _("Still on its way: {count}").format(count=number(found.open))
    if found.rests_until is not None:
        yield _("It is night: it goes on at {time}").format(
            time=locale.when(Moment(found.rests_until))
        )
    if found.come or found.away:
        yield _("Will come: {come} · cannot come: {away}").format(
            come=number(found.come), away=number(found.away)
        )
    for line in found.lines:
        yield from _of_place(line)
    if len(found.lines) > 1:
        yield from _of_place(_total(found.lines))
    people, sent = found.apart
    if people:
        yield ""
        yield apart_words(people, sent)


def apart_words(people: int, sent: int) -> str:
    """Those whom no row of households counts."""
    return _("Besides, people who have given no household code: {count}, sent to {sent}").format(
        count=number(people), sent=number(sent)
    )


def _total(lines: Sequence[Line]) -> Line:
    return Line(
        0,
        _("All together"),
        sum(line.households for line in lines),
        sum(line.reached for line in lines),
        sum(line.acknowledged for line in lines),
        sum(line.told for line in lines),
        sum(line.open for line in lines),
    )


def _of_place(line: Line) -> Iterator[str]:
    yield ""
    yield _("{place}: {households} households").format(
        place=line.name, households=number(line.households)
    )
    yield _(
        "reached {reached} · acknowledged {acknowledged} · told in person {told} · not "
        "reached {open}"
    ).format(
        reached=number(line.reached),
        acknowledged=number(line.acknowledged),
        told=number(line.told),
        open=number(line.open),
    )
