"""An announcement answered in words: its number on the screen, its label, “rõ rồi”, “không đến”.

On a channel without buttons its answers stand as numbered lines; people write them everywhere. A
number counts only while the announcement is the newest thing on the screen.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.channels import render
from bot.channels.base import Capabilities
from bot.locale import _
from bot.talk.fields import place_of
from bot.talk.fold import fold
from bot.talk.message import Begin, Button, Outgoing
from delivery import wording
from store import announcements_runs, cadres, chats, outbox_heard
from store.announcements_runs import Run
from store.chats import Chat

#: An announcement of last week is answered by its button, or not at all.
LATELY = timedelta(days=7)
#: How a cadre calls up an announcement: “#5”.
_NUMBER = re.compile(r"#\s?(\d{1,9})", re.ASCII)
#: Longer than this it is no answer to an announcement but a sentence of one's own.
LONGEST = 40
#: What is said around an answer out of politeness.
_POLITE = re.compile(r"^da (?=\w+ \w)| (?:a|nhe|nha|nghe)$")
#: How people say it without reading the label; these mean nothing else.
SAID: dict[str, tuple[str, ...]] = {
    "seen": ("đã rõ", "rõ", "rõ rồi", "đã rõ rồi", "tôi rõ rồi", "đã xem", "đã đọc", "đã nhận"),
    "come": (
        "tôi sẽ đến", "sẽ đến", "tôi đến", "có đến", "tôi đi", "có đi", "đi được", "đến được",
        "sẽ tham gia", "tham gia được", "có tham gia",
    ),
    "away": (
        "tôi không đến được", "không đến được", "không đến", "tôi không đến", "không đi",
        "không đi được", "tôi bận", "bận", "tôi bận rồi", "bận rồi", "vắng",
        "không tham gia", "không tham gia được", "bận không đến được", "bận không đi được",
    ),
}  # fmt: skip
#: Who speaks for a household: “nhà tôi sẽ đến” is “sẽ đến”.
_WE = re.compile(r"^(?:(?:nha|ho|gia dinh) )?(?:toi|minh|em|chau|con|chung toi) (?=\w+ \w)")
#: These are about a meeting even when none asks; “không đi được” could be a stroke.
OF_A_MEETING = frozenset(
    fold(words)
    for kind in ("come", "away")
    for words in SAID[kind]
    if words.endswith(("đến", "đến được", "tham gia", "tham gia được"))
)
#: These mean it only straight under the announcement.
STRAIGHT: dict[str, tuple[str, ...]] = {
    "seen": ("ok", "oke", "vâng", "dạ vâng", "dạ", "biết rồi", "ừ", "dạ rõ"),
    "come": ("có", "đến", "đi", "dạ có", "vâng"),
    "away": ("không", "dạ không", "ko"),
}


def answer(
    connection: Connection,
    chat: Chat,
    text: str,
    capabilities: Capabilities,
    now: datetime,
    *,
    asking: bool,
) -> Begin | Outgoing | None:
    """What the words answer: the button they stand for, or a question back; None: nothing here.
    A cadre's “#5” is announcement 5.

    ``asking``: a question is open beside the announcement, and could be meant as well.
    """
    named = _NUMBER.fullmatch(text.strip())
    if named and not asking and cadres.by_chat(connection, chat.id) is not None:
        return Begin("runs", named[1])
    said = _POLITE.sub("", fold(text))
    if not said or len(said) > LONGEST:
        return None
    withdrawn: set[int] = set()
    first = True
    for one in outbox_heard.heard(connection, chat.id, now - LATELY):
        run = announcements_runs.load(connection, one.run)
        if run is None or run.act == "correct":
            continue
        if run.act == "retract":
            withdrawn.add(run.announcement)
            continue
        buttons = wording.buttons(run.ack, run.id)
        by_number = place_of(text, len(buttons)) if first and one.newest else None
        in_words = _in_words(said, run, buttons, straight=first and one.newest and not asking)
        first = False
        place = in_words if in_words is not None else by_number
        if place is None or (asking and not one.newest):
            continue
        if run.announcement in withdrawn:
            return Outgoing(_("This announcement has been taken back; nothing has to be answered."))
        if in_words is None and asking:
            shown_as_lines = len(buttons) > capabilities.buttons
            return _which(buttons) if shown_as_lines else None
        _keep(connection, chat, buttons)
        press = buttons[place].press
        return press if isinstance(press, Begin) else None
    if not asking and {said, _WE.sub("", said)} & OF_A_MEETING:
        text = _("No announcement asks just now whether you will come.")
        return Outgoing(text, buttons=(Button(_("☎ Talk to an officer"), Begin("officer")),))
    return None


def _in_words(said: str, run: Run, buttons: Sequence[Button], *, straight: bool) -> int | None:
    """The place of the button whose label, or whose meaning, is all that was said."""
    kinds = ("come", "away") if run.ack == "come" else (run.ack,)
    for place, (kind, button) in enumerate(zip(kinds, buttons, strict=False)):
        ways = {fold(button.label), *map(fold, SAID.get(kind, ()))}
        if straight:
            ways |= set(map(fold, STRAIGHT.get(kind, ())))
        if ways & {said, _WE.sub("", said)}:
            return place
    return None


def _which(buttons: Sequence[Button]) -> Outgoing:
    text = _("An announcement has come in between. Is this number for the announcement?")
    return Outgoing(text, buttons=tuple(buttons))


def _keep(connection: Connection, chat: Chat, buttons: Sequence[Button]) -> None:
    """From now on a number means this list, and no older one."""
    shown = render.screen(Outgoing("", buttons=tuple(buttons)))
    chats.change(connection, chat.id, screen=[list(entry) for entry in shown])
