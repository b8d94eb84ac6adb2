"""The doors to knock on: who could not be reached, and who has been told in person."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from bot.locale import _, number
from bot.ports_announcements import Door, Notice
from bot.talk.fields import Plain
from bot.talk.fold import fold
from bot.talk.message import Begin, Button
from bot.talk.talk import Talk
from handlers.several import Entry, Several, numbered

#: A list on a phone; all of them stand on the printed one.
SHOWN = 60


def say_doors(talk: Talk, standing: Notice, doors: Sequence[Door], preparing: bool = False) -> None:
    """The households that nothing has reached, hamlet by hamlet.

    ``preparing``: it is not known yet who gets it, so none of them can be called left out.
    """
    paragraphs = []
    for place, found in groupby(doors[:SHOWN], lambda door: door.place):
        paragraphs.append("\n".join([place, *(f"• {_label(door)}" for door in found)]))
    if len(doors) > SHOWN:
        more = _("… and {count} more: they stand on the printed list.")
        paragraphs.append(more.format(count=number(len(doors) - SHOWN)))
    back = Button(
        _("Back to #{number}").format(number=standing.number),
        Begin("runs", str(standing.number)),
    )
    if preparing:
        talk.say(not_yet(), title=_("Doors to knock on"), buttons=(back,))
        return
    if standing.state in ("running", "paused"):
        paragraphs.insert(0, _("It is still being sent, so this list gets shorter."))
    talk.say(
        "\n\n".join(paragraphs) or _("Every household has been reached or told."),
        title=_("Doors to knock on: {count}").format(count=number(len(doors))),
        buttons=(back,),
    )


def not_yet() -> str:
    """What stands for the list while nobody can be called unreached."""
    return _("It is being put together who gets it; the list of doors comes after that.")


def ask_doors(talk: Talk, doors: Sequence[Door]) -> tuple[int, ...]:
    """Which households have been told at the door.

    The numbers on the screen stay what they were, also when somebody else enters a door meanwhile.
    """
    known = {door.household: door for door in doors}

    def listing() -> list[Plain]:
        return [door.household for door in doors[:SHOWN]]

    listed = talk.once("listed", listing)
    ids = listed if isinstance(listed, list) else []
    entries = tuple(_entry(id, known.get(id)) for id in ids if isinstance(id, int))
    text = _("Please write the numbers or codes of the households, for example: 1, 3.")
    return talk.ask(
        "told",
        Several(entries),
        f"{numbered(entries)}\n\n{text}",
        title=_("Whom have you told at the door?"),
    )


def _entry(id: int, door: Door | None) -> Entry:
    if door is None:
        return Entry(id, _("(has been told by now)"), frozenset())
    ways = {fold(door.code), fold(door.name)} - {""}
    return Entry(id, _label(door), frozenset(ways))


def _label(door: Door) -> str:
    return f"{door.code} {door.name}".strip()
