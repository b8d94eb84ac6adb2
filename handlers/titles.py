"""What a role is called and what it may do, in the reader's words."""

from __future__ import annotations

from bot.locale import _

#: In the order in which roles are offered.
ROLES = ("cadre", "hamlet_head", "approver", "editor", "technician")


def title(role: str) -> str:
    """What the role is called."""
    titles = {
        "cadre": _("Commune cadre"),
        "hamlet_head": _("Hamlet head"),
        "approver": _("Approver"),
        "editor": _("Editor of guides"),
        "technician": _("Technician"),
    }
    return titles.get(role, role)


def duty(role: str) -> str:
    """What the role may do, in one sentence."""
    duties = {
        "cadre": _("Announce, answer questions, see who was reached, give and take back roles."),
        "hamlet_head": _("Announce to the hamlet, answer its questions and see who was reached."),
        "approver": _("Approve announcements and answers that others wrote."),
        "editor": _("Keep the guides right and answer questions."),
        "technician": _("Be told when the machine needs care."),
    }
    return duties.get(role, "")
