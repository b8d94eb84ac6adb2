"""The papers to bring: ticked one by one, kept, shown again, and sent to the family.

Nothing waits here: every button names what it does (“guide:step.paper.1” ticks a paper,
“guide:step..text” sends the list), so that a list lives through restarts and months.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.deeds import ForgetList, TickPaper
from bot.locale import _, current
from bot.ports import Guide, Guides, Step
from bot.ports_tools import Links, Ticks
from bot.talk.message import Begin, Button, Media
from bot.talk.talk import Talk

NAME = "papers"
READY, MISSING = "1", "0"
#: So many lists are offered at once: more have no room on the screen of an old phone.
ROOM = 8


@dataclass(frozen=True, slots=True)
class Checklist:
    """One list of papers: a step of a guide, and what of it is ready."""

    guide: Guide
    step: Step
    ready: frozenset[str]

    @property
    def key(self) -> str:
        """The list as it is kept and named in buttons."""
        return f"{self.guide.id}:{self.step.key}"

    @property
    def title(self) -> str:
        """The guide and, where it has several lists, the step."""
        several = sum(bool(step.papers) for step in self.guide.steps) > 1
        return f"{self.guide.title}: {self.step.title}" if several else self.guide.title

    @property
    def missing(self) -> int:
        """How many papers are not there yet."""
        return sum(paper.key not in self.ready for paper in self.step.papers)

    @property
    def lines(self) -> tuple[str, ...]:
        """Each paper on a line, with a sign that phones without pictures of emoji have, too."""
        return tuple(
            f"{'☑' if paper.key in self.ready else '☐'} {paper.words}" for paper in self.step.papers
        )

    @property
    def picture(self) -> str:
        """The path of the list as a picture: which guide, language and ticks, and no person."""
        signs = "".join(str(int(paper.key in self.ready)) for paper in self.step.papers)
        return f"papers/{self.guide.id}/{self.step.key}.{current().code}.{signs}.png"


def papers(talk: Talk, guides: Guides, ticks: Ticks, links: Links) -> None:
    """The list that the argument names, after doing to it what the argument says."""
    key, _dot, wish = talk.argument.partition(".")
    paper, _dot, act = wish.rpartition(".")
    lists = _named(guides, ticks, key)
    if not lists:
        _none(talk, guides)
    elif len(lists) > 1:
        _several(talk, lists)
    else:
        _one(talk, lists[0], paper, act, links)


def _named(guides: Guides, ticks: Ticks, key: str) -> list[Checklist]:
    """The lists of a guide, or the one of a step of it; with no key, those that have a tick."""
    if not key:
        found = (_named(guides, ticks, kept) for kept in ticks.lists()[:ROOM])
        return [list for lists in found for list in lists]
    id, _colon, step = key.partition(":")
    guide = guides.get(id)
    if guide is None:
        return []
    return [
        Checklist(guide, one, ticks.of(f"{id}:{one.key}"))
        for one in guide.steps
        if one.papers and step in ("", one.key)
    ]


def _one(talk: Talk, list: Checklist, paper: str, act: str, links: Links) -> None:
    known = {one.key for one in list.step.papers}
    match act:
        case "text":
            return _as_text(talk, list, links)
        case "photo":
            return _as_picture(talk, list)
        case "clear":
            talk.do(ForgetList(list.key))
            list = Checklist(list.guide, list.step, frozenset())
        case "1" | "0" if paper in known:
            ready = act == READY
            talk.do(TickPaper(list.key, paper, ready))
            now = list.ready | {paper} if ready else list.ready - {paper}
            list = Checklist(list.guide, list.step, now)
    _show(talk, list)
    return None


def _show(talk: Talk, list: Checklist) -> None:
    if list.missing:
        words = _("{ready} ready, {missing} still missing. Press what you have.").format(
            ready=len(list.step.papers) - list.missing, missing=list.missing
        )
    else:
        words = _("All papers are ready. You can go.")
    ticks = [
        Button(line, _begin(list, one.key, MISSING if one.key in list.ready else READY))
        for line, one in zip(list.lines, list.step.papers, strict=True)
    ]
    more = [
        Button(_("📨 Send it to the family (text)"), _begin(list, "", "text")),
        Button(_("🖼 Send it to the family (picture)"), _begin(list, "", "photo")),
    ]
    if list.ready:
        more.append(Button(_("Start the list anew"), _begin(list, "", "clear")))
    talk.say(words, title=f"📋 {list.title}", buttons=[*ticks, *more])


def _as_text(talk: Talk, list: Checklist, links: Links) -> None:
    """One message that stands alone: to be pressed long and passed on."""
    parts = [
        "\n".join(list.lines),
        _("Source: {names}.").format(names="; ".join(s.name for s in list.guide.sources[:2])),
    ]
    if address := links.guide(list.guide.id):
        parts.insert(1, _("How it is done: {address}").format(address=address))
    talk.say("\n\n".join(parts), title=f"📋 {list.title}")
    talk.say(
        _("Press the message above for a while to pass it on to the family."),
        buttons=[Button(_("Back to the list"), _begin(list))],
    )


def _as_picture(talk: Talk, list: Checklist) -> None:
    words = "\n".join((list.title, *list.lines))
    talk.say("", title=f"📋 {list.title}", photo=Media(list.picture, words))
    talk.say(
        _("Press the picture for a while to pass it on to the family."),
        buttons=[Button(_("Back to the list"), _begin(list))],
    )


def _several(talk: Talk, lists: Sequence[Checklist]) -> None:
    labels = [
        _("{title} ({missing} missing)").format(title=list.title, missing=list.missing)
        for list in lists
    ]
    talk.say(
        _("Which list?"),
        title=_("Papers to bring"),
        buttons=[Button(label, _begin(list)) for label, list in zip(labels, lists, strict=True)],
    )


def _none(talk: Talk, guides: Guides) -> None:
    found = [
        guide
        for shelf in guides.shelves()
        for guide in shelf.guides
        if any(step.papers for step in guide.steps)
    ]
    buttons = [
        Button(f"{guide.icon} {guide.title}".strip(), Begin(NAME, guide.id)) for guide in found
    ]
    talk.say(
        _("You have not ticked any papers yet. For what are they?"),
        title=_("Papers to bring"),
        buttons=[*buttons[:ROOM], Button(_("☰ Menu"), Begin("menu"))],
    )


def _begin(list: Checklist, paper: str = "", act: str = "") -> Begin:
    return Begin(NAME, f"{list.key}.{paper}.{act}" if act else list.key)
