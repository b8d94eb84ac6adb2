"""What each role may do, at its place and at all places below: the one table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

from bot.ports import Role

Act = Literal[
    "list",  # see who holds which role
    "invite",  # give roles
    "revoke",  # end roles
    "announce",  # write announcements, pause and take back one's own
    "approve",  # approve what somebody else wrote
    "report",  # see whom an announcement reached
    "answer",  # answer what residents asked and no guide knows; somebody else approves it
    "edit",  # keep the guides
    "operate",  # hear from the machine: quotas, outages, backups
]

ACTS: tuple[Act, ...] = get_args(Act)
ROLES: tuple[Role, ...] = get_args(Role)

#: A role is a right to act, not a rank: the chairman is a cadre and an approver, so that taking
#: away one leaves the other, and the author of an announcement is never its only approver.
RIGHTS: Mapping[Role, frozenset[Act]] = {
    "cadre": frozenset(("list", "invite", "revoke", "announce", "report", "answer")),
    "hamlet_head": frozenset(("announce", "report", "answer")),
    "approver": frozenset(("approve", "report")),
    "editor": frozenset(("edit", "answer")),
    "technician": frozenset(("operate",)),
}


def roles_with(act: Act) -> tuple[Role, ...]:
    """The roles that may do this."""
    return tuple(role for role in ROLES if act in RIGHTS[role])
