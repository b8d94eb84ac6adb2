"""The talk: what a conversation holds in its hand while it is replayed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal, NoReturn, TypeAlias, TypeVar

from bot.talk import message
from bot.talk.fields import Choice, Field, Option, Plain, Rejected, Withdrawn, pressed
from bot.talk.flow import Flow, Kept, State
from bot.talk.fold import fold
from bot.talk.message import Answer, Begin, Button, Content, Media, Outgoing, Pressed, Words

Outcome: TypeAlias = Literal["asked", "rejected", "stale", "moved", "ended"]
T = TypeVar("T")
V = TypeVar("V")

MOST_QUESTIONS = 40
BACK = "back"
CANCEL = "cancel"
SKIP = "-"
ONCE = "once"
_SKIPPED = "skipped"
# How people say yes and no, in the north and the south, and when they type in a hurry.
_YES = ("có", "ừ", "dạ", "vâng", "đồng ý", "đúng", "đúng rồi", "được", "yes", "ok", "oke")
_NO = ("không", "ko", "hông", "thôi", "chưa", "sai", "đừng", "no")


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
    """What one run of a conversation found out; the engine reads it, conversations never do.

    ``spare`` begins as all stored answers and loses those that are reached or asked anew.
    ``fresh``: the newest answer was given in this run. ``lead``: what it leads aside to.
    """

    spare: dict[str, Kept]
    replies: list[Outgoing] = field(default_factory=list)
    reached: list[Kept] = field(default_factory=list)
    deeds: list[object] = field(default_factory=list)
    asked: str = ""
    kind: str = ""
    shown: tuple[str, ...] = ()
    outcome: Outcome = "asked"
    fresh: bool = False
    lead: Begin | None = None


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
        self._keys: set[str] = set()
        self._notice = ""
        self._suspended = ""
        self.record = Record({kept.key: kept for kept in (*state.spare, *state.answers)})

    def say(
        self,
        text: str,
        *,
        title: str = "",
        photo: Media | None = None,
        voice: Media | None = None,
        document: message.Attachment | None = None,
        buttons: Sequence[Button] = (),
    ) -> None:
        """Say something; on a replay it is forgotten, so everything is said once."""
        self._check("say")
        said = Outgoing(text, title, tuple(buttons), photo, voice, document=document)
        self.record.replies.append(said)

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
        self, key: str, field: Field[T], text: str, *, skip: str, title: str = "", ask: str = ""
    ) -> T | None:
        """Like ``ask``, with a button (labelled ``skip``) to leave it out: then None."""
        button = Button(skip, Answer(self._flow.name, key, SKIP))
        return self._answer(key, field, Outgoing(text, title, (button,), ask=ask), skip)

    def choose(
        self,
        key: str,
        options: Sequence[Option[V]],
        text: str,
        *,
        title: str = "",
        photo: Media | None = None,
        voice: Media | None = None,
        also: Field[V] | None = None,
    ) -> V:
        """The value of one of ``options``, pressed, typed, or named by its number on the screen;
        ``also`` reads what names none of them."""
        buttons = tuple(
            Button(option.label, Answer(self._flow.name, key, option.key)) for option in options
        )
        shown = self._state.shown if self._state.asked == key else ()
        field = Choice(tuple(options), shown, also)
        answer = self._answer(key, field, Outgoing(text, title, buttons, photo, voice))
        assert answer is not None
        return answer.value

    def confirm(self, key: str, text: str, *, yes: str, no: str, title: str = "") -> bool:
        """Yes or no, with the two labels given."""
        return self.choose(
            key,
            (Option("yes", yes, True, _YES), Option("no", no, False, _NO)),
            text,
            title=title,
        )

    def do(self, deed: object) -> None:
        """Cause something once the conversation has ended; no question may follow."""
        self._check("do")
        self.record.deeds.append(deed)

    def lead(self, begin: Begin) -> None:
        """Step aside into another conversation; this one waits at the question that comes next."""
        self._check("lead")
        if self.record.fresh:
            self.record.lead = begin

    def once(self, key: str, work: Callable[[], Plain]) -> Plain:
        """The result of ``work``, done in this run and kept for all later ones."""
        self._claim(key)
        kept = self.record.spare.pop(key, None)
        if kept is None or kept.kind != ONCE:
            kept = Kept(key, ONCE, work())
        self.record.reached.append(kept)
        return kept.value

    def _answer(self, key: str, field: Field[T], question: Outgoing, skip: str = "") -> T | None:
        self._claim(key)
        kept = self._remembered(key, field, skip)
        fresh = kept is None and self._said is not None
        if kept is None and self._said is not None:
            said, self._said = self._said, None
            kept = self._heard(key, field, said, skip)
        if kept is None:
            self._suspend(key, field.kind, question)
        self.record.fresh, self.record.lead = fresh, None
        self.record.reached.append(kept)
        self.record.replies.clear()
        self._notice = ""
        return None if kept.kind == _SKIPPED else field.load(kept.value)

    def _remembered(self, key: str, field: Field[T], skip: str) -> Kept | None:
        """The stored answer, if it still counts; else it is forgotten, for the screen says so."""
        kept = self.record.spare.pop(key, None)
        if kept is None or (skip and kept.kind == _SKIPPED):
            return kept
        if kept.kind == field.kind:
            try:
                field.load(kept.value)
            except Withdrawn:
                self._notice = self._words(_("Your earlier answer is no longer offered."))
            else:
                return kept
        return None

    def _heard(self, key: str, field: Field[T], said: Content, skip: str) -> Kept | None:
        """The answer in what was said, or None with the outcome and a notice that says why."""
        skippable = SKIP in self._state.shown
        same = (key, field.kind) == (self._state.asked, self._state.kind)
        if not same or (skippable and not skip):
            self.record.outcome = "moved"
            self._notice = self._notice or self._words(
                _("Something has changed since; this question comes first.")
            )
            return None
        match said:
            case Pressed(Answer(flow, question, option)) if (flow, question) == (
                self._flow.name,
                key,
            ):
                if skippable and option == SKIP:
                    return Kept(key, _SKIPPED, None)
                read = pressed(field, option)
            case Pressed():
                self._stale(_("That button belongs to an earlier question."))
                return None
            case Words(edited=True):
                self._stale(_("Changing a message does not change your answer."))
                return None
            case Words(text) if skippable and fold(text) and fold(text) == fold(skip):
                return Kept(key, _SKIPPED, None)
            case _:
                read = field.read(said)
        if not isinstance(read, Rejected):
            return Kept(key, field.kind, field.dump(read))
        if skippable and isinstance(said, Words) and _leaves_out(said.text, skip):
            return Kept(key, _SKIPPED, None)
        self.record.outcome = "rejected"
        self._notice = self._words(read.reason).format(**dict(read.values))
        return None

    def _stale(self, notice: str) -> None:
        self.record.outcome = "stale"
        self._notice = self._words(notice)

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

    def _suspend(self, key: str, kind: str, question: Outgoing) -> NoReturn:
        record = self.record
        if record.outcome in ("rejected", "stale"):
            record.replies.clear()
        if self._notice:
            again = "\n".join(part for part in (question.title, question.text) if part)
            question = replace(question, text=f"{self._notice}\n\n{again}", title="")
        nav = [Button(self._words(_("Stop here")), Begin(CANCEL), nav=True)]
        if self._flow.aside or any(kept.kind != ONCE for kept in record.reached):
            nav.insert(0, Button(self._words(_("Go back")), Begin(BACK), nav=True))
        record.asked, record.kind = key, kind
        record.shown = tuple(
            button.press.option for button in question.buttons if isinstance(button.press, Answer)
        )
        record.replies.append(replace(question, buttons=(*question.buttons, *nav)))
        self._suspended = key
        raise Waiting(key)

    def finish(self) -> None:
        """Called by the engine when the function has returned: it must not have been suspended."""
        self._check("the end")


def _leaves_out(text: str, skip: str) -> bool:
    """Whether rejected words are part of the label that leaves a question out."""
    said = fold(text)
    return len(said) > 1 and not said.isdigit() and f" {said} " in f" {fold(skip)} "
