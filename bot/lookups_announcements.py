"""The port ``bot.ports_announcements.Announcements`` over the engine of announcements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cached_property

from sqlalchemy import Connection

from bot import locale
from bot.channels.base import Capabilities
from bot.lookups_drafts import audience_of, enclosed, parts_of, shares, wordings_of
from bot.ports_announcements import (
    Door,
    Draft,
    Line,
    Look,
    Notice,
    Outcome,
    ReachPlan,
    To,
)
from bot.talk.message import Outgoing
from bot.talk.when_rule import Rule
from delivery import announcement as drafts
from delivery import approval, audience, hands, reach, report, run, states, wording
from delivery.progress import reason_words
from scheduler.timetable import QUIET, Quiet, after_quiet
from store import announcements as store
from store import announcements_recipients as recipients
from store import announcements_reports, cadres, groups, places
from store.announcements import Announcement
from store.offices import StoredOffices

#: So many announcements are looked at, and so many shown: what is older stands in the reports.
LOOKED_AT = 60
SHOWN = 10
#: States in which others who may announce there may write at it, and those in which all whom its
#: places concern have something to see.
OPEN = ("draft", "returned", "waiting", "missed")
SENT = ("scheduled", "running", "paused", "finished", "cancelled", "missed")


class StoredAnnouncements:
    """The port for the person in the chat; ``cadre`` is 0 for somebody who holds no role.

    ``here`` is the channel of their chat.
    """

    def __init__(
        self,
        connection: Connection,
        cadre: int,
        capabilities: Mapping[str, Capabilities],
        now: datetime,
        quiet: Quiet = QUIET,
        here: str = "",
    ) -> None:
        self._connection = connection
        self._cadre = cadre
        self._can = capabilities
        self._now = now
        self._quiet = quiet
        self._here = here
        self._plans: dict[Draft, ReachPlan] = {}

    def listed(self) -> Sequence[Notice]:
        """Their own newest ones, those sent to their places, and drafts they may write at."""
        if not self._cadre:
            return ()
        found = [
            self._notice(one)
            for one in store.newest(self._connection, LOOKED_AT)
            if one.author == self._cadre
            or (one.state in SENT and self._concerns(one))
            or (one.state in OPEN and hands.may_write(self._connection, self._cadre, one))
        ]
        return found[:SHOWN]

    def waiting(self) -> Sequence[Notice]:
        """What waits for their approval, oldest first."""
        if not self._cadre:
            return ()
        return [
            self._notice(one)
            for one in store.in_state(self._connection, "waiting", LOOKED_AT)
            if approval.may_approve(self._connection, self._cadre, one)
        ]

    def get(self, number: int) -> Notice | None:
        """One that they wrote, may approve, or may see the report of."""
        standing = store.load(self._connection, number) if self._cadre else None
        if standing is None:
            return None
        own = hands.may_write(self._connection, self._cadre, standing)
        if own or self._concerns(standing) or self.may_approve(number):
            return self._notice(standing)
        return None

    def may_approve(self, number: int) -> bool:
        """Whether they may be the second person for it."""
        standing = store.load(self._connection, number) if self._cadre else None
        return (
            standing is not None
            and standing.state == "waiting"
            and approval.may_approve(self._connection, self._cadre, standing)
        )

    def groups(self, to: To) -> int:
        """How many linked group chats the places have."""
        scope = recipients.resolve(self._connection, audience_of(to), self._today)
        linked = groups.linked(self._connection, scope.places)
        return sum(one.state == "open" for one in linked)

    def described(self, to: To) -> str:
        """The audience in words."""
        return audience.described(self._connection, audience_of(to), self._today)

    def allowed(self, at: datetime, kind: str) -> datetime:
        """When it goes out if that is its time: quiet hours put it off."""
        return after_quiet(at, kind, self._quiet).at

    def quiet(self) -> Quiet:
        """The commune's quiet hours."""
        return self._quiet

    def shown(self, draft: Draft, language: str) -> Outgoing:
        """The message as a household sees it."""
        with locale.use(language):
            return wording.outgoing(wordings_of(draft)[language], draft.kind, draft.ack, 0)

    def looks(self, draft: Draft, language: str) -> Sequence[Look]:
        """The same as each other channel shows it that its audience uses."""
        used = {share.channel for share in self.plan(draft).shares if share.messages}
        shown = self.shown(draft, language)
        with locale.use(language):
            parts = {
                name: parts_of(shown, can)
                for name, can in self._can.items()
                if name in used or name == self._here
            }
        here = parts.pop(self._here, None)
        return [Look(name, () if seen == here else seen) for name, seen in parts.items()]

    def plan(self, draft: Draft) -> ReachPlan:
        """Whom it gets to if it is sent now."""
        if draft not in self._plans:
            to, worded = audience_of(draft.to), wordings_of(draft)
            found = reach.plan(
                self._connection, to, worded, draft.kind, draft.ack, self._can, self._now
            )
            self._plans[draft] = shares(found)
        return self._plans[draft]

    def needs_approval(self, draft: Draft) -> bool:
        """Whether a second person has to look at it."""
        count = drafts.audience_size(self._connection, audience_of(draft.to), self._now)
        return drafts.needs_approval(draft.kind, count)

    def outcome(self, number: int) -> Outcome:
        """What became of it, as far as their places go."""
        found = report.report(self._connection, number, self._today)
        answers = found.answers
        return Outcome(
            found.recipients,
            found.counts.get("sent", 0),
            [
                (reason_words(reason), rows)
                for state in ("failed", "skipped", "unknown")
                for reason, rows in found.reasons.get(state, {}).items()
            ],
            self._lines(found),
            answers.get("come", 0),
            answers.get("away", 0),
            found.begun,
            found.open,
            self._rests_until(found),
            found.preparing,
            report.apart(found.apart, self._places),
        )

    def _rests_until(self, found: report.Report) -> datetime | None:
        allowed = after_quiet(self._now, found.kind, self._quiet)
        return allowed.at if found.state == "running" and allowed.moved else None

    def doors(self, number: int) -> Sequence[Door]:
        """The households in their places that were neither reached nor told."""
        mine = sorted(self._places)
        found = announcements_reports.doors(self._connection, number, mine)
        names = {one: self._name(one) for one in {door.place for door in found}}
        return [Door(door.household, names[door.place], door.code, door.head) for door in found]

    @property
    def _today(self) -> date:
        return self._now.astimezone(locale.ZONE).date()

    @cached_property
    def _places(self) -> frozenset[int]:
        """Where they may see reports."""
        return StoredOffices(self._connection, self._cadre, self._now).reach("report")

    @cached_property
    def _tree(self) -> places.Tree:
        return places.load(self._connection, self._today)

    def _name(self, place: int) -> str:
        found = self._tree.get(place)
        return found.name if found is not None else ""

    def _concerns(self, standing: Announcement) -> bool:
        """Whether it went to one of the places whose reports they may see."""
        if not self._places:
            return False
        scope = recipients.resolve(self._connection, standing.audience, self._today)
        return scope.places is None or not self._places.isdisjoint(scope.places)

    def _lines(self, found: report.Report) -> list[Line]:
        lines = []
        for line in found.lines:
            place = self._tree.by_code(line.code)
            if place is not None and place.id in self._places:
                counted = (line.reached, line.acknowledged, line.told, line.open)
                lines.append(Line(place.id, line.name, line.households, *counted))
        return lines

    def _notice(self, standing: Announcement) -> Notice:
        found = store.wordings(self._connection, standing.id)
        words = dict(sorted(found.items(), key=lambda worded: (worded[0] != "vi", worded[0])))
        mine = standing.author == self._cadre
        return Notice(
            standing.id,
            standing.version,
            standing.state,
            states.name(standing.state),
            cadres.name_of(self._connection, standing.author),
            Draft(
                To(
                    standing.audience.places,
                    standing.audience.people,
                    standing.audience.groups,
                    standing.audience.missed,
                    standing.audience.silent,
                ),
                standing.kind,
                standing.ack,
                tuple((code, one.text) for code, one in words.items()),
                None if standing.rule is not None else standing.next_at,
                None if standing.rule is None else Rule.load(dict(standing.rule)),
                *enclosed(words.values()),
            ),
            standing.next_at,
            mine,
            hands.may_write(self._connection, self._cadre, standing),
            self._said_of(standing),
            self._editor(standing),
            standing.changed_at,
            self._corrected(standing) if standing.state in SENT else "",
        )

    def _corrected(self, standing: Announcement) -> str:
        act, words = run.told_last(self._connection, standing.id)
        return (words.get("vi") or next(iter(words.values()))).text if act == "correct" else ""

    def _editor(self, standing: Announcement) -> str:
        writers = hands.writers(self._connection, standing.id)
        return cadres.name_of(self._connection, writers[-1]) if writers else ""

    def _said_of(self, standing: Announcement) -> str:
        """What the second person wrote, while that is what matters."""
        if standing.state not in ("returned", "rejected"):
            return ""
        said = store.judgements(self._connection, standing.id)
        return str(said[-1].note) if said else ""
