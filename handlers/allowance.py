"""Which social allowance there may be at which age and situation, and the sum for a month.

Nothing of it is kept: the conversation is forgotten at its end and when it is left, answers are
kept under keys that say nothing, and it asks about situations, never about a named person.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.locale import _
from bot.ports import Guides
from bot.ports_tools import Figure, Figures
from bot.talk.fields import Option
from bot.talk.message import Begin, Button
from bot.talk.talk import Talk
from handlers.basis import basis, dong, kit, way_to
from handlers.sums import share

NAME = "allowance"
AGE = "b"
OLD, DISABLED, ORPHAN, ALONE, FUNERAL = "a", "b", "c", "d", "e"


@dataclass(frozen=True, slots=True)
class _Found:
    """What there may be: words, the figures they rest on, and the guide with papers and steps."""

    words: str
    figures: tuple[Figure, ...]
    guide: str
    step: str


def allowance(talk: Talk, figures: Figures, guides: Guides) -> None:
    """One question at a time; then what there may be, how much, and what to ask the commune."""
    known = kit(talk, figures, NAME)
    if not known:
        return
    about = talk.choose(
        "a",
        [Option(key, label, key) for key, label in _situations()],
        _(
            "Which of these do you ask about? It need not be about anybody in particular: please "
            "write no names. Your answers are not kept."
        ),
        title=_("Social allowances"),
    )
    match about:
        case "a":
            found = _old(talk, known)
        case "b":
            found = _disabled(talk, known)
        case "c":
            found = _orphan(talk, known)
        case "d":
            found = _alone(known)
        case _:
            found = _funeral(talk, known)
    tell = _("Who decides is the commune. Ask there about the conditions and the papers.")
    talk.say(
        "\n\n".join((found.words, tell, basis(found.figures))),
        title=_("What there may be"),
        buttons=[
            *way_to(guides, found.guide, found.step),
            Button(_("Another situation"), Begin(NAME)),
        ],
    )


def _situations() -> tuple[tuple[str, str], ...]:
    return (
        (OLD, _("Old people")),
        (DISABLED, _("Disabled people")),
        (ORPHAN, _("Orphans, children nobody brings up")),
        (ALONE, _("Poor single parents, old people all alone")),
        (FUNERAL, _("Help with a funeral")),
    )


def ages(known: dict[str, Figure]) -> list[Option[str]]:
    """The ages between which the law tells apart; a typed age finds its band."""
    full, poor = known["pension-age"].value, known["pension-age-poor"].value

    def typed(least: int, below: int) -> tuple[str, ...]:
        # A digit alone is a place on the screen, so it stands for no age.
        said = [str(age) for age in range(max(least, 10), below)]
        return (*said, *(f"{age} tuổi" for age in said))

    return [
        Option("c", _("{age} or older").format(age=full), "full", typed(full, 121)),
        Option("b", _("From {age} to below {next}").format(age=poor, next=full), "poor",
               typed(poor, full)),
        Option("a", _("Below {age}").format(age=poor), "", typed(0, poor)),
    ]  # fmt: skip


def _old(talk: Talk, known: dict[str, Figure]) -> _Found:
    bands = ages(known)
    age = talk.choose(AGE, bands, _("How old? Press, or write the age."))
    said = next(band.label for band in bands if band.value == age)
    pension = known["social-pension"]
    full, poor = known["pension-age"], known["pension-age-poor"]
    rests = (pension, full)
    if not age:
        words = _(
            "The old-age allowance begins at {age}, in poor and near-poor households at {poor}. "
            "Before that age there may be something else: disability, living all alone."
        ).format(age=full.value, poor=poor.value)
        return _Found(words, (full, poor), "social-pension", "chua-den")
    if age == "poor" and not talk.choose(
        "c",
        [
            Option("a", _("Yes, with a certificate"), True),
            Option("b", _("No"), False),
        ],
        _("Is it a poor or near-poor household?"),
        title=said,
    ):
        words = _(
            "Then not yet: the allowance begins at {age}. Whoever has become poor can ask for the "
            "review of households."
        ).format(age=full.value)
        return _Found(words, (full, poor), "social-pension", "chua-den")
    wage = talk.choose(
        "d",
        [
            Option("a", _("No pension"), "none"),
            Option("b", _("Less than {sum} a month").format(sum=pension.words), "less"),
            Option("c", _("{sum} a month or more").format(sum=pension.words), "more"),
        ],
        _("Is there a pension or monthly social insurance?"),
        title=said,
    )
    rests = (pension, full if age == "full" else poor)
    if wage == "more":
        words = _("Whoever gets {sum} or more a month as a pension does not get this allowance.")
        return _Found(words.format(sum=pension.words), rests, "social-pension", "luong")
    if wage == "less":
        words = _(
            "The old-age allowance may fill up what is missing to {sum} a month. Please ask the "
            "commune how much."
        )
        return _Found(words.format(sum=pension.words), rests, "social-pension", "giay")
    words = _(
        "The old-age allowance: {sum} a month; some provinces add to it. There is a health "
        "insurance card, too. Of two allowances only the higher one is paid."
    )
    return _Found(words.format(sum=pension.words), rests, "social-pension", "giay")


def _disabled(talk: Talk, known: dict[str, Figure]) -> _Found:
    degree = talk.choose(
        "c",
        [
            Option("a", _("Severe"), "severe"),
            Option("b", _("Extremely severe"), "extreme"),
            Option("c", _("Light"), "light"),
            Option("d", _("No certificate yet"), ""),
        ],
        _("What does the certificate of disability say?"),
    )
    if not degree:
        words = _("First the commune's council says how severe it is. That comes before any sum.")
        return _Found(words, (known["social-standard"],), "social-assistance", "don-kt")
    if degree == "light":
        words = _("The monthly allowance is for severe and extremely severe disability.")
        return _Found(words, (known["social-standard"],), "social-assistance", "hoi")
    group = talk.choose(
        "d",
        [
            Option("a", _("A child, or an old person"), "-young-old"),
            Option("b", _("Between the two"), ""),
        ],
        _("Of what age?"),
    )
    standard, times = known["social-standard"], known[f"times-{degree}{group}"]
    lines = [_monthly(standard, times)]
    rests = [standard, times]
    if degree == "extreme":
        carer = known["times-carer"]
        more = dong(share(standard.value, carer.value))
        lines.append(_("The family that cares for them: {sum} a month more.").format(sum=more))
        rests.append(carer)
    lines.append(_("From {age} on: of two allowances only the higher one is paid.").format(
        age=known["pension-age"].value
    ))  # fmt: skip
    return _Found("\n".join(lines), tuple(rests), "social-assistance", "giay")


def _orphan(talk: Talk, known: dict[str, Figure]) -> _Found:
    key = talk.choose(
        "c",
        [
            Option("a", _("Below 4"), "times-orphan-small"),
            Option("b", _("From 4 to below 16"), "times-orphan"),
            Option("c", _("16 or older"), ""),
        ],
        _("How old is the child?"),
    )
    standard = known["social-standard"]
    if not key:
        words = _("From 16 on there may be something else, above all while still at school.")
        return _Found(words, (standard,), "social-assistance", "hoi")
    times = known[key]
    return _Found(_monthly(standard, times), (standard, times), "social-assistance", "tre-mo-coi")


def _alone(known: dict[str, Figure]) -> _Found:
    words = _(
        "Poor single parents with small children and poor old people whom nobody cares for may get "
        "a monthly allowance. It is reckoned from {sum}; by how many times, please ask the commune."
    )
    standard = known["social-standard"]
    return _Found(
        words.format(sum=standard.words), (standard,), "social-assistance", "hoan-canh-nao"
    )


def _funeral(talk: Talk, known: dict[str, Figure]) -> _Found:
    key = talk.choose(
        "c",
        [
            Option("a", _("Somebody who got a monthly allowance"), "times-funeral"),
            Option("b", _("Through a disaster or a grave accident"), "times-funeral-disaster"),
        ],
        _("Whose funeral is it?"),
    )
    standard, times = known["social-standard"], known[key]
    words = _("Once, at least: {standard} × {times} = {sum}.").format(
        standard=standard.words,
        times=times.words,
        sum=dong(share(standard.value, times.value)),
    )
    return _Found(words, (standard, times), "social-assistance", "tien-mai-tang")


def _monthly(standard: Figure, times: Figure) -> str:
    return _("Each month: {standard} × {times} = {sum}.").format(
        standard=standard.words,
        times=times.words,
        sum=dong(share(standard.value, times.value)),
    )
