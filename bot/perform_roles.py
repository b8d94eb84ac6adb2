"""What cadres cause about roles: invite, take up an invitation, revoke. Rights are read again."""

from __future__ import annotations

from collections.abc import Sequence

from bot.deeds import AcceptInvitation, Invite, Revoke
from bot.errors import NotAllowed
from bot.locale import _, current
from bot.scene import Carry, Scene
from bot.talk.message import Begin, Button, Outgoing
from handlers.titles import duty, title
from store import cadres, chats, invitations, places

LINK = "j_"


def _invite(deed: Invite, scene: Scene) -> Sequence[Outgoing]:
    _check_holds_any(scene)
    token = scene.token()
    invitations.invite(
        scene.connection,
        role=deed.role,
        place=deed.place,
        token=token,
        by=scene.me.cadre,
        now=scene.now,
    )
    place = places.get(scene.connection, deed.place)
    assert place is not None
    payload = f"{LINK}{token}"
    address = scene.link(payload)
    text = _(
        "Please send this to the one person who is to be {role} at {place}, and to nobody else. "
        "It can be used once, within 7 days:"
    ).format(role=title(deed.role), place=place.name)
    way = address or _("Open a private chat with Khéo and write: /start {payload}").format(
        payload=payload
    )
    buttons = (Button(_("Back to roles"), Begin("roles")),)
    return (Outgoing(f"{text}\n\n{way}", _("The invitation is ready"), buttons),)


def _accept(deed: AcceptInvitation, scene: Scene) -> Sequence[Outgoing]:
    accepted = invitations.accept(
        scene.connection, token=deed.token, name=deed.name, chat=scene.chat, now=scene.now
    )
    if accepted is None:
        raise NotAllowed(_("This invitation can no longer be used."))
    chats.settle_language(scene.connection, scene.chat, current().code)
    role, place = accepted.granted.role, accepted.granted.place
    text = _("From now on you are {role} at {place}. {duty}").format(
        role=title(role), place=place.name, duty=duty(role)
    )
    buttons = (
        Button(_("Cadre's work"), Begin("work")),
        Button(_("Your roles"), Begin("roles")),
        Button(_("☰ Menu"), Begin("menu")),
    )
    return (Outgoing(text, _("Thank you for taking this up!"), buttons),)


def _revoke(deed: Revoke, scene: Scene) -> Sequence[Outgoing]:
    _check_holds_any(scene)
    ended = cadres.revoke(scene.connection, grant=deed.grant, by=scene.me.cadre, now=scene.now)
    text = _("The role has ended.") if ended else _("This role had ended already.")
    return (Outgoing(text, buttons=(Button(_("Back to roles"), Begin("roles")),)),)


def _check_holds_any(scene: Scene) -> None:
    # 0 is nobody; in the store it would be read as a number, never as the technician (None).
    if not scene.me.cadre:
        raise NotAllowed(_("This is not allowed with your role."))


CARRIES: dict[type, Carry] = {Invite: _invite, AcceptInvitation: _accept, Revoke: _revoke}
