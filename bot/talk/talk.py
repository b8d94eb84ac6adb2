"""The talk: what a conversation holds in its hand while it is replayed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NoReturn, TypeVar

from bot.talk.fields import Choice, Field, Option, Plain, Rejected, Withdrawn, pick
from bot.talk.flow import Flow, Kept, State
from bot.talk.message import Answer, Begin, Button, Content, Media, Outgoing, Pressed, Words

T = TypeVar("T")
V = TypeVar("V")

MOST_QUESTIONS = 40
BACK = "back"
CANCEL = "cancel"
SKIP = "-"
_ONCE = "once"
_SKIPPED = "skipped"


def _(text: str) -> str:
    """Mark for the catalogue; ``words`` translates when the talk speaks."""
    return text


class Waiting(BaseException):
    """The conversation stands at an open question; the engine catches this, nobody else may."""

    def __init__(self, key: str) -> None:
        super().__init__(f"waiting for the answer to {key!r}")
        self.key = key


@dataclass(slots=True)
class Record:
    """What one run of a conversation found out; the engine reads it, conversations never do."""

    replies: list[Outgoing] = field(default_factory=list)
    reached: list[Kept] = field(default_factory=list)
    deeds: list[object] = field(default_factory=list)
    asked: str = ""
    shown: tuple[str, ...] = ()
    outcome: str = "asked"


class Talk:
    """Ask, choose, confirm, say and, at the end, do.

    A conversation runs from its start at every message. A question whose answer is stored returns
    at once; the first one without an answer suspends the run. So: no side effects, no clock (use
    ``now``), no randomness (use ``once``), and every question has its own key.
    """

    def __init__(
        self,
        flow: Flow,
        state: State,
        said: Content | None,
        *,
        now: datetime,
        words: Callable[[str], str],
        elapsed: Callable[[], float],
        limit: float,
    ) -> None:
        self.argument = state.argument
        self.now = now
        self._flow = flow
        self._state = state
        self._said = said
        self._words = words
        self._elapsed = elapsed
        self._deadline = elapsed() + limit
        self._stored = {kept.key: kept for kept in (*state.spare, *state.answers)}
        self._keys: set[str] = set()
        self._notice = ""
        self._suspended = ""
        self.record = Record()

    def say(
        self,
        text: str,
        *,
        title: str = "",
        photo: Media | None = None,
        voice: Media | None = None,
        buttons: Sequence[Button] = (),
    ) -> None:
        """Say something; on a replay it is forgotten, so everything is said once."""
        self._check("say")
        self.record.replies.append(Outgoing(text, title, tuple(buttons), photo, voice))

    def ask(
        self,
        key: str,
        field: Field[T],
        text: str,
        *,
        title: str = "",
        photo: Media | None = None,
        voice: Media | None = None,
        ask: str = "",
    ) -> T:
        """The answer to an open question, asked until ``field`` accepts one."""
        answer = self._answer(key, field, Outgoing(text, title, (), photo, voice, ask))
        assert answer is not None
        return answer

    def ask_optional(
        self, key: str, field: Field[T], text: str, *, skip: str, title: str = ""
    ) -> T | None:
        """Like ``ask``, with a button (labelled ``skip``) to leave it out: then None."""
        button = Button(skip, Answer(self._flow.name, key, SKIP))
        return self._answer(key, field, Outgoing(text, title, (button,)), skip)

    def choose(
        self,
        key: str,
        options: Sequence[Option[V]],
        text: str,
        *,
        title: str = "",
        photo: Media | None = None,
        voice: Media | None = None,
    ) -> V:
        """The value of one of ``options``, pressed, typed, or named by its number on the screen."""
        buttons = tuple(
            Button(option.label, Answer(self._flow.name, key, option.key)) for option in options
        )
        shown = self._state.shown if self._state.asked == key else ()
        answer = self._answer(
            key, Choice(tuple(options), shown), Outgoing(text, title, buttons, photo, voice)
        )
        assert answer is not None
        return answer.value

    def confirm(self, key: str, text: str, *, yes: str, no: str, title: str = "") -> bool:
        """Yes or no, with the two labels given."""
        return self.choose(
            key,
            (
                Option("yes", yes, True, ("có", "ừ", "dạ", "đồng ý", "đúng", "yes", "ok")),
                Option("no", no, False, ("không", "thôi", "chưa", "sai", "no")),
            ),
            text,
            title=title,
        )

    def do(self, deed: object) -> None:
        """Cause something once the conversation has ended; no question may follow."""
        self._check("do")
        self.record.deeds.append(deed)

    def once(self, key: str, work: Callable[[], Plain]) -> Plain:
        """The result of ``work``, done in this run and kept for all later ones."""
        self._claim(key)
        kept = self._stored.get(key)
        if kept is None or kept.kind != _ONCE:
            kept = Kept(key, _ONCE, work())
        self.record.reached.append(kept)
        return kept.value

    def _answer(self, key: str, field: Field[T], question: Outgoing, skip: str = "") -> T | None:
        self._claim(key)
        kept = self._stored.get(key)
        if kept is not None:
            if skip and kept.kind == _SKIPPED:
                self._reach(kept)
                return None
            if kept.kind == field.kind:
                try:
                    value = field.load(kept.value)
                except Withdrawn:
                    self._notice = self._words(_("Your earlier answer is no longer offered."))
                else:
                    self._reach(kept)
                    return value
        if self._said is not None:
            said, self._said = self._said, None
            if key != self._state.asked:
                self.record.outcome = "moved"
                self._notice = self._notice or self._words(
                    _("Something has changed since; this question comes first.")
                )
            elif isinstance(said, Pressed) and not self._is_current(said, key):
                self.record.outcome = "stale"
                self._notice = self._words(_("That button belongs to an earlier question."))
            elif self._skips(said, skip):
                self._reach(Kept(key, _SKIPPED, None))
                return None
            else:
                read = self._read(field, said)
                if not isinstance(read, Rejected):
                    self._reach(Kept(key, field.kind, field.dump(read)))
                    return read
                self.record.outcome = "rejected"
                self._notice = self._words(read.reason).format(**dict(read.values))
        self._suspend(key, question)

    def _is_current(self, said: Pressed, key: str) -> bool:
        press = said.press
        return isinstance(press, Answer) and (press.flow, press.question) == (self._flow.name, key)

    @staticmethod
    def _skips(said: Content, skip: str) -> bool:
        match said:
            case Pressed(Answer(option=option)):
                return bool(skip) and option == SKIP
            case Words(text):
                return bool(skip) and pick(text, [(skip,)]) is not None
            case _:
                return False

    @staticmethod
    def _read(field: Field[T], said: Content) -> T | Rejected:
        if isinstance(said, Pressed):
            assert isinstance(said.press, Answer)
            try:
                return field.load(said.press.option)
            except Withdrawn:
                return Rejected(_("That one is no longer offered."))
        return field.read(said)

    def _reach(self, kept: Kept) -> None:
        self.record.reached.append(kept)
        self.record.replies.clear()
        self._notice = ""

    def _claim(self, key: str) -> None:
        self._check(key)
        if self.record.deeds:
            raise RuntimeError(f"{self._flow.name}: {key!r} is asked after a deed")
        if key in self._keys:
            raise RuntimeError(f"{self._flow.name}: {key!r} is asked twice")
        self._keys.add(key)
        if len(self._keys) > MOST_QUESTIONS:
            raise RuntimeError(f"{self._flow.name}: more than {MOST_QUESTIONS} questions")

    def _check(self, what: str) -> None:
        if self._suspended:
            raise RuntimeError(
                f"{self._flow.name}: {what!r} after the question {self._suspended!r} had suspended "
                "the conversation; something swallowed a BaseException"
            )
        if self._elapsed() > self._deadline:
            raise RuntimeError(f"{self._flow.name}: takes too long at {what!r}")

    def _suspend(self, key: str, question: Outgoing) -> NoReturn:
        record = self.record
        if record.outcome in ("rejected", "stale"):
            record.replies.clear()
        if self._notice:
            question = replace(
                question,
                text=f"{self._notice}\n\n{question.title}\n{question.text}"
                if question.title
                else f"{self._notice}\n\n{question.text}",
                title="",
            )
        nav = [Button(self._words(_("Stop here")), Begin(CANCEL), nav=True)]
        if any(kept.kind != _ONCE for kept in record.reached):
            nav.insert(0, Button(self._words(_("Go back")), Begin(BACK), nav=True))
        record.asked = key
        record.shown = tuple(
            button.press.option for button in question.buttons if isinstance(button.press, Answer)
        )
        record.replies.append(replace(question, buttons=(*question.buttons, *nav)))
        self._suspended = key
        raise Waiting(key)

    def finish(self) -> None:
        """Called by the engine when the function has returned: it must not have been suspended."""
        self._check("the end")


def newest_answer(answers: Sequence[Kept]) -> int | None:
    """The place of the newest real answer among ``answers`` (results of ``once`` do not count)."""
    return next((n for n in range(len(answers) - 1, -1, -1) if answers[n].kind != _ONCE), None)
