"""Talk to an officer: for now the commune's contact card, as the commune filled it in."""

from __future__ import annotations

from bot.locale import _, short_day
from bot.ports import Commune, Counter
from bot.talk.message import Begin, Button
from bot.talk.talk import Talk


def officer(talk: Talk, commune: Commune) -> None:
    """Desks with number, hours and address; in danger the national numbers, always."""
    lines = [_counter(counter) for counter in commune.counters]
    if not lines:
        lines = [_("The commune has not filled in its numbers yet.")]
    if commune.updated_on is not None:
        lines.append(_("Updated on {date}.").format(date=short_day(commune.updated_on)))
    if commune.demo:
        lines.append(
            _("This is a demonstration commune: the commune fills in its own numbers here.")
        )
    lines.append(_("In danger call at once: 113 police · 114 fire and rescue · 115 ambulance."))
    talk.say(
        "\n\n".join(lines),
        title=_("Whom to ask in {commune}").format(commune=commune.name),
        buttons=(Button(_("☰ Menu"), Begin("menu")),),
    )


def _counter(counter: Counter) -> str:
    phone = counter.phone or _("the commune has not filled in the number yet")
    lines = [_("{desk}: {phone}").format(desk=counter.name, phone=phone)]
    if counter.hours:
        lines.append(_("Hours: {hours}").format(hours=counter.hours))
    if counter.address:
        lines.append(_("Address: {address}").format(address=counter.address))
    return "\n".join(lines)
