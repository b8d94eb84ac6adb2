"""A hamlet's group chat: a cadre makes a one-time code, somebody writes it in the group."""

from __future__ import annotations

from bot.deeds import InviteGroup
from bot.locale import _
from bot.ports import Guides, Me, Offices, Place, Places
from bot.talk.fields import Option
from bot.talk.talk import Talk
from handlers import phrases
from handlers.announce import work_button
from handlers.hamlets import hamlet_options, in_order


def link(talk: Talk, me: Me, places: Places, offices: Offices, guides: Guides) -> None:
    """For which place is the group? Then the code."""
    reach = offices.reach("announce")
    if not reach:
        phrases.unknown_errand(talk, guides, me)
        return
    place = _place(talk, places, reach)
    text = _(
        "First add Khéo to the group chat of {place}. Then write the code there; it can be used "
        "once, within one day."
    ).format(place=place.name)
    if talk.confirm("sure", text, yes=_("Make the code"), no=_("No, leave it")):
        talk.do(InviteGroup(place.id))
    else:
        talk.say(_("All right, nothing was changed."), buttons=(work_button(),))


def _place(talk: Talk, places: Places, reach: frozenset[int]) -> Place:
    hamlets = in_order([one for one in places.hamlets() if one.id in reach])
    options = hamlet_options(hamlets)
    commune = places.commune()
    if commune is not None and commune.id in reach:
        options.insert(0, Option(str(commune.id), commune.name, commune))
    if len(options) == 1:
        return options[0].value
    return talk.choose("place", options, _("Whose group chat is it?"))
