"""Which alarms count while a question is open, and which answers are kept beside one.

The signs of danger (``content/answers/data/emergency.tsv``) count always: who writes “cứu với, nhà
cháy rồi” is helped, whatever was asked. What was learnt judges whole messages, and mishears the
names, times and labels that people answer with: it took 14 of 100 made-up names for a cry for help
and “sáng mai 5h” for a fire (measured, 22 November 2026). So it counts only where the words are no
answer, or where any words are one: there nothing speaks against danger.
"""

from __future__ import annotations

from bot.ports import Danger

#: The kind of question that takes any words (``bot.talk.fields.Text``). A report of danger is as
#: good an answer there as any: the alarm comes first, and the conversation goes on below it.
FREE = "text"


def alarm(danger: Danger, taken: str) -> Danger:
    """What counts of ``danger``; ``taken``: the kind of question that takes the words, or ""."""
    return Danger() if danger.learnt and taken not in ("", FREE) else danger
