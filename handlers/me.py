"""“What do you know about me”: see all of it, correct it, take it along, have it erased."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.deeds import (
    AskAboutData,
    EraseMe,
    ExportMe,
    GiveConsent,
    JoinHousehold,
    MoveTo,
    Rename,
    ResumeAnnouncements,
    WithdrawConsent,
)
from bot.locale import _, number
from bot.ports import Commune, Me, Places
from bot.talk.fields import Option
from bot.talk.message import Begin, Button
from bot.talk.talk import Talk
from handlers.hamlets import ask_hamlet
from handlers.names import HouseholdCode, PersonName
from handlers.unanswered import MONTHS

_WISHES = ("hamlet", "name", "household", "consents", "copy", "erase", "other")


def me(
    talk: Talk, me: Me, places: Places, commune: Commune, languages: Sequence[tuple[str, str]]
) -> None:
    """Show what is kept and ask what to do with it; the argument may name the wish already."""
    if not me.resident:
        _stranger(talk)
        return
    if talk.argument in _WISHES:
        wish = talk.argument
    else:
        hamlet = places.by_code(me.hamlet.code) if me.hamlet else None
        wish = _ask_wish(talk, replace(me, hamlet=hamlet or me.hamlet), languages)
    match wish:
        case "hamlet":
            _hamlet(talk, places)
        case "name":
            _name(talk, me)
        case "household":
            _household(talk, me)
        case "consents":
            _consents(talk, me, commune)
        case "copy":
            talk.do(ExportMe())
        case "erase":
            _erase(talk, me)
        case _:
            _other(talk)


def _stranger(talk: Talk) -> None:
    if talk.argument == "erase":
        if talk.confirm(
            "erase",
            _("Erase the messages of this chat and your choice of language from our records?"),
            yes=_("Yes, erase"),
            no=_("No, keep it"),
        ):
            talk.do(EraseMe())
            return
        talk.say(_("Nothing was erased."), buttons=(_menu(),))
        return
    talk.say(
        _(
            "You have not been put on record: no hamlet, no name. Only this chat's number, your "
            "language and our latest messages are there, so that you can be answered."
        ),
        title=_("What Khéo knows about you"),
        buttons=(
            Button(_("Choose my hamlet"), Begin("start")),
            Button(_("Erase that too"), Begin("me", "erase")),
            _menu(),
        ),
    )


def _ask_wish(talk: Talk, me: Me, languages: Sequence[tuple[str, str]]) -> str:
    return talk.choose(
        "wish",
        (
            Option("hamlet", _("Change my hamlet"), "hamlet", ("thôn", "xóm", "hamlet")),
            Option("name", _("Change what I am called"), "name", ("tên", "tên gọi", "name")),
            Option("household", _("My household code"), "household", ("hộ", "household")),
            Option("consents", _("What I agree to"), "consents", ("đồng ý", "rút", "consent")),
            Option("copy", _("Send me a copy"), "copy", ("bản sao", "sao", "copy", "export")),
            Option("erase", _("Erase me"), "erase", ("xoá", "xóa", "xoá hết", "erase", "delete")),
            Option("other", _("Another request about my data"), "other", ("khác", "other")),
        ),
        "\n".join(_facts(me, languages)),
        title=_("What Khéo knows about you"),
    )


def _facts(me: Me, languages: Sequence[tuple[str, str]]) -> list[str]:
    """All that is kept, one line each, in words."""
    nothing = _("none")
    told = _("yes") if me.announcements else _("no")
    improve = _("yes") if "improve" in me.consents else _("no")
    lines = [
        _("Hamlet: {hamlet}").format(hamlet=me.hamlet.name if me.hamlet else nothing),
        _("Called: {name}").format(name=me.name or nothing),
        _("Household code: {code}").format(code=me.household or nothing),
        _("Language: {language}").format(language=dict(languages).get(me.language, me.language)),
        _("Announcements to this chat: {told}").format(told=told),
        _("Unanswered questions kept to learn from: {improve}").format(improve=improve),
        _(
            "Also: this chat's number, our latest messages, your latest question for a day, and "
            "conversations not yet finished."
        ),
    ]
    if me.grants:
        places = ", ".join(dict.fromkeys(grant.place.name for grant in me.grants))
        lines.append(
            _("You hold a cadre's role in: {places}. The commune keeps it.").format(places=places)
        )
    return [*lines, "", _("Phone and ID numbers are never kept. What would you like?")]


def _hamlet(talk: Talk, places: Places) -> None:
    hamlet = ask_hamlet(
        talk, places, _("Which hamlet do you live in?"), elsewhere=_("It is not on the list")
    )
    if hamlet is not None:
        talk.do(MoveTo(hamlet.id))
        return
    talk.say(
        _(
            "Then nothing was changed. If a hamlet is missing, please tell the commune. If you no "
            "longer want to be on record here, choose “Erase me”."
        ),
        buttons=(
            Button(_("☎ Talk to an officer"), Begin("officer")),
            Button(_("Erase me"), Begin("me", "erase")),
            _menu(),
        ),
    )


def _name(talk: Talk, me: Me) -> None:
    name = talk.ask_optional(
        "name",
        PersonName(),
        _("What would you like to be called? For example: Ba, Hoa, Uncle Tư."),
        skip=_("Remove my name") if me.name else _("No name"),
    )
    talk.do(Rename(name or ""))


def _household(talk: Talk, me: Me) -> None:
    code = talk.ask_optional(
        "code",
        HouseholdCode(),
        _("Please write your household code. If you do not have one, ask your hamlet head."),
        skip=_("Leave the household") if me.household else _("No household code"),
    )
    talk.do(JoinHousehold(code or ""))


def _consents(talk: Talk, me: Me, commune: Commune) -> None:
    announce, improve = me.announcements, "improve" in me.consents
    wish = talk.choose(
        "consents",
        (
            Option("no-announce", _("Stop the announcements"), "no-announce")
            if announce
            else Option("announce", _("Receive the announcements"), "announce"),
            Option("no-improve", _("Do not keep my questions"), "no-improve")
            if improve
            else Option("improve", _("You may keep unanswered questions"), "improve"),
            Option("erase", _("Keep nothing about me any more"), "erase"),
        ),
        _(
            "You agreed that {controller} keeps your hamlet to serve you. Two things are yours to "
            "allow or not:\n"
            "• announcements: the commune writes to you here;\n"
            "• unanswered questions: the words of your question are kept, without your name, so "
            "that cadres can write the answer, for at most {months} months.\n"
            "A choice is in force at once."
        ).format(controller=commune.controller, months=number(MONTHS)),
        title=_("What you agree to"),
    )
    match wish:
        case "announce":
            if "announce" not in me.consents:
                talk.do(GiveConsent("announce", commune.notice_version))
            talk.do(ResumeAnnouncements())
            text = _("The commune's announcements will come to this chat.")
        case "no-announce":
            talk.do(WithdrawConsent("announce"))
            text = _("Your consent is withdrawn: no more announcements will be sent.")
        case "improve":
            talk.do(GiveConsent("improve", commune.notice_version))
            text = _("Thank you. Questions that found no answer will be kept without your name.")
        case "no-improve":
            talk.do(WithdrawConsent("improve"))
            text = _("Your consent is withdrawn: your questions are erased, none is kept any more.")
        case _:
            _erase(talk, me)
            return
    talk.say(text, buttons=(Button(_("👤 About me"), Begin("me")), _menu()))


def _erase(talk: Talk, me: Me) -> None:
    text = _(
        "Your hamlet, name, household, consents, unfinished conversations and our messages to you "
        "will be erased for good. You can still ask questions afterwards. Erase?"
    )
    if me.grants:
        kept = _("Your cadre's role stays on the commune's list until the commune takes it off.")
        text = f"{text}\n\n{kept}"
    if talk.confirm("erase", text, yes=_("Yes, erase"), no=_("No, keep it")):
        talk.do(EraseMe())
        return
    talk.say(_("Nothing was erased."), buttons=(Button(_("👤 About me"), Begin("me")), _menu()))


def _other(talk: Talk) -> None:
    kind = talk.choose(
        "request",
        (
            Option("correct", _("Correct something I cannot correct here"), "correct"),
            Option("see", _("Have an officer show me everything"), "see"),
            Option("restrict", _("Use my data less"), "restrict"),
            Option("object", _("I object to a use of my data"), "object"),
        ),
        _("What is it about? An officer of the commune will take it up, within the legal time."),
    )
    talk.do(AskAboutData(kind))


def _menu() -> Button:
    return Button(_("☰ Menu"), Begin("menu"))
