"""What becomes of a free question: a guide, its words, a cadre's approved answer, the list of what
nobody could answer; and whether it was meant."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from bot import locale, perform_questions
from bot.lookups import House
from bot.lookups_questions import StoredQuestions, holds_for
from bot.ports import Finding, Guide
from bot.talk.fold import fold
from bot.talk.message import Begin, Button, Outgoing
from bot.thread import Thread
from content.answers.approved import Known, Match
from content.answers.unnamed import unnamed
from handlers import answered, courtesy, phrases, unanswered
from store import chats, questions, questions_answers, questions_learned
from store.chats import Chat

#: What the matcher takes for these may still be a question that a cadre has answered.
LISTENING = ("", "other", "chitchat")
#: Fewer words are no question that somebody could answer.
FEWEST = 2
#: Shorter than this, words in the middle of a guide are a slip rather than a question,
QUESTION_WORDS = 4
#: unless they surely speak of other guides: “vneid” scores 0.6 and means three, no slip of thirty
#: that were tried (“ừm”, “khoan”, “tiền”) scores over 0.25 without one sure guide.
LIKELY = 0.5


class Inquiry:
    """One free question of one chat, inside the turn's transaction."""

    def __init__(
        self, house: House, thread: Thread, connection: Connection, chat: Chat, now: datetime
    ) -> None:
        self._house = house
        self._thread = thread
        self._connection = connection
        self._chat = chat
        self._now = now
        self._offer: Button | None = None
        self._danger = False  # what a cry for help says is nobody's example

    def found(self, text: str, finding: Finding) -> list[Outgoing]:
        """What is said to a free question."""
        thread = self._thread
        if thread.state is None and (polite := self._courtesy(text)):
            return polite
        answer = self.answer(text, finding)
        if isinstance(answer, list):
            return answer
        finding = answer or finding
        if finding.intent == "stop":  # words that only resemble a command must ask first
            return [phrases.ask_to_stop()]
        if finding.intent == "chitchat" and self._despairs(text, finding):
            return [phrases.emergency(finding.emergency, self._house.commune)]
        if finding.intent:
            if thread.knows(finding.intent):
                return thread.open(finding.intent, "")
            said = phrases.small_talk(finding.intent, thread.menu())
            # What is no matter of a guide may still be one that a cadre knows (“chợ họp ngày nào”).
            return [self.unanswered(text, said, near=False) if finding.intent == "other" else said]
        guides = [thread.lookups.guides.get(id) for id in (finding.guide, *finding.candidates)]
        if guides[0] is not None:
            return self.judged(text, self._guided(guides[0], finding), f"guide:{finding.guide}")
        if self._chat.last_guide and self._chat.last_guide not in finding.candidates:
            # They speak of something else now: what comes next asks on about nothing.
            chats.change(self._connection, self._chat.id, last_guide="")
        nearest = [guide for guide in guides if guide is not None]
        shown = phrases.nearest(nearest) if nearest else phrases.no_idea(thread.menu())
        return [self.unanswered(text, shown, near=bool(nearest))]

    def _despairs(self, text: str, finding: Finding) -> bool:
        """Whether a sign of danger stands in what sounds like small talk (“buồn quá, không muốn
        sống nữa”): a joke would be a colder answer than a card too many."""
        return bool(finding.emergency) and not self._house.answers.danger(text).learnt

    def _courtesy(self, text: str) -> list[Outgoing]:
        """What is said to words that ask for nothing, or for a person; nothing to all others."""
        thread = self._thread
        match courtesy.courtesy(fold(text)):
            case "":
                return []
            case "nod":
                return [courtesy.nod(thread.menu())]
            case "grief":
                return [courtesy.grief()]
            case "thanks":
                return [phrases.small_talk("thanks", thread.menu())]
            case flow:
                return thread.open(flow, "")

    def answer(self, text: str, finding: Finding) -> Finding | list[Outgoing] | None:
        """The approved answer that is clearly meant: as a guide's finding, or as what to say."""
        self._danger = bool(finding.emergency)
        if self._danger or finding.intent not in LISTENING:
            return None
        match = self._match(text, finding)
        if match is None:
            return None
        me = self._thread.lookups.me
        port = StoredQuestions(self._connection, self._chat.id, me, self._now)
        known = port.answer(match.answer.id)
        if known is None:
            return None
        if not match.sure:
            self._offer = Button(known.title, Begin("answered", str(known.number)))
            return None
        guide, _colon, step = match.answer.guide.partition(":")
        if known.kind == "guide" and self._thread.lookups.guides.get(guide) is not None:
            return Finding(guide, (guide,), 1.0, step=step)
        shown = answered.screen(known, self._thread.lookups.guides)
        return self.judged(text, [shown], f"answer:{known.number}")

    def knows(self, text: str, finding: Finding) -> bool:
        """Whether a cadre's approved answer is clearly meant."""
        return self.answer(text, finding) is not None

    def judged(self, text: str, replies: list[Outgoing], shown: str) -> list[Outgoing]:
        """What was found, with the question whether it was meant: for those on record."""
        if not replies or self._danger or not self._thread.lookups.me.resident:
            return replies
        number = self._hold(text, shown)
        last = replies[-1]
        if self._thread.asking:  # a guide's first screen: its own buttons come first
            self._thread.asking = False
            button = unanswered.not_this_button(number)
            plain = tuple(one for one in last.buttons if not one.nav)
            rest = tuple(one for one in last.buttons if one.nav)
            last = replace(last, buttons=(*plain, button, *rest))
        else:
            last = unanswered.with_question(last, number)
        return [*replies[:-1], last]

    def unanswered(self, text: str, shown: Outgoing, *, near: bool) -> Outgoing:
        """What is said instead of an answer, with the way to a cadre for those on record.

        ``near``: guides are offered, which may yet be what was meant.
        """
        if self._offer is not None:
            shown = replace(shown, buttons=(self._offer, *shown.buttons))
        me = self._thread.lookups.me
        if (
            self._danger
            or not me.resident
            or len([w for w in unnamed(text).split() if w.isalpha()]) < FEWEST
        ):
            return shown
        number = self._hold(text, "")
        if near:
            *guides, officer = shown.buttons
            button = unanswered.none_of_these_button(number)
            return replace(shown, buttons=(*guides, button, officer))
        kept = "improve" in me.consents and self._keep(text)
        button = unanswered.ask_button(number, kept=kept)
        shown = replace(shown, buttons=(button, *shown.buttons))
        return unanswered.noted(shown) if kept else shown

    def lost(self, text: str, finding: Finding, here: str, *, first: bool) -> list[Outgoing]:
        """What is said to words in the middle of the guide ``here`` that do not answer it: other
        guides, or honestly that nothing is known, and the question that is open; nothing to a slip.

        ``first``: the guide's first screen is open.
        """
        thread = self._thread
        if thread.knows(flow := courtesy.courtesy(fold(text))):  # “không hiểu”, “không biết chữ”
            thread.asking = False
            return thread.open(flow, "")
        if first and finding.candidates[:1] == (here,):
            return thread.current()  # they ask for what is on the screen
        elsewhere = finding.score >= LIKELY and here not in finding.candidates
        if len(text.split()) < QUESTION_WORDS and not (elsewhere and finding.candidates):
            return []
        ids = [id for id in finding.candidates if id != here]
        guides = [guide for id in ids if (guide := thread.lookups.guides.get(id))]
        if guides:
            thread.asking = False
            return thread.offer_rest([phrases.nearest(guides)])
        shown = self.unanswered(text, phrases.no_idea(), near=False)
        *earlier, last = thread.current()
        if shown.buttons:  # the way to a cadre stands with the buttons that are open
            thread.asking = False
            plain = tuple(one for one in last.buttons if not one.nav)
            rest = tuple(one for one in last.buttons if one.nav)
            last = replace(last, buttons=(*plain, *shown.buttons, *rest))
        return [replace(shown, buttons=()), *earlier, last]

    def _guided(self, guide: Guide, finding: Finding) -> list[Outgoing]:
        """The guide, its step, or its words on what was asked; a second question one press away."""
        thread = self._thread
        if finding.passage and guide.language == locale.DEFAULT:
            chats.change(self._connection, self._chat.id, last_guide=guide.id)
            replies = [phrases.passage(guide, finding.passage, finding.step)]
        else:
            replies = thread.open("guide", f"{guide.id}:{finding.step}".removesuffix(":"))
        others = [thread.lookups.guides.get(id) for id in finding.also]
        buttons = [phrases.guide_button(other) for other in others if other is not None]
        if not replies or not buttons:
            return replies
        thread.asking = False  # a number means a button of the screen, the second question's too
        last = replies[-1]
        return [*replies[:-1], replace(last, buttons=(*last.buttons, *buttons))]

    def _hold(self, text: str, shown: str) -> int:
        return questions.hold(self._connection, self._chat.id, unnamed(text), shown, self._now)

    def _keep(self, text: str) -> bool:
        like = self._house.approved.like
        return perform_questions.keep(
            self._connection, self._chat.id, text, "", tell=False, like=like, now=self._now
        )

    def _match(self, text: str, finding: Finding) -> Match | None:
        approved = self._house.approved
        version = questions_learned.version(self._connection)
        if version != approved.version:
            approved.learn(known(self._connection), version)
        guides = tuple(dict.fromkeys((finding.guide, *finding.candidates)))
        today = self._thread.lookups.today
        me = self._thread.lookups
        return approved.find(
            text,
            [guide for guide in guides if guide],
            lambda place: holds_for(self._connection, place, me.me, today),
            today,
        )


def known(connection: Connection) -> list[Known]:
    """The approved answers with their examples: the cadre's wordings, and what residents asked."""
    asked = questions_answers.examples(connection)
    return [
        Known(
            one.id,
            one.wanted.place,
            one.wanted.review_by,
            tuple(
                dict.fromkeys((*one.wanted.question.split("\n"), *asked.get(one.wanted.group, ())))
            ),
            one.wanted.guide if one.wanted.kind == "guide" else "",
        )
        for one in questions_answers.in_state(connection, "approved")
    ]
