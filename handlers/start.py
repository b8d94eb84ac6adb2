"""Who and where in two taps: the hamlet, then one screen of what is kept and an explicit yes."""

from __future__ import annotations

from bot.deeds import Enrol, MoveTo
from bot.locale import _, number
from bot.ports import Commune, Guides, Me, Place, Places
from bot.talk.fields import Option
from bot.talk.message import Begin, Button
from bot.talk.talk import Talk
from handlers.hamlets import ask_hamlet
from handlers.menu import top

LINK = "h_"


def start(talk: Talk, me: Me, places: Places, commune: Commune, guides: Guides) -> None:
    """Greet, learn the hamlet, show the notice, and keep nothing without a yes."""
    linked = _linked(talk.argument, places)
    if me.resident:
        _greet_again(talk, me, linked, guides)
        return
    if not places.hamlets():
        talk.say(
            _(
                "Hello! This is Khéo, the automatic assistant of {commune}. The list of hamlets is "
                "not ready yet. You can ask questions and read guides all the same."
            ).format(commune=commune.name),
            buttons=top(guides, me),
        )
        return
    hamlet = _hamlet(talk, linked, places, commune)
    if hamlet is None:
        talk.say(
            _(
                "That is fine. You can still ask questions and read every guide here; only news "
                "of a hamlet will not come. Nothing about you was written down."
            ),
            buttons=top(guides, me),
        )
        return
    _agree(talk, me, hamlet, commune, guides)


def _linked(argument: str, places: Places) -> Place | None:
    if not argument.startswith(LINK):
        return None
    place = places.by_code(argument.removeprefix(LINK))
    if place is None:
        return None
    return next((hamlet for hamlet in places.hamlets() if hamlet.id == place.id), None)


def _hamlet(talk: Talk, linked: Place | None, places: Places, commune: Commune) -> Place | None:
    title = _("Hello! This is Khéo, the automatic assistant of {commune}.").format(
        commune=commune.name
    )
    if linked is not None:
        if talk.confirm(
            "here",
            _("You are in {hamlet}, is that right?").format(hamlet=linked.name),
            yes=_("Yes, that is right"),
            no=_("Another hamlet"),
            title=title,
        ):
            return linked
        title = ""
    elif talk.argument.startswith(LINK):
        talk.say(_("The hamlet code in that link is not known here, so please choose below."))
    return ask_hamlet(
        talk,
        places,
        _("Which hamlet do you live in?"),
        title=title,
        elsewhere=_("I live somewhere else"),
    )


def _agree(talk: Talk, me: Me, hamlet: Place, commune: Commune, guides: Guides) -> None:
    notice = _(
        "Who keeps it: {controller}.\n"
        "What: this chat's number, our messages to you, your last question for a day, your hamlet, "
        "language, and a name if you give one. Never a phone or ID number.\n"
        "Why: to answer for your hamlet, and to send the commune's announcements only if you "
        "want them.\n"
        "How long: {months} months after your last message.\n"
        "See, correct, withdraw or erase: “About me”, at any time.\n\n"
        "Do you agree?"
    ).format(controller=commune.controller, months=number(commune.keep_months))
    options: tuple[Option[tuple[str, ...]], ...] = (
        Option(
            "serve",
            _("I agree"),
            ("serve",),
            ("đồng ý", "có", "ừ", "vâng", "dạ", "đồng ý ạ", "agree", "yes", "ok"),
        ),
        Option(
            "announce",
            _("I agree, and want the commune's announcements"),
            ("serve", "announce"),
            ("đồng ý và nhận thông báo", "đồng ý nhận thông báo", "nhận thông báo"),
        ),
        Option("no", _("I do not agree"), (), ("không", "không đồng ý", "thôi", "no")),
    )
    purposes = talk.choose(
        "consent",
        options,
        notice,
        title=_("You are in {hamlet}. With your consent, this is kept:").format(hamlet=hamlet.name),
    )
    if not purposes:
        talk.say(
            _(
                "That is quite all right: nothing about you was written down. You can still ask "
                "questions and read every guide. Should you change your mind, write “start”."
            ),
            buttons=top(guides, me),
        )
        return
    talk.do(Enrol(hamlet.id, purposes, commune.notice_version))
    if "announce" in purposes:
        done = _("Done: you are in {hamlet}, and the commune's announcements will come here.")
    else:
        done = _("Done: you are in {hamlet}. No announcements will be sent to you.")
    invitation = _("Now write your question in your own words, or choose below.")
    talk.say(f"{done.format(hamlet=hamlet.name)}\n\n{invitation}", buttons=top(guides, me))


def _greet_again(talk: Talk, me: Me, linked: Place | None, guides: Guides) -> None:
    if linked is not None and me.hamlet is not None and linked.id != me.hamlet.id:
        if talk.confirm(
            "move",
            _("You are on record in {old}. Change it to {new}?").format(
                old=me.hamlet.name, new=linked.name
            ),
            yes=_("Yes, change it"),
            no=_("No, keep it"),
        ):
            talk.do(MoveTo(linked.id))
            return
        talk.say(_("Nothing was changed."), buttons=top(guides, me))
        return
    hello = _("Hello again, {name}!").format(name=me.name) if me.name else _("Hello again!")
    where = (
        _("You are on record in {hamlet}.").format(hamlet=me.hamlet.name)
        if me.hamlet is not None
        else _("Your hamlet is not on record.")
    )
    invitation = _("Write your question in your own words, or choose below.")
    change = Button(_("Change my hamlet"), Begin("me", "hamlet"))
    talk.say(f"{where} {invitation}", title=hello, buttons=(*top(guides, me, room=7), change))
