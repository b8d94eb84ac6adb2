"""A file that is late: how long it may take, how late it is, and whom to ask first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.locale import _, ngettext
from bot.ports import Commune, Guides
from bot.ports_tools import Figure, Figures
from bot.talk.fields import Option
from bot.talk.message import Begin, Button
from bot.talk.talk import Talk
from handlers.basis import basis, kit, way_to, words_of
from handlers.counters import where
from handlers.days import in_full, past_day, this_day
from handlers.sums import last_day, working_day

NAME = "late-file"
OTHER = "other"
#: What to ask at the counter stands in this guide, at this step.
ASKING = ("online-public-service", "hoi-tre")


@dataclass(frozen=True, slots=True)
class Procedure:
    """One kind of file: how long it may take, and the guide whose counter answers for it."""

    figure: str
    guide: str


PROCEDURES: Mapping[str, Procedure] = {
    "birth": Procedure("birth-result", "birth-registration"),
    "temporary": Procedure("temporary-result", "temporary-residence"),
    "vneid": Procedure("vneid-result", "vneid-register"),
    "vneid-card": Procedure("vneid-card-result", "vneid-register"),
    "pension": Procedure("pension-result", "social-pension"),
    "land-first": Procedure("land-first-result", "land-certificate"),
    "land-transfer": Procedure("land-transfer-result", "land-certificate"),
    "land-mend": Procedure("land-mend-result", "land-certificate"),
    "poverty": Procedure("poverty-result", "poverty-review"),
}


def late_file(talk: Talk, figures: Figures, guides: Guides, commune: Commune) -> None:
    """Which file, handed in when; then how late it is and whom to ask."""
    known = kit(talk, figures, NAME)
    if not known:
        return
    topic = talk.argument
    if topic not in PROCEDURES:
        options = [Option(key, _label(key), key) for key in (*PROCEDURES, OTHER)]
        topic = talk.choose("which", options, _("What kind of file is it?"))
    start = past_day(
        talk,
        _("On which day did you hand it in?\nFor example: 12/9, 20 days ago, last Monday."),
        title=_label(topic),
    )
    procedure = PROCEDURES.get(topic)
    lines = [_("Handed in: {day}.").format(day=in_full(start))]
    sources = ""
    if procedure is None:
        lines.append(_("Khéo does not know how long this one may take: look at your receipt."))
    else:
        figure = known[procedure.figure]
        lines += _judged(figure, start, this_day(talk))
        sources = basis([figure])
    owner = _owner(guides, procedure)
    ask = words_of(guides, *ASKING)
    parts = ("\n".join(lines), where(commune, owner), ask, sources)
    talk.say(
        "\n\n".join(part for part in parts if part),
        title=_label(topic),
        buttons=[
            *way_to(guides, *ASKING),
            Button(_("☎ Talk to an officer"), Begin("officer")),
            Button(_("Another file"), Begin(NAME)),
        ],
    )


def _owner(guides: Guides, procedure: Procedure | None) -> str:
    guide = guides.get(procedure.guide if procedure is not None else ASKING[0])
    return guide.owner if guide is not None else ""


def _judged(figure: Figure, start: date, now: date) -> list[str]:
    working = figure.unit == "working-days"
    end = working_day(start, figure.value) if working else last_day(start, figure.value)
    lines = [
        _("It may take: {term}.").format(term=figure.words),
        _("So it is due by: {day}.").format(day=in_full(end)),
    ]
    if working:
        lines.append(_("Saturdays and Sundays do not count. Holidays make it later still."))
    late = (now - end).days
    if late > 0:
        words = ngettext("It is {count} day late.", "It is {count} days late.", late)
        lines.append(words.format(count=late))
        lines.append(_("If your receipt names a later day, that day holds."))
    else:
        lines.append(_("It is not late yet. Keep the receipt until then."))
    return lines


def _label(topic: str) -> str:
    match topic:
        case "birth":
            return _("Birth certificate")
        case "temporary":
            return _("Temporary residence")
        case "vneid":
            return _("VNeID level 2 (chip card at hand)")
        case "vneid-card":
            return _("VNeID level 2 (no chip card yet)")
        case "pension":
            return _("Old-age allowance")
        case "land-first":
            return _("Land certificate, first time")
        case "land-transfer":
            return _("Land: transfer, inheritance, gift")
        case "land-mend":
            return _("Land: mending a mistake")
        case "poverty":
            return _("Poor household review")
        case _:
            return _("Another file")
