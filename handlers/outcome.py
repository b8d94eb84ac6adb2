"""What became of an announcement, hamlet by hamlet, as a cadre reads it."""

from __future__ import annotations

from bot.locale import _, number
from bot.ports_announcements import Outcome


def words(found: Outcome) -> str:
    """The report in short lines."""
    lines = [
        _("Sent: {sent} of {rows}").format(sent=number(found.sent), rows=number(found.recipients))
    ]
    lines += [f"• {reason}: {number(count)}" for reason, count in found.counts]
    if found.come or found.away:
        lines.append(
            _("Will come: {come} · cannot come: {away}").format(
                come=number(found.come), away=number(found.away)
            )
        )
    for line in found.lines:
        lines += [
            "",
            _("{place}: {households} households").format(
                place=line.name, households=number(line.households)
            ),
            _(
                "reached {reached} · acknowledged {acknowledged} · told in person {told} · not "
                "reached {open}"
            ).format(
                reached=number(line.reached),
                acknowledged=number(line.acknowledged),
                told=number(line.told),
                open=number(line.open),
            ),
        ]
    return "\n".join(lines)
