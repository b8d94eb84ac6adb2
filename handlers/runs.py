"""Announcements on their way and behind us: state, report, pause, take back, correct, remind."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from bot import locale
from bot.deeds import Follow, Remind, ShowMonth, Steer, TellInPerson
from bot.locale import _, number
from bot.ports import Guides, Me, Offices
from bot.ports_announcements import Announcements, Notice
from bot.talk.fields import Text
from bot.talk.message import Begin, Button
from bot.talk.talk import Talk
from bot.talk.when_said import Moment
from handlers import outcome, phrases
from handlers.announce import LONGEST, OPEN, work_button
from handlers.audience import first_words
from handlers.doors import ask_doors, say_doors
from handlers.kinds import kind_name
from handlers.recurrence import sentence

#: The kind of answer that is words for others: nothing is cut out of them (Flow.verbatim).
LETTER = "letter"
SENT = ("running", "paused", "finished", "cancelled")


def runs(
    talk: Talk,
    me: Me,
    offices: Offices,
    announcements: Announcements,
    guides: Guides,
) -> None:
    """The list; by the argument one announcement (“12”), or an act on it (“12.pause”)."""
    if not offices.reach("report"):
        phrases.unknown_errand(talk, guides, me)
        return
    if not talk.argument:
        _list(talk, announcements)
        return
    wanted, _dot, act = talk.argument.partition(".")
    if wanted == "month":
        talk.do(ShowMonth(act))
        return
    standing = announcements.get(int(wanted) if wanted.isdecimal() and len(wanted) < 10 else 0)
    if standing is None:
        text = _("There is no announcement #{number} that you could see.")
        talk.say(text.format(number=wanted), buttons=(_all(), work_button()))
    elif act in dict(_acts(standing, announcements)):
        _act(talk, act, standing, announcements)
    else:
        _one(talk, standing, announcements)


def _list(talk: Talk, announcements: Announcements) -> None:
    listed = announcements.listed()
    text = "\n".join(
        f"{first_words(one.number, one.draft.texts)}: {one.state_name}" for one in listed
    )
    buttons = [Button(f"#{one.number}", Begin("runs", str(one.number))) for one in listed]
    talk.say(
        text or _("There are no announcements yet."),
        title=_("Announcements"),
        buttons=(
            *buttons,
            Button(_("Write one"), Begin("announce")),
            *_months(talk),
            work_button(),
        ),
    )


def _months(talk: Talk) -> Sequence[Button]:
    """This month and the last one, as pictures."""
    here = talk.now.astimezone(locale.ZONE).replace(day=1)
    before = here - timedelta(days=1)
    return (
        Button(_("🖼 This month in a picture"), Begin("runs", f"month.{here:%Y-%m}")),
        Button(_("🖼 Last month in a picture"), Begin("runs", f"month.{before:%Y-%m}")),
    )


def _one(talk: Talk, standing: Notice, announcements: Announcements) -> None:
    of = str(standing.number)
    buttons = [
        Button(label, Begin("runs", f"{of}.{act}")) for act, label in _acts(standing, announcements)
    ]
    if standing.steers and standing.state in OPEN:
        buttons.insert(0, Button(_("✏ Change or send it"), Begin("announce", of)))
    if announcements.may_approve(standing.number):
        buttons.insert(0, Button(_("Look at it and decide"), Begin("approve", of)))
    talk.say(
        "\n".join(_card(standing, announcements)),
        title=_("Announcement #{number}").format(number=standing.number),
        buttons=(*buttons, _all(), work_button()),
    )


def _act(talk: Talk, act: str, standing: Notice, announcements: Announcements) -> None:
    match act:
        case "report":
            found = announcements.outcome(standing.number)
            talk.say(
                outcome.words(found, announcements.plan(standing.draft)),
                title=_("Announcement #{number}: {state}").format(
                    number=standing.number, state=standing.state_name
                ),
                buttons=(_back(standing), work_button()),
            )
        case "doors":
            preparing = _is_preparing(standing, announcements)
            say_doors(talk, standing, announcements.doors(standing.number), preparing)
        case "told":
            told = ask_doors(talk, announcements.doors(standing.number))
            talk.do(TellInPerson(standing.number, told))
        case "pause" | "resume":
            talk.do(Steer(standing.number, act))
        case "cancel":
            text = _("What has not gone out yet will never go out. Call it off?")
            if _sure(talk, text, yes=_("Yes, call it off"), standing=standing):
                talk.do(Steer(standing.number, "cancel"))
        case "retract":
            _retract(talk, standing)
        case "correct":
            _correct(talk, standing)
        case "remind":
            text = _("Send it once more, only to households that have not acknowledged it?")
            if _sure(talk, text, yes=_("Yes, remind them"), standing=standing):
                talk.do(Remind(standing.number))


def _card(standing: Notice, announcements: Announcements) -> list[str]:
    draft = standing.draft
    lines = [
        first_words(standing.number, draft.texts),
        *([_("✏ Correction"), standing.corrected] if standing.corrected else ()),
        _("State: {state}").format(state=standing.state_name),
        _("For: {audience}").format(audience=announcements.described(draft.to)),
        _("Class: {kind}").format(kind=kind_name(draft.kind)),
        _("Written by: {author}").format(author=standing.author),
    ]
    if standing.editor and standing.editor != standing.author:
        lines.append(_("Changed last by: {name}").format(name=standing.editor))
    if draft.rule is not None:
        lines.append(_("Again and again: {rule}").format(rule=sentence(draft.rule)))
    if standing.due_at is not None and standing.state in ("waiting", "scheduled", "running"):
        lines.append(_("Goes out: {time}").format(time=locale.when(Moment(standing.due_at))))
    if standing.why:
        lines.append(_("The second person wrote: {words}").format(words=standing.why))
    if standing.state in SENT:
        found = announcements.outcome(standing.number)
        lines.append(
            _("Sent: {sent} of {rows}").format(
                sent=number(found.sent), rows=number(found.recipients)
            )
        )
    return lines


def _acts(standing: Notice, announcements: Announcements) -> list[tuple[str, str]]:
    """(act, label) of all that can be done with it now."""
    state, steers = standing.state, standing.steers
    sent = state in SENT
    doors = bool(sent and announcements.doors(standing.number))
    told = doors and not _is_preparing(standing, announcements)
    table = (
        ("report", _("📊 Report"), sent or state in ("waiting", "scheduled", "missed")),
        ("doors", _("🚪 Doors to knock on"), doors),
        ("told", _("✍ Told at the door"), told),
        ("pause", _("⏸ Pause"), steers and state in ("scheduled", "running")),
        ("resume", _("▶ Go on"), steers and state == "paused"),
        ("remind", _("🔔 Remind who has not answered"), _reminds(standing)),
        ("correct", _("✏ Send a correction"), steers and sent),
        ("retract", _("↩ Take it back"), steers and sent),
        ("cancel", _("✖ Call it off"), steers and state in (*OPEN, "running", "paused")),
    )
    return [(act, label) for act, label, allowed in table if allowed]


def _is_preparing(standing: Notice, announcements: Announcements) -> bool:
    under_way = standing.state in ("running", "paused")
    return under_way and announcements.outcome(standing.number).preparing


def _reminds(standing: Notice) -> bool:
    return standing.steers and bool(standing.draft.ack) and standing.state in SENT


def usual_words() -> str:
    """What stands in the place of what was taken back, in the language in use."""
    return _("The commune takes back this announcement. Please do not act on it.")


def _retract(talk: Talk, standing: Notice) -> None:
    words = talk.ask_optional(
        "words",
        Text(1, LONGEST, LETTER),
        _(
            "It is deleted where that is possible; elsewhere these words stand in its place: "
            "“{words}” You may write others."
        ).format(words=usual_words()),
        skip=_("Use these words"),
    )
    texts: tuple[tuple[str, str], ...] = ()
    if words is not None:
        skip = _("Use the usual words there")
        texts = (("vi", words), *_elsewhere(talk, standing, skip))
    text = _("Take it back from everybody who got it?")
    if _sure(talk, text, yes=_("Yes, take it back"), standing=standing):
        talk.do(Follow(standing.number, "retract", texts))


def _correct(talk: Talk, standing: Notice) -> None:
    words = talk.ask(
        "words",
        Text(1, LONGEST, LETTER),
        _("It goes to exactly those who got the announcement. What should it say?"),
    )
    others = _elsewhere(talk, standing, _("Leave it in Vietnamese there"))
    text = "\n\n".join([_("Send this?"), words, *(one for _code, one in others)])
    if _sure(talk, text, yes=_("Yes, send it"), standing=standing):
        talk.do(Follow(standing.number, "correct", (("vi", words), *others)))


def _elsewhere(talk: Talk, standing: Notice, skip: str) -> tuple[tuple[str, str], ...]:
    """The same in every other language that the announcement speaks, as far as it is written."""
    found = []
    for code, _words in standing.draft.texts:
        if code == "vi":
            continue
        said = talk.ask_optional(
            f"words-{code}",
            Text(1, LONGEST, LETTER),
            _("What should it say in {language}?").format(language=locale.language_name(code)),
            skip=skip,
        )
        if said is not None:
            found.append((code, said))
    return tuple(found)


def _sure(talk: Talk, text: str, *, yes: str, standing: Notice) -> bool:
    if talk.confirm("sure", text, yes=yes, no=_("No, leave it")):
        return True
    talk.say(_("All right, nothing was changed."), buttons=(_back(standing), work_button()))
    return False


def _back(standing: Notice) -> Button:
    label = _("Back to #{number}").format(number=standing.number)
    return Button(label, Begin("runs", str(standing.number)))


def _all() -> Button:
    return Button(_("All announcements"), Begin("runs"))
