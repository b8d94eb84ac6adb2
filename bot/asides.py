"""What words ask for beside the way: a small tool, begun with what they have said already; or what
the first screen of the open guide says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.ports_tools import Figures
from bot.talk.count import Count
from bot.talk.fields import Rejected
from bot.talk.flow import Kept, State
from bot.talk.message import Begin, Outgoing, Words
from bot.talk.when_past import Since
from bot.thread import Thread
from content.answers.tools import Wish, wish
from handlers import allowance, days, household_insurance, late_file, papers, term
from handlers.guide import first_screen
from handlers.news import FIRST_SCREEN

#: From this age on a bare “72 tuổi” asks about old age rather than about a child or a disability.
ELDERLY = 60
_OLD_ENOUGH = 120


@dataclass(frozen=True, slots=True)
class Aside:
    """A tool to begin, and the answers to its questions that are known from the start."""

    begin: Begin
    known: tuple[Kept, ...] = ()


def aside(text: str, now: datetime, figures: Figures, here: str = "") -> Aside | None:
    """The tool that ``text`` asks for; ``here``: the guide that is open or was shown last."""
    wished = wish(text)
    match wished:
        case None:
            return None
        case Wish(papers.NAME):
            return Aside(Begin(papers.NAME, here))
        case Wish(household_insurance.NAME, _, numbers):
            return Aside(Begin(household_insurance.NAME), tuple(_members(numbers)))
        case Wish(allowance.NAME, _, numbers):
            return Aside(Begin(allowance.NAME), tuple(_age(numbers, figures)))
        case Wish(term.NAME | late_file.NAME as name, topic):
            known = tuple(_day(text, now)) if topic or name == late_file.NAME else ()
            return Aside(Begin(name, topic), known)
    return None


def open(thread: Thread, text: str, now: datetime, last: str = "") -> list[Outgoing]:
    """Begin the tool that ``text`` asks for; nothing, where it asks for none or has it open.

    ``last``: the guide that was shown last.
    """
    state = thread.state
    here = (state.argument if state and state.flow == "guide" else last).partition(":")[0]
    found = aside(text, now, thread.lookups.figures, here)
    if found is None or (state and Begin(state.flow, state.argument) == found.begin):
        return []
    thread.asking = False
    return thread.open(found.begin.flow, found.begin.argument, found.known)


def _members(numbers: Sequence[int]) -> list[Kept]:
    field = Count(1, household_insurance.MOST)
    if len(numbers) != 1 or not 1 <= numbers[0] <= household_insurance.MOST:
        return []
    return [Kept(household_insurance.MEMBERS, field.kind, field.dump(numbers[0]))]


def _age(numbers: Sequence[int], figures: Figures) -> list[Kept]:
    full, poor = figures.get("pension-age"), figures.get("pension-age-poor")
    if len(numbers) != 1 or not ELDERLY <= numbers[0] <= _OLD_ENOUGH or not (full and poor):
        return []
    bands = allowance.ages({"pension-age": full, "pension-age-poor": poor})
    band = next(option.key for option in bands if str(numbers[0]) in option.aliases)
    return [Kept("a", "choice", allowance.OLD), Kept(allowance.AGE, "choice", band)]


def _day(text: str, now: datetime) -> list[Kept]:
    field = Since(now)
    found = field.read(Words(text))
    return [] if isinstance(found, Rejected) else [Kept(days.DAY, field.kind, field.dump(found))]


def promised(thread: Thread, here: str, state: State) -> list[Outgoing]:
    """What the first screen of the open guide says, and then the step that is open again."""
    guide = thread.lookups.guides.get(here)
    if guide is None or state.asked == FIRST_SCREEN:  # there it is on the screen
        return thread.current()
    return [first_screen(guide), *thread.current()]
