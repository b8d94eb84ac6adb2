"""What to say to one incoming event: the order of things, inside the turn's transaction."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot import answering, asides, commands, locale
from bot.alarm import FREE, alarm
from bot.channels import render
from bot.inquiry import Inquiry
from bot.lookups import House
from bot.ports import Place
from bot.talk.fields import pick
from bot.talk.files import FETCHED
from bot.talk.flow import Flow, State
from bot.talk.fold import fold, tidy
from bot.talk.message import Answer, Begin, Content, Incoming, Outgoing, Pressed, Words
from bot.talk.press import decode, encode
from bot.thread import Thread
from content.answers.scrub import scrub
from handlers import FOR_CADRES, phrases, unanswered
from store import chats
from store.chats import Chat

#: Two presses of one button within this time are one press of a trembling finger.
DOUBLE_PRESS = timedelta(seconds=3)
#: What the numbered lists say goes back; where a number is asked for, it is a number.
BACK_KEY = "0"
#: Who pastes one of these is in danger of a swindle: nothing else in the message matters.
SECRETS = frozenset({"code", "password"})
#: The question under a guide's first screen (handlers/guide.py).
FIRST_SCREEN = ".start"
#: “Dừng lại”: what is under way, or else the announcements; that must be asked.
HALT = frozenset(("dung lai", "dung lai di"))
EMERGENCY_NUMBERS = frozenset(("111", "112", "113", "114", "115"))
#: Letters and digits of both kinds in one word: what the codes of hamlets look like.
CODE = re.compile(r"(?=.*[A-Za-z])(?=.*\d)[A-Za-z0-9._/-]{3,32}", re.ASCII)


class Reception:
    """One incoming event of one chat; ``answer`` says what goes back and changes what is kept."""

    def __init__(
        self,
        house: House,
        flows: Mapping[str, Flow],
        connection: Connection,
        chat: Chat,
        now: datetime,
    ) -> None:
        self._house = house
        self._connection = connection
        self._chat = chat
        self._now = now
        self._thread = Thread(house, flows, connection, chat, now)
        self._inquiry = Inquiry(house, self._thread, connection, chat, now)

    @property
    def language(self) -> str:
        """The language that was chosen in this turn, empty otherwise."""
        return self._thread.language

    def answer(self, incoming: Incoming) -> list[Outgoing]:
        """What is said to ``incoming``, in order."""
        match incoming.content:
            case Words(text, edited):
                if self._chat.last_press:
                    chats.change(self._connection, self._chat.id, last_press="")
                replies = self._words(tidy(text), edited)
            case Pressed(press):
                replies = [] if self._is_repeated(press) else self._press(press)
            case content:
                replies = self._other(content)
        self._keep_screen(replies)
        return [*self._thread.news, *replies]

    def _words(self, text: str, edited: bool) -> list[Outgoing]:
        thread = self._thread
        if not text:
            return [phrases.empty(), *thread.current()]
        if thread.verbatim and thread.state is not None and not edited:
            # A warning of flood or fire that a cadre writes for others is no cry for help, and
            # the telephone number in it is there to be read.
            if commands.find(text) is not None:
                return self._said(text)
            return thread.play(thread.state, Words(text))
        danger = self._house.answers.danger(text)
        taken = self._taken(text) if danger.kind and not edited else ""
        danger = alarm(danger, taken)
        if danger.kind and not danger.doubtful:
            card = self._danger(danger.kind, text)
            return [card, *self._unhurried(text, edited)] if taken == FREE else [card]
        replies = self._unhurried(text, edited)
        return [phrases.in_case(danger.kind), *replies] if danger.kind else replies

    def _unhurried(self, text: str, edited: bool) -> list[Outgoing]:
        thread = self._thread
        if edited:
            return [phrases.edited()]
        clean, found = scrub(text)
        if not found:
            return self._said(clean)
        notice = phrases.masked(found)
        if SECRETS & set(found) or not clean.replace("•", "").strip():
            return [notice, *thread.current()]
        return [notice, *self._said(clean)]

    def _taken(self, text: str) -> str:
        """The kind of question that the words answer: a button's, a command's, the open one."""
        picked = pick(text, unanswered.named(self._chat.screen)) is not None
        if picked or commands.find(text) or self._meant(text):
            return "choice"
        return self._thread.takes(text)

    def _danger(self, kind: str, text: str) -> Outgoing:
        """The numbers at once; what else the words ask for is one button further."""
        card = phrases.emergency(kind, self._house.commune)
        guide = self._thread.lookups.guides.get(self._house.answers.find(text).guide)
        if guide is None or any(
            button.press == Begin("guide", guide.id) for button in card.buttons
        ):
            return card
        return replace(card, buttons=(*card.buttons, phrases.guide_button(guide)))

    def _said(self, text: str) -> list[Outgoing]:
        state = self._thread.state
        steering = commands.find(text)
        if steering is not None and not steering.flow:
            return [phrases.unknown_command(self._thread.menu())]
        if steering is None and (wish := self._house.answers.command(text)):
            steering = Begin(wish)
        if fold(text) in HALT:
            return self._thread.cancel() if state is not None else [phrases.ask_to_stop()]
        if steering is not None and (state is None or not _is_answer(text, steering, state)):
            return self._begin(steering)
        if text == BACK_KEY and state is not None and state.shown:
            return self._thread.back()
        if (heard := self._heard(text)) is not None:
            return heard
        if self._chat.screen:
            place = pick(text, unanswered.named(self._chat.screen))
            if place is not None:
                return self._press(decode(self._chat.screen[place][0]))
        if state is None:
            if hamlet := self._hamlet(text):
                return self._thread.open("start", f"h_{hamlet.code}")
            last = self._chat.last_guide
            return asides.open(self._thread, text, self._now, last) or self._question(text)
        replies = self._thread.play(state, Words(text))
        # A number that is not on the screen is a slip of the finger, never a question.
        if self._thread.rejected and self._thread.open_ended and not fold(text).isdigit():
            return self._astray(text, state, replies)
        return replies

    def _heard(self, text: str) -> list[Outgoing] | None:
        """What is said to words that answer an announcement; None: they answer none."""
        match meant := self._meant(text):
            case None:
                return None
            case Begin():
                return self._begin(meant)
            case _:
                return self._thread.offer_rest([meant])

    def _meant(self, text: str) -> Begin | Outgoing | None:
        can = self._house.capabilities.get(self._chat.channel)
        if can is None:
            return None
        open_ = self._thread.state is not None
        return answering.answer(self._connection, self._chat, text, can, self._now, asking=open_)

    def _astray(self, text: str, state: State, rejection: list[Outgoing]) -> list[Outgoing]:
        """Words that answer nothing on the screen: a further question, a courtesy, or neither."""
        thread = self._thread
        if replies := asides.open(thread, text, self._now, self._chat.last_guide):
            return replies
        finding = self._house.answers.find(text, self._chat.last_guide)
        here = state.argument.partition(":")[0] if state.flow == "guide" else ""
        if here == finding.guide and finding.passage and not finding.step:
            return asides.promised(thread, here, state)
        news = finding.guide != here or finding.step
        sure = (finding.guide and news) or self._inquiry.knows(text, finding)
        if sure or finding.intent == "stop" or thread.knows(finding.intent):
            thread.asking = False  # what is said now is no question of the conversation
            return self._inquiry.found(text, finding)
        match finding.intent:
            case "" | "other" | "chitchat":
                first = state.asked == FIRST_SCREEN
                said = self._inquiry.lost(text, finding, here, first=first) if here else []
                return said or rejection
            case "greeting":
                return thread.current()
            case courtesy:
                return [phrases.small_talk(courtesy), *thread.current()]

    def _press(self, press: Answer | Begin | None) -> list[Outgoing]:
        thread = self._thread
        if press is None:
            return [phrases.old_button(self._thread.menu())]
        match press:
            case Begin():
                return self._begin(press)
            case Answer(flow) if thread.state is not None and thread.state.flow == flow:
                return thread.play(thread.state, Pressed(press))
            case _:
                return thread.current() or [phrases.old_button(thread.menu())]

    def _is_repeated(self, press: Answer | Begin | None) -> bool:
        """Whether the very last thing this person did was to press the same button just now."""
        chat = self._chat
        data = encode(press) if press is not None else ""
        if (
            data
            and chat.last_press == data
            and chat.pressed_at is not None
            and self._now - chat.pressed_at < DOUBLE_PRESS
        ):
            return True
        chats.change(self._connection, chat.id, last_press=data, pressed_at=self._now)
        return False

    def _other(self, content: Content) -> list[Outgoing]:
        state = self._thread.state
        if state is not None and state.kind in FETCHED:
            return self._thread.play(state, content)
        if state is not None:
            return [phrases.out_of_place(content), *self._thread.current()]
        return [phrases.out_of_place(content, self._thread.menu())]

    def _begin(self, begin: Begin) -> list[Outgoing]:
        match begin.flow:
            case "back":
                return self._thread.back()
            case "cancel":
                return self._thread.cancel()
            case "again":
                return self._thread.again(begin.argument)
            case "continue":
                return self._thread.go_on(begin.argument)
            case name if name in FOR_CADRES and not self._thread.lookups.me.grants:
                return [phrases.unknown_command(self._thread.menu())]
            case name if self._thread.knows(name):
                return self._thread.open(name, begin.argument)
            case _:
                return [phrases.old_button(self._thread.menu())]

    def _hamlet(self, text: str) -> Place | None:
        """The hamlet whose code, as its poster prints it, is the whole message."""
        if not CODE.fullmatch(text):
            return None
        return self._thread.lookups.places.by_code(text)

    def _question(self, text: str) -> list[Outgoing]:
        finding = self._house.answers.find(text, self._chat.last_guide)
        if text in EMERGENCY_NUMBERS:  # as if this were the telephone
            return [phrases.emergency("", self._house.commune)]
        if fold(text).isdigit() and not finding.guide:
            return [phrases.not_chosen(self._thread.menu())]
        return self._inquiry.found(text, finding)

    def _keep_screen(self, replies: Sequence[Outgoing]) -> None:
        """Remember the buttons of a message that is no question, for typed numbers and labels."""
        if not replies:
            return
        screen: list[list[str]] = []
        if not self._thread.asking:
            last = next((reply for reply in reversed(replies) if reply.buttons), None)
            if last is None:
                return
            screen = [list(entry) for entry in render.screen(last)]
        if screen != self._chat.screen:
            chats.change(self._connection, self._chat.id, screen=screen)


def _is_answer(text: str, steering: Begin, state: State) -> bool:
    """Whether a command's words answer the question on the screen: “English”, “bắt đầu”."""
    match "" if text.startswith("/") else steering.flow:
        case "language":
            return state.flow == "language"
        case "start":
            return (state.flow, state.asked) == ("guide", FIRST_SCREEN)
        case _:
            return False


def language_of(chat: Chat, hint: str) -> str:
    """The language to speak: the chosen one, else the platform's hint where we have it."""
    if chat.language:
        return chat.language
    code = hint.partition("-")[0].lower()
    return code if code in locale.languages() else locale.DEFAULT
