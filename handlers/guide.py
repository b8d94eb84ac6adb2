"""A guide, walked: the first screen, then one step at a time, with help where a step fails."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from bot.locale import _, current, short_day
from bot.ports import Commune, Guide, Guides, Step, Way
from bot.talk.fields import Option
from bot.talk.flow import Flow
from bot.talk.message import Begin, Button, Outgoing
from bot.talk.talk import MOST_QUESTIONS, Talk
from handlers import news
from handlers.counters import where
from handlers.guide_words import DONE, GO, PAPERS, STUCK, TOOLS

T = TypeVar("T")

# A step asks at most three questions: done or not, what went wrong, whether the advice helped.
_A_STEP = 3
# The first screen names so many sources; the last one lists all that can be looked up.
_SOURCES = 2


def guide(talk: Talk, guides: Guides, commune: Commune) -> None:
    """Lead through the guide that the argument names (``id`` or ``id:step``) to its end."""
    id, _colon, at = talk.argument.partition(":")
    found = guides.get(id)
    if found is None:
        talk.say(
            _("This guide is not here any more. Please look at the others."),
            buttons=[Button(_("See all guides"), Begin("menu"))],
        )
        return
    walk = _Walk(talk, found, guides, commune)
    step: Step | None = walk.steps.get(at)
    if step is not None:  # nobody has seen the first screen: say what this is a step of
        talk.say(_label(found))
    step = step or walk.begin()
    while step is not None:
        step = walk.take(step)


def places(guide: Guide) -> dict[str, tuple[int, int]]:
    """The place of each step on its path, and how long that path is.

    The main path leads from the first step on and through a fork by its first way; every other
    way begins a path of its own, which ends where it comes back to a path already known.
    """
    steps = {step.key: step for step in guide.steps}
    starts = [guide.leads(step, way.to) for step in guide.steps for way in step.ways]
    found: dict[str, tuple[int, int]] = {}
    for start in (guide.steps[0].key, *starts):
        path: list[str] = []
        key = start
        while key in steps and key not in found and key not in path:
            path.append(key)
            step = steps[key]
            key = guide.leads(step, step.ways[0].to if step.fork and step.ways else step.to)
        path = [key for key in path if not steps[key].fork]
        found |= {key: (n, len(path)) for n, key in enumerate(path, 1)}
    return found


def first_screen(guide: Guide) -> Outgoing:
    """What a guide brings, and where it comes from; and that it is in another language."""
    parts = [news.newer(guide, "", guide.summary), origin(guide)]
    if guide.language != current().code:
        parts.insert(0, _("This guide is not there in your language yet."))
    return Outgoing("\n\n".join(parts), title=_label(guide))


def origin(guide: Guide) -> str:
    """Where a guide comes from, and when it was checked, on one line."""
    names = [source.name for source in guide.sources]
    return _("Source: {names} · Checked on {day}").format(
        names="; ".join(names[:_SOURCES]) + (" …" if len(names) > _SOURCES else ""),
        day=short_day(guide.reviewed_on),
    )


class _Walk:
    """One run through one guide: what to ask next, and how often each step was visited."""

    def __init__(self, talk: Talk, guide: Guide, guides: Guides, commune: Commune) -> None:
        self.talk = talk
        self.guide = guide
        self.guides = guides
        self.commune = commune
        self.steps = {step.key: step for step in guide.steps}
        self.places = places(guide)
        self.visits: dict[str, int] = {}
        self.asked = 0

    def begin(self) -> Step:
        """The first screen: what the guide brings and where it comes from; then its first step."""
        go = Option("start", _("See it step by step"), None, GO)
        screen = first_screen(self.guide)
        # A step's key never begins with a dot, so this one cannot meet any.
        self._choose(".start", [go], screen.text, screen.title)
        return self.guide.steps[0]

    def take(self, step: Step) -> Step | None:
        """Go through one step; returns the next one, or None when the walk is over."""
        if self.asked + _A_STEP > MOST_QUESTIONS:
            self._rest(step)
            return None
        # Visits are counted step by step: a step that a new text inserts moves no other's key.
        visit = self.visits[step.key] = self.visits.get(step.key, 0) + 1
        key = step.key if visit == 1 else f"{step.key}.{visit}"
        if step.fork:
            options = [*_options(step), *_asides(step)]
            return self._advise(step, key, self._choose(key, options, on=step))
        done = Option("done", _("✅ Done") if step.ways else _("✅ Clear"), _DONE, DONE)
        words = _("It did not work") if step.ways else _("Ask an officer")
        stuck = Option("stuck", words, _STUCK, STUCK)
        said = self._choose(key, [done, stuck, *_asides(step)], on=step)
        if said is not _STUCK:
            return self._go(step, step.to if said is _DONE else said.to)
        match step.ways:
            case ():
                return self._officer(step)
            case (way,):
                return self._advise(step, key, way)
        ways = [*_options(step), Option(".other", _("Something else"), _OTHER)]
        way = self._choose(f"{key}.why", ways, _("What happened?"), step.title)
        return self._officer(step) if way is _OTHER else self._advise(step, key, way)

    def _advise(self, step: Step, key: str, way: Way) -> Step | None:
        """The advice of a way, until it has helped or the officer is asked."""
        if way.to == "officer":
            return self._officer(step, way)
        if not way.text:
            return self._go(step, way.to)
        helped = Option("done", _("It works now"), True, DONE)
        options = [helped, Option("stuck", _("Still not"), False, STUCK)]
        words = news.newer(self.guide, f"{step.key}/{way.key}", way.text)
        if self._choose(f"{key}:{way.key}", options, words, way.label):
            return self._go(step, way.to)
        return self._officer(step)

    def _go(self, step: Step, to: str) -> Step | None:
        """Where ``to`` leads from ``step``; the walk ends at the end or at another guide."""
        match self.guide.leads(step, to).partition(":"):
            case ("guide", _, id):
                self._other(step, id)
            case ("tool", ":", tool):
                name, _colon, topic = tool.partition(":")
                self.talk.lead(Begin(name, topic))
                return step
            case (".papers", _, _):
                self.talk.lead(Begin("papers", f"{self.guide.id}:{step.key}"))
                return step
            case (key, _, _) if key in self.steps:
                return self.steps[key]
            case ("officer", _, _):
                self._end(_("From here on an officer helps you."))
            case _:
                self._end(_("That was the last step. Well done!"))
        return None

    def _officer(self, step: Step, way: Way | None = None) -> Step:
        """Tell whom to ask; the step stays open, for when they come back."""
        words = way.text if way and way.text else _("Do not worry: a person can help you with it.")
        self.talk.say(
            "\n\n".join((words, self._where())),
            title=way.label if way else _("Ask an officer"),
            buttons=[Button(_("Contact an officer"), Begin("officer"))],
        )
        return step

    def _other(self, step: Step, id: str) -> None:
        """Hand over to another guide, with the way back to this one."""
        back = Button(_("Back to this guide"), Begin("guide", f"{self.guide.id}:{step.key}"))
        other = self.guides.get(id)
        if other is None:
            words = _("The guide about this is not here yet.")
            self.talk.say("\n\n".join((words, self._where())), buttons=[back])
            return
        words = _("Another guide goes on from here.")
        self.talk.say(words, buttons=[Button(_label(other), Begin("guide", id)), back])

    def _rest(self, step: Step) -> None:
        """The engine's limit of questions is near: end kindly, and go on afresh from this step."""
        self.talk.say(
            _("You have come a long way. Take a breath, then press to go on where you are."),
            title=self._title(step),
            buttons=[
                Button(_("Go on"), Begin("guide", f"{self.guide.id}:{step.key}")),
                Button(_("Contact an officer"), Begin("officer")),
            ],
        )

    def _end(self, words: str) -> None:
        """The last screen: well done, where to ask, where it is written, and what is related."""
        related = (self.guides.get(id) for id in _related(self.guide))
        others = [Button(_label(other), Begin("guide", other.id)) for other in related if other]
        links = "\n".join(
            _("Based on: {name} {url}").format(name=source.name, url=source.url)
            for source in self.guide.sources
            if source.url
        )
        self.talk.say(
            "\n\n".join(part for part in (words, self._where(), links) if part),
            title=_label(self.guide),
            buttons=[*others, Button(_("See all guides"), Begin("menu"))],
        )

    def _where(self) -> str:
        return where(self.commune, self.guide.owner)

    def _title(self, step: Step) -> str:
        place, count = self.places.get(step.key, (1, 1))
        if step.fork or count == 1:
            return step.title
        words = _("Step {place} of {count}: {title}")
        return words.format(place=place, count=count, title=step.title)

    def _choose(
        self,
        key: str,
        options: Sequence[Option[T]],
        text: str = "",
        title: str = "",
        on: Step | None = None,
    ) -> T:
        """Ask, counting; ``on`` a step its own words, picture and recording are shown."""
        self.asked += 1
        if on is None:
            return self.talk.choose(key, options, text, title=title)
        return self.talk.choose(
            key,
            options,
            news.newer(self.guide, on.key, on.text) or self._title(on),
            title=self._title(on) if on.text else "",
            photo=on.photo,
            voice=on.voice,
        )


