"""One turn of a conversation: state and incoming words in, replies, new state and deeds out.

Pure: the same arguments give the same turn, so a turn may be repeated after a crash.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.talk.flow import Flow, State
from bot.talk.message import Begin, Content, Outgoing
from bot.talk.talk import ONCE, Outcome, Talk, Waiting

# Of the thread's own work, so that a machine that is busy elsewhere breaks no conversation.
SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Turn:
    """What one message did to a conversation.

    ``outcome``: "asked" (the next question stands), "rejected" (the words answer nothing), "stale"
    (a button of an earlier question, a change to an earlier message), "moved" (another question
    came first, the words were dropped), "ended" (``state`` is None and ``deeds`` are to be carried
    out). ``lead``: the conversation to step aside into, while this one waits.
    """

    outcome: Outcome
    replies: tuple[Outgoing, ...]
    state: State | None
    deeds: tuple[object, ...] = ()
    lead: Begin | None = None


def _same(text: str) -> str:
    return text


def begin(flow: Flow, argument: str = "") -> State:
    """The state of a conversation that has not been played yet."""
    return State(flow.name, flow.version, argument)


def play(
    flow: Flow,
    state: State,
    said: Content | None,
    ports: Mapping[str, object],
    *,
    now: datetime,
    words: Callable[[str], str] = _same,
    elapsed: Callable[[], float] = time.thread_time,
    limit: float = SECONDS,
) -> Turn:
    """Replay ``flow`` with the answers in ``state`` and, as one more, what was ``said``.

    ``said`` None shows the open question again. ``words`` translates the engine's own phrases.
    Raises ValueError for a state of another flow or version, RuntimeError for a conversation that
    breaks a rule of the engine, and whatever the conversation itself raises.
    """
    if (state.flow, state.version) != (flow.name, flow.version):
        raise ValueError(f"{state.flow} v{state.version} is not {flow.name} v{flow.version}")
    talk = Talk(flow, state, said, now=now, words=words, elapsed=elapsed, limit=limit)
    record = talk.record
    try:
        flow.run(talk, **{name: ports[name] for name in flow.ports})
    except Waiting:
        new = replace(
            state,
            answers=tuple(record.reached),
            spare=tuple(record.spare.values()),
            asked=record.asked,
            kind=record.kind,
            shown=record.shown,
        )
        return Turn(record.outcome, tuple(record.replies), new, lead=record.lead)
    talk.finish()
    return Turn("ended", tuple(record.replies), None, tuple(record.deeds))


def back(state: State) -> State | None:
    """The state without its newest answer, or None when there is none to take back."""
    real = [place for place, kept in enumerate(state.answers) if kept.kind != ONCE]
    if not real:
        return None
    return replace(state, answers=state.answers[: real[-1]], asked="", kind="", shown=())
