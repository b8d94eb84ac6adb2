"""Who holds which role: for cadres only; nobody else learns that there is such a thing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bot.deeds import Invite, Revoke
from bot.locale import _
from bot.ports import Granted, Guides, Me, Offices, Place, Places
from bot.talk.fields import Option
from bot.talk.message import Begin, Button
from bot.talk.talk import Talk
from handlers import phrases
from handlers.hamlets import ask_hamlet
from handlers.titles import ROLES, duty, title

#: More grants than this are asked for by place first: a list of names must fit on one screen.
LISTED = 12

Held = tuple[str, str, Granted]


def roles(talk: Talk, me: Me, places: Places, offices: Offices, guides: Guides) -> None:
    """List, invite, revoke: what the person's own roles allow."""
    if not me.grants:
        phrases.unknown_errand(talk, guides, me)
        return
    own = "\n".join(
        _("• {role}, {place}").format(role=title(grant.role), place=grant.place.name)
        for grant in me.grants
    )
    if not offices.reach("list"):
        talk.say(own, title=_("Your roles"), buttons=(_menu(),))
        return
    acts = [Option("list", _("Who holds which role"), _list)]
    if offices.reach("invite"):
        acts.append(Option("invite", _("Invite somebody"), _invite))
    if offices.reach("revoke"):
        acts.append(Option("revoke", _("End a role"), _revoke))
    act = talk.choose("what", acts, own, title=_("Your roles"))
    act(talk, me, places, offices)


def _list(talk: Talk, me: Me, places: Places, offices: Offices) -> None:
    by_place: dict[int, list[Held]] = {}
    for held in offices.below():
        by_place.setdefault(held[2].place.id, []).append(held)
    paragraphs = [
        "\n".join([held[0][2].place.name, *(f"• {_whose(each)}" for each in held)])
        for held in by_place.values()
    ]
    talk.say("\n\n".join(paragraphs), title=_("Who holds which role"), buttons=(_again(), _menu()))


def _invite(talk: Talk, me: Me, places: Places, offices: Offices) -> None:
    reach = offices.reach("invite")
    role = talk.choose(
        "role",
        [Option(role, title(role), role) for role in ROLES],
        "\n".join(f"{title(role)}: {duty(role)}" for role in ROLES),
        title=_("Which role?"),
    )
    place = _where(talk, me, places, reach, role)
    if place is None:
        _nothing_done(talk)
        return
    sure = _(
        "Invite one person to be {role} at {place}? The link can be used once, within 7 days."
    ).format(role=title(role), place=place.name)
    if talk.confirm("sure", sure, yes=_("Make the link"), no=_("No, leave it")):
        talk.do(Invite(role, place.id))
    else:
        _nothing_done(talk)


def _where(talk: Talk, me: Me, places: Places, reach: frozenset[int], role: str) -> Place | None:
    hamlets = [hamlet for hamlet in places.hamlets() if hamlet.id in reach]
    at_the_bottom = {hamlet.id for hamlet in hamlets}
    commune = places.commune()
    wider = {grant.place.id: grant.place for grant in me.grants if grant.place.id in reach}
    if commune is not None and commune.id in reach:
        wider[commune.id] = commune
    options: list[Option[Place | None]] = [
        Option(str(place.id), place.name, place)
        for place in wider.values()
        if place.id not in at_the_bottom and role != "hamlet_head"
    ]
    if options:
        options.append(Option("hamlet", _("One hamlet"), None))
        place = talk.choose("where", options, _("For which place?"))
        if place is not None:
            return place
    return ask_hamlet(talk, _Within(hamlets), _("For which hamlet?"), elsewhere=_("No, leave it"))


@dataclass(frozen=True, slots=True)
class _Within:
    """The places of a scope, for choosing a hamlet among them."""

    within: Sequence[Place]

    def commune(self) -> Place | None:
        return None

    def hamlets(self) -> Sequence[Place]:
        return self.within

    def by_code(self, code: str) -> Place | None:
        return None


def _revoke(talk: Talk, me: Me, places: Places, offices: Offices) -> None:
    reach = offices.reach("revoke")
    held = [each for each in offices.below() if each[2].place.id in reach]
    if len(held) > LISTED:
        at = {grant.place.id: grant.place for _handle, _name, grant in held}
        place = talk.choose(
            "at",
            [Option(str(place.id), place.name, place) for place in at.values()],
            _("At which place?"),
        )
        held = [each for each in held if each[2].place.id == place.id]
    alike = Counter(_full(each) for each in held)
    options = [
        Option(
            str(each[2].id),
            _full(each) if alike[_full(each)] == 1 else f"{_full(each)} ({each[0]})",
            each,
        )
        for each in held
    ]
    handle, name, grant = talk.choose("grant", options, _("Which role should end?"))
    sure = _("{name} ({handle}) will no longer be {role} at {place}. Is that right?").format(
        name=name, handle=handle, role=title(grant.role), place=grant.place.name
    )
    if grant.id in {mine.id for mine in me.grants}:
        sure = _("This is your own role.") + "\n" + sure
    if talk.confirm("sure", sure, yes=_("Yes, end it"), no=_("No, leave it")):
        talk.do(Revoke(grant.id))
    else:
        _nothing_done(talk)


def _full(held: Held) -> str:
    return _("{name}: {role}, {place}").format(
        name=held[1], role=title(held[2].role), place=held[2].place.name
    )


def _whose(held: Held) -> str:
    return _("{role}: {name} ({handle})").format(
        role=title(held[2].role), name=held[1], handle=held[0]
    )


def _nothing_done(talk: Talk) -> None:
    talk.say(_("All right, nothing was changed."), buttons=(_again(), _menu()))


def _again() -> Button:
    return Button(_("Back to roles"), Begin("roles"))


def _menu() -> Button:
    return Button(_("Menu"), Begin("menu"))
