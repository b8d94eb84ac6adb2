"""The transcript harness: a conversation test reads like the conversation it is.

    def test_a_large_pledge_is_asked_about() -> None:
        chat = Chat(PLEDGE, ports={"projects": Open("Park", "School")})
        chat.opens("pledge")
        chat.hears("Which project?", options=["Park", "School"])
        chat.says("School")
        chat.hears("How much?")
        chat.says("lots")
        chat.hears("Please write a number.", "How much?")
        chat.says("500")
        chat.presses("Yes")
        chat.does(MakePledge("school", 500))
        chat.ended()

It plays flows purely, with the ports given, and checks at every turn what holds for all of them:
the state goes through JSON before each turn, each turn is played twice and must come out equal,
each button can travel in 64 bytes and comes back the same, nothing is said that is empty or that
still has a ``{name}`` to fill in, and no picture or recording lacks its words.

What a test can do:

``opens(flow, argument)``   begin a conversation (a Flow or the name of one that the chat was given)
``says(text)``              write words
``presses(label)``          press a button on the screen (``old=True``: one from further up); the
                            navigation buttons and ``Begin`` work as in the dispatcher: back,
                            cancel, continue, or the conversation named; one that the chat was not
                            given ends this one and stands in ``chat.led_to``
``sends(content)``          anything else: Photo, Voice, Location, Contact, Unsupported …
``goes_back()``, ``returns()``   take the newest answer back; come again later (shows the question)
``deploys(*flows)``         put other versions of the flows into service in mid-conversation
``chat.ports["name"] = …``  change what a port knows in mid-conversation

What a test can expect of the last turn:

``hears(*texts, options=…)``  the texts stand in what was said, in this order; the buttons (without
                              the navigation) are exactly ``options``
``hears_nothing_of(*texts)``  none of these was said
``asks(key)``, ``outcome(name)``  the question that stands now; how the turn ended
``does(*deeds)``            the conversation ended and caused exactly these
``ended()``, ``led_to``     it is over; where a button led out of it, or the conversation aside
                            (a ``Begin``)
``chat.replies``, ``chat.text``, ``chat.labels``, ``chat.state``, ``chat.turn``   for the rest

The language is English unless the chat is given another: then a test reads the msgids themselves.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import NoReturn

from bot import locale
from bot.talk import play as engine
from bot.talk import press
from bot.talk.flow import Flow, State
from bot.talk.message import Answer, Begin, Button, Content, Open, Outgoing, Pressed, Words
from bot.talk.play import Turn

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
_UNFILLED = re.compile(r"\{[a-z_]+\}")


class Chat:
    """One person's chat with one or several conversations, played purely."""

    def __init__(
        self,
        *flows: Flow,
        ports: Mapping[str, object] | None = None,
        language: str = "en",
        now: datetime = NOW,
    ) -> None:
        self.ports: dict[str, object] = dict(ports or {})
        self.language = language
        self.now = now
        self.state: State | None = None
        self.turn: Turn | None = None
        self.led_to: Begin | None = None
        self.script: list[str] = []
        self._flows = {flow.name: flow for flow in flows}
        self._past: list[Button] = []

    # What the person does

    def opens(self, flow: Flow | str, argument: str = "") -> None:
        """Begin a conversation, whatever was open before."""
        if isinstance(flow, Flow):
            self._flows.setdefault(flow.name, flow)
        flow = flow if isinstance(flow, Flow) else self._flows[flow]
        self.led_to = None
        self.state = engine.begin(flow, argument)
        self._play(f"({flow.name} {argument})".replace(" )", ")"), None)

    def says(self, text: str) -> None:
        """Write words."""
        self.sends(Words(text))

    def sends(self, content: Content) -> None:
        """Send anything."""
        self._play(repr(content), content)

    def presses(self, label: str, *, old: bool = False) -> None:
        """Press the button with this label on the screen, or with ``old`` one from further up."""
        seen = self._past if old else [b for reply in self.replies for b in reply.buttons]
        found = [button for button in seen if button.label == label]
        if not found:
            self._fail(f"there is no button {label!r}, only {[button.label for button in seen]}")
        pressed = found[-1].press
        if isinstance(pressed, Open):
            self._fail(f"{label!r} opens an address; it does not come back to the bot")
        back_again = press.decode(press.encode(pressed))
        match back_again:
            case Answer():
                self._play(f"[{label}]", Pressed(back_again))
            case Begin("back"):
                self.goes_back()
            case Begin("continue"):
                self.returns()
            case Begin(name, argument) if name in self._flows:
                self.opens(name, argument)
            case Begin():
                self.script.append(f"[{label}] → {back_again}")
                self.led_to, self.state = back_again, None

    def goes_back(self) -> None:
        """Take the newest answer back, as the dispatcher does for “back”."""
        before = self._open()
        self.state = engine.back(before) or engine.begin(self._flows[before.flow], before.argument)
        self._play("(back)", None)

    def returns(self) -> None:
        """Come again later: the open question is shown once more."""
        self._play("(continue)", None)

    def deploys(self, *flows: Flow) -> None:
        """Put other versions of the flows into service, in mid-conversation."""
        self._flows.update({flow.name: flow for flow in flows})

    # What the test expects of the last turn

    def hears(self, *texts: str, options: Sequence[str] | None = None) -> None:
        """The texts were said, in this order; the buttons besides navigation are ``options``."""
        place = 0
        for text in texts:
            found = self.text.find(text, place)
            if found < 0:
                self._fail(f"{text!r} was not said (in this order)")
            place = found + len(text)
        if options is not None and list(options) != self.options:
            self._fail(f"the options are {self.options}, not {list(options)}")

    def hears_nothing_of(self, *texts: str) -> None:
        """None of the texts was said."""
        for text in texts:
            if text in self.text:
                self._fail(f"{text!r} was said")

    def asks(self, key: str) -> None:
        """The question that stands now is ``key``."""
        if self._open().asked != key:
            self._fail(f"the open question is {self._open().asked!r}, not {key!r}")

    def outcome(self, name: str) -> None:
        """The last turn ended so: "asked", "rejected", "stale", "moved" or "ended"."""
        if self.turn is None or self.turn.outcome != name:
            self._fail(f"the outcome is {self.turn and self.turn.outcome!r}, not {name!r}")

    def does(self, *deeds: object) -> None:
        """The conversation has ended and caused exactly these deeds."""
        self.ended()
        if self.turn is None or self.turn.deeds != deeds:
            self._fail(f"the deeds are {self.turn and self.turn.deeds}, not {deeds}")

    def ended(self) -> None:
        """The conversation is over."""
        if self.state is not None:
            self._fail(f"the conversation is still open, at {self.state.asked!r}")

    @property
    def replies(self) -> tuple[Outgoing, ...]:
        """What was said in the last turn."""
        return self.turn.replies if self.turn else ()

    @property
    def text(self) -> str:
        """All words said in the last turn: titles, texts, and words of pictures and recordings."""
        return "\n\n".join(_words(reply) for reply in self.replies)

    @property
    def options(self) -> list[str]:
        """The labels of the last turn's buttons, without navigation."""
        return [b.label for reply in self.replies for b in reply.buttons if not b.nav]

    @property
    def labels(self) -> list[str]:
        """The labels of all the last turn's buttons."""
        return [button.label for reply in self.replies for button in reply.buttons]

    # How it is done

    def _play(self, what: str, said: Content | None) -> None:
        state = self._open()
        self.script.append(f"> {what}")
        self._past += [button for reply in self.replies for button in reply.buttons]
        first, second = (self._once(_through_json(state), said) for _ in range(2))
        if first != second:
            self._fail(f"the same turn came out twice differently:\n{first}\n{second}")
        self.turn, self.state = first, first.state
        self.led_to = first.lead or self.led_to
        self.script += [_words(reply) + _labels(reply) for reply in first.replies]
        for reply in first.replies:
            self._holds(reply)

    def _once(self, state: State, said: Content | None) -> Turn:
        with locale.use(self.language):
            return engine.play(
                self._flows[state.flow], state, said, self.ports, now=self.now, words=locale._
            )

    def _holds(self, reply: Outgoing) -> None:
        if not _words(reply).strip():
            self._fail(f"an empty message: {reply}")
        if unfilled := _UNFILLED.search(_words(reply) + _labels(reply)):
            self._fail(f"{unfilled[0]} was not filled in: {reply}")
        for media in (reply.photo, reply.voice):
            if media is not None and not media.words.strip():
                self._fail(f"{media.path} has no words for those who cannot see or hear it")
        for button in reply.buttons:
            if not button.label.strip():
                self._fail(f"a button without a label: {button}")
            told = button.press
            if not isinstance(told, Open) and press.decode(press.encode(told)) != told:
                self._fail(f"a button that does not come back the same: {button}")

    def _open(self) -> State:
        if self.state is None:
            self._fail("no conversation is open")
        return self.state

    def _fail(self, why: str) -> NoReturn:
        raise AssertionError("\n".join([why, "", "The conversation so far:", *self.script]))


def _through_json(state: State) -> State:
    return State.from_plain(json.loads(json.dumps(state.to_plain())))


def _words(reply: Outgoing) -> str:
    media = (reply.photo.words if reply.photo else "", reply.voice.words if reply.voice else "")
    return "\n".join(part for part in (reply.title, reply.text, *media) if part)


def _labels(reply: Outgoing) -> str:
    return "".join(f"\n  [{button.label}]" for button in reply.buttons)
