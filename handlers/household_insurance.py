"""What health insurance costs a household: from two numbers, each member's line, and the total."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.locale import _, number
from bot.ports import Guides
from bot.ports_tools import Figures
from bot.talk.count import Count
from bot.talk.message import Begin, Button
from bot.talk.talk import Talk
from handlers.basis import basis, dong, kit, way_to
from handlers.sums import Premium, premiums

NAME = "household-insurance"
MEMBERS = "members"
#: More live in no household that buys together; a slip of the finger is asked again.
MOST = 30
_SHARES = ("health-share-2", "health-share-3", "health-share-4", "health-share-5")


def household_insurance(talk: Talk, figures: Figures, guides: Guides) -> None:
    """Ask how many there are and how many have a card already; then reckon."""
    known = kit(talk, figures, NAME)
    if not known:
        return
    members = talk.ask(
        MEMBERS,
        Count(1, MOST),
        _("How many people are in your household? Just the number, no names. For example: 4"),
        title=_("Health insurance for the household"),
    )
    covered = talk.ask(
        "covered",
        Count(0, members),
        _(
            "Your household has {members} people. How many of them have a card some other way?\n"
            "• poor household, children under 6, merit card\n"
            "• 75 and older with the old-age allowance\n"
            "• through work, or through school\n"
            "They are not counted in. If there is nobody, write 0."
        ).format(members=members),
    )
    again = Button(_("Reckon again"), Begin(NAME))
    if members == covered:
        talk.say(
            _("Then nobody in your household has to buy a card this way."),
            buttons=[again, *way_to(guides, "health-insurance")],
        )
        return
    shares = [known[key].value for key in _SHARES]
    base, rate = known["base-salary"], known["health-rate"]
    lines = premiums(base.value, rate.value, shares, members - covered)
    how = _(
        "How it is reckoned: the first pays {rate} of the base salary of {base} each month, 12 "
        "months. The next pay {shares} % of that."
    ).format(rate=rate.words, base=base.words, shares=", ".join(map(str, shares)))
    talk.say(
        "\n".join((*_listed(lines, len(shares)), "", how, basis(known.values()))),
        title=_("{buyers} people buy a card").format(buyers=members - covered),
        buttons=[*way_to(guides, "health-insurance", "giay"), again],
    )


def _listed(lines: Sequence[Premium], shares: int) -> Iterator[str]:
    """A line for each member; those who pay the last share stand together. Then the total."""
    for line in lines[: shares + 1]:
        words = _("• Person {place}: {year} a year ({month} a month)")
        values = {"place": str(line.place)}
        if line.place == shares + 1 and len(lines) > line.place:
            words = _("• Persons {place} to {last}, each: {year} a year ({month} a month)")
            values["last"] = number(len(lines))
        yield words.format(year=dong(line.year), month=dong(line.month), **values)
    yield ""
    yield _("All together: {year} a year ({month} a month).").format(
        year=dong(sum(line.year for line in lines)),
        month=dong(sum(line.month for line in lines)),
    )
