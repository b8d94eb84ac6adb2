"""Taking up an invitation to a role: what it is, under which name, and an explicit yes."""

from __future__ import annotations

from bot.deeds import AcceptInvitation
from bot.locale import _, moment
from bot.ports import Me, Offices
from bot.talk.message import Begin, Button
from bot.talk.talk import Talk
from handlers.names import PersonName
from handlers.titles import duty, title


def join(talk: Talk, me: Me, offices: Offices) -> None:
    """Begun by a link; its argument is the token of the invitation."""
    invitation = offices.invitation(talk.argument) if talk.argument else None
    if invitation is None:
        talk.say(
            _(
                "This invitation cannot be used: it was taken up already, or its week is over. "
                "Please ask whoever sent it for a new one."
            ),
            buttons=(Button(_("Menu"), Begin("menu")),),
        )
        return
    role = title(invitation.role)
    offer = _(
        "You are invited to be {role} at {place}.\n"
        "You will be able to: {duty}\n"
        "Everything done in this role is written down with who did it and when. "
        "The invitation holds until {until}."
    ).format(
        role=role,
        place=invitation.place.name,
        duty=duty(invitation.role),
        until=moment(invitation.expires_at),
    )
    heading = _("Invitation: {role}").format(role=role)
    name = invitation.name
    if name:
        offer += "\n" + _("From then on this chat speaks as {name}.").format(name=name)
    if not name and not me.cadre:
        question = _("Under which name should other cadres see you?")
        name = talk.ask("name", PersonName(), f"{offer}\n\n{question}", title=heading)
        offer = _("You will be {role} at {place}, under the name {name}. Is that right?").format(
            role=role, place=invitation.place.name, name=name
        )
    if talk.confirm("accept", offer, title=heading, yes=_("Yes, I accept"), no=_("No, thank you")):
        talk.do(AcceptInvitation(talk.argument, name))
    else:
        talk.say(
            _("All right. The invitation stays open until it ends, should you change your mind."),
            buttons=(Button(_("Menu"), Begin("menu")),),
        )
