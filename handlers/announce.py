"""Writing an announcement: for whom, what, when; all of it seen again before anything is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.deeds import Announce
from bot.locale import _
from bot.ports import Guides, Me, Offices, Places
from bot.ports_announcements import Announcements, Draft, Notice
from bot.talk.fields import Option, Text
from bot.talk.message import Begin, Button
from bot.talk.talk import Talk
from handlers import phrases, review
from handlers.audience import ask_audience
from handlers.kinds import ACKS, KINDS, ack_name, kind_name
from handlers.timing import Time, ask_time

#: The kind of answer that is an announcement's words: nothing is cut out of it (Flow.verbatim).
LETTER = "letter"
#: As long as the engine takes (delivery.announcement.LONGEST).
LONGEST = 12_000
#: Everything can be changed so many times before it has to be kept as a draft.
ROUNDS = 8
OPEN = ("draft", "returned", "waiting", "scheduled", "missed")
Languages = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class _Desk:
    """All that the questions need."""

    talk: Talk
    places: Places
    offices: Offices
    announcements: Announcements
    languages: Languages


def announce(
    talk: Talk,
    me: Me,
    places: Places,
    offices: Offices,
    announcements: Announcements,
    languages: Languages,
    guides: Guides,
) -> None:
    """Write one, or with a number as argument change the draft of that number."""
    if not offices.reach("announce"):
        unknown = phrases.unknown_command(phrases.menu_buttons(guides, me))
        talk.say(unknown.text, title=unknown.title, buttons=unknown.buttons)
        return
    desk = _Desk(talk, places, offices, announcements, languages)
    number = version = 0
    if talk.argument:
        standing = _standing(talk, announcements)
        if standing is None:
            return
        number, version = standing.number, standing.version
        draft = standing.draft
        if draft.at is not None and draft.at <= talk.now:
            draft = replace(draft, at=None)
    else:
        draft = _written(desk)
    for turn in range(1, ROUNDS + 1):
        review.show(talk, draft, announcements)
        act = talk.choose(
            f"go{turn}",
            _acts(desk, draft, last=turn == ROUNDS),
            review.words(talk, draft, announcements),
            title=_("Is everything right?"),
        )
        if act in ("send", "test", "save"):
            talk.do(Announce(draft, act, number, version))
            return
        if act == "drop":
            break
        draft = _changed(desk, draft, act, str(turn))
    talk.say(_("All right, nothing was kept or sent."), buttons=(work_button(),))


def work_button() -> Button:
    """The way back to what cadres do."""
    return Button(_("Cadre's work"), Begin("work"))


def _standing(talk: Talk, announcements: Announcements) -> Notice | None:
    """The draft to change, unless it cannot be changed, or somebody has changed it meanwhile."""
    number = int(talk.argument) if talk.argument.isdecimal() and len(talk.argument) < 10 else 0
    standing = announcements.get(number)
    if standing is None or not standing.mine:
        talk.say(_("There is no such announcement of yours."), buttons=(work_button(),))
        return None
    seen = talk.once("version", lambda: standing.version)
    if seen != standing.version:
        text = _("Somebody else has changed this announcement meanwhile. Please look at it again.")
        again = Button(_("Look at it again"), Begin("runs", str(number)))
        talk.say(text, buttons=(again, work_button()))
        return None
    if standing.state not in OPEN:
        text = _("The announcement is {state}; this cannot be done with it now.")
        talk.say(text.format(state=standing.state_name), buttons=(work_button(),))
        return None
    return standing


def _written(desk: _Desk) -> Draft:
    to = ask_audience(desk.talk, "", desk.places, desk.offices, desk.announcements)
    text = _text(desk, "text")
    draft = Draft(to, _kind(desk, ""), "", (("vi", text),))
    draft = replace(draft, ack=_ack(desk, ""))
    time = ask_time(desk.talk, "")
    return replace(draft, at=time.at, rule=time.rule)


def _changed(desk: _Desk, draft: Draft, act: str, turn: str) -> Draft:
    match act:
        case "to":
            args = (desk.places, desk.offices, desk.announcements)
            return replace(draft, to=ask_audience(desk.talk, turn, *args))
        case "kind":
            return replace(draft, kind=_kind(desk, turn))
        case "ack":
            return replace(draft, ack=_ack(desk, turn))
        case "when":
            time: Time = ask_time(desk.talk, turn)
            return replace(draft, at=time.at, rule=time.rule)
        case language:
            text = _text(desk, f"text{turn}", language)
            texts = {**dict(draft.texts), language: text}
            return replace(draft, texts=tuple(sorted(texts.items(), key=_vietnamese_first)))


def _vietnamese_first(text: tuple[str, str]) -> tuple[bool, str]:
    return text[0] != "vi", text[0]


def _text(desk: _Desk, key: str, language: str = "vi") -> str:
    title = _("What should it say?")
    names = dict(desk.languages)
    if language != "vi":
        title = _("What should it say in {language}?").format(language=names[language])
    text = _(
        "Please write the whole announcement in one message. Short is best: what, where, when."
    )
    return desk.talk.ask(key, Text(1, LONGEST, LETTER), text, title=title)


def _kind(desk: _Desk, turn: str) -> str:
    options = [Option(kind, kind_name(kind), kind) for kind in KINDS]
    return desk.talk.choose(f"kind{turn}", options, _("What kind of announcement is it?"))


def _ack(desk: _Desk, turn: str) -> str:
    options = [Option(ack or "none", ack_name(ack), ack) for ack in ACKS]
    return desk.talk.choose(f"ack{turn}", options, _("What should households answer?"))


def _acts(desk: _Desk, draft: Draft, *, last: bool) -> list[Option[str]]:
    options: list[Option[str]] = []
    if desk.announcements.plan(draft).recipients:
        send = _("✅ Send it")
        if desk.announcements.needs_approval(draft):
            send = _("✅ Hand it in for approval")
        options += [Option("send", send, "send")]
    options += [
        Option("test", _("Send it only to me, as a test"), "test"),
        Option("save", _("Keep it as a draft"), "save"),
    ]
    if not last:
        options += [
            Option("text-vi", _("Change the words"), "vi"),
            Option("to", _("Change for whom"), "to"),
            Option("when", _("Change the time"), "when"),
            Option("kind", _("Change the class"), "kind"),
            Option("ack", _("Change the answer"), "ack"),
            *(
                Option(f"text-{code}", _("Words in {language}").format(language=name), code)
                for code, name in desk.languages
                if code != "vi"
            ),
        ]
    options.append(Option("drop", _("Throw it away"), "drop"))
    return options
