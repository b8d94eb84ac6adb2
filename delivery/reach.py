"""The reach plan: whom an announcement gets to, by which channel, at what cost, how soon."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.channels.base import Capabilities
from bot.locale import ZONE
from delivery.freeze import ways
from delivery.limits import SHARE
from delivery.wording import render, spoken
from store import announcements_reach, announcements_recipients
from store.announcements import Audience, Wording
from store.announcements_reach import BLOCKED, DECLINED, NOWHERE, OUTSIDE


@dataclass(frozen=True, slots=True)
class Way:
    """One channel's share: households counted once over all channels, and every message."""

    channel: str
    households: int
    recipients: int
    messages: int
    cost: int  # đồng
    lasts: timedelta
    stars: int = 0  # of Telegram, for going faster than is free


@dataclass(frozen=True, slots=True)
class Plan:
    """``ways`` and the four rows below them add up to ``households``; ``messages`` is exactly what
    is frozen when it begins now. ``apart``: recipients beside them, of no household on record."""

    ways: tuple[Way, ...]
    outside: int  # their window is closed: they have not written for too long
    blocked: int  # they have blocked Khéo, or their chat is gone
    declined: int  # they have not agreed to announcements, or have stopped them
    nowhere: int  # on no channel at all
    households: int
    recipients: int
    messages: int
    cost: int
    lasts: timedelta
    stars: int = 0
    apart: int = 0
    groups: int = 0


def plan(
    connection: Connection,
    audience: Audience,
    wordings: Mapping[str, Wording],
    kind: str,
    ack: str,
    capabilities: Mapping[str, Capabilities],
    now: datetime,
) -> Plan:
    """What would happen if it were sent now."""
    scope = announcements_recipients.resolve(connection, audience, now.astimezone(ZONE).date())
    how = ways(capabilities, now)
    found = announcements_reach.reach(connection, scope, how)
    parts = {
        (channel, language): len(payloads)
        for channel, language, payloads in render(wordings, kind, ack, 0, capabilities)
    }
    languages = spoken(wordings)
    recipients: dict[str, int] = {}
    messages: dict[str, int] = {}
    chosen = [found.people] * audience.people + [found.groups] * audience.groups
    for counted in chosen:
        for (channel, language), count in counted.items():
            each = parts[channel, languages.get(language, languages[""])]
            recipients[channel] = recipients.get(channel, 0) + count
            messages[channel] = messages.get(channel, 0) + count * each
    homes = found.homes if audience.people else dict.fromkeys(found.homes, 0)
    shares = tuple(
        _way(can, homes[name], recipients.get(name, 0), messages.get(name, 0))
        for name, can in capabilities.items()
    )
    return Plan(
        shares,
        homes[OUTSIDE],
        homes[BLOCKED],
        homes[DECLINED],
        homes[NOWHERE],
        sum(homes.values()),
        sum(recipients.values()),
        sum(messages.values()),
        sum(way.cost for way in shares),
        max((way.lasts for way in shares), default=timedelta(0)),
        sum(way.stars for way in shares),
        found.apart * audience.people,
        sum(found.groups.values()) * audience.groups,
    )


def _way(can: Capabilities, households: int, recipients: int, messages: int) -> Way:
    rate = can.per_second * SHARE
    lasts = timedelta(seconds=messages / rate) if rate else timedelta(0)
    cost = messages * can.cost_per_message
    return Way(can.channel, households, recipients, messages, cost, lasts, _stars(can, messages))


def _stars(can: Capabilities, messages: int) -> int:
    """What haste costs at most: of each second's messages those above the free rate are paid."""
    if not can.free_per_second or can.per_second <= can.free_per_second:
        return 0
    paid = messages * (1 - can.free_per_second / can.per_second)
    return math.ceil(paid * can.stars_per_thousand / 1000)
