"""What cadres cause about an announcement under way or behind us, and about hamlet groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot import locale
from bot.deeds import Follow, InviteGroup, Remind, ShowMonth, Steer, TellInPerson
from bot.errors import KheoError, NotAllowed
from bot.locale import _, ngettext, number
from bot.month import path_of
from bot.perform_announce import handed_in, kindly
from bot.scene import Carry, Scene
from bot.talk.message import Begin, Button, Media, Outgoing
from delivery import announcement as drafts
from delivery import run
from delivery.month import month, sheet
from handlers.runs import usual_words
from store import (
    announcements,
    announcements_acks,
    announcements_runs,
    cadres,
    files,
    groups,
    places,
    residents,
)
from store.announcements import Announcement, Audience, Wording
from store.audit import note
from store.files import NewFile
from store.offices import StoredOffices

#: Letters of a group's code: enough for something that works once, within a day.
CODE = 10


def _steer(deed: Steer, scene: Scene) -> Sequence[Outgoing]:
    connection, by, now = scene.connection, scene.me.cadre, scene.now
    match deed.act:
        case "pause":
            run.pause(connection, deed.number, by=by, now=now)
            text = _("It is paused: nothing more goes out until you let it go on.")
        case "resume":
            run.resume(connection, deed.number, by=by, now=now)
            text = _("It goes on where it was paused.")
        case _:
            drafts.cancel(connection, deed.number, by=by, now=now)
            text = _("It is called off: what has not gone out never will.")
    return (_done(deed.number, text),)


def _follow(deed: Follow, scene: Scene) -> Sequence[Outgoing]:
    words = _said(deed)
    connection, by, now = scene.connection, scene.me.cadre, scene.now
    if deed.act == "retract":
        run.retract(connection, deed.number, by=by, wordings=words, now=now)
        text = _("It is being taken back from everybody who got it.")
        return (_done(deed.number, text, _standing_reminders(scene, deed.number)),)
    else:
        run.correct(connection, deed.number, by=by, wordings=words, now=now)
        text = _("The correction goes out to everybody who got it.")
    return (_done(deed.number, text),)


def _standing_reminders(scene: Scene, of: int) -> Sequence[int]:
    """The reminders of an announcement that people still have, or will get."""
    made = [one for one in announcements.reminders(scene.connection, of) if one.state != "rejected"]
    return [one.id for one in made if _stands(scene, one)]


def _stands(scene: Scene, one: Announcement) -> bool:
    if one.state == "cancelled" and not announcements_runs.of(scene.connection, one.id):
        return False
    return run.told_last(scene.connection, one.id)[0] != "retract"


def _said(deed: Follow) -> dict[str, Wording]:
    """What is said instead, by language; who reads another language hears it in theirs."""
    given = dict(deed.texts)
    worded: dict[str, Wording] = {}
    for code in locale.languages():
        with locale.use(code):
            if deed.act == "retract":
                text = given.get(code) or usual_words()
                worded[code] = Wording(text, _("↩ Taken back"))
            elif code in given:
                worded[code] = Wording(given[code], _("✏ Correction"))
    return worded


def _again(language: str, text: str) -> str:
    with locale.use(language):
        return _("Reminder: {text}").format(text=text)


def _remind(deed: Remind, scene: Scene) -> Sequence[Outgoing]:
    connection, by, now = scene.connection, scene.me.cadre, scene.now
    standing = drafts.held(connection, deed.number)
    if not standing.ack:
        raise KheoError(_("This announcement asked for no answer, so nobody can be reminded."))
    wordings = {
        language: replace(words, text=_again(language, words.text))
        for language, words in announcements.wordings(connection, deed.number).items()
    }
    made = drafts.compose(
        connection,
        author=by,
        kind=standing.kind,
        audience=Audience(standing.audience.places, silent=deed.number),
        wordings=wordings,
        ack=standing.ack,
        now=now,
    )
    quiet = scene.commune.quiet
    allowed = drafts.plan(connection, made, by=by, now=now, quiet=quiet)
    state = drafts.submit(connection, made, by=by, now=now, quiet=quiet)
    return (handed_in(made, state, allowed.at, scene),)


def _month(deed: ShowMonth, scene: Scene) -> Sequence[Outgoing]:
    connection, now = scene.connection, scene.now
    today = now.astimezone(locale.ZONE).date()
    tree = places.load(connection, today)
    seen = StoredOffices(connection, scene.me.cadre, now).reach("report")
    codes = {place.code for place in map(tree.get, seen) if place is not None}
    found = month(connection, deed.month, today, codes)
    packed = sheet(scene.commune.name, found).packed()
    path = path_of(packed)
    files.keep(connection, NewFile(path, "photo", packed), None, now)
    reached = sum(bar.reached for bar in found.bars)
    meant = sum(bar.households for bar in found.bars)
    words = _("Reached: {reached} of {meant} times a household").format(
        reached=number(reached), meant=number(meant)
    )
    text = _("Announcements: {count}").format(count=number(found.count))
    hint = _("You can pass this picture on to the cadres' group.")
    runs = Button(_("All announcements"), Begin("runs"))
    return (Outgoing(f"{text}\n{words}\n\n{hint}", found.title, (runs,), Media(path, words)),)


def _tell(deed: TellInPerson, scene: Scene) -> Sequence[Outgoing]:
    connection, by, now = scene.connection, scene.me.cadre, scene.now
    drafts.held(connection, deed.number)
    told = 0
    for household in deed.households:
        place = residents.place_of_household(connection, household)
        if place is None or not cadres.may(connection, by, "report", place):
            raise NotAllowed(_("This is not allowed with your role."))
        told += announcements_acks.tell(connection, deed.number, household, by, now)
    note(
        connection, "announce.tell", f"announcement:{deed.number}", by=by, now=now, households=told
    )
    text = ngettext(
        "Noted: {count} household has been told at the door.",
        "Noted: {count} households have been told at the door.",
        told,
    ).format(count=number(told))
    return (_done(deed.number, text),)


def _invite_group(deed: InviteGroup, scene: Scene) -> Sequence[Outgoing]:
    connection, by = scene.connection, scene.me.cadre
    place = places.get(connection, deed.place)
    if place is None or not cadres.may(connection, by, "announce", deed.place):
        raise NotAllowed(_("This is not allowed with your role."))
    code = scene.token()[:CODE]
    groups.invite(connection, code, deed.place, by, scene.now)
    text = _(
        "Please write this in the group chat of {place}, once, within one day:\n\n/link {code}"
    ).format(place=place.name, code=code)
    work = Button(_("Cadre's work"), Begin("work"))
    return (Outgoing(text, _("The code is ready"), (work,)),)


def _done(of: int, text: str, reminders: Sequence[int] = ()) -> Outgoing:
    still = _("⚠ Reminder #{number} still stands. Should it go, too?")
    lines = [still.format(number=one) for one in reminders]
    looks = [
        Button(_("Look at #{number}").format(number=one), Begin("runs", str(one)))
        for one in (*reminders, of)
    ]
    work = Button(_("Cadre's work"), Begin("work"))
    title = _("Announcement #{number}").format(number=of)
    return Outgoing("\n\n".join((text, *lines)), title, (*looks, work))


CARRIES: dict[type, Carry] = {
    Steer: kindly(_steer),
    Follow: kindly(_follow),
    Remind: kindly(_remind),
    ShowMonth: kindly(_month),
    TellInPerson: kindly(_tell),
    InviteGroup: kindly(_invite_group),
}
