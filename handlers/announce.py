"""Writing an announcement: for whom, what, when; all of it seen again before anything is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.deeds import Announce
from bot.locale import _, language_name
from bot.ports import Guides, Me, Offices, Places
from bot.ports_announcements import Announcements, Draft, Notice
from bot.talk.fields import Option
from bot.talk.files import LETTER, Letter, LetterText
from bot.talk.message import Begin, Button
from bot.talk.talk import Talk
from handlers import attachment, clash, phrases, review
from handlers.audience import ask_audience
from handlers.kinds import ACKS, KINDS, ack_name, kind_name
from handlers.timing import Time, ask_time

#: The kind of answer that is an announcement's words: nothing is cut out of it (Flow.verbatim).
WORDS = LETTER
#: As long as the engine takes (delivery.announcement.LONGEST).
LONGEST = 12_000
#: Everything can be changed so many times before it has to be kept as a draft.
ROUNDS = 8
OPEN = ("draft", "returned", "waiting", "scheduled", "missed")
#: What ends the conversation with something kept.
ACTS = ("send", "test", "save")
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
        phrases.unknown_errand(talk, guides, me)
        return
    desk = _Desk(talk, places, offices, announcements, languages)
    if talk.argument:
        _change(desk)
        return
    draft = _written(desk)
    for turn in range(1, ROUNDS + 1):
        act = _look(desk, draft, turn)
        if act in ACTS:
            talk.do(Announce(draft, act))
            return
        if act == "drop":
            break
        draft = _changed(desk, draft, act, str(turn))
    talk.say(_("All right, nothing was kept or sent."), buttons=(work_button(),))


def _change(desk: _Desk) -> None:
    """Change a draft, one's own or another cadre's; two may be at it at once."""
    talk = desk.talk
    standing = _standing(talk, desk.announcements)
    if standing is None:
        return
    base = clash.seen(talk, standing)
    draft = standing.draft
    if draft.at is not None and draft.at <= talk.now:
        draft = replace(draft, at=None)
    begun, verdict = draft, ""
    for turn in range(1, ROUNDS + 1):
        if clash.changed(base, standing):
            talk.say(clash.told(base, standing))
        act = _look(desk, draft, turn, begun)
        if act == "drop":
            break
        if act not in ACTS:
            draft = _changed(desk, draft, act, str(turn))
            continue
        if standing.state not in OPEN:
            text = _("The announcement is {state}; this cannot be done with it now.")
            clash.give_back(talk, draft, standing, text.format(state=standing.state_name))
            return
        if clash.changed(base, standing) and not verdict:
            verdict = clash.settle(talk, base, standing)
            if verdict == "again" and turn < ROUNDS:
                continue
        if verdict == "theirs":
            text = _("Nothing of yours was saved; it stays as {name} has it.")
            clash.give_back(talk, draft, standing, text.format(name=standing.editor))
            return
        talk.do(Announce(draft, act, standing.number, standing.version))
        return
    talk.say(_("All right, nothing was kept or sent."), buttons=(work_button(),))


def _look(desk: _Desk, draft: Draft, turn: int, begun: Draft | None = None) -> str:
    """All of it once more, and what is to become of it; ``begun``: as it stands already."""
    review.show(desk.talk, draft, desk.announcements)
    last = turn == ROUNDS
    act = desk.talk.choose(
        f"go{turn}",
        _acts(desk, draft, last=last),
        review.words(desk.talk, draft, desk.announcements),
        title=_("Is everything right?"),
    )
    if act != "drop" or draft == begun:
        return act
    options = [
        Option("save", _("Keep it as a draft"), "save"),
        Option("drop", _("Yes, throw it away"), "drop"),
    ]
    if not last:
        options.append(Option("stay", _("No, back to it"), "stay"))
    text = _("What you have written here is gone then.")
    return desk.talk.choose(
        f"drop{turn}", options, text, title=_("Throw this draft away for good?")
    )


def work_button() -> Button:
    """The way back to what cadres do."""
    return Button(_("Cadre's work"), Begin("work"))


def _standing(talk: Talk, announcements: Announcements) -> Notice | None:
    """The draft to change, unless there is none, or it was over before it was opened here."""
    number = int(talk.argument) if talk.argument.isdecimal() and len(talk.argument) < 10 else 0
    standing = announcements.get(number)
    if standing is None or not standing.steers:
        talk.say(_("There is no such announcement of yours."), buttons=(work_button(),))
        return None
    if not talk.once("open", lambda: standing.state in OPEN):
        text = _("The announcement is {state}; this cannot be done with it now.")
        talk.say(text.format(state=standing.state_name), buttons=(work_button(),))
        return None
    return standing


def _written(desk: _Desk) -> Draft:
    to = ask_audience(desk.talk, "", desk.places, desk.offices, desk.announcements)
    letter = _text(desk, "text")
    draft = attachment.beside(desk.talk, Draft(to, texts=(("vi", letter.text),)), letter, "")
    draft = replace(draft, kind=_kind(desk, ""))
    draft = replace(draft, ack=_ack(desk, ""))
    time = ask_time(desk.talk, "")
    return replace(draft, at=time.at, rule=time.rule)


def _changed(desk: _Desk, draft: Draft, act: str, turn: str) -> Draft:
    match act:
        case "stay":
            return draft
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
        case "photo" | "voice" | "document":
            return attachment.changed(desk.talk, draft, act, turn)
        case language:
            letter = _text(desk, f"text{turn}", language)
            texts = {**dict(draft.texts), language: letter.text}
            draft = attachment.beside(desk.talk, draft, letter, turn)
            return replace(draft, texts=tuple(sorted(texts.items(), key=_vietnamese_first)))


def _vietnamese_first(text: tuple[str, str]) -> tuple[bool, str]:
    return text[0] != "vi", text[0]


def _text(desk: _Desk, key: str, language: str = "vi") -> Letter:
    title = _("What should it say?")
    if language != "vi":
        title = _("What should it say in {language}?").format(language=language_name(language))
    text = _(
        "Please write the whole announcement in one message. Short is best: what, where, when."
    )
    return desk.talk.ask(key, LetterText(LONGEST), text, title=title)


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
            *attachment.acts(draft),
            Option("to", _("Change for whom"), "to"),
            Option("when", _("Change the time"), "when"),
            Option("kind", _("Change the class"), "kind"),
            Option("ack", _("Change the answer"), "ack"),
            *(
                Option(
                    f"text-{code}",
                    _("Words in {language}").format(language=language_name(code)),
                    code,
                )
                for code, _own in desk.languages
                if code != "vi"
            ),
        ]
    options.append(Option("drop", _("Throw it away"), "drop"))
    return options
