"""Correcting a guide: which one, where, the old words, the new ones, what differs, and why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.deeds import Correct, ReviewGuide
from bot.locale import _, short_day
from bot.ports import Guide, Guides, Me, Step
from bot.ports_corrections import Corrections
from bot.talk.fields import Option, Rejected, Text
from bot.talk.message import Begin, Button, Content
from bot.talk.talk import Talk
from handlers import difference, phrases
from handlers.announce import work_button
from handlers.places_in import title_of

#: The kind of answer that is a text for others: nothing is cut out of it (Flow.verbatim).
LETTER = "letter"
#: More than a screen of 60 words can hold; what is wrong with less is told by the check.
LONGEST = 1500
REASON = 300
#: The words can be written anew so many times.
ROUNDS = 6
_LABEL = 40
_ALL = "all"


@dataclass(frozen=True, slots=True)
class Sentence(Text):
    """New words; ``examine`` tells what would be wrong with them."""

    most: int = LONGEST
    kind: str = LETTER
    examine: Callable[[str], Sequence[str]] = lambda _words: ()

    def read(self, content: Content) -> str | Rejected:
        """The words, or what is wrong with them."""
        # Named in full: a dataclass with slots is made twice, and super() would mean the first.
        words = Text.read(self, content)
        if isinstance(words, Rejected):
            return words
        if faults := self.examine(words):
            return Rejected(
                _("This cannot be handed in yet:\n{faults}\nPlease write it once more."),
                (("faults", "\n".join(f"• {fault}" for fault in faults)),),
            )
        return words


def correct(talk: Talk, me: Me, guides: Guides, corrections: Corrections) -> None:
    """Correct one sentence of a guide; with its id as argument that guide."""
    allowed = {guide.id: guide for guide in corrections.guides()}
    if not allowed:
        phrases.unknown_errand(talk, guides, me)
        return
    id = talk.argument or choose_guide(talk, guides, allowed)
    if id not in allowed:
        text = _("This guide is not there, or your office does not keep it.")
        talk.say(text, buttons=(_others(), work_button()))
        return
    language = choose_language(talk, corrections.languages(id))
    guide = corrections.guide(id, language)
    if guide is None:
        talk.say(_("This guide is not there (any more)."), buttons=(_others(), work_button()))
        return
    seen = talk.once("mark", lambda: corrections.mark(id, language))
    if seen != corrections.mark(id, language):
        text = _("The guide was changed meanwhile. Please look at it again and begin anew.")
        talk.say(text, buttons=(Button(_("Begin anew"), Begin("correct", id)), work_button()))
        return
    place = _place(talk, guide)
    if place == _REVIEW:
        _review(talk, guide)
        return
    _words(talk, guide, place, corrections)


def choose_guide(talk: Talk, guides: Guides, allowed: dict[str, Guide]) -> str:
    """Which guide: by its shelf, then by its title."""
    shelves = [
        (shelf, [guide for guide in shelf.guides if guide.id in allowed])
        for shelf in guides.shelves()
    ]
    shelves = [(shelf, found) for shelf, found in shelves if found]
    options = [Option(shelf.key, shelf.title, found) for shelf, found in shelves]
    found = shelves[0][1]
    if len(shelves) > 1:
        found = talk.choose("shelf", options, _("Which group is the guide in?"))
    titles = [Option(one.id, f"{one.icon} {one.title}".strip(), one.id) for one in found]
    return talk.choose("guide", titles, _("Which guide?"))


def choose_language(talk: Talk, codes: Sequence[str]) -> str:
    """Which of the guide's languages, where it has several."""
    if len(codes) == 1:
        return codes[0]
    options = [Option(code, _LANGUAGES[code](), code) for code in codes if code in _LANGUAGES]
    return talk.choose("language", options, _("In which language?"))


# Not “Vietnamese” alone: written, that is the command to speak Vietnamese.
_LANGUAGES: dict[str, Callable[[], str]] = {
    "vi": lambda: _("The Vietnamese text"),
    "en": lambda: _("The English text"),
}


def _place(talk: Talk, guide: Guide) -> str:
    """Which words: of the first screen, of a step, or of an advice; or that all still holds."""
    options = [
        Option(".first", _("The first screen"), ""),
        *(Option(step.key, step.title, step.key) for step in guide.steps),
        Option(_REVIEW, _("✅ Read again: all of it still holds"), _REVIEW),
    ]
    place = talk.choose("place", options, _("Which words are to be corrected?"), title=guide.title)
    step = next((one for one in guide.steps if one.key == place), None)
    return place if step is None else _advice(talk, step)