_OTHER, _DONE, _STUCK = Way("", "", ""), Way(".done", "", ""), Way(".stuck", "", "")


def _options(step: Step) -> list[Option[Way]]:
    return [Option(way.key, way.label, way) for way in step.ways]


def _label(guide: Guide) -> str:
    return f"{guide.icon} {guide.title}".strip()


def _related(guide: Guide) -> list[str]:
    """The other guides that this one names, each once."""
    named = [way.to for step in guide.steps for way in step.ways] + [s.to for s in guide.steps]
    ids = (to.removeprefix("guide:") for to in named if to.startswith("guide:"))
    return list(dict.fromkeys(ids))


def _asides(step: Step) -> list[Option[Way]]:
    """What a step offers beside the way through it: its tools, and its list of papers."""
    ways = [
        (Way(f".{n}", tool.label, "", f"tool:{tool.name}:{tool.topic}"), TOOLS.get(tool.name, ()))
        for n, tool in enumerate(step.tools)
    ]
    if step.papers:
        words = _("📋 Tick the papers, send the list")
        ways.append((Way(".papers", words, "", ".papers"), PAPERS))
    return [Option(way.key, way.label, way, aliases) for way, aliases in ways]


GUIDE = Flow("guide", guide, title="The guide", open_ended=True)
