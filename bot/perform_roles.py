"""What cadres cause about roles: invite, take up an invitation, revoke."""

from __future__ import annotations

from bot.scene import Carry

CARRIES: dict[type, Carry] = {}
