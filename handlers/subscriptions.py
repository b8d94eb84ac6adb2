"""The commune's announcements: stop at a word, resume with an explicit yes."""

from __future__ import annotations

from bot.deeds import GiveConsent, ResumeAnnouncements, StopAnnouncements
from bot.locale import _
from bot.ports import Commune, Me
from bot.talk.message import Begin, Button
from bot.talk.talk import Talk


def stop(talk: Talk, me: Me) -> None:
    """Stop at once: nobody is asked why."""
    talk.do(StopAnnouncements())
    again = Button(_("Receive announcements again"), Begin("resume"))
    if me.announcements:
        text = _(
            "Announcements are stopped: none will be sent to this chat. Your questions are "
            "answered as before."
        )
    else:
        text = _("No announcements are sent to this chat. Your questions are answered as before.")
    talk.say(text, buttons=(again, Button(_("☰ Menu"), Begin("menu"))))


def resume(talk: Talk, me: Me, commune: Commune) -> None:
    """Send announcements again; who has not agreed to them yet is asked first."""
    menu = Button(_("☰ Menu"), Begin("menu"))
    if not me.resident:
        talk.say(
            _("To receive announcements, first say which hamlet you live in."),
            buttons=(Button(_("Choose my hamlet"), Begin("start")), menu),
        )
        return
    if me.announcements:
        talk.say(_("Announcements already come to this chat."), buttons=(menu,))
        return
    if "announce" not in me.consents and not talk.confirm(
        "agree",
        _(
            "{controller} would send its announcements and those of your hamlet to this chat. "
            "You can stop them at any time by writing “stop”. Do you agree?"
        ).format(controller=commune.controller),
        yes=_("I agree"),
        no=_("I do not agree"),
    ):
        talk.say(_("All right: no announcements will be sent."), buttons=(menu,))
        return
    if "announce" not in me.consents:
        talk.do(GiveConsent("announce", commune.notice_version))
    talk.do(ResumeAnnouncements())
    talk.say(_("Announcements will come to this chat again."), buttons=(menu,))
