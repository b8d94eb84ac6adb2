"""Danger: the numbers at once, before anything else. Numbers: facts/guides.md 24 (verified)."""

from __future__ import annotations

from bot.locale import _
from bot.ports import Commune
from bot.talk.message import Begin, Button, Outgoing


def in_case(kind: str) -> Outgoing:
    """The number before an answer, where the words may tell of danger or only ask about it."""
    match kind:
        case "medical":
            text = _("If somebody is in danger right now: call 115 (ambulance) first.")
        case "fire" | "water":
            text = _("If somebody is in danger right now: call 114 (fire and rescue) first.")
        case "child":
            text = _("If a child is in danger right now: call 111, or 113 (police), first.")
        case _:
            text = _("If somebody is in danger right now: call 113 (police) first.")
    return Outgoing(text)


def emergency(kind: str, commune: Commune) -> Outgoing:
    """The card for one kind of danger: whom to call first, and the one thing to do meanwhile."""
    match kind:
        case "medical":
            first = _("🚑 Call 115 (ambulance) now!")
            meanwhile = _(
                "Do not be alone with it, and do not leave the person alone. Call the neighbours "
                "for help."
            )
        case "fire":
            first = _("🚒 Call 114 (fire and rescue) now!")
            meanwhile = _("Everybody out of the house first. Do not go back in for belongings.")
        case "water":
            first = _("🛟 Call 114 or 112 (rescue) now, and 115 if somebody is hurt!")
            meanwhile = _(
                "Shout for help. Do not jump in if you have not learnt to rescue. In a flood go up "
                "to a high place."
            )
        case "violence":
            first = _("🚓 Call 113 (police) now!")
            meanwhile = _("Get to a safe place with other people. If a child is hurt: 111 too.")
        case "child":
            first = _("👧 Call 111 (child protection, free, day and night) now!")
            meanwhile = _("In danger at this moment: 113 (police). Hurt: 115 (ambulance).")
        case _:
            first = _("📞 Call for help now!")
            meanwhile = _("Get to a safe place first, and call the neighbours.")
    numbers = _(
        "113 police · 114 fire, rescue · 115 ambulance · 112 disaster, rescue · 111 children\n"
        "Say where (hamlet, a landmark), what happened, how many people. Do not switch the phone "
        "off."
    )
    lines = [meanwhile, numbers]
    desks = [f"{desk.name}: {desk.phone}" for desk in commune.counters if desk.phone]
    if desks:
        lines.append("\n".join(desks))
    lines.append(_("This is an automatic reply: Khéo cannot call for you."))
    return Outgoing(
        "\n\n".join(lines),
        title=first,
        buttons=(Button(_("📞 Emergency numbers"), Begin("guide", "emergency-numbers")),),
    )
