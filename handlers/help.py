"""Help: short, and by what the person may do."""

from __future__ import annotations

from bot.locale import _
from bot.ports import Me
from bot.talk.message import Begin, Button
from bot.talk.talk import Talk


def help(talk: Talk, me: Me) -> None:
    """How to use this, in fewer than sixty words."""
    buttons = [
        Button(_("☰ Menu"), Begin("menu")),
        Button(_("☎ Talk to an officer"), Begin("officer")),
    ]
    text = _(
        "Write your question as you would say it. Choose with a button, or write its number.\n"
        "Some words that work at any time:\n"
        "• “menu”: all guides\n"
        "• “officer”: whom to call\n"
        "• “about me”: what is kept about you\n"
        "• “stop”: no more announcements\n"
        "• “language”: another language"
    )
    if me.grants:
        text = _(
            "For cadres: “roles” shows, invites and revokes roles in your places.\n"
            "For everybody: write a question as you would say it, or “menu”, “officer”, "
            "“about me”, “stop”, “language”."
        )
        buttons.insert(0, Button(_("Cadre's work"), Begin("work")))
    elif not me.resident:
        buttons.insert(0, Button(_("Choose my hamlet"), Begin("start")))
    talk.say(text, title=_("How to use Khéo"), buttons=buttons)
