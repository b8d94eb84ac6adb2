"""What was left in the middle, and is asked for again: go on with it, or begin anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.locale import _
from bot.talk.flow import Flow, State
from bot.talk.message import Begin, Button, Outgoing

#: So much of somebody's words is enough to know them again.
SHOWN = 60


def ask(flow: Flow, state: State) -> Outgoing:
    """Go on, or from the beginning? Until that is said, no words are taken for an answer.

    Where whole texts are written, the next words are as likely a new text as an answer to a
    question that was left hours ago.
    """
    where = f"{flow.name}:{state.argument}"
    words = next((_words(kept.value) for kept in state.answers if kept.kind == flow.verbatim), "")
    text = _("You left off in the middle of: {what}.").format(what=_(flow.title))
    if words:
        text += f"\n“{words if len(words) <= SHOWN else words[: SHOWN - 1] + '…'}”"
    return Outgoing(
        text,
        buttons=(
            Button(_("Go on with it"), Begin("continue", where)),
            Button(_("From the beginning"), Begin("again", where)),
        ),
    )


def is_written(flow: Flow | None, state: State) -> bool:
    """Whether a text for others has been written, which one slip must not lose."""
    return flow is not None and any(kept.kind == flow.verbatim for kept in state.answers)


def welcome_back(replies: Sequence[Outgoing]) -> list[Outgoing]:
    """The open question of what was put aside, and the way to begin anew."""
    anew = Button(_("From the beginning"), Begin("again"), nav=True)
    last = replies[-1]
    return [
        Outgoing(_("Welcome back: you were in the middle of this.")),
        *replies[:-1],
        replace(last, buttons=(*last.buttons, anew)),
    ]


def rest(replies: Sequence[Outgoing], what: str) -> list[Outgoing]:
    """The way back to what somebody was in the middle of, under whatever was said."""
    button = Button(_("Go on with: {what}").format(what=what), Begin("continue"))
    last = replies[-1]
    return [*replies[:-1], replace(last, buttons=(*last.buttons, button))]


def _words(value: object) -> str:
    """The words of a kept text, which may stand beside what was sent with it."""
    match value:
        case str():
            return " ".join(value.split())
        case [str(text), *_rest]:
            return " ".join(text.split())
        case _:
            return ""
