"""A look at Telegram from outside the running house, for ``kheo doctor``."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
from aiogram.methods import GetMe, GetWebhookInfo

from bot.channels.telegram.channel import State, state_of
from bot.channels.telegram.session import Accepted, Session


@dataclass(frozen=True, slots=True)
class Examination:
    """What was found: ``webhook`` is the address Telegram calls, "" where the bot polls;
    ``pending`` updates wait; ``last_error`` is what Telegram last met at the webhook."""

    state: State
    username: str = ""
    webhook: str = ""
    pending: int = 0
    last_error: str = ""


class _Me(msgspec.Struct):
    username: str


class _Webhook(msgspec.Struct):
    url: str = ""
    pending_update_count: int = 0
    last_error_message: str = ""


async def examine(session: Session) -> Examination:
    """Ask Telegram who the bot is and how its webhook fares; the session is closed after."""
    try:
        me, hook = await session.invoke(GetMe()), await session.invoke(GetWebhookInfo())
    finally:
        await session.close()
    for reply in (me, hook):
        if not isinstance(reply, Accepted):
            return Examination(state_of(reply))
    assert isinstance(me, Accepted)
    assert isinstance(hook, Accepted)
    try:
        name = msgspec.json.decode(me.result, type=_Me).username
        info = msgspec.json.decode(hook.result, type=_Webhook)
    except msgspec.MsgspecError:
        return Examination(State("unreachable", "not an answer of Telegram's"))
    return Examination(
        State("running"), name, info.url, info.pending_update_count, info.last_error_message
    )
