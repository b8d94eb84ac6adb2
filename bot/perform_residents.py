"""What residents cause about themselves: language, record, consents, data, announcements."""

from __future__ import annotations

import json
from collections.abc import Sequence

from bot.deeds import (
    AskAboutData,
    Enrol,
    EraseMe,
    ExportMe,
    GiveConsent,
    JoinHousehold,
    MoveTo,
    Rename,
    ResumeAnnouncements,
    SetLanguage,
    StopAnnouncements,
    WithdrawConsent,
)
from bot.locale import ZONE, _, current, day, use
from bot.scene import Carry, Scene
from bot.talk.message import Begin, Button, Outgoing
from store import chats, personal, places, questions, requests, residents


def _set_language(deed: SetLanguage, scene: Scene) -> Sequence[Outgoing]:
    chats.change(scene.connection, scene.chat, language=deed.language)
    with use(deed.language):
        # Translators: name your own language instead of English.
        return (_told(_("From now on Khéo speaks English with you.")),)


def _enrol(deed: Enrol, scene: Scene) -> Sequence[Outgoing]:
    residents.enrol(
        scene.connection, scene.chat, deed.place, deed.purposes, deed.notice_version, scene.now
    )
    # What comes to them later carries no hint of a phone's language: that of the consent holds.
    chats.settle_language(scene.connection, scene.chat, current().code)
    if "announce" in deed.purposes:
        chats.change(scene.connection, scene.chat, stopped_at=None)
    return ()


def _give_consent(deed: GiveConsent, scene: Scene) -> Sequence[Outgoing]:
    resident = residents.of_chat(scene.connection, scene.chat)
    if resident is None:
        return (_not_on_record(),)
    residents.give_consent(scene.connection, resident, deed.purpose, deed.notice_version, scene.now)
    return ()


def _withdraw_consent(deed: WithdrawConsent, scene: Scene) -> Sequence[Outgoing]:
    if deed.purpose == "serve":  # nothing is kept without it
        return _erase_me(EraseMe(), scene)
    resident = residents.of_chat(scene.connection, scene.chat)
    if resident is not None and residents.withdraw_consent(
        scene.connection, resident, deed.purpose, scene.now
    ):
        requests.ask_and_meet(scene.connection, resident, "withdraw", scene.now)
        if deed.purpose == "improve":
            questions.let_go(scene.connection, resident)
    return ()


def _move_to(deed: MoveTo, scene: Scene) -> Sequence[Outgoing]:
    resident = residents.of_chat(scene.connection, scene.chat)
    if resident is None:
        return (_not_on_record(),)
    if residents.move(scene.connection, resident, deed.place):
        requests.ask_and_meet(scene.connection, resident, "correct", scene.now)
    hamlet = places.get(scene.connection, deed.place)
    text = _("Changed: you are on record in {hamlet} now.").format(
        hamlet=hamlet.name if hamlet is not None else ""
    )
    now = residents.load(scene.connection, resident)
    if scene.me.household and now is not None and not now.household:
        left = _("Your household code belonged to the old hamlet and was taken off.")
        text = f"{text} {left}"
    return (_told(text),)


def _rename(deed: Rename, scene: Scene) -> Sequence[Outgoing]:
    resident = residents.of_chat(scene.connection, scene.chat)
    if resident is None:
        return (_not_on_record(),)
    if deed.name != scene.me.name:
        residents.rename(scene.connection, resident, deed.name)
        requests.ask_and_meet(scene.connection, resident, "correct", scene.now)
    if deed.name:
        return (_told(_("Noted: you are called {name} here.").format(name=deed.name)),)
    return (_told(_("Done: no name is on record.")),)


