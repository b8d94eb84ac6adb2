"""“Đã rõ” under an announcement, and “tôi sẽ đến / không đến được”: one press, wherever one is."""

from __future__ import annotations

from bot.deeds import Acknowledge
from bot.locale import _
from bot.talk.message import Begin, Button
from bot.talk.talk import Talk

ANSWERS = ("seen", "come", "away")
LONGEST = 9  # figures of the number of a run


def ack(talk: Talk) -> None:
    """Count the household; the argument is the run, and behind a dot what was answered."""
    run, _dot, said = talk.argument.partition(".")
    answer = said or "seen"
    if not run.isdecimal() or len(run) > LONGEST or answer not in ANSWERS:
        talk.say(
            _("This button can no longer be used."),
            buttons=(Button(_("☰ Menu"), Begin("menu")),),
        )
        return
    talk.do(Acknowledge(int(run), answer))
