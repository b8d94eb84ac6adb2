"""What residents asked and nobody has answered yet: the list, one group, what to do about it."""

from __future__ import annotations

from bot.deeds_questions import SetAside
from bot.locale import _, ngettext, number
from bot.ports import Answers, Commune, Guides, Me, Offices
from bot.ports_questions import Questions, Wondered
from bot.talk.fields import Option, Text
from bot.talk.message import Begin, Button
from bot.talk.talk import Talk
from handlers import composing, phrases
from handlers.announce import work_button
from handlers.composing import Desk, questions_button

#: So many groups fit on a screen.
PAGE = 8
LABEL = 46  # letters of a question on a button
FROM, ASIDE = "from-", "aside"


def wondered(
    talk: Talk,
    me: Me,
    offices: Offices,
    questions: Questions,
    guides: Guides,
    answers: Answers,
    commune: Commune,
) -> None:
    """The list; with a number as argument that group."""
    if not offices.reach("answer"):
        phrases.unknown_errand(talk, guides, me)
        return
    if not talk.argument.isdecimal() or len(talk.argument) > 9:
        _list(talk, questions)
        return
    found = questions.group(int(talk.argument))
    if found is None or found.state in ("waiting", "answered"):
        text = _("Somebody else is answering this already, or it has been decided.")
        talk.say(text, buttons=(questions_button(), work_button()))
        return
    _decide(Desk(talk, questions, guides, answers, commune), found)


def _list(talk: Talk, questions: Questions) -> None:
    aside = talk.argument == ASIDE
    found = questions.pending(aside=aside)
    start = talk.argument.removeprefix(FROM)
    first = int(start) if talk.argument.startswith(FROM) and start.isdecimal() else 0
    shown = found[first : first + PAGE]
    buttons = [Button(_label(one), Begin("questions", str(one.number))) for one in shown]
    if first + PAGE < len(found) and not aside:
        buttons.append(Button(_("More …"), Begin("questions", f"{FROM}{first + PAGE}")))
    if not aside:
        buttons.append(Button(_("📚 Approved answers"), Begin("answers")))
        if questions.pending(aside=True):
            buttons.append(Button(_("🗂 Set aside"), Begin("questions", ASIDE)))
    else:
        buttons.append(questions_button())
    text = _("The number behind each is how many people asked.")
    if not found:
        text = _("Nothing waits for an answer.")
    title = _("Set aside") if aside else _("Asked, and not answered yet")
    talk.say(text, title=title, buttons=(*buttons, work_button()))


def _label(group: Wondered) -> str:
    # The one with the most diacritics is the easiest to read.
    words = max(group.texts, key=lambda text: sum(not letter.isascii() for letter in text))
    words = words if len(words) <= LABEL else f"{words[:LABEL].rstrip()}…"
    return f"{words} ({number(group.askers)})"


def _decide(desk: Desk, group: Wondered) -> None:
    talk = desk.talk
    options = [
        Option("words", _("✏ Answer in words"), "words"),
        Option("guide", _("📖 There is a guide for this"), "guide"),
        Option("aside", _("🗂 Set it aside"), "aside")
        if group.state == "open"
        else Option("open", _("Take it up again"), "open"),
        Option("later", _("Later"), "later"),
    ]
    match talk.choose("act", options, _described(desk, group), title=_asked_by(group)):
        case "words":
            composing.in_words(desk, group.number, desk.questions.returned(group.number))
        case "guide":
            composing.by_guide(desk, group.number, group.texts)
        case "aside":
            why = talk.choose(
                "why",
                (
                    Option("not-ours", _("It is not the commune's business"), "not-ours"),
                    Option("no-question", _("It is no question"), "no-question"),
                    Option("person", _("It is better answered in person"), "person"),
                    Option("other", _("Another reason"), "other"),
                ),
                _("Why is it set aside?"),
            )
            words = talk.ask("words", Text(3, 200), _("Which one?")) if why == "other" else why
            talk.do(SetAside(group.number, words))
        case "open":
            talk.do(SetAside(group.number, ""))
        case _:
            text = _("All right, it goes on waiting.")
            talk.say(text, buttons=(questions_button(), work_button()))


def _asked_by(group: Wondered) -> str:
    text = ngettext("{count} person asked", "{count} people asked", group.askers)
    return text.format(count=number(group.askers))


def _described(desk: Desk, group: Wondered) -> str:
    lines = [f"• {text}" for text in group.texts]
    lines += ["", _("From: {hamlets}").format(hamlets=", ".join(group.hamlets))]
    for shown in group.shown[:2]:
        kind, _colon, which = shown.partition(":")
        guide = desk.guides.get(which.partition(":")[0]) if kind == "guide" else None
        if guide is not None:
            text = _("Khéo had shown “{title}”, and that was not it.")
            lines.append(text.format(title=guide.title))
        else:
            lines.append(_("Khéo had shown an approved answer, and that was not it."))
    if group.state == "aside":
        lines.append(_("Set aside: {why}").format(why=_why(group.why)))
    old = desk.questions.returned(group.number)
    if old is not None and old.note:
        lines.append(_("An answer was returned: {words}").format(words=old.note))
    return "\n".join(lines)


def _why(why: str) -> str:
    match why:
        case "not-ours":
            return _("It is not the commune's business")
        case "no-question":
            return _("It is no question")
        case "person":
            return _("It is better answered in person")
        case _:
            return why