def _join_household(deed: JoinHousehold, scene: Scene) -> Sequence[Outgoing]:
    resident = residents.of_chat(scene.connection, scene.chat)
    if resident is None:
        return (_not_on_record(),)
    if not deed.code:
        residents.leave_household(scene.connection, resident)
        return (_told(_("Done: no household code is on record.")),)
    if not residents.join_household(scene.connection, resident, deed.code):
        return (
            _told(
                _(
                    "The code {code} is not on the list of your hamlet. Please check it, or ask "
                    "your hamlet head."
                ).format(code=deed.code),
                Button(_("Write it again"), Begin("me", "household")),
            ),
        )
    return (_told(_("Noted: your household code is {code}.").format(code=deed.code)),)


def _export_me(_deed: ExportMe, scene: Scene) -> Sequence[Outgoing]:
    who = personal.person(scene.connection, scene.chat)
    data = {
        "at": scene.now.astimezone(ZONE).isoformat(timespec="seconds"),
        "kept_by": scene.commune.controller,
        "roles": [f"{grant.role} @ {grant.place.name}" for grant in scene.me.grants],
        **personal.export(scene.connection, who),
    }
    for resident in who.residents:
        requests.ask_and_meet(scene.connection, resident, "export", scene.now)
    return (
        Outgoing(json.dumps(data, ensure_ascii=False, indent=1)),
        _told(
            _(
                "That is all we keep about you, in a form that computers read (JSON). Of our "
                "messages it quotes the newest {count}. You may copy it and take it with you."
            ).format(count=personal.QUOTED_MESSAGES)
        ),
    )


def _erase_me(_deed: EraseMe, scene: Scene) -> Sequence[Outgoing]:
    personal.erase(scene.connection, personal.person(scene.connection, scene.chat), scene.now)
    requests.ask_and_meet(scene.connection, None, "erase", scene.now)
    return (
        Outgoing(
            _(
                "Erased. Of your request only its date is kept, without your name. What is on your "
                "own screen you can delete yourself. You can ask questions here at any time."
            ),
            buttons=(Button(_("☰ Menu"), Begin("menu")),),
        ),
    )


def _ask_about_data(deed: AskAboutData, scene: Scene) -> Sequence[Outgoing]:
    resident = residents.of_chat(scene.connection, scene.chat)
    if resident is None:
        return (_not_on_record(),)
    terms = requests.ask(scene.connection, resident, deed.kind, scene.now)
    return (
        _told(
            _(
                "Your request is written down. {controller} confirms it by {acknowledge} and "
                "settles it by {due}. If nobody gets in touch, go to the commune's office."
            ).format(
                controller=scene.commune.controller,
                acknowledge=day(terms.acknowledge_by.astimezone(ZONE).date()),
                due=day(terms.due_by.astimezone(ZONE).date()),
            ),
            Button(_("☎ Talk to an officer"), Begin("officer")),
        ),
    )


def _stop(_deed: StopAnnouncements, scene: Scene) -> Sequence[Outgoing]:
    chats.change(scene.connection, scene.chat, stopped_at=scene.now)
    return ()


def _resume(_deed: ResumeAnnouncements, scene: Scene) -> Sequence[Outgoing]:
    chats.change(scene.connection, scene.chat, stopped_at=None)
    return ()


def _told(text: str, *buttons: Button) -> Outgoing:
    about = Button(_("👤 About me"), Begin("me"))
    return Outgoing(text, buttons=(*buttons, about, Button(_("☰ Menu"), Begin("menu"))))


def _not_on_record() -> Outgoing:
    return Outgoing(
        _("Nothing was changed: you are not on record here. First choose your hamlet."),
        buttons=(
            Button(_("Choose my hamlet"), Begin("start")),
            Button(_("☰ Menu"), Begin("menu")),
        ),
    )


CARRIES: dict[type, Carry] = {
    SetLanguage: _set_language,
    Enrol: _enrol,
    GiveConsent: _give_consent,
    WithdrawConsent: _withdraw_consent,
    MoveTo: _move_to,
    Rename: _rename,
    JoinHousehold: _join_household,
    ExportMe: _export_me,
    EraseMe: _erase_me,
    AskAboutData: _ask_about_data,
    StopAnnouncements: _stop,
    ResumeAnnouncements: _resume,
}
