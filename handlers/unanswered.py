"""A question that found no answer: kept for cadres only with a yes, and whether to tell them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.deeds import GiveConsent
from bot.deeds_questions import JudgeAnswer, KeepQuestion
from bot.locale import _, number
from bot.ports import Commune, Me
from bot.ports_questions import Questions
from bot.talk.fields import Option
from bot.talk.message import Begin, Button, Outgoing
from bot.talk.talk import Talk

#: So long a question waits at most (store.questions.KEEP).
MONTHS = 12
ASK, JUDGE = "unanswered", "feedback"
#: Buttons that lead away from what was shown: they stand last.
_ELSEWHERE = (Begin("officer"), Begin("menu"))
#: What people write instead of pressing “that is it” or “that is not it”.
_WAYS = {
    "yes": ("đúng", "đúng rồi", "đúng ý", "có", "dạ", "dạ đúng", "vâng", "ừ", "phải", "phải rồi"),
    "no": ("không", "không đúng", "không phải", "sai", "sai rồi", "chưa", "chưa đúng", "ko"),
}


def unanswered(talk: Talk, me: Me, questions: Questions, commune: Commune) -> None:
    """Keep the question whose number is the argument, if they agree to that."""
    asked = _number(talk.argument)
    held = questions.held(asked)
    if held is None or not me.resident:
        text = _("That question is not here any more. Please write it again.")
        talk.say(text, buttons=(_menu(),))
        return
    agreed = "improve" in me.consents
    if agreed and held.kept:
        talk.do(KeepQuestion(asked, tell=True))
        talk.say(_("All right: you will be told here as soon as it is answered."), buttons=_ways())
        return
    paragraphs = [f"“{held.text}”"]
    if not agreed:
        paragraphs.append(
            _(
                "Cadres read these words and the hamlet, never who asked. They are kept for at "
                "most {months} months. Later questions without an answer are kept the same way, "
                "until you say otherwise under “About me”."
            ).format(months=number(MONTHS))
        )
    wish = talk.choose(
        "keep",
        (
            Option("tell", _("Yes, and tell me the answer"), "tell", ("có", "đồng ý", "vâng", "ừ")),
            Option("quiet", _("Yes, no need to tell me"), "quiet", ("không cần báo",)),
            Option("no", _("No, do not keep it"), "no", ("không", "thôi", "không giữ")),
        ),
        "\n\n".join(paragraphs),
        title=_("May Khéo keep this question (without your name) for cadres to answer?"),
    )
    if wish == "no":
        talk.say(_("All right, it is not kept."), buttons=_ways())
        return
    if not agreed:
        talk.do(GiveConsent("improve", commune.notice_version))
    talk.do(KeepQuestion(asked, tell=wish == "tell"))
    if wish == "tell":
        text = _("It is with the cadres now. You will be told here as soon as it is answered.")
    else:
        text = _("It is with the cadres now. Thank you!")
    talk.say(text, buttons=_ways())


def feedback(talk: Talk, me: Me, questions: Questions) -> None:
    """What somebody thinks of the answer they got; the argument is "yes:12" or "no:12"."""
    verdict, _colon, which = talk.argument.partition(":")
    asked = _number(which)
    held = questions.held(asked)
    if held is not None:
        talk.do(JudgeAnswer(asked, verdict))
    if verdict == "yes":
        talk.say(_("Thank you for telling Khéo!"), buttons=(_menu(),))
        return
    text = _("Sorry, that was not what you meant. Please ask in other words, or ask a person.")
    ask = (ask_button(asked, kept="improve" in me.consents),) if held is not None else ()
    talk.say(text, buttons=(*ask, *_ways()))


def ask_button(asked: int, *, kept: bool = False) -> Button:
    """The way to have a cadre answer; where it is kept already, the way to be told."""
    label = _("🔔 Tell me when it is answered") if kept else _("📝 Let a cadre answer")
    return Button(label, Begin(ASK, str(asked)))


def with_question(shown: Outgoing, asked: int) -> Outgoing:
    """What was shown, and whether it was meant."""
    judging = (
        Button(_("👍 Yes, that is it"), Begin(JUDGE, f"yes:{asked}")),
        Button(_("👎 No, that is not it"), Begin(JUDGE, f"no:{asked}")),
    )
    more = [one for one in shown.buttons if one.press in _ELSEWHERE]
    own = [one for one in shown.buttons if one not in more]
    asking = _("Is this what you meant?")
    return replace(shown, text=f"{shown.text}\n\n{asking}", buttons=(*own, *judging, *more))


def not_this_button(asked: int) -> Button:
    """Under the first screen of a guide: something else was asked."""
    return Button(_("👎 That is not what I asked"), Begin(JUDGE, f"no:{asked}"))


def none_of_these_button(asked: int) -> Button:
    """Under the nearest guides: none of them."""
    return Button(_("None of these"), Begin(ASK, str(asked)))


def noted(shown: Outgoing) -> Outgoing:
    """What was shown; the question has been kept, as they agreed."""
    text = _("This question is kept, without your name, for cadres to answer.")
    return replace(shown, text=f"{shown.text}\n\n{text}")


def named(screen: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    """What people write instead of pressing each button of the screen, (its data, its label)."""
    return [(label, *_ways_to_say(press)) for press, label in screen]


def _ways_to_say(press: str) -> tuple[str, ...]:
    verdict = press.removeprefix(f"b|{JUDGE}|").partition(":")[0]
    return _WAYS.get(verdict, ()) if press.startswith(f"b|{JUDGE}|") else ()


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _menu() -> Button:
    return Button(_("☰ Menu"), Begin("menu"))


def _ways() -> tuple[Button, ...]:
    return Button(_("☎ Talk to an officer"), Begin("officer")), _menu()
