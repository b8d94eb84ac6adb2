"""An announcement before it goes out: all of it once more, and whom it gets to."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import datetime, timedelta

from bot import locale
from bot.locale import _, money, number
from bot.ports_announcements import Announcements, Draft, ReachPlan
from bot.talk.talk import Talk
from handlers.elsewhere import elsewhere
from handlers.kinds import ack_name, channel_name, kind_name
from handlers.spent import spent
from handlers.timing import time_words


def show(talk: Talk, draft: Draft, announcements: Announcements) -> None:
    """The message itself, in each of its languages, as a household sees it: here, and elsewhere."""
    for language, _text in draft.texts:
        shown = announcements.shown(draft, language)
        talk.say(
            shown.text,
            title=shown.title,
            photo=shown.photo,
            voice=shown.voice,
            document=shown.document,
            buttons=shown.buttons,
        )
        if looks := announcements.looks(draft, language):
            talk.say("\n\n".join(elsewhere(shown, looks)), title=_("On other channels"))


def words(
    talk: Talk, draft: Draft, announcements: Announcements, since: datetime | None = None
) -> str:
    """To whom, what, when, and the reach plan, one thing a line.

    ``since``: it has waited for approval from then on; else the person in the chat writes it now.
    """
    times = time_words(draft, announcements, talk.now, waits=since is not None)
    lines = [
        _("For: {audience}").format(audience=announcements.described(draft.to)),
        _("Class: {kind}").format(kind=kind_name(draft.kind)),
        _("Households answer: {ack}").format(ack=ack_name(draft.ack)),
        _("Goes out: {time}").format(time="\n".join(times)),
        *_over(talk, draft, announcements, since),
        *_inside(draft),
        "",
        *reach_words(announcements.plan(draft)),
    ]
    if announcements.needs_approval(draft):
        lines += ["", _("A second person has to approve it before it goes out.")]
    return "\n".join(lines)


def _over(
    talk: Talk, draft: Draft, announcements: Announcements, since: datetime | None
) -> Iterator[str]:
    """A warning when the words name a time that is over before they are read."""
    if draft.rule is not None:
        return
    out_at = announcements.allowed(draft.at or talk.now, draft.kind)
    named = spent(draft.texts, since or talk.now, out_at)
    if named is not None:
        text = _("⚠ Its words name a time that is over when it goes out: {time}.")
        yield text.format(time=locale.when(named))


def _inside(draft: Draft) -> Iterator[str]:
    """What a document tells beside its words: only pictures are cleaned of such things."""
    if draft.document is not None:
        yield _(
            "The document goes out just as it was sent here: the name of who wrote it may stand in "
            "its properties."
        )


def reach_words(plan: ReachPlan) -> Iterator[str]:
    """Whom it gets to, by which channel, what keeps others from it, how long, at what cost."""
    if plan.households or not plan.groups:
        yield _("Households meant: {count}").format(count=number(plan.households))
    for share in plan.shares:
        if share.households:
            yield _("• by {channel}: {count}").format(
                channel=channel_name(share.channel), count=number(share.households)
            )
    for text, count in (
        (_("• have not written for too long: {count}"), plan.outside),
        (_("• have blocked Khéo: {count}"), plan.blocked),
        (_("• have not agreed to announcements: {count}"), plan.declined),
        (_("• on no channel, to be told at the door: {count}"), plan.nowhere),
    ):
        if count:
            yield text.format(count=number(count))
    for text, count in (
        (_("Besides, people who have given no household code: {count}"), plan.apart),
        (_("Group chats that it goes to: {count}"), plan.groups),
    ):
        if count:
            yield text.format(count=number(count))
    if not plan.recipients:
        yield _("Nobody there receives announcements yet.")
        return
    yield _("{messages} messages to {recipients} recipients, {time}, {cost}").format(
        messages=number(plan.messages),
        recipients=number(plan.recipients),
        time=_lasts(plan.lasts),
        cost=_cost(plan),
    )


def _cost(plan: ReachPlan) -> str:
    stars = _("about {count} Telegram Stars").format(count=number(plan.stars))
    match bool(plan.cost), bool(plan.stars):
        case True, True:
            return _("{money} and {stars}").format(money=money(plan.cost), stars=stars)
        case True, False:
            return money(plan.cost)
        case False, True:
            return stars
        case _:
            return _("free of charge")


def _lasts(time: timedelta) -> str:
    minutes = math.ceil(time.total_seconds() / 60)
    if minutes <= 1:
        return _("within a minute")
    return _("about {minutes} minutes").format(minutes=number(minutes))
