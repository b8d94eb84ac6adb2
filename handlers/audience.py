"""For whom: the whole commune, some hamlets, their group chats, those not reached so far."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias, cast

from bot.locale import _
from bot.ports import Offices, Place, Places
from bot.ports_announcements import Announcements, To
from bot.talk.fields import Field, Option
from bot.talk.talk import Talk
from handlers.hamlets import hamlet_options, in_order
from handlers.several import Entry, Several, numbered

#: A way to say for whom, or the hamlets themselves.
_Whom: TypeAlias = str | tuple[int, ...]


def ask_audience(
    talk: Talk, turn: str, places: Places, offices: Offices, announcements: Announcements
) -> To:
    """The audience, within the person's own places; ``turn`` tells questions of one run apart."""
    reach = offices.reach("announce")
    hamlets = in_order([one for one in places.hamlets() if one.id in reach])
    commune = places.commune()
    whole = commune is not None and commune.id in reach
    options: list[Option[_Whom]] = []
    if whole:
        options.append(Option("all", _("The whole commune"), "all"))
    if len(hamlets) == 1:
        options.append(Option("one", hamlets[0].name, "one"))
    elif hamlets:
        options.append(Option("some", _("One or several hamlets"), "some"))
    earlier = [one for one in announcements.listed() if one.state in ("finished", "cancelled")]
    if earlier:
        options.append(Option("missed", _("Only who was not reached before"), "missed"))
    how = options[0].value
    if len(options) > 1:
        # Who names hamlets right here need not say first that they are hamlets.
        named = cast(Field[_Whom], Several(_entries(hamlets), unlisted=True)) if hamlets else None
        how = talk.choose(f"to{turn}", options, _("For whom is it?"), also=named)
    match how:
        case "all":
            to = To()
        case "missed":
            choices = [
                Option(str(one.number), first_words(one.number, one.draft.texts), one)
                for one in earlier
            ]
            standing = talk.choose(
                f"missed{turn}", choices, _("Which announcement did not reach them?")
            )
            return To(_within(standing.draft.to, whole, hamlets), missed=standing.number)
        case "one":
            to = To((hamlets[0].id,))
        case tuple():
            to = To(how)
        case _:
            to = To(_hamlets(talk, turn, hamlets))
    return _with_groups(talk, turn, to, announcements)


def first_words(number: int, texts: Sequence[tuple[str, str]]) -> str:
    """An announcement on one short line."""
    words = " ".join(texts[0][1].split()) if texts else ""
    return f"#{number} {words if len(words) <= 40 else words[:39] + '…'}"


def _within(to: To, whole: bool, hamlets: Sequence[Place]) -> tuple[int, ...]:
    """The places of an earlier announcement, as far as the person may announce there."""
    if whole:
        return to.places
    own = tuple(hamlet.id for hamlet in hamlets)
    return tuple(id for id in to.places if id in own) or own


def _entries(hamlets: Sequence[Place]) -> tuple[Entry, ...]:
    return tuple(
        Entry(option.value.id, option.label, frozenset(option.aliases))
        for option in hamlet_options(hamlets)
    )


def _hamlets(talk: Talk, turn: str, hamlets: Sequence[Place]) -> tuple[int, ...]:
    entries = _entries(hamlets)
    text = _("Please write names or numbers, with commas between them, for example: 1, 3.")
    return talk.ask(
        f"hamlets{turn}",
        Several(entries),
        f"{numbered(entries)}\n\n{text}",
        title=_("Which hamlets?"),
    )


def _with_groups(talk: Talk, turn: str, to: To, announcements: Announcements) -> To:
    if not announcements.groups(to):
        return to
    ways = [
        Option("both", _("To each person, and in the group chats"), (True, True)),
        Option("people", _("To each person only"), (True, False)),
        Option("groups", _("In the group chats only"), (False, True)),
    ]
    people, groups = talk.choose(
        f"ways{turn}", ways, _("There are group chats for this. Where should it be said?")
    )
    return To(to.places, people, groups)
