"""The life of an announcement: which act leads from which state to which. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias, get_args

from bot.errors import KheoError
from bot.locale import _

State: TypeAlias = Literal[
    "draft",
    "waiting",  # for approval
    "returned",  # to its author, with a note
    "rejected",
    "scheduled",
    "running",
    "paused",
    "finished",
    "cancelled",
    "missed",  # its time passed while nobody could send it
]
Act: TypeAlias = Literal[
    "edit",
    "ask",  # for approval
    "schedule",  # nobody else has to approve
    "approve",
    "return",
    "reject",
    "start",
    "pause",
    "resume",  # a run goes on
    "await",  # no run is open: the next due time is waited for
    "finish",
    "cancel",
    "miss",
]

STATES: tuple[State, ...] = get_args(State)
ACTS: tuple[Act, ...] = get_args(Act)

#: Whatever stands in no row is not allowed. Editing always ends in a draft: what was approved is
#: one version of the words and one audience, and another version has to be handed in again.
MOVES: Mapping[tuple[State, Act], State] = {
    ("draft", "edit"): "draft",
    ("draft", "ask"): "waiting",
    ("draft", "schedule"): "scheduled",
    ("draft", "cancel"): "cancelled",
    ("returned", "edit"): "draft",
    ("returned", "ask"): "waiting",
    ("returned", "cancel"): "cancelled",
    ("waiting", "edit"): "draft",
    ("waiting", "approve"): "scheduled",
    ("waiting", "return"): "returned",
    ("waiting", "reject"): "rejected",
    ("waiting", "cancel"): "cancelled",
    ("waiting", "miss"): "missed",
    ("scheduled", "edit"): "draft",
    ("scheduled", "start"): "running",
    ("scheduled", "pause"): "paused",
    ("scheduled", "cancel"): "cancelled",
    ("scheduled", "finish"): "finished",
    ("scheduled", "miss"): "missed",
    ("running", "start"): "running",
    ("running", "pause"): "paused",
    ("running", "await"): "scheduled",
    ("running", "finish"): "finished",
    ("running", "cancel"): "cancelled",
    ("paused", "resume"): "running",
    ("paused", "await"): "scheduled",
    ("paused", "cancel"): "cancelled",
    ("missed", "edit"): "draft",
    ("missed", "cancel"): "cancelled",
}


class WrongState(KheoError):
    """This cannot be done with the announcement as it stands."""


def after(state: str, act: Act) -> State:
    """The state that ``act`` leads to; raises WrongState where the table has no row."""
    for (before, does), then in MOVES.items():
        if (before, does) == (state, act):
            return then
    raise WrongState(
        _("The announcement is {state}; this cannot be done with it now.").format(state=name(state))
    )


def name(state: str) -> str:
    """A state in the reader's language."""
    match state:
        case "draft":
            return _("a draft")
        case "waiting":
            return _("waiting for approval")
        case "returned":
            return _("returned to its author")
        case "rejected":
            return _("rejected")
        case "scheduled":
            return _("scheduled")
        case "running":
            return _("being sent")
        case "paused":
            return _("paused")
        case "finished":
            return _("finished")
        case "cancelled":
            return _("cancelled")
        case "missed":
            return _("missed")
        case _:
            return state
