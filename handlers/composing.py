"""How a cadre answers what residents asked: in words, or by the guide that has it already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.deeds_questions import ProposeAnswer
from bot.locale import ZONE, _, number, short_day
from bot.ports import Answers, Commune, Guide, Guides, Place
from bot.ports_questions import Answered, Questions
from bot.talk.fields import Option, Text
from bot.talk.message import Begin, Button
from bot.talk.talk import Talk
from bot.talk.when_month import months_on
from handlers.answered import screen

#: The kind of answer that is a text for residents: nothing is cut out of it (Flow.verbatim).
LETTER = "letter"
#: As much as the store keeps (store.questions_answers.LETTERS), less than a screen on any channel.
LONGEST = 1500
#: After so many months an answer is looked at again, or is not given any more.
MONTHS = (3, 6, 12)
OFFERED = 4


@dataclass(frozen=True, slots=True)
class Desk:
    """All that the questions need."""

    talk: Talk
    questions: Questions
    guides: Guides
    answers: Answers
    commune: Commune


def in_words(desk: Desk, group: int, old: Answered | None, replaces: int = 0) -> None:
    """Write the answer; ``old`` is the one to change, or the one that was given back."""
    talk = desk.talk
    question = _text(
        talk,
        "question",
        _(
            "Write the question in your own words, as residents will read it: “{example}”. Other "
            "ways to ask the same go on further lines."
        ).format(example=_("On which days is our market held?")),
        300,
        old.question if old else "",
    )
    text = _text(
        talk,
        "text",
        _(
            "Write the answer: short, one thing after the other, only what is certain. Residents "
            "read it with your office and the date."
        ),
        LONGEST,
        old.text if old else "",
    )
    office = _office(desk, old.office if old else "")
    place = _place(desk, group, old)
    until = _review(desk)
    preview = Answered(0, group, "words", question, text, office, "", place, until, "waiting", "")
    _hand_in(desk, preview, replaces)


def by_guide(desk: Desk, group: int, texts: Sequence[str]) -> None:
    """Point at a guide, or at one of its steps, that has the answer."""
    guide = _guide(desk, texts)
    options = [Option("start", _("From its beginning"), "")]
    options += [Option(step.key, step.title, step.key) for step in guide.steps if not step.fork]
    step = desk.talk.choose("step", options, _("Where in the guide is the answer?"))
    question = _text(
        desk.talk,
        "question",
        _(
            "Write the question in your own words, as residents will read it: “{example}”. Other "
            "ways to ask the same go on further lines."
        ).format(example=_("On which days is our market held?")),
        300,
        "",
    )
    place = _place(desk, group, None)
    at = f"{guide.id}:{step}" if step else guide.id
    until = _later(desk.talk, MONTHS[-1])
    _hand_in(
        desk,
        Answered(0, group, "guide", question, "", guide.owner, at, place, until, "waiting", ""),
        0,
    )


def _hand_in(desk: Desk, preview: Answered, replaces: int) -> None:
    talk = desk.talk
    shown = screen(preview, desk.guides)
    talk.say(shown.text, title=shown.title)
    if not talk.confirm(
        "send",
        _(
            "For: {place}. To be looked at again by {day}. Somebody else has to approve it before "
            "residents see it."
        ).format(place=preview.place.name, day=short_day(preview.review_by)),
        yes=_("Send it for approval"),
        no=_("Do not send it"),
        title=_("Is everything right?"),
    ):
        talk.say(_("All right, nothing was kept or sent."), buttons=(questions_button(),))
        return
    talk.do(
        ProposeAnswer(
            preview.group,
            preview.kind,
            preview.place.id,
            preview.review_by,
            preview.question,
            preview.text,
            preview.office,
            preview.guide,
            replaces,
        )
    )


def questions_button() -> Button:
    """The way back to what waits for an answer."""
    return Button(_("Other questions"), Begin("questions"))


def _text(talk: Talk, key: str, words: str, most: int, old: str) -> str:
    if not old:
        return talk.ask(key, Text(4, most, LETTER), words)
    kept = _("Now it says:\n{old}").format(old=old)
    field = Text(4, most, LETTER)
    return talk.ask_optional(key, field, f"{words}\n\n{kept}", skip=_("Leave it as it is")) or old


def _office(desk: Desk, old: str) -> str:
    names = (old, desk.questions.office(), *(desk_.name for desk_ in desk.commune.counters))
    offices = list(dict.fromkeys(name for name in (*names, desk.commune.controller) if name))
    options = [Option(f"o{at}", name, name) for at, name in enumerate(offices)]
    return desk.talk.choose("office", options, _("Whose word is it? Residents read it as source."))


def _place(desk: Desk, group: int, old: Answered | None) -> Place:
    places = list(desk.questions.places(group))
    if old is not None and old.place not in places:
        places.insert(0, old.place)
    if len(places) == 1:
        return places[0]
    options = [Option(str(place.id), place.name, place) for place in places]
    return desk.talk.choose("for", options, _("For whom does this answer hold?"))


def _review(desk: Desk) -> date:
    options = [
        Option(
            f"m{months}",
            _("In {months} months, on {day}").format(
                months=number(months), day=short_day(_later(desk.talk, months))
            ),
            months,
        )
        for months in MONTHS
    ]
    text = _("When is it to be looked at again? After that day Khéo does not give it any more.")
    return _later(desk.talk, desk.talk.choose("review", options, text))


def _later(talk: Talk, months: int) -> date:
    return months_on(talk.now.astimezone(ZONE).date(), months)


def _guide(desk: Desk, texts: Sequence[str]) -> Guide:
    near: dict[str, Guide] = {}
    for text in texts:
        finding = desk.answers.find(text)
        for id in (finding.guide, *finding.candidates):
            guide = desk.guides.get(id) if id else None
            if guide is not None and len(near) < OFFERED:
                near[guide.id] = guide
    options: list[Option[Guide | None]] = [
        Option(guide.id, guide.title, guide) for guide in near.values()
    ]
    if options:
        options.append(Option(".other", _("Another guide"), None))
        found = desk.talk.choose("guide", options, _("Which guide has the answer?"))
        if found is not None:
            return found
    shelves = [shelf for shelf in desk.guides.shelves() if shelf.guides]
    shelf = desk.talk.choose(
        "shelf",
        [Option(shelf.key, shelf.title, shelf) for shelf in shelves],
        _("On which shelf is the guide?"),
    )
    return desk.talk.choose(
        "book",
        [Option(guide.id, guide.title, guide) for guide in shelf.guides],
        _("Which guide has the answer?"),
    )
