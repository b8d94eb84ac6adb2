"""Conversations that go on while the programme behind them changes: the model of one person.

``Talking`` holds what the person has truly answered: an answer enters when it was given to the
question on the screen and accepted, and leaves when it is taken back or asked again because it no
longer holds. After every turn the stored state must say exactly that, no more and no less.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from random import Random
from typing import Any

from bot.talk import play as engine
from bot.talk.fields import Choice, Number, Option, Plain, Text, Withdrawn
from bot.talk.flow import Flow, State
from bot.talk.message import Answer, Button, Content, Photo, Pressed, Words
from bot.talk.talk import ONCE, Talk

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
OPTIONS = tuple(Option(f"o{n}", f"Place {letter}", f"o{n}") for n, letter in enumerate("ABCDEFG"))
WRITTEN: dict[str, Any] = {"text": Text(), "number": Number()}
KINDS = ("text", "number", "choice")
MOST_TURNS = 300


@dataclass(frozen=True)
class Question:
    """One question of a programme; ``options`` are what a choice offers today, in this order."""

    key: str
    kind: str
    options: tuple[Option[str], ...] = ()
    optional: bool = False

    def accepts(self, kind: str, value: Plain) -> bool:
        """Whether a stored answer still holds today."""
        if kind == "skipped":
            return self.optional
        try:
            (WRITTEN.get(self.kind) or Choice(self.options)).load(value)
        except Withdrawn:
            return False
        return kind == self.kind


Programme = tuple[Question, ...]


def new_question(random: Random, key: str) -> Question:
    """A question of any kind."""
    kind = random.choice(KINDS)
    options = tuple(random.sample(OPTIONS, random.randint(2, 6))) if kind == "choice" else ()
    return Question(key, kind, options, kind != "choice" and random.random() < 0.3)


def deploy(random: Random, programme: Programme) -> Programme:
    """The programme after a change: inserted, removed, shuffled, withdrawn, of another kind."""
    questions = list(programme)
    place = random.randrange(len(questions))
    unused = [f"q{n}" for n in range(12) if f"q{n}" not in {q.key for q in questions}]
    match random.choice(("insert", "remove", "shuffle", "options", "options", "kind", "optional")):
        case "insert" if len(questions) < 8:
            questions.insert(place, new_question(random, random.choice(unused)))
        case "remove" if len(questions) > 2:
            del questions[place]
        case "shuffle":
            random.shuffle(questions)
        case "kind":
            questions[place] = new_question(random, questions[place].key)
        case "optional" if questions[place].kind != "choice":
            questions[place] = replace(questions[place], optional=not questions[place].optional)
        case "options":
            questions = [
                replace(q, options=tuple(random.sample(OPTIONS, random.randint(1, 6))))
                if q.kind == "choice"
                else q
                for q in questions
            ]
    return tuple(questions)


def flow_of(programme: Programme) -> Flow:
    """The conversation that asks a programme's questions, and keeps a result now and then."""

    def run(talk: Talk) -> None:
        said: dict[str, object] = {}
        for n, q in enumerate(programme):
            if n % 3 == 1:
                talk.once(f"once-{q.key}", lambda n=n: n)  # type: ignore[misc]
            if q.kind == "choice":
                said[q.key] = talk.choose(q.key, q.options, f"{q.key}?")
            elif q.optional:
                said[q.key] = talk.ask_optional(
                    q.key, WRITTEN[q.kind], f"{q.key}?", skip="Leave out"
                )
            else:
                said[q.key] = talk.ask(q.key, WRITTEN[q.kind], f"{q.key}?")
            talk.say(f"Noted {q.key}.")
        talk.do(said)

    return Flow("test", run)


