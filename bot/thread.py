"""The conversation on a chat's screen: begun, gone on with, put aside, ended, all in one turn."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from bot import locale
from bot.deeds import SetLanguage
from bot.errors import NotAllowed
from bot.locale import _
from bot.lookups import House, Lookups
from bot.perform import Scene, perform
from bot.talk.flow import Flow, Kept, State
from bot.talk.message import Button, Content, Outgoing, Words
from bot.talk.play import Turn, begin, play
from bot.talk.play import back as take_back
from handlers import news, phrases, unfinished
from store import chats, conversations
from store.chats import Chat

log = logging.getLogger(__name__)

#: After so many failures in a row a conversation is ended rather than offered again.
MOST_FAILURES = 3


class Thread:
    """What one chat is in the middle of, inside the turn's transaction.

    ``state`` is the open conversation (None: none is open). ``asking``: the last thing said is its
    question. ``rejected``: what the person said answers nothing. ``language``: one that was
    chosen in this turn, empty otherwise. ``news``: what was corrected under way.
    """

    def __init__(
        self,
        house: House,
        flows: Mapping[str, Flow],
        connection: Connection,
        chat: Chat,
        now: datetime,
    ) -> None:
        self.lookups = Lookups(house, connection, chat, now)
        self.asking = False
        self.rejected = False
        self.language = ""
        self.news: list[Outgoing] = []
        self._house = house
        self._flows = flows
        self._connection = connection
        self._chat = chat
        self._now = now
        self._row = chat.conversation_id
        self.state = State.from_plain(chat.conversation) if chat.conversation else None

    @property
    def open_ended(self) -> bool:
        """Whether words that answer nothing here may be taken as a free question."""
        flow = self._flows.get(self.state.flow) if self.state is not None else None
        return flow is not None and flow.open_ended

    @property
    def verbatim(self) -> bool:
        """Whether the words that come now are somebody's text, to be taken as they stand."""
        flow = self._flows.get(self.state.flow) if self.state is not None else None
        kind = self.state.kind if self.state is not None else ""
        return flow is not None and bool(kind) and kind == flow.verbatim

    def knows(self, flow: str) -> bool:
        """Whether there is a conversation of that name."""
        return flow in self._flows

    def takes(self, text: str) -> str:
        """The kind of the open question when the words answer it, else ""."""
        state = self.state
        flow = self._flows.get(state.flow) if state is not None else None
        if state is None or flow is None or flow.version != state.version:
            return ""
        turn = self._try(flow, state, Words(text))
        return state.kind if turn is not None and turn.outcome in ("asked", "ended") else ""

    def menu(self) -> Sequence[Button]:
        """The buttons of the menu."""
        return phrases.menu_buttons(self.lookups.guides, self.lookups.me)

    def back(self) -> list[Outgoing]:
        """Take the newest answer back and ask again."""
        if self.state is None:
            return [phrases.nothing_open(self.menu())]
        if self._chat.screen:  # from a card or a list, back to the question that is open
            return self.current()
        earlier = take_back(self.state)
        if earlier is None and self._is_aside(self.state):
            self._drop()
            return self.go_on()
        if earlier is None:
            return [phrases.nothing_to_take_back(), *self.current()]
        return self.play(earlier, None)

    def cancel(self) -> list[Outgoing]:
        """End the open conversation; a text for others is put aside. What waits is offered."""
        if self.state is None:
            return [phrases.nothing_open(self.menu())]
        kept = unfinished.is_written(self._flows.get(self.state.flow), self.state)
        (self._put_aside if kept else self._drop)()
        return self.offer_rest([phrases.cancelled(self.menu(), kept=kept)])

    def again(self, where: str = "") -> list[Outgoing]:
        """Begin the open conversation from its first question, or “flow:argument” put aside."""
        flow, _colon, argument = where.partition(":")
        if not flow and self.state is not None:
            flow, argument = self.state.flow, self.state.argument
        if flow not in self._flows:
            return [phrases.nothing_open(self.menu())]
        self._put_aside()
        if kept := conversations.parked(self._connection, self._chat.id, flow, argument):
            conversations.drop(self._connection, kept[0])
        return self.open(flow, argument)

    def go_on(self, where: str = "") -> list[Outgoing]:
        """The open question again, or of what was put aside last, or as “flow:argument”."""
        flow, _colon, argument = where.partition(":")
        if flow in self._flows:
            return self.open(flow, argument, anyway=True)
        if self.state is not None:
            return self.current()
        if (state := conversations.newest_parked(self._connection, self._chat.id)) is None:
            return [phrases.nothing_open(self.menu())]
        return self.open(state["flow"], state["argument"], anyway=True)

    def open(
        self, name: str, argument: str, known: tuple[Kept, ...] = (), *, anyway: bool = False
    ) -> list[Outgoing]:
        """Begin a conversation, or go on with the one of that name, open or put aside.

        ``known``: answers that are given already. Texts for others are gone on with if ``anyway``.
        """
        flow = self._flows[name]
        if flow.verbatim and not anyway and (begun := self._begun(name, argument)) is not None:
            self._put_aside()
            return [unfinished.ask(flow, begun)]
        if flow.name == "guide":
            chats.change(self._connection, self._chat.id, last_guide=argument)
        if (here := self.state) is not None and (here.flow, here.argument) == (name, argument):
            return self.current()
        kept = conversations.parked(self._connection, self._chat.id, flow.name, argument)
        if kept is not None:
            row, state = kept[0], State.from_plain(kept[1])
            if state.version == flow.version:
                self._put_aside()
                self._row, self.state = row, state
                replies = self.play(state, None)
                return unfinished.welcome_back(replies) if self.asking else replies
            conversations.drop(self._connection, row)
        turn = self._try(flow, replace(begin(flow, argument), spare=known), None)
        if turn is None:
            return [phrases.trouble()]
        if turn.state is None:
            return self._end(turn)
        self._put_aside(for_now=flow.aside)
        return self._keep(turn)

    def play(self, state: State, said: Content | None) -> list[Outgoing]:
        """One turn of the open conversation."""
        flow = self._flows.get(state.flow)
        if flow is None or flow.version != state.version:
            self._drop()
            return [phrases.outdated(self.menu())]
        self.news += self._corrected(state)
        turn = self._try(flow, state, said)
        if turn is None:
            if self._row is not None and self._chat.failures + 1 < MOST_FAILURES:
                conversations.fail(self._connection, self._row)
                return [phrases.trouble()]
            self._drop()
            return [phrases.trouble(self.menu())]
        self.rejected = turn.outcome == "rejected"
        if turn.state is None:
            self._drop()
            conversations.drop_parked(self._connection, self._chat.id, flow.name)
            return self._end(turn)
        replies = self._keep(turn)
        if turn.lead is None or turn.lead.flow not in self._flows:
            return replies
        self.asking = False
        return self.open(turn.lead.flow, turn.lead.argument)

    def _corrected(self, state: State) -> list[Outgoing]:
        """What of a guide was corrected since its walker last heard of it; told once."""
        content = self._house.content
        if state.flow != "guide" or content is None or self._row is None:
            return []
        guide = self.lookups.guides.get(state.argument.partition(":")[0])
        changes = () if guide is None else content.changes.get((guide.id, guide.language), ())
        if guide is None or not changes:
            return []
        since = conversations.touched(self._connection, self._row)
        return news.told(guide, state, [one for one in changes if one.at > since])

    def _is_aside(self, state: State) -> bool:
        flow = self._flows.get(state.flow)
        return flow is not None and flow.aside

    def _try(self, flow: Flow, state: State, said: Content | None) -> Turn | None:
        """Play a turn; None when the conversation itself is broken, which the log tells."""
        try:
            return play(flow, state, said, self.lookups, now=self._now, words=_)
        except Exception as error:
            log.error(
                "a conversation broke: %s",
                type(error).__name__,
                exc_info=error,
                extra={"action": "talk.broken", "flow": flow.name, "asked": state.asked},
            )
            return None

    def _keep(self, turn: Turn) -> list[Outgoing]:
        assert turn.state is not None
        state = turn.state.to_plain()
        if self._row is None:
            conversations.open_new(self._connection, self._chat.id, state, self._now)
        else:
            conversations.save(self._connection, self._row, state, self._now)
        self.state = turn.state
        self.asking = True
        return list(turn.replies)

    def _end(self, turn: Turn) -> list[Outgoing]:
        """Carry out what a conversation has come to, all of it or nothing."""
        replies = list(turn.replies)
        if turn.deeds:
            scene = Scene(
                self._connection,
                self._chat.id,
                self.lookups.me,
                self._now,
                self._house.commune,
                self._house.token,
                lambda payload: self._house.link(self._chat.channel, payload),
                self._house.capabilities,
                self._house.library,
                self._house.approved.like,
            )
            try:
                with self._connection.begin_nested():
                    for deed in turn.deeds:
                        replies.extend(perform(deed, scene))
                        if isinstance(deed, SetLanguage):
                            self.language = deed.language
            except NotAllowed as error:
                log.warning("not allowed", extra={"action": "deed.refused", "chat": self._chat.id})
                return [phrases.not_allowed(str(error), self.menu())]
        if not self.language:
            return self.offer_rest(replies)
        self.lookups = Lookups(self._house, self._connection, self._chat, self._now)
        with locale.use(self.language):
            return self.offer_rest(replies)

    def offer_rest(self, replies: list[Outgoing]) -> list[Outgoing]:
        """Add the way back to what the person was in the middle of."""
        rest = self.state
        if not rest and (plain := conversations.newest_parked(self._connection, self._chat.id)):
            rest = State.from_plain(plain)
        flow = self._flows.get(rest.flow) if rest else None
        if not (replies and rest and flow):
            return replies
        book = self.lookups.guides.get(rest.argument.partition(":")[0])
        what = book.title if book and flow.name == "guide" else _(flow.title)
        return unfinished.rest(replies, what)

    def current(self) -> list[Outgoing]:
        """The open question once more."""
        return self.play(self.state, None) if self.state is not None else []

    def _put_aside(self, for_now: bool = False) -> None:
        """Make room for another conversation; ``for_now``: it leads back here by itself."""
        if self._row is not None and self.state is not None:
            if (self.state.answers or for_now) and not self._is_aside(self.state):
                conversations.park(self._connection, self._row)
            else:
                conversations.drop(self._connection, self._row)
        self._row = self.state = None

    def _drop(self) -> None:
        if self._row is not None:
            conversations.drop(self._connection, self._row)
        self._row = self.state = None

    def _begun(self, name: str, argument: str) -> State | None:
        """The conversation of that name with something answered, open or put aside."""
        state = self.state
        if state is None or (state.flow, state.argument) != (name, argument):
            kept = conversations.parked(self._connection, self._chat.id, name, argument)
            state = State.from_plain(kept[1]) if kept else None
        return state if state is not None and state.answers else None
