"""``kheo questions``: what residents asked and nobody has answered, for a desk with a screen."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection

from bot.app import open_store
from bot.locale import ZONE, _, number, short_day
from bot.settings import Settings
from scheduler.clock import utc_now
from store import questions, questions_answers, questions_desk
from store.questions_answers import Kept
from store.questions_desk import Group

#: An answer due for review within so many days is listed.
SOON = 30
#: “No” is looked back on for so many months, this one included, and told from so many on.
MONTHS = 3
FEWEST = 3


def listed(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print the groups of unanswered questions, and the approved answers due for review."""
    today = utc_now().astimezone(ZONE).date()
    store = open_store(settings)
    try:
        groups = store.look(lambda c: questions_desk.gather(c, ("open", "waiting", "aside")))
        kept = store.look(lambda c: questions_answers.in_state(c, "approved"))
    finally:
        store.close()
    due = [one for one in kept if (one.wanted.review_by - today).days <= SOON]
    if arguments.json:
        print(json.dumps(_plain(groups, due), ensure_ascii=False, indent=1))
        return 0
    for group in groups:
        print(_line(group))
        for text in group.texts:
            print(f"    {text}")
    if not groups:
        print(_("Nothing waits for an answer."))
    for one in due:
        print(
            _("Answer #{number} is to be looked at by {day}: {title}").format(
                number=one.id, day=short_day(one.wanted.review_by), title=_title(one)
            )
        )
    return 0


def _line(group: Group) -> str:
    states = {
        "open": _("open"),
        "waiting": _("an answer waits for approval"),
        "aside": _("set aside"),
    }
    return _("#{number} · {count} people · {hamlets} · {state}").format(
        number=group.id,
        count=number(group.askers),
        hamlets=", ".join(group.hamlets),
        state=states[group.state],
    )


def _plain(groups: Sequence[Group], due: Sequence[Kept]) -> dict[str, object]:
    return {
        "groups": [
            {
                "number": group.id,
                "state": group.state,
                "askers": group.askers,
                "hamlets": list(group.hamlets),
                "texts": list(group.texts),
                "shown": list(group.shown),
                "first_on": group.first_on.isoformat(),
                "last_on": group.last_on.isoformat(),
            }
            for group in groups
        ],
        "due": [
            {"answer": one.id, "title": _title(one), "review_by": one.wanted.review_by.isoformat()}
            for one in due
        ],
    }


def _title(one: Kept) -> str:
    return one.wanted.question.partition("\n")[0]


def disliked(connection: Connection, today: date) -> list[str]:
    """What was shown and often was not meant, lately: “guide:waste-fee: 5 no, 2 yes”."""
    months = today.year * 12 + today.month - MONTHS  # counted from 0 in January
    since = f"{months // 12}-{months % 12 + 1:02}"
    return [
        _("{shown}: {no} no, {yes} yes").format(shown=shown, no=number(no), yes=number(yes))
        for shown, yes, no in questions.judged(connection, since)
        if no >= FEWEST
    ]
