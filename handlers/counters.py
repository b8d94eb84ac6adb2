"""Where to ask: the counters of the commune, with what the commune has filled in."""

from __future__ import annotations

from bot.locale import _
from bot.ports import Commune, Counter
from bot.talk.fold import fold


def where(commune: Commune, owner: str) -> str:
    """The counter that a guide belongs to, else all of the commune."""
    counters = commune.counters
    own = [counter for counter in counters if fold(counter.name) == fold(owner)]
    if not counters:
        return _("You can ask at the commune's office.")
    return "\n".join((_("You can ask here:"), *(card(counter) for counter in own or counters)))


def card(counter: Counter) -> str:
    """A counter on one line, with what the commune has filled in."""
    known = " · ".join(part for part in (counter.phone, counter.hours, counter.address) if part)
    if not known:
        return f"• {counter.name}"
    return f"• {counter.name}: {known}"