@dataclass
class Talking:
    """One person in one conversation, with what they have truly answered."""

    random: Random
    programme: Programme
    keep: Callable[[State], State] = lambda state: state
    truth: dict[str, tuple[str, Plain]] = field(default_factory=dict)
    screen: tuple[Button, ...] = ()
    old: list[Button] = field(default_factory=list)
    turns: int = 0
    answered: int = 0
    wrong: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.state: State | None = engine.begin(flow_of(self.programme))
        self._turn(None, None)

    def go_on(self, deploys: float) -> None:
        """Talk to the end while one turn in so many is preceded by a deployment."""
        while self.state is not None and self.turns < MOST_TURNS:
            if self.random.random() < deploys:
                self.programme = deploy(self.random, self.programme)
            if self.random.random() < 0.08:
                self._back()
            else:
                self._turn(*self._says())
        if self.state is not None:
            self.lost.append("it never came to an end")

    def _says(self) -> tuple[Content | None, tuple[str, Plain] | None]:
        """What the person sends, and what they mean by it for the question on the screen."""
        assert self.state is not None
        kind, shown, random = self.state.kind, self.state.shown, self.random
        match random.random():
            case chance if chance < 0.05:
                return None, None
            case chance if chance < 0.10:
                return random.choice((Photo("r"), Words("1", edited=True), Words("👍"))), None
            case chance if chance < 0.18 and self.old:
                return self._presses(random.choice(self.old))
        if kind == "choice":
            place = random.randrange(len(shown))
            label = next(option.label for option in OPTIONS if option.key == shown[place])
            pressed = Pressed(Answer("test", self.state.asked, shown[place]))
            said = random.choice((Words(str(place + 1)), Words(label.lower()), pressed))
            return said, ("choice", shown[place])
        if shown and random.random() < 0.3:
            pressed = Pressed(Answer("test", self.state.asked, shown[0]))
            return random.choice((Words("leave out"), pressed)), ("skipped", None)
        number = random.randint(1, 9)
        if kind == "number":
            return Words(str(number)), ("number", number)
        words = random.choice((str(number), f"place {random.choice('ABC')}", "some words"))
        return Words(words), ("text", words)

    def _presses(self, button: Button) -> tuple[Content, tuple[str, Plain] | None]:
        """An old button means something only if its very question is on the screen again."""
        assert self.state is not None
        assert isinstance(button.press, Answer)
        if button.press.question != self.state.asked:
            return Pressed(button.press), None
        skipped = button.press.option == "-"
        meant = ("skipped", None) if skipped else ("choice", button.press.option)
        return Pressed(button.press), meant

    def _back(self) -> None:
        assert self.state is not None
        earlier = engine.back(self.state)
        if earlier is None:
            return
        kept = {kept.key for kept in earlier.answers}
        (gone,) = (k.key for k in self.state.answers if k.kind != ONCE and k.key not in kept)
        del self.truth[gone]
        self.state = earlier
        self._turn(None, None)

    def _turn(self, said: Content | None, meant: tuple[str, Plain] | None) -> None:
        assert self.state is not None
        self.turns += 1
        asked, flow = self.state.asked, flow_of(self.programme)
        plain = json.dumps(self.keep(self.state).to_plain())
        first, second = (
            engine.play(flow, State.from_plain(json.loads(plain)), said, {}, now=NOW)
            for _ in range(2)
        )
        if first != second:
            self.wrong.append(f"two turns differ: {first} {second}")
        if said is not None and first.outcome in ("asked", "ended"):
            self._accepted(asked, meant)
        self.old += [b for b in self.screen if isinstance(b.press, Answer)][:20]
        self.state = first.state
        if self.state is None:
            self._ended(first.deeds[0])
        else:
            self.screen = first.replies[-1].buttons
            self._stands(self.state)

    def _accepted(self, asked: str, meant: tuple[str, Plain] | None) -> None:
        """What was said has been taken as the answer to the question that was on the screen."""
        if not any(q.key == asked for q in self.programme):
            return
        self.answered += 1
        if meant is None:
            self.wrong.append(f"{asked}: something that was no answer was taken for one")
        else:
            self.truth[asked] = meant

    def _stands(self, state: State) -> None:
        """Compare what is stored with what is true, now that a question stands."""
        question = next(q for q in self.programme if q.key == state.asked)
        if (had := self.truth.pop(state.asked, None)) and question.accepts(*had):
            self.lost.append(f"{state.asked} was answered, holds, and is asked again")
        stored = {
            kept.key: (kept.kind, kept.value)
            for kept in (*state.answers, *state.spare)
            if kept.kind != ONCE
        }
        for key in stored.keys() | self.truth.keys():
            if key not in stored:
                self.lost.append(f"{key} is stored no more")
            elif stored[key] != self.truth.get(key):
                self.wrong.append(f"{key}: {stored[key]} is stored for {self.truth.get(key)}")
        self.truth = {key: stored[key] for key in stored}

    def _ended(self, said: object) -> None:
        meant = {q.key: self.truth.get(q.key, ("", "nothing"))[1] for q in self.programme}
        if said != meant:
            self.wrong.append(f"in the end {said} for {meant}")