def _advice(talk: Talk, step: Step) -> str:
    own = [Option(".own", _("The words of the step"), step.key)] if step.text else []
    advice = [
        Option(way.key, _("If: {label}").format(label=way.label), f"{step.key}/{way.key}")
        for way in step.ways
        if way.text
    ]
    options = own + advice
    if len(options) < 2:
        return options[0].value if options else step.key
    return talk.choose("advice", options, _("Which of them?"), title=step.title)


def _review(talk: Talk, guide: Guide) -> None:
    sources = "\n".join(f"• {source.name} {source.url}".rstrip() for source in guide.sources)
    text = _(
        "Last checked on {day}. Please read the whole guide and compare it with its sources:\n"
        "{sources}\nDoes all of it still hold?"
    ).format(day=short_day(guide.reviewed_on), sources=sources)
    yes, no = _("Yes, all of it still holds"), _("Not yet")
    if talk.confirm("holds", text, yes=yes, no=no, title=guide.title):
        talk.do(ReviewGuide(guide.id))
    else:
        talk.say(_("All right, nothing was noted."), buttons=(_others(), work_button()))


def _words(talk: Talk, guide: Guide, place: str, corrections: Corrections) -> None:
    whole = words_of(guide, place)
    title = title_of(guide, place)
    old = _sentence(talk, whole, title)

    looked: dict[str, Sequence[str]] = {}

    def faults(new: str) -> Sequence[str]:
        after = difference.instead(whole, old, new)
        if after not in looked:
            looked[after] = corrections.faults(guide.id, guide.language, place, after)
        return looked[after]

    base = corrections.guide(guide.id, "vi") if guide.language != "vi" else None
    for turn in range(1, ROUNDS + 1):
        shown = _("The old words:\n{old}\n\nPlease write the new words.").format(old=old)
        if base is not None:
            words = _("In Vietnamese it says:\n{words}").format(words=words_of(base, place))
            shown = f"{words}\n\n{shown}"
        field = Sentence(examine=faults)
        skip = _("Take this sentence out")
        new = talk.ask_optional(f"new{turn}", field, shown, skip=skip, title=title) or ""
        # To look takes some 60 ms: once for each text, not again at every replay.
        fits = talk.once(f"fits{turn}", lambda new=new: not faults(new))  # type: ignore[misc]
        wrong = () if fits else faults(new)
        left, right = difference.marked(old, new)
        text = _("Old: {old}\n\nNew: {new}\n\nWhat is different stands in « ».").format(
            old=left, new=right or _("(nothing)")
        )
        if wrong:
            text = "\n\n".join((text, *wrong))
        elif old == new:
            wrong, text = (text,), _("The new words are the same as the old ones.")
        go = talk.choose(f"go{turn}", _acts(not wrong, turn < ROUNDS), text, title=title)
        if go == "drop":
            break
        if go == "send":
            ask = _("Why is it corrected? For example: a new rule, another price, a wrong word.")
            why = talk.ask("why", Text(3, REASON), ask)
            after = difference.instead(whole, old, new)
            talk.do(Correct(guide.id, guide.language, place, whole, after, why))
            return
    talk.say(_("All right, nothing was changed."), buttons=(_others(), work_button()))


def _acts(right: bool, again: bool) -> list[Option[str]]:
    send = [Option("send", _("✅ Right, hand it in"), "send")] if right else []
    anew = [Option("again", _("✏ Write it anew"), "again")] if again else []
    return [*send, *anew, Option("drop", _("Leave it as it was"), "drop")]


def _sentence(talk: Talk, whole: str, title: str) -> str:
    """The sentence to correct, or all of the words."""
    found = difference.sentences(whole)
    if len(found) < 2:
        return whole
    options = [
        *(Option(f"s{number}", _short(one), one) for number, one in enumerate(found, 1)),
        Option(_ALL, _("All of it"), whole),
    ]
    text = _("It says now:\n{words}\n\nWhich sentence is to be corrected?").format(words=whole)
    return talk.choose("sentence", options, text, title=title)


def words_of(guide: Guide, place: str) -> str:
    """What a guide says at a place; "" where it says nothing."""
    key, _slash, way = place.partition("/")
    if not key:
        return guide.summary
    step = next((one for one in guide.steps if one.key == key), None)
    if step is None or not way:
        return "" if step is None else step.text
    return next((one.text for one in step.ways if one.key == way), "")


def _short(words: str) -> str:
    return words if len(words) <= _LABEL else f"{words[:_LABEL].rsplit(' ', 1)[0]} …"


def _others() -> Button:
    return Button(_("Correct another guide"), Begin("correct"))


_REVIEW = ".review"
